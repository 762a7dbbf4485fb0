// SPDX-License-Identifier: Apache-2.0
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <filesystem>
#include <set>
#include <thread>

#include "gateway/county/schema.hpp"
#include "shared/codec/json.hpp"
#include "tests/unit/county/ground.hpp"
#include "tests/unit/store/full_disk.hpp"

namespace zj::county::test {

namespace {

using Words = std::vector<std::string>;

std::uint64_t index_of(Ground& ground, const sync::PushAnswer& answer) {
    REQUIRE(answer.receipt.has_value());
    const auto entry =
        log::verify_receipt(*answer.receipt, ground.county->origin(), ground.county->log_key().verify_key());
    REQUIRE(entry.has_value());
    CHECK(entry->change_set == answer.id);
    return entry->index;
}

std::atomic<bool> sync_fails{false};
void fail_next_sync() {
    sync_fails = true;
}

}  // namespace

}  // namespace zj::county::test

// The store's own calls come here, since it is linked into this program: a disk that loses one write.
extern "C" int fdatasync(int fd) {
    if (zj::county::test::sync_fails.exchange(false)) {
        errno = EIO;
        return -1;
    }
    return static_cast<int>(::syscall(SYS_fdatasync, fd));
}
extern "C" int fsync(int fd) {
    return ::fdatasync(fd);
}

