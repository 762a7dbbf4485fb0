// SPDX-License-Identifier: Apache-2.0
// Warnings kept up with a county's log: always those that are found from scratch, whatever comes in between.
#include "gateway/ops/kept_findings.hpp"

#include <catch2/catch_test_macros.hpp>
#include <set>

#include "gateway/county/schema.hpp"
#include "shared/codec/text.hpp"
#include "tests/support/random_cases.hpp"
#include "tests/unit/county/ground.hpp"

namespace zj::test {
namespace {

using codec::Array;
using codec::Object;
using codec::Value;

const ops::CountyFacts kFacts{"421125", "浠水县", "127.0.0.1:8443", {}, false};

county::WarningTable table_of(const std::string& path) {
    auto out = county::WarningTable::open(path, store::key_of(1));
    REQUIRE(out.has_value());
    return std::move(*out);
}

ops::KeptFindings kept_of(const std::string& path, const County& county) {
    return {table_of(path), kFacts.county, county.log_key()};
}

ops::KeptFindings::Kept kept_up(ops::KeptFindings& kept, Date today) {
    const auto done = kept.keep(today, {});
    INFO((done ? std::string() : to_string(done.error())));
    REQUIRE(done.has_value());
    return *done;
}

// The table is what a reading from scratch gives, for the newest entry, the day and the devices' last days.
void require_kept(county::County& county, county::WarningTable& table, Date today) {
    const auto run = table.run();
    REQUIRE(run.has_value());
    REQUIRE(*run == county::WarningRun{today, county.size(), table.uses(today).value()});
    const auto astray = ops::findings_astray(county, table, kFacts);
    REQUIRE(astray.has_value());
    CHECK(*astray == std::vector<std::string>{});
}

// A random history that is pushed into a real county, with a gateway that starts again and looks only now and then.
class Pushed {
public:
    Pushed(const RandomHistory& history, std::uint64_t seed) : history_(history), dice_(seed) {
        clock_.time = history.steps.front().at;
        reopen(true);
    }
    void all() {
        for (const RandomStep& step : history_.steps) {
            if (step.at != clock_.time) {
                flush();
            }
            clock_.time = step.at;
            if (step.kind == log::EntryKind::tick) {
                REQUIRE(county_->advance().has_value());
            } else if (step.kind == log::EntryKind::root) {
                REQUIRE(county_->append_root(history_.county->signed_root()).has_value());
            } else {
                push_.push_back(*step.change_set);
            }
        }
        flush();
        look();
    }
    std::size_t put = 0, gone = 0, groups = 0, days = 0, filled = 0;

private:
    std::uint64_t die(std::uint64_t sides) { return dice_.below(sides); }
    void reopen(bool create) {
        kept_.reset();
        table_.reset();
        county_.reset();
        county::CountyOptions options;
        options.path = folder_.file("county.db");
        options.create = create;
        options.full_sync = false;
        auto opened =
            county::County::open(options, store::key_of(1), history_.county->log_key().clone(), clock_, salts_);
        REQUIRE(opened.has_value());
        county_ = std::move(*opened);
        table_.emplace(table_of(options.path));
        kept_.emplace(kept_of(options.path, *history_.county));
    }
    void flush() {
        if (push_.empty()) {
            return;
        }
        for (const sync::PushAnswer& answer : county_->push(push_, "net")) {
            REQUIRE(county::test::told(answer) == "receipt");
        }
        const auto header = log::parse_header(push_.back().envelope.payload);
        REQUIRE(header.has_value());
        if (county_->device(header->device)) {  // unless it was refused
            REQUIRE(county_->note_session(header->device, ++session_, Hash{}).has_value());
        }
        push_.clear();
        ++groups;
        if (die(8) != 0) {  // a burst of groups is met at once otherwise
            look();
        }
        if (die(40) == 0) {
            reopen(false);
        }
    }
    void look() {
        // The listener's clock may be a day off, and right again at the next look.
        const Date today{date_of(clock_.time).days + (die(20) == 0 ? 90 : 0)};
        const auto kept = kept_up(*kept_, today);
        put += kept.put;
        gone += kept.gone;
        filled += kept.filled ? 1 : 0;
        days += last_ != today ? 1 : 0;
        last_ = today;
        require_kept(*county_, *table_, today);
    }

