// SPDX-License-Identifier: Apache-2.0
// P9, the part of the judge: what admitting one entry costs when the log is ten and a hundred times as long. Cases of
// two matters are worked in turn by the same units, so that all that grows is what the county remembers.
#include <time.h>

#include <unordered_map>

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "tests/bench/bench.hpp"
#include "tests/support/county.hpp"
#include "tests/support/random_terminals.hpp"

namespace zj::bench {

namespace {

using codec::Array;
using codec::Object;
using codec::Value;

constexpr std::size_t kUnits = 12;
constexpr int kBlocks = 5;  // of the entries before a mark; the middle one counts
constexpr std::size_t kBlockEntries = 1'000;
// quality.md P9, per step.
constexpr double kGrowthMax = 1.3;

double cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// Records as bytes, so that those of a million entries fit into memory, and the catalogue and its like decoded, as the
// county's store has them; what that costs is taken off.
class PackedRegisters final : public model::Registers {
public:
    model::Found get(std::string_view key) override {
        ++accesses;
        if (const auto kept = decoded_.find(key); kept != decoded_.end()) {
            return {model::Presence::present, kept->second};
        }
        const auto at = records_.find(std::string(key));
        if (at == records_.end()) {
            return {};
        }
        const double begun = cpu_seconds();
        auto record = std::make_shared<log::Record>(*log::parse_record(at->second));
        store_s += cpu_seconds() - begun;
        return {model::Presence::present, std::move(record)};
    }
    void put(model::RecordPtr record) override {
        ++accesses;
        const double begun = cpu_seconds();
        if (record->key.starts_with("system/")) {
            decoded_[record->key] = std::move(record);
        } else {
            records_[record->key] = log::write_record(*record);
        }
        store_s += cpu_seconds() - begun;
    }
    model::ChainHead chain(std::string_view device) override { return chains_[std::string(device)]; }
    void set_chain(std::string_view device, const model::ChainHead& head) override {
        chains_[std::string(device)] = head;
    }
    std::size_t size() const { return records_.size(); }

    std::size_t accesses = 0;
    double store_s = 0;  // bytes into records and back: the store's part, not the judge's

private:
    std::unordered_map<std::string, std::string> records_;
    std::map<std::string, model::RecordPtr, std::less<>> decoded_;
    std::unordered_map<std::string, model::ChainHead> chains_;
};

struct Cost {
    double us = 0, accesses = 0;  // per entry
};

class Growing {
public:
    Growing() {
        for (std::size_t i = 0; i < kUnits; ++i) {
            const std::string unit = test::unit_code(i);
            ZJ_ASSERT(county_.open_unit(test::books_of_unit(i)).verdict == log::Verdict::applied);
            county_.hire("clerk-" + unit, {"unit_clerk"}, unit);
            county_.hire("head-" + unit, {"unit_head"}, unit, "clerk-" + unit);
        }
        for (const auto& [key, record] : founding_.records()) {
            packed_.put(record);
            if (key.starts_with("person/") && record->value.str_or("state") == "active") {
                persons_[std::string(record->value.str_or("unit"))] = key;
            }
        }
        now_ = county_.now();
        entries_ = county_.entries().size();
        for (const char* alias : {"ob-clerk", "ob-section"}) {
            copy_chain(alias);
        }
        for (std::size_t i = 0; i < kUnits; ++i) {
            copy_chain("clerk-" + test::unit_code(i));
        }
    }

    // Works until the log has `size` entries, and tells what the last of them cost.
    Cost until(std::size_t size) {
        while (entries_ + kBlocks * kBlockEntries < size) {
            turn();
        }
        std::vector<double> us, accesses;
        for (int block = 0; block < kBlocks; ++block) {
            const std::size_t before = entries_;
            judging_s_ = packed_.store_s = 0;
            packed_.accesses = 0;
            while (entries_ - before < kBlockEntries) {
                turn();
            }
            const auto n = static_cast<double>(entries_ - before);
            us.push_back((judging_s_ - packed_.store_s) * 1e6 / n);
            accesses.push_back(static_cast<double>(packed_.accesses) / n);
        }
        return {median(us), median(accesses)};
    }
    std::size_t records() const { return packed_.size(); }

private:
    void copy_chain(const std::string& alias) {
        const std::string device = county_.device_of(alias).id;
        packed_.set_chain(device, founding_.chain(device));
    }

    std::int64_t version(const std::string& key) {
        const model::Found found = packed_.get(key);
        return found.presence == model::Presence::present ? found.record->version : 0;
    }

    Value intent(std::string_view name, const std::vector<std::string>& keys) {
        log::Bases bases;
        for (const std::string& key : keys) {
            bases[key].version = version(key);
        }
        return Object{{"do", name}, {"base", log::to_value(bases)}};
    }

    std::string made(const std::string& alias, std::string_view kind) {
        const test::Device& device = county_.device_of(alias);
        return log::record_key(kind, "421125", device.id, device.seq, 0);
    }

