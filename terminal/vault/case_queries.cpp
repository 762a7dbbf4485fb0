// SPDX-License-Identifier: Apache-2.0
// What lists ask of the index of cases. Each statement walks an index in the order that it is shown in, so that it
// costs what it returns; only a search for a text goes through all rows, and those are short.

#include <algorithm>

#include "terminal/vault/vault.hpp"

namespace zj::vault {

namespace {

#define ZJ_CASE_COLUMNS                                                                                    \
    "SELECT key, local, seq, n, case_no, matter, unit, state, step, place, held, subject, about, barred, " \
    "received_at, "                                                                                        \
    "closed_at, pauses, half_days, changed_at, entry FROM "
#define ZJ_CASE_ROW ZJ_CASE_COLUMNS "case_row "
#define ZJ_NEWEST_FIRST " ORDER BY changed_at DESC, key LIMIT ?2 OFFSET ?3"
// The page is found in an index alone, so that what is skipped costs no look at its row.
#define ZJ_PAGE(index, where)                                                                          \
    ZJ_CASE_COLUMNS "(SELECT key AS k FROM case_row INDEXED BY " index " WHERE " where ZJ_NEWEST_FIRST \
                    ") AS page CROSS JOIN case_row ON case_row.key = page.k ORDER BY changed_at DESC, key"
// Nobody decides on what they or another on this device have already answered for, unseen by the county.
#define ZJ_UNTOUCHED \
    " AND NOT EXISTS (SELECT 1 FROM own_act WHERE own_act.key = case_row.key AND writes = 1 AND open = 1)"
// Conditions like place != '' are there for the partial indices: a bound value alone does not tell that it is not
// empty.
#define ZJ_MATTER "(?1 = '' OR matter = ?1)"
#define ZJ_SEARCH                                                                                                   \
    " WHERE " ZJ_MATTER                                                                                             \
    " AND (?4 = 0 OR (?4 = 1 AND open = 1) OR (?4 = 2 AND state = 'returned') OR (?4 = 3 AND held = 1) OR (?4 = 4 " \
    "AND "                                                                                                          \
    "open = 0)) AND (instr(subject, ?5) > 0 OR instr(case_no, upper(?5)) > 0 OR instr(?6, '|' || unit || '|') > 0)"

// By kind and whether one matter is asked for.
std::string_view page_sql(CaseFilter::Kind kind, bool matter) {
    switch (kind) {
        case CaseFilter::Kind::open:
            return ZJ_PAGE("case_row_open", "open = 1 AND " ZJ_MATTER);
        case CaseFilter::Kind::returned:
            return ZJ_PAGE("case_row_open", "open = 1 AND state = 'returned' AND " ZJ_MATTER);
        case CaseFilter::Kind::held:
            return ZJ_PAGE("case_row_held", "held = 1 AND " ZJ_MATTER);
        case CaseFilter::Kind::closed:
            return matter ? ZJ_PAGE("case_row_matter", "open = 0 AND matter = ?1")
                          : ZJ_PAGE("case_row_changed", "open = 0 AND ?1 = ''");
        case CaseFilter::Kind::all:
            break;
    }
    return matter ? ZJ_PAGE("case_row_matter", "matter = ?1") : ZJ_PAGE("case_row_changed", "?1 = ''");
}

std::string joined(const std::vector<std::string>& units) {
    std::string out = "|";
    for (const std::string& unit : units) {
        out += unit + "|";
    }
    return out;
}

}  // namespace

std::vector<CaseEntry> Vault::cases_in(Rows rows) {
    std::vector<CaseEntry> out;
    while (rows.next()) {
        out.push_back(case_in(rows));
    }
    return out;
}

std::optional<CaseEntry> Vault::case_entry(std::string_view key) {
    auto found = cases_in(read(ZJ_CASE_ROW "WHERE key = ?1", key));
    return found.empty() ? std::nullopt : std::optional(std::move(found[0]));
}

std::vector<CaseEntry> Vault::cases(const CaseFilter& filter, std::size_t first, std::size_t count) {
    const auto limit = static_cast<std::int64_t>(count), offset = static_cast<std::int64_t>(first);
    if (filter.text.empty()) {
        return cases_in(read(page_sql(filter.kind, !filter.matter.empty()), filter.matter, limit, offset));
    }
    return cases_in(read(ZJ_CASE_ROW ZJ_SEARCH ZJ_NEWEST_FIRST, filter.matter, limit, offset,
                         static_cast<std::int64_t>(filter.kind), filter.text, joined(filter.units)));
}

std::vector<CaseCount> Vault::case_counts() {
    std::vector<CaseCount> out;
    Rows row = read("SELECT matter, state, open, held, n FROM case_count WHERE n > 0");
    while (row.next()) {
        out.push_back({std::string(row.text(0)), std::string(row.text(1)), row.integer(2) != 0, row.integer(3) != 0,
                       row.integer(4)});
    }
    return out;
}

std::vector<std::pair<std::string, std::int64_t>> Vault::found_by_matter(const CaseFilter& filter) {
    std::vector<std::pair<std::string, std::int64_t>> out;
    // ?2 and ?3 are of the page; bound so that one condition serves both.
    Rows row = read("SELECT matter, count(*) FROM case_row" ZJ_SEARCH " AND ?2 = ?3 GROUP BY matter",
                    std::string_view(), std::int64_t{0}, std::int64_t{0}, static_cast<std::int64_t>(filter.kind),
                    filter.text, joined(filter.units));
    while (row.next()) {
        out.emplace_back(row.text(0), row.integer(1));
    }
    return out;
}

std::vector<CaseEntry> Vault::cases_at(std::string_view place, std::size_t count_max) {
    const std::string me = "|" + person_id_ + "|";
    const auto limit = static_cast<std::int64_t>(count_max);
    return place.starts_with("returned/")
               ? cases_in(read(ZJ_CASE_ROW "WHERE place = ?1 AND place != ''" ZJ_UNTOUCHED
                                           " ORDER BY received_at LIMIT ?2",
                               place, limit))
               : cases_in(read(ZJ_CASE_ROW "WHERE place = ?1 AND place != ''" ZJ_UNTOUCHED
                                           " AND instr(barred, ?3) = 0 ORDER BY received_at LIMIT ?2",
                               place, limit, me));
}

std::int64_t Vault::count_at(std::string_view place) {
    const std::string me = "|" + person_id_ + "|";
    Rows row = place.starts_with("returned/")
                   ? read("SELECT count(*) FROM case_row WHERE place = ?1 AND place != ''" ZJ_UNTOUCHED, place)
                   : read("SELECT count(*) FROM case_row WHERE place = ?1 AND place != ''" ZJ_UNTOUCHED
                          " AND instr(barred, ?2) = 0",
                          place, me);
    return row.next() ? row.integer(0) : 0;
}

std::vector<CaseEntry> Vault::cases_since(std::uint64_t entry, std::size_t count_max) {
    return cases_in(read(ZJ_CASE_ROW "WHERE entry > ?1 ORDER BY entry DESC LIMIT ?2", static_cast<std::int64_t>(entry),
                         static_cast<std::int64_t>(count_max)));
}

std::vector<CaseEntry> Vault::cases_about(std::string_view about, std::size_t count_max) {
    return cases_in(
        read(ZJ_CASE_ROW "WHERE about = ?1 AND about != '' LIMIT ?2", about, static_cast<std::int64_t>(count_max)));
}

std::vector<CaseEntry> Vault::cases_numbered(std::string_view case_no) {
    return cases_in(read(ZJ_CASE_ROW "WHERE case_no = ?1 AND case_no != '' LIMIT 2", case_no));
}

std::vector<CaseEntry> Vault::cases_starting(std::string_view key) {
    std::string end(key);
    if (end.empty()) {
        return {};
    }
    end += '~';  // after everything that a key has
    return cases_in(read(ZJ_CASE_ROW "WHERE key >= ?1 AND key < ?2 ORDER BY key LIMIT 2", key, std::string_view(end)));
}

std::vector<CaseEntry> Vault::own_cases_first(std::int64_t n, std::string_view after, std::string_view state,
                                              std::size_t count_max) {
    const auto limit = static_cast<std::int64_t>(count_max);
    std::vector<CaseEntry> out =
        cases_in(read(ZJ_CASE_ROW "WHERE n = ?1 AND key > ?2 AND (?3 = '' OR state = ?3) ORDER BY key LIMIT ?4", n,
                      after, state, limit));
    std::vector<CaseEntry> rest =
        cases_in(read(ZJ_CASE_ROW "WHERE n < ?1 AND (?2 = '' OR state = ?2) ORDER BY n DESC, key LIMIT ?3", n, state,
                      limit - static_cast<std::int64_t>(out.size())));
    std::move(rest.begin(), rest.end(), std::back_inserter(out));
    return out;
}

}  // namespace zj::vault
