// SPDX-License-Identifier: Apache-2.0
// Out to the county and in from it by a stick: the same messages, verified the same way.

#include "terminal/work/bundle.hpp"

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/sync/paths.hpp"
#include "terminal/work/courier_file.hpp"
#include "terminal/work/forms.hpp"
#include "tests/unit/work/ground.hpp"

using namespace zj;
using namespace zj::work;
using namespace zj::work::test;

namespace {

using codec::Object;
using codec::Value;

std::vector<std::string> messages_in(const std::string& path, const crypto::BoxKey& mine) {
    std::vector<std::string> out;
    const auto read = read_courier_file(path, mine, [&](std::string_view message) {
        out.emplace_back(message);
        return Result<>();
    });
    REQUIRE(read.has_value());
    return out;
}

// A bundle for this device as the county would make it.
struct FromCounty {
    Desk& desk;
    std::string device = desk.vault->device();
    std::uint64_t from = desk.vault->checkpoint() ? desk.vault->checkpoint()->size : 0;
    std::uint64_t after = desk.vault->feed_position(kScope);
    std::vector<std::string> answers;
    std::optional<sync::FeedPage> page;
    std::string checkpoint = desk.seat.checkpoint();

    std::string write(const std::string& name) {
        const std::string path = desk.home.file(name);
        std::filesystem::remove(path);
        auto writer = must(CourierWriter::create(path, desk.vault->bundle_key().public_key()));
        const auto add = [&](const Value& value) {
            REQUIRE(writer.add(codec::write_json(value)).has_value());
        };
        add(Object{{"kind", "about"}, {"county", "421125"}, {"device", device}, {"to", "device"}});
        codec::Array roots;
        for (const log::SignedRoot& root : desk.seat.roots()) {
            roots.emplace_back(log::write_signed_root(root));
        }
        add(Object{{"kind", "roots"}, {"roots", roots}});
        add(Object{{"kind", "checkpoint"},
                   {"checkpoint", checkpoint},
                   {"from", static_cast<std::int64_t>(from)},
                   {"consistency", sync::write_path(from == 0 ? log::Proof() : desk.seat.consistency(from))}});
        codec::Array lines;
        for (const std::string& line : answers) {
            lines.emplace_back(line);
        }
        add(Object{{"kind", "answers"}, {"lines", lines}});
        add(Object{{"kind", "feed"}, {"page", sync::write_feed_page(page ? *page : desk.seat.page(after))}});
        REQUIRE(writer.finish().has_value());
        return path;
    }
};

}  // namespace

TEST_CASE("the outbox goes out sealed to the county, with its documents") {
    Desk desk;
    desk.open_books();
    FormFaults faults;
    const Value form = use_form(desk.home);
    must(submit(desk.context(), {codec::write_json(form), desk.home.path.string(), false}, faults));
    const auto answer = must(export_bundle(desk.context(), desk.home.file("out.zjb")));
    CHECK(answer.int_or("change_sets") == 2);
    CHECK(answer.int_or("chunks") == 3);
    const auto messages = messages_in(desk.home.file("out.zjb"), desk.seat.bundle_key());
    REQUIRE(messages.size() == 3 + 2 * 3);
    const auto hello = must(codec::parse_json(messages[1]));
    const auto envelope = must(log::envelope_from(*hello.find("envelope")));
    CHECK(must(sync::parse_hello(envelope.payload)).device == desk.vault->device());
    const auto changes = must(codec::parse_json(messages[2], kCourierFrameMax));
    const std::string lines(changes.str_or("lines"));
    const auto first = must(log::parse_change_set(lines.substr(0, lines.find('\n'))));
    CHECK(first.id() == desk.vault->outbox()[0].id);
    const auto chunk = must(codec::parse_json(messages[3]));
    CHECK(codec::hex(crypto::sha256(messages[4])) == chunk.str_or("sha256"));
    // Readable by nobody else, and it can be made again.
    CHECK(read_text(desk.home.file("out.zjb")).find("综合执法中心") == std::string::npos);
    CHECK(code_of(export_bundle(desk.context(), desk.home.file("out.zjb"))) == "vault.exists");
    must(export_bundle(desk.context(), desk.home.file("again.zjb")));
}

