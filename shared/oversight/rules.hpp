// SPDX-License-Identifier: Apache-2.0
#pragma once
// The rules, a function each, by theme in the rules_*.cpp. Each appends what it finds about its subject and says
// nothing where data is missing.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/oversight/finding.hpp"
#include "shared/oversight/index.hpp"
#include "shared/oversight/worktime.hpp"

namespace zj::oversight {

struct Ground {
    const Index& index;
    const model::Catalogue& catalogue;
    Date today;
    WorkTime time;

    Ground(const Index& i, const model::Catalogue& c, Date day) : index(i), catalogue(c), today(day), time(c) {}
    const Tables& tables() const { return index.tables(); }
    std::int64_t policy(std::string_view name, std::int64_t shipped) const {
        return policy_or(catalogue, name, shipped);
    }
    // A finding of a rule; its id is "<rule>/<subject>" with "/<part>" where a subject may have several.
    Finding found(std::string_view rule, std::string_view subject, Text unit, Level level, Date since,
                  std::vector<Evidence> evidence, std::string_view part = {}) const;
};

using Findings = std::vector<Finding>;

inline std::string code_arg(std::string_view list, std::string_view code) {
    return std::string("code:").append(list).append(":").append(code);
}
inline std::string unit_arg(std::string_view code) {
    return "unit:" + std::string(code);
}
// "1234.56" of fen.
std::string yuan(std::int64_t fen);

// quota
void over_quota(const Ground& g, Text unit, Findings& out);         // W01
void over_posts(const Ground& g, Text unit, Findings& out);         // W02
void over_rank(const Ground& g, const Person& p, Findings& out);    // W03
void mixed_quota(const Ground& g, const Person& p, Findings& out);  // W16
void over_ceiling(const Ground& g, Findings& out);                  // W19, the county's
void cut_without_doc(const Ground& g, Text unit, Findings& out);    // W19, a unit's
void long_vacancy(const Ground& g, Text unit, Findings& out);       // W21

// organs
void stale_ruling(const Ground& g, const Ruling& r, Findings& out);  // W18
void stale_places(const Ground& g, Text unit, Findings& out);        // W18, people in organs that are gone
void empty_facts(const Ground& g, Text unit, Findings& out);         // W24, a unit's

// pay
void paid_off_register(const Ground& g, const Number& n, Findings& out);   // W05
void on_register_unpaid(const Ground& g, const Number& n, Findings& out);  // W06
void paid_twice(const Ground& g, const Number& n, Findings& out);          // W07
void paid_after_end(const Ground& g, const Number& n, Findings& out);      // W08
void paid_elsewhere(const Ground& g, const Number& n, Findings& out);      // W09
void paid_as_approved(const Ground& g, const Number& n, Findings& out);    // W11

// pay of a unit
void over_budget(const Ground& g, Text unit, Findings& out);   // W10
void heads_differ(const Ground& g, Text unit, Findings& out);  // W12

// persons
void over_age(const Ground& g, const Person& p, Findings& out);       // W04
void contradicts(const Ground& g, const Person& p, Findings& out);    // W17
void long_leave(const Ground& g, const Person& p, Findings& out);     // W20
void empty_members(const Ground& g, const Person& p, Findings& out);  // W24, a person's

// chain
void broken_chain(const Ground& g, std::string_view id, std::string_view subject, Findings& out);  // W13
void slow_exit(const Ground& g, const Case& exit, std::string_view id, Findings& out);             // W13
// Whether the report of an event came after its limit; absent where the case is none, or the event is not told.
std::optional<bool> reported_late(const Index& index, const WorkTime& time, const model::Catalogue& catalogue,
                                  const Case& c);
void late_report(const Ground& g, const Case& c, Findings& out);         // W14
void lapsing_grant(const Ground& g, const Grant& grant, Findings& out);  // W15
void lapsing_loans(const Ground& g, Text unit, Findings& out);           // W15, revolving posts lent to a unit
void case_overdue(const Ground& g, const Case& c, Findings& out);        // W23

// accounts
void account_risks(const Ground& g, std::string_view device, Findings& out);  // W22

}  // namespace zj::oversight
