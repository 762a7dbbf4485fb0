// SPDX-License-Identifier: Apache-2.0
// Registers against payroll, person by person: W05–W09 and W11 (domain.md 7). Judged by ID number and month; a month in
// which a unit's payroll was not loaded says nothing about it. Units as a whole: rules_pay_unit.cpp.
#include <algorithm>
#include <set>
#include <span>

#include "shared/oversight/months.hpp"
#include "shared/oversight/rules.hpp"

namespace zj::oversight {

namespace {

std::string pay_record(const Ground& g, const PayRow& row) {
    return "pay/" + format_month(row.month) + "/" + std::string(g.index.unit_code(row.unit));
}

std::string number_subject(const Number& n) {
    return "pay/" + std::string(n.id);
}

Evidence paid_evidence(const Ground& g, const Number& n, const PayRow& row) {
    return {pay_record(g, row),
            "evidence.paid",
            {std::string(n.masked), unit_arg(g.index.unit_code(row.unit)), format_month(row.month), yuan(row.paid)}};
}

Evidence person_evidence(const Person& p, std::string_view text, std::vector<std::string> more = {}) {
    more.insert(more.begin(), std::string(p.name));
    return {std::string(p.key), std::string(text), std::move(more)};
}

std::vector<const Person*> persons_of(const Ground& g, const Number& n) {
    std::vector<const Person*> out;
    for (const Text key : n.persons) {
        out.push_back(&g.tables().persons.find(key)->second);
    }
    return out;
}

// The row of the register that counts: the one that occupies a quota, else the one that left last.
const Person* person_of(const Ground& g, const Number& n) {
    const Person* out = nullptr;
    for (const Person* p : persons_of(g, n)) {
        const auto place = [](const Person& one) {
            return std::tuple(one.occupies(), one.left_on.value_or(Date{}), one.key);
        };
        if (out == nullptr || place(*out) < place(*p)) {
            out = p;
        }
    }
    return out;
}

bool on_some_register(const Ground& g, const Number& n) {
    const auto all = persons_of(g, n);
    return std::any_of(all.begin(), all.end(), [](const Person* p) { return p->state == "active"; });
}

// Retirement and death (01 02 09): what they are paid as if on duty is W08; everybody else who left is W05's.
bool ended_service(const Person& p) {
    return p.state == "retired" || p.exit_mode == "01" || p.exit_mode == "02" || p.exit_mode == "09";
}

const PayMonth* pay_month(const Ground& g, Text unit, Month month) {
    const auto* months = find_in(g.tables().pay, unit);
    return months == nullptr ? nullptr : find_in(*months, month);
}

bool has_row(const Number& n, Month month) {
    return std::any_of(n.rows.begin(), n.rows.end(), [&](const PayRow& row) { return row.month == month; });
}

using Rows = std::span<const PayRow>;

// The rows of a number month by month; none is empty.
std::vector<Rows> by_month(const Number& n) {
    std::vector<Rows> out;
    const Rows all(n.rows);
    for (std::size_t begin = 0, end = 0; begin < all.size(); begin = end) {
        while (end < all.size() && all[end].month == all[begin].month) {
            ++end;
        }
        out.push_back(all.subspan(begin, end - begin));
    }
    return out;
}

// Findings about a number belong to the unit of its newest row.
Text newest_unit(const Ground& g, const Number& n) {
    return n.rows.empty() ? Text{} : g.index.unit_code(n.rows.back().unit);
}

}  // namespace

void paid_off_register(const Ground& g, const Number& n, Findings& out) {
    const Person* person = person_of(g, n);
    if (on_some_register(g, n) || (person != nullptr && (!person->left_on || ended_service(*person)))) {
        return;
    }
    std::vector<Evidence> evidence;
    std::optional<Month> first;
    for (const PayRow& row : n.rows) {
        const bool counts = row.item != PayItem::retired && (person != nullptr || row.item == PayItem::active);
        if (counts && (person == nullptr || month_of(*person->left_on) < row.month)) {
            first = first.value_or(row.month);
            evidence.push_back(paid_evidence(g, n, row));
        }
    }
    if (!first) {
        return;
    }
    if (person != nullptr) {
        evidence.push_back(person_evidence(*person, "evidence.left",
                                           {code_arg("exit", person->exit_mode), format_date(*person->left_on)}));
    } else {
        evidence.push_back({"idno/" + std::string(n.id), "evidence.W05.unknown", {std::string(n.masked)}});
    }
    out.push_back(g.found("W05", number_subject(n), newest_unit(g, n), person != nullptr ? Level::red : Level::yellow,
                          first_day(*first), std::move(evidence)));
}

// Both the newest month of the unit and the one before it were loaded, and the person was there before either.
void on_register_unpaid(const Ground& g, const Number& n, Findings& out) {
    const Person* p = person_of(g, n);
    const auto* months = p == nullptr ? nullptr : find_in(g.tables().pay, p->unit);
    if (months == nullptr || months->empty() || !p->occupies() || !p->fin_funded || !p->quota_since) {
        return;
    }
    const Month month = months->rbegin()->first, before = static_cast<Month>(month - 1);
    const Date since = std::max(*p->quota_since, p->entered_on.value_or(*p->quota_since));
    const bool due = month_of(since) < before && (!p->pay || p->pay->from <= before);
    if (pay_month(g, p->unit, before) == nullptr || !due || has_row(n, month) || has_row(n, before)) {
        return;
    }
    const std::string code = std::string(p->unit);
    out.push_back(g.found("W06", number_subject(n), p->unit, Level::yellow, first_day(before),
                          {person_evidence(*p, "evidence.W06", {std::string(n.masked)}),
                           {"pay/" + format_month(before) + "/" + code, "evidence.W06.month", {format_month(before)}},
                           {"pay/" + format_month(month) + "/" + code, "evidence.W06.month", {format_month(month)}}}));
}

void paid_twice(const Ground& g, const Number& n, Findings& out) {
    std::vector<Evidence> evidence;
    std::optional<Month> first;
    for (const Rows& rows : by_month(n)) {
        std::set<std::uint32_t> units;
        for (const PayRow& row : rows) {
            if (row.item != PayItem::other) {
                units.insert(row.unit);
            }
        }
        if (units.size() < 2) {
            continue;
        }
        first = first.value_or(rows.front().month);
        for (const PayRow& row : rows) {
            if (row.item != PayItem::other) {
                evidence.push_back(paid_evidence(g, n, row));
            }
        }
    }
    if (first) {
        out.push_back(
            g.found("W07", number_subject(n), newest_unit(g, n), Level::red, first_day(*first), std::move(evidence)));
    }
}

void paid_after_end(const Ground& g, const Number& n, Findings& out) {
    const Person* person = person_of(g, n);
    if (person == nullptr || on_some_register(g, n) || !ended_service(*person) || !person->left_on) {
        return;
    }
    std::vector<Evidence> evidence;
    std::optional<Month> first;
    for (const PayRow& row : n.rows) {
        if (row.item == PayItem::active && month_of(*person->left_on) < row.month) {
            first = first.value_or(row.month);
            evidence.push_back(paid_evidence(g, n, row));
        }
    }
    if (first) {
        evidence.push_back(person_evidence(*person, "evidence.left",
                                           {code_arg("exit", person->exit_mode), format_date(*person->left_on)}));
        out.push_back(
            g.found("W08", number_subject(n), newest_unit(g, n), Level::red, first_day(*first), std::move(evidence)));
    }
}

// Months after the one in which the person came to this unit; pay follows a transfer by a month.
void paid_elsewhere(const Ground& g, const Number& n, Findings& out) {
    const Person* p = person_of(g, n);
    if (p == nullptr || !p->occupies() || !p->entered_on) {
        return;
    }
    std::vector<Evidence> evidence;
    std::optional<Month> first;
    for (const Rows& rows : by_month(n)) {
        const bool here = std::any_of(rows.begin(), rows.end(), [&](const PayRow& row) {
            return row.item == PayItem::active && g.index.unit_code(row.unit) == p->unit;
        });
        if (here || rows.front().month <= month_of(*p->entered_on)) {
            continue;
        }
        for (const PayRow& row : rows) {
            if (row.item == PayItem::active) {
                first = first.value_or(row.month);
                evidence.push_back(paid_evidence(g, n, row));
            }
        }
    }
    if (first) {
        evidence.push_back(person_evidence(*p, "evidence.W09", {unit_arg(p->unit)}));
        out.push_back(
            g.found("W09", number_subject(n), p->unit, Level::yellow, first_day(*first), std::move(evidence)));
    }
}

void paid_as_approved(const Ground& g, const Number& n, Findings& out) {
    const Person* p = person_of(g, n);
    if (p == nullptr || !p->occupies() || !p->pay) {
        return;
    }
    const std::int64_t tolerance = g.policy("pay_difference_fen", 100);
    std::vector<Evidence> evidence;
    std::optional<Month> first;
    for (const Rows& rows : by_month(n)) {
        std::int64_t paid = 0;
        bool any = false;
        for (const PayRow& row : rows) {
            any = any || row.item == PayItem::active;
            paid += row.item == PayItem::active ? row.paid : 0;
        }
        const Month month = rows.front().month;
        const std::int64_t difference = paid - p->pay->amount;
        if (any && month >= p->pay->from && (difference > tolerance || difference < -tolerance)) {
            first = first.value_or(month);
            evidence.push_back(
                {pay_record(g, rows.front()), "evidence.W11", {format_month(month), yuan(p->pay->amount), yuan(paid)}});
        }
    }
    if (first) {
        evidence.push_back(person_evidence(*p, "evidence.person", {std::string(n.masked)}));
        out.push_back(
            g.found("W11", number_subject(n), p->unit, Level::yellow, first_day(*first), std::move(evidence)));
    }
}

}  // namespace zj::oversight
