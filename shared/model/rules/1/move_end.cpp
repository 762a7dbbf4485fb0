// SPDX-License-Identifier: Apache-2.0
// The end of 人员异动: rows, books and the number move by one entry, or the office sends the case back.
#include "shared/model/rules/1/flows.hpp"
#include "shared/model/rules/1/move.hpp"

namespace zj::model::rules1 {
namespace {

// The office sends the case back where the register moved under it.
Outcome still_fits(Act& act, const Move& m) {
    Outcome stands = active_here(act, m.person, m.between() ? m.giving : m.unit);
    if (stands.good()) {
        stands = in_place_fits(act, m);
    }
    if (!stands.good()) {
        return refuse("G12", stands.detail);
    }
    if (m.between() && act.work.get(m.person)->str_or("id_no") != m.fields->str_or("person_id_no")) {
        return refuse("G12", "the person's number was corrected");
    }
    const bool reserves = m.kind == "reform" || m.kind == "quota";
    ZJ_RULE(reserves ? quota_stands(act, m.unit, m.quota_type) : applied());
    const bool takes = m.kind != "cross" && is_leader(m.staff_class) && !keeps_post(act, m);
    return takes ? posts_stand(act, m.unit, m.staff_class) : applied();
}

constexpr std::pair<const char*, const char*> kTo[] = {
    {"inner", "to_inner"},         {"quota_type", "to_quota_type"},    {"funding", "to_funding"},
    {"post_kind", "to_post_kind"}, {"post_grade", "to_post_grade"},    {"staff_class", "to_staff_class"},
    {"post_name", "to_post_name"}, {"leader_level", "to_leader_level"}};

}  // namespace

std::vector<std::string> put_in_place(Value& person, const Value& fields) {
    std::vector<std::string> written;
    for (const auto& [member, field] : kTo) {
        if (const std::string_view value = fields.str_or(field); !value.empty()) {
            person.set(member, value);
            written.emplace_back(member);
        }
    }
    // A new post is 高配 by its own document or not at all.
    if (!fields.str_or("to_leader_level").empty()) {
        person.set("above_rank", fields.bool_or("to_above_rank"));
        written.emplace_back("above_rank");
        if (const std::string_view doc = fields.str_or("to_above_rank_doc"); doc.empty()) {
            person.object().erase("above_rank_doc");
        } else {
            person.set("above_rank_doc", doc);
        }
    }
    if (!fields.str_or("to_post_name").empty()) {
        person.set("post_since", fields.str_or("effective_on"));
        written.emplace_back("post_since");
    }
    return written;
}

namespace {

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
    end_late_exit(act, m.person);
    open_exit_chain(act, case_key, m.person, m.fields->str_or("move_doc"), m.fields->str_or("effective_on"));
}

// The row at the receiving unit: the person as known, in the new place.
Value arrived(Act& act, const Move& m, const Value& before, const std::string& case_key) {
    Value person = before;
    for (const char* ended :
         {"case", "changing", "grant_no", "exit_case", "late_exit", "post_kind", "post_grade", "rank_level"}) {
        person.object().erase(ended);
    }
    if (m.kind == "cross") {  // stages 4 and 5 of the grant say them anew; with an organ its funds come too
        for (const char* anew : {"pay", "pay_before", "pay_unit", "fin_funded", "fin_until"}) {
            person.object().erase(anew);
        }
    }
    const Value* from = act.work.get("unit/" + m.giving);
    const Value* grant = act.work.get(m.fields->str_or("grant_no"));
    const std::string_view effective = m.fields->str_or("effective_on");
    put_in_place(person, *m.fields);
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
    set_retire_on(act.catalogue, person);
    return person;
}

Outcome approved_between(Act& act, const Move& m, const std::string& case_key) {
    const Value before = *act.work.get(m.person);
    leave(act, m, case_key);
    const std::string person = act.new_key("person");
    act.work.put(person, unit_scope(m.unit), arrived(act, m, before, case_key));
    if (m.kind == "cross") {
        leave_entry_chain(act, m.person);
        fill_slot(act, entrant_of(*m.fields), m.unit, person, case_key);
    } else {
        follow_on_entry_chain(act, m.person, person);
        count_moved(act, m.fields->str_or("batch_id"));
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
    const std::vector<std::string> written = put_in_place(person, *m.fields);
    person.object().erase("case");
    set_retire_on(act.catalogue, person);
    touch(act, m.person, written);
    wake_waiting(act.work, m.person);
    return applied();
}

}  // namespace

Outcome move_approved(Act& act, const std::string& case_key) {
    const Value fields = fields_of(*act.work.get(case_key));
    const Move m = move_of(act, case_key, fields);
    if (!act.work.has(m.person)) {
        const std::string number = idno_key(act.county, fields.str_or("person_id_no"));
        const bool unseen = m.person.empty() ? act.work.hidden(number) : act.work.hidden(m.person);
        return unseen ? applied() : refuse("G12", "the person's row is not there");
    }
    ZJ_RULE(still_fits(act, m));
    return m.between() ? approved_between(act, m, case_key) : approved_within(act, m, case_key);
}

}  // namespace zj::model::rules1
