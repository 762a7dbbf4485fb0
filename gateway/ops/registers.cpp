// SPDX-License-Identifier: Apache-2.0
#include "gateway/ops/registers.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "shared/codec/text.hpp"
#include "shared/model/masking.hpp"
#include "shared/oversight/statistics.hpp"

namespace zj::ops {

namespace {

using codec::Array;
using codec::Object;
using codec::Value;

constexpr std::array<const char*, 14> kUnitMembers{"name",       "short_name", "rank",        "nature",   "category",
                                                   "system",     "parent",     "uscc",        "division", "funding",
                                                   "inst_class", "founded_on", "founded_doc", "state"};
constexpr std::array<const char*, 25> kPersonMembers{
    "name",        "id_no",      "sex",        "birth",      "inner",       "quota_type", "funding",
    "staff_class", "post_name",  "post_since", "post_kind",  "post_grade",  "above_rank", "leader_level",
    "rank_level",  "title",      "entry_mode", "entered_on", "quota_since", "quota_doc",  "status",
    "off_reason",  "fin_funded", "pay_unit",   "exit_mode"};
// What this view is made of, and what may be asked for version by version: nobody's account, nothing of the judge's
// own.
constexpr std::array<std::string_view, 15> kKinds{"unit/",   "ledger/", "posts/",  "plan/",     "total/",
                                                  "person/", "grant/",  "stage/",  "case/",     "consent/",
                                                  "doc/",    "ruling/", "review/", "sanction/", "archive/"};

template <std::size_t N>
Value only(const Value& record, const std::array<const char*, N>& members) {
    Value out;
    for (const char* member : members) {
        if (const Value* value = record.find(member)) {
            out.set(member, *value);
        }
    }
    return out;
}

// The four rosters of domain.md 3.4; who occupies a quota without a document of entry is on none of them and told
// apart.
std::string roster_of(const Value& person) {
    const std::string_view status = person.str_or("status");
    if (status == "1") {
        return person.str_or("state") != "active"   ? std::string()
               : person.str_or("quota_doc").empty() ? "without_doc"
                                                    : "on_quota";
    }
    return status == "2" ? "off_duty" : status == "3" ? "retired" : status == "4" ? "outside" : std::string();
}

Value ledger_line(const Value& record) {
    const std::int64_t h = record.int_or("h"), a = record.int_or("a"), r = record.int_or("r"), t = record.int_or("t");
    return Object{{"h", h},
                  {"a", a},
                  {"r", r},
                  {"o", record.int_or("o")},
                  {"t", t},
                  {"vacant", h - a},
                  {"usable", h + t - a - r},  // T gives places until its last day
                  {"doc", record.str_or("doc")}};
}

// The rows of one unit as they are found, in no order of kinds.
struct Row {
    Value unit;  // record; empty where the books name it and nothing else
    Object quota, posts;
    std::map<std::string, std::int64_t> counts;
    std::map<std::string, Array> persons;
};

class Rows {
public:
    explicit Rows(const RegistersAsked& asked) : asked_(asked) {}

    void take(const log::Record& record) {
        const std::string_view key = record.key, rest = key.substr(key.find('/') + 1);
        const std::string code(rest.substr(0, rest.find('/')));
        if (key.starts_with("unit/")) {
            of(code).unit = record.value;
        } else if (key.starts_with("ledger/")) {
            of(code).quota[std::string(rest.substr(rest.find('/') + 1))] = ledger_line(record.value);
        } else if (key.starts_with("posts/")) {
            of(code).posts[std::string(rest.substr(rest.find('/') + 1))] =
                only(record.value, std::array<const char*, 3>{"auth", "actual", "reserved"});
        } else if (key.starts_with("person/")) {
            person(record);
        }
    }
    Array lines() {
        Array out;
        for (auto& [code, row] : rows_) {
            if (asked_.unit.empty() || asked_.unit == code) {
                out.push_back(line(code, row));
            }
        }
        return out;
    }

private:
    Row& of(const std::string& code) { return rows_[code]; }

    void person(const log::Record& record) {
        const std::string roster = roster_of(record.value);
        if (roster.empty()) {
            return;
        }
        Row& row = of(std::string(record.value.str_or("unit")));
        ++row.counts[roster];
        if (asked_.persons || asked_.unit == record.value.str_or("unit")) {
            row.persons[roster].push_back(
                model::with_numbers_masked(only(record.value, kPersonMembers)).set("key", record.key));
        }
    }

    Value line(const std::string& code, Row& row) const {
        Value out = only(row.unit, kUnitMembers);
        Value counts;
        for (const char* roster : {"on_quota", "off_duty", "retired", "outside", "without_doc"}) {
            counts.set(roster, row.counts[roster]);
        }
        out.set("code", code)
            .set("quota", std::move(row.quota))
            .set("posts", std::move(row.posts))
            .set("rosters", std::move(counts));
        if (!asked_.persons && asked_.unit.empty()) {
            return out;
        }
        Value persons;
        for (auto& [roster, items] : row.persons) {
            std::sort(items.begin(), items.end(),
                      [](const Value& a, const Value& b) { return a.str_or("key") < b.str_or("key"); });
            persons.set(roster, std::move(items));
        }
        return out.set("persons", std::move(persons))
            .set("inner", row.unit.items("inner"))
            .set("history", row.unit.items("history"));
    }

    const RegistersAsked& asked_;
    std::map<std::string, Row> rows_;
};

}  // namespace

Result<Value> registers(county::County& county, const CountyFacts& facts, const RegistersAsked& asked) {
    ZJ_TRY(const std::uint64_t size, county.size_at(start_of(Date{asked.on.days + 1})));
    oversight::Index index(facts.county);
    Rows rows(asked);
    ZJ_CHECK(county.each_record_at(size, [&](const log::Record& record) {
        index.put(record);
        rows.take(record);
        return true;
    }));
    Array lines = rows.lines();
    if (lines.empty() && !asked.unit.empty()) {
        return fail("registers.unit", asked.unit, {}, {asked.unit, format_date(asked.on)});
    }
    oversight::Filter filter;
    filter.unit = asked.unit;
    return Value(Object{{"county", facts.county},
                        {"name", facts.name},
                        {"on", format_date(asked.on)},
                        {"size", static_cast<std::int64_t>(size)},
                        {"sum", to_value(oversight::quota_statistics(index, filter))},
                        {"units", std::move(lines)}});
}

Result<Value> history(county::County& county, const std::string& key, std::size_t newest) {
    const bool shown =
        std::any_of(kKinds.begin(), kKinds.end(), [&](std::string_view k) { return key.starts_with(k); });
    if (!shown) {
        return fail("history.kind", key, {}, {key});
    }
    Array versions;
    bool more = false;
    ZJ_CHECK(county.each_version(key, [&](const log::Entry& entry, const log::Record& record) {
        more = versions.size() == newest;
        if (more) {
            return false;
        }
        Value value = record.value;
        value.object().erase("trail");
        versions.push_back(Object{{"version", record.version},
                                  {"entry", static_cast<std::int64_t>(entry.index)},
                                  {"at", format_time(entry.received_at)},
                                  {"change_set", entry.change_set ? codec::hex(*entry.change_set) : std::string()},
                                  {"record", model::with_numbers_masked(std::move(value), true)}});
        return true;
    }));
    if (versions.empty()) {
        return fail("history.none", key, {}, {key});
    }
    return Value(Object{{"key", key}, {"versions", std::move(versions)}, {"more", more}});
}

}  // namespace zj::ops
