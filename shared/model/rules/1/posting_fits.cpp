// SPDX-License-Identifier: Apache-2.0
// Whether somebody may stand where a form puts them (domain.md 3.4, 4.3, W03, W04): in which organ of the unit, how
// high, and how old. Asked of 上编 and of 异动 alike.
#include "shared/model/opening_guards.hpp"
#include "shared/model/post_rank.hpp"
#include "shared/model/rules/1/cases.hpp"
#include "shared/model/rules/1/personal.hpp"

namespace zj::model::rules1 {

Outcome place_fits(Act& act, std::string_view unit, std::string_view inner, std::string_view staff_class) {
    const Value* record = act.work.get(unit_scope(unit));
    if (record == nullptr || stands_in_unit(*record, inner)) {
        return applied();
    }
    if (!stands_in_organ(*record, inner)) {
        return refuse("G19", "the unit has no inner organ " + std::string(inner));
    }
    return leads_unit(staff_class) ? refuse("G19", "who leads the unit stands in the unit itself") : applied();
}

Outcome rank_fits(Act& act, std::string_view unit, const Value& post) {
    const Value* record = act.work.get(unit_scope(unit));
    const bool leads = is_leader(std::string(post.str_or("staff_class")));
    if (record == nullptr || !leads || post.bool_or("above_rank")) {
        return applied();
    }
    const std::string_view level = post.str_or("leader_level"), rank = record->str_or("rank");
    return above_rank_of(level, rank)
               ? refuse("G32", "level " + std::string(level) + " in a unit of rank " + std::string(rank))
               : applied();
}

Outcome not_retired(Act& act, Value entrant) {
    set_retire_on(act.catalogue, entrant);
    const auto due = retires_on(entrant);
    return due && *due < date_of(act.at) ? refuse("G31", "the person retired by " + format_date(*due)) : applied();
}

Outcome has_come(const Act& act, const Value& fields, std::string_view field) {
    const auto day = parse_date(fields.str_or(field));
    return day && *day > date_of(act.at) ? refuse("G17", std::string(field) + " is " + format_date(*day)) : applied();
}

}  // namespace zj::model::rules1
