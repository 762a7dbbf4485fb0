// SPDX-License-Identifier: Apache-2.0
// guess_mapping: what a table says about itself.
#include <algorithm>
#include <optional>
#include <set>

#include "shared/model/characters.hpp"
#include "terminal/tables/bounds.hpp"
#include "terminal/tables/cells.hpp"
#include "terminal/tables/mapping.hpp"
#include "terminal/tables/rows.hpp"

namespace zj::tables {

namespace {

// Rows by which columns are judged; a unit's people stand together, so that more would tell nothing new.
constexpr std::size_t kSampleRows = 500;

std::optional<std::size_t> column_of(const Table& table, std::string_view header) {
    const std::string key = header_key(header);
    const auto at = std::find_if(table.header.begin(), table.header.end(),
                                 [&key](const std::string& cell) { return header_key(cell) == key; });
    return at == table.header.end() ? std::nullopt : std::optional<std::size_t>(at - table.header.begin());
}

// The column whose known header says best what the field is.
std::optional<std::size_t> column_of(const Table& table, Field field) {
    for (const std::string& header : headers_of(field)) {
        if (const auto column = column_of(table, header)) {
            return column;
        }
    }
    return std::nullopt;
}

std::string_view cell_of(const Row& row, std::size_t column) {
    return column < row.cells.size() ? std::string_view(row.cells[column]) : std::string_view();
}

std::size_t units_in(const Table& table, std::size_t column, UnitBy by, const Units& units) {
    std::size_t found = 0;
    for (std::size_t i = 0; i < std::min(table.rows.size(), kSampleRows); ++i) {
        found += units.find(by, cell_of(table.rows[i], column)).state == Units::Found::State::one;
    }
    return found;
}

// Code and name often stand side by side; the column and the way by which most rows name a unit of ours are taken.
void guess_unit(const Table& table, const Units& units, Mapping& out) {
    std::size_t most = 0;
    for (const std::string& header : headers_of(Field::unit)) {
        const auto column = column_of(table, header);
        for (const UnitBy by : {UnitBy::code, UnitBy::name, UnitBy::short_name, UnitBy::uscc}) {
            const std::size_t found = column ? units_in(table, *column, by, units) : 0;
            if (found > most || (column && !out.columns.contains(Field::unit))) {
                most = found;
                out.columns[Field::unit] = {table.header[*column]};
                out.unit_by = by;
            }
        }
    }
}

std::string compact(std::string_view text) {
    std::u32string out;
    for (const char32_t wide : model::decode_characters(text).value_or(std::u32string())) {
        if (const char32_t c = model::half_width(wide); !model::is_space(c)) {
            out += c;
        }
    }
    return model::encode_characters(out);
}

// Titles in one line, and the sheet's name: 浠水县2026年10月工资发放表.
std::string titles_of(const Table& table) {
    std::string out;
    for (const Row& row : table.above) {
        for (const std::string& cell : row.cells) {
            out += compact(cell) + "\n";
        }
    }
    return out + compact(table.sheet);
}

// 2026年10月 → 2026-10, 2026年 → 2026.
std::string period_in(std::string_view text, bool with_month) {
    constexpr std::string_view kYear = "年", kMonth = "月";
    for (std::size_t at = text.find(kYear); at != text.npos; at = text.find(kYear, at + 1)) {
        Tidied unused;
        const std::string_view year = at < 4 ? std::string_view() : text.substr(at - 4, 4);
        const std::size_t end = text.find(kMonth, at);
        if (!with_month && read_year(year, unused)) {
            return std::string(year);
        }
        if (with_month && end != text.npos && end - at <= kYear.size() + 2 && at >= 4) {
            if (const auto month = read_month(text.substr(at - 4, end + kMonth.size() - at + 4), unused)) {
                return *month;
            }
        }
    }
    return {};
}

AmountUnit amount_unit_of(const Table& table, const std::string& header) {
    const std::string text = compact(header);
    if (text.find("万元") != text.npos) {
        return AmountUnit::wan;
    }
    if (text.find("(分)") != text.npos) {
        return AmountUnit::fen;
    }
    const bool told = text.find("元") != text.npos;
    return !told && titles_of(table).find("单位:万元") != text.npos ? AmountUnit::wan : AmountUnit::yuan;
}

void guess_items(const Table& table, Mapping& out) {
    const auto column = column_of(table, Field::item);
    if (!column) {
        out.item = "active";
        return;
    }
    for (const Row& row : table.rows) {
        const std::string text = model::trimmed(cell_of(row, *column));
        const auto item = text.size() <= bounds::kMappingTextBytesMax ? item_of(text) : std::nullopt;
        if (item && out.items.size() < bounds::kMappingItemsMax) {
            out.items.emplace(text, *item);
        }
    }
}

}  // namespace

std::string period_of_titles(const Table& table, Kind kind) {
    return period_in(titles_of(table), kind == Kind::payroll);
}

Result<Mapping> guess_columns(const Table& table, const Units& units, Kind kind) {
    if (table.header_row == 0) {
        return fail("table.header");
    }
    Mapping out;
    out.kind = kind;
    out.sheet = table.sheet;
    for (const Field field : fields_of(out.kind)) {
        if (const auto column = column_of(table, field); column && field != Field::unit) {
            out.columns[field] = {table.header[*column]};
        }
    }
    guess_unit(table, units, out);
    const Field amount = out.kind == Kind::payroll ? Field::paid : Field::amount;
    if (const auto column = out.columns.find(amount); column != out.columns.end()) {
        out.amount_unit = amount_unit_of(table, column->second.front());
    }
    const std::string period = period_of_titles(table, kind);
    if (kind == Kind::payroll) {
        guess_items(table, out);
        out.month = out.columns.contains(Field::month) ? "" : period;
    } else if (!period.empty() && !out.columns.contains(Field::year)) {
        out.year = std::stoi(period);
    }
    return out;
}

Result<Mapping> guess_mapping(const Table& table, const Units& units) {
    const Kind kind = column_of(table, Field::id_no) ? Kind::payroll : Kind::budget;
    ZJ_TRY(Mapping out, guess_columns(table, units, kind));
    ZJ_CHECK(check(out));
    return out;
}

}  // namespace zj::tables
