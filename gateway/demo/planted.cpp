// SPDX-License-Identifier: Apache-2.0
#include "gateway/demo/planted.hpp"

#include <algorithm>

#include "shared/model/checks.hpp"
#include "shared/model/csv.hpp"

namespace zj::demo {

namespace {

using codec::Array;
using codec::Object;
using codec::Value;

constexpr std::int64_t kTooMuchFen = 30'000;

// The last month whose payroll is there before `until`.
std::string last_month(Date until) {
    const Ymd ymd = ymd_of(until);
    return month_text(Date{date_from({ymd.year, ymd.month, 1}).days - 1});
}

}  // namespace

Planted::Planted(Life& life, Hiring& hiring, Leaving& leaving, const std::string& books, Date until)
    : life_(life), hiring_(hiring), leaving_(leaving), until_(until) {
    for (const auto& row : model::parse_csv(books).rows) {
        const std::string &kind = row[0], &unit = row[1];
        if (kind == "over_quota") {
            over_quota_unit_ = unit;
        } else if (kind == "stale_rule") {
            stale_unit_ = unit;
        } else if (kind == "late_exit") {
            late_unit_ = unit;
            late_id_ = row[2];
        } else if (kind == "over_posts") {
            note(kind, unit, {"W02"}, row[3]);
        } else {
            note(kind, unit, {"W04"}, row[3]);
        }
        life_.spared.insert(unit);
    }
}

void Planted::note(std::string kind, std::string unit, std::vector<std::string> rules, std::string fact) {
    mistakes_.push_back({std::move(kind), std::move(unit), std::move(fact), std::move(rules)});
}

std::string Planted::row_of(const std::string& id_no) {
    for (const auto& [unit, rows] : life_.people) {
        for (const std::string& key : rows) {
            if (life_.world.get(key).str_or("id_no") == id_no) {
                return key;
            }
        }
    }
    return {};
}

std::string Planted::some_row(const std::string& unit) {
    for (const std::string& key : life_.people[unit]) {
        const Value row = life_.world.get(key);
        if (row.str_or("state") == "active" && row.str_or("case").empty() && row.str_or("staff_class") == "none" &&
            row.str_or("retire_on") > day_text(add_months(until_, 12)) && life_.free(key)) {
            return key;
        }
    }
    return {};
}

void Planted::schedule() {
    // Reported four weeks after the event, two weeks before the year ends.
    const std::string late = row_of(late_id_);
    life_.spared.insert(late);
    life_.on_day(Date{until_.days - 14}, [this, late] {
        leaving_.report({late, "05", Date{until_.days - 42}, Fate::plain});
        note("late_exit", late_unit_, {"W14"}, "辞职后四周才报下编");
    });
    life_.on_day(Date{until_.days - 75}, [this] {
        const std::string doc = life_.document("黄编发");
        life_.world.act("ob_clerk/2", {life_.world.intent("doc.register")
                                           .set("from", "黄冈市委编委")
                                           .set("doc_no", doc)
                                           .set("received_on", day_text(life_.world.today()))
                                           .set("title", "关于印发三定规定的通知")
                                           .set("secrecy", "0")
                                           .set("pages", 9)
                                           .set("handler", "机构股")
                                           .set("reform_of", stale_unit_)
                                           .set("effective_on", day_text(Date{until_.days - 70}))
                                           .set("change_kind", "inner")});
        note("stale_rule", stale_unit_, {"W18"}, "新三定 " + doc + " 施行后未办机构修改");
    });
    // The unit above its quota loses two and takes one in for them, by the commission.
    for (const int day : {300, 290}) {
        life_.on_day(Date{until_.days - day}, [this, day] {
            leaving_.report({some_row(over_quota_unit_), "05", Date{life_.world.today().days - day % 5}, Fate::plain});
        });
    }
    life_.on_day(Date{until_.days - 270}, [this] {
        const Value line = life_.world.get("ledger/" + over_quota_unit_ + "/20");
        if (line.int_or("over_exits") >= 2 && line.int_or("h") <= line.int_or("a")) {
            hiring_.over_quota(over_quota_unit_, "20");
        }
    });
    // Who will be paid on after leaving.
    life_.on_day(Date{until_.days - 130}, [this] {
        ghost_ = some_row("421125104");
        leaving_.report({ghost_, "05", Date{life_.world.today().days - 2}, Fate::plain});
    });
}

void Planted::alter(const std::string& month, Payroll& payroll) {
    if (month != last_month(until_)) {
        return;
    }
    paid_after_leaving(month, payroll);
    paid_as_if_on_duty(month, payroll);
    paid_twice(month, payroll);
    paid_too_much(month, payroll);
}

// Who left within the month may be paid or not, and where somebody did, one head more proves nothing.
std::vector<std::string> Planted::with_heads(std::string rule, const std::string& unit, const std::string& month) {
    for (const std::string& key : life_.people[unit]) {
        if (life_.world.get(key).str_or("left_on").starts_with(month)) {
            return {std::move(rule)};
        }
    }
    return {std::move(rule), "W12"};
}

void Planted::paid_after_leaving(const std::string& month, Payroll& payroll) {
    const Value row = life_.world.get(ghost_);
    const std::string unit(row.str_or("unit")), id(row.str_or("id_no"));
    payroll[unit].push_back({id, std::string(row.str_or("name")), Hiring::pay_of(id), "active"});
    note("paid_after_leaving", unit, with_heads("W05", unit, month), "辞职后仍在发放工资");
}

void Planted::paid_as_if_on_duty(const std::string& month, Payroll& payroll) {
    for (const auto& [unit, keys] : life_.people) {
        for (const std::string& key : keys) {
            const Value row = life_.world.get(key);
            if (row.str_or("state") != "retired" || life_.spared.contains(unit) ||
                row.str_or("left_on") > day_text(add_months(until_, -3))) {
                continue;
            }
            for (PayRow& paid : payroll[unit]) {
                if (paid.id_no == row.str_or("id_no")) {
                    paid.item = "active";
                    return note("paid_as_if_on_duty", unit, with_heads("W08", unit, month), "退休后仍按在职发放工资");
                }
            }
        }
    }
}

void Planted::paid_twice(const std::string& month, Payroll& payroll) {
    const std::string first = "421125107", second = "421125108";
    for (const PayRow& row : payroll[first]) {
        if (row.item == "active" &&
            std::none_of(hiring_.entered.begin(), hiring_.entered.end(),
                         [&](const std::string& key) { return life_.world.get(key).str_or("id_no") == row.id_no; })) {
            payroll[second].push_back(row);
            return note("paid_twice", second, with_heads("W07", second, month), "同一人在两个单位领取工资");
        }
    }
}

void Planted::paid_too_much(const std::string& month, Payroll& payroll) {
    for (const std::string& key : hiring_.entered) {
        const Value row = life_.world.get(key);
        const Value* pay = row.find("pay");
        const std::string unit(row.str_or("unit"));
        if (pay == nullptr || row.str_or("state") != "active" || pay->str_or("from_month") > month ||
            life_.spared.contains(unit)) {
            continue;
        }
        for (PayRow& paid : payroll[unit]) {
            if (paid.id_no == row.str_or("id_no") && paid.item == "active") {
                paid.paid += kTooMuchFen;
                return note("paid_too_much", unit, {"W11"}, "实发高于核定 300 元");
            }
        }
    }
}

Array Planted::told() {
    const Value line = life_.world.get("ledger/" + over_quota_unit_ + "/20");
    std::vector<Mistake> all = mistakes_;
    if (line.int_or("a") > line.int_or("h")) {
        all.push_back({"over_quota",
                       over_quota_unit_,
                       "核定 " + std::to_string(line.int_or("h")) + "，实有 " + std::to_string(line.int_or("a")),
                       {"W01"}});
    }
    Array out;
    for (const Mistake& one : all) {
        out.push_back(Object{{"kind", one.kind},
                             {"unit", one.unit},
                             {"fact", one.fact},
                             {"rules", Array(one.rules.begin(), one.rules.end())}});
    }
    return out;
}

}  // namespace zj::demo
