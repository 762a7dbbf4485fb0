// SPDX-License-Identifier: Apache-2.0
#include "shared/oversight/pay_rows.hpp"

#include <algorithm>
#include <tuple>

#include "shared/oversight/months.hpp"

namespace zj::oversight {

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

Evidence person_evidence(const Person& p, std::string_view text, std::vector<std::string> more) {
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

const PayMonth* pay_month(const Ground& g, Text unit, Month month) {
    const auto* months = find_in(g.tables().pay, unit);
    return months == nullptr ? nullptr : find_in(*months, month);
}

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

Text newest_unit(const Ground& g, const Number& n) {
    return n.rows.empty() ? Text{} : g.index.unit_code(n.rows.back().unit);
}

void Faults::add(const Ground& g, const PayRow& row, Evidence one) {
    const PayMonth* sheet = pay_month(g, g.index.unit_code(row.unit), row.month);
    const Date month = first_day(row.month);
    first = first.value_or(row.month);
    newest = std::max(newest, sheet == nullptr ? month : sheet->loaded_on.value_or(month));
    evidence.push_back(std::move(one));
}

Finding finding_of(const Ground& g, std::string_view rule, const Number& n, Text unit, Level level, Faults faults) {
    Finding out = g.found(rule, number_subject(n), unit, level, first_day(*faults.first), std::move(faults.evidence));
    out.newest = faults.newest;
    return out;
}

}  // namespace zj::oversight
