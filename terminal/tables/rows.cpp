// SPDX-License-Identifier: Apache-2.0
#include "terminal/tables/rows.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace zj::tables {

namespace {

std::string joined(const std::vector<std::string>& texts) {
    std::string out;
    for (const std::string& text : texts) {
        out += (out.empty() ? "" : ", ") + text;
    }
    return out;
}

Result<std::size_t> find_column(const Table& table, const std::vector<std::string>& headers) {
    for (const std::string& header : headers) {
        const std::string key = header_key(header);
        const auto same = [&key](const std::string& cell) {
            return header_key(cell) == key;
        };
        const auto at = std::find_if(table.header.begin(), table.header.end(), same);
        if (at == table.header.end()) {
            continue;
        }
        if (std::find_if(at + 1, table.header.end(), same) != table.header.end()) {
            return fail("table.column_twice", std::to_string(table.header_row), {}, {header});
        }
        return static_cast<std::size_t>(at - table.header.begin());
    }
    return fail("table.column", std::to_string(table.header_row), {}, {joined(headers)});
}

}  // namespace

Error RowFault::error() const {
    return {code, std::to_string(row) + (column.empty() ? "" : " " + column), shown, args};
}

Result<std::map<Field, std::size_t>> find_columns(const Table& table, const Mapping& mapping) {
    if (table.header_row == 0) {
        return fail("table.header");
    }
    std::map<Field, std::size_t> out;
    for (const auto& [field, headers] : mapping.columns) {
        ZJ_TRY(out[field], find_column(table, headers));
    }
    return out;
}

Result<void> check_use(const Mapping& mapping, Kind kind, const Units& units) {
    if (mapping.kind != kind) {
        return fail("mapping.kind", {}, {}, {std::string(name_of(kind))});
    }
    ZJ_CHECK(check(mapping));
    if (!mapping.unit.empty() && units.find(UnitBy::code, mapping.unit).code != mapping.unit) {
        return fail("mapping.unit", {}, {}, {mapping.unit});
    }
    return {};
}

bool is_total(const Row& row) {
    constexpr std::array<std::string_view, 6> kTotals{"合计", "总计", "小计", "本页合计", "本页小计", "累计"};
    // A total is named before its numbers; "合计" further right is a column's content.
    for (std::size_t i = 0; i < row.cells.size() && i < 4; ++i) {
        const std::string key = header_key(row.cells[i]);
        if (std::any_of(kTotals.begin(), kTotals.end(),
                        [&key](std::string_view total) { return key == total || key == std::string(total) + ":"; })) {
            return true;
        }
    }
    return false;
}

bool RowReader::begin(const Row& row) {
    row_ = &row;
    wrong_ = false;
    if (is_total(row) && !has_id_number()) {
        reading_.total_rows.push_back(row.number);
        return false;
    }
    if (is_header()) {
        reading_.header_rows.push_back(row.number);
        return false;
    }
    if (!row.fault.empty()) {
        reading_.faults.push_back({row.number, {}, row.fault, shown(row.cells.front()), {}});
        ++reading_.wrong_rows;
        return false;
    }
    return true;
}

bool RowReader::is_header() const {
    return std::all_of(columns_.begin(), columns_.end(), [this](const auto& column) {
        return header_key(cell(column.first)) == header_key(table_.header[column.second]);
    });
}

bool RowReader::has_id_number() const {
    Tidied unused;
    return has(Field::id_no) && read_id_number(cell(Field::id_no), unused);
}

bool RowReader::end() {
    reading_.wrong_rows += wrong_;
    return !wrong_;
}

std::string_view RowReader::cell(Field field) const {
    const std::size_t column = columns_.at(field);
    return column < row_->cells.size() ? std::string_view(row_->cells[column]) : std::string_view();
}

std::optional<std::string> RowReader::unit() {
    if (!has(Field::unit)) {
        return mapping_.unit;
    }
    const auto text = read(Field::unit, read_text_cell);
    if (!text) {
        return std::nullopt;
    }
    const Units::Found found = units_.find(mapping_.unit_by, *text);
    if (found.state == Units::Found::State::one) {
        return std::string(found.code);
    }
    add(Field::unit, found.state == Units::Found::State::none ? "table.unit_unknown" : "table.unit_several");
    return std::nullopt;
}

void RowReader::add(Field field, std::string code, std::vector<std::string> args) {
    const std::size_t column = columns_.at(field);
    reading_.faults.push_back(
        {row_->number, table_.header[column], std::move(code), shown(cell(field)), std::move(args)});
    wrong_ = true;
}

}  // namespace zj::tables
