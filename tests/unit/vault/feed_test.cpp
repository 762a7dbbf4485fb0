// SPDX-License-Identifier: Apache-2.0
// What comes from the county: only what was verified is stored, once, in order.

#include "shared/codec/text.hpp"
#include "tests/unit/vault/ground.hpp"

using namespace zj;
using namespace zj::vault;
using namespace zj::vault::test;

namespace {

constexpr const char* kScope = sync::test::kUnitScope;

std::unique_ptr<Vault> synced(Desk& desk) {
    auto vault = desk.make();
    REQUIRE(desk.sync(*vault).has_value());
    return vault;
}

// A record version as a page would carry it.
Result<> deliver(Vault& vault, Desk& desk, const log::Record& record, std::uint64_t n, std::optional<Hash> change_set,
                 std::uint64_t index) {
    sync::FeedPage page;
    page.scope = kScope;
    page.checkpoint = desk.county.checkpoint();
    sync::VerifiedItem item;
    item.n = n;
    item.entry.index = index;
    item.entry.kind = change_set ? log::EntryKind::change : log::EntryKind::tick;
    item.entry.change_set = change_set;
    item.entry.received_at = desk.clock.time;
    item.records.push_back(record);
    sync::FeedItem raw;
    raw.entry = log::write_entry(item.entry);
    page.items.push_back(raw);
    page.more = true;
    return vault.store_feed(kScope, page, {item});
}

log::Record record(std::string key, std::int64_t version, codec::Value value) {
    return {std::move(key), version, 1, kScope, std::move(value)};
}

}  // namespace

TEST_CASE("a feed page is stored once, and the newest version of a record stands") {
    Desk desk;
    const auto vault = synced(desk);
    const std::uint64_t n = vault->feed_position(kScope);
    const auto value = [](const char* name) {
        return codec::Value(codec::Object{{"name", name}});
    };
    REQUIRE(deliver(*vault, desk, record("unit/421125101", 2, value("new")), n + 1, std::nullopt, 50).has_value());
    CHECK(vault->feed_position(kScope) == n + 1);
    REQUIRE(deliver(*vault, desk, record("unit/421125101", 3, value("again")), n + 1, std::nullopt, 51).has_value());
    CHECK(vault->record("unit/421125101")->value.str_or("name") == "new");  // that number had come already
    REQUIRE(deliver(*vault, desk, record("unit/421125101", 1, value("old")), n + 2, std::nullopt, 52).has_value());
    CHECK(vault->record("unit/421125101")->version == 2);
    CHECK(vault->records("unit/").size() == 1);
    CHECK(vault->records("person/").empty());
}

TEST_CASE("a record that moved to another owner leaves") {
    Desk desk;
    const auto vault = synced(desk);
    const std::uint64_t n = vault->feed_position(kScope);
    REQUIRE(deliver(*vault, desk, record("person/p1", 1, codec::Object{{"name", "甲"}}), n + 1, std::nullopt, 50)
                .has_value());
    REQUIRE(vault->record("person/p1").has_value());
    REQUIRE(deliver(*vault, desk, record("person/p1", 2, codec::Object{{"departed", true}}), n + 2, std::nullopt, 51)
                .has_value());
    CHECK_FALSE(vault->record("person/p1").has_value());
}

TEST_CASE("a forged page changes nothing and is kept as evidence") {
    Desk desk;
    const auto vault = synced(desk);
    desk.county.append(std::nullopt, {kScope});
    const std::uint64_t before = vault->feed_position(kScope);
    const auto peer = crypto::certificate_key(vault->tls_certificate().certificate_pem);
    sync::TerminalSession session(*vault, {});
    sync::GatewaySession gateway(desk.county);
    std::string code;
    while (const auto request = session.next()) {
        sync::Response response = gateway.handle(*request, *peer);
        if (request->target.starts_with("/v1/feed")) {
            const auto at = response.body.find("case/");
            REQUIRE(at != std::string::npos);
            response.body[at + 5] = response.body[at + 5] == '9' ? '8' : '9';
        }
        if (const auto taken = session.on_response(response); !taken) {
            code = taken.error().code;
        }
    }
    CHECK(code == "sync.forged");
    CHECK(vault->feed_position(kScope) == before);
    CHECK(vault->evidence() == 1);
}

