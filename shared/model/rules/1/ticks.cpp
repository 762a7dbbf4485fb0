// SPDX-License-Identifier: Apache-2.0
// What time brings (log.md, Time passes by ticks): items due at the start of a day wait in due/<day>/<page>, unsorted;
// the tick at 00:00 takes them in order of their keys, at most limits::kTickItemsMax, and puts the rest back for the
// next tick at the same boundary.
#include <algorithm>

#include "shared/base/limits.hpp"
#include "shared/model/rules/1/cases.hpp"

namespace zj::model::rules1 {
namespace {

std::string page_key(Date day, std::int64_t page) {
    return "due/" + format_date(day) + "/" + std::to_string(page);
}

// Page 0 knows the last page in use.
void append_due(Work& work, Date day, std::string_view key) {
    const std::string head = page_key(day, 0);
    if (!work.has(head)) {
        work.put(head, "office", Object{{"keys", Array{}}, {"last", 0}});
    }
    std::int64_t last = work.get(head)->int_or("last");
    if (work.get(page_key(day, last))->items("keys").size() >= kDuePageKeys) {
        work.edit(head).set("last", ++last);
        work.put(page_key(day, last), "office", Object{{"keys", Array{}}});
    }
    work.edit(page_key(day, last)).object().find("keys")->second.array().emplace_back(key);
}

std::vector<std::string> take_due(Work& work, Date day) {
    const std::string head = page_key(day, 0);
    const Value* first = work.get(head);
    std::vector<std::string> keys;
    if (first == nullptr) {
        return keys;
    }
    const std::int64_t last = first->int_or("last");
    for (std::int64_t page = 0; page <= last; ++page) {
        const std::string at = page_key(day, page);
        const std::vector<std::string> some = strings_of(work.get(at)->items("keys"));
        keys.insert(keys.end(), some.begin(), some.end());
        if (!some.empty()) {
            work.put(at, "office", Object{{"keys", Array{}}});
        }
    }
    if (!keys.empty()) {
        work.edit(head).set("last", 0);
    }
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

// What ticks write moves no trail: nobody's view of a case goes stale by the passing of time. What is held on the case
// ends with it, as when it is withdrawn.
void lapse_case(Work& work, const std::string& key, Time at) {
    const Value* mark = work.get(key)->find("held");
    if (const std::string outcome(mark == nullptr ? std::string_view{} : mark->str_or("outcome")); !outcome.empty()) {
        settle(work, outcome, Verdict::refused, "C6", at);
    }
    Value& value = work.edit(key);
    value.set("state", "withdrawn").set("result", "lapsed").set("closed_at", format_time(at));
    value.object().erase("step");
    give_load_back(work, value.str_or("unit"));
}

// The sign-off never came: the act lapses, and with it the case that waited for it.
void lapse_pending(Work& work, const std::string& key, Time at) {
    const Value* pending = work.get(key);
    const auto expires = pending != nullptr ? parse_time(pending->str_or("expires")) : Result<Time>(fail("time.shape"));
    if (!expires || pending->str_or("state") != "open" || *expires > at) {
        return;
    }
    if (!pending->items("held").empty()) {
        return;  // it came, and is held: settle() puts the act back among what is due
    }
    const std::string case_key(pending->str_or("case"));
    const Value* waiting = case_key.empty() ? nullptr : work.get(case_key);
    Value& act = work.edit(key);
    act.set("state", "lapsed");
    act.object().erase("body");
    if (waiting != nullptr && waiting->str_or("state") == "signed") {
        lapse_case(work, case_key, at);
    }
}

void fall_due(Work& work, const Catalogue& catalogue, std::string_view county, const std::string& key, Time at) {
    if (key.starts_with("pending/")) {
        lapse_pending(work, key, at);
    } else if (key.starts_with("outcome/")) {
        if (const Value* held = work.get(key); held != nullptr && held->str_or("code") == "C7") {
            settle(work, key, Verdict::refused, "C7", at);  // what it was built on is in dispute for too long
        }
    } else if (key.starts_with("grant/")) {
        const Value* grant = work.get(key);
        const auto until = grant != nullptr ? parse_date(grant->str_or("valid_until")) : Result<Date>(fail("date"));
        if (!until || grant->str_or("state") != "open" || *until >= date_of(at)) {
            return;
        }
        if (awaits_freeze_end(work, key)) {
            add_due(work, at, date_of(at), key);  // looked at again the next day
        } else {
            end_grant(work, catalogue, county, key, "expired", at);
        }
    }
}

}  // namespace

void add_due(Work& work, Time at, Date due, std::string_view key) {
    append_due(work, std::max(due, Date{date_of(at).days + 1}), key);
}

bool due_left(Registers& registers, Time boundary) {
    if (boundary != start_of(date_of(boundary))) {
        return false;  // days begin at 00:00, and only then is anything due
    }
    const Found head = registers.get(page_key(date_of(boundary), 0));
    return head.presence == Presence::present && !head.record->value.items("keys").empty();
}

void tick(Work& work, const Catalogue* catalogue, std::string_view county, Time boundary) {
    if (catalogue != nullptr && boundary == start_of(date_of(boundary))) {
        const std::vector<std::string> keys = take_due(work, date_of(boundary));
        Work::Extent written;
        for (std::size_t i = 0; i < keys.size(); ++i) {
            if (i < limits::kTickItemsMax && !written.plenty()) {
                const Work::Mark before = work.mark();
                fall_due(work, *catalogue, county, keys[i], boundary);
                written += work.extent_since(before, limits::kRecordBytesMax);
            } else {
                append_due(work, date_of(boundary), keys[i]);
            }
        }
    }
    work.put("system/log", "public", Object{{"last_tick", format_time(boundary)}});
    if (catalogue != nullptr) {
        if (!frozen(*catalogue, date_of(boundary))) {
            wake_waiting(work, kFreeze);
        }
        release(work, *catalogue, county, boundary);
    }
}

// What was reserved for it is free again; what it gave stays.
void end_grant(Work& work, const Catalogue& catalogue, std::string_view county, const std::string& grant_key,
               std::string_view state, Time at) {
    const Value& grant = *work.get(grant_key);
    // Slots in the hand of an open entry case keep their reservation until that case ends.
    const std::int64_t left = grant.int_or("count") - grant.int_or("used") - grant.int_or("reserved");
    const std::string unit(grant.str_or("unit")), type(grant.str_or("quota_type")), level(grant.str_or("staff_class")),
        plan(grant.str_or("plan_line")), case_key(grant.str_or("case"));
    const std::string named = named_number(work, grant);
    work.edit(grant_key).set("state", state);
    end_entries(work, catalogue, grant_key, at);
    if (left <= 0) {
        return;
    }
    const std::string what = "grant." + std::string(state);
    post_quota(work, catalogue, at, unit, type, {.r = -left}, {what, case_key, {}, {}, false});
    give_back_exits(work, grant_key, left);
    holder(work, ledger_key(unit, type), grant_key, -left);
    if (is_leader(level)) {
        post_leader(work, unit, level, 0, -left);
        holder(work, posts_key(unit, level), grant_key, -left);
    }
    if (!plan.empty()) {
        post_plan(work, plan, -left, 0);
        holder(work, plan, grant_key, -left);
    }
    if (!named.empty()) {  // its claim is void with it
        wake_waiting(work, idno_key(county, named));
    }
}

}  // namespace zj::model::rules1
