// SPDX-License-Identifier: Apache-2.0
#pragma once
// What everybody in the simulated year shares: the diary, dice, the units and who works in them, and small words.

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/demo/diary.hpp"
#include "gateway/demo/world.hpp"

namespace zj::demo {

struct Life {
    // Both outlive it; `names` is assets/demo/names.json.
    Life(World& world, const codec::Value& names, std::uint64_t seed, Date last_day);

    World& world;
    OfficeHours hours;
    Diary diary;
    SeededRandom dice;
    const codec::Value& names;
    Date last_day;                                           // nothing new begins after it
    std::vector<std::string> units;                          // codes, in order
    std::map<std::string, std::vector<std::string>> people;  // unit → keys of rows that were active once
    std::set<std::string, std::less<>> numbers;              // ID numbers in use
    std::set<std::string, std::less<>> namesakes;            // name and birth of everybody, so that no two are alike
    std::set<std::string, std::less<>> busy;                 // what a case is under way about: a person's key, a line
    std::set<std::string, std::less<>> spared;               // units and persons that what is planted needs untouched
    std::map<std::string, int> done;                         // "USE approved" → how often

    bool chance(int percent) { return static_cast<int>(dice.below(100)) < percent; }
    int between(int low, int high) {
        return low + static_cast<int>(dice.below(static_cast<std::uint64_t>(high - low + 1)));
    }
    template <class T>
    const T& pick(const std::vector<T>& list) {
        return list[dice.below(list.size())];
    }
    // So many office minutes from now.
    void later(int minutes, Diary::Deed deed) { diary.at(hours.after(world.now(), minutes), std::move(deed)); }
    // At some minute of the working day that many working days from now.
    void in_days(int working_days, Diary::Deed deed);
    void on_day(Date day, Diary::Deed deed);
    Date some_day(Date first, Date last) { return Date{first.days + between(0, std::max(0, last.days - first.days))}; }
    // `n` times, each on some day of the span.
    void on_some_days(std::size_t n, Date first, Date last, const Diary::Deed& deed);

    std::string document(const std::string& series);  // 浠人社函〔2026〕12号, each once
    std::string clerk(const std::string& unit) const { return "unit_clerk/" + unit; }
    std::string head(const std::string& unit) const { return "unit_head/" + unit; }
    std::string some_ob_clerk() { return chance(50) ? "ob_clerk/1" : "ob_clerk/2"; }
    std::string person_name(bool male);

    // A row in service, of `unit` or of any, that nobody is at and `fits`. Empty where a few looks find none.
    std::string someone(const std::string& unit, const std::function<bool(const codec::Value&)>& fits);
    const std::string& some_unit() { return pick(units); }
    // A unit is not asked for anything while what is planted needs it as it is.
    bool free(std::string_view what) const { return !busy.contains(what) && !spared.contains(what); }
    // U of a quota line.
    std::int64_t room(const std::string& unit, const std::string& type);
    std::int64_t post_room(const std::string& unit, const std::string& level);
    void on_register(const std::string& unit, const std::string& person);
    // The stages after an exit or a transfer: some days later pay stops from `month`, and then its funds are cut.
    void settle_exit(const std::string& case_key, const std::string& month);
};

// A few attempts at a deed that may find nobody; whether one did something.
bool tried(const std::function<bool()>& deed);

// The form's day and its month.
std::string day_text(Date day);
std::string month_text(Date day);

}  // namespace zj::demo
