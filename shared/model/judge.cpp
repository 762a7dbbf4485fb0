// SPDX-License-Identifier: Apache-2.0
#include "shared/model/judge.hpp"

#include <algorithm>
#include <set>

#include "shared/base/limits.hpp"

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/model/catalogue.hpp"
#include "shared/model/rules/1/rules.hpp"

namespace zj::model {

namespace {

using codec::Array;
using codec::Object;
using codec::Value;
using rules1::Outcome;
using rules1::Work;

// Earlier catalogues that are still told, for forms filled offline before a change.
constexpr std::size_t kPreviousMax = 16;

std::vector<std::string> scopes_of(const std::vector<RecordPtr>& effects, const Catalogue* catalogue) {
    std::set<std::string> out{"audit"};
    for (const RecordPtr& record : effects) {
        out.insert(record->owner);
        if (catalogue == nullptr) {
            continue;
        }
        const std::string_view kind = std::string_view(record->key).substr(0, record->key.find('/'));
        for (const Value& scope : catalogue->scopes().items(kind)) {
            if (scope.is_string()) {
                out.insert(scope.string());
            }
        }
    }
    return {out.begin(), out.end()};
}

// D9, C11: the catalogue that a form was filled under is in force, or ended a short while ago.
Outcome catalogue_fits(Work& work, const Catalogue& catalogue, const Hash& filled_under, Time at) {
    const Value& record = *work.get("system/catalogue");
    const std::string wanted = codec::hex(filled_under);
    if (record.str_or("sha256") == wanted) {
        return rules1::applied();
    }
    for (const Value& earlier : record.items("previous")) {
        if (earlier.str_or("sha256") != wanted) {
            continue;
        }
        const auto ended = parse_time(earlier.str_or("ended"));
        const bool recent = ended && at - *ended <= catalogue.policy_int("catalogue_old_days") * kDayMs;
        return recent ? rules1::applied() : rules1::refuse("C11", "ended " + std::string(earlier.str_or("ended")));
    }
    return rules1::refuse("D9", "catalogue " + wanted.substr(0, 12));
}

// Enrolment and joining look at the signatures beside the intent, so they do not go through run_intents.
Outcome run_join(Work& work, const Catalogue& catalogue, const Checked& checked, const rules1::Author& author, Time at,
                 std::string_view county) {
    const Work::Mark mark = work.mark();
    rules1::Act act{work, catalogue, at, county, author, checked.intents[0], 0, checked.commitments[0],
                    {},   false,     {}, {}};
    Outcome out = rules1::join(act, checked);
    if (!out.good()) {
        work.rollback(mark);
    }
    return out;
}

Outcome run_enrol(Work& work, const Catalogue& catalogue, const Checked& checked, rules1::Author& author, Time at) {
    const Work::Mark mark = work.mark();
    Outcome out = rules1::enrol(work, catalogue, at, checked, author);
    if (!out.good()) {
        work.rollback(mark);
    }
    return out;
}

// What units may write again and again must leave the office room to decide.
std::size_t record_bytes_max(const std::vector<Value>& intents) {
    const bool by_unit = std::ranges::any_of(intents, [](const Value& intent) {
        const std::string_view name = intent.str_or("do");
        return name == "case.message" || name == "case.amend" || name == "case.answer";
    });
    return by_unit ? limits::kRecordBytesByUnitMax : limits::kRecordBytesMax - limits::kRecordSpareBytes;
}

// What people read on screens, tickets and prints shall not move a cursor or turn a line.
bool steers_screen(const Value& value) {
    if (value.is_string()) {
        return codec::steers_screen(value.string());
    }
    if (value.is_array()) {
        return std::ranges::any_of(value.array(), [](const Value& item) { return steers_screen(item); });
    }
    return value.is_object() && std::ranges::any_of(value.object(), [](const auto& member) {
               return codec::steers_screen(member.first) || steers_screen(member.second);
           });
}

std::vector<const Value*> pointers_to(const std::vector<Value>& values) {
    std::vector<const Value*> out;
    for (const Value& value : values) {
        out.push_back(&value);
    }
    return out;
}

// Entries are numbered for every scope that sees them, for good: a scope that no longer saw its numbers' records could
// not tell that from a county which withholds them.
bool narrows(const Value& before, const Value& after) {
    return before.is_object() && std::ranges::any_of(before.object(), [&](const auto& kind) {
               const Array& now = after.items(kind.first);
               return std::ranges::any_of(before.items(kind.first), [&](const Value& scope) {
                   return std::find(now.begin(), now.end(), scope) == now.end();
               });
           });
}

Value root_value(const log::RootStatement& s) {
    Array witnesses;
    for (const log::Witness& witness : s.witnesses) {
        witnesses.push_back(Object{{"name", witness.name}, {"key", codec::base64(witness.key.bytes)}});
    }
    Value out = Object{{"number", s.number},
                       {"county", s.county},
                       {"county_name", s.county_name},
                       {"epoch", s.epoch},
                       {"issued_at", format_time(s.issued_at)},
                       {"log_key", codec::base64(s.log_key.bytes)},
                       {"witnesses", std::move(witnesses)},
                       {"quorum", s.quorum},
                       {"tls_ca", codec::base64(s.tls_ca)},
                       {"bundle_key", codec::base64(s.bundle_key.bytes)}};
    if (s.simulated) {
        out.set("simulated", Object{{"seed", s.simulated->seed},
                                    {"from", format_time(s.simulated->from)},
                                    {"until", format_time(s.simulated->until)}});
    }
    return out;
}

void put_root_tickets(Work& work, const log::RootStatement& statement) {
    for (const log::RootTicket& ticket : statement.tickets) {
        const std::string key = "ticket/" + codec::hex(log::ticket_id(ticket.one_time));
        if (work.has(key)) {
            continue;
        }
        work.put(key, "admin",
                 Object{{"kind", "device"},
                        {"person", ticket.person},
                        {"name", ticket.name},
                        {"phone", ""},
                        {"unit", ""},
                        {"roles", Array{"sysadmin"}},
                        {"scopes", Array{"admin"}},
                        {"expires", format_time(ticket.expires)},
                        {"state", "open"}});
    }
}

void put_catalogue(Work& work, const std::string& text, Value catalogue, Time at) {
    const std::string sha256 = codec::hex(crypto::sha256(text));
    Array previous;
    if (const Value* before = work.get("system/catalogue")) {
        if (before->str_or("sha256") == sha256) {
            return;
        }
        previous = before->items("previous");
        previous.push_back(Object{{"sha256", before->str_or("sha256")}, {"ended", format_time(at)}});
        if (previous.size() > kPreviousMax) {
            previous.erase(previous.begin());
        }
    }
    const std::int64_t number = catalogue.int_or("number");
    work.put("system/catalogue", "public",
             Object{{"sha256", sha256},
                    {"number", number},
                    {"catalogue", std::move(catalogue)},
                    {"previous", std::move(previous)}});
}

}  // namespace

struct Judge::Cache {
    RecordPtr record;
    std::shared_ptr<const Catalogue> catalogue;

