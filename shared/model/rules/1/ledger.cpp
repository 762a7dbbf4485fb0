// SPDX-License-Identifier: Apache-2.0
// The books: quota ledger per (unit, type), leader posts per (unit, level), plan lines. Room is asked for before
// anything is posted; the invariants of domain.md 3.2 are asserted at every posting, so that a rule that forgot to ask
// stops the program instead of overdrawing a county.
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

// Lines that a preview cannot see take no postings; anything else was refused before.
bool postable(Work& work, const std::string& key) {
    ZJ_ASSERT(work.has(key) || work.hidden(key));
    return work.has(key);
}

void add(Value& line, const char* member, std::int64_t n) {
    line.set(member, line.int_or(member) + n);
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
    const std::int64_t vacancy = line->int_or("h") + act.catalogue.policy_int("overflow_posts") - line->int_or("a");
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

void post_quota(Work& work, Time at, std::string_view by, std::string_view unit, std::string_view quota_type,
                Posting change, std::string_view what, std::string_view case_key, std::int64_t overflow) {
    const std::string key = ledger_key(unit, quota_type);
    if (!postable(work, key)) {
        return;
    }
    Value& line = work.edit(key);
    Object last{{"what", what},
                {"at", format_time(at)},
                {"before", Object{{"a", line.int_or("a")}, {"r", line.int_or("r")}, {"o", line.int_or("o")}}}};
    if (!case_key.empty()) {
        last["case"] = case_key;
    }
    if (!by.empty()) {
        last["by"] = by;
    }
    add(line, "a", change.a);
    add(line, "r", change.r);
    add(line, "o", change.o);
    line.set("last", std::move(last));
    const std::int64_t h = line.int_or("h"), a = line.int_or("a"), r = line.int_or("r"), o = line.int_or("o");
    ZJ_ASSERT(a >= 0 && r >= 0 && o >= 0 && o <= a);
    // 3.2-3: what takes room must have asked for it. Taking up a reservation (A + 1, R − 1) takes none.
    ZJ_ASSERT(change.a + change.r <= 0 || h + overflow - a - r >= 0);
    if (change.a + change.r < 0) {
        wake_line(work, key);
    }
}

void post_quota(Act& act, std::string_view unit, std::string_view quota_type, Posting change, std::string_view what,
                std::string_view case_key) {
    post_quota(act.work, act.at, act.author.person, unit, quota_type, change, what, case_key,
               act.catalogue.policy_int("overflow_posts"));
}

void post_leader(Work& work, std::string_view unit, std::string_view level, std::int64_t actual,
                 std::int64_t reserved) {
    const std::string key = posts_key(unit, level);
    if (!postable(work, key)) {
        return;
    }
    Value& line = work.edit(key);
    add(line, "actual", actual);
    add(line, "reserved", reserved);
    ZJ_ASSERT(line.int_or("actual") >= 0 && line.int_or("reserved") >= 0);
    ZJ_ASSERT(actual + reserved <= 0 || line.int_or("auth") - line.int_or("actual") - line.int_or("reserved") >= 0);
    if (actual + reserved < 0) {
        wake_line(work, key);
    }
}

void post_leader(Act& act, std::string_view unit, std::string_view level, std::int64_t actual, std::int64_t reserved) {
    post_leader(act.work, unit, level, actual, reserved);
}

void post_plan(Work& work, std::string_view plan_key, std::int64_t used, std::int64_t reserved) {
    const std::string key(plan_key);
    if (!postable(work, key)) {
        return;
    }
    Value& line = work.edit(key);
    add(line, "used", used);
    add(line, "reserved", reserved);
    ZJ_ASSERT(line.int_or("used") >= 0 && line.int_or("reserved") >= 0);
    ZJ_ASSERT(used + reserved <= 0 || line.int_or("count") - line.int_or("used") - line.int_or("reserved") >= 0);
    if (used + reserved < 0) {
        wake_line(work, key);
    }
}

// Only the newest are remembered by name; how much is reserved stands in the line itself.
void holder(Work& work, const std::string& line, const std::string& who, std::int64_t n) {
    if (!postable(work, line)) {
        return;
    }
    Value& value = work.edit(line);
    Array& holders = value.object().try_emplace("holders", Array{}).first->second.array();
    const auto at =
        std::find_if(holders.begin(), holders.end(), [&](const Value& h) { return h.str_or("who") == who; });
    if (at != holders.end()) {
        add(*at, "n", n);
        if (at->int_or("n") <= 0) {
            holders.erase(at);
        }
        return;
    }
    if (n > 0) {
        holders.push_back(Object{{"who", who}, {"n", n}});
        if (holders.size() > kHoldersMax) {
            holders.erase(holders.begin());
        }
    }
}

void holder(Act& act, const std::string& line, const std::string& who, std::int64_t n) {
    holder(act.work, line, who, n);
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
