// SPDX-License-Identifier: Apache-2.0
// 机构修改 (domain.md 4.1): a new version of a unit, of its quota and of its leader posts, from an approval that exists
// already; only basic facts need none. What an open case changes no other may (C2); what the form calls the old value
// is what the register says (G12).
#include <algorithm>
#include <set>

#include "shared/model/rules/1/cases.hpp"

namespace zj::model::rules1 {
namespace {

// Approvals remembered on a unit, newest last: one or two a year.
constexpr std::size_t kHistoryMax = 32;
// A superior's superior, and so on: a county has three levels; more is a loop.
constexpr int kLevelsMax = 8;

// What each kind of change may touch of the unit's own facts.
bool item_of_kind(std::string_view kind, std::string_view item) {
    if (kind == "basic") {
        return item == "short_name" || item == "system" || item == "uscc" || item == "division" || item == "duties";
    }
    if (kind == "rename") {
        return item == "name" || item == "short_name";
    }
    if (kind == "rank") {
        return item == "rank";
    }
    if (kind == "parent") {
        return item == "parent";
    }
    if (kind == "funding") {
        return item == "funding" || item == "inst_class" || item == "is_cangong" || item == "cangong_doc";
    }
    return kind == "reform" && item != "uscc" && item != "division";
}

std::string unit_key(std::string_view unit) {
    return "unit/" + std::string(unit);
}

// The names under which an open case marks the unit: its items, `inner`, `quota/<type>`, `posts/<level>`.
std::vector<std::string> touched(const Value& fields) {
    std::vector<std::string> out;
    for (const Value& change : fields.items("changes")) {
        out.emplace_back(change.str_or("field"));
    }
    if (!fields.items("organs").empty()) {
        out.emplace_back("inner");
    }
    for (const Value& row : fields.items("quota")) {
        out.push_back("quota/" + std::string(row.str_or("quota_type")));
    }
    for (const Value& row : fields.items("posts")) {
        out.push_back("posts/" + std::string(row.str_or("level")));
    }
    return out;
}

// One row a line, and nothing but what the kind is about.
Outcome form_is_whole(const Value& fields) {
    std::vector<std::string> all = touched(fields);
    if (all.empty()) {
        return malformed(bad_member("/fields", "nothing is changed"));
    }
    std::sort(all.begin(), all.end());
    if (std::adjacent_find(all.begin(), all.end()) != all.end()) {
        return malformed(bad_member("/fields", "one line is changed twice"));
    }
    for (const Value& change : fields.items("changes")) {
        if (!item_of_kind(fields.str_or("change_kind"), change.str_or("field"))) {
            return malformed(bad_member("/fields/changes", std::string(change.str_or("field")) + " is another kind"));
        }
    }
    std::set<std::string_view> names;
    for (const Value& organ : fields.items("organs")) {
        if (!names.insert(organ.str_or("name")).second) {
            return malformed(bad_member("/fields/organs", "one organ twice"));
        }
    }
    return applied();
}

// `parent` is a record key in the form and a bare code in the register, as everywhere there.
Value as_kept(const Value& change, const Value& value) {
    return change.str_or("field") == "parent" && value.is_string() ? Value(std::string(after_slash(value.string())))
                                                                   : value;
}

Outcome old_values(Act& act, const Value& unit, std::string_view code, const Value& fields) {
    for (const Value& change : fields.items("changes")) {
        const Value* told = change.find("old");
        const Value* stands = unit.find(change.str_or("field"));
        if (told == nullptr ? stands != nullptr : stands == nullptr || !(*stands == as_kept(change, *told))) {
            return refuse("G12", std::string(change.str_or("field")) + " is not what the form calls the old value");
        }
    }
    const auto stands = [&](const std::string& key, const char* member, const Value& row) {
        const Value* line = act.work.get(key);
        return act.work.hidden(key) || (line == nullptr ? 0 : line->int_or(member)) == row.int_or("before");
    };
    for (const Value& row : fields.items("quota")) {
        if (!stands(ledger_key(code, row.str_or("quota_type")), "h", row)) {
            return refuse("G12",
                          "the quota of type " + std::string(row.str_or("quota_type")) + " is not that of before");
        }
    }
    for (const Value& row : fields.items("posts")) {
        if (!stands(posts_key(code, row.str_or("level")), "auth", row)) {
            return refuse("G12", "the posts of level " + std::string(row.str_or("level")) + " are not those of before");
        }
    }
    return applied();
}

Outcome new_parent(Act& act, std::string_view code, std::string parent) {
    for (int level = 0; level < kLevelsMax && !parent.empty(); ++level) {
        if (parent == code) {
            return malformed(bad_member("/fields/changes", "the unit would be its own superior"));
        }
        const Value* above = act.work.get(unit_key(parent));
        if (above == nullptr) {
            return act.work.hidden(unit_key(parent)) ? applied() : refuse("B6", "no such unit: " + parent);
        }
        parent = above->str_or("parent");
    }
    return parent.empty() ? applied() : malformed(bad_member("/fields/changes", "too many superiors"));
}

// Types that the unit may hold, and no more in the county than its ceiling (3.2-4).
Outcome quota_fits(Act& act, const Value& unit, const Value& fields) {
    std::int64_t more_admin = 0, more_institution = 0;
    for (const Value& row : fields.items("quota")) {
        const std::string_view type = row.str_or("quota_type");
        if (!act.catalogue.quota_allowed(unit.str_or("nature"), unit.str_or("category"), type)) {
            return refuse("G2", "quota type " + std::string(type) + " is not for this unit");
        }
        const std::int64_t more = row.int_or("after") - row.int_or("before");
        (total_group(type) == "admin" ? more_admin : more_institution) += total_group(type).empty() ? 0 : more;
    }
    ZJ_RULE(room_in_total(act, "10", more_admin));
    return room_in_total(act, "20", more_institution);
}

// What is reserved keeps its room: a document may cut below the people who are there (and nobody comes in any more),
// but not below what was promised.
Outcome promises_kept(Act& act, std::string_view code, const Value& fields) {
    const auto keeps = [&](const std::string& key, const char* there, const char* reserved, const Value& row) {
        const Value* line = act.work.get(key);
        const std::int64_t held = line == nullptr ? 0 : line->int_or(reserved);
        const bool cut = row.int_or("after") < row.int_or("before");
        return !cut || held == 0 || row.int_or("after") >= line->int_or(there) + held
                   ? applied()
                   : refuse("G1", key + ": " + std::to_string(held) + " are reserved");
    };
    for (const Value& row : fields.items("quota")) {
        ZJ_RULE(keeps(ledger_key(code, row.str_or("quota_type")), "a", "r", row));
    }
    for (const Value& row : fields.items("posts")) {
        ZJ_RULE(keeps(posts_key(code, row.str_or("level")), "actual", "reserved", row));
    }
    return applied();
}

// What the unit has of a book after this change.
std::int64_t after_change(Act& act, const std::string& key, const char* member, const Array& rows, const char* named,
                          std::string_view of) {
    for (const Value& row : rows) {
        if (row.str_or(named) == of) {
            return row.int_or("after");
        }
    }
    const Value* line = act.work.get(key);
    return line == nullptr ? 0 : line->int_or(member);
}

bool falls(const Array& rows) {
    return std::any_of(rows.begin(), rows.end(),
                       [](const Value& row) { return row.int_or("after") < row.int_or("before"); });
}

// Σ inner ≤ unit (domain.md 3.3), as far as the organs say how many posts and leaders they have: of new organs, and of
// those there are where the unit gets less.
Outcome organs_fit(Act& act, const Value& unit, std::string_view code, const Value& fields) {
    const bool anew = !fields.items("organs").empty();
    if (!anew && !falls(fields.items("quota")) && !falls(fields.items("posts"))) {
        return applied();
    }
    std::int64_t quota = 0, chiefs = 0, deputies = 0, authorised = 0;
    for (const Value& organ : anew ? fields.items("organs") : unit.items("inner")) {
        quota += organ.int_or("quota");
        chiefs += organ.int_or("chief");
        deputies += organ.int_or("deputy");
    }
    for (const CodeItem& type : *act.catalogue.codes("quota")) {
        authorised +=
            after_change(act, ledger_key(code, type.code), "h", fields.items("quota"), "quota_type", type.code);
    }
    const auto within = [&](const char* what, std::int64_t inner, std::int64_t whole) {
        return inner == 0 || inner <= whole
                   ? applied()
                   : refuse("G1", std::string("the inner organs have ") + what + " " + std::to_string(inner) +
                                      ", the unit " + std::to_string(whole));
    };
    const auto posts = [&](const char* level) {
        return after_change(act, posts_key(code, level), "auth", fields.items("posts"), "level", level);
    };
    ZJ_RULE(within("posts", quota, authorised));
    ZJ_RULE(within("chiefs", chiefs, posts("inner_chief")));
    return within("deputies", deputies, posts("inner_deputy"));
}

std::string_view new_state(const Value& fields) {
    for (const Value& change : fields.items("changes")) {
        if (change.str_or("field") == "state") {
            return change.str_or("new");
        }
    }
    return {};
}

// An organ that is not among the new ones is removed, and the form says so: it asks for a plan for its people.
Outcome removal_told(const Value& unit, const Value& fields) {
    const Array& organs = fields.items("organs");
    if (organs.empty() || fields.bool_or("inner_removed")) {
        return applied();
    }
    for (const Value& before : unit.items("inner")) {
        const bool stays = std::any_of(organs.begin(), organs.end(), [&](const Value& organ) {
            return organ.str_or("name") == before.str_or("name");
        });
        if (!stays) {
            return malformed(bad_member("/fields/inner_removed", std::string(before.str_or("name")) + " is removed"));
        }
    }
    return applied();
}

// G20: an organ that ends has nobody left, nothing reserved and no quota.
Outcome may_end(Act& act, std::string_view code, const Value& fields) {
    const std::string_view state = new_state(fields);
    if (state.empty() || state == "1" || state == "4") {
        return applied();
    }
    for (const CodeItem& type : *act.catalogue.codes("quota")) {
        const Value* line = act.work.get(ledger_key(code, type.code));
        if (line == nullptr) {
            continue;
        }
        std::int64_t h = line->int_or("h");
        for (const Value& row : fields.items("quota")) {
            h = row.str_or("quota_type") == type.code ? row.int_or("after") : h;
        }
        if (line->int_or("a") > 0 || line->int_or("r") > 0 || h > 0) {
            return refuse("G20", "type " + type.code + ": " + std::to_string(line->int_or("a")) + " people, " +
                                     std::to_string(line->int_or("r")) + " reserved, quota " + std::to_string(h));
        }
    }
    return applied();
}

Outcome affected_fit(Act& act, std::string_view code, const Value& fields) {
    for (const Value& row : fields.items("affected")) {
        ZJ_RULE(active_here(act, std::string(row.str_or("person")), code));
        const Array& organs = fields.items("organs");
        const bool there = std::any_of(organs.begin(), organs.end(),
                                       [&](const Value& organ) { return organ.str_or("name") == row.str_or("inner"); });
        if (!there) {
            return refuse("G19", "the new organs have no " + std::string(row.str_or("inner")));
        }
    }
    return applied();
}

Outcome fits(Act& act, const Value& fields, std::string_view code) {
    ZJ_RULE(form_is_whole(fields));
    const Value* unit = act.work.get(unit_key(code));
    if (unit == nullptr) {
        return applied();  // only in a preview; the base names it
    }
    ZJ_RULE(new_state(fields) == "1" ? applied() : on_register(act, code));
    ZJ_RULE(old_values(act, *unit, code, fields));
    if (const std::string doc(fields.str_or("basis_doc")); !doc.empty()) {
        ZJ_RULE(ruling_fits(act, doc, code, fields.str_or("change_kind"), false));
    }
    for (const Value& change : fields.items("changes")) {
        if (change.str_or("field") == "parent") {
            ZJ_RULE(new_parent(act, code, std::string(after_slash(change.str_or("new")))));
        }
    }
    ZJ_RULE(quota_fits(act, *unit, fields));
    ZJ_RULE(removal_told(*unit, fields));
    ZJ_RULE(promises_kept(act, code, fields));
    ZJ_RULE(organs_fit(act, *unit, code, fields));
    ZJ_RULE(affected_fit(act, code, fields));
    return may_end(act, code, fields);
}

Outcome asked(Act& act, const Value& fields, std::string_view unit, Date) {
    const auto effective = parse_date(fields.str_or("effective_on"));
    if (!effective || *effective > date_of(act.at)) {
        return refuse("G17", "it takes effect on " + std::string(fields.str_or("effective_on")));
    }
    return fits(act, fields, unit);
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
    for (const Value& change : fields.items("changes")) {
        const std::string field(change.str_or("field"));
        if (const Value* now = change.find("new")) {
            unit.set(field, as_kept(change, *now));
        } else {
            unit.object().erase(field);
        }
    }
    if (!fields.items("organs").empty()) {
        unit.set("inner", fields.items("organs"));
    }
    Object item{{"kind", fields.str_or("change_kind")}, {"on", fields.str_or("effective_on")}, {"case", case_key}};
    if (const std::string_view doc = fields.str_or("basis_doc"); !doc.empty()) {
        item["doc_no"] = doc;
    }
    Array& history = unit.object().try_emplace("history", Array{}).first->second.array();
    history.push_back(std::move(item));
    if (history.size() > kHistoryMax) {
        history.erase(history.begin());
    }
    touch(act, key, touched(fields));
}

void change_books(Act& act, const std::string& unit, const Value& fields, const std::string& case_key) {
    const std::string doc(fields.str_or("basis_doc"));
    for (const Value& row : fields.items("quota")) {
        const std::string type(row.str_or("quota_type")), key = ledger_key(unit, type);
        const std::int64_t more = row.int_or("after") - row.int_or("before");
        if (!act.work.has(key) && !act.work.hidden(key)) {
            act.work.put(key, unit_scope(unit),
                         Object{{"h", 0}, {"a", 0}, {"r", 0}, {"o", 0}, {"t", 0}, {"held", Array{}}, {"doc", doc}});
        }
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
    const std::string unit(act.work.get(case_key)->str_or("unit")), key = unit_key(unit);
    if (!act.work.has(key)) {
        return applied();
    }
    if (const Outcome stands = fits(act, fields, unit); !stands.good()) {
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
    const Value* record = act.work.get(unit_key(unit));
    const std::string_view state = record == nullptr ? std::string_view("1") : record->str_or("state");
    return state == "1" || state == "4" ? applied() : refuse("G2", "the unit is not on the register");
}

Outcome inner_exists(Act& act, std::string_view unit, std::string_view inner) {
    const Value* record = act.work.get(unit_key(unit));
    if (record == nullptr) {
        return applied();
    }
    const Array& organs = record->items("inner");
    const bool there =
        record->str_or("name") == inner || record->str_or("short_name") == inner ||
        std::any_of(organs.begin(), organs.end(), [&](const Value& organ) { return organ.str_or("name") == inner; });
    return there ? applied() : refuse("G19", "the unit has no inner organ " + std::string(inner));
}

const MatterRules& organ_rules() {
    static const MatterRules rules{asked, taken, given_back, approved, needs};
    return rules;
}

}  // namespace zj::model::rules1