    // The catalogue in force; null before genesis.
    const Catalogue* in_force(Registers& registers) {
        const Found found = registers.get("system/catalogue");
        if (found.presence != Presence::present) {
            return nullptr;
        }
        if (found.record != record) {
            const bool same =
                record != nullptr && record->value.str_or("sha256") == found.record->value.str_or("sha256");
            if (!same) {
                auto loaded = Catalogue::from(*found.record->value.find("catalogue"));
                ZJ_ASSERT(loaded);  // root() put it in force only after it loaded
                catalogue = std::move(*loaded);
            }
            record = found.record;
        }
        return catalogue.get();
    }
};

Judge::Judge() : cache_(std::make_unique<Cache>()) {}
Judge::~Judge() = default;

Judgement Judge::change(Registers& registers, const Checked& checked, Time received_at) {
    const log::Header& header = checked.header;
    const Catalogue* catalogue = cache_->in_force(registers);
    ZJ_ASSERT(catalogue != nullptr);  // at_door() lets nothing in before genesis
    Work work(registers);
    const Value* rules = work.get("system/rules");
    const ChainHead chain = registers.chain(header.device);

    rules1::Author author;
    std::string scope;
    const std::vector<const Value*> intents = pointers_to(checked.intents);
    const Work::Mark start = work.mark();
    // Nothing goes into the log that a feed, an auditor or this gateway after a restart could not read again.
    const auto refuse_unless_it_fits = [&](Outcome& out) {
        if (!work.extent_since(start, record_bytes_max(checked.intents)).fits()) {
            work.rollback(start);
            out = rules1::refuse("Q2", "what it writes is too large to be kept");
        }
    };
    Outcome out =
        rules1::device_layer(work, checked, chain, rules == nullptr ? kNewestRules : rules->int_or("number"), author);
    if (out.good()) {
        out = catalogue_fits(work, *catalogue, header.catalogue, received_at);
    }
    if (out.verdict != log::Verdict::refused &&
        std::ranges::any_of(checked.intents, [](const Value& intent) { return steers_screen(intent); })) {
        out = rules1::refuse("B3", "a character that steers a screen");
    }
    if (out.good()) {
        out = rules1::is_do(checked, "identity.enrol") ? run_enrol(work, *catalogue, checked, author, received_at)
              : rules1::is_do(checked, "identity.join")
                  ? run_join(work, *catalogue, checked, author, received_at, header.county)
                  : rules1::run_intents(work, *catalogue, received_at, header.county, author, intents,
                                        checked.commitments, &scope);
    }
    if (out.good()) {
        refuse_unless_it_fits(out);
    }
    if (out.verdict == log::Verdict::held && rules1::held_count(work, author) >= rules1::kHeldPerDeviceMax) {
        out = rules1::refuse("Q1", "too much of this device is held");
    }
    if (out.verdict == log::Verdict::held) {
        rules1::note_held(work, *catalogue, author, out, intents, checked.commitments, scope, received_at);
        refuse_unless_it_fits(out);
    }
    if (out.verdict == log::Verdict::refused) {
        rules1::note_refused(work, author);
    }
    rules1::release(work, *catalogue, header.county, received_at);

    Judgement judgement;
    judgement.verdict = out.verdict;
    judgement.code = out.code;
    judgement.detail = out.detail;
    judgement.competitor = out.competitor;
    judgement.foretold = !work.unknown();
    judgement.effects = work.commit();
    judgement.scopes = scopes_of(judgement.effects, catalogue);
    registers.set_chain(header.device, {header.seq, checked.id, std::max(chain.seen_size, header.seen.size)});
    return judgement;
}

Judgement Judge::tick(Registers& registers, Time boundary) {
    const Catalogue* catalogue = cache_->in_force(registers);
    const Found root = registers.get("system/root");
    Work work(registers);
    rules1::tick(work, catalogue, root.record ? root.record->value.str_or("county") : std::string_view(), boundary);
    Judgement judgement;
    judgement.effects = work.commit();
    judgement.scopes = scopes_of(judgement.effects, catalogue);
    return judgement;
}

Judgement Judge::root(Registers& registers, const log::SignedRoot& signed_root, const log::RootStatement& statement,
                      Time received_at) {
    Work work(registers);
    Judgement judgement;
    const bool brings = !signed_root.catalogue.empty();
    auto value = codec::parse_json(brings ? signed_root.catalogue : "{}", limits::kCatalogueBytesMax);
    const bool whole = brings && value && crypto::sha256(signed_root.catalogue) == statement.catalogue &&
                       Catalogue::from(*value).has_value();
    const Value* in_force = work.get("system/catalogue");
    const bool stays = !brings && in_force != nullptr && in_force->str_or("sha256") == codec::hex(statement.catalogue);
    const Catalogue* current = cache_->in_force(registers);
    const Value* scopes = value && value->is_object() ? value->find("scopes") : nullptr;
    const bool narrower = whole && current != nullptr && (scopes == nullptr || narrows(current->scopes(), *scopes));
    if ((!whole && !stays) || narrower) {
        judgement.verdict = log::Verdict::refused;
        judgement.code = "D9";
        judgement.scopes = {"audit"};
        return judgement;
    }
    work.put("system/root", "public", root_value(statement));
    work.put("system/rules", "public", Object{{"number", statement.rules}});
    if (whole) {
        put_catalogue(work, signed_root.catalogue, std::move(*value), received_at);
    }
    if (!work.has("system/log")) {
        work.put("system/log", "public", Object{{"last_tick", format_time(received_at)}});
    }
    put_root_tickets(work, statement);
    if (!work.extent_since(0, limits::kRecordBytesMax).fits()) {
        work.rollback(0);
        judgement.verdict = log::Verdict::refused;
        judgement.code = "D9";
        judgement.scopes = {"audit"};
        return judgement;
    }
    judgement.effects = work.commit();
    judgement.scopes = scopes_of(judgement.effects, cache_->in_force(registers));
    return judgement;
}

bool Judge::tick_again(Registers& registers, Time boundary) {
    return rules1::release_left(registers) || rules1::due_left(registers, boundary);
}

}  // namespace zj::model
