// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/search.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "terminal/search/query.hpp"
#include "terminal/search/texts.hpp"

namespace zj::work {

namespace {

using codec::Object;
using codec::Value;

// Records of one transaction while an older vault's index is made: a tenth of a second, after which a stop is seen.
constexpr std::size_t kSliceRecords = 500;
// Candidates read at once: a page is full after the first of them nearly always.
constexpr std::size_t kCandidatesAtOnce = 100;
// Own change sets that wait for the county, looked through without an index.
constexpr std::size_t kWaitingMax = 500;

Result<> complete_index(const Context& context) {
    for (std::uint64_t done = 0; !context.vault.texts_complete() && !context.stopped();) {
        context.tell("index", done);
        ZJ_TRY(const std::size_t some, context.vault.index_texts(kSliceRecords));
        done += some;
    }
    return {};
}

std::string_view unit_of(std::string_view kind, std::string_view key, const Value& value) {
    return kind == "unit" ? key.substr(key.find('/') + 1) : value.str_or("unit");
}

Value item(vault::Vault& vault, const std::string& key, const Value& value) {
    const std::string_view kind = search::kind_of(key), unit = unit_of(kind, key, value);
    const search::Title title = search::title_of(key, value);
    Value out = Object{{"key", key}, {"kind", kind}, {"title", title.title}, {"number", title.number}};
    if (!unit.empty()) {
        const auto known = vault.record("unit/" + std::string(unit));
        out.set("unit", unit).set("unit_name", known ? known->value.str_or("name") : std::string_view());
    }
    if (value.find("state") != nullptr && value.find("state")->is_string()) {
        out.set("state", value.str_or("state"));
    }
    return out;
}

// Submissions that are no record yet, and so in no index.
codec::Array own_items(vault::Vault& vault, const search::Query& query, const model::Catalogue* names) {
    codec::Array out;
    for (const vault::Sent& sent : vault.outbox_waiting(kWaitingMax)) {
        for (const std::string& key : sent.writes) {
            const auto entry = key.starts_with("case/") ? vault.case_entry(key) : std::nullopt;
            const auto known = entry && entry->local ? case_of(vault, *entry) : Result<Case>(fail("case.none"));
            if (known && query.matches(search::texts_of(key, known->value, names))) {
                out.push_back(item(vault, key, known->value).set("local", true));
            }
        }
    }
    return out;
}

Result<std::int64_t> page_from(const std::string& after) {
    std::int64_t out = 0;
    const auto read = std::from_chars(after.data(), after.data() + after.size(), out);
    if (!after.empty() && (read.ec != std::errc() || read.ptr != after.data() + after.size() || out <= 0)) {
        return fail("search.after", {}, {}, {after});
    }
    return out;
}

struct Page {
    codec::Array items;
    std::int64_t last = 0;  // id of the last one looked at
    bool more = false, cut = false;
};

Page indexed_items(vault::Vault& vault, const search::Query& query, const SearchQuery& asked, std::int64_t before,
                   const model::Catalogue* names) {
    Page out;
    out.last = before;
    for (std::size_t looked = 0; looked < kCandidatesMax; looked += kCandidatesAtOnce) {
        const auto hits = vault.text_hits(query.expression(), asked.kind, out.last, kCandidatesAtOnce);
        for (const vault::Vault::TextHit& hit : hits) {
            if (out.items.size() == asked.limit) {
                out.more = true;
                return out;
            }
            out.last = hit.id;
            const auto record = vault.record(hit.key);
            if (record && query.matches(search::texts_of(hit.key, record->value, names))) {
                out.items.push_back(item(vault, hit.key, record->value));
            }
        }
        if (hits.size() < kCandidatesAtOnce) {
            return out;
        }
    }
    out.more = out.cut = true;
    return out;
}

}  // namespace

Result<Value> search(const Context& context, const SearchQuery& asked) {
    ZJ_TRY(const search::Query query, search::Query::read(asked.words));
    ZJ_TRY(const std::int64_t before, page_from(asked.after));
    const auto kinds = search::kinds();
    if (!asked.kind.empty() && std::find(kinds.begin(), kinds.end(), asked.kind) == kinds.end()) {
        return fail("search.kind", {}, {}, {asked.kind});
    }
    ZJ_CHECK(complete_index(context));
    ZJ_TRY(const auto catalogue, context.vault.catalogue());
    const bool own = before == 0 && (asked.kind.empty() || asked.kind == "case");
    codec::Array items = own ? own_items(context.vault, query, catalogue.get()) : codec::Array();
    Page page = indexed_items(context.vault, query, asked, before, catalogue.get());
    std::move(page.items.begin(), page.items.end(), std::back_inserter(items));
    Value out = Object{{"items", std::move(items)}, {"next", page.more ? std::to_string(page.last) : std::string()}};
    out.set("complete", context.vault.texts_complete());
    return page.cut ? out.set("cut", true) : out;
}

}  // namespace zj::work
