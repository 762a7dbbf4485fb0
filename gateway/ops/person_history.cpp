// SPDX-License-Identifier: Apache-2.0
#include "gateway/ops/person_history.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "shared/codec/json.hpp"
#include "shared/log/change_set.hpp"
#include "shared/model/checks.hpp"

namespace zj::ops {

namespace {

using codec::Value;

struct Version {
    log::Entry entry;
    std::string key;
    std::int64_t number = 0;
    Value value;
};

// What the log wrote of some rows, in its order.
using Versions = std::vector<Version>;

// A number as it was typed is not repeated whole, valid or not.
std::string told(const std::string& who) {
    constexpr std::size_t kShown = 6;  // the place of issue
    const bool digits = who.size() > kShown &&
                        std::all_of(who.begin(), who.begin() + kShown, [](char c) { return c >= '0' && c <= '9'; });
    return digits ? who.substr(0, kShown) + "…" : who;
}

// The rows of one number, and those from which and to which their person moved: a number may have been corrected in
// between.
class Rows {
public:
    void see(const log::Record& record, const std::string& key, const std::string& id_no) {
        if (const std::string from(record.value.str_or("moved_from")); !from.empty()) {
            moves_.emplace_back(from, record.key);
        }
        if (record.key == key || (!id_no.empty() && record.value.str_or("id_no") == id_no)) {
            keys_.insert(record.key);
        }
    }
    // A person moves a few times in a working life; each round follows at least one move.
    std::set<std::string> with_moves() {
        for (bool more = !keys_.empty(); more;) {
            more = false;
            for (const auto& [from, to] : moves_) {
                if (keys_.contains(from) != keys_.contains(to)) {
                    keys_.insert(from);
                    keys_.insert(to);
                    more = true;
                }
            }
        }
        return std::move(keys_);
    }

private:
    std::vector<std::pair<std::string, std::string>> moves_;
    std::set<std::string> keys_;
};

Result<std::set<std::string>> rows_of(county::County& county, const std::string& who) {
    const std::string as_number = model::normalise_id_number(who);
    const bool number = model::parse_id_number(as_number).has_value();
    const std::string key = who.starts_with("person/") ? who : "person/" + who;
    std::string id_no = number ? as_number : std::string();
    if (!number) {
        const model::Found found = county.record(key);
        if (found.presence != model::Presence::present) {
            return fail("card.person", {}, "nobody on the registers", {told(who)});
        }
        id_no = found.record->value.str_or("id_no");
    }
    Rows rows;
    ZJ_CHECK(county.each_record("person/", [&](const log::Record& record) {
        rows.see(record, key, id_no);
        return true;
    }));
    std::set<std::string> out = rows.with_moves();
    return out.empty() ? Result<std::set<std::string>>(fail("card.person", {}, "nobody on the registers", {told(who)}))
                       : out;
}

// Within the log that this process has seen signed: a gateway may be writing on.
Result<Versions> versions_of(county::County& county, const std::set<std::string>& rows) {
    Versions out;
    const std::uint64_t size = county.size();
    for (const std::string& key : rows) {
        ZJ_CHECK(county.each_version(key, [&](const log::Entry& entry, const log::Record& record) {
            if (entry.index < size) {
                out.push_back({entry, key, record.version, record.value});
            }
            return true;
        }));
    }
    std::sort(out.begin(), out.end(), [](const Version& a, const Version& b) {
        return std::tie(a.entry.index, a.key, a.number) < std::tie(b.entry.index, b.key, b.number);
    });
    return out;
}

bool same(const Value& before, const Value& after, std::string_view member) {
    return before.str_or(member) == after.str_or(member);
}

bool looks_the_same(const Value& before, const Value& after) {
    const auto stays = [&](std::string_view member) {
        return same(before, after, member);
    };
    return std::ranges::all_of(kCardPerson, stays) && std::ranges::all_of(kCardQuota, stays) && stays("state");
}

// Rows that end in an entry where the person goes on in another, by entry and row.
std::set<std::pair<std::uint64_t, std::string>> left_for_another(const Versions& versions) {
    std::set<std::pair<std::uint64_t, std::string>> out;
    for (const Version& one : versions) {
        if (one.number == 1) {
            out.emplace(one.entry.index, one.value.str_or("moved_from"));
        }
    }
    return out;
}

// The rows' versions that a card tells apart. Where somebody moved, the old row's end and the new row's beginning are
// one change, from what the old row was before it.
std::vector<PersonChange> changes_among(const Versions& versions) {
    const auto left = left_for_another(versions);
    std::map<std::string, Value> newest, before_leaving;  // by row
    std::vector<PersonChange> out;
    for (const Version& one : versions) {
        const Value before = newest[one.key];
        newest[one.key] = one.value;
        if (left.contains({one.entry.index, one.key})) {
            before_leaving[one.key] = before;
            continue;
        }
        PersonChange change;
        change.before = before;
        if (const std::string from(one.value.str_or("moved_from")); before.object().empty() && !from.empty()) {
            change.before = before_leaving.contains(from) ? before_leaving[from] : newest[from];
        }
        if (!change.before.object().empty() && looks_the_same(change.before, one.value)) {
            continue;
        }
        change.key = one.key;
        change.entry = one.entry.index;
        change.at = one.entry.received_at;
        change.change_set = one.entry.change_set;
        change.after = one.value;
        out.push_back(std::move(change));
    }
    return out;
}

// The case that moved the row, as the row itself tells; empty where it does not.
std::string case_of_row(const PersonChange& change) {
    for (const char* member : {"exit_case", "entry_case"}) {
        if (!same(change.before, change.after, member)) {
            const std::string_view now = change.after.str_or(member);
            return std::string(now.empty() ? change.before.str_or(member) : now);
        }
    }
    const std::string_view in_hand = change.before.str_or("case");
    return std::string(in_hand == change.after.str_or("case") ? std::string_view() : in_hand);
}

void take_case(county::County& county, const std::map<std::string, Value>& written, PersonChange& change) {
    change.case_key = case_of_row(change);
    if (change.case_key.empty() && written.size() == 1) {
        change.case_key = written.begin()->first;
    }
    if (const auto here = written.find(change.case_key); here != written.end()) {
        change.decided = here->second;
        change.reversed = change.decided.find("reversed") != nullptr;
    } else if (const model::Found known = county.record(change.case_key); known.record) {
        change.decided = known.record->value;
    }
}

// The entry's cases, and the name of who signed it.
Result<> take_entry(county::County& county, PersonChange& change) {
    std::map<std::string, Value> written;
    std::string signer;
    ZJ_CHECK(county.each_entry(change.entry, change.entry + 1, [&](const county::StoredEntry& stored) -> Result<> {
        for (const log::SaltedRecord& salted : stored.records) {
            ZJ_TRY(log::Record record, log::parse_record(salted.bytes));
            if (record.key.starts_with("case/")) {
                written.insert_or_assign(record.key, std::move(record.value));
            }
        }
        if (!stored.envelope.empty()) {
            ZJ_TRY(const Value value, codec::parse_json(stored.envelope));
            ZJ_TRY(const log::Envelope envelope, log::envelope_from(value));
            ZJ_TRY(const log::Header header, log::parse_header(envelope.payload));
            signer = header.person;
        }
        return {};
    }));
    take_case(county, written, change);
    const codec::Array& steps = change.decided.items("steps");
    if (!change.reversed && !steps.empty() && !steps.back().str_or("name").empty()) {
        change.handler = steps.back().str_or("name");
    } else if (const model::Found known = county.record("identity/" + signer); known.record) {
        change.handler = known.record->value.str_or("name");
    }
    return {};
}

}  // namespace

Result<PersonHistory> person_history(county::County& county, const std::string& who) {
    ZJ_TRY(const std::set<std::string> rows, rows_of(county, who));
    ZJ_TRY(const Versions versions, versions_of(county, rows));
    PersonHistory out;
    out.changes = changes_among(versions);
    if (out.changes.empty()) {
        return fail("card.person", {}, "nobody on the registers", {told(who)});
    }
    for (PersonChange& change : out.changes) {
        ZJ_CHECK(take_entry(county, change));
    }
    // Of a row that was left the exit's chain still writes: the place is that of the last change.
    out.key = out.changes.back().key;
    out.now =
        std::find_if(versions.rbegin(), versions.rend(), [&](const Version& one) { return one.key == out.key; })->value;
    return out;
}

}  // namespace zj::ops