    const RandomHistory& history_;
    SeededRandom dice_, salts_{7};
    store::Folder folder_;
    county::test::SetClock clock_;
    std::unique_ptr<county::County> county_;
    std::optional<county::WarningTable> table_;
    std::optional<ops::KeptFindings> kept_;
    std::vector<log::ChangeSet> push_;
    std::uint64_t session_ = 0;
    Date last_;
};

// A founded county whose log goes on by hand: records that no rule of the model would let pass so soon.
struct Planted : county::test::Ground {
    Planted() : size(county->size()), today(date_of(clock.time)) {
        const auto opened = county->each_record("", [&](const log::Record& record) {
            newest.insert_or_assign(record.key, record);
            return true;
        });
        REQUIRE(opened.has_value());
        county.reset();
        db.emplace(*store::Database::open(path(), store::key_of(1), county::migrations(), {}));
    }
    // One entry with a further version of the record.
    void put(const std::string& key, Value value) {
        log::Record record = newest.contains(key) ? newest.at(key) : log::Record{};
        record.key = key;
        record.owner = "office";
        record.value = std::move(value);
        ++record.version;
        newest.insert_or_assign(key, record);
        const auto written = db->transaction([&]() -> Result<> {
            ZJ_CHECK(db->prepare("INSERT INTO records VALUES(?1, x'00', ?2)")
                         .bind(1, county::row_id(size, 0))
                         .bind(2, std::string_view(log::write_record(record)))
                         .run());
            ++size;
            return db->prepare("INSERT INTO checkpoints VALUES(?1, '')").bind(1, static_cast<std::int64_t>(size)).run();
        });
        REQUIRE(written.has_value());
    }
    Value value_of(const std::string& key) { return newest.at(key).value; }
    // A column of a stored warning; "none" where there is no such.
    std::string told(const std::string& id, bool evidence) {
        store::Statement row = db->prepare("SELECT state, evidence FROM warning_finding WHERE id = ?1");
        row.bind(1, std::string_view(id));
        return row.step().value() ? std::string(row.text(evidence ? 1 : 0)) : "none";
    }
    std::map<std::string, log::Record> newest;
    std::uint64_t size;
    Date today;
    std::optional<store::Database> db;
};

}  // namespace

TEST_CASE("whatever comes in whatever order and on whatever day, the kept warnings are those found from scratch") {
    for (const std::uint64_t seed : {11U}) {
        const RandomHistory history = random_history({.seed = seed, .cases = 60, .units = 4, .sign = true});
        REQUIRE(history.faults.empty());
        Pushed pushed(history, seed);
        pushed.all();
        INFO(pushed.groups << " groups, " << pushed.days << " days, put " << pushed.put << ", gone " << pushed.gone
                           << ", filled " << pushed.filled);
        CHECK(pushed.groups > 100);
        CHECK(pushed.days > 10);
        CHECK(pushed.put > 20);
        CHECK(pushed.gone > 10);
        CHECK(pushed.filled > 3);
    }
}

TEST_CASE(
    "a warning that a record makes is stored, told anew when what its row names changes, and goes when it is cured") {
    Planted county;
    const std::string one = county.world.person_of(kTown), other = county.world.person_of(kVillage);
    auto kept = kept_of(county.path(), county.world.county);
    CHECK(kept_up(kept, county.today).filled);
    const std::string id = "W17/" + one;
    CHECK(county.told(id, false) == "none");

    const Value before = county.value_of(other);
    Value twice = before;
    twice.set("id_no", county.value_of(one).str_or("id_no"));
    county.put(other, twice);
    const auto found = kept_up(kept, county.today);
    CHECK_FALSE(found.filled);
    CHECK(found.entries == 1);
    CHECK(found.put >= 2);
    CHECK(county.told(id, false) == "new");

    const std::string unit = "unit/" + std::string(kVillage);
    county.put(unit, Value(county.value_of(unit)).set("name", "改名后的单位"));
    CHECK(county.told(id, true).find("改名后的单位") == std::string::npos);
    kept_up(kept, county.today);
    CHECK(county.told(id, true).find("改名后的单位") != std::string::npos);

    county.put("warning/w", Object{{"id", id}, {"state", "verified"}, {"owner", "ob_clerk"}, {"acts", Array{}}});
    CHECK(kept_up(kept, county.today).put == 1);
    CHECK(county.told(id, false) == "verified");

    county.put(other, before);
    CHECK(kept_up(kept, county.today).gone >= 2);
    CHECK(county.told(id, false) == "none");
    const auto quiet = kept_up(kept, county.today);
    CHECK_FALSE(quiet.wrote);
    CHECK(quiet.size == county.size);
}

TEST_CASE("a warning of whom only an ID number names is kept under the reference that other outputs say") {
    Planted county;
    const std::string number = id_number(77), key = "pay/2026-11/" + std::string(kTown);
    const std::string digest =
        codec::short_id(crypto::sha256("zhijian-idno-v1\n", as_bytes(kFacts.county), as_bytes(number)));
    const ops::References references(county.world.county.log_key());
    const std::string id = "W05/" + references.of("pay/" + digest);
    const Date later{county.today.days + 40};
    auto kept = kept_of(county.path(), county.world.county);
    kept_up(kept, later);
    CHECK(county.told(id, false) == "none");
    const Value row(Array{number, "张三", 650'000, "active"});
    const auto load = [&](Array rows) {
        county.put(key, Object{{"rows", std::move(rows)}, {"loaded_at", format_date(county.today)}});
        return kept_up(kept, later);
    };
    CHECK(load({row}).put >= 1);
    CHECK(county.told(id, false) == "new");
    CHECK(county.told("W05/pay/" + digest, false) == "none");
    CHECK(county.told(id, true).find(digest) == std::string::npos);
    CHECK(load({}).gone >= 1);
    CHECK(county.told(id, false) == "none");
    // Somebody begins anew over a row that is not due any more.
    CHECK(load({row}).put >= 1);
    county.put(key, Object{{"rows", Array{}}, {"loaded_at", format_date(county.today)}});
    auto next = kept_of(county.path(), county.world.county);
    CHECK(kept_up(next, later).gone >= 1);
    CHECK(county.told(id, false) == "none");
}

TEST_CASE("a device that was away for long is warned of until it is here again, without an entry of the log") {
    county::test::Ground ground;
    const std::string device = ground.device("clerk-a");
    REQUIRE(ground.county->note_session(device, 1, Hash{}).has_value());
    const Date then = date_of(ground.clock.time), later{then.days + 90};
    auto table = table_of(ground.path());
    auto kept = kept_of(ground.path(), ground.world.county);
    const std::string id = "W22/device/" + device + "/unused";
    kept_up(kept, then);
    CHECK_FALSE(table.rows()->contains(id));
    kept_up(kept, later);
    CHECK(table.rows()->contains(id));
    require_kept(*ground.county, table, later);
    ground.clock.time = start_of(later);
    REQUIRE(ground.county->note_session(device, 2, Hash{}).has_value());
    // Until the keeper has looked the table is right about what it says it shows.
    CHECK(ops::findings_astray(*ground.county, table, kFacts)->empty());
    CHECK(kept_up(kept, later).entries == 0);
    CHECK_FALSE(table.rows()->contains(id));
    require_kept(*ground.county, table, later);
    // The clock was wrong by months, and is put right.
    CHECK(kept_up(kept, then).filled);
    require_kept(*ground.county, table, then);
}

TEST_CASE("where the table takes no write the warnings stay as they were, and are right again when it does") {
    county::test::Ground ground;
    REQUIRE(ground.county->note_session(ground.device("clerk-a"), 1, Hash{}).has_value());
    const Date today = date_of(ground.clock.time), later{today.days + 90};  // by then the device was away for long
    auto table = table_of(ground.path());
    auto kept = kept_of(ground.path(), ground.world.county);
    kept_up(kept, today);
    const auto before = table.run();
    auto other = store::Database::open(ground.path(), store::key_of(1), county::migrations(), {});
    REQUIRE(other.has_value());
    REQUIRE(
        other->execute("CREATE TRIGGER refuse BEFORE DELETE ON warning_run BEGIN SELECT raise(ABORT, 'refused'); END")
            .has_value());
    for (int i = 0; i < 2; ++i) {
        REQUIRE(county::test::told(ground.push(ground.work("clerk-a", 1)).front()) == "receipt");
        const auto failed = kept.keep(later, {});
        REQUIRE_FALSE(failed.has_value());
        CHECK(failed.error().code == "store.constraint");
        CHECK(table.run().value() == before.value());
    }
    CHECK(ops::findings_astray(*ground.county, table, kFacts)->empty());
    REQUIRE(other->execute("DROP TRIGGER refuse").has_value());
    CHECK(kept_up(kept, later).put > 0);
    require_kept(*ground.county, table, later);
}

TEST_CASE("who is stopped while reading the log leaves the table alone, and goes on when asked again") {
    county::test::Ground ground;
    auto table = table_of(ground.path());
    auto kept = kept_of(ground.path(), ground.world.county);
    std::stop_source stop;
    stop.request_stop();
    const Date today = date_of(ground.clock.time);
    const auto stopped = kept.keep(today, stop.get_token());
    REQUIRE_FALSE(stopped.has_value());
    CHECK(stopped.error().code == "county.cancelled");
    CHECK_FALSE(table.run()->has_value());
    kept_up(kept, today);
    require_kept(*ground.county, table, today);
    // What another wrote over the table is put right by the next who begins.
    REQUIRE(table.write({{}, {}}, {Date{today.days - 1}, 3, {}}).has_value());
    auto next = kept_of(ground.path(), ground.world.county);
    kept_up(next, today);
    require_kept(*ground.county, table, today);
}

}  // namespace zj::test
