// SPDX-License-Identifier: Apache-2.0
#include "shared/oversight/months.hpp"
#include "shared/oversight/statistics.hpp"

namespace zj::oversight {

namespace {

using codec::Array;
using codec::Object;
using codec::Value;

Value to_value(std::int64_t n) {
    return n;
}

Value to_value(const Durations& d) {
    return Object{{"count", d.count}, {"average", d.average}, {"median", d.median}, {"ninety", d.ninety}};
}

Value to_value(const CaseFigures& f) {
    return Object{{"closed", f.closed},
                  {"same_day", to_value(f.same_day)},
                  {"instant", to_value(f.instant)},
                  {"returned", to_value(f.returned)},
                  {"first_pass", to_value(f.first_pass)},
                  {"overdue", to_value(f.overdue)},
                  {"minutes", to_value(f.whole)}};
}

Value to_value(const QuotaFigures& f) {
    return Object{{"h", f.h},
                  {"a", f.a},
                  {"r", f.r},
                  {"o", f.o},
                  {"t", f.t},
                  {"vacant", f.vacant},
                  {"over", f.over},
                  {"vacancy_rate", to_value(f.vacancy())},
                  {"excess_rate", to_value(f.excess())},
                  {"use_rate", to_value(f.use())},
                  {"usable_rate", to_value(f.usable())}};
}

Value to_value(const PostFigures& f) {
    return Object{{"auth", f.auth}, {"actual", f.actual}, {"vacant", f.vacant}, {"over", f.over}};
}

Value to_value(const AnnualRow& row) {
    Object out{{"h", row.h},
               {"a", row.a},
               {"on_quota", row.rosters.on_quota},
               {"off_duty", row.rosters.off_duty},
               {"retired", row.rosters.retired},
               {"outside", row.rosters.outside}};
    if (!row.unit.empty()) {
        out["unit"] = row.unit;
        out["name"] = row.name;
    }
    return out;
}

template <class T>
Value by_key(const std::map<std::string, T>& groups) {
    Object out;
    for (const auto& [key, group] : groups) {
        out[key] = to_value(group);
    }
    return out;
}

Value texts(const std::vector<std::string>& all) {
    return Array(all.begin(), all.end());
}

}  // namespace

Value to_value(const Ratio& ratio) {
    Object out{{"n", ratio.n}, {"of", ratio.of}};
    if (const auto per_mille = ratio.per_mille()) {
        out["per_mille"] = *per_mille;
    }
    return out;
}

Value to_value(const CaseStatistics& s) {
    return Object{{"all", to_value(s.all)},
                  {"by_matter", by_key(s.by_matter)},
                  {"by_unit", by_key(s.by_unit)},
                  {"by_step", by_key(s.by_step)},
                  {"same_day_by_step", by_key(s.same_day_by_step)},
                  {"received", by_key(s.received)},
                  {"in_hand", by_key(s.in_hand)}};
}

Value to_value(const QuotaStatistics& s) {
    return Object{{"all", to_value(s.all)},
                  {"by_type", by_key(s.by_type)},
                  {"by_unit", by_key(s.by_unit)},
                  {"by_system", by_key(s.by_system)},
                  {"posts", by_key(s.posts)}};
}

Value to_value(const PlanStatistics& s) {
    return Object{{"all", to_value(s.all)}, {"by_type", by_key(s.by_type)}, {"by_unit", by_key(s.by_unit)}};
}

Value to_value(const Structure& s) {
    return Object{{"people", s.people},
                  {"age", by_key(s.age)},
                  {"sex", by_key(s.sex)},
                  {"edu", by_key(s.edu)},
                  {"degree", by_key(s.degree)},
                  {"politics", by_key(s.politics)},
                  {"title", by_key(s.title)},
                  {"quota_type", by_key(s.quota_type)},
                  {"staff_class", by_key(s.staff_class)}};
}

Value to_value(const Flows& f) {
    return Object{{"entries", by_key(f.entries)}, {"exits", by_key(f.exits)}, {"moves", by_key(f.moves)}};
}

Value to_value(const Forecast& forecast) {
    Array months;
    for (const RetireMonth& month : forecast.months) {
        months.push_back(Object{{"month", format_month(month.month)},
                                {"people", month.people},
                                {"by_choice", month.by_choice},
                                {"by_hand", month.by_hand}});
    }
    return Object{{"due_before", forecast.due_before}, {"months", std::move(months)}};
}

Value to_value(const AnnualTable& table) {
    Array units, disagreements;
    for (const AnnualRow& row : table.units) {
        units.push_back(to_value(row));
    }
    for (const Disagreement& one : table.disagreements) {
        disagreements.push_back(Object{{"unit", one.unit},
                                       {"quota_type", one.quota_type},
                                       {"ledger", one.ledger},
                                       {"roster", one.roster},
                                       {"without_doc", texts(one.without_doc)}});
    }
    return Object{
        {"units", std::move(units)}, {"sum", to_value(table.sum)}, {"disagreements", std::move(disagreements)}};
}

Value to_value(const std::vector<LateUnit>& units) {
    Array out;
    for (const LateUnit& unit : units) {
        out.push_back(Object{{"unit", unit.unit},
                             {"name", unit.name},
                             {"late", unit.late},
                             {"reports", unit.reports},
                             {"cases", texts(unit.cases)}});
    }
    return out;
}

}  // namespace zj::oversight
