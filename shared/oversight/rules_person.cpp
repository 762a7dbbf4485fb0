// SPDX-License-Identifier: Apache-2.0
// What a person's own record says: W04 W17 W20 W24 (domain.md 7).
#include <algorithm>

#include "shared/model/checks.hpp"
#include "shared/oversight/retirement.hpp"
#include "shared/oversight/rules.hpp"

namespace zj::oversight {

namespace {

Date days_after(Date day, std::int64_t n) {
    return Date{day.days + static_cast<std::int32_t>(n)};
}

// Where a fault has no date of its own, it has stood since the person came on the register.
std::optional<Date> on_register_since(const Ground& g, const Person& p) {
    if (p.quota_since || p.entered_on) {
        return p.quota_since ? p.quota_since : p.entered_on;
    }
    const Unit* unit = find_in(g.tables().units, p.unit);
    return unit == nullptr ? std::nullopt : unit->opened_on;
}

}  // namespace

// Noticed 180, 90 and 30 days before; red when more than 30 days have gone since.
void over_age(const Ground& g, const Person& p, Findings& out) {
    const auto retirement = retirement_of(p, g.catalogue);
    if (!p.occupies() || !retirement) {
        return;
    }
    const std::int64_t last = g.policy("retire_notice_days_last", 30);
    const std::int64_t left = retirement->on.days - g.today.days;
    const Evidence evidence{std::string(p.key),
                            retirement->by == RetireBy::statute  ? "evidence.W04.statute"
                            : retirement->by == RetireBy::choice ? "evidence.W04.choice"
                                                                 : "evidence.W04.hand",
                            {std::string(p.name), format_date(retirement->on).substr(0, 7)}};
    const auto found = [&](Level level, std::int64_t days) {
        out.push_back(g.found("W04", p.key, p.unit, level, days_after(retirement->on, days), {evidence}));
    };
    if (left < -last) {
        found(Level::red, last + 1);
    } else if (left <= last) {
        found(Level::yellow, -last);
    } else if (const std::int64_t second = g.policy("retire_notice_days_second", 90); left <= second) {
        found(Level::notice, -second);
    } else if (const std::int64_t first = g.policy("retire_notice_days_first", 180); left <= first) {
        found(Level::notice, -first);
    }
}

namespace {

std::vector<Evidence> number_faults(const Person& p) {
    std::vector<Evidence> out;
    const auto fault = [&](std::string_view text) {
        out.push_back({std::string(p.key), std::string(text), {std::string(p.name), model::mask_id_number(p.id_no)}});
    };
    if (p.id_no.empty()) {
        return out;
    }
    const auto id = model::parse_id_number(p.id_no);
    if (!id) {
        fault("evidence.W17.number");
        return out;
    }
    if (!p.sex.empty() && p.sex != (id->sex == model::Sex::male ? "1" : "2")) {
        fault("evidence.W17.sex");
    }
    if (p.birth && *p.birth != id->birth && !p.birth_doc) {
        fault("evidence.W17.birth");
    }
    return out;
}

// Others in service under the same number.
std::vector<Evidence> same_number(const Ground& g, const Person& p) {
    std::vector<Evidence> out;
    for (const Text key : g.index.holders_of(p.id_no)) {
        const Person& other = g.tables().persons.find(key)->second;
        if (key != p.key && other.state == "active" && p.state == "active") {
            out.push_back({std::string(key),
                           "evidence.W17.twice",
                           {std::string(other.name), model::mask_id_number(p.id_no), unit_arg(other.unit)}});
        }
    }
    return out;
}

// The same name and day of birth under another number may be one person entered twice. Told once a pair: of the later
// key.
std::vector<Evidence> namesakes(const Ground& g, const Person& p) {
    std::vector<Evidence> out;
    const auto* group = p.birth ? find_in(g.tables().namesakes, std::pair(p.name, *p.birth)) : nullptr;
    for (std::size_t i = 0; group != nullptr && i < group->size(); ++i) {
        const Person& other = g.tables().persons.find((*group)[i])->second;
        if (other.key < p.key && other.state == "active" && other.id_no != p.id_no && !p.name.empty()) {
            out.push_back({std::string(other.key),
                           "evidence.W17.namesake",
                           {std::string(other.name), format_date(*p.birth), unit_arg(other.unit)}});
        }
    }
    return out;
}

}  // namespace

void contradicts(const Ground& g, const Person& p, Findings& out) {
    const auto since = on_register_since(g, p);
    if (p.state != "active" || !since) {
        return;
    }
    std::vector<Evidence> evidence = number_faults(p), twice = same_number(g, p);
    const Level level = twice.empty() ? Level::yellow : Level::red;
    evidence.insert(evidence.end(), twice.begin(), twice.end());
    if (!evidence.empty()) {
        out.push_back(g.found("W17", p.key, p.unit, level, *since, std::move(evidence)));
    }
    if (std::vector<Evidence> same = namesakes(g, p); !same.empty()) {
        out.push_back(g.found("W17", p.key, p.unit, Level::notice, *since, std::move(same), "namesake"));
    }
}

namespace {

struct Run {
    Date from, until;  // both within it
};

// Leave of one kind without a working day between, as far as it has come by today. Only what is paid in full counts.
std::vector<Run> paid_runs(const Ground& g, const Leave& leave, bool sick) {
    std::vector<Run> out;
    for (const LeaveItem& item : leave.items) {
        const Date until = std::min(item.until.value_or(g.today), g.today);
        if (item.sick != sick || item.pay_reduced || until < item.from) {
            continue;
        }
        const bool joins = !out.empty() && (item.from <= out.back().until ||
                                            g.time.days(out.back().until, days_after(item.from, -1)) == 0);
        if (joins) {
            out.back().until = std::max(out.back().until, until);
        } else {
            out.push_back({item.from, until});
        }
    }
    return out;
}

// The day on which `limit` days of the year were reached, counting calendar days or working days.
std::optional<Date> reached_in_year(const Ground& g, const std::vector<Run>& runs, int year, std::int64_t limit,
                                    bool working) {
    const Date first = date_from({year, 1, 1}), last = date_from({year, 12, 31});
    std::int64_t before = 0;
    for (const Run& run : runs) {
        const Date from = std::max(run.from, first), until = std::min(run.until, last);
        if (until < from) {
            continue;
        }
        const std::int64_t days = working ? g.time.days(days_after(from, -1), until) : until.days - from.days + 1;
        if (before + days >= limit) {
            const std::int64_t missing = limit - before;
            return working ? g.time.add_days(days_after(from, -1), missing) : days_after(from, missing - 1);
        }
        before += days;
    }
    return std::nullopt;
}

void earliest(std::optional<Date>& since, std::optional<Date> day) {
    since = !since || (day && *day < *since) ? (day ? day : since) : since;
}

std::optional<Date> too_long(const Ground& g, const std::vector<Run>& runs, bool sick) {
    const std::int64_t running = sick ? g.policy("leave_sick_months", 2) : g.policy("leave_personal_workdays", 20);
    const std::int64_t of_year =
        sick ? g.policy("leave_sick_year_days", 180) : g.policy("leave_personal_year_workdays", 30);
    std::optional<Date> since;
    for (const Run& run : runs) {
        const Date reached = sick ? days_after(add_months(run.from, static_cast<int>(running)), -1)
                                  : g.time.add_days(days_after(run.from, -1), running);
        if (run.until >= reached) {
            earliest(since, reached);
        }
        for (int year = ymd_of(run.from).year; year <= ymd_of(run.until).year; ++year) {
            earliest(since, reached_in_year(g, runs, year, of_year, !sick));
        }
    }
    return since;
}

}  // namespace

void long_leave(const Ground& g, const Person& p, Findings& out) {
    const Leave* leave = find_in(g.tables().leaves, p.key);
    if (leave == nullptr || !p.occupies()) {
        return;
    }
    std::optional<Date> since;
    std::vector<Evidence> evidence;
    for (const bool sick : {true, false}) {
        const std::vector<Run> runs = paid_runs(g, *leave, sick);
        const auto reached = too_long(g, runs, sick);
        earliest(since, reached);
        for (std::size_t i = 0; reached && i < runs.size(); ++i) {
            evidence.push_back({std::string(leave->key),
                                sick ? "evidence.W20.sick" : "evidence.W20.personal",
                                {std::string(p.name), format_date(runs[i].from)}});
        }
    }
    if (since) {
        out.push_back(g.found("W20", p.key, p.unit, Level::yellow, *since, std::move(evidence)));
    }
}

// Which items a person needs is what the form of entry says of somebody of this quota type and mode (应填尽填).
void empty_members(const Ground& g, const Person& p, Findings& out) {
    const model::Matter* form = g.catalogue.matter("IN");
    const auto since = on_register_since(g, p);
    if (form == nullptr || !p.occupies() || !since) {
        return;
    }
    const codec::Value told =
        codec::Object{{"quota_type", p.quota_type}, {"entry_mode", p.entry_mode}, {"staff_class", p.staff_class}};
    std::vector<Evidence> evidence;
    const auto& members = person_members();
    for (std::size_t i = 0; i < members.size(); ++i) {
        const model::Field* field = form->field(members[i]);
        const bool needed = field != nullptr && field->required && field->required->holds(told);
        if (needed && (p.filled >> i & 1) == 0) {
            evidence.push_back({std::string(p.key), "evidence.W24", {"field:" + std::string(members[i])}});
        }
    }
    if (!evidence.empty()) {
        out.push_back(g.found("W24", p.key, p.unit, Level::notice, *since, std::move(evidence)));
    }
}

}  // namespace zj::oversight
