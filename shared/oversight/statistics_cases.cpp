// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "shared/oversight/rules.hpp"
#include "shared/oversight/statistics.hpp"

namespace zj::oversight {

namespace {

// What a group of closed cases adds up to before its durations are known.
struct Gathered {
    CaseFigures figures;
    std::vector<std::int64_t> minutes;
};

bool closed_in(const Case& c, Period period) {
    const bool decided = c.state == "approved" || c.state == "refused";
    return decided && c.received_at && c.closed_at && period.has(date_of(*c.closed_at));
}

void count(Ratio& ratio, bool hit) {
    ratio.n += hit ? 1 : 0;
    ++ratio.of;
}

void add(Gathered& to, const Case& c, const WorkTime& time, std::int64_t instant_minutes) {
    constexpr std::int64_t kMinuteMs = 60 * kSecondMs;
    const Elapsed elapsed = elapsed_of(time, c, *c.closed_at);
    CaseFigures& f = to.figures;
    ++f.closed;
    // A receipt of a rest day counts for the next working day, and may well be closed before it.
    count(f.same_day, date_of(*c.closed_at) <= time.receipt_day(*c.received_at));
    count(f.instant, *c.closed_at - *c.received_at <= instant_minutes * kMinuteMs);
    count(f.returned, c.round > 0);
    count(f.first_pass, c.state == "approved" && c.round == 0);
    if (elapsed.limit_minutes > 0) {
        count(f.overdue, elapsed.minutes > elapsed.limit_minutes);
    }
    to.minutes.push_back(elapsed.minutes);
}

CaseFigures whole(Gathered&& gathered) {
    gathered.figures.whole = durations_of(std::move(gathered.minutes));
    return gathered.figures;
}

std::map<std::string, CaseFigures> whole(std::map<std::string, Gathered>&& groups) {
    std::map<std::string, CaseFigures> out;
    for (auto& [key, group] : groups) {
        out[key] = whole(std::move(group));
    }
    return out;
}

// A step lasts from the receipt, the step before or the answer to its own decision.
void add_steps(std::map<std::string, std::vector<std::int64_t>>& to, std::map<std::string, Ratio>& same_day,
               const Case& c, const WorkTime& time, Period period) {
    if (!c.received_at) {
        return;
    }
    Time from = *c.received_at;
    for (std::size_t i = 0; i < c.steps.size(); ++i) {
        const CaseStep& step = c.steps[i];
        if (step.act == "pause" || step.act == "resume") {
            continue;
        }
        if (period.has(date_of(step.at))) {
            to[std::string(step.step)].push_back(time.minutes_without({from, step.at}, still_spans(c, step.at)));
            count(same_day[std::string(step.step)], date_of(step.at) <= time.receipt_day(handed_over(c, i)));
        }
        from = step.at;
    }
}

std::string place_of(const Case& c) {
    return std::string(c.state == "returned" || c.state == "paused" ? c.state : c.step);
}

}  // namespace

std::optional<std::int64_t> Ratio::per_mille() const {
    if (of <= 0) {
        return std::nullopt;
    }
    const std::int64_t doubled = n * 2000 + of;  // half up: floor((2000 n + of) / (2 of))
    const std::int64_t whole = doubled / (2 * of);
    return doubled % (2 * of) < 0 ? whole - 1 : whole;
}

bool Filter::takes_unit(const Index& index, Text code) const {
    if (!unit.empty() && unit != code) {
        return false;
    }
    const Unit* known = system.empty() ? nullptr : find_in(index.tables().units, code);
    return system.empty() || (known != nullptr && known->system == system);
}

Durations durations_of(std::vector<std::int64_t> minutes) {
    Durations out;
    out.count = static_cast<std::int64_t>(minutes.size());
    if (minutes.empty()) {
        return out;
    }
    std::sort(minutes.begin(), minutes.end());
    std::int64_t sum = 0;
    for (const std::int64_t one : minutes) {
        sum += one;
    }
    out.average = (sum + out.count / 2) / out.count;
    const std::size_t n = minutes.size();
    out.median = n % 2 == 1 ? minutes[n / 2] : (minutes[n / 2 - 1] + minutes[n / 2]) / 2;
    out.ninety = minutes[(n * 9 + 9) / 10 - 1];
    return out;
}

CaseStatistics case_statistics(const Index& index, const model::Catalogue& catalogue, Period period,
                               const Filter& filter) {
    const WorkTime time(catalogue);
    const std::int64_t instant_minutes = policy_or(catalogue, "instant_minutes", 10);
    CaseStatistics out;
    Gathered all;
    std::map<std::string, Gathered> by_matter, by_unit;
    std::map<std::string, std::vector<std::int64_t>> by_step;
    for (const auto& [key, c] : index.tables().cases) {
        if ((!filter.matter.empty() && c.matter != filter.matter) || !filter.takes_unit(index, c.unit)) {
            continue;
        }
        if (c.received_at && period.has(date_of(*c.received_at))) {
            ++out.received[std::string(c.matter)];
        }
        if (closed_in(c, period)) {
            for (Gathered* group : {&all, &by_matter[std::string(c.matter)], &by_unit[std::string(c.unit)]}) {
                add(*group, c, time, instant_minutes);
            }
        }
        if (c.open()) {
            ++out.in_hand[place_of(c)];
        }
        add_steps(by_step, out.same_day_by_step, c, time, period);
    }
    out.all = whole(std::move(all));
    out.by_matter = whole(std::move(by_matter));
    out.by_unit = whole(std::move(by_unit));
    for (auto& [step, minutes] : by_step) {
        out.by_step[step] = durations_of(std::move(minutes));
    }
    return out;
}

std::vector<LateUnit> late_units(const Index& index, const model::Catalogue& catalogue, Period period,
                                 const Filter& filter) {
    const WorkTime time(catalogue);
    std::map<Text, LateUnit> by_unit;
    for (const auto& [key, c] : index.tables().cases) {
        const auto late = reported_late(index, time, catalogue, c);
        if (!late || !period.has(date_of(*c.received_at)) || !filter.takes_unit(index, c.unit) ||
            (!filter.matter.empty() && c.matter != filter.matter)) {
            continue;
        }
        LateUnit& unit = by_unit[c.unit];
        ++unit.reports;
        if (*late) {
            ++unit.late;
            unit.cases.emplace_back(key);
        }
    }
    std::vector<LateUnit> out;
    for (auto& [code, unit] : by_unit) {
        if (unit.late > 0) {
            const Unit* known = find_in(index.tables().units, code);
            unit.unit = code;
            unit.name = known == nullptr ? code : known->name;
            out.push_back(std::move(unit));
        }
    }
    std::stable_sort(out.begin(), out.end(), [](const LateUnit& a, const LateUnit& b) { return a.late > b.late; });
    return out;
}

}  // namespace zj::oversight
