// SPDX-License-Identifier: Apache-2.0
// What finance pays and has budgeted (domain.md 6.6 and 7): one record a unit and month of the payroll, one a unit and
// year of the budget. Loading again replaces the units named, as a new version that tells what it replaced; nothing
// else moves. Comparisons rest on these rows (每月比对): of a month that is settled, and where rows go without others
// in their place, they are replaced by another person than who loaded them.
#include <algorithm>
#include <set>

#include "shared/codec/json.hpp"
#include "shared/model/checks.hpp"
#include "shared/model/rules/1/flows.hpp"

namespace zj::model::rules1 {
namespace {

// The largest unit of the county pays some 900 people (domain.md 13), some of them by several items.
constexpr std::size_t kRowsMax = 5000;
// Units of one intent: three times the county's 133.
constexpr std::size_t kUnitsMax = 400;
constexpr std::size_t kNameBytesMax = 200;
// One row of a month, in fen: a million yuan, either way, for a row may take back what was overpaid.
constexpr std::int64_t kRowFenMax = 100'000'000;
// A unit's year, in fen: ten thousand million yuan, more than the county's whole budget.
constexpr std::int64_t kBudgetFenMax = 1'000'000'000'000;
constexpr std::int64_t kFundedMax = 100'000;
constexpr std::int64_t kYearMin = 2000, kYearMax = 2199;
// Loads remembered on a month, newest last: more corrections than a month has days to make them.
constexpr std::size_t kReplacedMax = 32;

// [id_no, name, paid, item]
Outcome row_fits(const Value& row, const std::string& at) {
    if (!row.is_array() || row.array().size() != 4) {
        return malformed(bad_member(at, "[id_no, name, paid, item] is needed"));
    }
    const Array& cells = row.array();
    if (!cells[0].is_string() || !parse_id_number(cells[0].string())) {
        return malformed(bad_member(at + "/0", "no ID number"));
    }
    if (!cells[1].is_string() || cells[1].string().empty() || cells[1].string().size() > kNameBytesMax) {
        return malformed(bad_member(at + "/1", "no name"));
    }
    if (!cells[2].is_int() || cells[2].integer() < -kRowFenMax || cells[2].integer() > kRowFenMax) {
        return malformed(bad_member(at + "/2", "no amount in fen"));
    }
    const std::string_view item = cells[3].is_string() ? std::string_view(cells[3].string()) : std::string_view{};
    return item == "active" || item == "retired" || item == "other"
               ? applied()
               : malformed(bad_member(at + "/3", "active, retired or other"));
}

Outcome rows_fit(const Value& rows, const std::string& at) {
    if (!rows.is_array() || rows.array().size() > kRowsMax) {
        return malformed(bad_member(at, "a list of at most " + std::to_string(kRowsMax) + " rows"));
    }
    std::set<std::string> seen;
    for (std::size_t i = 0; i < rows.array().size(); ++i) {
        const std::string row_at = at + "/" + std::to_string(i);
        ZJ_RULE(row_fits(rows.array()[i], row_at));
        if (!seen.insert(codec::write_json(rows.array()[i])).second) {
            return malformed(bad_member(row_at, "the same row twice"));
        }
    }
    return applied();
}

Outcome units_fit(Act& act, const Value& units) {
    if (units.object().empty() || units.object().size() > kUnitsMax) {
        return malformed(bad_member("/units", "1 to " + std::to_string(kUnitsMax) + " units"));
    }
    for (const auto& [unit, content] : units.object()) {
        if (!is_unit_code(unit)) {
            return malformed(bad_member("/units/" + unit, "no code of a unit"));
        }
        ZJ_RULE(known_unit(act, unit));
    }
    return applied();
}

std::string pay_key(const std::string& month, const std::string& unit) {
    return "pay/" + month + "/" + unit;
}

// The changes of a month are handled by the cut-off day of the next (domain.md 5); then, or when the unit's next
// payroll is in, the month has been compared and warnings rest on it.
bool settled(Act& act, const std::string& month, const std::string& unit) {
    const Date next = add_months(*parse_date(month + "-01"), 1);
    const Date cutoff{next.days + static_cast<std::int32_t>(act.catalogue.policy_int("chain_cutoff_day")) - 1};
    return date_of(act.at) > cutoff || act.work.has(pay_key(month_of(next), unit));
}

// What was loaded today nobody has compared yet: who loads a month late corrects it alone on that day.
bool loaded_today(Act& act, const Value& sheet) {
    const auto at = parse_time(sheet.str_or("loaded_at"));
    return at && date_of(*at) == date_of(act.at);
}

// B8 where the evidence of a month would be the same person's to take away.
Outcome may_replace(Act& act, const std::string& month, const std::string& unit, const Value& rows) {
    const Value* before = act.work.get(pay_key(month, unit));
    if (before == nullptr || before->items("rows").empty() || before->str_or("by") != act.author.person) {
        return applied();
    }
    const bool compared = settled(act, month, unit) && !loaded_today(act, *before);
    return rows.array().empty() || compared ? refuse("B8", "who loaded " + month + " of " + unit) : applied();
}

// Rows that stood and stand no more: a correction tells how much it took away.
std::int64_t gone(const Value& before, const Value& rows) {
    std::set<std::string> now;
    for (const Value& row : rows.array()) {
        now.insert(codec::write_json(row));
    }
    const Array& stood = before.items("rows");
    return std::count_if(stood.begin(), stood.end(),
                         [&](const Value& row) { return !now.contains(codec::write_json(row)); });
}

// What stood before, by its sums; of a payroll also how many rows are gone.
Array replaced(Act& act, const std::string& key, const Value* rows) {
    const Value* before = act.work.get(key);
    if (before == nullptr) {
        return {};
    }
    Array out = before->items("replaced");
    Object load;
    for (const char* member : {"source", "count", "total", "amount", "funded", "by", "loaded_at"}) {
        if (const Value* value = before->find(member)) {
            load[member] = *value;
        }
    }
    if (rows != nullptr) {
        load["gone"] = gone(*before, *rows);
    }
    out.push_back(std::move(load));
    if (out.size() > kReplacedMax) {
        out.erase(out.begin());
    }
    return out;
}

void put_month(Act& act, const std::string& month, const std::string& unit, const std::string& source,
               const Value& rows) {
    std::int64_t total = 0;
    for (const Value& row : rows.array()) {
        total += row.array()[2].integer();
    }
    const std::string key = pay_key(month, unit);
    Array earlier = replaced(act, key, &rows);
    act.work.put(key, "fin",
                 Object{{"month", month},
                        {"unit", unit},
                        {"source", source},
                        {"rows", rows},
                        {"count", rows.array().size()},
                        {"total", total},
                        {"by", act.author.person},
                        {"loaded_at", format_time(act.at)}});
    if (!earlier.empty()) {
        act.work.edit(key).set("replaced", std::move(earlier));
    }
}

std::string budget_key(std::int64_t year, const std::string& unit) {
    return "budget/" + std::to_string(year) + "/" + unit;
}

struct Budget {
    std::int64_t amount = 0, funded = 0;
};

Outcome read_budget(const Value& value, const std::string& at, Budget& out) {
    codec::Reader r(value, at);
    out.amount = r.integer("amount", 0, kBudgetFenMax);
    out.funded = r.integer("funded", 0, kFundedMax);
    const auto whole = r.finish();
    return whole ? applied() : malformed(whole.error());
}

void put_budget(Act& act, std::int64_t year, const std::string& unit, const std::string& source, const Budget& budget) {
    const std::string key = budget_key(year, unit);
    Array earlier = replaced(act, key, nullptr);
    act.work.put(key, "fin",
                 Object{{"year", year},
                        {"unit", unit},
                        {"amount", budget.amount},
                        {"funded", budget.funded},
                        {"source", source},
                        {"by", act.author.person},
                        {"loaded_at", format_time(act.at)}});
    if (!earlier.empty()) {
        act.work.edit(key).set("replaced", std::move(earlier));
    }
}

}  // namespace

Outcome load_pay(Act& act) {
    ZJ_RULE(act.need_role({"fin"}));
    codec::Reader r(act.intent);
    read_head(r);
    const std::string month = month_in(r, "month"), source = sha256_in(r, "source");
    const Value& units = r.object("units");
    if (const auto whole = r.finish(); !whole) {
        return malformed(whole.error());
    }
    ZJ_RULE(fresh(act, {}));
    if (month > month_of(date_of(act.at))) {
        return refuse("G17", month + " has not come");
    }
    ZJ_RULE(units_fit(act, units));
    for (const auto& [unit, rows] : units.object()) {
        ZJ_RULE(rows_fit(rows, "/units/" + unit));
        ZJ_RULE(may_replace(act, month, unit, rows));
        put_month(act, month, unit, source, rows);
    }
    return applied();
}

Outcome load_budget(Act& act) {
    ZJ_RULE(act.need_role({"fin"}));
    codec::Reader r(act.intent);
    read_head(r);
    const std::int64_t year = r.integer("year", kYearMin, kYearMax);
    const std::string source = sha256_in(r, "source");
    const Value& units = r.object("units");
    if (const auto whole = r.finish(); !whole) {
        return malformed(whole.error());
    }
    ZJ_RULE(fresh(act, {}));
    ZJ_RULE(units_fit(act, units));
    for (const auto& [unit, content] : units.object()) {
        Budget budget;
        ZJ_RULE(read_budget(content, "/units/" + unit, budget));
        put_budget(act, year, unit, source, budget);
    }
    return applied();
}

}  // namespace zj::model::rules1