namespace zj::county::test {

TEST_CASE("A founded county judges in its database as in memory, and checks clean with a replay") {
    Ground ground;
    std::size_t at = 0;
    const auto walked = ground.county->each_entry(0, ground.county->size(), [&](const StoredEntry& stored) -> Result<> {
        const auto& kept = ground.world.county.entries()[at++].sealed;
        REQUIRE(stored.records.size() == kept.records.size());
        for (std::size_t i = 0; i < stored.records.size(); ++i) {
            CHECK(stored.records[i].bytes == kept.records[i].bytes);
        }
        return {};
    });
    REQUIRE(walked.has_value());
    CHECK(at == ground.county->size());
    const auto checked = ground.county->check(true, {});
    INFO((checked ? std::string() : to_string(checked.error())));
    CHECK(checked.has_value());
}

TEST_CASE("A push stands in the log in its order, and each receipt proves it") {
    Ground ground;
    const std::uint64_t before = ground.county->size();
    const auto answers = ground.push(ground.work("clerk-a", 5));
    for (std::size_t i = 0; i < answers.size(); ++i) {
        CHECK(index_of(ground, answers[i]) == before + i);
    }
    CHECK(ground.county->size() == before + 5);
}

TEST_CASE("A known change set gets its receipt again and is not written twice") {
    Ground ground;
    const auto work = ground.work("clerk-a", 2);
    const std::uint64_t first = index_of(ground, ground.push({work[0]}).front());
    const std::uint64_t size = ground.county->size();
    const auto again = ground.push({work[0], work[0], work[1], work[1]});
    CHECK(index_of(ground, again[0]) == first);
    CHECK(index_of(ground, again[1]) == first);
    CHECK(index_of(ground, again[2]) == index_of(ground, again[3]));
    CHECK(ground.county->size() == size + 1);
}

TEST_CASE("A gap is told the number that is expected") {
    Ground ground;
    const auto work = ground.work("clerk-a", 3);
    const std::uint64_t next = ground.county->device(ground.device("clerk-a"))->last_seq + 1;
    CHECK(told(ground.push({work[1], work[0]})) == Words{"expected " + std::to_string(next), "receipt"});
}

TEST_CASE("A fork closes the door durably and keeps both envelopes") {
    Ground ground;
    auto& device = ground.world.county.device_of("clerk-a");
    const std::uint64_t seq = device.seq;
    const Hash last = device.last;
    const auto work = ground.work("clerk-a", 2);
    device.seq = seq;  // a copy of the terminal signs the same numbers
    device.last = last;
    const auto other = ground.work("clerk-a", 1);
    CHECK(told(ground.push({work[0], other[0], work[1]})) == Words{"receipt", "fork door.fork", "refused door.frozen"});
    ground.reopen();
    CHECK(ground.county->device(ground.device("clerk-a"))->state == "frozen");
    CHECK(told(ground.push({work[1]})) == Words{"refused door.frozen"});
    CHECK(told(ground.push({work[0]})) == Words{"receipt"});
    const auto incidents = ground.county->incidents(1);
    REQUIRE(incidents->size() == 1);
    CHECK(incidents->front().kind == "fork");
    for (const log::ChangeSet& change_set : {work[0], other[0]}) {
        const std::string payload = codec::write_json(log::to_value(change_set.envelope));
        CHECK(incidents->front().evidence.find(payload) != std::string::npos);
    }
    REQUIRE(ground.county->open_door(ground.device("clerk-a")).has_value());
    CHECK(told(ground.push({work[1]})) == Words{"receipt"});
}

TEST_CASE("A session number with another random closes the door; the same pair is a retry") {
    Ground ground;
    const std::string& device = ground.device("clerk-a");
    const Hash random = crypto::sha256("a"), other = crypto::sha256("b");
    CHECK(ground.county->note_session(device, 3, random).has_value());
    CHECK(ground.county->note_session(device, 3, random).has_value());
    CHECK(ground.county->note_session(device, 3, other).error().code == "door.replayed");
    ground.reopen();
    CHECK(ground.county->device(device)->state == "frozen");
}

TEST_CASE("Noise is counted, and kept only up to a bound") {
    Ground ground;
    std::vector<log::ChangeSet> broken = ground.work("clerk-a", 40);
    for (log::ChangeSet& change_set : broken) {
        change_set.envelope.signatures.clear();
    }
    const auto before = ground.county->summary()->incidents;
    for (const std::string& answer : told(ground.push(broken))) {
        CHECK(answer == "refused door.signature");
    }
    CHECK(ground.county->summary()->incidents == before + 40);
    CHECK(ground.county->incidents(100)->size() == 16);
}

TEST_CASE("The clock may pause and jump so far and no further") {
    Ground ground;
    const auto work = ground.work("clerk-a", 4);
    REQUIRE(told(ground.push({work[0]})) == Words{"receipt"});
    const Time last = ground.clock.time;

    ground.clock.time = last + -121 * kSecondMs;
    CHECK(told(ground.push({work[1]})) == Words{"later clock.behind"});
    ground.clock.time = last + -119 * kSecondMs;
    CHECK(told(ground.push({work[1]})) == Words{"receipt"});
    CHECK(ground.county->summary()->last_entry == last);

    ground.clock.time = last + 37 * kHourMs;
    CHECK(told(ground.push({work[2]})) == Words{"later clock.ahead"});
    ground.reopen();  // after a stop 30 days are believed
    const std::uint64_t before = ground.county->size();
    CHECK(told(ground.push({work[2]})) == Words{"receipt"});
    CHECK(ground.county->size() >= before + 5);  // the ticks that are due stand before it

    ground.reopen();
    ground.clock.time = ground.clock.time + 31 * kDayMs;
    CHECK(told(ground.push({work[3]})) == Words{"later clock.ahead"});
    CHECK(ground.county->advance().error().code == "clock.ahead");
    ground.county->confirm_time();
    CHECK(told(ground.push({work[3]})) == Words{"receipt"});
    CHECK(ground.county->check(true, {}).has_value());
}

TEST_CASE("Rules that this build does not know keep it from writing") {
    Ground ground;
    ground.county.reset();
    {
        auto db = store::Database::open(ground.path(), store::key_of(1), migrations(), {});
        REQUIRE(db.has_value());
        REQUIRE(
            db->execute("UPDATE records SET bytes = replace(bytes, '\"number\":1', '\"number\":2') WHERE bytes LIKE "
                        "'%\"key\":\"system/rules\"%'")
                .has_value());
    }
    ground.reopen();
    CHECK(told(ground.push(ground.work("clerk-a", 1))) == Words{"later rules.unknown"});
}

TEST_CASE("A crash at any step loses nothing acknowledged and writes nothing twice") {
    for (const std::string& step : fault_steps()) {
        DYNAMIC_SECTION(step) {
            Ground ground;
            const auto work = ground.work("clerk-a", 3);
            const std::uint64_t acknowledged = index_of(ground, ground.push({work[0]}).front());
            const std::uint64_t before = ground.county->size();
            ground.crash_at = step;
            CHECK_THROWS_AS(ground.push({work[1], work[2]}), Crash);
            ground.reopen();
            const bool durable = step == "committed" || step == "published";
            CHECK(ground.county->size() == before + (durable ? 2 : 0));
            const auto again = ground.push(work);
            CHECK(index_of(ground, again[0]) == acknowledged);
            CHECK(index_of(ground, again[1]) == before);
            CHECK(index_of(ground, again[2]) == before + 1);
            CHECK(ground.county->size() == before + 2);
            CHECK(ground.county->check(true, {}).has_value());
        }
    }
}

TEST_CASE("After an exception within a commit a county that goes on signs nothing more") {
    Ground ground;
    const auto work = ground.work("clerk-a", 1);
    const std::string head = ground.county->checkpoint();
    ground.crash_at = "entries";
    CHECK_THROWS_AS(ground.push(work), Crash);
    ground.crash_at.clear();
    CHECK(told(ground.push(work)) == Words{"later county.stopped"});
    CHECK(ground.county->checkpoint() == head);
}

TEST_CASE("A commit that fails for a full disk says later, and goes on when there is room") {
    Ground ground;
    const auto work = ground.work("clerk-a", 50);
    const std::string head = ground.county->checkpoint();
    {
        const store::FullDisk full(std::filesystem::file_size(ground.path() + "-wal") + 4096);
        for (const sync::PushAnswer& answer : ground.push(work)) {
            CHECK(answer.state == "later");
            CHECK(answer.code.starts_with("store."));
        }
        CHECK(ground.county->checkpoint() == head);
        CHECK(ground.county->trouble()->code == "store.full");
        CHECK(!ground.county->advance().has_value());  // no tick is due: it tries all the same
        CHECK(ground.county->trouble()->code == "store.full");
    }
    CHECK(ground.county->advance().has_value());
    CHECK(!ground.county->trouble().has_value());
    CHECK(!ground.county->stopped());
    for (const std::string& answer : told(ground.push(work))) {
        CHECK(answer == "receipt");
    }
    ground.reopen();
    CHECK(ground.county->check(true, {}).has_value());
}

TEST_CASE("After one failed fsync a county signs nothing more and says that it has stopped") {
    Ground ground;
    const auto work = ground.work("clerk-a", 2);
    ground.full_sync = true;
    ground.reopen();
    const std::string head = ground.county->checkpoint();
    CHECK(!ground.county->stopped());
    fail_next_sync();
    CHECK(told(ground.push({work[0]})) == Words{"later store.io"});
    CHECK(ground.county->stopped());
    CHECK(ground.county->trouble()->code == "store.io");
    CHECK(told(ground.push(work)) == Words{"later county.stopped", "later county.stopped"});
    CHECK(ground.county->advance().error().code == "county.stopped");
    CHECK(ground.county->checkpoint() == head);
    ground.reopen();
    CHECK(told(ground.push(work)) == Words{"receipt", "receipt"});
    CHECK(ground.county->check(true, {}).has_value());
}

TEST_CASE("Two threads that push at once are both answered, each number once") {
    Ground ground;
    const std::uint64_t before = ground.county->size();
    const auto a = ground.work("clerk-a", 60), b = ground.work("clerk-v", 60);
    const auto deliver = [&](const std::vector<log::ChangeSet>& work, std::vector<sync::PushAnswer>& answers) {
        for (const log::ChangeSet& change_set : work) {
            answers.push_back(ground.push({change_set}).front());
        }
    };
    std::vector<sync::PushAnswer> of_a, of_b;
    {
        const std::jthread one([&] { deliver(a, of_a); }), two([&] { deliver(b, of_b); });
    }
    std::set<std::uint64_t> places;
    for (const auto* answers : {&of_a, &of_b}) {
        for (const sync::PushAnswer& answer : *answers) {
            places.insert(index_of(ground, answer));
        }
    }
    CHECK(places.size() == 120);
    CHECK(ground.county->size() == before + 120);
    CHECK(ground.county->check(true, {}).has_value());
}

}  // namespace zj::county::test
