// SPDX-License-Identifier: Apache-2.0
// Who is on the register and who is paid: W05, W06 and W08 (domain.md 7), by ID number and month; for W05 and W08 the
// register of the month that was paid. A month in which a
// unit's payroll was not loaded says nothing about it.
#include <algorithm>

#include "shared/oversight/months.hpp"
#include "shared/oversight/pay_rows.hpp"

namespace zj::oversight {

namespace {

// Retirement and death (01 02 09): what they are paid as if on duty is W08; everybody else who left is W05's.
bool ended_service(const Person& p) {
    return p.state == "retired" || p.exit_mode == "01" || p.exit_mode == "02" || p.exit_mode == "09";
}

bool has_row(const Number& n, Month month) {
    return std::any_of(n.rows.begin(), n.rows.end(), [&](const PayRow& row) { return row.month == month; });
}

// Those who retired or went off duty before the books were opened have no day of leaving, but were gone by then.
std::optional<Month> gone_since(const Ground& g, const Person& p) {
    const Unit* unit = find_in(g.tables().units, p.unit);
    const std::optional<Date> day = p.left_on ? p.left_on : unit == nullptr ? std::nullopt : unit->opened_on;
    return day ? std::optional(month_of(*day)) : std::nullopt;
}

// The row has its person on the register in that month, the first and the last one too.
bool covers(const Person& p, Month month) {
    const bool came =
        !p.quota_since || month_of(std::min(*p.quota_since, p.entered_on.value_or(*p.quota_since))) <= month;
    return came && (p.state == "active" || (p.left_on && month <= month_of(*p.left_on)));
}

// By which row they were gone in that month: the one that left last before it. Null where some row covers the month, or
// where nobody had left; that somebody is back today makes no earlier month good.
const Person* gone_by(const Ground& g, const Number& n, Month month) {
    const Person* out = nullptr;
    for (const Person* p : persons_of(g, n)) {
        if (p->state == "void") {
            continue;
        }
        if (covers(*p, month)) {
            return nullptr;
        }
        const auto gone = p->state == "active" ? std::nullopt : gone_since(g, *p);
        if (gone && *gone < month && (out == nullptr || *gone_since(g, *out) < *gone)) {
            out = p;
        }
    }
    return out;
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
    const bool unknown = person_of(g, n) == nullptr;
    Faults faults;
    const Person* who = nullptr;
    bool any_left = false;
    for (const PayRow& row : n.rows) {
        const Person* p = gone_by(g, n, row.month);
        const bool left = p != nullptr && p->left_on && p->status != "2" && !ended_service(*p),
                   off = p != nullptr && off_duty_unpaid(*p);
        const bool counts = row.paid > 0 && (row.item == PayItem::active || (left && row.item == PayItem::other));
        if (counts && (unknown || left || off)) {
            faults.add(g, row, paid_evidence(g, n, row));
            who = p;
            any_left = any_left || left;
        }
    }
    if (faults.any()) {
        faults.evidence.push_back(absence_of(n, who));
        const Level level = any_left ? Level::red : Level::yellow;
        out.push_back(finding_of(g, "W05", n, newest_unit(g, n), level, std::move(faults)));
    }
}

// Both the newest month of the unit and the one before it were loaded, and the person was there before either.
void on_register_unpaid(const Ground& g, const Number& n, Findings& out) {
    const Person* p = person_of(g, n);
    const auto* months = p == nullptr ? nullptr : find_in(g.tables().pay, p->payer());
    if (months == nullptr || months->empty() || !p->occupies() || !p->fin_funded || !p->quota_since) {
        return;
    }
    const Month month = months->rbegin()->first, before = static_cast<Month>(month - 1);
    const Date since = std::max(*p->quota_since, p->entered_on.value_or(*p->quota_since));
    const std::optional<Month> due = p->pay_from();
    const bool there = month_of(since) < before && (!due || *due <= before);
    if (pay_month(g, p->payer(), before) == nullptr || !there || has_row(n, month) || has_row(n, before)) {
        return;
    }
    const std::string code(p->payer());
    out.push_back(g.found("W06", number_subject(n), p->unit, Level::yellow, first_day(before),
                          {person_evidence(*p, "evidence.W06", {std::string(n.masked)}),
                           {"pay/" + format_month(before) + "/" + code, "evidence.W06.month", {format_month(before)}},
                           {"pay/" + format_month(month) + "/" + code, "evidence.W06.month", {format_month(month)}}}));
}

void paid_after_end(const Ground& g, const Number& n, Findings& out) {
    Faults faults;
    const Person* who = nullptr;
    for (const PayRow& row : n.rows) {
        const Person* p = gone_by(g, n, row.month);
        if (p != nullptr && ended_service(*p) && row.item == PayItem::active && row.paid > 0) {
            faults.add(g, row, paid_evidence(g, n, row));
            who = p;
        }
    }
    if (faults.any()) {
        faults.evidence.push_back(absence_of(n, who));
        out.push_back(finding_of(g, "W08", n, newest_unit(g, n), Level::red, std::move(faults)));
    }
}

}  // namespace zj::oversight