TEST_CASE("stopping an export leaves no half-written file") {
    Desk desk;
    desk.open_books();
    FormFaults faults;
    must(submit(desk.context(), {codec::write_json(use_form(desk.home)), desk.home.path.string(), false}, faults));
    desk.stop = true;
    CHECK(code_of(export_bundle(desk.context(), desk.home.file("out.zjb"))) == "sync.stopped");
    CHECK_FALSE(std::filesystem::exists(desk.home.file("out.zjb")));
    CHECK_FALSE(std::filesystem::exists(desk.home.file("out.zjb.part")));
}

TEST_CASE("news by a stick is verified and stored, twice without a difference") {
    Desk desk;
    const Hash first = desk.vault->outbox()[0].id;
    desk.seat.append({desk.record("outcome/" + std::string(64, '0'), Object{{"state", "applied"}})}, first);
    desk.seat.append({desk.record("unit/421125101", Object{{"name", "浠水县巴河镇人民政府"}})});
    FromCounty from{desk};
    sync::PushAnswer receipt;
    receipt.id = first;
    receipt.state = "receipt";
    receipt.receipt = desk.seat.receipt(0);
    from.answers.push_back(sync::write_push_answer(receipt));
    const std::string path = from.write("in.zjb");
    const auto answer = must(import_bundle(desk.context(), path));
    CHECK(answer.int_or("receipts") == 1);
    CHECK(answer.int_or("fetched") == 2);
    CHECK(desk.vault->enrolled());
    CHECK(desk.vault->record("unit/421125101").has_value());
    CHECK(desk.vault->checkpoint()->size == 2);
    const auto again = must(import_bundle(desk.context(), path));
    CHECK(again.int_or("fetched") == 0);
    CHECK(desk.vault->checkpoint()->size == 2);
}

TEST_CASE("an older bundle after a newer one changes nothing") {
    Desk desk;
    desk.seat.append({desk.record("unit/421125101", Object{{"name", "甲"}})});
    const std::string older = FromCounty{desk}.write("older.zjb");
    desk.seat.append({desk.record("unit/421125101", Object{{"name", "乙"}}, 2)});
    const std::string newer = FromCounty{desk}.write("newer.zjb");
    must(import_bundle(desk.context(), newer));
    const auto answer = must(import_bundle(desk.context(), older));
    CHECK(answer.bool_or("stale"));
    CHECK(desk.vault->record("unit/421125101")->value.str_or("name") == "乙");
}

TEST_CASE("a bundle for another device, a forged page and a gap are refused") {
    Desk desk;
    desk.seat.append({desk.record("unit/421125101", Object{{"name", "甲"}})});
    SECTION("another device") {
        FromCounty from{desk};
        from.device = "somebody-else";
        CHECK(code_of(import_bundle(desk.context(), from.write("in.zjb"))) == "courier.other");
    }
    SECTION("a page with another record") {
        FromCounty from{desk};
        from.page = desk.seat.page(0);
        from.page->items[0].records[0].record.bytes.replace(from.page->items[0].records[0].record.bytes.find("甲"),
                                                            std::string_view("甲").size(), "丙");
        CHECK(code_of(import_bundle(desk.context(), from.write("in.zjb"))) == "sync.forged");
        CHECK(desk.vault->evidence() == 1);
    }
    SECTION("a checkpoint signed by another") {
        FromCounty from{desk};
        Seat other;
        other.append({});
        SeededRandom random(99);
        from.checkpoint = log::sign_checkpoint({desk.seat.origin(), 1, crypto::sha256("another root")},
                                               crypto::SigningKey::generate(random));
        CHECK(code_of(import_bundle(desk.context(), from.write("in.zjb"))) == "sync.forged");
    }
    SECTION("a log that does not continue the one held") {
        must(import_bundle(desk.context(), FromCounty{desk}.write("in.zjb")));
        FromCounty from{desk};
        from.checkpoint =
            log::sign_checkpoint({desk.seat.origin(), 2, crypto::sha256("another root")}, desk.seat.log_key());
        CHECK(code_of(import_bundle(desk.context(), from.write("fork.zjb"))) == "sync.forged");
        CHECK(desk.vault->evidence() == 1);
        CHECK(desk.vault->checkpoint()->size == 1);
        return;
    }
    SECTION("numbers left out") {
        desk.seat.append({desk.record("unit/421125102", Object{{"name", "乙"}})});
        FromCounty from{desk};
        from.page = desk.seat.page(1);
        CHECK(code_of(import_bundle(desk.context(), from.write("in.zjb"))) == "courier.gap");
    }
    CHECK_FALSE(desk.vault->record("unit/421125101").has_value());
    CHECK(desk.vault->feed_position(kScope) == 0);
}
