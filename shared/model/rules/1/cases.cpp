// SPDX-License-Identifier: Apache-2.0
// The life of a case as its unit drives it: submit, sign-off, amend, answer, withdraw, thread (domain.md 2 and 4,
// INTENTS.md). What each matter asks and moves stands in its own file.
#include "shared/model/rules/1/cases.hpp"

#include <algorithm>

#include "shared/base/limits.hpp"
#include "shared/model/rules/1/flows.hpp"

namespace zj::model::rules1 {
namespace {

// Members of a form, with room to spare; check_form() says what is wrong with any of them.
constexpr std::size_t kMatterBytesMax = 16;
constexpr std::size_t kUnitBytesMax = 24;

std::string load_key(std::string_view unit) {
    return "load/" + std::string(unit);
}

// Open cases of a unit, signed ones included: no unit can fill the county's memory (reconcile.md, No unit can harm
// another).
Outcome take_load(Act& act, std::string_view unit) {
    const std::string key = load_key(unit);
    const Value* now = act.work.get(key);
    const std::int64_t open = now == nullptr ? 0 : now->int_or("open");
    if (open >= static_cast<std::int64_t>(limits::kOpenCasesPerUnitMax)) {
        return refuse("Q1", std::to_string(open) + " cases of the unit are open");
    }
    act.work.put(key, "office", Object{{"open", open + 1}});
    return applied();
}

struct Submission {
    std::string matter, unit, note;
    const Value* fields = nullptr;
    const Array* materials = nullptr;
    bool urgent = false;
};

Outcome read_submission(const Act& act, Submission& out) {
    codec::Reader r(act.intent);
    read_head(r);
    out.matter = r.string("matter", kMatterBytesMax, 1);
    out.unit = r.string("unit", kUnitBytesMax, 1);
    out.fields = &r.object("fields");
    out.materials = &r.array("materials", limits::kAttachmentsPerCaseMax);
    out.note = r.string("note", kReasonBytesMax);
    out.urgent = r.boolean("urgent");
    if (const auto whole = r.finish(); !whole) {
        return malformed(whole.error());
    }
    return applied();
}

// By the unit's clerk, or by the office for the unit where the matter allows it (domain.md 4.1, 4.4).
Outcome who_submits(Act& act, const Submission& s, const Matter& matter, bool& ex_officio) {
    ex_officio = matter.ex_officio && act.author.has(act.catalogue, "ob_clerk");
    if (!ex_officio) {
        return of_unit(act, s.unit, {"unit_clerk"});
    }
    act.unit = s.unit;
    return act.need_role({"ob_clerk"});
}

Value new_case(const Act& act, const Submission& s, const Matter& matter) {
    Object out{{"matter", s.matter},
               {"unit", s.unit},
               {"state", "signed"},
               {"clerk", act.author.person},
               {"clerk_name", act.author.name},
               {"fields", *s.fields},
               {"materials", *s.materials},
               {"urgent", s.urgent},
               {"signed_at", format_time(act.at)},
               {"limit_half_days", matter.half_days_for(*s.fields)},
               {"round", 0},
               {"steps", Array{}},
               {"thread", Array{}},
               {"trail", fresh_trail(act)}};
    if (!s.note.empty()) {
        out["note"] = s.note;
    }
    for (const auto& [field, member] : {std::pair{"person", "person"}, std::pair{"grant_no", "grant"}}) {
        if (const std::string_view key = s.fields->str_or(field); !key.empty()) {
            out[member] = key;
        }
    }
    Value value(std::move(out));
    set_step(matter, value);
    return value;
}

}  // namespace

Outcome open_matter(const Act& act, const std::string& code, const Matter*& matter, const MatterRules*& rules) {
    matter = act.catalogue.matter(code);
    rules = matter_rules(code);
    if (matter == nullptr) {
        return malformed(bad_member("/matter", "no such matter: " + code));
    }
    return matter->open && rules != nullptr ? applied() : refuse("G13", code + " is not open for submission");
}

// A case, of the author's unit, that may still be worked on.
Outcome own_case(Act& act, const std::string& key, std::initializer_list<std::string_view> roles, const Value*& value) {
    ZJ_RULE(open_case(act, key, value));
    if (value == nullptr) {
        return applied();
    }
    if (!value->bool_or("ex_officio")) {
        return of_unit(act, value->str_or("unit"), roles);
    }
    act.unit = value->str_or("unit");
    return act.need_role({"ob_clerk"});  // what the office started is the office's to answer or take back
}

// What would take up posts or persons waits for the end of the year-end freeze.
Outcome not_frozen(Act& act, const std::string& case_key) {
    if (!frozen(act.catalogue, date_of(act.at))) {
        return applied();
    }
    Outcome out = hold("C8", case_key, {}, "the registers are frozen");
    out.waits_on = kFreeze;
    return out;
}

bool closed_state(std::string_view state) {
    return state == "approved" || state == "refused" || state == "withdrawn";
}

void give_load_back(Work& work, std::string_view unit) {
    const std::string key = load_key(unit);
    if (const Value* now = work.get(key)) {
        work.put(key, "office", Object{{"open", std::max<std::int64_t>(0, now->int_or("open") - 1)}});
    }
}

const Value& fields_of(const Value& value) {
    static const Value kNone;
    const Value* fields = value.find("fields");
    return fields == nullptr ? kNone : *fields;
}

Date asked_on(const Act& act, const Value& value) {
    const auto signed_at = parse_time(value.str_or("signed_at"));
    return date_of(signed_at ? *signed_at : act.at);
}

Outcome of_unit(Act& act, std::string_view unit, std::initializer_list<std::string_view> roles) {
    act.unit = unit;
    ZJ_RULE(act.need_role(roles));
    if (!act.author.assumed && act.author.unit != unit) {
        return refuse("B5", "the author is not of unit " + act.unit);
    }
    return applied();
}

Outcome open_case(Act& act, const std::string& key, const Value*& value) {
    value = key.starts_with("case/") ? act.work.get(key) : nullptr;
    if (value == nullptr) {
        return act.work.hidden(key) ? applied() : refuse("B6", "no such case: " + key);
    }
    const std::string state(value->str_or("state"));
    return closed_state(state) ? refuse("C6", key + " is " + state) : applied();
}

Outcome form_fits(Act& act, const Matter& matter, const Value& fields, const Array& materials) {
    const std::vector<FormFault> faults = check_form(act.catalogue, matter, fields, materials);
    if (faults.empty()) {
        return applied();
    }
    return refuse("B3", faults.front().code + " at " + faults.front().pointer + " and " +
                            std::to_string(faults.size() - 1) + " more");
}

// The days of the period are policy, as month and day, and may go over the turn of the year.
bool frozen(const Catalogue& catalogue, Date day) {
    const Ymd ymd = ymd_of(day);
    const std::int64_t today = ymd.month * 100 + ymd.day;
    const std::int64_t from = catalogue.policy_int("freeze_from_mmdd"), to = catalogue.policy_int("freeze_to_mmdd");
    const bool inside = from <= to ? from <= today && today <= to : from <= today || today <= to;
    return catalogue.policy_int("freeze_enabled") != 0 && inside;
}

const MatterRules* matter_rules(std::string_view matter) {
    return matter == "USE"     ? &use_rules()
           : matter == "IN"    ? &entry_rules()
           : matter == "OUT"   ? &exit_rules()
           : matter == "MOD"   ? &change_rules()
           : matter == "MOVE"  ? &move_rules()
           : matter == "ORG"   ? &organ_rules()
           : matter == "PLAN"  ? &plan_rules()
           : matter == "SETUP" ? &setup_rules()
                               : nullptr;
}

void end_case(Act& act, const std::string& key, std::string_view state, std::string_view result) {
    overtake_held(act, key, "C6");
    Value& value = act.work.edit(key);
    value.set("state", state).set("closed_at", format_time(act.at));
    if (!result.empty()) {
        value.set("result", result);
    }
    value.object().erase("step");
    give_load_back(act.work, value.str_or("unit"));
    touch(act, key);
}

Outcome submit(Act& act) {
    Submission s;
    ZJ_RULE(read_submission(act, s));
    const Matter* matter = act.catalogue.matter(s.matter);
    const MatterRules* rules = nullptr;
    bool ex_officio = false;
    ZJ_RULE(matter == nullptr ? of_unit(act, s.unit, {"unit_clerk"}) : who_submits(act, s, *matter, ex_officio));
    ZJ_RULE(open_matter(act, s.matter, matter, rules));
    ZJ_RULE(form_fits(act, *matter, *s.fields, *s.materials));
    std::vector<Need> needs = rules->needs(act.catalogue, *s.fields);
    needs.push_back({"unit/" + s.unit, Freshness::exact, {}, {}});
    ZJ_RULE(fresh(act, needs));
    ZJ_RULE(ex_officio ? applied() : not_late(act, s.matter, s.unit));
    ZJ_RULE(rules->asked(act, *s.fields, s.unit, date_of(act.at)));
    ZJ_RULE(take_load(act, s.unit));
    const std::string key = act.new_key("case");
    act.work.put(key, unit_scope(s.unit), new_case(act, s, *matter));
    // What the office starts, another officer of it signs off: not only the head of section, whose layer comes then.
    const std::vector<std::string_view> signs_off =
        ex_officio ? std::vector<std::string_view>{"ob_section", "ob_deputy", "ob_head"}
                   : std::vector<std::string_view>{matter->confirm_role};
    const std::string pending =
        make_pending(act, "case.submit", signs_off, Object{{"matter", s.matter}, {"unit", s.unit}}, key,
                     ex_officio ? "office" : unit_scope(s.unit));
    act.work.edit(key).set("pending", pending);
    if (ex_officio) {
        act.work.edit(key).set("ex_officio", true);
    }
    return applied();
}

// The unit's head has signed: the county has the case from now on.
Outcome case_received(Act& act, const std::string& case_key) {
    const Value* value = nullptr;
    ZJ_RULE(open_case(act, case_key, value));
    if (value == nullptr) {
        return applied();
    }
    const std::string matter_code(value->str_or("matter")), unit(value->str_or("unit"));
    const Matter* matter = nullptr;
    const MatterRules* rules = nullptr;
    ZJ_RULE(open_matter(act, matter_code, matter, rules));
    act.unit = unit;
    if (value->str_or("state") != "signed") {
        return refuse("G8", case_key + " is signed off already");
    }
    if (values_held(act, case_key)) {
        return refuse("G15", "an amendment is held on the case; the sign-off waits until it is settled");
    }
    ZJ_RULE(one_held(act, case_key, not_frozen(act, case_key)));
    ZJ_RULE(one_held(act, case_key, not_suspended(act, case_key, matter_code, unit)));
    ZJ_RULE(value->bool_or("ex_officio") ? applied() : not_late(act, matter_code, unit));
    ZJ_RULE(one_held(act, case_key, rules->taken(act, case_key)));
    overtake_held(act, case_key);
    const int year = ymd_of(date_of(act.at)).year;
    const std::string number = std::to_string(next_number(act.work, "case-" + matter_code, year));
    Value& now = act.work.edit(case_key);
    now.set("case_no", matter_code + "-" + std::to_string(year) + "-" +
                           std::string(number.size() < 4 ? 4 - number.size() : 0, '0') + number)
        .set("state", "received")
        .set("received_at", format_time(act.at))
        .set("head", act.author.person)
        .set("head_name", act.author.name);
    if (act.held_at) {
        now.set("came_at", format_time(act.came()));
    }
    now.object().erase("pending");
    touch(act, case_key);
    return applied();
}

Outcome withdraw(Act& act) {
    codec::Reader r(act.intent);
    read_head(r);
    const std::string key = r.string("case", kKeyBytesMax, 1);
    const std::string reason = r.string("reason", kReasonBytesMax);
    if (const auto whole = r.finish(); !whole) {
        return malformed(whole.error());
    }
    ZJ_RULE(fresh(act, {}));
    const Value* value = nullptr;
    ZJ_RULE(own_case(act, key, {"unit_clerk", "unit_head"}, value));
    if (value == nullptr) {
        return applied();
    }
    const std::string state(value->str_or("state")), pending(value->str_or("pending"));
    const bool by_office = value->bool_or("ex_officio");
    const MatterRules* rules = matter_rules(value->str_or("matter"));
    if (state != "signed" && state != "returned") {  // neither of these has reserved anything
        rules->given_back(act, key);
    }
    if (by_office && rules->dropped != nullptr) {
        rules->dropped(act, key);
    }
    if (!pending.empty() && act.work.has(pending)) {
        act.work.edit(pending).set("state", "cancelled");
    }
    end_case(act, key, "withdrawn", reason);
    act.work.edit(key).object().erase("pending");
    return applied();
}

Outcome message(Act& act) {
    codec::Reader r(act.intent);
    read_head(r);
    const std::string key = r.string("case", kKeyBytesMax, 1);
    const std::string text = r.string("text", kReasonBytesMax, 1);
    if (const auto whole = r.finish(); !whole) {
        return malformed(whole.error());
    }
    ZJ_RULE(fresh(act, {}));
    const Value* value = key.starts_with("case/") ? act.work.get(key) : nullptr;
    if (value == nullptr) {
        return act.work.hidden(key) ? applied() : refuse("B6", "no such case: " + key);
    }
    if (const Outcome office = act.need_role({"ob_clerk", "ob_section", "ob_deputy", "ob_head"}); office.good()) {
        act.unit = value->str_or("unit");
    } else {
        ZJ_RULE(of_unit(act, value->str_or("unit"), {"unit_clerk", "unit_head", "archivist"}));
    }
    if (value->items("thread").size() >= kThreadMax) {
        return refuse("Q1", "the thread has " + std::to_string(kThreadMax) + " messages");
    }
    act.work.edit(key).object()["thread"].array().push_back(
        Object{{"at", format_time(act.at)}, {"person", act.author.person}, {"name", act.author.name}, {"text", text}});
    return applied();
}

}  // namespace zj::model::rules1
