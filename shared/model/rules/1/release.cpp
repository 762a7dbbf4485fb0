// SPDX-License-Identifier: Apache-2.0
// Held change sets: what is kept of them, what they wait for, and how they come free (reconcile.md, admit()). Those
// that wait for a fact stand in waiting/<record key>; once it has come they stand in waiting/ready, in the order of
// their arrival, and are judged again after the entry that brought it, the rest by ticks.
#include <algorithm>

#include "shared/base/limits.hpp"
#include "shared/codec/text.hpp"
#include "shared/model/rules/1/rules.hpp"

namespace zj::model::rules1 {
namespace {

constexpr std::string_view kReady = "waiting/ready";
constexpr const char* kOrders = "held";  // counter/held/0: the order of arrival

std::string waiting_key(std::string_view record) {
    return "waiting/" + std::string(record);
}

void join_list(Work& work, std::string_view list, const std::string& outcome) {
    if (!work.has(list)) {
        work.put(std::string(list), "office", Object{{"ids", Array{}}});
    }
    work.edit(list).object().find("ids")->second.array().emplace_back(outcome);
}

// Kept in the order of arrival.
void make_ready(Work& work, const std::vector<std::string>& outcomes) {
    for (const std::string& outcome : outcomes) {
        join_list(work, kReady, outcome);
    }
    const auto order = [&](const Value& id) {
        const Value* held = work.get(id.string());
        return held == nullptr ? std::int64_t{0} : held->int_or("order");
    };
    Array& ids = work.edit(kReady).object().find("ids")->second.array();
    std::stable_sort(ids.begin(), ids.end(), [&](const Value& a, const Value& b) { return order(a) < order(b); });
}

void wake(Work& work, const std::string& list) {
    const Value* waiting = work.get(list);
    if (waiting == nullptr || waiting->items("ids").empty()) {
        return;
    }
    const std::vector<std::string> ids = strings_of(waiting->items("ids"));
    work.put(list, "office", Object{{"ids", Array{}}});
    make_ready(work, ids);
}

// The device's own list of what is not settled, [[seq, id, verdict] …], for change sets built on it.
Array* unsettled(Work& work, const std::string& device) {
    const std::string key = "device/" + device;
    if (!work.has(key)) {
        return nullptr;
    }
    return &work.edit(key).object().try_emplace("unsettled", Array{}).first->second.array();
}

bool is_verdict(const Value& item, std::string_view verdict) {
    return item.array()[2].string() == verdict;
}

// Only the newest refusals are remembered by number. What was held behind one that is forgotten has it in `behind`.
void forget_refusals(Array& items) {
    const auto is_refusal = [](const Value& item) {
        return is_verdict(item, "refused");
    };
    for (auto n = std::count_if(items.begin(), items.end(), is_refusal); n > static_cast<std::ptrdiff_t>(kRefusedMax);
         --n) {
        items.erase(std::find_if(items.begin(), items.end(), is_refusal));
    }
}

void remember(Work& work, const Author& author, const char* verdict) {
    Array* items = unsettled(work, author.device);
    if (items == nullptr) {
        return;
    }
    items->push_back(Array{static_cast<std::int64_t>(author.seq), codec::hex(author.id), verdict});
    forget_refusals(*items);
}

void settle_number(Work& work, const std::string& device, std::string_view id, bool refused) {
    Array* items = unsettled(work, device);
    if (items == nullptr) {
        return;
    }
    const auto at =
        std::find_if(items->begin(), items->end(), [&](const Value& item) { return item.array()[1].string() == id; });
    if (at == items->end()) {
        return;
    }
    if (refused) {
        at->array()[2] = "refused";
        forget_refusals(*items);
    } else {
        items->erase(at);
    }
}

// The first that is held on a case is what its people must settle; what was built on it (C7) is settled with it.
bool marked_by_other(Work& work, const std::string& case_key, const std::string& key) {
    const Value* mark = work.get(case_key)->find("held");
    const std::string other(mark == nullptr ? std::string_view{} : mark->str_or("outcome"));
    const Value* held = other.empty() || other == key ? nullptr : work.get(other);
    return held != nullptr && held->str_or("state") == "held";
}

// The open acts that these intents sign off. An act of another's scope is none of this author's to keep open.
std::vector<std::string> signed_off(Work& work, const Author* author, const Array& intents) {
    std::vector<std::string> out;
    for (const Value& intent : intents) {
        const std::string key(intent.str_or("do") == "confirm" ? intent.str_or("pending") : std::string_view{});
        const Value* act = key.starts_with("pending/") ? work.get(key) : nullptr;
        if (act != nullptr && act->str_or("state") == "open" &&
            (author == nullptr || contains(author->scopes, work.owner(key)))) {
            out.push_back(key);
        }
    }
    return out;
}

// A sign-off that came in time and is held keeps its act from lapsing: pending.held lists it.
void keep_open(Work& work, const Author& author, const Array& intents, const std::string& outcome) {
    for (const std::string& act : signed_off(work, &author, intents)) {
        work.edit(act).object().try_emplace("held", Array{}).first->second.array().emplace_back(outcome);
    }
}

// It is settled. Where that has not closed the act, and its day went by meanwhile, the next tick lets it lapse.
void keep_open_no_more(Work& work, const Array& intents, const std::string& outcome, Time at) {
    for (const std::string& act : signed_off(work, nullptr, intents)) {
        Object& members = work.edit(act).object();
        const auto held = members.find("held");
        if (held == members.end()) {
            continue;
        }
        std::erase_if(held->second.array(), [&](const Value& key) { return key == Value(outcome); });
        if (held->second.array().empty()) {
            members.erase(held);
        }
        const auto expires = parse_time(work.get(act)->str_or("expires"));
        if (expires && *expires <= at) {
            add_due(work, at, date_of(*expires), act);
        }
    }
}

// What the outcome stands on and waits for; said again whenever it was judged again.
void tell_where(Work& work, const std::string& key, const Outcome& outcome) {
    if (const std::string before(work.get(key)->str_or("line")); !before.empty() && before != outcome.line) {
        leave_queue(work, before, std::string(after_slash(key)));
    }
    Value& held = work.edit(key);
    held.set("code", outcome.code);
    held.object().erase("clear");
    for (const auto& [member, text] :
         {std::pair{"competitor", &outcome.competitor}, std::pair{"case", &outcome.on_case},
          std::pair{"waits_on", &outcome.waits_on}, std::pair{"line", &outcome.line}}) {
        if (text->empty()) {
            held.object().erase(member);
        } else {
            held.set(member, *text);
        }
    }
    if (!outcome.on_case.empty() && work.has(outcome.on_case) && !marked_by_other(work, outcome.on_case, key)) {
        const Value* before = work.get(outcome.on_case)->find("held");
        const bool again = before != nullptr && before->str_or("outcome") == key;
        Value mark = Object{{"code", outcome.code},
                            {"outcome", key},
                            {"version", again ? before->int_or("version") : work.next_version(outcome.on_case)}};
        if (!outcome.competitor.empty()) {
            mark.set("competitor", outcome.competitor);
        }
        work.edit(outcome.on_case).set("held", std::move(mark));
    }
    if (!outcome.waits_on.empty()) {
        join_list(work, waiting_key(outcome.waits_on), key);
    }
    const std::string id(after_slash(key));
    if (!outcome.line.empty() && work.has(outcome.line) &&
        !contains(strings_of(work.get(outcome.line)->items("held")), id)) {
        work.edit(outcome.line).object().try_emplace("held", Array{}).first->second.array().emplace_back(id);
    }
}

Author author_of(const Value& held, std::string_view key) {
    Author author;
    author.device = held.str_or("device");
    author.person = held.str_or("person");
    author.key = held.str_or("key");
    author.seq = static_cast<std::uint64_t>(held.int_or("seq"));
    if (const auto id = codec::hash_from_hex(after_slash(key))) {
        author.id = *id;
    }
    return author;
}

// No entry of somebody else applies a disputed change: the cause has gone, and one signature of the unit is enough.
void mark_clear(Work& work, const std::string& key, const Value& held) {
    work.edit(key).set("clear", true);
    const std::string on_case(held.str_or("case"));
    const Value* value = work.get(on_case);
    const Value* mark = value == nullptr ? nullptr : value->find("held");
    if (mark != nullptr && mark->str_or("outcome") == key) {
        work.edit(on_case).object().find("held")->second.set("clear", true);
    }
}

Outcome built_on(Work& work, const Value& held) {
    for (const std::string& before : strings_of(held.items("behind"))) {
        const Value* outcome = work.get(before);
        if (outcome != nullptr && outcome->str_or("state") == "refused") {
            return refuse("C7", "built on " + before + ", which was refused");
        }
    }
    return applied();
}

// Everything was good when it came, so only the business is judged again, and whether the author still stands.
void judge_again(Work& work, const Catalogue& catalogue, std::string_view county, Time at, const std::string& key) {
    const Value held = *work.get(key);
    Author author = author_of(held, key);
    Outcome out = still_trusted(work, author);
    if (out.good()) {
        out = load_author(work, author);
    }
    if (out.good()) {
        out = built_on(work, held);
    }
    if (out.good()) {
        std::vector<const Value*> intents;
        std::vector<Hash> commitments;
        for (const Value& intent : held.items("intents")) {
            intents.push_back(&intent);
        }
        for (const Value& commitment : held.items("commitments")) {
            const auto hash = codec::hash_from_base64(commitment.string());
            ZJ_ASSERT(hash);  // note_held() wrote it
            commitments.push_back(*hash);
        }
        const Work::Mark before = work.mark();
        const auto came = parse_time(held.str_or("held_at"));
        ZJ_ASSERT(came);  // note_held() wrote it
        out = run_intents(work, catalogue, at, county, author, intents, commitments, nullptr, *came);
        if (const auto written = work.extent_since(before, limits::kRecordBytesMax - limits::kRecordSpareBytes);
            out.good() && (!written.fits() || written.plenty())) {
            work.rollback(before);
            out = refuse("Q2", "what it writes is too large to be kept");
        }
        if (out.good() && !waits_for_fact(held.str_or("code"))) {
            work.rollback(before);
            mark_clear(work, key, held);
            return;
        }
    }
    if (out.verdict == Verdict::held) {
        tell_where(work, key, out);
    } else {
        settle(work, key, out.verdict, out.code, at);
    }
}

}  // namespace

bool awaits_freeze_end(Work& work, const std::string& grant) {
    const Value* waiting = work.get(waiting_key(kFreeze));
    const Array& ids = waiting == nullptr ? Array{} : waiting->items("ids");
    return std::any_of(ids.begin(), ids.end(), [&](const Value& id) {
        const Value* held = work.get(id.string());
        const Value* value = held == nullptr ? nullptr : work.get(held->str_or("case"));
        return value != nullptr && held->str_or("state") == "held" && value->str_or("grant") == grant;
    });
}

bool waits_for_fact(std::string_view code) {
    return code == "C7" || code == "C8";
}

void wake_waiting(Work& work, std::string_view record) {
    wake(work, waiting_key(record));
}

void wake_line(Work& work, std::string_view line) {
    const Value* value = work.get(line);
    if (value == nullptr || value->items("held").empty()) {
        return;
    }
    const Value* ready = work.get(kReady);
    const std::vector<std::string> waking =
        ready == nullptr ? std::vector<std::string>{} : strings_of(ready->items("ids"));
    const std::string owner(work.owner(line));
    std::vector<std::string> woken;
    bool first_of_owner = true;
    for (const std::string& id : strings_of(value->items("held"))) {
        const std::string key = "outcome/" + id;
        const Value* held = work.get(key);
        if (held == nullptr) {
            continue;
        }
        const bool queues = work.owner(held->str_or("case")) == owner;
        if ((!queues || first_of_owner) && !contains(waking, key)) {
            woken.push_back(key);
        }
        first_of_owner = first_of_owner && !queues;
    }
    if (!woken.empty()) {
        make_ready(work, woken);
    }
}

std::string outcome_key(const ChangeSetId& id) {
    return "outcome/" + codec::hex(id);
}

void note_refused(Work& work, const Author& author) {
    remember(work, author, "refused");
}

std::size_t held_count(Work& work, const Author& author) {
    const Value* device = work.get("device/" + author.device);
    if (device == nullptr) {
        return 0;
    }
    const Array& items = device->items("unsettled");
    return static_cast<std::size_t>(
        std::count_if(items.begin(), items.end(), [](const Value& item) { return is_verdict(item, "held"); }));
}

void note_held(Work& work, const Catalogue& catalogue, const Author& author, const Outcome& outcome,
               const std::vector<const Value*>& intents, const std::vector<Hash>& commitments, std::string_view scope,
               Time at) {
    Array bodies, marks;
    for (const Value* intent : intents) {
        bodies.push_back(*intent);
    }
    for (const Hash& commitment : commitments) {
        marks.emplace_back(codec::base64(commitment));
    }
    const std::string key = outcome_key(author.id);
    const std::string owner(scope.empty() ? (author.scopes.empty() ? "admin" : author.scopes.front()) : scope);
    work.put(key, owner,
             Object{{"state", "held"},
                    {"device", author.device},
                    {"seq", static_cast<std::int64_t>(author.seq)},
                    {"person", author.person},
                    {"key", author.key},
                    {"held_at", format_time(at)},
                    {"order", next_number(work, kOrders, 0)},
                    {"intents", std::move(bodies)},
                    {"commitments", std::move(marks)}});
    if (outcome.code == "C7") {  // domain.md 4.7: up to N days, then it goes back
        const auto days = static_cast<std::int32_t>(catalogue.policy_int("resolve_term_days"));
        add_due(work, at, Date{date_of(at).days + days + 1}, key);
    }
    if (!outcome.behind.empty()) {
        work.edit(key).set("behind", values_of(outcome.behind));
    }
    tell_where(work, key, outcome);
    remember(work, author, "held");
    keep_open(work, author, work.get(key)->items("intents"), key);
}

void settle(Work& work, std::string_view outcome, Verdict verdict, std::string_view code, Time at) {
    const std::string key(outcome), id(after_slash(outcome));
    const Value* held = work.get(key);
    if (held == nullptr || held->str_or("state") != "held") {
        return;
    }
    const std::string line(held->str_or("line")), on_case(held->str_or("case")), device(held->str_or("device"));
    keep_open_no_more(work, held->items("intents"), key, at);
    Value& settled = work.edit(key);
    settled.set("state", log::to_text(verdict)).set("code", code);
    for (const char* member : {"intents", "commitments", "behind", "waits_on", "competitor", "clear"}) {
        settled.object().erase(member);
    }
    settle_number(work, device, id, verdict == Verdict::refused);
    if (!line.empty()) {
        leave_queue(work, line, id);
    }
    const Value* stood_on = on_case.empty() ? nullptr : work.get(on_case);
    const Value* mark = stood_on == nullptr ? nullptr : stood_on->find("held");
    if (mark != nullptr && mark->str_or("outcome") == key) {
        work.edit(on_case).object().erase("held");
    }
    wake(work, waiting_key(key));
}

void release(Work& work, const Catalogue& catalogue, std::string_view county, Time at) {
    for (std::size_t n = 0; n < limits::kReleaseMax; ++n) {
        const Value* ready = work.get(kReady);
        if (ready == nullptr || ready->items("ids").empty() || work.extent_since(0, limits::kRecordBytesMax).plenty()) {
            return;  // the next tick goes on
        }
        Array& ids = work.edit(kReady).object().find("ids")->second.array();
        const std::string key = ids.front().string();
        ids.erase(ids.begin());
        const Value* held = work.get(key);
        if (held != nullptr && held->str_or("state") == "held") {
            judge_again(work, catalogue, county, at, key);
        }
    }
}

bool release_left(Registers& registers) {
    const Found ready = registers.get(kReady);
    return ready.presence == Presence::present && !ready.record->value.items("ids").empty();
}

}  // namespace zj::model::rules1
