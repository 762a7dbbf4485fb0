// SPDX-License-Identifier: Apache-2.0
// The books: quota ledger per (unit, type), leader posts per (unit, level), plan lines. Room is asked for here before
// anything is posted (postings.cpp).
#include <algorithm>

#include "shared/codec/text.hpp"
#include "shared/model/rules/1/cases.hpp"

namespace zj::model::rules1 {
namespace {

Outcome taken_by(Act& act, const std::string& line, const std::string& case_key, const std::string& who,
                 std::string detail) {
    Outcome out = hold("C4", case_key, may_name(act, who), std::move(detail));
    out.line = line;
    return out;
}

std::string newest_holder(const Value& line) {
    const Array& holders = line.items("holders");
    return holders.empty() ? std::string{} : std::string(holders.back().str_or("who"));
}

// The unit's first case that waits for this line before this one does; empty where it is this one's turn.
std::string waits_before(Act& act, const Value& line, const std::string& case_key) {
    for (const std::string& id : strings_of(line.items("held"))) {
        const Value* outcome = act.work.get("outcome/" + id);
        if (outcome == nullptr || outcome->str_or("state") != "held") {
            continue;
        }
        const std::string first(outcome->str_or("case"));
        if (first == case_key) {
            return {};
        }
        if (act.work.owner(first) == unit_scope(act.unit)) {
            return first;
        }
    }
    return {};
}

// C4 where the line's free room, less what is reserved, does not do, or somebody waits for it already. A line that more
// than one unit may use has no queue: it would let one unit block another.
Outcome share(Act& act, const std::string& key, const Value& line, std::int64_t room, std::int64_t n,
              const std::string& case_key) {
    if (act.work.owner(key) == unit_scope(act.unit)) {
        if (const std::string first = waits_before(act, line, case_key); !first.empty()) {
            return taken_by(act, key, case_key, first, key + ": " + first + " waits before");
        }
    }
    if (room < n) {
        return taken_by(act, key, case_key, newest_holder(line),
                        key + ": " + std::to_string(room) + " free, " + std::to_string(n) + " asked for");
    }
    return applied();
}

Outcome no_line(Act& act, const std::string& key, const char* code) {
    return act.work.hidden(key) ? applied() : refuse(code, "no such line: " + key);
}

}  // namespace

std::string may_name(Act& act, const std::string& key) {
    const std::string_view owner = act.work.owner(key);
    if (owner.empty()) {
        return {};
    }
    const std::string_view kind = std::string_view(key).substr(0, key.find('/'));
    const Array& also = act.catalogue.scopes().items(kind);
    const bool seen = owner == act.scope || std::any_of(also.begin(), also.end(), [&](const Value& scope) {
                          return scope.is_string() && scope.string() == act.scope;
                      });
    return seen ? key : std::string{};
}

std::string ledger_key(std::string_view unit, std::string_view quota_type) {
    return "ledger/" + std::string(unit) + "/" + std::string(quota_type);
}

std::string posts_key(std::string_view unit, std::string_view level) {
    return "posts/" + std::string(unit) + "/" + std::string(level);
}

std::string idno_key(std::string_view county, std::string_view number) {
    return "idno/" + codec::short_id(crypto::sha256("zhijian-idno-v1\n", as_bytes(county), as_bytes(number)));
}

std::int64_t authorised(const Value& line) {
    return line.int_or("h") + line.int_or("t");
}

std::int64_t authorised(const Value& line, Date on) {
    std::int64_t out = authorised(line);
    for (const Value& lent : line.items("lent")) {
        const auto until = parse_date(lent.str_or("until"));
        out -= until && *until < on ? lent.int_or("count") : 0;
    }
    return out;
}

void open_line(Work& work, std::string_view unit, std::string_view quota_type, std::string_view doc) {
    const std::string key = ledger_key(unit, quota_type);
    if (!work.has(key) && !work.hidden(key)) {
        work.put(key, unit_scope(unit),
                 Object{{"h", 0}, {"a", 0}, {"r", 0}, {"o", 0}, {"t", 0}, {"held", Array{}}, {"doc", doc}});
    }
}

bool is_leader(std::string_view staff_class) {
    return !staff_class.empty() && staff_class != "none";
}

Outcome room_in_quota(Act& act, std::string_view unit, std::string_view quota_type, std::int64_t n,
                      const std::string& case_key) {
    const std::string key = ledger_key(unit, quota_type);
    const Value* line = act.work.get(key);
    if (line == nullptr) {
        return no_line(act, key, "G2");
    }
    const std::int64_t vacancy =
        authorised(*line, date_of(act.at)) + act.catalogue.policy_int("overflow_posts") - line->int_or("a");
    if (vacancy < n) {
        return refuse("G1", key + ": " + std::to_string(vacancy) + " vacant, " + std::to_string(n) + " asked for");
    }
    return share(act, key, *line, vacancy - line->int_or("r"), n, case_key);
}

Outcome room_in_posts(Act& act, std::string_view unit, std::string_view level, std::int64_t n,
                      const std::string& case_key) {
    const std::string key = posts_key(unit, level);
    const Value* line = act.work.get(key);
    if (line == nullptr) {
        return no_line(act, key, "G3");
    }
    const std::int64_t vacancy = line->int_or("auth") - line->int_or("actual");
    if (vacancy < n) {
        return refuse("G3", key + ": " + std::to_string(vacancy) + " vacant, " + std::to_string(n) + " asked for");
    }
    return share(act, key, *line, vacancy - line->int_or("reserved"), n, case_key);
}

Outcome room_in_plan(Act& act, std::string_view plan_key, std::int64_t n, const std::string& case_key) {
    const std::string key(plan_key);
    const Value* line = act.work.get(key);
    if (line == nullptr) {
        return no_line(act, key, "G4");
    }
    const std::int64_t left = line->int_or("count") - line->int_or("used");
    if (left < n) {
        return refuse("G4", key + ": " + std::to_string(left) + " left, " + std::to_string(n) + " asked for");
    }
    return share(act, key, *line, left - line->int_or("reserved"), n, case_key);
}

Outcome quota_stands(Act& act, std::string_view unit, std::string_view quota_type) {
    const std::string key = ledger_key(unit, quota_type);
    const Value* line = act.work.get(key);
    return line == nullptr || authorised(*line, date_of(act.at)) + act.catalogue.policy_int("overflow_posts") -
                                      line->int_or("a") - line->int_or("r") >=
                                  0
               ? applied()
               : refuse("G12", key + " has no longer the room that was reserved");
}

Outcome posts_stand(Act& act, std::string_view unit, std::string_view level) {
    const std::string key = posts_key(unit, level);
    const Value* line = act.work.get(key);
    return line == nullptr || line->int_or("auth") - line->int_or("actual") - line->int_or("reserved") >= 0
               ? applied()
               : refuse("G12", key + " has no longer the post that was reserved");
}

// The slots of a grant are a line too: what is not used and not in hand.
Outcome room_in_grant(Act& act, const std::string& grant, const std::string& case_key) {
    const Value* line = act.work.get(grant);
    if (line == nullptr) {
        return no_line(act, grant, "G5");
    }
    const std::int64_t left = line->int_or("count") - line->int_or("used");
    if (line->str_or("state") != "open" || left < 1) {
        return refuse("G5", grant + " is " + std::string(line->str_or("state")));
    }
    return share(act, grant, *line, left - line->int_or("reserved"), 1, case_key);
}

void leave_queue(Work& work, const std::string& line, const std::string& outcome_id) {
    const Value* value = work.get(line);
    if (value == nullptr || !contains(strings_of(value->items("held")), outcome_id)) {
        return;
    }
    std::erase_if(work.edit(line).object().find("held")->second.array(),
                  [&](const Value& id) { return id.is_string() && id.string() == outcome_id; });
    wake_line(work, line);
}

}  // namespace zj::model::rules1
