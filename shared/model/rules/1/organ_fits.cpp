// SPDX-License-Identifier: Apache-2.0
// Whether 机构修改 may be made: what the form is about, the approval it rests on, the room that the county, the unit
// and its inner organs leave, and who is still there.
#include <algorithm>
#include <set>

#include "shared/model/post_rank.hpp"
#include "shared/model/rules/1/organ.hpp"

namespace zj::model::rules1 {

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

std::vector<std::string> raised(const Value& fields) {
    std::vector<std::string> out;
    const auto add = [&](const char* rows, const char* named) {
        for (const Value& row : fields.items(rows)) {
            if (row.int_or("after") > row.int_or("before")) {
                out.push_back(std::string(rows) + "/" + std::string(row.str_or(named)));
            }
        }
    };
    add("quota", "quota_type");
    add("posts", "level");
    return out;
}

namespace {

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
        if (!bounded(change)) {
            return malformed(bad_member("/fields/changes", "too many names"));
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

// No more of a type than the unit may hold, and no more in the county than its ceiling (3.2-4). What it has of a type
// that it may not hold any more can go, in one step or in some.
Outcome quota_fits(Act& act, const Value& unit, const Value& fields) {
    std::int64_t more_admin = 0, more_institution = 0;
    for (const Value& row : fields.items("quota")) {
        const std::string_view type = row.str_or("quota_type");
        if (row.int_or("after") > row.int_or("before") &&
            !act.catalogue.quota_allowed(unit.str_or("nature"), unit.str_or("category"), type)) {
            return refuse("G2", "quota type " + std::string(type) + " is not for this unit");
        }
        const std::int64_t more = row.int_or("after") - row.int_or("before");
        if (type == kRevolving && more > 0) {
            return refuse("G2", "revolving posts are lent for a term and are no part of H");
        }
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
        return !cut || held == 0 || row.int_or("after") + line->int_or("t") >= line->int_or(there) + held
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
    std::int64_t quota = 0, chiefs = 0, deputies = 0, unit_h = 0;
    for (const Value& organ : anew ? fields.items("organs") : unit.items("inner")) {
        quota += organ.int_or("quota");
        chiefs += organ.int_or("chief");
        deputies += organ.int_or("deputy");
    }
    for (const CodeItem& type : *act.catalogue.codes("quota")) {
        unit_h += after_change(act, ledger_key(code, type.code), "h", fields.items("quota"), "quota_type", type.code);
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
    ZJ_RULE(within("posts", quota, unit_h));
    ZJ_RULE(within("chiefs", chiefs, posts("inner_chief")));
    return within("deputies", deputies, posts("inner_deputy"));
}

bool names(const Array& lines, const std::string& line) {
    return std::any_of(lines.begin(), lines.end(), [&](const Value& one) { return one == Value(line); });
}

// G26: one document gives more to a line once. What it gave too much it may take back; another gives what it gave too
// little (3.2-5).
Outcome gives_once(const Value& unit, std::string_view doc, const Value& fields) {
    const std::vector<std::string> more = raised(fields);
    for (const Value& change : unit.items("history")) {
        if (change.str_or("doc_no") != doc) {
            continue;
        }
        for (const std::string& line : more) {
            if (names(change.items("raised"), line)) {
                return refuse("G26", std::string(doc) + " has raised " + line + " already");
            }
        }
    }
    return applied();
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
        h += line->int_or("t");
        if (line->int_or("a") > 0 || line->int_or("r") > 0 || h > 0) {
            return refuse("G20", "type " + type.code + ": " + std::to_string(line->int_or("a")) + " people, " +
                                     std::to_string(line->int_or("r")) + " reserved, quota " + std::to_string(h));
        }
    }
    return applied();
}

Outcome affected_fit(Act& act, std::string_view code, const Value& fields) {
    for (const Value& row : fields.items("affected")) {
        const std::string key(row.str_or("person"));
        ZJ_RULE(active_here(act, key, code));
        const Value* person = act.work.get(key);
        if (person != nullptr && leads_unit(person->str_or("staff_class"))) {
            return refuse("G19", "who leads the unit stands in the unit itself");
        }
        const Array& organs = fields.items("organs");
        const bool there = std::any_of(organs.begin(), organs.end(),
                                       [&](const Value& organ) { return organ.str_or("name") == row.str_or("inner"); });
        if (!there) {
            return refuse("G19", "the new organs have no " + std::string(row.str_or("inner")));
        }
    }
    return applied();
}

// Asked too of a unit that comes back on the register: its name may be another's by now.
Outcome name_free(Act& act, const Value& unit, std::string_view code, const Value& fields) {
    std::string_view name = new_state(fields) == "1" ? unit.str_or("short_name") : std::string_view{};
    for (const Value& change : fields.items("changes")) {
        name = change.str_or("field") == "short_name" ? change.str_or("new") : name;
    }
    return name.empty() ? applied() : short_name_free(act, name, code);
}

}  // namespace

Outcome organ_fits(Act& act, const Value& fields, std::string_view code) {
    ZJ_RULE(form_is_whole(fields));
    const Value* unit = act.work.get(unit_scope(code));
    if (unit == nullptr) {
        return applied();  // only in a preview; the base names it
    }
    ZJ_RULE(new_state(fields) == "1" ? applied() : on_register(act, code));
    ZJ_RULE(old_values(act, *unit, code, fields));
    ZJ_RULE(name_free(act, *unit, code, fields));
    if (const std::string doc(fields.str_or("basis_doc")); !doc.empty()) {
        ZJ_RULE(ruling_fits(act, doc, code, fields.str_or("change_kind"), false));
        ZJ_RULE(gives_once(*unit, doc, fields));
    }
    const Value next = changed_unit(*unit, fields);
    ZJ_RULE(facts_fit(act, *unit, next, code, fields));
    ZJ_RULE(quota_fits(act, next, fields));
    ZJ_RULE(removal_told(*unit, fields));
    ZJ_RULE(promises_kept(act, code, fields));
    ZJ_RULE(organs_fit(act, *unit, code, fields));
    ZJ_RULE(affected_fit(act, code, fields));
    return may_end(act, code, fields);
}

}  // namespace zj::model::rules1
