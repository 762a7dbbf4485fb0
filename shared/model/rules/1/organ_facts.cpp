// SPDX-License-Identifier: Apache-2.0
// The unit's own facts in 机构修改: what each kind of change may touch, how a fact is kept, and what must stay told of
// a unit (domain.md 3.3).
#include <algorithm>

#include "shared/model/characters.hpp"
#include "shared/model/opening.hpp"
#include "shared/model/opening_guards.hpp"
#include "shared/model/rules/1/organ.hpp"

namespace zj::model::rules1 {

namespace {

Array lines_of(std::string_view text) {
    Array out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (std::string line = trimmed(text.substr(0, end)); !line.empty()) {
            out.emplace_back(std::move(line));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

Outcome new_parent(Act& act, std::string_view code, const std::string& parent) {
    if (!parent.empty() && !act.work.has(unit_scope(parent))) {
        return act.work.hidden(unit_scope(parent)) ? applied() : refuse("B6", "no such unit: " + parent);
    }
    const bool loop = superiors_loop(code, parent, [&](const std::string& of) {
        const Value* above = act.work.get(unit_scope(of));
        return above == nullptr ? std::string{} : std::string(above->str_or("parent"));
    });
    return loop ? malformed(bad_member("/fields/changes", "the unit would be its own superior")) : applied();
}

// What the form of a unit asks stays told (3.3): an institution its funding and class, 参公 its approval. What was not
// told before this change is another case's.
Outcome facts_stay_told(const Value& unit, const Value& next) {
    const std::vector<GuardFault> before = unit_faults(unit);
    for (const GuardFault& fault : unit_faults(next)) {
        if (std::find(before.begin(), before.end(), fault) == before.end()) {
            return malformed(bad_member("/fields/changes", fault.member + " is missing"));
        }
    }
    return applied();
}

// G2: a unit of another nature or category holds no quota that such a one may not have (3.2-7).
Outcome types_stay_allowed(Act& act, const Value& unit, const Value& next, std::string_view code, const Value& fields) {
    const auto same = [&](const char* member) {
        return unit.str_or(member) == next.str_or(member);
    };
    if (same("nature") && same("category")) {
        return applied();
    }
    for (const CodeItem& type : *act.catalogue.codes("quota")) {
        const Value* line = act.work.get(ledger_key(code, type.code));
        const std::int64_t people = line == nullptr ? 0 : line->int_or("a") + line->int_or("r");
        const std::int64_t h =
            after_change(act, ledger_key(code, type.code), "h", fields.items("quota"), "quota_type", type.code);
        if (h + people > 0 && !act.catalogue.quota_allowed(next.str_or("nature"), next.str_or("category"), type.code)) {
            return refuse("G2", "quota type " + type.code + " is not for such a unit");
        }
    }
    return applied();
}

}  // namespace

Value as_kept(const Value& change, const Value& value) {
    const std::string_view field = change.str_or("field");
    if (!value.is_string()) {
        return value;
    }
    return field == "parent"        ? Value(std::string(after_slash(value.string())))
           : field == "other_names" ? Value(lines_of(value.string()))
                                    : value;
}

Value changed_unit(Value unit, const Value& fields) {
    for (const Value& change : fields.items("changes")) {
        const std::string field(change.str_or("field"));
        if (const Value* now = change.find("new")) {
            unit.set(field, as_kept(change, *now));
        } else {
            unit.object().erase(field);
        }
    }
    return unit;
}

bool item_of_kind(std::string_view kind, std::string_view item) {
    if (kind == "basic") {
        return item == "short_name" || item == "system" || item == "uscc" || item == "division" || item == "duties" ||
               item == "founded_on" || item == "founded_doc";
    }
    if (kind == "rename") {
        return item == "name" || item == "short_name" || item == "other_names";
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

bool bounded(const Value& change) {
    const Value* now = change.find("new");
    return change.str_or("field") != "other_names" || now == nullptr ||
           as_kept(change, *now).array().size() <= kOpeningOtherNamesMax;
}

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

Outcome facts_fit(Act& act, const Value& unit, const Value& next, std::string_view code, const Value& fields) {
    for (const Value& change : fields.items("changes")) {
        if (change.str_or("field") == "parent") {
            ZJ_RULE(new_parent(act, code, std::string(after_slash(change.str_or("new")))));
        }
    }
    ZJ_RULE(facts_stay_told(unit, next));
    return types_stay_allowed(act, unit, next, code, fields);
}

}  // namespace zj::model::rules1
