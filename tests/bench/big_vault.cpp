// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/big_vault.hpp"

#include <algorithm>

#include "shared/codec/text.hpp"
#include "tests/simulation/books.hpp"

namespace zj::bench {

using codec::Array;
using codec::Object;
using codec::Value;

namespace {

constexpr std::size_t kPage = 500;    // as the gateway gives them
constexpr std::size_t kOpen = 400;    // of any number: an office works on what is new
constexpr std::size_t kUnits = 150;   // of a county
constexpr std::size_t kActs = 2'000;  // own ones, at most one in ten cases
constexpr std::size_t kUnsent = 10;   // since the line was there last
constexpr const char* kScope = "office";

std::string unit_of(std::size_t i) {
    return "4211251" + std::to_string(100 + i % kUnits);
}

Array materials(std::size_t i) {
    Array out;
    for (const char* slot : {"application", "vacancy", "minutes"}) {
        const std::string sha256 = codec::hex(crypto::sha256(slot + std::to_string(i)));
        out.push_back(Object{{"slot", slot},
                             {"title", std::string(slot) + ".pdf"},
                             {"media_type", "application/pdf"},
                             {"pages", 2},
                             {"size", 240'000},
                             {"sha256", sha256},
                             {"chunks", Array{sha256}}});
    }
    return out;
}

}  // namespace

vault::Settings BigVault::settings() {
    return {&clock_, &random_, sim::cheap_cost(), [] { return std::int64_t{0}; }, {}};
}

std::string BigVault::key(std::size_t i) const {
    return "case/" + codec::short_id(crypto::sha256("case " + std::to_string(i)));
}

Result<std::unique_ptr<vault::Vault>> BigVault::unlock() {
    return vault::Vault::open(ground_.folder + "/t2", "ob-clerk", sim::passphrase(), settings());
}

double BigVault::argon_ms() {
    const Bytes salt(16);
    const Watch watch;
    static_cast<void>(crypto::argon2id(sim::passphrase(), salt, sim::cheap_cost().make));
    return watch.seconds() * 1000;
}

Result<std::unique_ptr<BigVault>> BigVault::make(const std::string& folder, std::size_t cases, std::string_view slow) {
    std::unique_ptr<BigVault> out(new BigVault);
    ZJ_TRY(out->ground_, sim::lay_ground(folder, slow));
    out->clock_.begin(out->ground_.start);
    ZJ_TRY(const auto vault, out->unlock());
    out->person_ = vault->person().person;
    ZJ_CHECK(out->fill(*vault, cases));
    return out;
}

// The newest are open, one in ten of them at the person's own layer.
log::Record BigVault::case_record(std::size_t i, std::size_t cases) const {
    const bool open = i + kOpen >= cases;
    const Time received =
        ground_.start + (static_cast<std::int64_t>(i) - static_cast<std::int64_t>(cases)) * 10 * 60'000;
    const char* layers[] = {"first_review", "second_review", "third_review", "final_review"};
    const std::size_t at = open ? (i % 10 == 0 ? 0 : 1 + i % 3) : 4;
    Array steps;
    for (std::size_t layer = 0; layer < at; ++layer) {
        steps.push_back(Object{{"step", layers[layer]},
                               {"act", "pass"},
                               {"person", "abcdefghijkl" + std::to_string(layer)},
                               {"name", "郑文澜"},
                               {"role", "ob_clerk"},
                               {"round", 0},
                               {"at", format_time(received + static_cast<std::int64_t>(layer + 1) * kHourMs)}});
    }
    Value value = Object{{"matter", i % 4 == 3 ? "IN" : "USE"},
                         {"unit", unit_of(i)},
                         {"state", !open     ? "approved"
                                   : at == 0 ? "received"
                                             : "in_review"},
                         {"case_no", "USE-2026-" + std::to_string(i)},
                         {"clerk", "clerk-" + std::to_string(i % kUnits)},
                         {"clerk_name", "田小满"},
                         {"head", "head-" + std::to_string(i % kUnits)},
                         {"head_name", "夏立新"},
                         {"signed_at", format_time(received + -kHourMs)},
                         {"received_at", format_time(received)},
                         {"limit_half_days", 6},
                         {"round", 0},
                         {"fields", sim::use_fields(std::to_string(i))},
                         {"materials", materials(i)},
                         {"steps", std::move(steps)},
                         {"thread", Array{}}};
    value.object()["fields"].set("post_name", "综合岗位 " + std::to_string(i));
    if (open) {
        value.set("step", layers[at]);
    } else {
        value.set("closed_at", format_time(received + kDayMs))
            .set("result", "浠编用〔2026〕" + std::to_string(i) + "号");
    }
    return {key(i), 1, 1, "unit/" + unit_of(i), std::move(value)};
}

Result<> BigVault::fill(vault::Vault& vault, std::size_t cases) {
    std::uint64_t n = vault.feed_position(kScope), index = 1'000'000;
    std::vector<log::Record> waiting;
    waiting.reserve(kPage);
    for (std::size_t i = 0; i < kUnits; ++i) {
        waiting.push_back({"unit/" + unit_of(i), 1, 1, "unit/" + unit_of(i),
                           Object{{"name", "浠水县第" + std::to_string(i) + "单位"}, {"state", "1"}}});
        for (const char* role : {"unit_clerk", "unit_head"}) {
            waiting.push_back({"identity/" + std::string(role) + std::to_string(i), 1, 1, "unit/" + unit_of(i),
                               Object{{"name", "田小满"},
                                      {"phone", "0713-5550100"},
                                      {"unit", unit_of(i)},
                                      {"roles", Array{role}},
                                      {"state", "live"}}});
        }
    }
    // In the order of their keys, so that filling is not what takes the time; their ages are mixed all the same.
    std::vector<std::pair<std::string, std::size_t>> order;
    for (std::size_t i = 0; i < cases; ++i) {
        order.emplace_back(key(i), i);
    }
    std::ranges::sort(order);
    std::size_t made = 0;
    while (made < cases || !waiting.empty()) {
        while (made < cases && waiting.size() < kPage) {
            waiting.push_back(case_record(order[made++].second, cases));
        }
        sync::FeedPage page;
        page.scope = kScope;
        page.more = true;
        std::vector<sync::VerifiedItem> items;
        for (log::Record& record : waiting) {
            sync::VerifiedItem item;
            item.n = ++n;
            item.entry.index = ++index;
            item.entry.kind = log::EntryKind::tick;
            item.entry.received_at = ground_.start;
            item.records.push_back(std::move(record));
            sync::FeedItem plain;
            plain.entry = log::write_entry(item.entry);
            page.items.push_back(std::move(plain));
            items.push_back(std::move(item));
        }
        waiting.clear();
        ZJ_CHECK(vault.store_feed(kScope, page, items));
    }
    ZJ_CHECK(act(vault, std::min(kActs, cases / 10)));
    return vault.note_leaving();
}

// What the person wrote on cases, all but the newest answered by the county and back with the feed.
Result<> BigVault::act(vault::Vault& vault, std::size_t acts) {
    sync::FeedPage page;
    page.scope = kScope;
    page.more = true;
    std::vector<sync::VerifiedItem> items;
    std::vector<sync::PushAnswer> answers;
    std::uint64_t n = vault.feed_position(kScope);
    for (std::size_t i = 0; i < acts; ++i) {
        ZJ_TRY(const log::ChangeSet made,
               vault.sign(
                   {{Object{{"do", "case.message"}, {"case", key(i)}, {"text", "收到"}, {"base", Object{}}}}, {}, 0}));
        if (i + kUnsent >= acts) {
            continue;
        }
        sync::VerifiedItem item;
        item.n = ++n;
        item.entry.index = 10'000'000 + i;
        item.entry.received_at = ground_.start;
        item.entry.change_set = made.id();
        sync::FeedItem plain;
        plain.entry = log::write_entry(item.entry);
        sync::PushAnswer answer;
        answer.id = made.id();
        answer.state = "receipt";
        answer.receipt = log::Receipt{plain.entry, {}};
        answers.push_back(std::move(answer));
        page.items.push_back(std::move(plain));
        items.push_back(std::move(item));
    }
    ZJ_CHECK(vault.store_answers(answers));
    return vault.store_feed(kScope, page, items);
}

}  // namespace zj::bench
