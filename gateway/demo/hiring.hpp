// SPDX-License-Identifier: Apache-2.0
#pragma once
// People come (domain.md 5, entry chain): quota-use approval, staffing by the organisation or personnel department,
// entry or transfer, pay, funds. Each stage begins when the one before it is closed.

#include <optional>
#include <string>
#include <vector>

#include "gateway/demo/case_work.hpp"

namespace zj::demo {

class Hiring {
public:
    Hiring(Life& life, CaseWork& cases) : life_(life), cases_(cases) {}

    // Each begins a case of 用编核准 where some unit has room; false where a few looks find none.
    bool by_examination();  // on a line of the unit's plan
    bool in_error();        // on such a line, approved and then taken back: nobody was hired for it
    bool by_placement();    // a retired soldier
    bool from_outside();    // from outside of the county: the commission decides
    bool by_transfer();     // from another unit of the county, which consents
    // Of a unit above its quota, against the exits that it has closed.
    bool over_quota(const std::string& unit, const std::string& type);

    // The pay of everybody, in fen a month: what the department approves and what is paid.
    static std::int64_t pay_of(std::string_view id_no);

    std::vector<std::string> entered;  // rows that came by the chain, in order

private:
    struct Plan {
        std::string unit, type, mode, line;
        std::string funding, post_kind;
        int count = 1;
        std::string person;     // row of somebody of another unit
        bool in_error = false;  // to be taken back
    };
    std::string line_for(const std::string& unit, const std::string& type, const std::vector<std::string>& modes);
    // A request on some unit's line for an examination that has room; empty where a few looks find none.
    std::optional<Plan> some_examination();
    bool ask(Plan plan, const std::string& scope, bool over_quota = false);
    void granted(const Plan& plan, const std::string& grant);
    void enter(const Plan& plan, const std::string& grant, codec::Value person, const std::string& doc);
    void transfer(const Plan& plan, const std::string& grant, const std::string& doc);
    void came(const Plan& plan, const std::string& grant, const std::string& case_key);
    void approve_pay(const Plan& plan, const std::string& grant);
    void fund(const Plan& plan, const std::string& grant);
    codec::Value newcomer(const Plan& plan);
    std::string organ_of(const std::string& unit);

    Life& life_;
    CaseWork& cases_;
};

}  // namespace zj::demo
