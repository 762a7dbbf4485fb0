// SPDX-License-Identifier: Apache-2.0
#include "gateway/demo/leaving.hpp"

namespace zj::demo {

namespace {

using codec::Object;
using codec::Value;

// The quota line of somebody, as hiring and reforms mark it while they count on its places.
std::string room_of(const Value& person) {
    return "room/" + std::string(person.str_or("unit")) + "/" + std::string(person.str_or("quota_type"));
}

}  // namespace

std::size_t Leaving::schedule_retirements(Date from, Date until) {
    std::size_t n = 0;
    for (const auto& [unit, rows] : life_.people) {
        for (const std::string& key : rows) {
            const Value person = life_.world.get(key);
            const auto day = parse_date(person.str_or("retire_on"));
            if (person.str_or("status") != "1" || !day || *day <= from || *day >= until || life_.spared.contains(key)) {
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

bool Leaving::in_error() {
    const std::string soon = day_text(add_months(life_.world.today(), 18));
    const std::string person = life_.someone({}, [&](const Value& p) {
        return p.str_or("staff_class") == "none" && p.str_or("retire_on") > soon && life_.free(room_of(p));
    });
    if (person.empty()) {
        return false;
    }
    const Value row = life_.world.get(person);
    life_.busy.insert({person, room_of(row)});  // the place is theirs again
    Exit exit{person, "05", Date{life_.world.today().days - 1}, Fate::at_once};
    exit.in_error = true;
    report(exit);
    return true;
}

// On the next day, when whose exit it was has noticed.
void Leaving::take_back(const std::string& person, const std::string& case_key) {
    life_.in_days(1, [this, person, case_key] {
        cases_.take_back(case_key, "同名人员误报下编，本人仍在岗");
        life_.busy.erase(person);
        life_.busy.erase(room_of(life_.world.get(person)));
    });
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
    if (!exit.off_reason.empty()) {
        fields.set("off_reason", exit.off_reason);
    }
    Request request{unit, "OUT", std::move(fields), {exit.person}};
    request.fate = exit.fate;
    if (!exit.in_error) {
        request.busy = {exit.person};
    }
    request.approved = [this, exit](const std::string& key) {
        exit.in_error ? take_back(exit.person, key) : life_.settle_exit(key, month_text(add_months(exit.event, 1)));
    };
    cases_.submit(std::move(request));
}

}  // namespace zj::demo
