// SPDX-License-Identifier: Apache-2.0
// What every desk shows at its foot, and the first thing after unlocking.

#include <algorithm>
#include <set>

#include "terminal/work/acts.hpp"
#include "terminal/work/cases.hpp"
#include "terminal/work/drafts.hpp"
#include "terminal/work/view_rows.hpp"

namespace zj::work {

namespace {

std::string device_name(vault::Vault& vault) {
    const auto first = vault.sent(1);
    return first && !first->intents.empty() ? std::string(first->intents[0].str_or("name")) : std::string();
}

Waiting waiting_case(vault::Vault& vault, RowMaker& rows, const vault::CaseEntry& entry) {
    Waiting out;
    out.ask = entry.state == "returned" ? Ask::answer : Ask::decide;
    out.on = rows.row(entry);
    if (out.ask == Ask::answer) {
        if (const auto on = vault.record(entry.key)) {
            out.reason = last_reason(on->value, "return");
        }
    }
    return out;
}

// What an act of two does, as the second signer has to know it.
std::vector<std::pair<std::string, std::string>> content_of(vault::Vault& vault, RowMaker& rows,
                                                            const Pending& pending) {
    const codec::Value line = pending_line(vault, pending);
    std::vector<std::pair<std::string, std::string>> out;
    const auto add = [&](const char* key, std::string value) {
        if (!value.empty()) {
            out.emplace_back(key, std::move(value));
        }
    };
    const auto name_of = [&](std::string_view person) {
        const auto identity = identity_of(vault, person);
        return std::string(identity ? identity->str_or("name") : person);
    };
    add("home.act.about", std::string(line.str_or("about")));
    add("home.act.unit", rows.unit_name(std::string(line.str_or("unit"))));
    add("home.act.device", std::string(line.str_or("device")));
    for (const codec::Value& role : line.items("roles")) {
        add("home.act.role", role.is_string() ? "role." + role.string() : std::string());
    }
    for (const codec::Value& scope : line.items("scopes")) {
        add("home.act.scope", scope.is_string() ? scope.string() : std::string());
    }
    add("home.act.reason",
        std::string(pending.value.find("body") == nullptr ? std::string_view()
                                                          : pending.value.find("body")->str_or("reason")));
    add("home.act.by", name_of(line.str_or("by")));
    return out;
}

Waiting waiting_act(vault::Vault& vault, RowMaker& rows, const Pending& pending) {
    Waiting out;
    out.ask = Ask::confirm;
    out.pending = pending.key;
    if (const auto entry = vault.case_entry(pending.value.str_or("case"))) {
        out.on = rows.row(*entry);
        return out;
    }
    out.act = pending.value.str_or("act");
    out.content = content_of(vault, rows, pending);
    out.on.state = "signed";
    out.on.local = pending.local;
    return out;
}

Due due_of(const std::vector<Waits>& cases) {
    Due out;
    for (const Waits& one : cases) {
        const TimeLimit& limit = one.limit;
        const bool runs = limit.running && limit.limit > 0;
        ++(limit.paused               ? out.paused
           : runs && limit.left() < 0 ? out.over
           : runs && limit.near()     ? out.near
                                      : out.calm);
    }
    return out;
}

// Least time left first; what has no running limit yet comes with the whole of its limit, and drafts last.
void take_waiting(const Context& context, RowMaker& rows, HomeView& out) {
    vault::Vault& vault = context.vault;
    const std::vector<Waits> cases = waits_at(vault, rows, places_of(rows.catalogue(), rows.roles()));
    if (my_unit(vault).empty() && !layer_places(rows.catalogue(), rows.roles()).empty()) {
        out.due = due_of(cases);
    }
    for (std::size_t i = 0; i < std::min(cases.size(), kHomeRows); ++i) {
        out.waiting.push_back(waiting_case(vault, rows, cases[i].entry));
    }
    const std::vector<Pending> acts = to_confirm(vault, rows.roles());
    for (std::size_t i = 0; i < std::min(acts.size(), kHomeRows); ++i) {
        out.waiting.push_back(waiting_act(vault, rows, acts[i]));
    }
    std::stable_sort(out.waiting.begin(), out.waiting.end(), [](const Waiting& a, const Waiting& b) {
        const auto rank = [](const Waiting& one) {
            return std::pair(one.on.limit.paused, one.on.limit.left());
        };
        return rank(a) < rank(b);
    });
    const std::vector<Draft> drafts = my_drafts(vault);
    for (const Draft& draft : drafts) {
        if (out.waiting.size() >= kHomeRows) {
            break;
        }
        Waiting one;
        one.ask = Ask::draft;
        one.on = rows.row_of_draft(draft.matter, draft.unit, draft.fields);
        if (const auto on = draft.on.empty() ? std::nullopt : vault.case_entry(draft.on)) {
            one.on = rows.row(*on);
        }
        one.draft = draft.id;
        one.saved_at = draft.saved_at;
        one.faults = faults_of(vault, rows.catalogue(), draft).size();
        out.waiting.push_back(std::move(one));
    }
    out.waiting.resize(std::min(out.waiting.size(), kHomeRows));
    out.waiting_all = cases.size() + acts.size() + drafts.size();
}

News news_of(vault::Vault& vault, RowMaker& rows, const vault::CaseEntry& entry) {
    News out;
    out.on = rows.row(entry);
    out.at = entry.changed_at.value_or(Time{});
    if (entry.held) {
        out.kind = News::Kind::held;
    } else if (entry.state == "refused") {
        out.kind = News::Kind::refused;
    } else if (entry.state == "returned") {
        out.kind = News::Kind::returned;
    } else if (vault::closed_state(entry.state)) {
        out.kind = News::Kind::closed;
        const auto on = vault.record(entry.key);
        const auto grant = on ? vault.record(on->value.str_or("grant")) : std::nullopt;
        if (grant && entry.state == "approved" && grant->value.str_or("case") == entry.key) {
            out.kind = News::Kind::grant;
            out.text = grant->value.str_or("grant_no");
        }
    }
    return out;
}

void take_news(vault::Vault& vault, RowMaker& rows, HomeView& out) {
    const auto left = vault.left_at();
    out.since = left ? std::optional(left->second) : std::nullopt;
    const std::uint64_t since = left ? left->first : 0;
    for (const vault::CaseEntry& entry : vault.cases_since(since, kHomeRows)) {
        out.news.push_back(news_of(vault, rows, entry));
    }
    if (const std::int64_t receipts = vault.receipts_since(since); receipts > 0) {
        News one;
        one.kind = News::Kind::receipts;
        one.count = receipts;
        one.at = vault.checkpoint_at().value_or(Time{});
        out.news.push_back(std::move(one));
    }
    std::stable_sort(out.news.begin(), out.news.end(), [](const News& a, const News& b) { return a.at > b.at; });
    out.news.resize(std::min(out.news.size(), kHomeRows));
}

Queued queued(vault::Vault& vault, RowMaker& rows, const vault::Sent& sent) {
    Queued out;
    out.cause = sent.cause;
    if (!sent.intents.empty()) {
        const codec::Value& first = sent.intents[0];
        out.act = first.str_or("do");
        std::string key(first.str_or("case"));
        if (out.act == "case.submit") {
            key = log::record_key("case", vault.county(), vault.device(), sent.seq, 0);
        }
        for (const std::string& written : sent.writes) {
            key = key.empty() && written.starts_with("case/") ? written : key;
        }
        if (const auto entry = vault.case_entry(key)) {
            out.on = rows.row(*entry);
        }
    }
    for (const vault::Delivery& document : vault.deliveries(sent.id)) {
        ++out.materials;
        out.materials_done += document.confirmed ? 1 : 0;
    }
    return out;
}

// What has no receipt goes first; then what has one but for its documents.
void take_queue(vault::Vault& vault, RowMaker& rows, HomeView& out) {
    for (const vault::Sent& sent : vault.outbox_waiting(kHomeRows)) {
        out.queue.push_back(queued(vault, rows, sent));
    }
    std::set<ChangeSetId> seen;
    for (const sync::PendingBlob& blob : vault.pending_blobs()) {
        if (out.queue.size() >= kHomeRows) {
            break;
        }
        if (seen.insert(blob.name.change_set).second) {
            if (const auto sent = vault.sent_by_id(blob.name.change_set)) {
                out.queue.push_back(queued(vault, rows, *sent));
            }
        }
    }
}

}  // namespace

Result<HereView> here_view(const Context& context) {
    vault::Vault& vault = context.vault;
    ZJ_TRY(RowMaker rows, RowMaker::make(vault));
    HereView out;
    out.person = vault.person().person;
    out.name = vault.person().name;
    out.alias = vault.person().alias;
    out.unit = my_unit(vault);
    out.unit_name = rows.unit_name(out.unit);
    out.device_name = device_name(vault);
    const auto root = vault.root();
    out.county = root ? root->county_name : std::string();
    out.roles = rows.roles();
    out.catalogue = rows.shared_catalogue();
    out.demonstration = vault.demonstration();
    const auto seen = vault.checkpoint();
    out.checkpoint = seen ? seen->size : 0;
    out.checkpoint_at = seen ? vault.checkpoint_at() : std::nullopt;
    out.waiting = static_cast<std::size_t>(vault.outbox_counts().waiting);
    out.materials_waiting = static_cast<std::size_t>(vault.undelivered_count());
    out.safe_off = out.waiting == 0 && out.materials_waiting == 0;
    for (const std::string& place : places_of(rows.catalogue(), rows.roles())) {
        out.to_do += vault.count_at(place);
    }
    out.to_do += static_cast<std::int64_t>(to_confirm(vault, rows.roles()).size());
    out.now = rows.now();
    return out;
}

Result<HomeView> home_view(const Context& context) {
    vault::Vault& vault = context.vault;
    ZJ_TRY(RowMaker rows, RowMaker::make(vault));
    HomeView out;
    take_waiting(context, rows, out);
    take_news(vault, rows, out);
    take_queue(vault, rows, out);
    out.seats = seats_of(vault, my_unit(vault));
    return out;
}

Result<> leave(const Context& context) {
    return context.vault.note_leaving();
}

}  // namespace zj::work
