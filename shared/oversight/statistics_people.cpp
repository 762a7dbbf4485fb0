// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "shared/oversight/months.hpp"
#include "shared/oversight/retirement.hpp"
#include "shared/oversight/statistics.hpp"

namespace zj::oversight {

namespace {

int full_years(Date birth, Date on) {
    const Ymd b = ymd_of(birth), d = ymd_of(on);
    const bool not_yet = d.month < b.month || (d.month == b.month && d.day < b.day);
    return d.year - b.year - (not_yet ? 1 : 0);
}

// Steps of five years between 31 and 60.
std::string age_band(int age) {
    if (age <= 30) {
        return "-30";
    }
    if (age > 60) {
        return "61-";
    }
    const int first = (age - 31) / 5 * 5 + 31;
    return std::to_string(first) + "-" + std::to_string(first + 4);
}

template <class Each>
void each_on_quota(const Index& index, const Filter& filter, Each each) {
    for (const auto& [key, person] : index.tables().persons) {
        if (person.occupies() && filter.takes_unit(index, person.unit)) {
            each(person);
        }
    }
}

}  // namespace

Structure structure_of(const Index& index, Date on, const Filter& filter) {
    Structure out;
    each_on_quota(index, filter, [&](const Person& p) {
        ++out.people;
        ++out.age[p.birth ? age_band(full_years(*p.birth, on)) : std::string()];
        ++out.sex[std::string(p.sex)];
        ++out.edu[std::string(p.edu)];
        ++out.degree[std::string(p.degree)];
        ++out.politics[std::string(p.politics)];
        ++out.title[std::string(p.title)];
        ++out.quota_type[std::string(p.quota_type)];
        ++out.staff_class[std::string(p.staff_class)];
    });
    return out;
}

Flows flows_of(const Index& index, Period period, const Filter& filter) {
    Flows out;
    for (const auto& [key, c] : index.tables().cases) {
        if (c.state != "approved" || c.reversed || !c.closed_at || !period.has(date_of(*c.closed_at)) ||
            !filter.takes_unit(index, c.unit)) {
            continue;
        }
        if (c.matter == "IN") {
            ++out.entries[std::string(c.mode)];
        } else if (c.matter == "OUT") {
            ++out.exits[std::string(c.mode)];
        } else if (c.matter == "MOVE") {
            ++out.moves[std::string(c.mode)];
        }
    }
    return out;
}

Ratio funded_ratio(const Index& index, std::int64_t population, const Filter& filter) {
    Ratio out{0, population};
    each_on_quota(index, filter, [&](const Person& p) { out.n += p.fin_funded ? 1 : 0; });
    return out;
}

Forecast retire_forecast(const Index& index, const model::Catalogue& catalogue, Date on, int months,
                         const Filter& filter) {
    const int count = std::clamp(months, 0, kForecastMonthsMax);
    const Month first = month_of(on);
    Forecast out;
    for (int i = 0; i < count; ++i) {
        out.months.push_back({static_cast<Month>(first + i), 0, 0, 0});
    }
    each_on_quota(index, filter, [&](const Person& p) {
        const auto retirement = retirement_of(p, catalogue);
        const int ahead = retirement ? month_of(retirement->on) - first : count;
        if (ahead < 0) {
            ++out.due_before;
        } else if (ahead < count) {
            RetireMonth& month = out.months[static_cast<std::size_t>(ahead)];
            ++month.people;
            month.by_choice += retirement->by == RetireBy::choice ? 1 : 0;
            month.by_hand += retirement->by == RetireBy::hand ? 1 : 0;
        }
    });
    return out;
}

}  // namespace zj::oversight
