// SPDX-License-Identifier: Apache-2.0
// The county's ceilings (domain.md 3.2-4): what the province has approved for 行政 and for 事业. What is authorised
// beyond them is told by W19; the figure itself is only taken over, from a document and by two people.
#include "shared/model/rules/1/flows.hpp"

namespace zj::model::rules1 {
namespace {

// Ten times what the largest county of the province has.
constexpr std::int64_t kPostsMax = 1'000'000;

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
    // The sum beside it moves with every posting, so it is no ground to sign on.
    ZJ_RULE(fresh(act, {}));
    make_pending(act, "ceiling.set", {"ob_head"},
                 Object{{"group", group}, {"ceiling", ceiling}, {"reserve", reserve}, {"doc_no", doc_no}}, {},
                 "office");
    return applied();
}

Outcome ceiling_confirmed(Act& act, const Value& body) {
    const std::string key = "total/" + std::string(body.str_or("group"));
    if (!act.work.has(key)) {
        act.work.put(key, "office", Object{});
    }
    act.work.edit(key)
        .set("ceiling", body.int_or("ceiling"))
        .set("reserve", body.int_or("reserve"))
        .set("doc", body.str_or("doc_no"));
    return applied();
}

}  // namespace zj::model::rules1
