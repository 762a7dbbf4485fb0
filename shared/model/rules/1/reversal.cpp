// SPDX-License-Identifier: Apache-2.0
// Correction of a closed case by reversing postings (domain.md 3.2-10). Nothing is erased: the case stays approved and
// says that, why and by whom it was reversed, and the ledger gets postings the other way round. A section head proposes
// it on a document; the director confirms, or the commission what it decided itself. G27 once something that follows
// has been done: then the way back is the opposite matter, or begins with what followed. 机构修改, 人员异动 and
// 人员修改 need no reversal: their opposite is a case of the same matter.
#include <algorithm>

#include "shared/model/rules/1/cases.hpp"
#include "shared/model/rules/1/flows.hpp"
#include "shared/model/rules/1/stage_book.hpp"

namespace zj::model::rules1 {
namespace {

struct Reversal {
    std::string case_key, reason, doc_no;
};

// The row that the case made or ended.
std::string row_of(const Value& value) {
    return std::string(value.str_or("matter") == "OUT" ? fields_of(value).str_or("person") : value.str_or("person"));
}

// Held by others or taken up is no ground to wait for: the office looks at it and signs anew.
Outcome room_now(const Outcome& room) {
    return room.good() ? applied() : refuse(room.code == "C4" ? "G1" : room.code, room.detail);
}

// An exit from a line above its quota goes back above it, unless somebody came in for it (domain.md 6.3).
Outcome exit_unused(Act& act, const std::string& line) {
    const Value* value = act.work.get(line);
    return value == nullptr || value->int_or("over_exits") > value->int_or("over_exits_used")
               ? applied()
               : refuse("G27", "somebody came in for this exit");
}

// A line that had too many leaders takes the one who left back, and is never fuller than it was.
Outcome post_of_exit(Act& act, const std::string& case_key, std::string_view unit, const std::string& level,
                     std::int64_t leaders) {
    const Value* line = act.work.get(posts_key(unit, level));
    if (leaders == 0 || line == nullptr) {
        return room_now(room_in_posts(act, unit, level, 1, case_key));
    }
    return line->int_or("actual") + line->int_or("reserved") < leaders
               ? applied()
               : refuse("G3", posts_key(unit, level) + ": the post is given to another");
}

Outcome exit_reversible(Act& act, const std::string& case_key, const Value& person) {
    if (person.str_or("exit_case") != case_key) {
        return refuse("G27", "the person left by another case");
    }
    if (person.find("roster_since") != nullptr) {
        return refuse("G27", "the person has come to another roster since");
    }
    if (number_taken(act, person.str_or("id_no"))) {
        return refuse("G27", "the person is claimed or active elsewhere");
    }
    const Value* was = act.work.get(case_key)->find("was");
    if (was == nullptr) {
        return refuse("G27", "the case does not say what it ended");
    }
    if (was->str_or("status") != "1") {
        return applied();  // occupied no quota before
    }
    const std::string unit(person.str_or("unit"));
    ZJ_RULE(was->bool_or("over") ? exit_unused(act, ledger_key(unit, person.str_or("quota_type")))
                                 : room_now(room_in_quota(act, unit, person.str_or("quota_type"), 1, case_key)));
    const std::string level(person.str_or("staff_class"));
    return is_leader(level) ? post_of_exit(act, case_key, unit, level, was->int_or("leaders")) : applied();
}

Outcome entry_reversible(Act& act, const std::string& case_key, const Value& person) {
    if (person.str_or("entry_case") != case_key || person.str_or("state") != "active") {
        return refuse("G27", "the person is not on the register by this case any more");
    }
    if (!person.str_or("case").empty()) {
        return refuse("G27", "an exit or transfer of the person is under way");
    }
    if (person.find("pay") != nullptr) {
        return refuse("G27", "pay is approved; report an exit");
    }
    // The slot of the grant is of its own line and post, which a transfer within the unit may have left.
    const Value* grant = act.work.get(fields_of(*act.work.get(case_key)).str_or("grant_no"));
    const bool same = grant == nullptr || (grant->str_or("quota_type") == person.str_or("quota_type") &&
                                           grant->str_or("staff_class", "none") == person.str_or("staff_class"));
    return same ? applied() : refuse("G27", "the person has moved to another quota or post since");
}

bool gives_out(std::string_view matter) {
    return matter == "USE" || matter == "PLAN" || matter == "SETUP";
}

// No one below the commission undoes what it decided.
std::string_view confirmer_of(const Value& value) {
    const Array& steps = value.items("steps");
    return std::any_of(
               steps.begin(), steps.end(),
               [](const Value& step) { return step.str_or("role") == "commission" && step.str_or("act") == "pass"; })
               ? "commission"
               : "ob_head";
}

// Asked when it is proposed and again when it takes effect.
Outcome reversible(Act& act, const std::string& case_key) {
    const Value& value = *act.work.get(case_key);
    const std::string_view matter = value.str_or("matter");
    if (matter != "OUT" && matter != "IN" && !gives_out(matter)) {
        return refuse("G27", std::string(matter) + " is taken back by a case of the same matter");
    }
    if (value.str_or("state") != "approved" || value.find("reversed") != nullptr) {
        return refuse("G8", value.find("reversed") != nullptr ? "the case is reversed already"
                                                              : "the case is " + std::string(value.str_or("state")));
    }
    if (gives_out(matter)) {
        return given_unused(act, case_key);
    }
    const Value* person = act.work.get(row_of(value));
    if (person == nullptr) {
        return act.work.hidden(row_of(value)) ? applied() : refuse("B6", "no such person");
    }
    return matter == "OUT" ? exit_reversible(act, case_key, *person) : entry_reversible(act, case_key, *person);
}

// What was not closed of the exit's chain is not done any more, and funds that it cut are as they were.
void void_exit_chain(Act& act, const std::string& case_key, const std::string& person, bool funded) {
    const std::string cut = stage_key(case_key, act.catalogue.chain().exit.stage("fund_cut")->n);
    for (std::int64_t n = 2; n <= act.catalogue.chain().exit.last(); ++n) {
        const std::string key = stage_key(case_key, n);
        if (act.work.has(key) && act.work.get(key)->str_or("state") == "open") {
            act.work.edit(key).set("state", "void");
        }
    }
    if (const Value* stage = act.work.get(cut); stage != nullptr && stage->str_or("state") == "closed") {
        act.work.edit(person).set("fin_funded", funded);
    }
}

void back_on_register(Act& act, const std::string& case_key, const std::string& key) {
    const Value person = *act.work.get(key);
    const Value* kept = act.work.get(case_key)->find("was");
    const Value was = kept == nullptr ? Value(Object{}) : *kept;
    const std::string unit(person.str_or("unit")), level(person.str_or("staff_class"));
    if (was.str_or("status") == "1") {
        const std::string line = ledger_key(unit, person.str_or("quota_type"));
        const bool over = was.bool_or("over");
        post_quota(act.work, act.catalogue, act.at, unit, person.str_or("quota_type"), {.a = 1},
                   {"out.reversed", case_key, act.author.person, {}, over});
        if (over && act.work.has(line)) {
            act.work.edit(line).set("over_exits", act.work.get(line)->int_or("over_exits") - 1);
        }
        if (is_leader(level)) {
            post_leader(act.work, unit, level, 1, 0, was.int_or("leaders") > 0);
        }
    }
    void_exit_chain(act, case_key, key, was.bool_or("fin_funded"));
    Value& row = act.work.edit(key);
    row.set("state", "active");
    for (const char* ended : {"exit_case", "exit_mode", "left_on", "exit_doc", "exit_to", "pay_stop", "status",
                              "off_reason", "fin_until"}) {
        row.object().erase(ended);
    }
    for (const char* member : {"status", "off_reason"}) {
        if (const std::string_view value = was.str_or(member); !value.empty()) {
            row.set(member, value);
        }
    }
    touch(act, key, {"state", "status"});
    occupy_number(act, person.str_or("id_no"), unit, key, case_key);
    rejoin_entry_chain(act, key);
}

// The slot of the grant is open again while the grant is in time; else its post, plan line and exits are given back.
void give_slot(Act& act, const Value& person, const std::string& grant_key, const std::string& case_key) {
    const std::string unit(person.str_or("unit")), type(person.str_or("quota_type")),
        level(person.str_or("staff_class"));
    const Value grant = *act.work.get(grant_key);
    const auto until = parse_date(grant.str_or("valid_until"));
    const std::string_view state = grant.str_or("state");
    const bool again = (state == "open" || state == "used") && until && date_of(act.at) <= *until;
    const std::int64_t kept = again ? 1 : 0;
    post_quota(act, unit, type, {.a = -1, .r = kept}, "in.reversed", case_key);
    if (is_leader(level)) {
        post_leader(act.work, unit, level, -1, kept);
    }
    Value& line = act.work.edit(grant_key);
    line.set("used", line.int_or("used") - 1);
    if (again) {
        line.set("state", "open");
        holder(act.work, ledger_key(unit, type), grant_key, 1);
        if (is_leader(level)) {
            holder(act.work, posts_key(unit, level), grant_key, 1);
        }
        touch(act, grant_key);
        return;
    }
    give_back_exits(act.work, grant_key, 1);
    if (const std::string plan(grant.str_or("plan_line")); !plan.empty()) {
        post_plan(act.work, plan, -1, 0);
    }
    touch(act, grant_key);
}

void off_register(Act& act, const std::string& case_key, const std::string& key) {
    const Value person = *act.work.get(key);
    const std::string grant(fields_of(*act.work.get(case_key)).str_or("grant_no"));
    if (act.work.has(grant)) {
        give_slot(act, person, grant, case_key);
        for (std::int64_t n = entry_stage(act.catalogue).n; n <= act.catalogue.chain().entry.last(); ++n) {
            strike(act.work, stage_key(grant, n), key);
        }
    }
    end_late_exit(act, key);
    Value& row = act.work.edit(key);
    row.set("state", "void").object().erase("status");
    touch(act, key, {"state", "status"});
    wake_waiting(act.work, key);
    vacate_number(act, person.str_or("id_no"));
}

}  // namespace

Outcome reverse(Act& act) {
    ZJ_RULE(act.need_role({"ob_section"}));
    codec::Reader r(act.intent);
    read_head(r);
    const std::string case_key = r.string("case", kKeyBytesMax, 1), reason = r.string("reason", kReasonBytesMax, 1);
    const std::string doc_no = doc_no_in(r, "doc_no");
    if (const auto whole = r.finish(); !whole) {
        return malformed(whole.error());
    }
    const Value* value = nullptr;
    ZJ_RULE(subject(act, case_key, "case", value));
    ZJ_RULE(fresh(act, {{case_key, Freshness::exact, {}, {}}}));
    if (value == nullptr) {
        return applied();
    }
    ZJ_RULE(reversible(act, case_key));
    make_pending(act, "case.reverse", {confirmer_of(*value)},
                 Object{{"case", case_key}, {"reason", reason}, {"doc_no", doc_no}}, {}, "office");
    return applied();
}

Outcome reversed(Act& act, const Value& body) {
    const std::string case_key(body.str_or("case"));
    if (!act.work.has(case_key)) {
        return applied();
    }
    if (frozen(act.catalogue, date_of(act.at))) {
        return refuse("C8", "the registers are frozen");
    }
    ZJ_RULE(reversible(act, case_key));
    const Value value = *act.work.get(case_key);
    act.unit = value.str_or("unit");
    if (gives_out(value.str_or("matter"))) {
        take_given_back(act, case_key);
    } else if (const std::string person = row_of(value); act.work.has(person)) {
        value.str_or("matter") == "OUT" ? back_on_register(act, case_key, person) : off_register(act, case_key, person);
    }
    act.work.edit(case_key).set("reversed", Object{{"reason", body.str_or("reason")},
                                                   {"doc_no", body.str_or("doc_no")},
                                                   {"confirmed_by", act.author.person},
                                                   {"name", act.author.name},
                                                   {"at", format_time(act.at)}});
    touch(act, case_key);
    return applied();
}

}  // namespace zj::model::rules1