TEST_CASE("a checkpoint is never lowered") {
    Desk desk;
    const auto vault = synced(desk);
    const auto held = vault->checkpoint();
    REQUIRE(held.has_value());
    log::Checkpoint lower = *held;
    lower.size -= 1;
    CHECK(code_of(vault->store_checkpoint(lower, "note")) == "sync.behind");
    CHECK(vault->checkpoint()->size == held->size);
}

TEST_CASE("an outcome of a held change set settles it when it comes with the feed") {
    Desk desk;
    const auto vault = synced(desk);
    const log::ChangeSet made = sign(*vault, "held work");
    desk.county.answer_with.clear();
    REQUIRE(desk.sync(*vault).has_value());
    const std::string key = "outcome/" + codec::hex(made.id());
    const std::uint64_t n = vault->feed_position(kScope);
    REQUIRE(
        deliver(*vault, desk, record(key, 1, codec::Object{{"state", "held"}, {"code", "C4"}}), n + 1, std::nullopt, 60)
            .has_value());
    CHECK(vault->outbox().back().state == "held");
    CHECK(vault->outbox().back().code == "C4");
    REQUIRE(deliver(*vault, desk, record(key, 2, codec::Object{{"state", "applied"}, {"code", ""}}), n + 2,
                    std::nullopt, 61)
                .has_value());
    CHECK(vault->outbox().back().state == "applied");
}

TEST_CASE("the change set that brought a material is remembered") {
    Desk desk;
    const auto vault = synced(desk);
    const std::uint64_t n = vault->feed_position(kScope);
    const Hash first = crypto::sha256("first change set"), second = crypto::sha256("second change set");
    const Hash paper = crypto::sha256("paper");
    const auto on = [&](const char* state) {
        return codec::Value(codec::Object{
            {"state", state},
            {"materials", codec::Array{codec::Object{{"slot", "application"}, {"sha256", codec::hex(paper)}}}}});
    };
    REQUIRE(deliver(*vault, desk, record("case/c1", 1, on("signed")), n + 1, first, 50).has_value());
    REQUIRE(deliver(*vault, desk, record("case/c1", 2, on("received")), n + 2, second, 51).has_value());
    CHECK(vault->source_of_material("case/c1", "application", paper) == first);
    CHECK_FALSE(vault->source_of_material("case/c1", "minutes", paper).has_value());
}

TEST_CASE("the entry that wrote a record is found among many, until another writes it") {
    Desk desk;
    const auto vault = synced(desk);
    const std::uint64_t n = vault->feed_position(kScope);
    for (std::uint64_t i = 1; i <= 9; ++i) {  // numbers of a scope have no gaps, indices of its entries have
        const std::string key = "person/p" + std::to_string(i);
        const Hash change_set = crypto::sha256(key);
        REQUIRE(deliver(*vault, desk, record(key, 1, codec::Object{}), n + i, change_set, 50 + i * i).has_value());
    }
    REQUIRE(deliver(*vault, desk, record("person/p4", 2, codec::Object{}), n + 10, std::nullopt, 200).has_value());
    for (std::uint64_t i = 1; i <= 9; ++i) {
        const std::string key = "person/p" + std::to_string(i);
        const auto entry = vault->entry_of(key);
        INFO(key);
        REQUIRE(entry.has_value());
        CHECK(entry->index == (i == 4 ? 200 : 50 + i * i));
        CHECK(entry->change_set == (i == 4 ? std::nullopt : std::optional(crypto::sha256(key))));
    }
    CHECK_FALSE(vault->entry_of("person/p10").has_value());
    CHECK(vault->checkpoint_note().starts_with(vault->origin()));
}

TEST_CASE("the county's entries tell the time to a device that lost it") {
    Desk desk;
    auto vault = synced(desk);
    desk.clock.time = {sync::test::kNow.ms - 365 * kDayMs};
    CHECK(vault->now() >= sync::test::kNow);
}