    // Signatures are taken as good: they cost the same for every entry, and P2 and P5 measure them.
    void act(const std::string& alias, Value body) {
        const test::Person& person = county_.person(alias);
        test::Device& device = county_.device_of(alias);
        log::Header header;
        header.county = "421125";
        header.device = device.id;
        header.person = person.id;
        header.key = person.key.verify_key().id();
        header.seq = ++device.seq;
        header.prev = device.last;
        header.written_at = now_;
        header.seen.root = log::empty_root();
        header.catalogue = county_.statement().catalogue;
        const log::ChangeSet change_set = log::make_change_set(header, {body}, {}, random_);
        model::Checked checked;
        checked.header = *log::parse_header(change_set.envelope.payload);
        checked.id = device.last = change_set.id();
        checked.header_ok = checked.device_signed = checked.person_signed = true;
        checked.commitments = checked.header.intents;
        checked.intents = {std::move(body)};
        now_ = now_ + kEntryMs;
        ticks();
        const double begun = cpu_seconds();
        const model::Judgement judged = judge_.change(packed_, checked, now_);
        judging_s_ += cpu_seconds() - begun;
        if (judged.verdict != log::Verdict::applied) {
            std::fprintf(stderr, "%s: %s\n", std::string(checked.intents[0].str_or("do")).c_str(), judged.code.c_str());
        }
        ZJ_ASSERT(judged.verdict == log::Verdict::applied);
        ++entries_;
    }

    void ticks() {
        while (next_tick_boundary(last_tick_) <= now_) {
            last_tick_ = next_tick_boundary(last_tick_);
            do {
                judge_.tick(packed_, last_tick_);
                ++entries_;
            } while (judge_.tick_again(packed_, last_tick_));
        }
    }

    void confirm(const std::string& alias, const std::string& case_key) {
        const std::string key(packed_.get(case_key).record->value.str_or("pending"));
        const Value pending = packed_.get(key).record->value;
        act(alias, intent("confirm", {key, case_key})
                       .set("pending", key)
                       .set("of", pending.str_or("of"))
                       .set("intent", pending.int_or("intent"))
                       .set("commitment", pending.str_or("commitment")));
    }

    std::string submit(const std::string& unit, std::string_view matter, Value fields, std::vector<std::string> keys) {
        const std::string clerk = "clerk-" + unit;
        keys.push_back("unit/" + unit);
        Array materials = test::materials_for(*county_.catalogue().matter(matter), fields, std::to_string(turns_));
        act(clerk, intent("case.submit", keys)
                       .set("matter", matter)
                       .set("unit", unit)
                       .set("fields", std::move(fields))
                       .set("materials", std::move(materials))
                       .set("note", "")
                       .set("urgent", false));
        const std::string key = made(clerk, "case");
        confirm("head-" + unit, key);
        return key;
    }

    // A change of somebody's data through its layers, and a request for quota that is withdrawn: seven entries.
    void turn() {
        const std::string unit = test::unit_code(turns_++ % kUnits), person = persons_.at(unit);
        Value change = Object{{"field", "school"}, {"new", "学校" + std::to_string(turns_)}};
        if (const model::Found row = packed_.get(person); const Value* old = row.record->value.find("school")) {
            change.set("old", *old);
        }
        Value fields = Object{
            {"person", person}, {"reason", "new"}, {"event_on", "2026-10-31"}, {"changes", Array{std::move(change)}}};
        const std::string mod = submit(unit, "MOD", std::move(fields), {person});
        for (const char* officer : {"ob-clerk", "ob-section"}) {
            act(officer, intent("case.decide", {mod}).set("case", mod).set("act", "pass").set("materials", Array{}));
        }
        Value request = test::use_fields(unit, "缺员");
        request.set("plan_line", "plan/" + unit + "/" + std::to_string(ymd_of(date_of(now_)).year) + "-1");
        const std::string use = submit(unit, "USE", std::move(request), {});
        act("clerk-" + unit, intent("case.withdraw", {}).set("case", use).set("reason", "不再需要"));
    }

    // A million entries stay within the three years of the books' plans.
    static constexpr std::int64_t kEntryMs = 60 * kSecondMs;

    model::MemoryRegisters founding_;
    test::County county_{1, &founding_};
    PackedRegisters packed_;
    model::Judge judge_;
    SeededRandom random_{7};
    std::map<std::string, std::string> persons_;
    Time now_, last_tick_ = county_.now();
    double judging_s_ = 0;
    std::size_t entries_ = 0, turns_ = 0;
};

}  // namespace

Result<> growth(const std::string&, const Sizes& sizes, Table& table) {
    Growing county;
    std::optional<Cost> before;
    for (const std::size_t size : sizes.growth) {
        const Cost cost = county.until(size);
        const std::string at = std::to_string(size) + " entries";
        Row time{"P9 judge, " + at, cost.us, "µs/entry", {}, std::to_string(county.records()) + " records stand"};
        Row accesses{"P9 registers, " + at, cost.accesses, "gets and puts/entry", {}, "the same on every machine"};
        if (before) {
            time.against = Against{"a tenth of the log", before->us, kGrowthMax, true};
            accesses.against = Against{"a tenth of the log", before->accesses, kGrowthMax, true};
        }
        table.add(std::move(time));
        table.add(std::move(accesses));
        before = cost;
    }
    return {};
}

}  // namespace zj::bench
