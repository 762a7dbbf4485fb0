// SPDX-License-Identifier: Apache-2.0
// Acts of two (log.md): the first intent writes pending/<id>, another person's confirm makes it take effect within the
// term.
#include "shared/codec/text.hpp"
#include "shared/model/rules/1/flows.hpp"
#include "shared/model/rules/1/personal.hpp"
#include "shared/model/rules/1/rules.hpp"

namespace zj::model::rules1 {
namespace {

// A role of the unit counts only in the unit whose act it is.
Outcome may_confirm(Act& act, const Value& pending, std::string_view owner) {
    for (const std::string& role : strings_of(pending.items("needs"))) {
        if (!act.author.has(act.catalogue, role)) {
            continue;
        }
        const std::string scope = act.author.scope_of(act.catalogue, role);
        if (act.catalogue.role_scope(role) == "unit" && scope != owner && !act.author.assumed) {
            continue;
        }
        act.scope = scope;
        return applied();
    }
    return refuse("B5", "none of the roles that this act needs");
}

Author proposer_of(const Value& pending) {
    Author out;
    out.person = pending.str_or("by");
    out.device = pending.str_or("device");
    out.key = pending.str_or("key");
    return out;
}

// What a thief proposed is not put into effect by whoever trusted the proposer; and one who sits at both keys of a
// machine is no second person (log.md, Acts of two: sanctions want another device too).
Outcome two_hands(Act& act, const Value& pending, const Author& proposer) {
    ZJ_RULE(still_trusted(act.work, proposer));
    const bool sanction = pending.str_or("act").starts_with("sanction.");
    return sanction && proposer.device == act.author.device ? refuse("B8", "signed on the device that proposed it")
                                                            : applied();
}

// The same terms for a confirm and a cancel.
Outcome open_act(const Act& act, const Value* pending) {
    if (pending == nullptr) {
        return refuse("B6", "no such act");
    }
    if (pending->str_or("state") != "open") {
        return refuse("B6", "the act is " + std::string(pending->str_or("state")));
    }
    // A sign-off that came in time and is held keeps its act open (ticks do not let it lapse either).
    const bool waits = !pending->items("held").empty();
    const auto expires = parse_time(pending->str_or("expires"));
    if (!waits && (!expires || act.at >= *expires)) {
        return refuse("B7", "the term ended " + std::string(pending->str_or("expires")));
    }
    return applied();
}

Outcome take_effect(Act& act, const std::string& what, const Value& body, const std::string& key,
                    const std::string& case_key, const Author& proposer) {
    if (what == "case.submit") {
        return case_received(act, case_key);
    }
    if (what == "register.open") {
        return opening_confirmed(act, body);
    }
    if (what == "identity.ticket") {
        return ticket_confirmed(act, body, key);
    }
    if (what == "identity.grant") {
        return roles_confirmed(act, body);
    }
    if (what == "identity.handover") {
        return handed_over(act, body, proposer);
    }
    if (what == "device.freeze") {
        return freeze_confirmed(act, body);
    }
    if (what == "sanction.impose") {
        return imposed(act, body);
    }
    if (what == "sanction.lift") {
        return lifted(act, body);
    }
    if (what == "ceiling.set") {
        return ceiling_confirmed(act, body);
    }
    if (what == "revolving.lend") {
        return revolving_lent(act, body);
    }
    if (what == "revolving.end") {
        return revolving_ended(act, body);
    }
    if (what == "case.reverse") {
        return reversed(act, body);
    }
    if (what == "opening.reverse") {
        return opening_reversed(act, body);
    }
    if (what == "person.retire") {
        return retire_confirmed(act, body);
    }
    if (what == "person.roster") {
        return roster_confirmed(act, body);
    }
    if (what == "person.outside") {
        return outside_confirmed(act, body);
    }
    return refuse("B6", "an act of another kind");
}

}  // namespace

std::string make_pending(Act& act, std::string_view name, const std::vector<std::string_view>& needs, Value body,
                         std::string_view case_key, std::string owner) {
    const Date last{date_of(act.at).days + static_cast<std::int32_t>(act.catalogue.policy_int("confirm_term_days"))};
    const Date lapses{last.days + 1};
    std::string key = act.new_key("pending");
    Value pending = Object{{"act", name},
                           {"of", codec::base64(act.author.id)},
                           {"intent", act.index},
                           {"commitment", codec::base64(act.commitment)},
                           {"by", act.author.person},
                           {"device", act.author.device},
                           {"key", act.author.key},
                           {"needs", Array(needs.begin(), needs.end())},
                           {"expires", format_time(start_of(lapses))},
                           {"state", "open"},
                           {"body", std::move(body)},
                           {"trail", fresh_trail(act)}};
    if (!case_key.empty()) {
        pending.set("case", case_key);
    }
    act.work.put(key, std::move(owner), std::move(pending));
    add_due(act.work, act.at, lapses, key);
    return key;
}

Outcome confirm(Act& act) {
    codec::Reader r(act.intent);
    read_head(r);
    const std::string key = r.string("pending", 80, 1);
    const Hash of = r.hash("of"), commitment = r.hash("commitment");
    const std::int64_t index = r.integer("intent", 0, static_cast<std::int64_t>(limits::kIntentsMax));
    if (const auto read = r.finish(); !read) {
        return malformed(read.error());
    }
    const Value* pending = act.work.get(key);
    ZJ_RULE(open_act(act, pending));
    if (pending->str_or("of") != codec::base64(of) || pending->int_or("intent") != index ||
        pending->str_or("commitment") != codec::base64(commitment)) {
        return refuse("B9", "it confirms another act than the one that stands there");
    }
    ZJ_RULE(may_confirm(act, *pending, act.work.owner(key)));
    if (pending->str_or("by") == act.author.person) {
        return refuse("B8", "the author of the act");
    }
    const Author proposer = proposer_of(*pending);
    ZJ_RULE(two_hands(act, *pending, proposer));
    const std::string case_key(pending->str_or("case")), what(pending->str_or("act"));
    std::vector<Need> needs{{key, Freshness::exact, {}, case_key}};
    if (!case_key.empty()) {
        needs.push_back({case_key, Freshness::exact, {}, case_key});
    }
    ZJ_RULE(fresh(act, needs));
    // The effect may write the record, so the body is kept on its own.
    const Value body = pending->find("body") != nullptr ? *pending->find("body") : Value();
    ZJ_RULE(take_effect(act, what, body, key, case_key, proposer));
    Value& done = act.work.edit(key);
    done.set("state", "done").set("confirmed_by", act.author.person).set("confirmed_at", format_time(act.at));
    done.object().erase("body");  // its content now stands in the records it made
    done.object().erase("held");
    touch(act, key);
    return applied();
}

Outcome cancel(Act& act) {
    codec::Reader r(act.intent);
    read_head(r);
    const std::string key = r.string("pending", 80, 1);
    if (const auto read = r.finish(); !read) {
        return malformed(read.error());
    }
    const Value* pending = act.work.get(key);
    ZJ_RULE(open_act(act, pending));
    if (pending->str_or("by") != act.author.person) {
        return refuse("B8", "only its author takes an act back");
    }
    if (!pending->str_or("case").empty()) {
        return refuse("B9", "a submission is taken back by case.withdraw");
    }
    ZJ_RULE(fresh(act, {}));
    act.scope = act.work.owner(key);
    Value& done = act.work.edit(key);
    done.set("state", "cancelled");
    done.object().erase("body");
    touch(act, key);
    return applied();
}

}  // namespace zj::model::rules1
