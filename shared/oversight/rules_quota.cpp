// SPDX-License-Identifier: Apache-2.0
// Quota, leader posts, rank and ceilings: W01 W02 W03 W16 W19 W21 (domain.md 7).
#include <algorithm>
#include <array>

#include "shared/model/post_rank.hpp"
#include "shared/oversight/rules.hpp"

namespace zj::oversight {

namespace {

// The lines of one unit in a table by (unit, type or level).
template <class T>
std::vector<const T*> lines_of(const std::map<PairKey, T>& table, Text unit) {
    std::vector<const T*> out;
    for (auto at = table.lower_bound({unit, Text{}}); at != table.end() && at->first.first == unit; ++at) {
        out.push_back(&at->second);
    }
    return out;
}

std::string ledger_record(const Ledger& line) {
    return "ledger/" + std::string(line.unit) + "/" + std::string(line.type);
}

Evidence line_evidence(const Ledger& line) {
    return {ledger_record(line),
            "evidence.ledger",
            {code_arg("quota", line.type), std::to_string(line.h), std::to_string(line.a), std::to_string(line.r)}};
}

// Posts that decisions of the commission allow above H: who came by one, and who still may.
std::int64_t decided_posts(const Ground& g, const Ledger& line) {
    std::int64_t out = 0;
    if (const auto* keys = find_in(g.tables().grants_of, line.unit)) {
        for (const Text key : *keys) {
            const Grant& grant = g.tables().grants.find(key)->second;
            const std::int64_t allowed = grant.state == "open" ? grant.count : grant.used;
            out += grant.over_quota && grant.quota_type == line.type ? allowed : 0;
        }
    }
    return out;
}

bool by_decision(const Ground& g, const Person& entered) {
    const auto* keys = entered.grant_no.empty() ? nullptr : find_in(g.tables().grants_of, entered.unit);
    return keys != nullptr && std::any_of(keys->begin(), keys->end(), [&](const Text key) {
               const Grant& grant = g.tables().grants.find(key)->second;
               return grant.over_quota && grant.grant_no == entered.grant_no;
           });
}

// The last to enter on this line whom no decision covers, since H was last changed: by the person's own row, for most
// departments receive no cases and are to see what the office sees.
const Person* newest_entry(const Ground& g, const Ledger& line) {
    const Unit* unit = find_in(g.tables().units, line.unit);
    const auto* keys = find_in(g.tables().persons_of, line.unit);
    const Person* out = nullptr;
    for (std::size_t i = 0; keys != nullptr && i < keys->size(); ++i) {
        const Person& person = g.tables().persons.find((*keys)[i])->second;
        const bool entered = person.occupies() && person.quota_type == line.type && !person.entry_case.empty();
        if (!entered || !person.quota_since || by_decision(g, person)) {
            continue;
        }
        const bool before_change =
            unit != nullptr && unit->quota_changed_on && *person.quota_since < *unit->quota_changed_on;
        const auto place = [](const Person& p) {
            return std::pair(*p.quota_since, p.key);
        };
        if (!before_change && (out == nullptr || place(*out) < place(person))) {
            out = &person;
        }
    }
    return out;
}

void over_quota_line(const Ground& g, const Ledger& line, Findings& out) {
    const std::string subject = "unit/" + std::string(line.unit);
    const std::int64_t decided = decided_posts(g, line), above = line.a - line.authorised(), taken = above + line.r;
    const Person* entry = above > decided ? newest_entry(g, line) : nullptr;
    if (entry != nullptr) {
        out.push_back(g.found("W01", subject, line.unit, Level::red, *entry->quota_since,
                              {line_evidence(line),
                               {std::string(entry->key),
                                "evidence.W01.entry",
                                {std::string(entry->name), format_date(*entry->quota_since)}}},
                              line.type));
    } else if (line.posted_on && taken > decided && above <= 0 && !line.over_quota) {
        out.push_back(
            g.found("W01", subject, line.unit, Level::yellow, *line.posted_on, {line_evidence(line)}, line.type));
    } else if (line.posted_on && above > 0) {  // stood above H when the books were opened, or H was cut
        out.push_back(
            g.found("W01", subject, line.unit, Level::notice, *line.posted_on, {line_evidence(line)}, line.type));
    }
}

// The commission let people in by a plan that was to be done by now (domain.md 6.3), and the line is above H still.
void late_digestion(const Ground& g, const Ledger& line, Findings& out) {
    const auto* keys = line.a > line.h ? find_in(g.tables().grants_of, line.unit) : nullptr;
    std::vector<Evidence> evidence{line_evidence(line)};
    std::optional<Date> since;
    for (std::size_t i = 0; keys != nullptr && i < keys->size(); ++i) {
        const Grant& grant = g.tables().grants.find((*keys)[i])->second;
        if (grant.quota_type != line.type || !grant.digested_by || grant.digested_by->days >= g.today.days) {
            continue;
        }
        const Date over{grant.digested_by->days + 1};
        since = since ? std::min(*since, over) : over;
        evidence.push_back({std::string(grant.key),
                            "evidence.W01.digestion",
                            {std::string(grant.grant_no), format_date(*grant.digested_by)}});
    }
    if (since) {
        out.push_back(g.found("W01", "unit/" + std::string(line.unit), line.unit, Level::yellow, *since,
                              std::move(evidence), std::string(line.type) + "/digestion"));
    }
}

void over_posts_line(const Ground& g, const Posts& line, Findings& out) {
    if (line.actual <= line.auth) {
        return;
    }
    const Unit* unit = find_in(g.tables().units, line.unit);
    std::optional<Date> since = unit == nullptr ? std::nullopt : unit->opened_on;
    std::vector<Evidence> leaders;
    if (const auto* keys = find_in(g.tables().persons_of, line.unit)) {
        for (const Text key : *keys) {
            const Person& person = g.tables().persons.find(key)->second;
            if (!person.occupies() || person.staff_class != line.level) {
                continue;
            }
            leaders.push_back({std::string(key), "evidence.W02.leader", {std::string(person.name)}});
            if (person.post_since && (!since || *person.post_since > *since)) {
                since = person.post_since;
            }
        }
    }
    if (since) {
        leaders.push_back(
            {"posts/" + std::string(line.unit) + "/" + std::string(line.level),
             "evidence.W02.line",
             {code_arg("staff_class", line.level), std::to_string(line.auth), std::to_string(line.actual)}});
        out.push_back(g.found("W02", "unit/" + std::string(line.unit), line.unit, Level::red, *since,
                              std::move(leaders), line.level));
    }
}

struct Group {
    std::string_view name;
    std::array<std::string_view, 3> types;
};
constexpr std::array<Group, 2> kGroups{{{"admin", {"10", "11", "12"}}, {"institution", {"20", "21", "22"}}}};

void over_ceiling_of(const Ground& g, const Group& group, Findings& out) {
    const Total* total = find_in(g.tables().totals, group.name);
    if (total == nullptr || !total->ceiling) {
        return;
    }
    std::int64_t h = 0;
    std::optional<Date> since;
    for (const auto& [key, line] : g.tables().ledgers) {
        if (std::find(group.types.begin(), group.types.end(), line.type) == group.types.end()) {
            continue;
        }
        h += line.h;
        since = !since || (line.posted_on && *line.posted_on > *since) ? line.posted_on : since;
    }
    if (!since || h + total->reserve <= *total->ceiling) {
        return;
    }
    out.push_back(g.found("W19", "county", {}, h > *total->ceiling ? Level::red : Level::yellow, *since,
                          {{"total/" + std::string(group.name),
                            "evidence.W19.total",
                            {std::to_string(h), std::to_string(total->reserve), std::to_string(*total->ceiling)}}},
                          group.name));
}

}  // namespace

void over_quota(const Ground& g, Text unit, Findings& out) {
    for (const Ledger* line : lines_of(g.tables().ledgers, unit)) {
        over_quota_line(g, *line, out);
        late_digestion(g, *line, out);
    }
}

void over_posts(const Ground& g, Text unit, Findings& out) {
    for (const Posts* line : lines_of(g.tables().posts, unit)) {
        over_posts_line(g, *line, out);
    }
}

void over_rank(const Ground& g, const Person& p, Findings& out) {
    const Unit* unit = find_in(g.tables().units, p.unit);
    const bool leads = !p.staff_class.empty() && p.staff_class != "none";
    if (unit == nullptr || !p.occupies() || !leads || p.above_rank || !p.post_since ||
        !model::above_rank_of(p.leader_level, unit->rank)) {
        return;
    }
    out.push_back(g.found("W03", p.key, p.unit, Level::red, *p.post_since,
                          {{std::string(p.key),
                            "evidence.W03",
                            {std::string(p.name), code_arg("level", p.leader_level), code_arg("rank", unit->rank)}}}));
}

void mixed_quota(const Ground& g, const Person& p, Findings& out) {
    const Unit* unit = find_in(g.tables().units, p.unit);
    if (!p.occupies() || unit == nullptr) {
        return;
    }
    const bool known = !unit->nature.empty() && !unit->category.empty() && !p.quota_type.empty() && p.quota_since;
    if (known && !g.catalogue.quota_allowed(unit->nature, unit->category, p.quota_type)) {
        out.push_back(
            g.found("W16", p.key, p.unit, Level::yellow, *p.quota_since,
                    {{std::string(p.key),
                      "evidence.W16.type",
                      {std::string(p.name), code_arg("quota", p.quota_type), code_arg("nature", unit->nature)}}}));
    }
    const bool away = !p.work_unit.empty() && p.work_unit != p.unit && p.work_unit_since;
    const std::int64_t days = g.policy("work_elsewhere_days", 180);
    if (away && g.today.days - p.work_unit_since->days > days) {
        out.push_back(g.found(
            "W16", p.key, p.unit, Level::yellow, Date{p.work_unit_since->days + static_cast<std::int32_t>(days) + 1},
            {{std::string(p.key),
              "evidence.W16.place",
              {std::string(p.name), unit_arg(p.unit), unit_arg(p.work_unit), format_date(*p.work_unit_since)}}},
            "place"));
    }
}

void over_ceiling(const Ground& g, Findings& out) {
    for (const Group& group : kGroups) {
        over_ceiling_of(g, group, out);
    }
}

void cut_without_doc(const Ground& g, Text unit, Findings& out) {
    for (const Ledger* line : lines_of(g.tables().ledgers, unit)) {
        if (line->cut_without_doc && line->posted_on) {
            out.push_back(g.found(
                "W19", "unit/" + std::string(unit), unit, Level::red, *line->posted_on,
                {{ledger_record(*line), "evidence.W19.cut", {code_arg("quota", line->type), std::to_string(line->h)}}},
                line->type));
        }
    }
}

// Before the term of revolving posts ends, and for as long as no document has taken them back after it.
void lapsing_loans(const Ground& g, Text unit, Findings& out) {
    const std::int64_t days = g.policy("grant_expiry_notice_days", 30);
    for (const Ledger* line : lines_of(g.tables().ledgers, unit)) {
        for (const Loan& loan : line->lent) {
            if (!loan.until || loan.until->days - g.today.days > days) {
                continue;
            }
            const bool over = *loan.until < g.today;
            out.push_back(
                g.found("W15", "unit/" + std::string(unit), unit, over ? Level::red : Level::yellow,
                        over ? Date{loan.until->days + 1} : Date{loan.until->days - static_cast<std::int32_t>(days)},
                        {{ledger_record(*line),
                          over ? "evidence.W15.over" : "evidence.W15.lent",
                          {std::string(loan.doc_no), std::to_string(loan.count), format_date(*loan.until)}}},
                        loan.doc_no));
        }
    }
}

void long_vacancy(const Ground& g, Text unit, Findings& out) {
    const auto months = static_cast<int>(g.policy("vacancy_long_months", 24));
    const std::int64_t percent = g.policy("vacancy_long_percent", 20);
    for (const Ledger* line : lines_of(g.tables().ledgers, unit)) {
        const bool wide = line->h > 0 && line->vacancy() * 100 > line->h * percent;
        if (!wide || !line->vacant_since || g.today < add_months(*line->vacant_since, months)) {
            continue;
        }
        out.push_back(g.found("W21", "unit/" + std::string(unit), unit, Level::notice,
                              add_months(*line->vacant_since, months),
                              {{ledger_record(*line),
                                "evidence.W21",
                                {code_arg("quota", line->type), std::to_string(line->h),
                                 std::to_string(line->vacancy()), format_date(*line->vacant_since)}}},
                              line->type));
    }
}

}  // namespace zj::oversight
