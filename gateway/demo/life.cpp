// SPDX-License-Identifier: Apache-2.0
#include "gateway/demo/life.hpp"

namespace zj::demo {

namespace {

using codec::Value;

constexpr int kLooks = 40;  // before somebody is given up looking for
constexpr int kTries = 6;   // before a deed that finds nobody is given up

}  // namespace

Life::Life(World& world_, const Value& names_, std::uint64_t seed, Date last_day_)
    : world(world_), hours(world_.catalogue()), dice(seed), names(names_), last_day(last_day_) {}

void Life::in_days(int working_days, Diary::Deed deed) {
    on_day(hours.add_days(world.today(), working_days), std::move(deed));
}

void Life::on_day(Date day, Diary::Deed deed) {
    const Time time = hours.on(hours.on_or_after(day), between(0, hours.minutes_a_day() - 1));
    diary.at(std::max(time, world.now()), std::move(deed));
}

void Life::on_some_days(std::size_t n, Date first, Date last, const Diary::Deed& deed) {
    for (std::size_t i = 0; i < n; ++i) {
        on_day(some_day(first, last), deed);
    }
}

std::string Life::document(const std::string& series) {
    const int year = ymd_of(world.today()).year;
    const int n = ++done["document " + series + std::to_string(year)];
    return series + "〔" + std::to_string(year) + "〕" + std::to_string(n) + "号";
}

std::string Life::person_name(bool male) {
    const auto one_of = [&](std::string_view list) {
        const codec::Array& items = names.items(list);
        return items[dice.below(items.size())].string();
    };
    const std::string surname = one_of("surnames"), given = male ? "male" : "female";
    return surname + one_of(given) + one_of(given);
}

std::string Life::someone(const std::string& unit, const std::function<bool(const Value&)>& fits) {
    for (int look = 0; look < kLooks; ++look) {
        const std::string& of = unit.empty() ? some_unit() : unit;
        const auto rows = people.find(of);
        if (rows == people.end() || rows->second.empty() || !free(of)) {
            continue;
        }
        const std::string& key = pick(rows->second);
        if (!free(key)) {
            continue;
        }
        const Value person = world.get(key);
        if (person.str_or("state") == "active" && person.str_or("status") == "1" && person.str_or("case").empty() &&
            fits(person)) {
            return key;
        }
    }
    return {};
}

std::int64_t Life::room(const std::string& unit, const std::string& type) {
    const Value line = world.get("ledger/" + unit + "/" + type);
    return line.int_or("h") - line.int_or("a") - line.int_or("r");
}

std::int64_t Life::post_room(const std::string& unit, const std::string& level) {
    const Value line = world.get("posts/" + unit + "/" + level);
    return line.int_or("auth") - line.int_or("actual") - line.int_or("reserved");
}

void Life::on_register(const std::string& unit, const std::string& person) {
    people[unit].push_back(person);
}

void Life::settle_exit(const std::string& case_key, const std::string& month) {
    const std::string id = case_key.substr(case_key.find('/') + 1);
    in_days(between(1, 3), [this, case_key, id, month] {
        const std::string stop = "stage/" + id + "/2", cut = "stage/" + id + "/3";
        const std::string owner(world.get(stop).str_or("owner"));
        const bool stopped = world.act(owner + "/1", {world.intent("stage.close", {stop})
                                                          .set("case", case_key)
                                                          .set("stage", 2)
                                                          .set("record", codec::Object{{"stop_month", month}})});
        if (!stopped) {
            return;
        }
        in_days(between(1, 3), [this, case_key, cut, month] {
            world.act("fin/1", {world.intent("stage.close", {cut})
                                    .set("case", case_key)
                                    .set("stage", 3)
                                    .set("record", codec::Object{{"budget_unit", "1"}, {"cut_month", month}})});
        });
    });
}

bool tried(const std::function<bool()>& deed) {
    for (int i = 0; i < kTries; ++i) {
        if (deed()) {
            return true;
        }
    }
    return false;
}

std::string day_text(Date day) {
    return format_date(day);
}

std::string month_text(Date day) {
    return format_date(day).substr(0, 7);
}

}  // namespace zj::demo
