// SPDX-License-Identifier: Apache-2.0
#pragma once
// One synthetic person after the other for the demonstration county (demo.hpp): plausible ages, education and careers
// that pass every check of model/opening.hpp. Everything is drawn from one seeded source, in order.

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/time.hpp"
#include "shared/codec/value.hpp"

namespace zj::demo {

using Cells = std::map<std::string, std::string, std::less<>>;  // column → cell

// Where a person sits, as the unit's profile says.
struct Seat {
    std::string unit, inner, quota_type, funding;
    std::string staff_class;  // chief, deputy, inner_chief, inner_deputy, none
    std::string post_name, leader_level;
    bool professional = false;  // a school or a hospital: most are specialists
};

enum class Age { working, overdue, retired };  // overdue: some months past the day of retirement, and still there

class People {
public:
    // `names` is assets/demo/names.json, checked by the caller; both references outlive this.
    People(const codec::Value& names, SeededRandom& dice, Date today) : names_(names), dice_(dice), today_(today) {}

    Cells make(const Seat& seat, Age age = Age::working);

    int between(int low, int high) {
        return low + static_cast<int>(dice_.below(static_cast<std::uint64_t>(high - low + 1)));
    }
    bool chance(int percent) { return between(1, 100) <= percent; }

private:
    const std::string& one_of(std::string_view list);
    Date birth_for(const Seat& seat, bool male, Age age);
    std::string id_number(Date birth, bool male);
    void career(Cells& cells, const Seat& seat, Date birth);
    void post(Cells& cells, const Seat& seat, Date entered);

    const codec::Value& names_;
    SeededRandom& dice_;
    Date today_;
    std::set<std::string, std::less<>> numbers_;  // drawn already
};

}  // namespace zj::demo
