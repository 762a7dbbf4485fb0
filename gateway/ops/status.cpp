// SPDX-License-Identifier: Apache-2.0
#include "gateway/ops/status.hpp"

#include <algorithm>

#include "shared/codec/text.hpp"
#include "shared/model/checks.hpp"

namespace zj::ops {

namespace {

using codec::Array;
using codec::Object;
using codec::Value;

// Which members of which records an operator sees; the rest is for desks.
struct Table {
    const char* name;
    const char* prefix;
    std::initializer_list<const char*> parts;    // of the key, after the kind
    std::initializer_list<const char*> members;  // of the value
};

const Table kTables[] = {
    {"ledger", "ledger/", {"unit", "quota_type"}, {"h", "a", "r", "o", "t"}},
    {"posts", "posts/", {"unit", "level"}, {"auth", "actual", "reserved"}},
    {"plan", "plan/", {"unit", "line"}, {"quota_type", "entry_mode", "count", "used", "reserved"}},
    {"persons", "person/", {}, {"name", "id_no", "unit", "quota_type", "staff_class", "status", "state"}},
    {"cases", "case/", {}, {"matter", "unit", "state", "result", "step", "round"}},
    {"grants", "grant/", {}, {"unit", "quota_type", "entry_mode", "count", "used", "state"}},
    {"stages", "stage/", {}, {"stage", "owner", "state"}},
};

Value row_of(const Table& table, const log::Record& record) {
    Value out;
    std::string_view rest = std::string_view(record.key).substr(std::string_view(table.prefix).size());
    for (const char* part : table.parts) {
        const std::size_t slash = rest.find('/');
        out.set(part, rest.substr(0, slash));
        rest = slash == std::string_view::npos ? std::string_view() : rest.substr(slash + 1);
    }
    for (const char* member : table.members) {
        if (const Value* found = record.value.find(member)) {
            out.set(member, std::string_view(member) == "id_no" ? Value(model::mask_id_numbers(found->string(), true))
                                                                : *found);
        }
    }
    return out;
}

Result<Value> registers_of(county::County& county) {
    Value out;
    for (const Table& table : kTables) {
        Array rows;
        ZJ_CHECK(county.each_record(table.prefix, [&](const log::Record& record) {
            rows.push_back(row_of(table, record));
            return true;
        }));
        out.set(table.name, std::move(rows));
    }
    return out;
}

Value number(std::uint64_t n) {
    return Value(static_cast<std::int64_t>(n));
}

}  // namespace

Result<Value> status(county::County& county, const CountyFacts& facts, bool registers) {
    ZJ_TRY(const county::CountySummary s, county.summary());
    Value out = Object{{"county", facts.county},
                       {"name", facts.name},
                       {"address", facts.address},
                       {"demo", facts.demo},
                       {"fingerprint", facts.fingerprint},
                       {"origin", county.origin()},
                       {"size", number(s.size)},
                       {"root", codec::base64(s.root)},
                       {"last_entry", format_time(s.last_entry)},
                       {"records", number(s.records)},
                       {"devices_live", number(s.devices_live)},
                       {"devices_frozen", number(s.devices_frozen)},
                       {"units", number(s.units)},
                       {"persons", number(s.persons)},
                       {"persons_active", number(s.persons_active)},
                       {"cases", number(s.cases)},
                       {"cases_open", number(s.cases_open)},
                       {"grants", number(s.grants)},
                       {"held", number(s.held)},
                       {"blobs", number(s.blobs)},
                       {"blobs_complete", number(s.blobs_complete)},
                       {"incidents", number(s.incidents)}};
    if (registers) {
        ZJ_TRY(Value all, registers_of(county));
        out.set("registers", std::move(all));
    }
    return out;
}

Result<Value> incidents(county::County& county, std::size_t newest) {
    ZJ_TRY(const auto all, county.incidents(newest));
    Array items;
    for (const county::Incident& one : all) {
        items.push_back(Object{{"id", one.id},
                               {"at", format_time(one.at)},
                               {"kind", one.kind},
                               {"device", one.device},
                               {"detail", one.detail},
                               {"evidence", one.evidence}});
    }
    return Value(Object{{"items", std::move(items)}});
}

}  // namespace zj::ops
