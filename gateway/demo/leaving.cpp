// SPDX-License-Identifier: Apache-2.0
#include "gateway/demo/leaving.hpp"

namespace zj::demo {

namespace {

using codec::Object;
using codec::Value;

}  // namespace

std::size_t Leaving::schedule_retirements(Date from, Date until) {
    std::size_t n = 0;
    for (const auto& [unit, rows] : life_.people) {
        for (const std::string& key : rows) {
            const Value person = life_.world.get(key);
            const auto day = parse_date(person.str_or("retire_on"));
            if (person.str_or("status") != "1" || !day || *day <= from || *day >= until) {
                continue;
            }
            const Date event = *day, told = life_.hours.add_days(event, life_.between(1, 7));
            if (told > life_.last_day) {
                continue;
            }
            ++n;
            life_.spared.insert(key);  // nobody moves them meanwhile
            life_.on_day(told, [this, key, event] {
                if (life_.world.get(key).str_or("case").empty()) {
                    report({key, "01", event, cases_.some_fate(false)});
                }
            });
        }
    }
    return n;
}

bool Leaving::somebody(const std::string& unit) {
    const std::string soon = day_text(add_months(life_.world.today(), 18));
    const std::string person = life_.someone(
        unit, [&](const Value& p) { return p.str_or("staff_class") == "none" && p.str_or("retire_on") > soon; });
    if (person.empty()) {
        return false;
    }
    const bool contract = life_.world.get(person).str_or("quota_type") == "20";
    const int drawn = life_.between(1, 100);
    const std::string mode = drawn <= 50 ? "05" : drawn <= 75 ? "04" : drawn <= 92 && contract ? "06" : "09";
    const Date event{life_.world.today().days - life_.between(1, 9)};
    report({person, mode, event, cases_.some_fate(false)});
    return true;
}

void Leaving::report(const Exit& exit) {
    const Value person = life_.world.get(exit.person);
    const std::string unit(person.str_or("unit"));
    Value fields = Object{{"person", exit.person},
                          {"exit_mode", exit.mode},
                          {"event_on", day_text(exit.event)},
                          {"left_on", day_text(exit.event)},
                          {"pay_stop", month_text(add_months(exit.event, 1))}};
    if (exit.mode != "09") {
        fields.set("exit_doc", life_.document("浠人社函"));
    }
    if (exit.mode == "04") {
        fields.set("exit_to", "黄冈市直单位");
    }
    cases_.submit({.unit = unit,
                   .matter = "OUT",
                   .fields = fields,
                   .named = {exit.person},
                   .fate = exit.fate,
                   .busy = {exit.person},
                   .approved = [this, month = month_text(add_months(exit.event, 1))](const std::string& key) {
                       life_.settle_exit(key, month);
                   }});
}

}  // namespace zj::demo
