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
        if (p->state == "void") {
            continue;  // the entry was reversed: the person never came
        }
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

// The rows that a rule finds fault with, month after month.
struct Faults {
    std::vector<Evidence> evidence;
    std::optional<Month> first;
    Date newest;  // when the last of them was loaded

    bool any() const { return first.has_value(); }
    void add(const Ground& g, const PayRow& row, Evidence one) {
        const PayMonth* sheet = pay_month(g, g.index.unit_code(row.unit), row.month);
        const Date month = first_day(row.month);
        first = first.value_or(row.month);
        newest = std::max(newest, sheet == nullptr ? month : sheet->loaded_on.value_or(month));
        evidence.push_back(std::move(one));
    }
};

Finding finding_of(const Ground& g, std::string_view rule, const Number& n, Text unit, Level level, Faults faults) {
    Finding out = g.found(rule, number_subject(n), unit, level, first_day(*faults.first), std::move(faults.evidence));
    out.newest = faults.newest;
    return out;
}

// Those who retired or went off duty before the books were opened have no day of leaving, but were gone by then.
std::optional<Month> gone_since(const Ground& g, const Person& p) {
    const Unit* unit = find_in(g.tables().units, p.unit);
    const std::optional<Date> day = p.left_on ? p.left_on : unit == nullptr ? std::nullopt : unit->opened_on;
    return day ? std::optional(month_of(*day)) : std::nullopt;
}

// 非在职 whose status keeps no pay: off post (1), status kept unpaid (5). Long sick leave and kept status are paid.
bool off_duty_unpaid(const Person& p) {
    return p.status == "2" && (p.off_reason == "1" || p.off_reason == "5");
}

// Nobody on the register: who that is, or when they left.
Evidence absence_of(const Number& n, const Person* p) {
    if (p == nullptr) {
        return {"idno/" + std::string(n.id), "evidence.W05.unknown", {std::string(n.masked)}};
    }
    return p->left_on ? person_evidence(*p, "evidence.left", {code_arg("exit", p->exit_mode), format_date(*p->left_on)})
           : p->status == "2" ? person_evidence(*p, "evidence.W05.off", {code_arg("off", p->off_reason)})
                              : person_evidence(*p, "evidence.W08.retired");
}

}  // namespace

// What is taken back, below 0, is no pay.
void paid_off_register(const Ground& g, const Number& n, Findings& out) {
    const Person* p = person_of(g, n);
    const bool left = p != nullptr && p->left_on && !ended_service(*p), off = p != nullptr && off_duty_unpaid(*p);
    if (on_some_register(g, n) || (p != nullptr && !left && !off)) {
        return;
    }
    const std::optional<Month> gone = p == nullptr ? std::nullopt : gone_since(g, *p);
    Faults faults;
    for (const PayRow& row : n.rows) {
        const bool counts = row.paid > 0 && (row.item == PayItem::active || (left && row.item == PayItem::other));
        if (counts && (p == nullptr || (gone && *gone < row.month))) {
            faults.add(g, row, paid_evidence(g, n, row));
        }
    }
    if (faults.any()) {
        faults.evidence.push_back(absence_of(n, p));
        out.push_back(finding_of(g, "W05", n, newest_unit(g, n), left ? Level::red : Level::yellow, std::move(faults)));
    }
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
    const std::optional<Month> due = p->pay_from();
    const bool there = month_of(since) < before && (!due || *due <= before);
    if (pay_month(g, p->unit, before) == nullptr || !there || has_row(n, month) || has_row(n, before)) {
        return;
    }
    const std::string code = std::string(p->unit);
    out.push_back(g.found("W06", number_subject(n), p->unit, Level::yellow, first_day(before),
                          {person_evidence(*p, "evidence.W06", {std::string(n.masked)}),
                           {"pay/" + format_month(before) + "/" + code, "evidence.W06.month", {format_month(before)}},
                           {"pay/" + format_month(month) + "/" + code, "evidence.W06.month", {format_month(month)}}}));
}

namespace {

// The month of a transfer is paid by both units, each for its part: all that pay had the person then.
bool month_of_transfer(const Ground& g, const Number& n, Month month, const std::set<std::uint32_t>& units) {
    bool moved = false;
    std::set<Text> had;
    for (const Person* p : persons_of(g, n)) {
        const std::optional<Date> came = p->quota_since ? p->quota_since : p->entered_on;
        const bool left_then = p->left_on && month_of(*p->left_on) == month;
        if (came && month_of(*came) <= month && (p->state == "active" || left_then)) {
            had.insert(p->unit);
        }
        moved = moved || (left_then && (p->exit_mode == "03" || p->exit_mode == "10"));
    }
    return moved && std::all_of(units.begin(), units.end(),
                                [&](std::uint32_t unit) { return had.contains(g.index.unit_code(unit)); });
}

}  // namespace

