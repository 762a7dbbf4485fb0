// SPDX-License-Identifier: Apache-2.0
// zj_fuzz_seeds DIR: writes the seeds that need valid signatures, hashes or checksums. Reproducible.

#include <filesystem>
#include <fstream>
#include <iostream>

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/log/change_set.hpp"
#include "shared/log/entry.hpp"
#include "shared/log/note.hpp"
#include "shared/log/root_statement.hpp"
#include "shared/package/bag.hpp"
#include "shared/package/parts.hpp"
#include "shared/package/tar.hpp"
#include "shared/sync/answers.hpp"

using namespace zj;

namespace {

std::filesystem::path folder;

void write(const char* name, std::string_view bytes) {
    const auto path = folder / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2 || !crypto::start()) {
        std::cerr << "usage: zj_fuzz_seeds DIR\n";
        return 2;
    }
    folder = argv[1];
    SeededRandom random(1);
    const auto root = crypto::SigningKey::generate(random), log_key = crypto::SigningKey::generate(random);
    const auto device = crypto::SigningKey::generate(random), person = crypto::SigningKey::generate(random);
    const Time at = *parse_time("2026-11-23T15:04:05.678+08:00");
    const std::string origin = log::origin_of("421125", 1, true);

    log::Header header;
    header.county = "421125";
    header.device = device.verify_key().id();
    header.person = "person-1";
    header.key = person.verify_key().id();
    header.seq = 17;
    header.written_at = at;
    header.seen = {4711, crypto::sha256("root"), {{"unit/421125101", 57}}};
    codec::Value intent;
    intent.set("do", "case.message").set("case", "case/abc").set("text", "请补充材料").set("base", codec::Value());
    const log::ChangeSet set = log::make_change_set(header, {intent}, {&device, &person, nullptr}, random);
    write("change_set/header", set.envelope.payload);
    write("change_set/whole", log::write_change_set(set));
    log::ChangeSet lost = set;
    lost.bodies.clear();
    write("change_set/body_lost", log::write_change_set(lost));
    write("change_set/base", R"({"case/k7":[0,15,16],"unit/421125101":[12]})");

    log::Entry entry;
    entry.index = 1;
    entry.received_at = at;
    entry.change_set = set.id();
    const std::string entry_bytes = log::write_entry(entry);
    write("entry/change", entry_bytes);
    log::Entry tick = entry;
    tick.kind = log::EntryKind::tick;
    tick.via = "local";
    tick.change_set.reset();
    write("entry/tick", log::write_entry(tick));
    write("entry/record", log::write_record({"case/abc", 2, 1, "unit/421125101", intent}));

    log::Tree tree;
    tree.append(log::leaf_hash(as_bytes("genesis")));
    tree.append(log::leaf_hash(as_bytes(entry_bytes)));
    const std::string checkpoint = log::sign_checkpoint({origin, tree.size(), tree.root()}, log_key);
    const std::string proof = log::write_tlog_proof({1, tree.inclusion(1, 2), checkpoint});
    write("note/checkpoint", checkpoint);
    write("note/proof", proof);
    write("note/answer", log::sign_answer(origin + "/door", intent, log_key));
    write("note/scope_head", log::sign_scope_head(origin, {2, tree.root(), "unit/421125101", 1}, log_key));
    write("entry/receipt", codec::write_json(log::to_value(log::Receipt{entry_bytes, proof})));

    log::RootStatement statement;
    statement.county = "421125";
    statement.county_name = "浠水县";
    statement.issued_at = at;
    statement.log_key = log_key.verify_key();
    statement.bundle_key = crypto::BoxKey::generate(random).public_key();
    statement.tickets = {{person.verify_key(), "p1", "管理员甲", at + 7 * kDayMs},
                         {device.verify_key(), "p2", "管理员乙", at + 7 * kDayMs}};
    log::Envelope envelope{std::string(log::kRootType), log::write_root_statement(statement), {}};
    envelope.sign(root);
    write("root/statement", envelope.payload);
    write("root/signed", log::write_signed_root({envelope, "{}"}));

    const Hash ticket_id = log::ticket_id(person.verify_key());
    const sync::HelloAnswer answer{"ok", device.verify_key().id(), 7, 3, 2, {{"unit/421125101", 1}}};
    const std::string door = sync::sign_door(answer, origin, log_key);
    write("wire/hello", sync::write_hello({answer.device, 7, ticket_id, 2, 3, set.id()}));
    write("wire/hello_answer", codec::write_json(sync::to_value(answer)));
    write("wire/hello_response", sync::write_hello_response({door, {{envelope, "{}"}}}));
    write("wire/checkpoint_response", sync::write_checkpoint_response({checkpoint, tree.inclusion(1, 2)}));
    const sync::PushAnswer receipt{set.id(), "receipt", {}, 0, log::Receipt{entry_bytes, proof}, intent};
    const sync::PushAnswer expected{set.id(), "expected", {}, 9, {}, {}}, later{set.id(), "later", "Q1", 0, {}, {}};
    write("wire/receipt", sync::write_push_answer(receipt));
    write("wire/expected", sync::write_push_answer(expected));
    write("wire/push_response", sync::write_push_response({receipt, later}, answer.device, "asked", origin, log_key));
    sync::FeedItem item{entry_bytes, tree.inclusion(1, 2), {{}, "unit/421125101", 1}, 0, 1, {}, {}};
    item.records.push_back({{{}, log::write_record({"case/abc", 2, 1, "unit/421125101", intent})}, 0, 1, {}});
    const std::string head = log::sign_scope_head(origin, {2, tree.root(), "unit/421125101", 1}, log_key);
    write("wire/feed_page", sync::write_feed_page({"unit/421125101", checkpoint, {item}, head, false}));
    write("wire/blob", codec::write_json(sync::to_value(sync::BlobStatus{2, {0, 1}, {}})));
    write("wire/enrol_offer", sync::write_enrol_offer({{envelope, "{}"}}, ticket_id, intent, origin, log_key));
    write("wire/target", "/v1/feed?scope=unit/421125101&after=57&limit=500");
    write("wire/blob_target", "/v1/blobs/" + codec::hex(set.id()) + "/application/" + codec::hex(ticket_id) + "/12");

    const std::vector<log::SaltedRecord> wrote{{{}, log::write_record({"case/abc", 2, 1, "office", intent})},
                                               {{}, log::write_record({"pending/abc", 1, 1, "office", intent})}};
    write("package/tar", *package::tar_header({"J021-WS.2026-D30-YB-0007/data/cover.pdf", 4711, at}));
    write("package/manifest",
          package::manifest_text({{"data/cover.pdf", ticket_id}, {"data/metadata.json", set.id()}}));
    write("package/records", codec::write_json(to_value(package::show(wrote, {1}))));
    write("package/change_set",
          codec::write_json(to_value(package::ShownChangeSet{set.envelope, {{0, set.bodies[0]}}})));

    log::Ticket ticket;
    ticket.seed = crypto::Secret::from(ByteView(device.verify_key().bytes));
    ticket.root_fingerprint = *codec::hash_from_hex(log::fingerprint(root.verify_key()));
    ticket.gateway = "127.0.0.1:8443";
    ticket.expires = at;
    write("ticket/good", log::write_ticket(ticket).text());
    return 0;
}
