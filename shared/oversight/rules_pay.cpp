// SPDX-License-Identifier: Apache-2.0
// Where and how much those on the register are paid: W07, W09 and W11 (domain.md 7), by ID number and month. Who is on
// it and who is paid at all: rules_pay_register.cpp. Units as a whole: rules_pay_unit.cpp.
#include <algorithm>
#include <set>

#include "shared/oversight/months.hpp"
#include "shared/oversight/pay_rows.hpp"

namespace zj::oversight {

namespace {

// The month of a transfer is paid by both units, each for its part: all that pay had the person then.
bool month_of_transfer(const Ground& g, const Number& n, Month month, const std::set<std::uint32_t>& units) {
    bool moved = false;
    std::set<Text> had;
    for (const Person* p : persons_of(g, n)) {
        const std::optional<Date> came = p->quota_since ? p->quota_since : p->entered_on;
        const bool left_then = p->left_on && month_of(*p->left_on) == month;
        if (came && month_of(*came) <= month && (p->state == "active" || left_then)) {
            had.insert(p->payer());
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

// Months after the one in which the person came to this unit; pay follows a transfer by a month. Since when another
// unit pays them the record does not say, so that pay by their own is no fault either.
void paid_elsewhere(const Ground& g, const Number& n, Findings& out) {
    const Person* p = person_of(g, n);
    if (p == nullptr || !p->occupies() || !p->entered_on) {
        return;
    }
    Faults faults;
    for (const Rows& rows : by_month(n)) {
        const bool here = std::any_of(rows.begin(), rows.end(), [&](const PayRow& row) {
            const Text by = g.index.unit_code(row.unit);
            return row.item == PayItem::active && (by == p->unit || by == p->payer());
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
        faults.evidence.push_back(person_evidence(*p, "evidence.W09", {unit_arg(p->payer())}));
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

// What the month's rows pay of what was approved. Pay in service is; a pension is W08's. Other rows beside it are
// allowances and what else has an approval of its own; without it they stand in its place, so that nobody's pay is out
// of sight under another heading, once the payroll that ought to have it is in (`loaded`). nullopt where there is
// neither.
std::optional<std::int64_t> paid_of_approved(const Rows& rows, bool loaded) {
    std::optional<std::int64_t> active, other;
    for (const PayRow& row : rows) {
        if (row.item == PayItem::active) {
            active = active.value_or(0) + row.paid;
        } else if (row.item == PayItem::other) {
            other = other.value_or(0) + row.paid;
        }
    }
    return active || !loaded ? active : other;
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
        const Month month = rows.front().month;
        const std::optional<std::int64_t> paid = paid_of_approved(rows, pay_month(g, p->payer(), month) != nullptr);
        const auto approved = paid ? approved_instead(*p, month, *paid, tolerance) : std::nullopt;
        if (approved) {
            faults.add(
                g, rows.front(),
                {pay_record(g, rows.front()), "evidence.W11", {format_month(month), yuan(*approved), yuan(*paid)}});
        }
    }
    if (faults.any()) {
        faults.evidence.push_back(person_evidence(*p, "evidence.person", {std::string(n.masked)}));
        out.push_back(finding_of(g, "W11", n, p->unit, Level::yellow, std::move(faults)));
    }
}

}  // namespace zj::oversight
