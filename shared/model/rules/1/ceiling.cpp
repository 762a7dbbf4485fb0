// SPDX-License-Identifier: Apache-2.0
// The county's ceilings (domain.md 3.2-4): what the province has approved for 行政 and for 事业, taken over from a
// document and by two people. What units get stays within them (G24), less the county's reserve; 事业 only falls.
#include "shared/model/rules/1/flows.hpp"

namespace zj::model::rules1 {
namespace {

// Ten times what the largest county of the province has.
constexpr std::int64_t kPostsMax = 1'000'000;

std::string total_key(std::string_view group) {
    return "total/" + std::string(group);
}

// How often the ceiling was set; the sum beside it moves with every posting.
std::int64_t times_set(Act& act, std::string_view group) {
    const Value* total = act.work.get(total_key(group));
    return total == nullptr ? 0 : total->int_or("times_set");
}

Outcome only_falls(Act& act, std::string_view group, std::int64_t ceiling) {
    const Value* total = act.work.get(total_key(group));
    const Value* now = total == nullptr || group != "institution" ? nullptr : total->find("ceiling");
    if (now == nullptr || act.catalogue.policy_int("institution_total_only_falls") == 0 || ceiling <= now->integer()) {
        return applied();
    }
    return refuse("G24", "the total of institutions only falls; " + std::to_string(now->integer()) + " stands");
}

}  // namespace

Outcome set_ceiling(Act& act) {
    ZJ_RULE(act.need_role({"ob_clerk"}));
    codec::Reader r(act.intent);
    read_head(r);
    const std::string group = r.choice("group", {"admin", "institution"});
    const std::int64_t ceiling = r.integer("ceiling", 0, kPostsMax), reserve = r.integer("reserve", 0, kPostsMax);
    const std::string doc_no = doc_no_in(r, "doc_no");
    if (r.ok() && reserve > ceiling) {
        r.fault("reserve", "json.range", "more than the ceiling");
    }
    if (const auto whole = r.finish(); !whole) {
        return malformed(whole.error());
    }
    ZJ_RULE(fresh(act, {}));  // the sum beside it moves with every posting, so it is no ground to sign on
    ZJ_RULE(only_falls(act, group, ceiling));
    make_pending(act, "ceiling.set", {"ob_head"},
                 Object{{"group", group},
                        {"ceiling", ceiling},
                        {"reserve", reserve},
                        {"doc_no", doc_no},
                        {"times_set", times_set(act, group)}},
                 {}, "office");
    return applied();
}

Outcome ceiling_confirmed(Act& act, const Value& body) {
    const std::string key = total_key(body.str_or("group"));
    if (times_set(act, body.str_or("group")) != body.int_or("times_set")) {
        return refuse("C2", key + ": another ceiling was set since the proposal");
    }
    ZJ_RULE(only_falls(act, body.str_or("group"), body.int_or("ceiling")));
    if (!act.work.has(key)) {
        act.work.put(key, "office", Object{});
    }
    act.work.edit(key)
        .set("ceiling", body.int_or("ceiling"))
        .set("reserve", body.int_or("reserve"))
        .set("doc", body.str_or("doc_no"))
        .set("times_set", body.int_or("times_set") + 1);
    return applied();
}

}  // namespace zj::model::rules1
