// SPDX-License-Identifier: Apache-2.0
// Organs, quotas, accounts: from the records of INTENTS.md to facts; people and cases in index_put_people.cpp. Each
// put_…() keeps the newest version and touches what may read differently.
#include <algorithm>

#include "shared/model/opening_guards.hpp"
#include "shared/oversight/index.hpp"
#include "shared/oversight/read.hpp"

namespace zj::oversight {

namespace {

using codec::Value;

// A move is [from, to, n]; what goes to the pool makes H smaller.
bool to_pool(const Value& move) {
    return move.is_array() && move.array().size() == 3 && move.array()[1].is_string() &&
           move.array()[1].string() == "pool";
}

// The postings of the line's last version that had any.
void read_postings(const Value& value, Ledger& out) {
    for (const Value& posting : value.items("posted")) {
        const codec::Array& moves = posting.items("moves");
        out.posted_on = newest(out.posted_on, date_in(posting, "at"));
        out.cut_without_doc =
            out.cut_without_doc || (posting.str_or("doc").empty() && std::any_of(moves.begin(), moves.end(), to_pool));
    }
}

// The units of a ruling that have not carried it out.
std::vector<std::string_view> units_left(const Value& ruling) {
    std::vector<std::string_view> out;
    for (const Value& unit : ruling.items("units")) {
        const codec::Array& done = ruling.items("done");
        const bool carried =
            std::any_of(done.begin(), done.end(), [&](const Value& one) { return unit == Value(one.str_or("unit")); });
        if (unit.is_string() && !carried) {
            out.push_back(unit.string());
        }
    }
    return out;
}

// What people who stand in the unit itself may be put under.
std::vector<std::string_view> names_of(const Value& unit) {
    std::vector<std::string_view> out{unit.str_or("name"), unit.str_or("short_name")};
    for (const Value& change : unit.items("history")) {
        out.push_back(change.str_or("was_name"));
        out.push_back(change.str_or("was_short_name"));
    }
    out.erase(std::remove(out.begin(), out.end(), std::string_view{}), out.end());
    return out;
}

}  // namespace

void Index::put(const log::Record& record) {
    const auto [kind, rest] = split(record.key);
    if (kind == "unit") {
        put_unit(record, rest);
    } else if (kind == "ledger") {
        put_ledger(record, rest);
    } else if (kind == "posts") {
        put_posts(record, rest);
    } else if (kind == "plan") {
        put_plan(record, rest);
    } else if (kind == "total") {
        put_total(record, rest);
    } else if (kind == "person") {
        put_person(record);
    } else if (kind == "case") {
        put_case(record, rest);
    } else if (kind == "grant") {
        put_grant(record);
    } else if (kind == "stage") {
        put_stage(record, rest);
    } else if (kind == "pay") {
        put_pay(record, rest);
    } else if (kind == "budget") {
        put_budget(record, rest);
    } else if (kind == "leave") {
        put_leave(record, rest);
    } else if (kind == "ruling") {
        put_ruling(record);
    } else if (kind == "device") {
        put_device(record, rest);
    } else if (kind == "key") {
        put_key(record, rest);
    } else if (kind == "warning") {
        put_handling(record);
    }
}

void Index::put_unit(const log::Record& record, std::string_view code) {
    Unit& slot = tables_.units[keep(code)];
    if (slot.version >= record.version) {
        return;
    }
    const Value& v = record.value;
    touch_rulings_of(slot.founded_doc);
    slot = {record.version,
            keep(code),
            keep(v.str_or("name")),
            keep(v.str_or("rank")),
            keep(v.str_or("nature")),
            keep(v.str_or("category")),
            keep(v.str_or("system")),
            keep(v.str_or("state")),
            keep(v.str_or("founded_doc")),
            date_in(v, "opened_at"),
            {},
            {},
            {},
            {},
            model::empty_members(v)};
    for (const Value& change : v.items("history")) {
        const std::string_view kind = change.str_or("kind");
        if (kind == "quota" || change.bool_or("quota")) {  // a reform may change H too
            slot.quota_changed_on = newest(slot.quota_changed_on, date_in(change, "on"));
        }
        if (kind == "inner" || kind == "reform") {
            slot.organs_changed_on = newest(slot.organs_changed_on, date_in(change, "on"));
        }
    }
    for (const Value& organ : v.items("inner")) {
        slot.organs.push_back(keep(organ.str_or("name")));
    }
    for (const std::string_view name : names_of(v)) {
        slot.names.push_back(keep(name));
    }
    touch_rulings_of(slot.founded_doc);
    touch_unit(slot.code);
    if (const auto* keys = find_in(tables_.persons_of, slot.code)) {
        for (const Text key : *keys) {
            touch(std::string(key));
            // Who was off the register when the books were opened has been so since that day (W05, W08).
            if (const Text id_no = tables_.persons.find(key)->second.id_no; !id_no.empty()) {
                touch_number(number(id_no));
            }
        }
    }
}

void Index::put_ledger(const log::Record& record, std::string_view rest) {
    const auto [unit, type] = split(rest);
    Ledger& slot = tables_.ledgers[{keep(unit), keep(type)}];
    if (slot.version >= record.version) {
        return;
    }
    const Value& v = record.value;
    slot = {};
    slot.version = record.version;
    slot.unit = keep(unit);
    slot.type = keep(type);
    slot.h = v.int_or("h");
    slot.a = v.int_or("a");
    slot.r = v.int_or("r");
    slot.o = v.int_or("o");
    slot.t = v.int_or("t");
    for (const Value& one : v.items("lent")) {
        slot.lent.push_back({keep(one.str_or("doc_no")), one.int_or("count"), date_in(one, "until")});
    }
    slot.doc = keep(v.str_or("doc"));
    slot.over_quota = v.bool_or("over_quota");
    slot.vacant_since = date_in(v, "vacant_since");
    read_postings(v, slot);
    touch_unit(slot.unit);
    touch("county");
}

void Index::put_posts(const log::Record& record, std::string_view rest) {
    const auto [unit, level] = split(rest);
    Posts& slot = tables_.posts[{keep(unit), keep(level)}];
    if (slot.version >= record.version) {
        return;
    }
    const Value& v = record.value;
    slot = {record.version, keep(unit), keep(level), v.int_or("auth"), v.int_or("actual"), v.int_or("reserved")};
    touch_unit(slot.unit);
}

void Index::put_plan(const log::Record& record, std::string_view rest) {
    Plan& slot = tables_.plans[keep(record.key)];
    if (slot.version >= record.version) {
        return;
    }
    const Value& v = record.value;
    slot = {record.version,
            keep(record.key),
            keep(split(rest).first),
            keep(v.str_or("quota_type")),
            keep(v.str_or("entry_mode")),
            v.int_or("year"),
            v.int_or("count"),
            v.int_or("used")};
}

void Index::put_total(const log::Record& record, std::string_view group) {
    Total& slot = tables_.totals[keep(group)];
    if (slot.version >= record.version) {
        return;
    }
    const Value& v = record.value;
    slot = {record.version, v.int_or("h"), std::nullopt, v.int_or("reserve"), keep(v.str_or("doc"))};
    if (v.find("ceiling") != nullptr && v.find("ceiling")->is_int()) {
        slot.ceiling = v.int_or("ceiling");
    }
    touch("county");
}

void Index::put_ruling(const log::Record& record) {
    Ruling& slot = tables_.rulings[keep(record.key)];
    if (slot.version >= record.version) {
        return;
    }
    const Value& v = record.value;
    slot = {record.version,
            keep(record.key),
            keep(v.str_or("doc_no")),
            keep(v.str_or("kind")),
            {},
            v.str_or("state") == "open",
            date_in(v, "effective_on")};
    for (const std::string_view unit : units_left(v)) {
        slot.units_left.push_back(keep(unit));
    }
    touch(record.key);
}

void Index::put_device(const log::Record& record, std::string_view id) {
    constexpr std::string_view kUnit = "unit/";
    Device& slot = tables_.devices[keep(id)];
    if (slot.version >= record.version) {
        return;
    }
    const Value& v = record.value;
    slot = {record.version,
            keep(record.key),
            keep(v.str_or("name")),
            {},
            v.str_or("state") == "live",
            date_in(v, "enrolled_at"),
            date_in(v, "last_at"),
            date_in(v, "expires")};
    for (const Value& scope : v.items("scopes")) {
        if (slot.unit.empty() && scope.is_string() && scope.string().starts_with(kUnit)) {
            slot.unit = keep(std::string_view(scope.string()).substr(kUnit.size()));
        }
    }
    touch(record.key);
    for (const auto& [key_id, key] : tables_.keys) {  // a key on two devices counts only where both are in service
        if (key.device == id) {
            touch_devices_of(key.person);
        }
    }
}

void Index::put_key(const log::Record& record, std::string_view id) {
    Key& slot = tables_.keys[keep(id)];
    if (slot.version >= record.version) {
        return;
    }
    const Value& v = record.value;
    touch_devices_of(slot.person);
    slot = {record.version, keep(v.str_or("person")), keep(v.str_or("device")), v.str_or("state") == "live"};
    touch_devices_of(slot.person);
}

void Index::put_handling(const log::Record& record) {
    const Value& v = record.value;
    Handling& slot = tables_.handlings[keep(v.str_or("id"))];
    if (slot.version >= record.version) {
        return;
    }
    slot = {record.version,    keep(v.str_or("id")), keep(v.str_or("state")), keep(v.str_or("owner")), {}, {},
            date_in(v, "due"), std::nullopt};
    if (const codec::Array& acts = v.items("acts"); !acts.empty()) {
        slot.reason = keep(acts.back().str_or("reason"));
        slot.digest = keep(acts.back().str_or("digest"));
        slot.acted_on = date_in(acts.back(), "at");
    }
}

}  // namespace zj::oversight
