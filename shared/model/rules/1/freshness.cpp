// SPDX-License-Identifier: Apache-2.0
// Whether an intent was signed on what stands now (reconcile.md, admit()). Told by get alone: a record carries the
// trail of its last writings, and a device's record the numbers of its own that are held or were refused.
#include <algorithm>

#include "shared/model/rules/1/rules.hpp"

namespace zj::model::rules1 {
namespace {

// Trail items: [version, device, seq, [fields]].
std::int64_t item_version(const Value& item) {
    return item.array()[0].integer();
}

bool is_own(const Act& act, const Value& item, const log::Base& base) {
    if (item.array()[1].string() != act.author.device) {
        return false;
    }
    const auto seq = static_cast<std::uint64_t>(item.array()[2].integer());
    return seq == act.author.seq || std::find(base.own.begin(), base.own.end(), seq) != base.own.end();
}

bool writes_same(const Value& item, const std::vector<std::string>& fields) {
    const Array& written = item.array()[3].array();
    return std::any_of(written.begin(), written.end(), [&](const Value& f) { return contains(fields, f.string()); });
}

Outcome check_one(Act& act, const Need& need, const log::Base& base) {
    const std::int64_t now = act.work.version(need.key);
    if (now == 0 && act.work.hidden(need.key)) {
        return applied();
    }
    if (base.version > now) {
        return refuse("C2", need.key + ": version " + std::to_string(base.version) + " does not exist, " +
                                std::to_string(now) + " does");
    }
    const Value* value = act.work.get(need.key);
    const Array& trail = value == nullptr ? Array{} : value->items("trail");
    bool moved = false, same_field = false;
    if (trail.empty()) {
        moved = base.version != now;
        same_field = moved;
    } else if (trail.size() == kTrailMax && base.version < item_version(trail.front())) {
        moved = same_field = true;  // what was written in between is no longer told: never guess
    }
    for (const Value& item : trail) {
        if (item_version(item) > base.version && !is_own(act, item, base)) {
            moved = true;
            same_field = same_field || writes_same(item, need.fields);
        }
    }
    if (!moved) {
        return applied();
    }
    const std::string told =
        need.key + ": version " + std::to_string(base.version) + " was shown, " + std::to_string(now) + " stands";
    if (need.how == Freshness::exact) {
        return refuse("C2", told);
    }
    if (same_field) {
        return hold("C2", need.on_case, {}, told);
    }
    act.merged = true;
    return applied();
}

}  // namespace

Outcome fresh(Act& act, const std::vector<Need>& needs) {
    if (act.bases.size() != needs.size()) {
        return refuse("B1", "base names " + std::to_string(act.bases.size()) + " records, the rules " +
                                std::to_string(needs.size()));
    }
    for (const Need& need : needs) {
        if (act.bases.find(need.key) == act.bases.end()) {
            return refuse("B1", "base does not name " + need.key);
        }
    }
    Outcome worst = applied();
    for (const Need& need : needs) {
        Outcome one = check_one(act, need, act.bases.find(need.key)->second);
        if (one.verdict == Verdict::refused) {
            return one;
        }
        if (one.verdict == Verdict::held) {
            worst = std::move(one);
        }
    }
    return worst;
}

Outcome predecessors(Act& act) {
    const Value* device = act.work.get("device/" + act.author.device);
    if (device == nullptr || device->items("unsettled").empty()) {
        return applied();
    }
    Outcome held = applied();
    std::vector<std::string> behind;
    for (const auto& [key, base] : act.bases) {
        for (const Value& item : device->items("unsettled")) {
            const auto seq = static_cast<std::uint64_t>(item.array()[0].integer());
            if (std::find(base.own.begin(), base.own.end(), seq) == base.own.end() || seq >= act.author.seq) {
                continue;
            }
            if (item.array()[2].string() == "refused") {
                return refuse("C7", key + ": built on number " + std::to_string(seq) + ", which was refused");
            }
            // Nothing else of the intent has been looked at, so only a case of the author's own scopes is marked: a
            // hold stops decisions, and nobody stops those on another unit's case.
            const bool own_case = key.starts_with("case/") && contains(act.author.scopes, act.work.owner(key));
            held = hold("C7", own_case ? key : std::string{}, {},
                        key + ": built on number " + std::to_string(seq) + ", which is held");
            held.waits_on = "outcome/" + item.array()[1].string();
            behind.push_back(held.waits_on);
        }
    }
    held.behind = std::move(behind);
    return held;
}

namespace {

Value trail_item(const Author& author, std::int64_t version, const std::vector<std::string>& fields) {
    return Array{version, author.device, static_cast<std::int64_t>(author.seq), values_of(fields)};
}

}  // namespace

void touch(Act& act, std::string_view key, const std::vector<std::string>& fields) {
    Value& value = act.work.edit(key);
    const std::int64_t version = act.work.version(key);
    Object& members = value.object();
    Value& trail = members.try_emplace("trail", Array{}).first->second;
    Array& items = trail.array();
    if (!items.empty() && item_version(items.back()) == version && is_own(act, items.back(), {})) {
        for (const std::string& field : fields) {
            items.back().array()[3].array().emplace_back(field);
        }
        return;
    }
    items.push_back(trail_item(act.author, version, fields));
    if (items.size() > kTrailMax) {
        items.erase(items.begin());
    }
}

Array first_trail(const Author& author) {
    return {trail_item(author, 1, {})};
}

Array fresh_trail(const Act& act) {
    return first_trail(act.author);
}

}  // namespace zj::model::rules1
