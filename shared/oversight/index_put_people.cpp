// SPDX-License-Identifier: Apache-2.0
// People, cases and money: from the records of INTENTS.md to facts.
#include <algorithm>

#include "shared/oversight/index.hpp"
#include "shared/oversight/months.hpp"
#include "shared/oversight/read.hpp"

namespace zj::oversight {

namespace {

using codec::Value;

bool filled(const Value& value) {
    return value.is_string() ? !value.string().empty() : value.is_bool() || value.is_int();
}

// When a changed fact came about, where the change itself is a date: the post, the diploma, the coming to this unit.
std::optional<Date> day_of_change(const Value& fields) {
    std::optional<Date> out;
    if (fields.str_or("reason") != "new") {
        return out;
    }
    for (const Value& change : fields.items("changes")) {
        const std::string_view field = change.str_or("field");
        if (field == "post_since" || field == "grad_on" || field == "entered_on") {
            out = newest(out, date_in(change, "new"));
        }
    }
    return out;
}

// The earlier approvals stand in `pay_before`, the oldest first.
std::vector<ApprovedPay> approvals_of(const Value& person) {
    std::vector<ApprovedPay> out;
    const auto add = [&](const Value& pay) {
        if (const auto from = parse_month(pay.str_or("from_month"))) {
            out.push_back({pay.int_or("amount"), *from, date_in(pay, "approved_on"), !pay.str_or("doc_no").empty()});
        }
    };
    for (const Value& before : person.items("pay_before")) {
        add(before);
    }
    if (const Value* pay = person.find("pay")) {
        add(*pay);
    }
    return out;
}

// The form's own day of the event goes first; a correction is no event.
std::optional<Date> told_or_changed(const Value& fields) {
    const auto told = fields.str_or("reason") == "new" ? date_in(fields, "event_on") : std::nullopt;
    return told ? told : day_of_change(fields);
}

std::optional<Date> event_of(std::string_view matter, const Value& fields) {
    return matter == "OUT"   ? date_in(fields, "event_on")
           : matter == "IN"  ? date_in(fields, "entered_on")
           : matter == "MOD" ? told_or_changed(fields)
                             : std::nullopt;
}

std::string_view mode_of(std::string_view matter, const Value& fields) {
    return fields.str_or(matter == "OUT" ? "exit_mode" : matter == "MOVE" ? "kind" : "entry_mode");
}

}  // namespace

const std::vector<std::string_view>& person_members() {
    static const std::vector<std::string_view> kMembers{
        "name",       "id_no",       "sex",        "birth",       "ethnic",     "native_place", "politics",
        "edu",        "degree",      "work_since", "inner",       "quota_type", "funding",      "post_kind",
        "post_grade", "staff_class", "post_name",  "post_since",  "above_rank", "leader_level", "cs_registered",
        "entry_mode", "entry_from",  "entered_on", "quota_since", "quota_doc"};
    return kMembers;
}

Person Index::read_person(const log::Record& record) {
    const Value& v = record.value;
    const auto text = [&](std::string_view member) {
        return keep(v.str_or(member));
    };
    Person out;
    out.version = record.version;
    out.key = keep(record.key);
    out.unit = text("unit");
    out.inner = text("inner");
    out.name = text("name");
    out.id_no = text("id_no");
    out.sex = text("sex");
    out.politics = text("politics");
    out.edu = text("edu");
    out.degree = text("degree");
    out.title = text("title");
    out.quota_type = text("quota_type");
    out.funding = text("funding");
    out.post_kind = text("post_kind");
    out.staff_class = text("staff_class");
    out.leader_level = text("leader_level");
    out.rank_level = text("rank_level");
    out.status = text("status");
    out.off_reason = text("off_reason");
    out.state = text("state");
    out.entry_case = text("entry_case");
    out.entry_mode = text("entry_mode");
    out.exit_mode = text("exit_mode");
    out.exit_case = text("exit_case");
    out.open_case = text("case");
    out.moved_from = text("moved_from");
    out.work_unit = text("work_unit");
    out.grant_no = text("grant_no");
    out.pay_unit = text("pay_unit");
    out.birth = date_in(v, "birth");
    out.entered_on = date_in(v, "entered_on");
    out.quota_since = date_in(v, "quota_since");
    out.post_since = date_in(v, "post_since");
    out.left_on = date_in(v, "left_on");
    out.retire_on = date_in(v, "retire_on");
    out.retire_override = date_in(v, "retire_override");
    out.work_unit_since = date_in(v, "work_unit_since");
    out.flex_months = v.int_or("flex");
    out.birth_doc = !v.str_or("birth_doc").empty();
    out.above_rank = v.bool_or("above_rank") && !v.str_or("above_rank_doc").empty();
    out.cs_registered = v.bool_or("cs_registered");
    out.fin_funded = v.bool_or("fin_funded");
    out.fin_until = parse_month(v.str_or("fin_until"));
    out.pay = approvals_of(v);
    const auto& members = person_members();
    for (std::size_t i = 0; i < members.size(); ++i) {
        const Value* member = v.find(members[i]);
        out.filled |= std::uint64_t{member != nullptr && filled(*member)} << i;
    }
    return out;
}

Case Index::read_case(const log::Record& record) {
    static const Value kNone;
    const Value& v = record.value;
    const Value& fields = v.find("fields") == nullptr ? kNone : *v.find("fields");
    Case out;
    out.version = record.version;
    out.key = keep(record.key);
    out.case_no = keep(v.str_or("case_no"));
    out.matter = keep(v.str_or("matter"));
    out.unit = keep(v.str_or("unit"));
    out.state = keep(v.str_or("state"));
    out.late = v.bool_or("late");
    out.reversed = v.find("reversed") != nullptr;
    out.step = keep(v.str_or("step"));
    out.came_at = time_in(v, "came_at");
    out.received_at = time_in(v, "received_at");
    out.accepted_at = time_in(v, "accepted_at");
    out.closed_at = time_in(v, "closed_at");
    out.returned_at = time_in(v, "returned_at");
    out.answered_at = time_in(v, "answered_at");
    out.limit_half_days = v.int_or("limit_half_days");
    out.round = v.int_or("round");
    for (const Value& step : v.items("steps")) {
        if (const auto at = time_in(step, "at")) {
            out.steps.push_back({keep(step.str_or("step")), keep(step.str_or("act")), *at, step.int_or("round")});
        }
    }
    for (const Value& pause : v.items("paused")) {
        if (const auto from = time_in(pause, "from")) {
            out.paused.push_back({*from, time_in(pause, "until")});
        }
    }
    out.grant = keep(v.str_or("grant", fields.str_or("grant_no")));
    out.person = keep(v.str_or("person", fields.str_or("person")));
    out.quota_type = keep(fields.str_or("quota_type", fields.str_or("to_quota_type")));
    out.staff_class = keep(fields.str_or("staff_class", fields.str_or("to_staff_class")));
    out.count = fields.int_or("count");
    out.mode = keep(mode_of(out.matter, fields));
    out.event_on = event_of(out.matter, fields);
    out.over_quota = fields.bool_or("over_quota");
    return out;
}

void Index::put_stage(const log::Record& record, std::string_view rest) {
    const auto [id, digits] = split(rest);
    const auto n = number_in(digits);
    if (!n) {
        return;
    }
    Stage& slot = tables_.stages[keep(id)][*n];
    if (slot.version >= record.version) {
        return;
    }
    const Value& v = record.value;
    const Value* told = v.find("record");
    // One that was opened again for who came later is closed for those who came before them.
    const bool closed = v.str_or("state") == "closed" || !v.items("earlier").empty();
    const bool stands = v.str_or("state") != "void";  // a reversal left nobody on it
    slot = {record.version,
            keep(record.key),
            keep(v.str_or("owner")),
            closed,
            v.str_or("chain") == "exit",
            stands ? date_in(v, "at") : std::nullopt,
            told == nullptr ? std::nullopt : date_in(*told, "doc_date")};
    touch("grant/" + std::string(id));
    touch("case/" + std::string(id));
    if (const auto* entries = find_in(entries_of_, keep("grant/" + std::string(id)))) {
        for (const Text entry : *entries) {  // reported after the hiring papers (W14)
            touch(std::string(entry));
        }
    }
}

void Index::put_pay(const log::Record& record, std::string_view rest) {
    const auto [month_text, code] = split(rest);
    const auto when = parse_month(month_text);
    if (!when) {
        return;
    }
    const Text unit = keep(code);
    std::map<Month, PayMonth>& months = tables_.pay[unit];
    if (!months.empty() && *when + kPayMonthsKept <= months.rbegin()->first) {
        return;
    }
    PayMonth& slot = months[*when];
    if (slot.version >= record.version) {
        return;
    }
    const std::uint32_t number = unit_index(unit);
    drop_rows(slot, *when, number);
    slot.version = record.version;
    slot.key = keep(record.key);
    slot.total = record.value.int_or("total");
    slot.loaded_on = date_in(record.value, "loaded_at");
    add_rows(slot, *when, number, record.value.items("rows"));
    while (months.begin()->first + kPayMonthsKept <= months.rbegin()->first) {
        drop_rows(months.begin()->second, months.begin()->first, number);
        months.erase(months.begin());
    }
    touch_paid(unit);
}

void Index::put_budget(const log::Record& record, std::string_view rest) {
    const auto [year_text, code] = split(rest);
    const auto year = number_in(year_text);
    if (!year) {
        return;
    }
    const Text unit = keep(code);
    Budget& slot = tables_.budgets[unit][*year];
    if (slot.version >= record.version) {
        return;
    }
    slot = {record.version, keep(record.key), record.value.int_or("amount"), std::nullopt, std::nullopt};
    if (const auto told = date_in(record.value, "loaded_at")) {
        slot.told = month_of(*told);
    }
    if (const Value* funded = record.value.find("funded"); funded != nullptr && funded->is_int()) {
        slot.funded = funded->integer();
    }
    touch_unit(unit);
}

void Index::put_leave(const log::Record& record, std::string_view person_id) {
    const Text person = keep("person/" + std::string(person_id));
    Leave& slot = tables_.leaves[person];
    if (slot.version >= record.version) {
        return;
    }
    slot = {record.version, keep(record.key), keep(record.value.str_or("unit")), {}};
    for (const Value& item : record.value.items("items")) {
        if (const auto from = date_in(item, "from")) {
            slot.items.push_back(
                {item.str_or("kind") == "sick", item.bool_or("pay_reduced"), *from, date_in(item, "until")});
        }
    }
    std::stable_sort(slot.items.begin(), slot.items.end(),
                     [](const LeaveItem& a, const LeaveItem& b) { return a.from < b.from; });
    touch(std::string(person));
}

}  // namespace zj::oversight
