// SPDX-License-Identifier: Apache-2.0
// 机构修改 (domain.md 4.1): a new version of a unit, of its quota and of its leader posts, from an approval that exists
// already; only basic facts need none. What an open case changes no other may (C2); what the form calls the old value
// is what the register says (G12).
#include <algorithm>

#include "shared/model/rules/1/organ.hpp"

namespace zj::model::rules1 {
namespace {

// Approvals remembered on a unit, newest last: one or two a year.
constexpr std::size_t kHistoryMax = 32;
Outcome asked(Act& act, const Value& fields, std::string_view unit, Date) {
    const auto effective = parse_date(fields.str_or("effective_on"));
    if (!effective || *effective > date_of(act.at)) {
        return refuse("G17", "it takes effect on " + std::string(fields.str_or("effective_on")));
    }
    ZJ_RULE(ruling_in_hand(act, fields.str_or("basis_doc")));  // not at the last pass: what came in time is in time
    return organ_fits(act, fields, unit);
}

Outcome taken(Act& act, const std::string& case_key) {
    const Value fields = fields_of(*act.work.get(case_key));
    const std::string unit(act.work.get(case_key)->str_or("unit"));
    ZJ_RULE(asked(act, fields, unit, asked_on(act, *act.work.get(case_key))));
    return mark_unit(act, unit, touched(fields), case_key);
}

void given_back(Act& act, const std::string& case_key) {
    const Value& value = *act.work.get(case_key);
    const std::string unit(value.str_or("unit"));
    unmark_unit(act, unit, touched(fields_of(value)));
}

void change_unit(Act& act, const std::string& key, const Value& fields, const std::string& case_key) {
    Value& unit = act.work.edit(key);
    Object item{{"kind", fields.str_or("change_kind")}, {"on", fields.str_or("effective_on")}, {"case", case_key}};
    for (const Value& change : fields.items("changes")) {
        const std::string field(change.str_or("field"));
        if (field == "name" || field == "short_name") {
            item["was_" + field] = unit.str_or(field);  // what those who stand in the unit itself were put under (W18)
        }
    }
    unit = changed_unit(std::move(unit), fields);
    if (!fields.items("organs").empty()) {
        unit.set("inner", fields.items("organs"));
    }
    if (const std::string_view doc = fields.str_or("basis_doc"); !doc.empty()) {
        item["doc_no"] = doc;
    }
    if (!fields.items("quota").empty()) {
        item["quota"] = true;  // H moved, whatever the kind (W01)
    }
    if (const std::vector<std::string> lines = raised(fields); !lines.empty()) {
        item["raised"] = values_of(lines);
    }
    Array& history = unit.object().try_emplace("history", Array{}).first->second.array();
    history.push_back(std::move(item));
    if (history.size() > kHistoryMax) {
        history.erase(history.begin());
    }
    touch(act, key, touched(fields));
    take_short_name(act, after_slash(key));
}

void change_books(Act& act, const std::string& unit, const Value& fields, const std::string& case_key) {
    const std::string doc(fields.str_or("basis_doc"));
    for (const Value& row : fields.items("quota")) {
        const std::string type(row.str_or("quota_type"));
        const std::int64_t more = row.int_or("after") - row.int_or("before");
        open_line(act.work, unit, type, doc);
        post_quota(act.work, act.catalogue, act.at, unit, type, {.h = more},
                   {"org.quota", case_key, act.author.person, doc, false});
        post_total(act.work, type, more);
    }
    for (const Value& row : fields.items("posts")) {
        const std::string key = posts_key(unit, row.str_or("level"));
        if (!act.work.has(key)) {
            continue;  // opened with all four levels
        }
        act.work.edit(key).set("auth", row.int_or("after")).set("doc", doc).set("case", case_key);
        wake_line(act.work, key);
    }
}

Outcome approved(Act& act, const std::string& case_key) {
    const Value fields = fields_of(*act.work.get(case_key));
    const std::string unit(act.work.get(case_key)->str_or("unit")), key = unit_scope(unit);
    if (!act.work.has(key)) {
        return applied();
    }
    if (const Outcome stands = organ_fits(act, fields, unit); !stands.good()) {
        return stands.code == "G20" || stands.code == "G24" ? stands : refuse("G12", stands.detail);
    }
    change_unit(act, key, fields, case_key);
    change_books(act, unit, fields, case_key);
    for (const Value& row : fields.items("affected")) {
        const std::string person(row.str_or("person"));
        act.work.edit(person).set("inner", row.str_or("inner"));
        touch(act, person, {"inner"});
    }
    unmark_unit(act, unit, touched(fields));
    carry_out(act, fields.str_or("basis_doc"), unit, case_key);
    return applied();
}

std::vector<Need> needs(const Catalogue&, const Value&) {
    return {};
}

}  // namespace

Outcome on_register(Act& act, std::string_view unit) {
    const Value* record = act.work.get(unit_scope(unit));
    const std::string_view state = record == nullptr ? std::string_view("1") : record->str_or("state");
    return state == "1" || state == "4" ? applied() : refuse("G2", "the unit is not on the register");
}

const MatterRules& organ_rules() {
    static const MatterRules rules{asked, taken, given_back, approved, needs};
    return rules;
}

}  // namespace zj::model::rules1
