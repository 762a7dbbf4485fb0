// SPDX-License-Identifier: Apache-2.0
// 催办 (domain.md 6.9): a unit reminds the office of a case in its hands, once a day, and all that see the case see it.
#include <algorithm>

#include "shared/model/rules/1/cases.hpp"
#include "shared/model/rules/1/flows.hpp"

namespace zj::model::rules1 {
namespace {

// The newest are kept: a month of working days of a case that is years over its limit.
constexpr std::size_t kUrgesMax = 32;

Outcome may_urge(const Act& act, const Value& value) {
    const std::string state(value.str_or("state"));
    if (state != "received" && state != "in_review" && state != "paused") {
        return refuse("G8", "a case in state " + state + " does not wait for the office");
    }
    const Array& urges = value.items("urges");
    const auto newest = urges.empty() ? Result<Time>(fail("time.shape")) : parse_time(urges.back().str_or("at"));
    if (newest && date_of(*newest) == date_of(act.at)) {
        return refuse("Q1", "urged today already");
    }
    return applied();
}

}  // namespace

Outcome urge(Act& act) {
    codec::Reader r(act.intent);
    read_head(r);
    const std::string key = r.string("case", kKeyBytesMax, 1);
    if (const auto whole = r.finish(); !whole) {
        return malformed(whole.error());
    }
    ZJ_RULE(fresh(act, {}));
    const Value* value = nullptr;
    ZJ_RULE(open_case(act, key, value));
    if (value == nullptr) {
        return applied();
    }
    ZJ_RULE(of_unit(act, value->str_or("unit"), {"unit_clerk", "unit_head"}));
    ZJ_RULE(may_urge(act, *value));
    Array& urges = act.work.edit(key).object().try_emplace("urges", Array{}).first->second.array();
    urges.push_back(Object{{"at", format_time(act.at)}, {"person", act.author.person}, {"name", act.author.name}});
    if (urges.size() > kUrgesMax) {
        urges.erase(urges.begin());
    }
    return applied();
}

}  // namespace zj::model::rules1
