// SPDX-License-Identifier: Apache-2.0
// What is read from the tables: feed pages, attachments, the check and the backup.
#include <algorithm>
#include <filesystem>

#include "gateway/county/schema.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "tests/unit/county/ground.hpp"

namespace zj::county::test {

namespace {

using codec::Array;
using codec::Object;
using codec::Value;

struct Paper {
    std::vector<Bytes> chunks;
    Hash sha256;
    Value material(const std::string& slot) const {
        Array digests;
        std::size_t size = 0;
        for (const Bytes& chunk : chunks) {
            digests.push_back(codec::hex(crypto::sha256(chunk)));
            size += chunk.size();
        }
        return Object{{"slot", slot},
                      {"title", "a.pdf"},
                      {"pages", 1},
                      {"media_type", "application/pdf"},
                      {"size", size},
                      {"sha256", codec::hex(sha256)},
                      {"chunks", std::move(digests)}};
    }
};

Paper paper_of(std::uint8_t mark) {
    Paper out;
    out.chunks = {Bytes(limits::kChunkBytes, mark), Bytes(1000, mark)};
    crypto::Sha256 sum;
    for (const Bytes& chunk : out.chunks) {
        sum.update(chunk);
    }
    out.sha256 = sum.finish();
    return out;
}

// A submission whose first document is `paper`; the name by which the document is asked for.
sync::BlobName submit(Ground& ground, const std::string& clerk, const std::string& unit, const Paper& paper) {
    Value form = ground.world.form("USE", unit, zj::test::use_form_fields(unit));
    Array& materials = form.object().find("materials")->second.array();
    const std::string slot(materials.front().str_or("slot"));
    materials.front() = paper.material(slot);
    const auto change_set = ground.world.submit_offline(clerk, std::move(form));
    REQUIRE(told(ground.push({change_set}).front()) == "receipt");
    return {change_set.id(), slot, paper.sha256};
}

std::vector<sync::VerifiedItem> pull(Ground& ground, const std::string& scope, std::size_t limit = 7) {
    std::vector<sync::VerifiedItem> out;
    for (bool more = true; more;) {
        const auto page = ground.county->feed(scope, out.size(), limit);
        REQUIRE(page.has_value());
        auto items =
            sync::verify_feed_page(*page, out.size(), ground.county->origin(), ground.county->log_key().verify_key());
        INFO((items ? std::string() : to_string(items.error())));
        REQUIRE(items.has_value());
        out.insert(out.end(), items->begin(), items->end());
        more = page->more;
    }
    return out;
}

void plant(const std::string& path, const char* sql) {
    auto db = store::Database::open(path, store::key_of(1), migrations(), {});
    REQUIRE(db.has_value());
    REQUIRE(db->execute(sql).has_value());
}

}  // namespace

TEST_CASE("The pages of every scope verify up to its head, and show no other unit's records") {
    Ground ground;
    ground.push(ground.work("clerk-a", 3));
    ground.push(ground.work("clerk-v", 3));
    for (const auto& [scope, last] : ground.county->scopes()) {
        CHECK(pull(ground, scope).size() == last);
        CHECK(ground.county->last_number(scope) == last);
    }
    for (const sync::VerifiedItem& item : pull(ground, "unit/" + zj::test::kTown)) {
        for (const log::Record& record : item.records) {
            CHECK(record.owner != "unit/" + zj::test::kVillage);
        }
    }
    CHECK(pull(ground, "unit/421125999").empty());
}

TEST_CASE("A document is complete when every chunk is what its author signed") {
    Ground ground;
    const Paper paper = paper_of(1);
    const auto name = submit(ground, "clerk-a", zj::test::kTown, paper);
    CHECK(ground.county->blob_status(name)->missing == std::vector<std::uint64_t>{0, 1});
    CHECK(ground.county->put_chunk(name, 0, Bytes(limits::kChunkBytes, 2)).error().code == "blob.hash");
    CHECK(ground.county->put_chunk(name, 1, Bytes(1001, 1)).error().code == "blob.size");
    CHECK(ground.county->put_chunk(name, 2, Bytes(1000, 1)).error().code == "blob.size");
    CHECK(ground.county->get_chunk(name, 1).error().code == "blob.missing");
    REQUIRE(ground.county->put_chunk(name, 1, paper.chunks[1]).has_value());
    CHECK(ground.county->blob_status(name)->missing == std::vector<std::uint64_t>{0});
    ground.reopen();
    REQUIRE(ground.county->put_chunk(name, 0, paper.chunks[0]).has_value());
    CHECK(ground.county->blob_status(name)->missing.empty());
    CHECK(*ground.county->get_chunk(name, 0) == paper.chunks[0]);
    CHECK(ground.county->check(false, {}).has_value());
}

TEST_CASE("Nobody learns what another unit holds") {
    Ground ground;
    const Paper paper = paper_of(1);
    const auto ours = submit(ground, "clerk-a", zj::test::kTown, paper);
    for (std::uint64_t i = 0; i < 2; ++i) {
        REQUIRE(ground.county->put_chunk(ours, i, paper.chunks[i]).has_value());
    }
    const auto theirs = submit(ground, "clerk-v", zj::test::kVillage, paper);
    CHECK(ground.county->blob_status(theirs)->missing.size() == 2);
    const auto owner = ground.county->blob_owner(theirs);
    CHECK((owner->scope == "unit/" + zj::test::kVillage && owner->device == ground.device("clerk-v")));
    CHECK(*ground.county->blob_readable(ours, "unit/" + zj::test::kTown));
    CHECK(!*ground.county->blob_readable(ours, "unit/" + zj::test::kVillage));
    sync::BlobName unknown = ours;
    unknown.sha256 = crypto::sha256("nothing");
    CHECK(ground.county->blob_status(unknown).error().code == "blob.unknown");
}

TEST_CASE("Digests that contradict each other end in no document") {
    Ground ground;
    Paper paper = paper_of(1);
    paper.sha256 = crypto::sha256("something else");
    const auto name = submit(ground, "clerk-a", zj::test::kTown, paper);
    REQUIRE(ground.county->put_chunk(name, 0, paper.chunks[0]).has_value());
    CHECK(ground.county->put_chunk(name, 1, paper.chunks[1]).error().code == "blob.hash");
    CHECK(ground.county->blob_status(name)->missing.size() == 2);
    CHECK(ground.county->incidents(1)->front().kind == "blob");
}

TEST_CASE("A document completes whatever false chunks others have signed for it") {
    Ground ground;
    const Paper honest = paper_of(1);
    Paper false_chunk = honest, false_size = honest;
    false_chunk.chunks[0] = Bytes(limits::kChunkBytes, 9);
    false_size.chunks[1].push_back(1);
    const auto lie = submit(ground, "clerk-a", zj::test::kTown, false_chunk);
    const auto other = submit(ground, "clerk-a", zj::test::kTown, false_size);
    const auto name = submit(ground, "clerk-a", zj::test::kTown, honest);
    REQUIRE(ground.county->put_chunk(lie, 0, false_chunk.chunks[0]).has_value());
    REQUIRE(ground.county->put_chunk(other, 0, honest.chunks[0]).has_value());
    CHECK(ground.county->blob_status(name)->missing == std::vector<std::uint64_t>{0, 1});
    REQUIRE(ground.county->put_chunk(name, 0, honest.chunks[0]).has_value());
    REQUIRE(ground.county->put_chunk(name, 0, honest.chunks[0]).has_value());
    CHECK(ground.county->put_chunk(lie, 1, honest.chunks[1]).error().code == "blob.hash");
    CHECK(ground.county->incidents(1)->front().detail == "signed digests that contradict each other");
    CHECK(ground.county->incidents(1)->front().evidence.starts_with(codec::hex(lie.change_set)));
    REQUIRE(ground.county->put_chunk(name, 1, honest.chunks[1]).has_value());
    CHECK(ground.county->blob_status(name)->missing.empty());
    CHECK(*ground.county->get_chunk(name, 0) == honest.chunks[0]);
    for (const StoredBlob& blob : *ground.county->blobs()) {
        crypto::Sha256 sum;
        REQUIRE(ground.county
                    ->each_chunk(blob,
                                 [&](ByteView bytes) -> Result<> {
                                     sum.update(bytes);
                                     return {};
                                 })
                    .has_value());
        CHECK((!blob.complete || sum.finish() == honest.sha256));
    }
    CHECK(ground.county->check(false, {}).has_value());
}

TEST_CASE("A county where somebody signed false chunks and sent none of them checks clean") {
    Ground ground;
    const Paper honest = paper_of(1);
    Paper false_chunk = honest;
    false_chunk.chunks[0] = Bytes(limits::kChunkBytes, 9);
    submit(ground, "clerk-a", zj::test::kTown, false_chunk);
    const auto name = submit(ground, "clerk-a", zj::test::kTown, honest);
    for (std::uint64_t i = 0; i < 2; ++i) {
        REQUIRE(ground.county->put_chunk(name, i, honest.chunks[i]).has_value());
    }
    CHECK(ground.county->check(false, {}).has_value());
}

TEST_CASE("A difference planted in any table is found") {
    Ground ground;
    const Paper paper = paper_of(1);
    const auto name = submit(ground, "clerk-a", zj::test::kTown, paper);
    for (std::uint64_t i = 0; i < 2; ++i) {
        REQUIRE(ground.county->put_chunk(name, i, paper.chunks[i]).has_value());
    }
    ground.county.reset();
    const auto sound = [&](const std::string& path) {
        const auto opened = ground.open(path);
        return opened && (*opened)->check(false, {}).has_value();
    };
    REQUIRE(sound(ground.path()));
    const std::vector<const char*> plants{
        "UPDATE entries SET bytes = replace(bytes, 'applied', 'refused') WHERE idx = 5",
        "UPDATE entries SET scopes = replace(scopes, 'audit', 'admin') WHERE idx = 5",
        "UPDATE leaves SET hash = zeroblob(32) WHERE idx = 5",
        "DELETE FROM headers WHERE idx = 5",
        "UPDATE headers SET bodies = '[]' WHERE idx = 5",
        "UPDATE records SET salt = zeroblob(16) WHERE id = (SELECT min(id) FROM records)",
        "DELETE FROM records WHERE id = (SELECT max(id) FROM records)",
        "UPDATE checkpoints SET note = (SELECT note FROM checkpoints ORDER BY size DESC LIMIT 1) WHERE size = 2",
        "UPDATE roots SET number = 2",
        "UPDATE current SET version = version + 1 WHERE key LIKE 'ledger/%'",
        "DELETE FROM current WHERE key LIKE 'person/%'",
        "UPDATE chains SET seen_size = seen_size + 1",
        "UPDATE chain_items SET idx = idx + 1 WHERE seq = 1",
        "UPDATE scopes SET last = last + 1 WHERE name = 'audit'",
        "UPDATE scope_items SET idx = idx + 1 WHERE n = 2",
        "UPDATE materials SET size = size + 1",
        "DELETE FROM materials",
        "UPDATE blobs SET sha256 = zeroblob(32)",
        "UPDATE blobs SET digests = zeroblob(32)",
        "UPDATE blobs SET scope = 'unit/421125102'",
        "UPDATE blob_chunks SET bytes = zeroblob(1000) WHERE id % 1024 = 1",
        "UPDATE unit SET name = 'x'",
        "DELETE FROM person",
        "UPDATE quota_ledger SET h = h + 1",
        "UPDATE quota_posting SET a = a + 1",
        "UPDATE post SET actual = actual + 1",
        "UPDATE plan_line SET used = used + 1",
        "UPDATE case_file SET state = 'approved'"};
    for (const char* sql : plants) {
        INFO(sql);
        const std::string copy = ground.folder.file("planted.db");
        std::filesystem::copy_file(ground.path(), copy, std::filesystem::copy_options::overwrite_existing);
        plant(copy, sql);
        CHECK(!sound(copy));
    }
}

TEST_CASE("Registers written anew are the same") {
    Ground ground;
    ground.push(ground.work("clerk-a", 2));
    ground.county.reset();
    plant(ground.path(), "DELETE FROM person");
    ground.reopen();
    CHECK(!ground.county->check(false, {}).has_value());
    REQUIRE(ground.county->rebuild_projections().has_value());
    CHECK(ground.county->check(false, {}).has_value());
}

TEST_CASE("A backup opens, checks clean and equals what it was made of") {
    Ground ground;
    ground.push(ground.work("clerk-a", 2));
    const std::string copy = ground.folder.file("backup.db");
    REQUIRE(ground.county->backup(copy, store::key_of(1), {}).has_value());
    CHECK(!ground.county->backup(copy, store::key_of(1), {}).has_value());
    const auto opened = ground.open(copy);
    REQUIRE(opened.has_value());
    CHECK((*opened)->checkpoint() == ground.county->checkpoint());
    CHECK(*(*opened)->register_digest() == *ground.county->register_digest());
    CHECK((*opened)->check(true, {}).has_value());
}

TEST_CASE("the size of the log at a moment counts what was received before it") {
    Ground ground;
    std::vector<Time> received;
    REQUIRE(ground.county
                ->each_entry(0, ground.county->size(),
                             [&](const StoredEntry& stored) -> Result<> {
                                 received.push_back(log::parse_entry(stored.entry)->received_at);
                                 return {};
                             })
                .has_value());
    CHECK(ground.county->size_at(received.front()).value() == 0);
    CHECK(ground.county->size_at(received.back() + 1).value() == received.size());
    for (std::size_t i = 0; i < received.size(); i += 3) {
        const auto before = std::ranges::count_if(received, [&](Time at) { return at < received[i]; });
        CHECK(ground.county->size_at(received[i]).value() == static_cast<std::uint64_t>(before));
    }
}

TEST_CASE("a device was last here when its last session began") {
    Ground ground;
    const std::string device = ground.device("clerk-a");
    CHECK(ground.county->last_sessions()->empty());
    REQUIRE(ground.county->note_session(device, 1, Hash{}).has_value());
    ground.clock.time.ms += 1000;
    REQUIRE(ground.county->note_session(device, 2, Hash{}).has_value());
    CHECK(ground.county->last_sessions().value() == std::map<std::string, Time>{{device, ground.clock.time}});
}

TEST_CASE("a database of before the flows had a step of their own gets their tables, and is filled by a rebuild") {
    Ground ground;
    ground.county.reset();
    {
        auto db = store::Database::open(ground.path(), store::key_of(1), migrations(), {});
        REQUIRE(db.has_value());
        for (const char* sql :
             {"DROP TABLE pay_row", "DROP TABLE consent", "DROP TABLE quota_posting", "DROP TABLE warning_finding",
              "DROP TABLE warning_run", "DROP TABLE warning_use", "ALTER TABLE sessions DROP COLUMN at",
              "ALTER TABLE materials DROP COLUMN device", "PRAGMA user_version = 2"}) {
            INFO(sql);
            REQUIRE(db->execute(sql).has_value());
        }
    }
    ground.reopen();
    CHECK_FALSE(ground.county->check(false, {}).has_value());  // postings are missing
    REQUIRE(ground.county->rebuild_projections().has_value());
    CHECK(ground.county->check(false, {}).has_value());
}

}  // namespace zj::county::test
