// SPDX-License-Identifier: Apache-2.0
// Payroll and budget of a unit as a whole: W10 and W12 (domain.md 7).
#include <algorithm>

#include "shared/oversight/months.hpp"
#include "shared/oversight/rules.hpp"

namespace zj::oversight {

namespace {

// amount × months / 12 × (100 + tolerance) %, rounded down, without leaving 64 bits for any amount a record may hold.
std::int64_t allowed_by(std::int64_t amount, std::int64_t months, std::int64_t tolerance_percent) {
    constexpr std::int64_t kParts = 1200;
    const std::int64_t share = months * (100 + tolerance_percent);
    return amount / kParts * share + amount % kParts * share / kParts;
}

}  // namespace

void over_budget(const Ground& g, Text unit, Findings& out) {
    const auto* months = find_in(g.tables().pay, unit);
    const auto* budgets = find_in(g.tables().budgets, unit);
    if (months == nullptr || months->empty() || budgets == nullptr) {
        return;
    }
    const Month newest = months->rbegin()->first;
    const Budget* budget = find_in(*budgets, std::int64_t{year_of(newest)});
    if (budget == nullptr) {
        return;
    }
    std::int64_t paid = 0;
    for (const auto& [month, sheet] : *months) {
        paid += year_of(month) == year_of(newest) ? sheet.total : 0;
    }
    const std::int64_t allowed =
        allowed_by(budget->amount, month_in_year(newest), g.policy("pay_tolerance_percent", 3));
    if (paid > allowed) {
        out.push_back(g.found("W10", "unit/" + std::string(unit), unit, Level::yellow, first_day(newest),
                              {{std::string(budget->key), "evidence.W10.budget", {yuan(budget->amount)}},
                               {std::string(months->rbegin()->second.key),
                                "evidence.W10.paid",
                                {format_month(newest), yuan(paid), yuan(allowed)}}},
                              std::to_string(year_of(newest))));
    }
}

namespace {

// The first month in which somebody counts for the payroll of the unit: there, and by stage 4 of the chain due pay.
std::optional<Month> due_from(const Person& p) {
    if (!p.quota_since) {
        return std::nullopt;
    }
    const Month came = month_of(std::max(*p.quota_since, p.entered_on.value_or(*p.quota_since)));
    return std::max(came, p.pay_from().value_or(came));
}

// Publicly funded people whom the unit pays (工资发放单位), and who occupied a quota at the end of `month` and were due
// pay by then. Beside them those who came or left from `since` on: whoever leaves is paid to the end of that month, by
// the unit that is left.
struct Heads {
    std::int64_t there = 0;
    std::int64_t came = 0, moved_in = 0;  // among those there
    std::int64_t left = 0;                // beside them
};

void count(Heads& out, const Person& p, Month since, Month month) {
    const std::optional<Month> due = due_from(p);
    if (!due || *due > month) {
        return;
    }
    const bool there = p.occupies() || (p.state != "active" && p.left_on && *p.left_on > last_day(month));
    const bool funded = p.fin_funded || (p.fin_until && *p.fin_until > month);
    if (there && funded) {
        ++out.there;
        out.came += *due >= since ? 1 : 0;
        out.moved_in += *due >= since && !p.moved_from.empty() ? 1 : 0;
        return;
    }
    // A cut of funds that names no month may have come after this one.
    const bool maybe_funded = !p.fin_until || *p.fin_until > since;
    out.left += p.state != "active" && p.left_on && month_of(*p.left_on) >= since && maybe_funded ? 1 : 0;
}

Heads heads_of(const Ground& g, Text unit, Month since, Month month) {
    Heads out;
    for (const auto* group : {&g.tables().persons_of, &g.tables().paid_for}) {
        const auto* keys = find_in(*group, unit);
        for (std::size_t i = 0; keys != nullptr && i < keys->size(); ++i) {
            if (const Person& p = g.tables().persons.find((*keys)[i])->second; p.payer() == unit) {
                count(out, p, since, month);
            }
        }
    }
    return out;
}

bool within(std::int64_t n, std::int64_t least, std::int64_t most) {
    return least <= n && n <= most;
}

// The number of a budget is that of the month in which it was told; who came or left since is no difference.
bool funded_fits(const Ground& g, Text unit, const Budget& budget, Month month) {
    if (!budget.funded) {
        return true;
    }
    const Month told = budget.told.value_or(first_month(year_of(month)));
    const Heads heads = heads_of(g, unit, told, std::max(told, month));
    return within(*budget.funded, heads.there - heads.came, heads.there + heads.left);
}

}  // namespace

void heads_differ(const Ground& g, Text unit, Findings& out) {
    const auto* months = find_in(g.tables().pay, unit);
    if (months == nullptr || months->empty() || find_in(g.tables().units, unit) == nullptr) {
        return;
    }
    const auto& [month, sheet] = *months->rbegin();
    const auto* budgets = find_in(g.tables().budgets, unit);
    const Budget* budget = budgets == nullptr ? nullptr : find_in(*budgets, std::int64_t{year_of(month)});
    const Heads heads = heads_of(g, unit, month, month);
    if (within(sheet.paid_active, heads.there - heads.moved_in, heads.there + heads.left) &&
        (budget == nullptr || funded_fits(g, unit, *budget, month))) {
        return;
    }
    std::vector<Evidence> evidence{
        {"unit/" + std::string(unit), "evidence.W12.heads", {format_month(month), std::to_string(heads.there)}}};
    if (heads.left > 0) {
        evidence.push_back({"unit/" + std::string(unit), "evidence.W12.left", {std::to_string(heads.left)}});
    }
    evidence.push_back({std::string(sheet.key), "evidence.W12.paid", {std::to_string(sheet.paid_active)}});
    if (budget != nullptr && budget->funded) {
        evidence.push_back({std::string(budget->key), "evidence.W12.funded", {std::to_string(*budget->funded)}});
    }
    out.push_back(g.found("W12", "unit/" + std::string(unit), unit, Level::yellow, first_day(month),
                          std::move(evidence), format_month(month)));
}

}  // namespace zj::oversight
