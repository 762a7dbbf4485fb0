// SPDX-License-Identifier: Apache-2.0
// 人员异动 (domain.md 4.5). Between units the receiving unit asks and takes a slot of its grant, the giving one
// consents, and −1 and +1 are posted by one entry (3.2-6): the row at the giving unit ends and a new one begins at the
// receiving one, for a record has one owner. With an organ (划转) the approved reform stands for grant and consent.
// Within a unit the row itself changes.
#include "shared/model/rules/1/cases.hpp"

namespace zj::model::rules1 {
namespace {

// What a transfer is, read once.
struct Move {
    std::string kind, unit, giving, person;  // `person`: the row that moves or changes; empty where it is not seen
    std::string quota_type, staff_class;     // from now on; empty where they stay
    const Value* fields = nullptr;

    bool between() const { return kind == "cross" || kind == "reform"; }
};

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

// As slots.cpp wants it.
Value entrant_of(const Value& fields) {
    return Object{{"grant_no", fields.str_or("grant_no")},
                  {"id_no", fields.str_or("person_id_no")},
                  {"name", fields.str_or("person_name")},
                  {"quota_type", fields.str_or("to_quota_type")},
                  {"staff_class", fields.str_or("to_staff_class")}};
}

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
    const Value* unit = act.work.get("unit/" + m.unit);
    const bool allowed =
        unit == nullptr || act.catalogue.quota_allowed(unit->str_or("nature"), unit->str_or("category"), m.quota_type);
    return allowed ? applied() : refuse("G2", "quota type " + m.quota_type + " is not for this unit");
}

Outcome no_hope(const Outcome& room) {
    return room.verdict == Verdict::refused ? room : applied();
}

// The room that a transfer without a grant needs.
Outcome room(Act& act, const Move& m, const std::string& case_key) {
    if (m.kind == "reform" || m.kind == "quota") {
        ZJ_RULE(room_in_quota(act, m.unit, m.quota_type, 1, case_key));
    }
    return m.kind != "quota" && is_leader(m.staff_class) ? room_in_posts(act, m.unit, m.staff_class, 1, case_key)
                                                         : applied();
}

Outcome asked_reform(Act& act, const Move& m) {
    const std::string_view plan = m.fields->str_or("batch_id");
    ZJ_RULE(ruling_fits(act, plan, m.unit, "reform", true));
    ZJ_RULE(ruling_fits(act, plan, m.giving, "reform", true));
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
        return person->str_or("staff_class") == m.staff_class ? applied() : no_hope(room(act, m, {}));
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

Outcome asked(Act& act, const Value& fields, std::string_view unit, Date) {
    const Move m = move_of(act, fields, unit);
    const auto effective = parse_date(fields.str_or("effective_on"));
    if (!effective || *effective > date_of(act.at)) {
        return refuse("G17", "it takes effect on " + std::string(fields.str_or("effective_on")));
    }
    ZJ_RULE(inner_exists(act, unit, fields.str_or("to_inner")));
    return m.kind == "cross" ? asked_cross(act, m) : m.kind == "reform" ? asked_reform(act, m) : asked_within(act, m);
}

// C1: nobody leaves twice, nor leaves while they are moved.
Outcome not_leaving(Act& act, const std::string& key, const std::string& case_key) {
    const Value* person = act.work.get(key);
    const std::string other(person == nullptr ? std::string_view{} : person->str_or("case"));
    if (other.empty() || other == case_key) {
        return applied();
    }
    Outcome out = hold("C1", case_key, may_name(act, other), "the person leaves or is moved by " + other);
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
    const Value* person = act.work.get(m.person);
    const bool same = m.kind == "post" && person != nullptr && person->str_or("staff_class") == m.staff_class;
    if (m.kind != "quota" && is_leader(m.staff_class) && !same) {
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

Outcome taken(Act& act, const std::string& case_key) {
    const Value fields = fields_of(*act.work.get(case_key));
    const std::string unit(act.work.get(case_key)->str_or("unit"));
    ZJ_RULE(asked(act, fields, unit, asked_on(act, *act.work.get(case_key))));
    const Move m = move_of(act, fields, unit);
    if (m.kind == "cross") {
        ZJ_RULE(take_slot(act, entrant_of(fields), unit, case_key, true));
        if (!m.person.empty()) {
            ask_consent(act, case_key, "consent", m.giving, about_transfer(m));
        }
        return applied();
    }
    ZJ_RULE(not_leaving(act, m.person, case_key));
    ZJ_RULE(room(act, m, case_key));
    if (m.kind == "reform") {
        ZJ_RULE(name_person(act, fields.str_or("person_id_no"), unit, case_key));
    }
    reserve(act, m, case_key, 1);
    begin_leaving(act, m.person, case_key, m.kind != "inner" && m.kind != "post");
    return applied();
}

void given_back(Act& act, const std::string& case_key) {
    const Value fields = fields_of(*act.work.get(case_key));
    const Move m = move_of(act, fields, act.work.get(case_key)->str_or("unit"));
    end_leaving(act, m.person, case_key, m.kind != "inner" && m.kind != "post");
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

// The office sends the case back where the register moved under it.
Outcome still_fits(Act& act, const Move& m) {
    Outcome stands = active_here(act, m.person, m.between() ? m.giving : m.unit);
    if (stands.good()) {
        stands = inner_exists(act, m.unit, m.fields->str_or("to_inner"));
    }
    return stands.good() ? applied() : refuse("G12", stands.detail);
}

constexpr std::pair<const char*, const char*> kTo[] = {
    {"inner", "to_inner"},         {"quota_type", "to_quota_type"},    {"funding", "to_funding"},
    {"post_kind", "to_post_kind"}, {"post_grade", "to_post_grade"},    {"staff_class", "to_staff_class"},
    {"post_name", "to_post_name"}, {"leader_level", "to_leader_level"}};

std::vector<std::string> place(Value& person, const Value& fields) {
    std::vector<std::string> written;
    for (const auto& [member, field] : kTo) {
        if (const std::string_view value = fields.str_or(field); !value.empty()) {
            person.set(member, value);
            written.emplace_back(member);
        }
    }
    if (!fields.str_or("to_post_name").empty()) {
        person.set("post_since", fields.str_or("effective_on"));
        written.emplace_back("post_since");
    }
    return written;
}

// The row at the giving unit ends: its quota and post are free.
void leave(Act& act, const Move& m, const std::string& case_key) {
    const Value person = *act.work.get(m.person);
    const std::string type(person.str_or("quota_type")), level(person.str_or("staff_class"));
    if (occupies(person)) {
        count_over_exit(act.work, ledger_key(m.giving, type));
        post_quota(act, m.giving, type, {.a = -1, .o = -1}, "move.left", case_key);
        if (is_leader(level)) {
            post_leader(act.work, m.giving, level, -1, 0);
        }
    }
    const Value* to = act.work.get("unit/" + m.unit);
    Value& row = act.work.edit(m.person);
    row.set("state", "out")
        .set("exit_case", case_key)
        .set("exit_mode", m.kind == "reform" ? "10" : "03")
        .set("left_on", m.fields->str_or("effective_on"))
        .set("exit_doc", m.fields->str_or("move_doc"))
        .set("exit_to", to == nullptr ? m.unit : std::string(to->str_or("name")));
    for (const char* ended : {"case", "status", "off_reason", "changing"}) {
        row.object().erase(ended);
    }
    touch(act, m.person, {"state", "status"});
    wake_waiting(act.work, m.person);
}

// The row at the receiving unit: the person as known, in the new place.
Value arrived(Act& act, const Move& m, const Value& before, const std::string& case_key) {
    Value person = before;
    for (const char* ended : {"case", "changing", "grant_no", "exit_case", "post_kind", "post_grade", "rank_level"}) {
        person.object().erase(ended);
    }
    const Value* from = act.work.get("unit/" + m.giving);
    const Value* grant = act.work.get(m.fields->str_or("grant_no"));
    const std::string_view effective = m.fields->str_or("effective_on");
    place(person, *m.fields);
    person.set("unit", m.unit)
        .set("entry_mode", grant == nullptr ? std::string_view("12") : grant->str_or("entry_mode"))
        .set("entry_from", from == nullptr ? m.giving : std::string(from->str_or("name")))
        .set("entered_on", effective)
        .set("quota_since", effective)
        .set("quota_doc", m.fields->str_or("move_doc"))
        .set("entry_case", case_key)
        .set("moved_from", m.person)
        .set("status", "1")
        .set("state", "active")
        .set("trail", fresh_trail(act));
    if (grant != nullptr) {
        person.set("grant_no", grant->str_or("grant_no"));
    }
    set_retire_on(person);
    return person;
}

Outcome approved_between(Act& act, const Move& m, const std::string& case_key) {
    const Value before = *act.work.get(m.person);
    leave(act, m, case_key);
    const std::string person = act.new_key("person");
    act.work.put(person, unit_scope(m.unit), arrived(act, m, before, case_key));
    if (m.kind == "cross") {
        fill_slot(act, entrant_of(*m.fields), m.unit, person, case_key);
    } else {
        occupy_number(act, m.fields->str_or("person_id_no"), m.unit, person, case_key);
        post_quota(act, m.unit, m.quota_type, {.a = 1, .r = -1}, "move.arrived", case_key);
        holder(act.work, ledger_key(m.unit, m.quota_type), case_key, -1);
        if (is_leader(m.staff_class)) {
            post_leader(act.work, m.unit, m.staff_class, 1, -1);
            holder(act.work, posts_key(m.unit, m.staff_class), case_key, -1);
        }
    }
    act.work.edit(case_key).set("person", person);
    return applied();
}

Outcome approved_within(Act& act, const Move& m, const std::string& case_key) {
    const Value before = *act.work.get(m.person);
    if (m.kind == "quota") {
        post_quota(act, m.unit, before.str_or("quota_type"), {.a = -1, .o = -1}, "move.left", case_key);
        post_quota(act, m.unit, m.quota_type, {.a = 1, .r = -1}, "move.arrived", case_key);
        holder(act.work, ledger_key(m.unit, m.quota_type), case_key, -1);
    }
    const std::string was(before.str_or("staff_class"));
    if (m.kind == "post" && was != m.staff_class && occupies(before)) {
        if (is_leader(was)) {
            post_leader(act.work, m.unit, was, -1, 0);
        }
        if (is_leader(m.staff_class)) {
            post_leader(act.work, m.unit, m.staff_class, 1, -1);
            holder(act.work, posts_key(m.unit, m.staff_class), case_key, -1);
        }
    }
    Value& person = act.work.edit(m.person);
    const std::vector<std::string> written = place(person, *m.fields);
    person.object().erase("case");
    set_retire_on(person);
    touch(act, m.person, written);
    wake_waiting(act.work, m.person);
    return applied();
}

Outcome approved(Act& act, const std::string& case_key) {
    const Value fields = fields_of(*act.work.get(case_key));
    const Move m = move_of(act, fields, act.work.get(case_key)->str_or("unit"));
    if (!act.work.has(m.person)) {
        return applied();
    }
    ZJ_RULE(still_fits(act, m));
    return m.between() ? approved_between(act, m, case_key) : approved_within(act, m, case_key);
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

Outcome transfer_consented(Act& act, const std::string& case_key) {
    const Value* value = act.work.get(case_key);
    if (value == nullptr) {
        return applied();  // the giving unit's own preview does not see the case
    }
    const Value fields = fields_of(*value);
    const Move m = move_of(act, fields, value->str_or("unit"));
    ZJ_RULE(active_here(act, m.person, m.giving));
    if (const Outcome free = not_leaving(act, m.person, case_key); !free.good()) {
        return refuse("C1", free.detail);  // the unit settles its own case first, and signs again
    }
    begin_leaving(act, m.person, case_key, true);
    return applied();
}

const MatterRules& move_rules() {
    static const MatterRules rules{asked, taken, given_back, approved, needs};
    return rules;
}

}  // namespace zj::model::rules1
