// SPDX-License-Identifier: Apache-2.0
#pragma once
// Figures of domain.md 8, from an index of current records (or of those of an earlier day). Integers only: a rate is a
// numerator and a denominator, shown per mille. Groups without anything in them are left out of the maps.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "shared/codec/value.hpp"
#include "shared/model/catalogue.hpp"
#include "shared/oversight/index.hpp"

namespace zj::oversight {

struct Ratio {
    std::int64_t n = 0, of = 0;
    // Rounded half up; absent where there is nothing to relate to.
    std::optional<std::int64_t> per_mille() const;
    bool operator==(const Ratio&) const = default;
};

// Both days within it.
struct Period {
    Date from, until;
    bool has(Date day) const { return from <= day && day <= until; }
};

// Empty: all. `system` is that of the unit (assets/codes/system.json).
struct Filter {
    std::string matter, unit, system;
    bool takes_unit(const Index& index, Text code) const;
};

// --- cases

// In minutes of working time; what is paused, or back with the unit, does not count.
struct Durations {
    std::int64_t count = 0, average = 0, median = 0, ninety = 0;  // ninety: nine of ten were no longer
    bool operator==(const Durations&) const = default;
};
Durations durations_of(std::vector<std::int64_t> minutes);

// Of the cases that were closed (approved or refused) in the period.
struct CaseFigures {
    std::int64_t closed = 0;
    Ratio same_day;    // 当日办结率: by the working day the receipt counts for
    Ratio instant;     // 秒批: within policy instant_minutes of the receipt
    Ratio returned;    // 退回率
    Ratio first_pass;  // 一次通过率: approved and never returned
    Ratio overdue;     // 超时率: of those with a limit
    Durations whole;   // from receipt to close
};

struct CaseStatistics {
    CaseFigures all;
    std::map<std::string, CaseFigures> by_matter, by_unit;
    std::map<std::string, Durations> by_step;  // of the decisions taken in the period
    std::map<std::string, Ratio>
        same_day_by_step;  // of them, those taken on the working day on which the step got the case
    std::map<std::string, std::int64_t> received;  // in the period, by matter
    std::map<std::string, std::int64_t> in_hand;   // as the index stands, by step; returned and paused ones apart
};
CaseStatistics case_statistics(const Index& index, const model::Catalogue& catalogue, Period period,
                               const Filter& filter = {});

// --- quota, posts, plan

struct QuotaFigures {
    std::int64_t h = 0, a = 0, r = 0, o = 0, t = 0;
    // Σ max(0, H − A), Σ max(0, A − H − T): line by line, never set off. T is not 0 of revolving posts alone.
    std::int64_t vacant = 0, over = 0;
    Ratio vacancy() const { return {vacant, h}; }        // 空编率
    Ratio excess() const { return {over, h}; }           // 超编率
    Ratio use() const { return {a, h}; }                 // 使用率
    Ratio usable() const { return {h + t - a - r, h}; }  // 可用率; below 0 where more is taken than authorised
};
struct PostFigures {
    std::int64_t auth = 0, actual = 0, vacant = 0, over = 0;
};
struct QuotaStatistics {
    QuotaFigures all;
    std::map<std::string, QuotaFigures> by_type, by_unit, by_system;
    std::map<std::string, PostFigures> posts;  // by level
};
QuotaStatistics quota_statistics(const Index& index, const Filter& filter = {});

// 计划执行率 of a year: used ÷ planned.
struct PlanStatistics {
    Ratio all;
    std::map<std::string, Ratio> by_type, by_unit;
};
PlanStatistics plan_statistics(const Index& index, std::int64_t year, const Filter& filter = {});

// --- people

using Counts = std::map<std::string, std::int64_t>;

// Of those who occupy a quota. By code of the lists in assets/codes; "" where the register says nothing. Ages are full
// years on `on`: "-30", "31-35" … "56-60", "61-".
struct Structure {
    std::int64_t people = 0;
    Counts age, sex, edu, degree, politics, title, quota_type, staff_class;
};
Structure structure_of(const Index& index, Date on, const Filter& filter = {});

// Closed entries, exits and transfers of the period, by mode or kind.
struct Flows {
    Counts entries, exits, moves;
};
Flows flows_of(const Index& index, Period period, const Filter& filter = {});

// Publicly funded people ÷ population (财政供养系数).
Ratio funded_ratio(const Index& index, std::int64_t population, const Filter& filter = {});

struct RetireMonth {
    Month month = 0;
    std::int64_t people = 0, by_choice = 0, by_hand = 0;  // the last two are among the people
};
struct Forecast {
    std::int64_t due_before = 0;      // should have left before the first month
    std::vector<RetireMonth> months;  // the month of `on` and those after it, also where nobody retires
};
// Five years are forecast at most: beyond, choices not yet made outweigh those made.
inline constexpr int kForecastMonthsMax = 60;
Forecast retire_forecast(const Index& index, const model::Catalogue& catalogue, Date on, int months,
                         const Filter& filter = {});

// --- yearly and for the circular

struct Rosters {
    std::int64_t on_quota = 0, off_duty = 0, retired = 0, outside = 0;  // 在编 非在职 退休 编外
};
struct AnnualRow {
    std::string unit, name;
    std::int64_t h = 0, a = 0;  // of the ledgers, all types
    Rosters rosters;
};
// Where the ledger and the roster of people on quota count differently. Somebody without a document of entry stands on
// no roster (domain.md 3.4) and is what is missing there.
struct Disagreement {
    std::string unit, quota_type;
    std::int64_t ledger = 0, roster = 0;
    std::vector<std::string> without_doc;  // keys of persons
};
struct AnnualTable {
    std::vector<AnnualRow> units;  // by code
    AnnualRow sum;
    std::vector<Disagreement> disagreements;
};
AnnualTable annual_table(const Index& index, const Filter& filter = {});

// Units whose exits, entries or changes came late in the period, the worst first (list for 通报).
struct LateUnit {
    std::string unit, name;
    std::int64_t late = 0, reports = 0;
    std::vector<std::string> cases;  // keys
};
std::vector<LateUnit> late_units(const Index& index, const model::Catalogue& catalogue, Period period,
                                 const Filter& filter = {});

// --- outputs: rates as {n, of, per_mille?}

codec::Value to_value(const Ratio& ratio);
codec::Value to_value(const CaseStatistics& statistics);
codec::Value to_value(const QuotaStatistics& statistics);
codec::Value to_value(const PlanStatistics& statistics);
codec::Value to_value(const Structure& structure);
codec::Value to_value(const Flows& flows);
codec::Value to_value(const Forecast& forecast);
codec::Value to_value(const AnnualTable& table);
codec::Value to_value(const std::vector<LateUnit>& units);

}  // namespace zj::oversight
