// SPDX-License-Identifier: Apache-2.0
// 平台检查与处置 (domain.md 6.10): an inspector proposes, the director confirms. A locked account signs nothing more; a
// suspended unit's sign-offs wait but for 下编; a rectification and a circular stand on the record.
#include "shared/model/rules/1/cases.hpp"
#include "shared/model/rules/1/flows.hpp"

namespace zj::model::rules1 {
namespace {

constexpr std::size_t kUnitBytesMax = 24;
constexpr std::size_t kPersonBytesMax = 64;

std::string unit_key(std::string_view unit) {
    return "unit/" + std::string(unit);
}

// What the measure needs beside its ground: a term to rectify, a person to lock.
void check_measure(codec::Reader& r, const Object& members) {
    const std::string_view measure = members.at("measure").string();
    const auto until = members.find("until");
    if (measure == "rectify" && until == members.end()) {
        r.fault("until", "json.missing", "a rectification has a term");
    } else if (until != members.end() && until->second.string() < members.at("from").string()) {
        r.fault("until", "json.range", "before it begins");
    } else if ((measure == "lock") != members.contains("person")) {
        r.fault("person", measure == "lock" ? "json.missing" : "json.unknown", "of a locked account");
    }
}

Outcome read_sanction(const Act& act, Object& out) {
    codec::Reader r(act.intent);
    read_head(r);
    out["unit"] = r.string("unit", kUnitBytesMax, 1);
    out["measure"] = r.choice("measure", {"lock", "suspend", "rectify", "circulate"});
    out["ground"] = r.choice("ground", {"unused", "late_data", "certificate", "account", "data_risk"});
    out["evidence"] = r.string("evidence", kReasonBytesMax, 1);
    out["from"] = date_in(r, "from");
    if (const auto until = date_if(r, "until")) {
        out["until"] = *until;
    }
    if (r.has("person")) {
        out["person"] = r.string("person", kPersonBytesMax, 1);
    }
    out["lift_when"] = r.string("lift_when", kReasonBytesMax, 1);
    if (r.ok()) {
        check_measure(r, out);
    }
    if (const auto whole = r.finish(); !whole) {
        return malformed(whole.error());
    }
    return applied();
}

// Asked when it is proposed and again when it takes effect: the person still works there, and is not suspended yet.
Outcome may_lock(Act& act, std::string_view person, std::string_view unit) {
    const std::string key = "identity/" + std::string(person);
    const Value* identity = act.work.get(key);
    if (identity == nullptr) {
        return act.work.hidden(key) ? applied() : refuse("B6", "no such person");
    }
    if (identity->str_or("unit") != unit) {
        return refuse("B6", "the person is not of this unit");
    }
    return identity->str_or("state") == "live" ? applied() : refuse("B10", "the account does not sign any more");
}

Outcome may_suspend(Act& act, std::string_view unit) {
    const Value* value = act.work.get(unit_key(unit));
    return value == nullptr || value->str_or("suspended").empty() ? applied()
                                                                  : refuse("B10", "the unit is suspended already");
}

Outcome measure_fits(Act& act, const Value& body) {
    const std::string_view measure = body.str_or("measure"), unit = body.str_or("unit");
    return measure == "lock"      ? may_lock(act, body.str_or("person"), unit)
           : measure == "suspend" ? may_suspend(act, unit)
                                  : applied();
}

// Marks say which sanction they are of, so that lifting one takes nothing of another. A unit's trail does not move: a
// form filled before the suspension is as good after it.
void mark(Act& act, const Value& body, const std::string& sanction) {
    const std::string identity = "identity/" + std::string(body.str_or("person")), unit = unit_key(body.str_or("unit"));
    if (body.str_or("measure") == "lock" && act.work.has(identity)) {
        act.work.edit(identity).set("state", "suspended").set("reason", "suspended").set("sanction", sanction);
        touch(act, identity, {"state"});
        tell_duty(act.work, act.catalogue, after_slash(identity));
    } else if (body.str_or("measure") == "suspend" && act.work.has(unit)) {
        act.work.edit(unit).set("suspended", sanction);
    }
}

void unmark(Act& act, const Value& sanction, const std::string& key) {
    const std::string identity = "identity/" + std::string(sanction.str_or("person")),
                      unit = unit_key(sanction.str_or("unit"));
    if (const Value* locked = act.work.get(identity); locked != nullptr && locked->str_or("sanction") == key) {
        Value& live = act.work.edit(identity).set("state", "live");
        live.object().erase("reason");
        live.object().erase("sanction");
        touch(act, identity, {"state"});
        tell_duty(act.work, act.catalogue, after_slash(identity));
    }
    if (const Value* held = act.work.get(unit); held != nullptr && held->str_or("suspended") == key) {
        act.work.edit(unit).object().erase("suspended");
        wake_waiting(act.work, unit);
    }
}

Outcome in_force(const Value& sanction) {
    return sanction.str_or("state") == "in_force" ? applied() : refuse("B10", "the sanction is lifted already");
}

}  // namespace

Outcome impose(Act& act) {
    ZJ_RULE(act.need_role({"inspector"}));
    Object members;
    ZJ_RULE(read_sanction(act, members));
    const std::string unit = members["unit"].string();
    ZJ_RULE(known_unit(act, unit));
    ZJ_RULE(fresh(act, {{unit_key(unit), Freshness::exact, {}, {}}}));
    if (*parse_date(members["from"].string()) > date_of(act.at)) {
        return refuse("G17", "a measure takes effect when it is confirmed, not later");
    }
    Value body(std::move(members));
    ZJ_RULE(measure_fits(act, body));
    body.set("proposer", act.author.person).set("proposer_name", act.author.name);
    act.unit = unit;
    // Of the office's scope: the director must see what to confirm.
    make_pending(act, "sanction.impose", {"ob_head"}, std::move(body), {}, "office");
    return applied();
}

Outcome imposed(Act& act, const Value& body) {
    ZJ_RULE(measure_fits(act, body));
    act.unit = body.str_or("unit");
    const std::string key = act.new_key("sanction");
    Value sanction = body;
    sanction.set("state", "in_force")
        .set("approver", act.author.person)
        .set("approver_name", act.author.name)
        .set("at", format_time(act.at))
        .set("trail", fresh_trail(act));
    act.work.put(key, unit_scope(act.unit), std::move(sanction));
    mark(act, body, key);
    return applied();
}

Outcome lift(Act& act) {
    ZJ_RULE(act.need_role({"inspector"}));
    codec::Reader r(act.intent);
    read_head(r);
    const std::string key = r.string("sanction", kKeyBytesMax, 1), reason = r.string("reason", kReasonBytesMax, 1);
    if (const auto whole = r.finish(); !whole) {
        return malformed(whole.error());
    }
    const Value* sanction = nullptr;
    ZJ_RULE(subject(act, key, "sanction", sanction));
    ZJ_RULE(fresh(act, {{key, Freshness::exact, {}, {}}}));
    if (sanction == nullptr) {
        return applied();
    }
    ZJ_RULE(in_force(*sanction));
    act.unit = sanction->str_or("unit");
    make_pending(
        act, "sanction.lift", {"ob_head"},
        Object{
            {"sanction", key}, {"reason", reason}, {"proposer", act.author.person}, {"proposer_name", act.author.name}},
        {}, "office");
    return applied();
}

Outcome lifted(Act& act, const Value& body) {
    const std::string key(body.str_or("sanction"));
    const Value* sanction = nullptr;
    ZJ_RULE(subject(act, key, "sanction", sanction));
    if (sanction == nullptr) {
        return applied();
    }
    ZJ_RULE(in_force(*sanction));
    act.unit = sanction->str_or("unit");
    unmark(act, *sanction, key);
    act.work.edit(key)
        .set("state", "lifted")
        .set("lifted", Object{{"reason", body.str_or("reason")},
                              {"proposer", body.str_or("proposer")},
                              {"proposer_name", body.str_or("proposer_name")},
                              {"approver", act.author.person},
                              {"approver_name", act.author.name},
                              {"at", format_time(act.at)}});
    touch(act, key);
    return applied();
}

Outcome not_suspended(Act& act, const std::string& case_key, std::string_view matter, std::string_view unit) {
    const std::string key = unit_key(unit);
    const Value* value = matter == "OUT" ? nullptr : act.work.get(key);
    if (value == nullptr || value->str_or("suspended").empty()) {
        return applied();
    }
    Outcome out = hold("C8", case_key, {}, "the unit is suspended by " + std::string(value->str_or("suspended")));
    out.waits_on = key;
    return out;
}

}  // namespace zj::model::rules1
