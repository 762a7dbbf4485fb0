// SPDX-License-Identifier: Apache-2.0
// Lists of cases: all that this device may see, and the queue of a layer.

#include <algorithm>
#include <map>

#include "terminal/work/cases.hpp"
#include "terminal/work/view_rows.hpp"

namespace zj::work {

namespace {

using Kind = vault::CaseFilter::Kind;
using Counts = std::vector<std::pair<std::string, std::size_t>>;

Kind kind_of(CasesQuery::Which which) {
    switch (which) {
        case CasesQuery::Which::open:
            return Kind::open;
        case CasesQuery::Which::returned:
            return Kind::returned;
        case CasesQuery::Which::held:
            return Kind::held;
        case CasesQuery::Which::closed:
            return Kind::closed;
        default:
            return Kind::all;
    }
}

bool counts_in(Kind kind, const vault::CaseCount& count) {
    return kind == Kind::all || (kind == Kind::open && count.open) || (kind == Kind::closed && !count.open) ||
           (kind == Kind::held && count.held) || (kind == Kind::returned && count.state == "returned");
}

std::vector<std::string> units_named(vault::Vault& vault, const std::string& text) {
    std::vector<std::string> out;
    for (const log::Record& record : vault.records("unit/", text)) {
        for (const char* member : {"name", "short_name"}) {
            if (record.value.str_or(member).find(text) != std::string_view::npos) {
                out.push_back(record.key.substr(std::string_view("unit/").size()));
                break;
            }
        }
    }
    return out;
}

// In the order of the catalogue, as the tabs stand.
Counts in_order(const model::Catalogue& catalogue, const std::map<std::string, std::size_t>& counts) {
    Counts out;
    for (const model::Matter& matter : catalogue.matters()) {
        if (const auto at = counts.find(matter.code); at != counts.end() && at->second > 0) {
            out.emplace_back(*at);
        }
    }
    return out;
}

std::size_t total_of(const std::map<std::string, std::size_t>& counts, const std::string& matter) {
    std::size_t out = 0;
    for (const auto& [code, n] : counts) {
        out += matter.empty() || code == matter ? n : 0;
    }
    return out;
}

// A list that is short enough to be made whole: sorted already, not yet cut to one matter.
template <class Page>
Page page_of(RowMaker& rows, const std::vector<vault::CaseEntry>& all, const std::string& matter, std::size_t first,
             std::size_t count) {
    Page out;
    std::map<std::string, std::size_t> counts;
    out.first = first;
    std::size_t at = 0;
    for (const vault::CaseEntry& entry : all) {
        ++counts[entry.matter];
        if (!matter.empty() && entry.matter != matter) {
            continue;
        }
        if (at >= first && out.rows.size() < count) {
            out.rows.push_back(rows.row(entry));
        }
        ++at;
    }
    out.total = at;
    out.by_matter = in_order(rows.catalogue(), counts);
    return out;
}

bool has_text(const vault::CaseEntry& entry, const CasesQuery& query, const std::vector<std::string>& units) {
    return query.text.empty() || entry.subject.find(query.text) != std::string::npos ||
           entry.case_no.find(query.text) != std::string::npos ||
           std::find(units.begin(), units.end(), entry.unit) != units.end();
}

// What waits for this person: steps that are theirs, and submissions that want their signature.
std::vector<vault::CaseEntry> mine(vault::Vault& vault, const RowMaker& rows, const CasesQuery& query) {
    const std::vector<std::string> units =
        query.text.empty() ? std::vector<std::string>() : units_named(vault, query.text);
    std::vector<vault::CaseEntry> out;
    for (Waits& one : waits_at(vault, rows, places_of(rows.catalogue(), rows.roles()))) {
        out.push_back(std::move(one.entry));
    }
    for (const Pending& pending : to_confirm(vault, rows.roles())) {
        if (auto entry = vault.case_entry(pending.value.str_or("case"))) {
            out.push_back(std::move(*entry));
        }
    }
    std::erase_if(out, [&](const vault::CaseEntry& entry) { return !has_text(entry, query, units); });
    std::stable_sort(out.begin(), out.end(),
                     [](const vault::CaseEntry& a, const vault::CaseEntry& b) { return a.changed_at > b.changed_at; });
    return out;
}

}  // namespace

Result<CasesPage> cases_page(const Context& context, const CasesQuery& query, std::size_t first, std::size_t count) {
    vault::Vault& vault = context.vault;
    ZJ_TRY(RowMaker rows, RowMaker::make(vault));
    count = std::min(count, kPageRows);
    if (query.which == CasesQuery::Which::mine) {
        return page_of<CasesPage>(rows, mine(vault, rows, query), query.matter, first, count);
    }
    if (query.text.starts_with('#')) {  // 本机 n 号
        std::vector<vault::CaseEntry> one;
        if (const auto found = find_case(vault, query.text)) {
            one.push_back(vault.case_entry(found->key).value());
        }
        return page_of<CasesPage>(rows, one, query.matter, first, count);
    }
    vault::CaseFilter filter{kind_of(query.which), query.matter, query.text, {}};
    std::map<std::string, std::size_t> counts;
    if (query.text.empty()) {
        for (const vault::CaseCount& one : vault.case_counts()) {
            counts[one.matter] += counts_in(filter.kind, one) ? static_cast<std::size_t>(one.n) : 0;
        }
    } else {
        filter.units = units_named(vault, query.text);
        for (const auto& [matter, n] : vault.found_by_matter(filter)) {
            counts[matter] = static_cast<std::size_t>(n);
        }
    }
    CasesPage out;
    out.first = first;
    out.total = total_of(counts, query.matter);
    out.by_matter = in_order(rows.catalogue(), counts);
    for (const vault::CaseEntry& entry : vault.cases(filter, first, count)) {
        out.rows.push_back(rows.row(entry));
    }
    return out;
}

Result<ReviewPage> review_page(const Context& context, const std::string& matter, std::size_t first,
                               std::size_t count) {
    vault::Vault& vault = context.vault;
    ZJ_TRY(RowMaker rows, RowMaker::make(vault));
    std::vector<vault::CaseEntry> all;
    for (Waits& one : waits_at(vault, rows, layer_places(rows.catalogue(), rows.roles()))) {
        all.push_back(std::move(one.entry));
    }
    return page_of<ReviewPage>(rows, all, matter, first, std::min(count, kPageRows));
}

}  // namespace zj::work
