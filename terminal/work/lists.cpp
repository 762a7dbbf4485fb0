// SPDX-License-Identifier: Apache-2.0
// Lists of cases.hpp.
#include <algorithm>
#include <charconv>
#include <limits>

#include "shared/codec/text.hpp"
#include "shared/model/masking.hpp"
#include "terminal/work/acts.hpp"
#include "terminal/work/batch.hpp"
#include "terminal/work/cases.hpp"

namespace zj::work {

namespace {

codec::Value case_line(const Case& one) {
    codec::Value out = codec::Object{{"case", one.key}, {"local", one.local}};
    for (const char* member :
         {"case_no", "matter", "unit", "state", "step", "clerk", "received_at", "closed_at", "result", "grant"}) {
        if (const std::string_view text = one.value.str_or(member); !text.empty()) {
            out.set(member, text);
        }
    }
    if (one.count) {
        out.set("n", *one.count);
    }
    if (const codec::Value* held = one.value.find("held"); held != nullptr && held->is_object()) {
        out.set("held", *held);
    }
    return out;
}

// What this person could do now: cases whose step is theirs, and acts of two that want their signature.
Result<codec::Array> waiting_lines(vault::Vault& vault) {
    ZJ_TRY(const auto catalogue, vault.catalogue());
    const std::vector<std::string> roles = my_roles(vault);
    const auto mine = [&](std::string_view role) {
        return std::find(roles.begin(), roles.end(), role) != roles.end();
    };
    codec::Array out;
    // What waits for a sign-off is told as a pending act below.
    for (const std::string& place : places_of(*catalogue, roles)) {
        for (const vault::CaseEntry& entry : vault.cases_at(place, kWaitingMax)) {
            ZJ_TRY(const Case one, case_of(vault, entry));
            out.push_back(case_line(one).set("waits_for", role_in_charge(*catalogue, one.value)));
        }
    }
    for (const Pending& pending : all_pending(vault)) {
        const codec::Array& needs = pending.value.items("needs");
        const bool allowed = std::any_of(needs.begin(), needs.end(), [&](const codec::Value& role) {
            return role.is_string() && mine(role.string());
        });
        if (allowed && !pending.confirm_signed && pending.value.str_or("by") != vault.person().person) {
            out.push_back(pending_line(vault, pending));
        }
    }
    return out;
}

// Records of one kind as lines: their key and these members.
struct RecordList {
    const char* name;
    const char* prefix;
    std::initializer_list<std::string_view> members;
};

const RecordList kRecordLists[] = {
    {"persons", "person/", {"name", "unit", "inner", "quota_type", "post_name", "status", "state"}},
    {"units", "unit/", {"name", "short_name", "nature", "parent", "state"}},
    {"ledger", "ledger/", {"h", "a", "r", "o", "t"}},
    {"posts", "posts/", {"auth", "actual", "reserved"}},
    {"totals", "total/", {"h", "ceiling", "reserve", "doc"}},
    {"plan", "plan/", {"year", "quota_type", "entry_mode", "count", "used", "reserved"}},
    {"grants",
     "grant/",
     {"grant_no", "case", "unit", "quota_type", "entry_mode", "count", "used", "valid_until", "state"}},
    {"stages", "stage/", {"stage", "state", "owner", "record", "by", "at", "for_month"}},
    {"consents", "consent/", {"case", "kind", "unit", "of_unit", "matter", "about", "state", "by", "at", "reason"}},
    {"docs", "doc/", {"no", "from", "doc_no", "received_on", "title", "secrecy", "handler", "archive_no", "state"}},
    {"rulings", "ruling/", {"doc_no", "doc_date", "effective_on", "units", "kind", "state", "carried_out_on"}},
    {"sanctions", "sanction/", {"unit", "measure", "ground", "from", "until", "person", "state"}},
    {"payrolls", "pay/", {"month", "unit", "count", "total", "loaded_at"}},
    {"budgets", "budget/", {"year", "unit", "amount", "funded"}},
    {"leaves", "leave/", {"person", "unit", "items"}},
    {"reviews", "review/", {"year", "unit", "state", "self", "opinions", "rectify"}},
    {"handling", "warning/", {"id", "state", "owner", "due"}},  // `warnings` is a verb's name
    {"archives", "archive/", {"no", "case_no", "of", "matter", "unit", "class", "retention", "secrecy", "at"}},
    {"people", "identity/", {"name", "phone", "unit", "roles", "state"}},
};

codec::Array record_lines(vault::Vault& vault, const RecordList& list) {
    codec::Array out;
    for (const log::Record& record : vault.records(list.prefix)) {
        codec::Value line = codec::Object{{"key", record.key}};
        for (const std::string_view member : list.members) {
            if (const codec::Value* value = record.value.find(member)) {
                line.set(std::string(member), model::with_numbers_masked(*value));
            }
        }
        out.push_back(std::move(line));
    }
    return out;
}

Result<codec::Array> all_lines(vault::Vault& vault, std::string_view what) {
    if (what == "waiting") {
        return waiting_lines(vault);
    }
    if (what == "pending") {
        codec::Array out;
        for (const Pending& pending : all_pending(vault)) {
            out.push_back(pending_line(vault, pending).set("state", "open"));
        }
        return out;
    }
    if (what == "batches") {
        return batch_lines(vault);
    }
    const auto list = std::find_if(std::begin(kRecordLists), std::end(kRecordLists),
                                   [&](const RecordList& one) { return one.name == what; });
    if (list == std::end(kRecordLists)) {
        return fail("usage.list", std::string(what));
    }
    return record_lines(vault, *list);
}

// Items are told apart by the member that names them.
std::string cursor_of(const codec::Value& item) {
    for (const char* member : {"case", "pending", "key"}) {
        if (!item.str_or(member).empty()) {
            return std::string(item.str_or(member));
        }
    }
    return std::to_string(item.int_or("seq"));
}

// The two lists that grow for as long as a device is used are read in pages: one item more than asked for, where there
// is one.
Result<codec::Array> case_lines(vault::Vault& vault, const ListQuery& query) {
    std::int64_t n = std::numeric_limits<std::int64_t>::max();
    if (!query.after.empty()) {
        const auto after = vault.case_entry(query.after);
        if (!after) {
            return fail("list.cursor", query.after, "no such place in this list any more", {query.after});
        }
        n = after->n;
    }
    codec::Array out;
    for (const vault::CaseEntry& entry : vault.own_cases_first(n, query.after, query.state, query.limit + 1)) {
        ZJ_TRY(const Case one, case_of(vault, entry));
        out.push_back(case_line(one));
    }
    return out;
}

Result<codec::Array> outbox_lines(vault::Vault& vault, const ListQuery& query) {
    std::uint64_t after = 0;
    const char* end = query.after.data() + query.after.size();
    const auto read = std::from_chars(query.after.data(), end, after);
    if (!query.after.empty() && (read.ec != std::errc() || read.ptr != end || !vault.sent(after))) {
        return fail("list.cursor", query.after, "no such place in this list any more", {query.after});
    }
    codec::Array out;
    for (const vault::Sent& sent : vault.outbox_page(after, query.state, query.limit + 1)) {
        codec::Value line = sent_line(sent);
        codec::Array proposed;  // what a cancel names
        for (std::string& key : proposed_by(vault, sent)) {
            if (!key.empty()) {
                proposed.emplace_back(std::move(key));
            }
        }
        if (!proposed.empty()) {
            line.set("proposes", std::move(proposed));
        }
        out.push_back(std::move(line));
    }
    return out;
}

codec::Value list_answer(vault::Vault& vault, codec::Array items, const std::string& next) {
    const auto seen = vault.checkpoint();
    return codec::Object{
        {"items", std::move(items)}, {"next", next}, {"as_of", static_cast<std::int64_t>(seen ? seen->size : 0)}};
}

}  // namespace

codec::Value sent_line(const vault::Sent& sent) {
    codec::Value out = codec::Object{{"seq", static_cast<std::int64_t>(sent.seq)},
                                     {"change_set", codec::hex(sent.id)},
                                     {"do", sent.intents.empty() ? "" : sent.intents[0].str_or("do")},
                                     {"person", sent.person},
                                     {"signed_at", format_time(sent.signed_at)},
                                     {"state", sent.state},
                                     {"receipt", sent.receipt}};
    if (!sent.code.empty()) {
        out.set("code", sent.code);
    }
    if (!sent.cause.empty()) {
        out.set("cause", sent.cause);
    }
    if (sent.receipt) {
        out.set("entry", static_cast<std::int64_t>(sent.entry));
    }
    return out;
}

const std::vector<std::string>& list_names() {
    static const std::vector<std::string> kAll = [] {
        std::vector<std::string> out{"cases", "waiting", "pending", "outbox", "batches"};
        for (const RecordList& one : kRecordLists) {
            out.emplace_back(one.name);
        }
        return out;
    }();
    return kAll;
}

bool names_record(std::string_view reference) {
    return reference.starts_with("pending/") ||
           std::any_of(std::begin(kRecordLists), std::end(kRecordLists),
                       [&](const RecordList& one) { return reference.starts_with(one.prefix); });
}

Result<codec::Value> show_record(const Context& context, std::string_view key) {
    auto known = names_record(key) ? context.vault.record(key) : std::nullopt;
    if (!known) {
        return fail("record.none", std::string(key), {}, {std::string(key)});
    }
    known->value.object().erase("trail");
    return codec::Value(codec::Object{{"key", known->key},
                                      {"version", context.vault.version_of(key)},
                                      {"record", model::with_numbers_masked(std::move(known->value))}});
}

Result<codec::Value> list(const Context& context, const ListQuery& query) {
    if (query.what == "cases" || query.what == "outbox") {
        ZJ_TRY(codec::Array items,
               query.what == "cases" ? case_lines(context.vault, query) : outbox_lines(context.vault, query));
        std::string next;
        if (items.size() > query.limit) {
            items.resize(query.limit);
            next = items.empty() ? std::string() : cursor_of(items.back());
        }
        return list_answer(context.vault, std::move(items), next);
    }
    ZJ_TRY(const codec::Array all, all_lines(context.vault, query.what));
    codec::Array items;
    bool begun = query.after.empty();
    std::string next;
    for (const codec::Value& item : all) {
        if (!begun) {
            begun = cursor_of(item) == query.after;
            continue;
        }
        if (!query.state.empty() && item.str_or("state") != query.state) {
            continue;
        }
        if (items.size() == query.limit) {
            next = items.empty() ? std::string() : cursor_of(items.back());
            break;
        }
        items.push_back(item);
    }
    if (!begun) {
        return fail("list.cursor", query.after, "no such place in this list any more", {query.after});
    }
    return list_answer(context.vault, std::move(items), next);
}

}  // namespace zj::work
