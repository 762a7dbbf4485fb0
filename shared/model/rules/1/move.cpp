// SPDX-License-Identifier: Apache-2.0
// 人员异动 (domain.md 4.5). Between units the receiving unit asks and takes a slot of its grant, the giving one
// consents, and −1 and +1 are posted by one entry (3.2-6): the row at the giving unit ends and a new one begins at the
// receiving one, for a record has one owner. With an organ (划转) the approved reform stands for grant and consent.
// Within a unit the row itself changes.
#include "shared/model/rules/1/move.hpp"

namespace zj::model::rules1 {

Move move_of(Act& act, const Value& fields, std::string_view unit) {
    Move m{std::string(fields.str_or("kind")),
           std::string(unit),
           std::string(after_slash(fields.str_or("giving_unit"))),
           std::string(fields.str_or("person")),
           std::string(fields.str_or("to_quota_type")),
           std::string(fields.str_or("to_staff_class")),
           &fields};
    if (m.between()) {
        const Value* number = act.work.get(idno_key(act.county, fields.str_or("person_id_no")));
        m.person = number == nullptr ? std::string_view{} : number->str_or("person");
    }
    return m;
}

Move move_of(Act& act, const std::string& case_key, const Value& fields) {
    const Value& value = *act.work.get(case_key);
    Move m = move_of(act, fields, value.str_or("unit"));
    if (const std::string_view kept = value.str_or("leaving"); !kept.empty()) {
        m.person = kept;
    }
    return m;
}

bool keeps_post(Act& act, const Move& m) {
    const Value* person = m.kind == "post" ? act.work.get(m.person) : nullptr;
    return person != nullptr && person->str_or("staff_class") == m.staff_class;
}

Value entrant_of(const Value& fields) {
    return Object{{"grant_no", fields.str_or("grant_no")},
                  {"id_no", fields.str_or("person_id_no")},
                  {"name", fields.str_or("person_name")},
                  {"quota_type", fields.str_or("to_quota_type")},
                  {"staff_class", fields.str_or("to_staff_class")}};
}

namespace {

// G7, G16: the person of this number is active in the unit that the form calls the giving one.
Outcome giver_fits(Act& act, const Move& m) {
    if (m.giving == m.unit) {
        return refuse("G16", "the person is on this unit's register");
    }
    const std::string number = idno_key(act.county, m.fields->str_or("person_id_no"));
    if (act.work.hidden(number)) {
        return applied();
    }
    const Value* person = m.person.empty() ? nullptr : act.work.get(m.person);
    if (person == nullptr || person->str_or("name") != m.fields->str_or("person_name")) {
        return refuse("G7", "nobody of this name and number is on the register");
    }
    return active_here(act, m.person, m.giving);
}

// 调任, 转任, 县内调入, 任命: what a grant for somebody of the county may say.
bool transfer_mode(std::string_view entry_mode) {
    return entry_mode == "05" || entry_mode == "06" || entry_mode == "07" || entry_mode == "13";
}

Outcome asked_cross(Act& act, const Move& m) {
    ZJ_RULE(slot_fits(act, entrant_of(*m.fields), m.unit));
    const Value* grant = act.work.get(m.fields->str_or("grant_no"));
    if (grant != nullptr && !transfer_mode(grant->str_or("entry_mode"))) {
        return refuse("G6", "the grant is not for a transfer");
    }
    return giver_fits(act, m);
}

Outcome type_allowed(Act& act, const Move& m) {
    ZJ_RULE(on_register(act, m.unit));
    const Value* unit = act.work.get("unit/" + m.unit);
    const bool allowed =
        unit == nullptr || act.catalogue.quota_allowed(unit->str_or("nature"), unit->str_or("category"), m.quota_type);
    return allowed ? applied() : refuse("G2", "quota type " + m.quota_type + " is not for this unit");
}

// Whether it takes a leader post of the unit without a grant that holds it.
bool takes_post(Act& act, const Move& m) {
    return m.kind != "quota" && is_leader(m.staff_class) && !keeps_post(act, m);
}

// The room that a transfer without a grant needs.
Outcome room(Act& act, const Move& m, const std::string& case_key) {
    if (m.kind == "reform" || m.kind == "quota") {
        ZJ_RULE(room_in_quota(act, m.unit, m.quota_type, 1, case_key));
    }
    return takes_post(act, m) ? room_in_posts(act, m.unit, m.staff_class, 1, case_key) : applied();
}

// G26: the approval of a reform stands and names both units. Asked at every turn, for the paper may be voided
// meanwhile, and registered anew as it should have been.
Outcome reform_stands(Act& act, const Move& m) {
    const std::string_view plan = m.fields->str_or("batch_id");
    ZJ_RULE(ruling_fits(act, plan, m.unit, "reform", true));
    ZJ_RULE(ruling_fits(act, plan, m.giving, "reform", true));
    // It stands for the giving unit's consent, so a paper whose kind nobody told is not enough.
    const Value* ruling = act.work.get(ruling_key(plan));
    return ruling == nullptr || ruling->str_or("kind") == "reform"
               ? applied()
               : refuse("G26", std::string(plan) + " is not said to be a reform");
}

Outcome asked_reform(Act& act, const Move& m) {
    ZJ_RULE(reform_stands(act, m));
    ZJ_RULE(ruling_in_hand(act, m.fields->str_or("batch_id")));
    ZJ_RULE(giver_fits(act, m));
    ZJ_RULE(type_allowed(act, m));
    return no_hope(room(act, m, {}));
}

Outcome asked_within(Act& act, const Move& m) {
    ZJ_RULE(active_here(act, m.person, m.unit));
    const Value* person = act.work.get(m.person);
    if (person == nullptr) {
        return applied();
    }
    if (m.kind == "inner" && person->str_or("inner") == m.fields->str_or("to_inner")) {
        return malformed(bad_member("/fields/to_inner", "nothing changes"));
    }
    if (!occupies(*person) && (m.kind == "quota" || is_leader(m.staff_class))) {
        return refuse("G7", "the person occupies no quota");
    }
    if (m.kind == "post") {
        return no_hope(room(act, m, {}));
    }
    if (m.kind == "quota") {
        if (person->str_or("quota_type") == m.quota_type) {
            return malformed(bad_member("/fields/to_quota_type", "nothing changes"));
        }
        ZJ_RULE(type_allowed(act, m));
        return no_hope(room(act, m, {}));
    }
    return applied();
}

// The record as it will be; what the form says alone where the row is another unit's.
Value as_moved(Act& act, const Move& m) {
    const Value* row = m.person.empty() ? nullptr : act.work.get(m.person);
    Value person = row == nullptr ? Value(Object{}) : *row;
    put_in_place(person, *m.fields);
    return person;
}

// Within the unit the person is there already, whatever their age.
Outcome of_age(Act& act, const Move& m) {
    return m.between() ? not_retired(act, as_moved(act, m)) : applied();
}

Outcome asked(Act& act, const Value& fields, std::string_view unit, Date) {
    const Move m = move_of(act, fields, unit);
    ZJ_RULE(has_come(act, fields, "effective_on"));
    ZJ_RULE(in_place_fits(act, m));
    ZJ_RULE(of_age(act, m));
    return m.kind == "cross" ? asked_cross(act, m) : m.kind == "reform" ? asked_reform(act, m) : asked_within(act, m);
}

// C1: nobody leaves twice, nor leaves while they are moved or their number is corrected.
Outcome not_leaving(Act& act, const std::string& key, const std::string& case_key) {
    const Value* person = act.work.get(key);
    if (person == nullptr) {
        return applied();
    }
    std::string other(person->str_or("case"));
    if (const Value* changing = person->find("changing"); other.empty() && changing != nullptr) {
        other = changing->str_or("id_no");
    }
    if (other.empty() || other == case_key) {
        return applied();
    }
    Outcome out = hold("C1", case_key, may_name(act, other), "the person leaves or is changed by " + other);
    out.waits_on = key;
    return out;
}

// The row is spoken for; where it occupies a quota that it will leave, O says so.
void begin_leaving(Act& act, const std::string& key, const std::string& case_key, bool leaves_quota) {
    if (!act.work.has(key)) {
        return;
    }
    const Value& person = *act.work.get(key);
    if (leaves_quota && occupies(person)) {
        post_quota(act, person.str_or("unit"), person.str_or("quota_type"), {.o = 1}, "move.begun", case_key);
    }
    act.work.edit(key).set("case", case_key);
}

void end_leaving(Act& act, const std::string& key, const std::string& case_key, bool leaves_quota) {
    const Value* person = act.work.get(key);
    if (person == nullptr || person->str_or("case") != case_key) {
        return;
    }
    if (leaves_quota && occupies(*person)) {
        post_quota(act, person->str_or("unit"), person->str_or("quota_type"), {.o = -1}, "move.returned", case_key);
    }
    act.work.edit(key).object().erase("case");
    wake_waiting(act.work, key);
}

// +1 or −1 of what a transfer without a grant reserves.
void reserve(Act& act, const Move& m, const std::string& case_key, std::int64_t n) {
    if (m.kind == "reform" || m.kind == "quota") {
        post_quota(act, m.unit, m.quota_type, {.r = n}, n > 0 ? "move.reserved" : "move.unreserved", case_key);
        holder(act.work, ledger_key(m.unit, m.quota_type), case_key, n);
    }
    if (takes_post(act, m)) {
        post_leader(act.work, m.unit, m.staff_class, 0, n);
        holder(act.work, posts_key(m.unit, m.staff_class), case_key, n);
    }
}

Object about_transfer(const Move& m) {
    Object about{{"to_unit", m.unit}, {"person", m.person}};
    for (const char* member : {"kind", "person_name", "to_inner", "to_post_name", "move_doc", "effective_on"}) {
        about[member] = m.fields->str_or(member);
    }
    return about;
}

// Another unit's row: remembered by the case, and left alone until its owner, or the office, has passed it.
void remember(Act& act, const Move& m, const std::string& case_key) {
    if (!m.person.empty()) {
        act.work.edit(case_key).set("leaving", m.person);
    }
}

Outcome taken(Act& act, const std::string& case_key) {
    const Value fields = fields_of(*act.work.get(case_key));
    const std::string unit(act.work.get(case_key)->str_or("unit"));
    ZJ_RULE(asked(act, fields, unit, asked_on(act, *act.work.get(case_key))));
    const Move m = move_of(act, fields, unit);
    if (m.kind == "cross") {
        ZJ_RULE(take_slot(act, entrant_of(fields), unit, case_key, true));
        remember(act, m, case_key);
        if (!m.person.empty()) {
            ask_consent(act, case_key, "consent", m.giving, about_transfer(m));
        }
        return applied();
    }
    ZJ_RULE(not_leaving(act, m.person, case_key));
    ZJ_RULE(room(act, m, case_key));
    if (m.kind == "reform") {
        ZJ_RULE(name_person(act, fields.str_or("person_id_no"), unit, case_key));
        remember(act, m, case_key);
        reserve(act, m, case_key, 1);
        return applied();
    }
    reserve(act, m, case_key, 1);
    begin_leaving(act, m.person, case_key, m.leaves_quota());
    return applied();
}

// Each pass, the last too. With an organ the office's first one stands for the giving unit's consent: from then on the
// person is on the way out.
Outcome passed(Act& act, const std::string& case_key) {
    const Value fields = fields_of(*act.work.get(case_key));
    const Move m = move_of(act, case_key, fields);
    if (m.kind != "reform") {
        return applied();
    }
    if (const Outcome stands = reform_stands(act, m); !stands.good()) {
        return refuse("G12", stands.detail);
    }
    const Value* person = act.work.get(m.person);
    if (person == nullptr || person->str_or("case") == case_key) {
        return applied();
    }
    if (frozen(act.catalogue, date_of(act.at))) {
        return refuse("C8", "the registers are frozen");
    }
    if (const Outcome here = active_here(act, m.person, m.giving); !here.good()) {
        return refuse("G12", here.detail);
    }
    if (const Outcome free = not_leaving(act, m.person, case_key); !free.good()) {
        return refuse("C1", free.detail);  // a decision is never held
    }
    begin_leaving(act, m.person, case_key, true);
    return applied();
}

void given_back(Act& act, const std::string& case_key) {
    const Value fields = fields_of(*act.work.get(case_key));
    const Move m = move_of(act, case_key, fields);
    end_leaving(act, m.person, case_key, m.leaves_quota());
    act.work.edit(case_key).object().erase("leaving");
    if (m.kind == "cross") {
        give_slot_back(act, entrant_of(fields), case_key);
        drop_consent(act, case_key);
        return;
    }
    reserve(act, m, case_key, -1);
    if (m.kind == "reform") {
        free_number(act, fields.str_or("person_id_no"), case_key, {});
    }
}

std::vector<Need> needs(const Catalogue&, const Value& fields) {
    for (const char* reference : {"person", "grant_no"}) {
        if (const std::string key(fields.str_or(reference)); !key.empty()) {
            return {{key, Freshness::exact, {}, {}}};
        }
    }
    return {};
}

}  // namespace

Outcome in_place_fits(Act& act, const Move& m) {
    const Value person = as_moved(act, m);
    ZJ_RULE(m.staff_class.empty() ? applied() : rank_fits(act, m.unit, person));
    return place_fits(act, m.unit, m.fields->str_or("to_inner"), person.str_or("staff_class"));
}

Outcome transfer_consented(Act& act, const std::string& case_key) {
    const Value* value = act.work.get(case_key);
    if (value == nullptr) {
        return applied();  // the giving unit's own preview does not see the case
    }
    if (frozen(act.catalogue, date_of(act.at))) {
        return refuse("C8", "the registers are frozen");  // O is a figure of the year
    }
    const Value fields = fields_of(*value);
    const Move m = move_of(act, case_key, fields);
    ZJ_RULE(active_here(act, m.person, m.giving));
    if (const Outcome free = not_leaving(act, m.person, case_key); !free.good()) {
        return refuse("C1", free.detail);  // the unit settles its own case first, and signs again
    }
    begin_leaving(act, m.person, case_key, true);
    return applied();
}

const MatterRules& move_rules() {
    static const MatterRules rules{asked, taken, given_back, move_approved, needs, passed};
    return rules;
}

}  // namespace zj::model::rules1
