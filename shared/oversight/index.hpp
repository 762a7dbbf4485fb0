// SPDX-License-Identifier: Apache-2.0
#pragma once
// The current records of a county in memory, as far as oversight needs them. Records may come in any order; the newest
// version of each wins, so the same records give the same index whatever the order. For a report as of some day the
// caller puts the versions that the log held at the end of that day: nothing here asks what day it is.
//
// Every put() notes the subjects whose findings it may change: `unit/<code>`, `person/<id>`, `pay/<idno id>`,
// `case/<id>`, `grant/<id>`, `ruling/<id>`, `device/<id>` and `county`. An ID number never leaves the index but masked;
// a subject names it by the short id of its idno/ record.
//
// Size: a county of 133 units, 50,000 persons, 100,000 cases and 24 months of pay (1.2 million rows of 16 bytes) takes
// some 200 MB. One thread at a time.

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "shared/log/entry.hpp"
#include "shared/oversight/facts.hpp"
#include "shared/oversight/pool.hpp"

namespace zj::oversight {

// Pay of a unit is kept for so many months up to its newest: two years of comparison (domain.md 7 asks for none
// longer), and a bound on what payrolls may take. Older months are left out, whenever they come.
inline constexpr int kPayMonthsKept = 24;

template <class T>
using ByText = std::map<Text, T, std::less<>>;
using PairKey = std::pair<Text, Text>;

// What the index holds, for the rules and the statistics to read.
struct Tables {
    ByText<Unit> units;                                            // by code
    std::map<PairKey, Ledger> ledgers;                             // by unit and quota type
    std::map<PairKey, Posts> posts;                                // by unit and level
    ByText<Plan> plans;                                            // by key
    ByText<Total> totals;                                          // admin, institution
    ByText<Person> persons;                                        // by key
    ByText<std::vector<Text>> persons_of;                          // by unit: keys, sorted
    ByText<std::vector<Text>> paid_for;                            // by unit that pays people of others: keys, sorted
    std::map<std::pair<Text, Date>, std::vector<Text>> namesakes;  // by name and birth: keys, sorted
    ByText<Case> cases;                                            // by key
    ByText<Grant> grants;                                          // by key
    ByText<std::vector<Text>> grants_of;                           // by unit: keys, sorted
    ByText<std::map<std::int64_t, Stage>> stages;                  // by the id of their grant or exit case
    ByText<Number> numbers;                                        // by short id
    ByText<std::map<Month, PayMonth>> pay;                         // by unit
    ByText<std::map<std::int64_t, Budget>> budgets;                // by unit and year
    ByText<Leave> leaves;                                          // by key of the person
    ByText<Ruling> rulings;                                        // by key
    ByText<Device> devices;                                        // by id
    ByText<Date> device_uses;                                      // last day, by id of the device
    ByText<Key> keys;                                              // by id
    ByText<Handling> handlings;                                    // by id of the finding
};

template <class Map, class K>
const typename Map::mapped_type* find_in(const Map& map, const K& key) {
    const auto at = map.find(key);
    return at == map.end() ? nullptr : &at->second;
}

// The members of a person that W24 asks for (domain.md 3.4, key items); the form says which of them a person needs.
const std::vector<std::string_view>& person_members();

class Index {
public:
    // `county`: the county of the log, which the ids of ID numbers are made with.
    explicit Index(std::string county);
    Index(Index&&) = default;
    Index& operator=(Index&&) = default;

    // Members that are missing or of another type than INTENTS.md says are read as absent; kinds that oversight does
    // not need are passed over.
    void put(const log::Record& record);
    // When a device was last here, where the gateway keeps that beside the records; the newest day is kept.
    void note_use(std::string_view device, Date day);
    // Subjects touched since it was last asked, sorted.
    std::vector<std::string> take_touched();
    // Every subject there is, sorted.
    std::vector<std::string> subjects() const;

    const Tables& tables() const { return tables_; }
    Text unit_code(std::uint32_t unit) const { return unit_codes_[unit]; }
    // Keys of the persons with this ID number, sorted.
    std::vector<Text> holders_of(std::string_view id_no) const;

private:
    Text keep(std::string_view text) { return pool_.keep(text); }
    void touch(std::string subject) { touched_.insert(std::move(subject)); }
    void touch_unit(Text code);
    void touch_number(Number& number);
    void touch_mates(const Person& person);
    Number& number(std::string_view id_no);
    std::uint32_t unit_index(Text code);

    void put_unit(const log::Record& record, std::string_view code);
    void put_ledger(const log::Record& record, std::string_view rest);
    void put_posts(const log::Record& record, std::string_view rest);
    void put_plan(const log::Record& record, std::string_view rest);
    void put_total(const log::Record& record, std::string_view group);
    void put_person(const log::Record& record);
    void put_case(const log::Record& record, std::string_view id);
    void put_grant(const log::Record& record);
    void put_stage(const log::Record& record, std::string_view rest);
    void put_pay(const log::Record& record, std::string_view rest);
    void put_budget(const log::Record& record, std::string_view rest);
    void put_leave(const log::Record& record, std::string_view person_id);
    void put_ruling(const log::Record& record);
    void put_device(const log::Record& record, std::string_view id);
    void put_key(const log::Record& record, std::string_view id);
    void put_handling(const log::Record& record);

    Person read_person(const log::Record& record);
    Case read_case(const log::Record& record);
    void join_groups(const Person& person);
    void leave_groups(const Person& person);
    void drop_rows(PayMonth& month, Month when, std::uint32_t unit);
    void add_rows(PayMonth& month, Month when, std::uint32_t unit, const codec::Array& rows);
    void touch_paid(Text unit);
    void touch_devices_of(Text person);
    void touch_rulings_of(Text doc_no);

    std::string county_;
    Pool pool_;
    Tables tables_;
    std::unordered_map<Text, Number*> by_number_;  // the whole number, which only this index sees
    ByText<std::vector<Text>> entries_of_;         // cases of entry by the grant that they name
    std::vector<Text> unit_codes_;
    std::map<Text, std::uint32_t, std::less<>> unit_indices_;
    std::set<std::string> touched_;
    std::vector<Number*> touched_numbers_;  // apart: a payroll touches thousands, each of them once
};

}  // namespace zj::oversight
