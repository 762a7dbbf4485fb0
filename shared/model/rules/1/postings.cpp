// SPDX-License-Identifier: Apache-2.0
// Postings in the books. The quota ledger is kept by double entry: of every line, H + T = actual + reserved + free
// at any time, and each posting moves posts from one of these accounts to another (`pool` is the county's, from which a
// document gives and to which it takes back). What takes room is asserted to have it (domain.md 3.2-3), and H and T to
// move by a document alone (3.2-5), so that a rule that forgot to ask stops the program instead of overdrawing a
// county. Taking up a reservation takes none: that it still has its room is asked at the last pass (quota_stands).
#include <algorithm>
#include <array>

#include "shared/model/rules/1/cases.hpp"

namespace zj::model::rules1 {
namespace {

// Lines that a preview cannot see take no postings; anything else was refused before.
bool postable(Work& work, const std::string& key) {
    ZJ_ASSERT(work.has(key) || work.hidden(key));
    return work.has(key);
}

void add(Value& line, const char* member, std::int64_t n) {
    line.set(member, line.int_or(member) + n);
}

// From the accounts that lose to those that gain, in the order pool, free, reserved, actual.
Array moves_of(const Posting& change) {
    struct Account {
        const char* name;
        std::int64_t gain;
    };
    std::array<Account, 4> accounts{{{"pool", -change.h - change.t},
                                     {"free", change.h + change.t - change.a - change.r},
                                     {"reserved", change.r},
                                     {"actual", change.a}}};
    Array moves;
    for (Account& from : accounts) {
        for (Account& to : accounts) {
            const std::int64_t n = std::min(-from.gain, to.gain);
            if (n > 0) {
                moves.push_back(Array{from.name, to.name, n});
                from.gain += n;
                to.gain -= n;
            }
        }
    }
    return moves;
}

Value counts_of(const Value& line) {
    return Object{{"h", line.int_or("h")},
                  {"a", line.int_or("a")},
                  {"r", line.int_or("r")},
                  {"o", line.int_or("o")},
                  {"t", line.int_or("t")}};
}

// `posted` holds the postings of the version that carries it; those of earlier versions stand in these.
void note_posting(Work& work, const std::string& key, Object posting) {
    const std::int64_t version = work.next_version(key);
    Value& line = work.edit(key);
    Array& posted = line.object().try_emplace("posted", Array{}).first->second.array();
    std::erase_if(posted, [&](const Value& item) { return item.int_or("v") != version; });
    posting["v"] = version;
    posted.push_back(std::move(posting));
}

// Since when more of the line is vacant than policy likes (W21).
void note_vacancy(Value& line, std::int64_t percent, Time at) {
    const std::int64_t h = line.int_or("h"), vacant = h - line.int_or("a");
    if (h > 0 && vacant * 100 > h * percent) {
        line.object().try_emplace("vacant_since", format_date(date_of(at)));
    } else {
        line.object().erase("vacant_since");
    }
}

}  // namespace

void post_quota(Work& work, const Catalogue& catalogue, Time at, std::string_view unit, std::string_view quota_type,
                const Posting& change, const PostingNote& note) {
    const std::string key = ledger_key(unit, quota_type);
    if (!postable(work, key)) {
        return;
    }
    Value& line = work.edit(key);
    Object posting{{"what", note.what}, {"at", format_time(at)}, {"before", counts_of(line)}};
    for (const auto& [member, text] : {std::pair{"case", note.case_key}, {"by", note.by}, {"doc", note.doc}}) {
        if (!text.empty()) {
            posting[member] = text;
        }
    }
    posting["moves"] = moves_of(change);
    add(line, "h", change.h);
    add(line, "a", change.a);
    add(line, "r", change.r);
    add(line, "o", change.o);
    add(line, "t", change.t);
    if (!note.doc.empty() && change.t == 0) {
        line.set("doc", note.doc);
    }
    note_posting(work, key, std::move(posting));
    note_vacancy(work.edit(key), catalogue.policy_int("vacancy_long_percent"), at);
    const Value& now = *work.get(key);
    const std::int64_t h = now.int_or("h"), a = now.int_or("a"), r = now.int_or("r"), o = now.int_or("o"),
                       t = now.int_or("t");
    ZJ_ASSERT(h >= 0 && a >= 0 && r >= 0 && o >= 0 && o <= a && t >= 0);
    ZJ_ASSERT((change.h == 0 && change.t == 0) || !note.doc.empty());  // 3.2-5
    // 3.2-3: what takes room must have asked for it. Taking up a reservation (A + 1, R − 1) takes none, and the
    // commission may let an over-quota unit reserve beyond H (domain.md 6.3).
    const bool takes = change.h == 0 && change.t == 0 && change.a + change.r > 0;
    ZJ_ASSERT(!takes || note.over_quota || h + t + catalogue.policy_int("overflow_posts") - a - r >= 0);
    if (change.a + change.r < change.h + change.t) {
        wake_line(work, key);
    }
}

void post_quota(Act& act, std::string_view unit, std::string_view quota_type, const Posting& change,
                std::string_view what, std::string_view case_key) {
    post_quota(act.work, act.catalogue, act.at, unit, quota_type, change,
               {what, case_key, act.author.person, {}, false});
}

// What the county's totals are kept of (domain.md 3.2-4); empty for types that have no ceiling.
std::string_view total_group(std::string_view quota_type) {
    return quota_type.starts_with("1") ? "admin" : quota_type.starts_with("2") ? "institution" : std::string_view{};
}

void post_total(Work& work, std::string_view quota_type, std::int64_t n) {
    const std::string_view group = total_group(quota_type);
    if (group.empty() || n == 0) {
        return;
    }
    const std::string key = "total/" + std::string(group);
    if (!work.has(key)) {
        if (work.hidden(key)) {
            return;
        }
        work.put(key, "office", Object{{"h", 0}});
    }
    add(work.edit(key), "h", n);
}

Outcome room_in_total(Act& act, std::string_view quota_type, std::int64_t n) {
    const std::string_view group = total_group(quota_type);
    const Value* total = group.empty() || n <= 0 ? nullptr : act.work.get("total/" + std::string(group));
    const Value* ceiling = total == nullptr ? nullptr : total->find("ceiling");
    if (ceiling == nullptr || !ceiling->is_int()) {
        return applied();
    }
    const std::int64_t left = ceiling->integer() - total->int_or("reserve") - total->int_or("h");
    return left >= n ? applied()
                     : refuse("G24", "the county's ceiling leaves " + std::to_string(left) + ", " + std::to_string(n) +
                                         " asked for");
}

void post_leader(Work& work, std::string_view unit, std::string_view level, std::int64_t actual, std::int64_t reserved,
                 bool over) {
    const std::string key = posts_key(unit, level);
    if (!postable(work, key)) {
        return;
    }
    Value& line = work.edit(key);
    add(line, "actual", actual);
    add(line, "reserved", reserved);
    ZJ_ASSERT(line.int_or("actual") >= 0 && line.int_or("reserved") >= 0);
    ZJ_ASSERT(over || actual + reserved <= 0 ||
              line.int_or("auth") - line.int_or("actual") - line.int_or("reserved") >= 0);
    if (actual + reserved < 0) {
        wake_line(work, key);
    }
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

}  // namespace zj::model::rules1
