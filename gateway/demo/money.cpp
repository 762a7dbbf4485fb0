// SPDX-License-Identifier: Apache-2.0
#include "gateway/demo/money.hpp"

#include <algorithm>

#include "gateway/demo/hiring.hpp"
#include "shared/codec/text.hpp"

namespace zj::demo {

namespace {

using codec::Array;
using codec::Object;
using codec::Value;

constexpr std::int64_t kPensionFen = 380'000;
// Well below the rows of one intent (INTENTS.md) and what one entry writes.
constexpr std::size_t kRowsAtOnce = 4'000;

std::string source_of(const std::string& what) {
    return codec::hex(crypto::sha256(as_bytes(what)));
}

}  // namespace

std::optional<std::int64_t> Money::pay_for(const Value& person, const std::string& month) {
    const Value* newest = person.find("pay");
    if (newest == nullptr) {
        return Hiring::pay_of(person.str_or("id_no"));
    }
    if (newest->str_or("from_month") <= month) {
        return newest->int_or("amount");
    }
    const Array& before = person.items("pay_before");
    const auto earlier = std::find_if(before.rbegin(), before.rend(),
                                      [&](const Value& one) { return one.str_or("from_month") <= month; });
    if (earlier != before.rend()) {
        return earlier->int_or("amount");
    }
    // The first approval of whom the chain brought names no document; a revision does.
    const Value& first = before.empty() ? *newest : before.front();
    return first.str_or("doc_no").empty() ? std::nullopt : std::optional(Hiring::pay_of(person.str_or("id_no")));
}

Payroll Money::made() {
    Payroll out;
    const std::string month = month_text(life_.world.today());
    const auto read = life_.world.county().each_record("person/", [&](const log::Record& record) {
        const Value& p = record.value;
        const std::string_view status = p.str_or("status"), state = p.str_or("state");
        const bool retired = state == "retired" || status == "3";
        const auto pay = pay_for(p, month);
        if (!retired && (state != "active" || status != "1" || !p.bool_or("fin_funded") || !pay)) {
            return true;
        }
        const std::string id(p.str_or("id_no"));
        out[std::string(p.str_or("unit"))].push_back(
            {id, std::string(p.str_or("name")), retired ? kPensionFen : *pay, retired ? "retired" : "active"});
        return true;
    });
    if (!read) {
        life_.world.fault("payroll: " + to_string(read.error()));
    }
    for (auto& [unit, rows] : out) {
        std::sort(rows.begin(), rows.end(), [](const PayRow& a, const PayRow& b) { return a.id_no < b.id_no; });
    }
    return out;
}

void Money::month() {
    const std::string month = month_text(life_.world.today());
    Payroll payroll = made();
    budget(ymd_of(life_.world.today()).year, payroll);
    if (alter_) {
        alter_(month, payroll);
    }
    load(month, payroll);
}

void Money::load(const std::string& month, const Payroll& payroll) {
    std::vector<Value> intents;
    Object units;
    std::size_t rows = 0;
    const auto flush = [&] {
        if (!units.empty()) {
            intents.push_back(life_.world.intent("pay.load")
                                  .set("month", month)
                                  .set("source", source_of("payroll " + month))
                                  .set("units", std::move(units)));
        }
        units = {};
        rows = 0;
    };
    for (const auto& [unit, list] : payroll) {
        Array of;
        for (const PayRow& row : list) {
            of.push_back(Array{row.id_no, row.name, row.paid, row.item});
        }
        rows += list.size();
        units[unit] = std::move(of);
        if (rows >= kRowsAtOnce) {
            flush();
        }
    }
    flush();
    life_.world.act("fin/1", intents);
    ++life_.done["payrolls"];
}

// Enough for twelve of the largest month, and as many heads as are on the payroll.
void Money::budget(int year, const Payroll& payroll) {
    Object units;
    for (const auto& [unit, rows] : payroll) {
        std::int64_t sum = 0, funded = 0;
        for (const PayRow& row : rows) {
            sum += row.paid;
            funded += row.item == "active" ? 1 : 0;
        }
        std::int64_t& largest = largest_[unit][year];
        largest = std::max(largest, sum);
        units[unit] = Object{{"amount", largest * 12}, {"funded", funded}};
    }
    life_.world.act("fin/1", {life_.world.intent("budget.load")
                                  .set("year", year)
                                  .set("source", source_of("budget " + month_text(life_.world.today())))
                                  .set("units", std::move(units))});
}

}  // namespace zj::demo
