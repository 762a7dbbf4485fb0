// SPDX-License-Identifier: Apache-2.0
// Sick and personal leave as the unit reports it (domain.md 7, W20). The same kind and first day again is the same
// leave: it gets its end, or another word on pay.
#include <algorithm>

#include "shared/model/rules/1/cases.hpp"
#include "shared/model/rules/1/flows.hpp"

namespace zj::model::rules1 {
namespace {

// Five a year over a working life's last dozen years; the oldest give way.
constexpr std::size_t kItemsMax = 64;
// Reported late, but within what W20 looks at: the running year and the one before.
constexpr int kBackMonths = 24;

struct Leave {
    std::string person, kind, from;
    std::optional<std::string> until;
    bool pay_reduced = false;
};

Outcome read_leave(const Act& act, Leave& out) {
    codec::Reader r(act.intent);
    read_head(r);
    out.person = r.string("person", kKeyBytesMax, 1);
    out.kind = r.choice("kind", {"sick", "personal"});
    out.from = date_in(r, "from");
    out.until = date_if(r, "until");
    out.pay_reduced = r.boolean("pay_reduced");
    if (r.ok() && out.until && *out.until < out.from) {
        r.fault("until", "json.range", "before it begins");
    }
    const auto whole = r.finish();
    return whole ? applied() : malformed(whole.error());
}

Array::iterator same_leave(Array& items, const Leave& leave) {
    return std::find_if(items.begin(), items.end(), [&](const Value& one) {
        return one.str_or("kind") == leave.kind && one.str_or("from") == leave.from;
    });
}

Array::iterator oldest(Array& items) {
    return std::min_element(items.begin(), items.end(),
                            [](const Value& a, const Value& b) { return a.str_or("from") < b.str_or("from"); });
}

// Nothing that W20 looks at is pushed out by what is told later.
Outcome room_left(Act& act, const Leave& leave) {
    const std::string key = "leave/" + std::string(after_slash(leave.person));
    if (!act.work.has(key)) {
        return applied();
    }
    Array items = act.work.get(key)->items("items");
    const std::string looked_at = format_date(add_months(date_of(act.at), -kBackMonths));
    const bool full = items.size() >= kItemsMax && oldest(items)->str_or("from") >= looked_at;
    return full && same_leave(items, leave) == items.end()
               ? refuse("Q1", std::to_string(kItemsMax) + " leaves in two years")
               : applied();
}

void put_item(Act& act, const Leave& leave, std::string_view unit) {
    const std::string key = "leave/" + std::string(after_slash(leave.person));
    if (!act.work.has(key)) {
        act.work.put(key, unit_scope(unit), Object{{"person", leave.person}, {"unit", unit}, {"items", Array{}}});
    }
    Value item = Object{{"kind", leave.kind},
                        {"from", leave.from},
                        {"pay_reduced", leave.pay_reduced},
                        {"by", act.author.person},
                        {"at", format_time(act.at)}};
    if (leave.until) {
        item.set("until", *leave.until);
    }
    Array& items = act.work.edit(key).object()["items"].array();
    if (const auto same = same_leave(items, leave); same != items.end()) {
        same->object().erase("was");  // one word back is kept; the log has all
        item.set("was", *same);
        items.erase(same);
    }
    items.push_back(std::move(item));
    if (items.size() > kItemsMax) {
        items.erase(oldest(items));
    }
}

}  // namespace

Outcome record_leave(Act& act) {
    Leave leave;
    ZJ_RULE(read_leave(act, leave));
    const Value* person = nullptr;
    ZJ_RULE(subject(act, leave.person, "person", person));
    const std::string unit(person == nullptr ? std::string_view(act.author.unit) : person->str_or("unit"));
    ZJ_RULE(of_unit(act, unit, {"unit_clerk"}));
    ZJ_RULE(fresh(act, {{leave.person, Freshness::exact, {}, {}}}));
    ZJ_RULE(active_here(act, leave.person, unit));
    if (*parse_date(leave.from) > date_of(act.at)) {
        return refuse("G17", "leave from " + leave.from);
    }
    if (*parse_date(leave.from) < add_months(date_of(act.at), -kBackMonths)) {
        return malformed(bad_member("/from", "too long ago"));
    }
    ZJ_RULE(room_left(act, leave));
    put_item(act, leave, unit);
    return applied();
}

}  // namespace zj::model::rules1
