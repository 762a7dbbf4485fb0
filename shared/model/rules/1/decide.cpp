// SPDX-License-Identifier: Apache-2.0
// The office decides in the layers of the catalogue: pass, return once with a complete list, refuse, pause with a
// reason, resume (domain.md 2; reconcile.md on `materials`). The first pass accepts the case, the last one closes it.
#include <algorithm>
#include <map>
#include <set>

#include "shared/model/layers.hpp"
#include "shared/model/rules/1/cases.hpp"

namespace zj::model::rules1 {
namespace {

constexpr std::size_t kDigestBytes = 64;
constexpr std::size_t kSlotBytesMax = 40;

struct Decision {
    std::string key, act, reason;
    std::vector<std::string> missing, materials;
};

Outcome read_decision(const Act& act, Decision& out) {
    codec::Reader r(act.intent);
    read_head(r);
    out.key = r.string("case", kKeyBytesMax, 1);
    out.act = r.choice("act", {"pass", "return", "refuse", "pause", "resume"});
    out.reason = r.string_if("reason", kReasonBytesMax).value_or("");
    if (r.has("missing")) {
        out.missing = r.strings("missing", limits::kAttachmentsPerCaseMax, kSlotBytesMax);
    }
    if (r.has("materials")) {
        out.materials = r.strings("materials", limits::kAttachmentsPerCaseMax, kDigestBytes);
    }
    if (out.reason.empty() && (out.act == "return" || out.act == "refuse" || out.act == "pause")) {
        r.fault("reason", "json.missing", "the unit must be told why");
    }
    if (const auto whole = r.finish(); !whole) {
        return malformed(whole.error());
    }
    return applied();
}

// Told once and completely: which slots are missing, each of them one of the matter's.
Outcome list_fits(const Matter& matter, const Decision& d) {
    for (std::size_t i = 0; i < d.missing.size(); ++i) {
        if (d.act != "return" || matter.slot(d.missing[i]) == nullptr) {
            return malformed(bad_member("/missing/" + std::to_string(i), "no slot of a return"));
        }
    }
    return applied();
}

// B2: whoever passes says by digest what they have opened, and that is every required material at least.
Outcome opened_all(const Matter& matter, const Value& value, const Decision& d) {
    std::map<std::string, bool, std::less<>> filled;  // by the slots that are required
    std::set<std::string, std::less<>> present;
    for (const Slot* slot : matter.required_slots(fields_of(value))) {
        filled.emplace(slot->key, false);
    }
    for (const Value& material : value.items("materials")) {
        const std::string sha(material.str_or("sha256"));
        present.insert(sha);
        const auto required = filled.find(material.str_or("slot"));
        if (required == filled.end()) {
            continue;
        }
        required->second = true;
        if (!contains(d.materials, sha)) {
            return refuse("B2", "slot " + required->first + " is not named");
        }
    }
    for (const auto& [slot, has_material] : filled) {
        // Asked for by a catalogue that came into force after the form was checked. A case goes back only once.
        if (!has_material && value.int_or("round") == 0) {
            return refuse("B2", "slot " + slot + " has no material");
        }
    }
    for (const std::string& sha : d.materials) {
        if (!present.contains(sha)) {
            return refuse("B2", "a digest that is none of the case's materials");
        }
    }
    return applied();
}

// Nobody takes two layers of one case, nor decides on what they signed, amended or answered at the unit. What the
// office started two of it have signed in the unit's place; each of them still has the layer of their own role, for an
// office may have one clerk and one head of section.
Outcome other_hand(const Act& act, const Value& value, const std::string& step) {
    const std::string& person = act.author.person;
    const bool at_unit = !value.bool_or("ex_officio");
    const bool wrote = contains(strings_of(value.items("changed_by")), person);
    if (at_unit && (wrote || value.str_or("clerk") == person || value.str_or("head") == person)) {
        return refuse("G10", "signed at the unit by the same person");
    }
    for (const Value& done : value.items("steps")) {
        if (done.str_or("person") == person && done.str_or("step") != step) {
            return refuse("G10", std::string(done.str_or("step")) + " was the same person's");
        }
    }
    return applied();
}

Outcome state_allows(const Value& value, const Decision& d) {
    const std::string state(value.str_or("state"));
    const bool moving = state == "received" || state == "in_review";
    const bool fits = d.act == "resume" ? state == "paused" : moving;
    if (!fits) {
        return refuse("G8", d.act + " does not fit state " + state);
    }
    if (value.find("held") != nullptr) {
        return refuse("G15", "a change set is held on the case; decisions wait until it is settled");
    }
    if (d.act == "return" && value.int_or("round") > 0) {
        return refuse("G14", "the case was returned once already");
    }
    if (d.act == "pause" && value.items("steps").size() >= kStepsMax) {
        return refuse("Q1", "the case has " + std::to_string(kStepsMax) + " steps");
    }
    return applied();
}

void note_step(Act& act, const Layer& layer, const Decision& d) {
    Object step{{"step", layer.step},      {"act", d.act},       {"person", act.author.person},
                {"name", act.author.name}, {"role", layer.role}, {"at", format_time(act.at)}};
    if (!d.reason.empty()) {
        step["reason"] = d.reason;
    }
    if (!d.missing.empty()) {
        step["missing"] = values_of(d.missing);
    }
    Value& value = act.work.edit(d.key);
    step["round"] = value.int_or("round");
    value.object()["steps"].array().push_back(std::move(step));
}

Outcome pass(Act& act, const Matter& matter, const MatterRules& rules, const Decision& d) {
    Value& value = act.work.edit(d.key);
    if (value.find("accepted_at") == nullptr) {
        value.set("accepted_at", format_time(act.at));
    }
    value.set("state", "in_review");
    if (rules.passed != nullptr) {
        ZJ_RULE(rules.passed(act, d.key));
    }
    Value& now = act.work.edit(d.key);
    if (layer_now(matter, now) != nullptr) {
        set_step(matter, now);
        return applied();
    }
    // A decision is never held, so who decides last signs again after the freeze.
    if (frozen(act.catalogue, date_of(act.at))) {
        return refuse("C8", "the registers are frozen");
    }
    ZJ_RULE(rules.approved(act, d.key));
    end_case(act, d.key, "approved", {});
    return applied();
}

// `paused` holds what time the limit does not count: [{from, reason, until}].
void pause(Act& act, const Decision& d) {
    Value& value = act.work.edit(d.key);
    value.set("before_pause", value.str_or("state")).set("state", "paused");
    Value& paused = value.object().try_emplace("paused", Array{}).first->second;
    paused.array().push_back(Object{{"from", format_time(act.at)}, {"reason", d.reason}});
}

void resume(Act& act, const Decision& d) {
    Value& value = act.work.edit(d.key);
    const std::string before(value.str_or("before_pause"));
    value.set("state", before);
    value.object().erase("before_pause");
    value.object()["paused"].array().back().set("until", format_time(act.at));
}

void give_back(Act& act, const MatterRules& rules, const Decision& d) {
    rules.given_back(act, d.key);
    Value& value = act.work.edit(d.key);
    value.set("state", "returned").set("round", value.int_or("round") + 1);
    value.set("returned_at", format_time(act.at));
}

Outcome carry_out(Act& act, const Matter& matter, const MatterRules& rules, const Decision& d) {
    if (d.act == "pass") {
        return pass(act, matter, rules, d);
    }
    if (d.act == "return") {
        give_back(act, rules, d);
    } else if (d.act == "pause") {
        pause(act, d);
    } else if (d.act == "resume") {
        resume(act, d);
    } else {
        rules.given_back(act, d.key);
        if (rules.dropped != nullptr) {
            rules.dropped(act, d.key);
        }
        end_case(act, d.key, "refused", d.reason);
    }
    return applied();
}

// Before it is known whose layer it is: somebody who reviews at all.
Outcome some_reviewer(Act& act) {
    return act.need_role({"ob_clerk", "ob_section", "ob_deputy", "ob_head", "commission"});
}

}  // namespace

// By who has passed rather than by a stored place, so that a form changed in an answer gets the layers it needs.
const Layer* layer_now(const Matter& matter, const Value& value) {
    const std::vector<const Layer*> layers = matter.layers_for(fields_of(value));
    const auto left =
        std::ranges::find_if(layers, [&](const Layer* layer) { return !layer_passed(value, layer->step); });
    return left == layers.end() ? nullptr : *left;
}

void set_step(const Matter& matter, Value& value) {
    const Layer* layer = layer_now(matter, value);
    value.set("step", layer == nullptr ? std::string{} : layer->step);
}

Outcome decide(Act& act) {
    Decision d;
    ZJ_RULE(read_decision(act, d));
    ZJ_RULE(some_reviewer(act));
    const Value* value = nullptr;
    ZJ_RULE(open_case(act, d.key, value));
    // Before the layer is asked for: who was overtaken is told so, not that the layer is another's now.
    ZJ_RULE(fresh(act, {{d.key, Freshness::exact, {}, d.key}}));
    if (value == nullptr) {
        return applied();
    }
    act.unit = value->str_or("unit");
    const Matter* matter = act.catalogue.matter(value->str_or("matter"));
    const MatterRules* rules = matter_rules(value->str_or("matter"));
    const Layer* layer = matter == nullptr ? nullptr : layer_now(*matter, *value);
    if (rules == nullptr || layer == nullptr) {
        return refuse("G8", "the catalogue in force has no layer left for " + d.key);
    }
    ZJ_RULE(state_allows(*value, d));
    ZJ_RULE(act.need_role({layer->role}));
    ZJ_RULE(other_hand(act, *value, layer->step));
    ZJ_RULE(list_fits(*matter, d));
    if (d.act == "pass") {
        ZJ_RULE(opened_all(*matter, *value, d));
        ZJ_RULE(consent_given(act, d.key));
    }
    note_step(act, *layer, d);
    ZJ_RULE(carry_out(act, *matter, *rules, d));
    touch(act, d.key);
    return applied();
}

}  // namespace zj::model::rules1
