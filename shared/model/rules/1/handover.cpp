// SPDX-License-Identifier: Apache-2.0
// 交接 (domain.md 2, 6.11): a unit's clerk hands their work over to who has joined the same device, and the unit's head
// witnesses it there. The end is planned (log.md, Ends of keys): it stands in the device's own chain, so what the key
// signed before stays good whenever it arrives, and nothing that it signs later waits for anybody's word.
#include "shared/model/rules/1/cases.hpp"
#include "shared/model/rules/1/rules.hpp"

namespace zj::model::rules1 {
namespace {

constexpr std::string_view kHandedOver = "unit_clerk";
constexpr std::size_t kUnitBytesMax = 24;

// Somebody else's live key on this device, and they are this unit's clerk already: the administrators say who is.
Outcome successor_fits(Act& act, const Author& from, const std::string& to) {
    const Value* key = act.work.get(to);
    if (key == nullptr) {
        return act.work.hidden(to) ? applied() : refuse("B6", "no such key");
    }
    if (key->str_or("state") != "live" || key->str_or("device") != from.device ||
        key->str_or("person") == from.person) {
        return refuse("B9", "/to: not the key of another person in service on this device");
    }
    const Value* identity = act.work.get("identity/" + std::string(key->str_or("person")));
    const bool fits = identity != nullptr && identity->str_or("state") == "live" &&
                      identity->str_or("unit") == act.unit &&
                      contains(strings_of(identity->items("roles")), kHandedOver);
    return fits ? applied() : refuse("B9", "/to: not a clerk of this unit");
}

}  // namespace

Outcome propose_handover(Act& act) {
    codec::Reader r(act.intent);
    read_head(r);
    const std::string unit = r.string("unit", kUnitBytesMax, 1), to = r.string("to", kKeyBytesMax, 1);
    if (const auto whole = r.finish(); !whole) {
        return malformed(whole.error());
    }
    if (!to.starts_with("key/")) {
        return refuse("B3", "/to: a key");
    }
    ZJ_RULE(of_unit(act, unit, {kHandedOver}));
    ZJ_RULE(fresh(act, {}));
    ZJ_RULE(successor_fits(act, act.author, to));
    make_pending(act, "identity.handover", {"unit_head"}, Object{{"from", "key/" + act.author.key}, {"to", to}}, {},
                 unit_scope(unit));
    return applied();
}

// `proposer` is who hands over, with the device where both stand.
Outcome handed_over(Act& act, const Value& body, const Author& proposer) {
    if (proposer.device != act.author.device) {
        return refuse("B9", "the handover is witnessed on the device where it happens");
    }
    const std::string from(body.str_or("from")), to(body.str_or("to"));
    const Value* key = act.work.get(from);
    if (key == nullptr) {
        return act.work.hidden(from) ? applied() : refuse("B6", "no such key");
    }
    if (key->str_or("state") != "live") {
        return refuse("G8", "the key has ended already");
    }
    act.unit = act.author.unit;
    ZJ_RULE(successor_fits(act, proposer, to));
    act.work.edit(from)
        .set("state", "ended")
        .set("reason", kHandoverReason)
        .set("to", to)
        .set("witness", act.author.person);
    touch(act, from, {"state"});
    return applied();
}

}  // namespace zj::model::rules1
