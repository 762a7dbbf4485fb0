// SPDX-License-Identifier: Apache-2.0
#pragma once
// What warnings, statistics and forecasts need of the current records, a struct a kind of record (INTENTS.md, Records).
// Plain values; every text is a view into the pool of the index that holds the struct. An absent date or time of a
// record is an empty optional, and rules say nothing where they need it. Money is integer fen.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/time.hpp"

namespace zj::oversight {

using Text = std::string_view;  // into the index's pool

// A calendar month as year * 12 + month - 1, so that months can be counted; 16 bits hold the last month that a
// date can have, 2199-12 (time.hpp).
using Month = std::int16_t;

struct Unit {
    std::int64_t version = 0;
    Text code, name, rank, nature, category, system, state, founded_doc;
    std::optional<Date> opened_on;
    std::optional<Date> quota_changed_on;   // newest change of H in `history`
    std::optional<Date> organs_changed_on;  // of the inner organs
    std::vector<Text> organs;               // names of the inner organs
    std::vector<Text> names;                // its own, full and short, as they are and as they were
    std::vector<std::string> empty;         // members that it must have and has not (W24)
};

// Revolving posts, lent to the unit until a day.
struct Loan {
    Text doc_no;
    std::int64_t count = 0;
    std::optional<Date> until;
};

struct Ledger {
    std::int64_t version = 0;
    Text unit, type;
    std::int64_t h = 0, a = 0, r = 0, o = 0, t = 0;
    std::vector<Loan> lent;                            // what T is made of
    Text doc;                                          // what H rests on
    bool over_quota = false;                           // a decision lets the unit stand above H
    bool cut_without_doc = false;                      // this version lowers H and names no document
    std::optional<Date> posted_on;                     // newest posting
    std::optional<Date> vacant_since;                  // V/H has been above the limit since then without a break
    std::int64_t authorised() const { return h + t; }  // T of the revolving line alone, beside H (domain.md 3.1)
    std::int64_t vacancy() const { return h - a; }
    std::int64_t usable() const { return authorised() - a - r; }
};

struct Posts {
    std::int64_t version = 0;
    Text unit, level;
    std::int64_t auth = 0, actual = 0, reserved = 0;
};

struct Plan {
    std::int64_t version = 0;
    Text key, unit, quota_type, entry_mode;
    std::int64_t year = 0, count = 0, used = 0;
};

struct Total {
    std::int64_t version = 0;
    std::int64_t h = 0;
    std::optional<std::int64_t> ceiling;
    std::int64_t reserve = 0;
    Text doc;
};

// Pay as approved by stage 4 of the chain, or by a revision of it.
struct ApprovedPay {
    std::int64_t amount = 0;  // fen a month
    Month from = 0;
    std::optional<Date> approved_on;
    bool revised = false;  // by a document (pay.revise); stage 4 names none
};

struct Person {
    std::int64_t version = 0;
    Text key, unit, inner, name, id_no, sex, politics, edu, degree, title, quota_type, funding, post_kind, staff_class,
        leader_level, rank_level, moved_from, exit_case, open_case, status, off_reason, state, entry_case, entry_mode,
        exit_mode, work_unit, grant_no, pay_unit;
    std::optional<Date> birth, entered_on, quota_since, post_since, left_on, retire_on, retire_override,
        work_unit_since;
    std::vector<ApprovedPay> pay;    // as approved one after the other
    std::optional<Month> fin_until;  // the month from which public funds were cut
    std::int64_t flex_months = 0;    // elastic retirement chosen: below 0 early, above 0 late
    std::uint64_t filled = 0;        // bit n: the n-th of person_members() is there
    bool birth_doc = false;
    bool above_rank = false;  // 高配 by a document
    bool cs_registered = false, fin_funded = false;
    bool occupies() const { return state == "active" && status == "1"; }
    Text payer() const { return pay_unit.empty() ? unit : pay_unit; }  // the unit on whose payroll they are
    // The month from which the chain of their entry pays; absent where none did. A revision says nothing of when pay
    // began: who was there when the books were opened was paid before the register knew of any approval.
    std::optional<Month> pay_from() const {
        std::optional<Month> out;
        for (const ApprovedPay& one : pay) {
            out = one.revised ? out : std::min(out.value_or(one.from), one.from);
        }
        return out;
    }
};

struct CaseStep {
    Text step, act;
    Time at;
    std::int64_t round = 0;
};

struct Pause {
    Time from;
    std::optional<Time> until;
};

struct Case {
    std::int64_t version = 0;
    Text key, case_no, matter, unit, state, step;
    std::optional<Time> came_at;  // where its sign-off was held before it was received
    std::optional<Time> received_at, accepted_at, closed_at, returned_at, answered_at;
    std::int64_t limit_half_days = 0, round = 0;
    std::vector<CaseStep> steps;
    std::vector<Pause> paused;
    Text grant, person, quota_type, staff_class,
        mode;                      // what it asks for; mode: of entry, of exit, or kind of transfer
    std::int64_t count = 0;        // of posts
    std::optional<Date> event_on;  // what the limit of reporting runs from, where the form tells it
    bool over_quota = false;
    bool late = false;      // an exit that the judge found late, which is neither done nor refused
    bool reversed = false;  // a closed entry or exit that was taken back
    bool open() const { return state == "received" || state == "in_review" || state == "returned" || paused_now(); }
    bool paused_now() const { return state == "paused"; }
};

struct Grant {
    std::int64_t version = 0;
    Text key, grant_no, unit, quota_type, staff_class, state;
    std::int64_t count = 0, used = 0, reserved = 0;
    std::optional<Date> valid_until;
    bool over_quota = false;
    std::optional<Date> digested_by;  // when the unit is to stand above its quota no more
};

struct Stage {
    std::int64_t version = 0;
    Text key, owner;
    bool closed = false;
    bool of_exit = false;  // of the chain of an exit or a transfer
    std::optional<Date> on;
    std::optional<Date> doc_on;  // of the paper that its record names
};

enum class PayItem : std::uint8_t { active, retired, other };

struct PayRow {
    std::int64_t paid = 0;
    std::uint32_t unit = 0;  // Index::unit_code
    Month month = 0;
    PayItem item = PayItem::other;
};

// Everybody who stands under one ID number, and what was paid to it.
struct Number {
    Text id;                    // short id as in idno/<id>: findings name it, never the number
    Text masked;                // for evidence
    bool touched = false;       // it is among what take_touched() will tell
    std::vector<Text> persons;  // keys, sorted
    std::vector<PayRow> rows;   // sorted by month, unit code, item
};

struct PayMonth {
    std::int64_t version = 0;
    Text key;
    std::int64_t total = 0;        // fen
    std::int64_t paid_active = 0;  // numbers with a row of item active
    std::vector<Number*> numbers;  // each once
    std::optional<Date> loaded_on;
};

struct Budget {
    std::int64_t version = 0;
    Text key;
    std::int64_t amount = 0;
    std::optional<std::int64_t> funded;
    std::optional<Month> told;  // when it was loaded
};

struct LeaveItem {
    bool sick = false, pay_reduced = false;
    Date from;
    std::optional<Date> until;
};

struct Leave {
    std::int64_t version = 0;
    Text key, unit;
    std::vector<LeaveItem> items;  // sorted by first day
};

struct Ruling {
    std::int64_t version = 0;
    Text key, doc_no, kind;
    std::vector<Text> units_left;  // those it names that have not carried it out
    bool open = false;
    std::optional<Date> effective_on;
};

struct Device {
    std::int64_t version = 0;
    Text key, name, unit;  // unit: of its first unit scope
    bool live = false;
    std::optional<Date> enrolled_on, last_on, expires_on;
};

struct Key {
    std::int64_t version = 0;
    Text person, device;
    bool live = false;
};

// The life cycle of a finding, from warning/<hash of its id>.
struct Handling {
    std::int64_t version = 0;
    Text id, state, owner, reason, digest;  // the last two of the last act
    std::optional<Date> due, acted_on;
};

}  // namespace zj::oversight
