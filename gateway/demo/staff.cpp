// SPDX-License-Identifier: Apache-2.0
#include "gateway/demo/staff.hpp"

#include <algorithm>

#include "gateway/demo/money.hpp"
#include "gateway/demo/people.hpp"
#include "shared/oversight/retirement.hpp"

namespace zj::demo {

namespace {

using codec::Object;
using codec::Value;

// Months by which they go early or stay on, of the 36 that anybody may; who stays does so beyond the end of the year.
constexpr int kEarlyMonths = 3, kLateMonths = 12;
constexpr int kNoticeMonths = 4;            // three before an early month, one before the statute's, and a margin
constexpr std::int64_t kRaiseFen = 20'000;  // a step of the scale
constexpr int kCutoffDay = 10;              // of policy chain_cutoff_day: later changes count for the next month

bool plain_worker(const Value& person) {
    return person.str_or("staff_class") == "none" && person.str_or("status") == "1" &&
           (person.str_or("post_kind") == "2" || person.str_or("post_kind") == "3");
}

std::string pay_owner(const Value& person) {
    const std::string_view type = person.str_or("quota_type");
    const bool civil = type == "10" || type == "11" || type == "21";
    return civil || person.str_or("staff_class") != "none" ? "org/1" : "hr/1";
}

}  // namespace

void Staff::schedule(Date from, Date until, std::size_t n) {
    read_rosters();
    choose_retirement(from, until, n);
    const Date first{from.days + 10}, last{until.days - 20};
    const auto on_some_days = [&](std::size_t times, Date latest, const std::function<bool()>& deed) {
        life_.on_some_days(times, first, latest, [deed] { tried(deed); });
    };
    on_some_days(2 * n, last, [this] { return lend(); });
    on_some_days(2 * n, last, [this] { return raise(); });
    on_some_days(3 * n, last, [this] { return roster("3", "", "died"); });
    on_some_days(n, last, [this] { return roster("2", "3", "retired"); });
    on_some_days(n, last, [this] { return roster("4", "", "ended"); });
    on_some_days(2 * n, last, [this] { return outside(); });
    on_some_days(n, Date{until.days - 120}, [this, until] { return off_duty(until); });
}

void Staff::read_rosters() {
    const auto read = life_.world.county().each_record("person/", [&](const log::Record& record) {
        const std::string unit(record.value.str_or("unit"));
        if (record.value.str_or("state") != "active" && life_.free(unit)) {
            beside_.push_back(record.key);
        }
        return true;
    });
    if (!read) {
        life_.world.fault("rosters: " + to_string(read.error()));
    }
}

// ---- the month of retirement ----

void Staff::choose_retirement(Date from, Date until, std::size_t n) {
    std::size_t early = 0, late = 0;
    for (const std::string& unit : life_.units) {
        for (const std::string& key : life_.people[unit]) {
            const Value person = life_.world.get(key);
            if (!plain_worker(person) || !life_.free(unit) || !life_.free(key)) {
                continue;
            }
            const Date due = *parse_date(person.str_or("retire_on"));
            const auto chosen = [&](int months) {
                const auto on = may_choose(person, months);
                return on && add_months(std::min(*on, due), -kNoticeMonths).days > from.days + 15 &&
                       std::min(*on, due) < add_months(until, -1);
            };
            const bool man = person.str_or("sex") == "1";  // one man, one woman, …
            if (early < n && man == (early % 2 == 0) && chosen(-kEarlyMonths)) {
                ++early;
                choose(key, -kEarlyMonths);
            } else if (late < n && man == (late % 2 == 0) && chosen(kLateMonths)) {
                ++late;
                choose(key, kLateMonths);
            }
        }
    }
}

std::optional<Date> Staff::may_choose(const Value& person, int months) {
    const auto born = parse_date(person.str_or("birth"));
    const auto category = model::retire_category(
        life_.world.catalogue(), {person.str_or("sex"), person.str_or("leader_level"), person.str_or("title"),
                                  person.str_or("post_kind"), person.str_or("quota_type")});
    const auto on = born ? oversight::elastic_month(category, *born, months, person.str_or("post_kind") == "1")
                         : Result<Date>(fail("retire.span"));
    return on ? std::optional(*on) : std::nullopt;
}

void Staff::choose(const std::string& person, int months) {
    const Value row = life_.world.get(person);
    const Date due = *parse_date(row.str_or("retire_on")), on = add_months(due, months);
    const std::string clerk = life_.clerk(std::string(row.str_or("unit")));
    life_.spared.insert(person);
    life_.on_day(add_months(std::min(on, due), -kNoticeMonths), [this, person, clerk, months] {
        life_.world.act_of_two(clerk, "ob_section/1",
                               life_.world.intent("person.retire", {person}).set("person", person).set("flex", months));
        ++life_.done[months < 0 ? "retirements chosen early" : "retirements chosen late"];
    });
    if (const Date told = life_.hours.add_days(on, life_.between(1, 7)); told <= life_.last_day) {
        life_.on_day(told, [this, person, on] { leaving_.report({person, "01", on}); });
    }
}

// ---- where they work, and for how much ----

// To another unit for three months or four, and back: half a year would be W16.
bool Staff::lend() {
    const std::string later = day_text(add_months(life_.world.today(), 18)), to = life_.some_unit();
    const std::string person = life_.someone({}, [&](const Value& p) {
        return p.str_or("staff_class") == "none" && p.str_or("unit") != to && p.str_or("retire_on") > later;
    });
    if (person.empty()) {
        return false;
    }
    const std::string clerk = life_.clerk(std::string(life_.world.get(person).str_or("unit")));
    const auto place = [this, person, clerk](const std::string& unit) {
        life_.world.act(clerk, {life_.world.intent("person.place", {person})
                                    .set("person", person)
                                    .set("work_unit", unit)
                                    .set("since", day_text(life_.world.today()))});
    };
    place(to);
    life_.busy.insert(person);
    ++life_.done["lent to another unit"];
    life_.in_days(life_.between(60, 80), [this, person, place] {
        place("");
        life_.busy.erase(person);
    });
    return true;
}

void Staff::revise_pay(const std::string& person) {
    const Value row = life_.world.get(person);
    const Date today = life_.world.today();
    const bool this_month = ymd_of(today).day < kCutoffDay;
    const std::string month = month_text(this_month ? today : add_months(today, 1));
    const auto amount = Money::pay_for(row, month);
    if (row.str_or("state") != "active" || !row.bool_or("fin_funded") || !amount) {
        return;  // gone, or the chain of their entry has not come to their pay
    }
    life_.world.act(pay_owner(row), {life_.world.intent("pay.revise", {person})
                                         .set("person", person)
                                         .set("amount", *amount + kRaiseFen)
                                         .set("grade", "晋升一档")
                                         .set("from_month", month)
                                         .set("doc_no", life_.document("浠人社薪"))});
    ++life_.done["pay revised"];
}

bool Staff::raise() {
    const std::string person = life_.someone({}, [](const Value& p) { return p.bool_or("fin_funded"); });
    if (person.empty()) {
        return false;
    }
    revise_pay(person);
    return true;
}

// ---- rosters ----

bool Staff::roster(std::string_view from, std::string_view to, std::string_view reason) {
    std::vector<std::string> there;
    for (const std::string& key : beside_) {
        if (life_.world.get(key).str_or("status") == from) {
            there.push_back(key);
        }
    }
    if (there.empty()) {
        return false;
    }
    const std::string person = life_.pick(there);
    const std::string clerk = life_.clerk(std::string(life_.world.get(person).str_or("unit")));
    Value told = life_.world.intent("person.roster", {person})
                     .set("person", person)
                     .set("status", to)
                     .set("on", day_text(Date{life_.world.today().days - life_.between(1, 9)}))
                     .set("reason", reason);
    if (to == "3") {
        told.set("doc_no", life_.document("浠人社函"));
    }
    life_.world.act_of_two(clerk, "ob_section/1", std::move(told));
    ++life_.done["rosters: " + std::string(reason)];
    return true;
}

// Leaves the quota and keeps a row beside it, unpaid; retires from there some months later.
bool Staff::off_duty(Date until) {
    const std::string later = day_text(add_months(until, 12));
    const std::string person = life_.someone({}, [&](const Value& p) {
        return p.str_or("staff_class") == "none" && p.str_or("quota_type") == "20" && p.str_or("retire_on") > later;
    });
    if (person.empty()) {
        return false;
    }
    Exit exit{person, "99", Date{life_.world.today().days - life_.between(1, 6)}};
    exit.off_reason = "1";
    leaving_.report(exit);
    ++life_.done["went off duty"];
    return true;
}

bool Staff::outside() {
    const std::string unit = life_.some_unit();
    if (!life_.free(unit)) {
        return false;
    }
    const Value record = life_.world.get("unit/" + unit);
    const auto& organs = record.items("inner");
    const std::string inner(organs.empty() ? record.str_or("name") : organs.front().str_or("name"));
    People people(life_.names, life_.dice, life_.world.today());
    const Cells cells = people.make({unit, inner, "22", "3", "none", "编外人员", "999"});
    if (!life_.numbers.insert(cells.at("id_no")).second) {
        return false;
    }
    life_.world.act_of_two(life_.clerk(unit), "ob_section/1",
                           life_.world.intent("person.outside", {"unit/" + unit})
                               .set("unit", unit)
                               .set("name", cells.at("name"))
                               .set("id_no", cells.at("id_no"))
                               .set("inner", inner)
                               .set("post_name", "辅助岗位")
                               .set("since", day_text(life_.world.today()))
                               .set("doc_no", life_.document("浠人社函")));
    ++life_.done["listed beside the quota"];
    return true;
}

}  // namespace zj::demo
