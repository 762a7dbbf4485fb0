// SPDX-License-Identifier: Apache-2.0
#include "shared/codec/text.hpp"
#include "shared/model/checks.hpp"
#include "shared/model/rules/1/flows.hpp"

namespace zj::model::rules1 {
namespace {

// Months are counted in a few bytes by those who compare them; a century and a half is enough for pay and budgets.
constexpr std::string_view kMonthMin = "2000-01", kMonthMax = "2149-12";

}  // namespace

std::string date_in(codec::Reader& r, std::string_view member) {
    std::string out = r.string(member, 10, 10);
    if (r.ok() && !parse_date(out)) {
        r.fault(member, "form.date");
    }
    return out;
}

std::optional<std::string> date_if(codec::Reader& r, std::string_view member) {
    return r.has(member) ? std::optional(date_in(r, member)) : std::nullopt;
}

std::string month_in(codec::Reader& r, std::string_view member) {
    std::string out = r.string(member, 7, 7);
    if (r.ok() && !parse_date(out + "-01")) {
        r.fault(member, "form.date");
    } else if (r.ok() && (out < kMonthMin || out > kMonthMax)) {
        r.fault(member, "json.range");
    }
    return out;
}

std::string doc_no_in(codec::Reader& r, std::string_view member) {
    std::string out = r.string(member, 100, 1);
    if (r.ok() && !valid_doc_number(out)) {
        r.fault(member, "form.doc_no");
    }
    return out;
}

std::string code_in(codec::Reader& r, std::string_view member, const Catalogue& catalogue, std::string_view list) {
    std::string out = r.string(member, 40, 1);
    if (r.ok() && catalogue.code(list, out) == nullptr) {
        r.fault(member, "form.code");
    }
    return out;
}

std::string sha256_in(codec::Reader& r, std::string_view member) {
    std::string out = r.string(member, 64, 64);
    if (r.ok() && !codec::hash_from_hex(out)) {
        r.fault(member, "json.choice", "64 hex digits");
    }
    return out;
}

std::string month_of(Date day) {
    return format_date(day).substr(0, 7);
}

Outcome month_near(const Act& act, std::string_view month) {
    const std::string last = std::to_string(ymd_of(date_of(act.at)).year + 1) + "-12";
    return month <= last ? applied() : refuse("G17", std::string(month) + ": after " + last);
}

Outcome subject(Act& act, const std::string& key, std::string_view kind, const Value*& value) {
    const bool fits = key.size() > kind.size() && key.starts_with(kind) && key[kind.size()] == '/';
    value = fits ? act.work.get(key) : nullptr;
    if (value == nullptr && !(fits && act.work.hidden(key))) {
        return refuse("B6", "no such record: " + key);
    }
    return applied();
}

Outcome known_unit(Act& act, std::string_view unit) {
    const std::string key = "unit/" + std::string(unit);
    return act.work.has(key) || act.work.hidden(key) ? applied() : refuse("B6", "no such unit: " + std::string(unit));
}

std::string unit_code_in(codec::Reader& r, std::string_view member) {
    constexpr std::size_t kUnitBytesMax = 24;
    std::string code = r.string(member, kUnitBytesMax, 1);
    if (r.ok() && !is_unit_code(code)) {
        r.fault(member, "form.unit", "no code of a unit");
    }
    return code;
}

}  // namespace zj::model::rules1
