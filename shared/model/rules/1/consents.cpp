// SPDX-License-Identifier: Apache-2.0
// What a case asks of another unit: the giving unit's consent to a transfer (domain.md 4.5), the superior's endorsement
// of a plan (6.1). The question stands in a record of the unit that is asked, which alone it need see; nothing of that
// unit's is locked before it has said yes (reconcile.md, No unit can harm another).
#include "shared/model/rules/1/cases.hpp"

namespace zj::model::rules1 {

std::string consent_key(std::string_view case_key) {
    return "consent/" + std::string(after_slash(case_key));
}

void ask_consent(Act& act, const std::string& case_key, std::string_view kind, std::string_view unit, Object about) {
    const std::string key = consent_key(case_key);
    const Value& value = *act.work.get(case_key);
    Value asked = Object{{"case", case_key},
                         {"kind", kind},
                         {"unit", unit},
                         {"of_unit", value.str_or("unit")},
                         {"matter", value.str_or("matter")},
                         {"about", std::move(about)},
                         {"state", "asked"},
                         {"asked_at", format_time(act.at)}};
    if (const Value* before = act.work.get(key)) {  // what was said on the earlier form is not said on this one
        asked.set("trail", before->items("trail"));
    } else {
        asked.set("trail", Array{});
    }
    act.work.put(key, unit_scope(unit), std::move(asked));
    touch(act, key);
}

void drop_consent(Act& act, const std::string& case_key) {
    const std::string key = consent_key(case_key);
    if (act.work.has(key)) {
        act.work.edit(key).set("state", "void");
        touch(act, key);
    }
}

Outcome consent_given(Act& act, const std::string& case_key) {
    const Value* asked = act.work.get(consent_key(case_key));
    if (asked == nullptr || asked->str_or("state") == "given") {
        return applied();
    }
    return refuse("G18", std::string(asked->str_or("unit")) + ": " + std::string(asked->str_or("state")));
}

namespace {

struct Answer {
    std::string key, act, reason;
};

Outcome read_answer(const Act& act, Answer& out) {
    codec::Reader r(act.intent);
    read_head(r);
    out.key = r.string("consent", 100, 1);
    out.act = r.choice("act", {"give", "refuse"});
    out.reason = r.string_if("reason", kReasonBytesMax).value_or("");
    if (out.act == "refuse" && out.reason.empty()) {
        r.fault("reason", "json.missing", "the other unit must be told why");
    }
    const auto whole = r.finish();
    return whole ? applied() : malformed(whole.error());
}

}  // namespace

Outcome consent(Act& act) {
    Answer answer;
    ZJ_RULE(read_answer(act, answer));
    const Value* asked = answer.key.starts_with("consent/") ? act.work.get(answer.key) : nullptr;
    if (asked == nullptr) {
        return act.work.hidden(answer.key) ? applied() : refuse("B6", "nothing is asked there: " + answer.key);
    }
    const bool endorses = asked->str_or("kind") == "endorse";
    const std::string unit(asked->str_or("unit")), case_key(asked->str_or("case"));
    ZJ_RULE(endorses ? of_unit(act, unit, {"supervisor", "unit_head"}) : of_unit(act, unit, {"unit_head"}));
    std::vector<Need> needs{{answer.key, Freshness::exact, {}, {}}};
    if (const Value* about = asked->find("about"); about != nullptr && !about->str_or("person").empty()) {
        needs.push_back({std::string(about->str_or("person")), Freshness::exact, {}, {}});
    }
    ZJ_RULE(fresh(act, needs));
    if (asked->str_or("state") != "asked") {
        return refuse("G8", "the question is " + std::string(asked->str_or("state")));
    }
    if (answer.act == "give" && !endorses) {
        ZJ_RULE(transfer_consented(act, case_key));
    }
    const std::string state = answer.act == "give" ? "given" : "refused";
    Value& record = act.work.edit(answer.key);
    record.set("state", state).set("by", act.author.person).set("name", act.author.name).set("at", format_time(act.at));
    if (!answer.reason.empty()) {
        record.set("reason", answer.reason);
    }
    touch(act, answer.key);
    if (act.work.has(case_key)) {  // its deciders look again
        act.work.edit(case_key).set(
            "consent",
            Object{{"unit", unit}, {"state", state}, {"name", act.author.name}, {"at", format_time(act.at)}});
        touch(act, case_key);
    }
    return applied();
}

}  // namespace zj::model::rules1