void paid_twice(const Ground& g, const Number& n, Findings& out) {
    Faults faults;
    for (const Rows& rows : by_month(n)) {
        std::set<std::uint32_t> units;
        for (const PayRow& row : rows) {
            if (row.item != PayItem::other) {
                units.insert(row.unit);
            }
        }
        if (units.size() < 2 || month_of_transfer(g, n, rows.front().month, units)) {
            continue;
        }
        for (const PayRow& row : rows) {
            if (row.item != PayItem::other) {
                faults.add(g, row, paid_evidence(g, n, row));
            }
        }
    }
    if (faults.any()) {
        out.push_back(finding_of(g, "W07", n, newest_unit(g, n), Level::red, std::move(faults)));
    }
}

void paid_after_end(const Ground& g, const Number& n, Findings& out) {
    const Person* p = person_of(g, n);
    if (p == nullptr || on_some_register(g, n) || !ended_service(*p)) {
        return;
    }
    const std::optional<Month> gone = gone_since(g, *p);
    Faults faults;
    for (const PayRow& row : n.rows) {
        if (row.item == PayItem::active && row.paid > 0 && gone && *gone < row.month) {
            faults.add(g, row, paid_evidence(g, n, row));
        }
    }
    if (faults.any()) {
        faults.evidence.push_back(absence_of(n, p));
        out.push_back(finding_of(g, "W08", n, newest_unit(g, n), Level::red, std::move(faults)));
    }
}

// Months after the one in which the person came to this unit; pay follows a transfer by a month.
void paid_elsewhere(const Ground& g, const Number& n, Findings& out) {
    const Person* p = person_of(g, n);
    if (p == nullptr || !p->occupies() || !p->entered_on) {
        return;
    }
    Faults faults;
    for (const Rows& rows : by_month(n)) {
        const bool here = std::any_of(rows.begin(), rows.end(), [&](const PayRow& row) {
            return row.item == PayItem::active && g.index.unit_code(row.unit) == p->unit;
        });
        if (here || rows.front().month <= month_of(*p->entered_on)) {
            continue;
        }
        for (const PayRow& row : rows) {
            if (row.item == PayItem::active && row.paid > 0) {
                faults.add(g, row, paid_evidence(g, n, row));
            }
        }
    }
    if (faults.any()) {
        faults.evidence.push_back(person_evidence(*p, "evidence.W09", {unit_arg(p->unit)}));
        out.push_back(finding_of(g, "W09", n, p->unit, Level::yellow, std::move(faults)));
    }
}

namespace {

// What should have been paid in the month, or nothing where `paid` is right: what was approved last for it. Until a
// revision that reaches back was approved, what had been approved before it was right.
std::optional<std::int64_t> approved_instead(const Person& p, Month month, std::int64_t paid, std::int64_t tolerance) {
    std::optional<std::int64_t> newest;
    for (auto at = p.pay.rbegin(); at != p.pay.rend(); ++at) {
        if (at->from > month) {
            continue;
        }
        newest = newest.value_or(at->amount);
        const std::int64_t difference = paid - at->amount;
        if (-tolerance <= difference && difference <= tolerance) {
            return std::nullopt;
        }
        if (!at->approved_on || *at->approved_on <= last_day(month)) {
            break;
        }
    }
    return newest;
}

}  // namespace

void paid_as_approved(const Ground& g, const Number& n, Findings& out) {
    const Person* p = person_of(g, n);
    if (p == nullptr || !p->occupies()) {
        return;
    }
    const std::int64_t tolerance = g.policy("pay_difference_fen", 100);
    Faults faults;
    for (const Rows& rows : by_month(n)) {
        std::int64_t paid = 0;
        bool any = false;
        for (const PayRow& row : rows) {
            any = any || row.item == PayItem::active;
            paid += row.item == PayItem::active ? row.paid : 0;
        }
        const Month month = rows.front().month;
        const auto approved = any ? approved_instead(*p, month, paid, tolerance) : std::nullopt;
        if (approved) {
            faults.add(
                g, rows.front(),
                {pay_record(g, rows.front()), "evidence.W11", {format_month(month), yuan(*approved), yuan(paid)}});
        }
    }
    if (faults.any()) {
        faults.evidence.push_back(person_evidence(*p, "evidence.person", {std::string(n.masked)}));
        out.push_back(finding_of(g, "W11", n, p->unit, Level::yellow, std::move(faults)));
    }
}

}  // namespace zj::oversight
