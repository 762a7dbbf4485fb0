// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/work/ground.hpp"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "assets/assets.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/model/catalogue_assemble.hpp"

namespace zj::work::test {

Folder::Folder() {
    const bool memory = ::access("/dev/shm", W_OK) == 0;  // as in the vault's tests: many fsyncs
    const std::filesystem::path below = memory ? "/dev/shm" : std::filesystem::temp_directory_path();
    std::string name = (below / "zj-work-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path = name;
}

Folder::~Folder() {
    std::filesystem::remove_all(path);
}

std::string Folder::write(const std::string& name, std::string_view content) const {
    std::ofstream out(file(name), std::ios::binary | std::ios::trunc);
    out.write(content.data(), static_cast<std::streamsize>(content.size()));
    REQUIRE(out.good());
    return file(name);
}

std::string read_text(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

const std::string& catalogue_text() {
    static const std::string text = model::assemble_catalogue(assets::all()).value();
    return text;
}

Seat::Seat() {
    root_ = crypto::SigningKey::generate(random_);
    log_ = crypto::SigningKey::generate(random_);
    bundle_ = crypto::BoxKey::generate(random_);
    log::RootStatement statement;
    statement.county = "421125";
    statement.county_name = "浠水县";
    statement.issued_at = kNow;
    statement.log_key = log_.verify_key();
    statement.bundle_key = bundle_.public_key();
    statement.catalogue = crypto::sha256(catalogue_text());
    log::Envelope envelope{std::string(log::kRootType), log::write_root_statement(statement), {}};
    envelope.signatures.push_back({codec::base64(root_.verify_key().bytes), root_.sign(envelope.pae())});
    roots_.push_back({envelope, catalogue_text()});
}

void Seat::append(std::vector<log::Record> records, std::optional<Hash> change_set) {
    Stored out;
    std::vector<Hash> effects;
    for (const log::Record& record : records) {
        log::SaltedRecord salted;
        random_.fill(salted.salt);
        salted.bytes = log::write_record(record);
        effects.push_back(salted.commitment());
        out.records.push_back(std::move(salted));
    }
    random_.fill(out.scope.salt);
    out.scope.scope = kScope;
    out.scope.n = entries_.size() + 1;
    log::Entry entry;
    entry.index = tree_.size();
    entry.kind = change_set ? log::EntryKind::change : log::EntryKind::tick;
    entry.received_at = kNow;
    entry.change_set = change_set;
    entry.effects = log::root_of(effects);
    entry.scopes = log::root_of(std::vector<Hash>{out.scope.commitment()});
    out.bytes = log::write_entry(entry);
    tree_.append(log::leaf_hash(as_bytes(out.bytes)));
    entries_.push_back(std::move(out));
}

sync::FeedPage Seat::page(std::uint64_t after) {
    sync::FeedPage out;
    out.scope = kScope;
    out.checkpoint = checkpoint();
    for (std::uint64_t i = after; i < entries_.size(); ++i) {
        const Stored& stored = entries_[i];
        sync::FeedItem item;
        item.entry = stored.bytes;
        item.path = tree_.inclusion(i, tree_.size());
        item.scope = stored.scope;
        item.scope_count = 1;
        std::vector<Hash> effects;
        for (const log::SaltedRecord& record : stored.records) {
            effects.push_back(record.commitment());
        }
        for (std::size_t k = 0; k < stored.records.size(); ++k) {
            item.records.push_back({stored.records[k], k, effects.size(), log::path_in(effects, k)});
        }
        out.items.push_back(std::move(item));
    }
    out.head = log::sign_scope_head(origin(), {tree_.size(), tree_.root(), kScope, entries_.size()}, log_);
    return out;
}

log::Receipt Seat::receipt(std::uint64_t index) {
    return {entries_[index].bytes, log::write_tlog_proof({index, tree_.inclusion(index, tree_.size()), checkpoint()})};
}

tables::Program tables_program() {
    const char* bin = std::getenv("ZJ_BIN_DIR");
    REQUIRE(bin != nullptr);  // run by ctest
    return {std::string(bin) + "/zhijian-tables"};
}

Desk::Desk() {
    vault::Settings settings;
    settings.clock = &clock;
    settings.random = &random;
    settings.cost = {crypto::kArgon2Floor, crypto::kArgon2Floor};
    vault::Founding founding;
    founding.county = "421125";
    founding.person = "person-1";
    founding.name = "田小满";
    founding.alias = "clerk";
    founding.root_fingerprint = seat.fingerprint();
    founding.gateway = "gateway.example:8443";
    founding.scopes = {kScope};
    founding.roots = seat.roots();
    founding.one_time = crypto::SigningKey::generate(random);
    founding.device_name = "巴河镇一号机";
    vault = must(vault::Vault::create(home.file("vault"), std::move(founding),
                                      crypto::Secret::from(as_bytes("bamu diga foku zelu wayi")), settings));
}

Context Desk::context() {
    return {*vault, [] { return Result<std::unique_ptr<Line>>(fail("net.connect", "nowhere")); }, {}, &stop};
}

void Desk::deliver(std::vector<log::Record> records, std::optional<Hash> change_set) {
    seat.append(std::move(records), change_set);
    const std::uint64_t after = vault->feed_position(kScope);
    const sync::FeedPage page = seat.page(after);
    const auto items = must(sync::verify_feed_page(page, after, seat.origin(), seat.log_key().verify_key()));
    REQUIRE(vault->store_feed(kScope, page, items).has_value());
}

log::Record Desk::record(std::string key, codec::Value value, std::int64_t version) const {
    return {std::move(key), version, 1, kScope, std::move(value)};
}

void Desk::open_books() {
    deliver({record("identity/person-1", codec::Object{{"name", "田小满"},
                                                       {"phone", "0713-5550301"},
                                                       {"unit", kUnit},
                                                       {"roles", codec::Array{"unit_clerk"}},
                                                       {"state", "live"}}),
             record("unit/421125101", codec::Object{{"name", "浠水县巴河镇人民政府"}, {"nature", "3"}, {"state", "1"}}),
             record("ledger/421125101/20",
                    codec::Object{{"h", 30}, {"a", 20}, {"r", 0}, {"o", 0}, {"t", 0}, {"held", codec::Array{}}}),
             record("plan/421125101/2026-1", codec::Object{{"year", 2026},
                                                           {"quota_type", "20"},
                                                           {"entry_mode", "03"},
                                                           {"count", 3},
                                                           {"used", 1},
                                                           {"reserved", 1}})});
}

codec::Value use_form(const Folder& folder) {
    for (const char* name : {"application.pdf", "vacancy.pdf", "minutes.pdf"}) {
        folder.write(name, std::string("%PDF-1.4\n") + name);
    }
    return codec::Object{{"matter", "USE"},
                         {"fields", codec::Object{{"quota_type", "20"},
                                                  {"count", 1},
                                                  {"entry_mode", "03"},
                                                  {"source_scope", "open"},
                                                  {"funding", "1"},
                                                  {"post_kind", "1"},
                                                  {"staff_class", "none"},
                                                  {"plan_line", "plan/421125101/2026-1"},
                                                  {"meeting_on", "2026-11-20"},
                                                  {"meeting_no", "第12次"},
                                                  {"reason", "综合执法中心空缺一名工作人员。"}}},
                         {"materials", codec::Array{codec::Object{{"slot", "application"}, {"file", "application.pdf"}},
                                                    codec::Object{{"slot", "vacancy"}, {"file", "vacancy.pdf"}},
                                                    codec::Object{{"slot", "minutes"}, {"file", "minutes.pdf"}}}}};
}

}  // namespace zj::work::test
