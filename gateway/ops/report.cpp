// SPDX-License-Identifier: Apache-2.0
#include "gateway/ops/report.hpp"

#include <map>

#include "assets/texts.hpp"
#include "shared/model/catalogue.hpp"
#include "shared/oversight/index.hpp"
#include "shared/oversight/statistics.hpp"
#include "shared/oversight/warnings.hpp"

namespace zj::ops {

namespace {

using codec::Array;
using codec::Object;
using codec::Value;

constexpr int kYearMonths = 12;

Result<std::shared_ptr<const model::Catalogue>> catalogue_of(county::County& county) {
    const model::Found found = county.record("system/catalogue");
    if (found.presence != model::Presence::present) {
        return fail("store.corrupt", "system/catalogue", "no catalogue");
    }
    return model::Catalogue::from(*found.record->value.find("catalogue"));
}

Value in_both(const std::string& key, const std::vector<std::string>& zh, const std::vector<std::string>& en) {
    return Object{{"zh", texts::term(key, texts::Lang::zh, zh)}, {"en", texts::term(key, texts::Lang::en, en)}};
}

Array evidence_of(const oversight::Finding& finding, const oversight::Index& index, const model::Catalogue& catalogue) {
    Array out;
    for (const oversight::Evidence& one : finding.evidence) {
        Value item = in_both(one.text, oversight::shown_args(one, index, catalogue, true),
                             oversight::shown_args(one, index, catalogue, false));
        item.set("record", one.record);
        out.push_back(std::move(item));
    }
    return out;
}

Value warnings_of(const oversight::Index& index, const model::Catalogue& catalogue, Date today) {
    oversight::Warnings warnings;
    warnings.recompute(index, catalogue, today);
    std::map<std::string, std::int64_t> by_rule;
    Array items;
    for (const oversight::Shown& one : oversight::shown(warnings, index)) {
        const oversight::Finding& finding = one.finding;
        ++by_rule[finding.rule];
        items.push_back(Object{{"id", finding.id},
                               {"rule", finding.rule},
                               {"name", in_both("warning." + finding.rule, {}, {})},
                               {"level", oversight::level_name(finding.level)},
                               {"unit", finding.unit},
                               {"since", format_date(finding.since)},
                               {"due", format_date(one.due)},
                               {"owner", one.owner},
                               {"state", oversight::handled_name(one.handled)},
                               {"evidence", evidence_of(finding, index, catalogue)}});
    }
    Object counts;
    for (const auto& [rule, n] : by_rule) {
        counts[rule] = n;
    }
    return Object{{"by_rule", std::move(counts)}, {"items", std::move(items)}};
}

}  // namespace

Result<Value> report(county::County& county, const CountyFacts& facts, Date today) {
    ZJ_TRY(const auto catalogue, catalogue_of(county));
    oversight::Index index(facts.county);
    ZJ_CHECK(county.each_record("", [&](const log::Record& record) {
        index.put(record);
        return true;
    }));
    const int year = ymd_of(today).year;
    const oversight::Period so_far{date_from({year, 1, 1}), today};
    Object statistics{{"cases", to_value(oversight::case_statistics(index, *catalogue, so_far))},
                      {"plan", to_value(oversight::plan_statistics(index, year))},
                      {"structure", to_value(oversight::structure_of(index, today))},
                      {"flows", to_value(oversight::flows_of(index, so_far))},
                      {"retire_12_months", to_value(oversight::retire_forecast(index, *catalogue, today, kYearMonths))},
                      {"retire_5_years",
                       to_value(oversight::retire_forecast(index, *catalogue, today, oversight::kForecastMonthsMax))},
                      {"late_units", to_value(oversight::late_units(index, *catalogue, so_far))}};
    return Value(Object{{"county", facts.county},
                        {"name", facts.name},
                        {"on", format_date(today)},
                        {"size", static_cast<std::int64_t>(county.size())},
                        {"registers", to_value(oversight::quota_statistics(index))},
                        {"annual", to_value(oversight::annual_table(index))},
                        {"warnings", warnings_of(index, *catalogue, today)},
                        {"statistics", std::move(statistics)}});
}

}  // namespace zj::ops
