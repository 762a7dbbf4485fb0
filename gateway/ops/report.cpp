// SPDX-License-Identifier: Apache-2.0
#include "gateway/ops/report.hpp"

#include <algorithm>
#include <map>

#include "assets/texts.hpp"
#include "gateway/ops/overview.hpp"
#include "shared/oversight/invariants.hpp"
#include "shared/oversight/statistics.hpp"

namespace zj::ops {

namespace {

using codec::Array;
using codec::Object;
using codec::Value;

constexpr int kYearMonths = 12;

Result<oversight::Period> period_of(const Reporting& reporting) {
    const Ymd on = ymd_of(reporting.on);
    const std::string& kind = reporting.period;
    if (kind == "day") {
        return oversight::Period{reporting.on, reporting.on};
    }
    const int month = kind == "month" ? on.month : kind == "quarter" ? (on.month - 1) / 3 * 3 + 1 : 1;
    if (kind != "month" && kind != "quarter" && kind != "year") {
        return fail("usage.period", "--period", "day, month, quarter or year, not " + kind);
    }
    return oversight::Period{date_from({on.year, month, 1}), reporting.on};
}

Value in_both(const std::string& key) {
    return Object{{"zh", texts::term(key, texts::Lang::zh, {})}, {"en", texts::term(key, texts::Lang::en, {})}};
}

Value warnings_of(const Overview& seen, Date today) {
    oversight::Warnings warnings;
    warnings.recompute(seen.index, *seen.catalogue, today);
    std::map<std::string, std::int64_t> by_rule;
    Array items;
    std::vector<oversight::Shown> all = oversight::shown(warnings, seen.index);
    std::stable_sort(all.begin(), all.end(), [](const oversight::Shown& a, const oversight::Shown& b) {
        return a.finding.level > b.finding.level;  // the worst first
    });
    for (const oversight::Shown& one : all) {
        const oversight::Finding& finding = one.finding;
        ++by_rule[finding.rule];
        items.push_back(Object{{"id", seen.references.of(finding)},
                               {"rule", finding.rule},
                               {"name", in_both("warning." + finding.rule)},
                               {"level", oversight::level_name(finding.level)},
                               {"unit", finding.unit},
                               {"since", format_date(finding.since)},
                               {"due", format_date(one.due)},
                               {"owner", one.owner},
                               {"state", oversight::handled_name(one.handled)},
                               {"evidence", evidence_of(finding, seen)}});
    }
    Object counts;
    for (const auto& [rule, n] : by_rule) {
        counts[rule] = n;
    }
    return Object{{"by_rule", std::move(counts)}, {"items", std::move(items)}};
}

Value invariants_of(const Overview& seen, Date today) {
    Array out;
    for (oversight::Invariant& one : oversight::invariants(seen.index, *seen.catalogue, today)) {
        Object item{{"n", one.n}, {"name", in_both("invariant." + std::to_string(one.n))}, {"checked", one.checked}};
        if (one.checked) {
            item["holds"] = one.holds();
            item["differences"] = one.differences;
            oversight::Finding bearer;  // its evidence is shown as any other
            bearer.evidence = std::move(one.evidence);
            item["evidence"] = evidence_of(bearer, seen);
        }
        out.push_back(std::move(item));
    }
    return out;
}

// 财政供养系数 beside its two marks (domain.md 8): the rule of thumb, and what is critical.
Value funded(const Overview& seen, std::int64_t population, const oversight::Filter& filter) {
    const oversight::Ratio ratio = oversight::funded_ratio(seen.index, population, filter);
    const auto mark = [&](const char* name, std::int64_t otherwise) {
        return seen.catalogue->policy().int_or(name, otherwise);
    };
    const std::int64_t rule = mark("funded_rule_per_mille", 10), critical = mark("funded_critical_per_mille", 30);
    const auto above = [&](std::int64_t per_mille) {
        return ratio.n * 1000 > ratio.of * per_mille;
    };
    return to_value(ratio)
        .set("rule_per_mille", rule)
        .set("critical_per_mille", critical)
        .set("standing", above(critical) ? "critical"
                         : above(rule)   ? "above_rule"
                                         : "within");
}

// What the report is asked to be of alone.
Result<oversight::Filter> filter_of(const Overview& seen, const Reporting& reporting) {
    if (!reporting.unit.empty() && oversight::find_in(seen.index.tables().units, reporting.unit) == nullptr) {
        return fail("report.unit", "--unit", {}, {reporting.unit, format_date(reporting.on)});
    }
    if (!reporting.matter.empty() && seen.catalogue->matter(reporting.matter) == nullptr) {
        return fail("report.code", "--matter", {}, {reporting.matter});
    }
    if (!reporting.system.empty() && seen.catalogue->code("system", reporting.system) == nullptr) {
        return fail("report.code", "--system", {}, {reporting.system});
    }
    return oversight::Filter{reporting.matter, reporting.unit, reporting.system};
}

Value statistics_of(const Overview& seen, const Reporting& reporting, oversight::Period period,
                    const oversight::Filter& filter) {
    const std::shared_ptr<const model::Catalogue>& catalogue = seen.catalogue;
    const oversight::Index& index = seen.index;
    const int year = ymd_of(reporting.on).year;
    Object out{{"from", format_date(period.from)},
               {"until", format_date(period.until)},
               {"cases", to_value(oversight::case_statistics(index, *catalogue, period, filter))},
               {"plan", to_value(oversight::plan_statistics(index, year, filter))},
               {"structure", to_value(oversight::structure_of(index, reporting.on, filter))},
               {"flows", to_value(oversight::flows_of(index, period, filter))},
               {"retire_12_months",
                to_value(oversight::retire_forecast(index, *catalogue, reporting.on, kYearMonths, filter))},
               {"retire_5_years", to_value(oversight::retire_forecast(index, *catalogue, reporting.on,
                                                                      oversight::kForecastMonthsMax, filter))},
               {"late_units", to_value(oversight::late_units(index, *catalogue, period, filter))}};
    if (reporting.population > 0) {
        out["funded"] = funded(seen, reporting.population, filter);
    }
    return out;
}

}  // namespace

Result<Value> report(county::County& county, const CountyFacts& facts, const Reporting& reporting) {
    ZJ_TRY(const oversight::Period period, period_of(reporting));
    if (reporting.population < 0) {
        return fail("usage.population", "--population", "people, not " + std::to_string(reporting.population));
    }
    ZJ_TRY(const Overview seen, overview(county, facts, reporting.on));
    ZJ_TRY(const oversight::Filter filter, filter_of(seen, reporting));
    return Value(Object{{"county", facts.county},
                        {"name", facts.name},
                        {"on", format_date(reporting.on)},
                        {"size", static_cast<std::int64_t>(seen.size)},
                        {"registers", to_value(oversight::quota_statistics(seen.index, filter))},
                        {"invariants", invariants_of(seen, reporting.on)},
                        {"annual", to_value(oversight::annual_table(seen.index, filter))},
                        {"warnings", warnings_of(seen, reporting.on)},
                        {"statistics", statistics_of(seen, reporting, period, filter)}});
}

}  // namespace zj::ops
