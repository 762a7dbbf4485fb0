// SPDX-License-Identifier: Apache-2.0
#pragma once
// What happens to units: the annual plan, requests for organs with the decisions on them, and 机构修改 that carries
// them out (domain.md 4.1, 6.1, 6.2).

#include <string>

#include "gateway/demo/moving.hpp"

namespace zj::demo {

class Organs {
public:
    Organs(Life& life, CaseWork& cases, Moving& moving) : life_(life), cases_(cases), moving_(moving) {}

    // The unit's lines for a year; nothing where it has no room to plan with.
    bool plan(const std::string& unit, int year);
    // A basic fact of some unit: no decision needed.
    bool basic_fact();
    // Asked for, decided by the commission, carried out.
    bool another_organ();
    bool more_posts();
    bool more_quota();
    bool rename();
    // A group of people goes from one institution to another with its organ.
    bool merger();
    // A paper from above decides; the office carries it out for the unit.
    bool paper_from_above();

private:
    struct Setup {
        std::string unit, kind, title;
        codec::Array parties = {};
        std::function<void(const std::string& ruling)> decided;
    };
    void ask(Setup setup);
    void carry_out(const std::string& unit, codec::Value fields, const std::string& ruling, bool ex_officio,
                   std::function<void()> done = {});
    std::string unit_that(const std::function<bool(const codec::Value&)>& fits);
    std::int64_t posts_of(const std::string& unit);  // ΣH
    codec::Value more(const std::string& unit, int posts, const std::string& type);

    Life& life_;
    CaseWork& cases_;
    Moving& moving_;
};

}  // namespace zj::demo
