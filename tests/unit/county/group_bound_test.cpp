// SPDX-License-Identifier: Apache-2.0
// What one group commit writes is bounded, whatever a push asks for: the push goes on in the next group.
#include <filesystem>
#include <optional>

#include "gateway/county/schema.hpp"
#include "tests/unit/county/ground.hpp"
#include "tests/unit/store/full_disk.hpp"

namespace zj::county::test {

namespace {

constexpr std::size_t kWrittenMax = 64 * 1024;

// A county whose groups write little, and a push that writes several times as much.
struct Narrow : Ground {
    std::vector<log::ChangeSet> many;
    std::uint64_t before = 0;
    int commits = 0;

    Narrow() {
        group_written_max = kWrittenMax;
        reopen();
        many = work("clerk-a", 40);
        before = county->size();
        at_step = [this](std::string_view step) {
            commits += step == "committed" ? 1 : 0;
        };
    }
    std::uint64_t place(const sync::PushAnswer& answer) const {
        REQUIRE(answer.receipt.has_value());
        const auto entry = log::verify_receipt(*answer.receipt, county->origin(), county->log_key().verify_key());
        REQUIRE(entry.has_value());
        CHECK(entry->change_set == answer.id);
        return entry->index;
    }
    void check_all_there(const std::vector<sync::PushAnswer>& answers) {
        REQUIRE(answers.size() == many.size());
        for (std::size_t i = 0; i < answers.size(); ++i) {
            CHECK(place(answers[i]) == before + i);
        }
        CHECK(county->size() == before + many.size());
        CHECK(county->check(true, {}).has_value());
    }
    // Bytes of entries and records from entry `from` up to `to`.
    std::size_t written(std::uint64_t from, std::uint64_t to) {
        std::size_t out = 0;
        REQUIRE(county
                    ->each_entry(from, to,
                                 [&](const StoredEntry& one) -> Result<> {
                                     out += one.entry.size();
                                     for (const log::SaltedRecord& record : one.records) {
                                         out += record.bytes.size();
                                     }
                                     return {};
                                 })
                    .has_value());
        return out;
    }
    // Sizes of the log that stand in signed checkpoints, from `before` on.
    std::vector<std::uint64_t> heads() const {
        auto db = store::Database::open(path(), store::key_of(1), migrations(), {});
        REQUIRE(db.has_value());
        store::Statement rows = db->prepare("SELECT size FROM checkpoints WHERE size >= ?1 ORDER BY size");
        rows.bind(1, static_cast<std::int64_t>(before));
        std::vector<std::uint64_t> out;
        while (*rows.step()) {
            out.push_back(static_cast<std::uint64_t>(rows.integer(0)));
        }
        return out;
    }
};

}  // namespace

TEST_CASE("A push that would write more than one group may is written by several, in its order") {
    Narrow ground;
    ground.check_all_there(ground.push(ground.many));
    CHECK(ground.commits > 2);
    const std::vector<std::uint64_t> heads = ground.heads();
    REQUIRE(heads.size() == static_cast<std::size_t>(ground.commits) + 1);
    for (std::size_t i = 1; i < heads.size(); ++i) {
        CHECK(ground.written(heads[i - 1], heads[i] - 1) < kWrittenMax);  // but for the one that reached the bound
        if (i + 1 < heads.size()) {
            CHECK(ground.written(heads[i - 1], heads[i]) >= kWrittenMax);
        }
    }
}

TEST_CASE("As many change sets as people send at once are one group where nothing narrows it") {
    Narrow ground;
    ground.group_written_max = CountyOptions{}.group_written_max;
    ground.reopen();
    ground.check_all_there(ground.push(ground.many));
    CHECK(ground.commits == 1);
}

TEST_CASE("Whose own change set alone reaches the bound is written all the same") {
    Narrow ground;
    ground.group_written_max = 1;
    ground.reopen();
    ground.check_all_there(ground.push(ground.many));
    CHECK(ground.commits == static_cast<int>(ground.many.size()));
}

TEST_CASE("A crash in a later group keeps what an earlier one made durable, and the push again writes the rest") {
    Narrow ground;
    const auto counts = ground.at_step;
    ground.at_step = [&](std::string_view step) {
        counts(step);
        ground.crash_at = ground.commits == 1 ? "entries" : "";
    };
    CHECK_THROWS_AS(ground.push(ground.many), Crash);
    ground.at_step = counts;
    ground.reopen();
    CHECK(ground.county->size() > ground.before);
    CHECK(ground.county->size() < ground.before + ground.many.size());
    ground.check_all_there(ground.push(ground.many));
}

TEST_CASE("Where a later group cannot be written, what is durable has its receipts and the rest is told later") {
    Narrow ground;
    const auto counts = ground.at_step;
    std::optional<store::FullDisk> full;
    ground.at_step = [&](std::string_view step) {
        counts(step);
        if (step == "published" && !full) {
            full.emplace(std::filesystem::file_size(ground.path() + "-wal") + 4096);
        }
    };
    const auto answers = ground.push(ground.many);
    full.reset();
    ground.at_step = counts;
    REQUIRE(answers.size() == ground.many.size());
    const std::uint64_t durable = ground.county->size() - ground.before;
    CHECK(durable > 0);
    CHECK(durable < ground.many.size());
    for (std::size_t i = 0; i < answers.size(); ++i) {
        INFO(i);
        if (i < durable) {
            CHECK(ground.place(answers[i]) == ground.before + i);
        } else {
            CHECK(told(answers[i]) == "later store.full");
        }
    }
    CHECK(ground.county->advance().has_value());
    ground.check_all_there(ground.push(ground.many));
}

}  // namespace zj::county::test
