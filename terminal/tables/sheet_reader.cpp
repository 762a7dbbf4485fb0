// SPDX-License-Identifier: Apache-2.0
#include "terminal/tables/sheet_reader.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "terminal/tables/bounds.hpp"
#include "terminal/tables/numbers.hpp"

namespace zj::tables {

namespace {

// Columns of a sheet, A to XFD.
constexpr std::size_t kSheetColumnsMax = 16'384;

struct Place {
    std::size_t column = 0, row = 0;  // from 0; from 1
};

// B12.
std::optional<Place> place_of(std::string_view text) {
    Place out;
    std::size_t letters = 0;
    while (letters < text.size() && text[letters] >= 'A' && text[letters] <= 'Z' && letters < 4) {
        out.column = out.column * 26 + static_cast<std::size_t>(text[letters] - 'A' + 1);
        ++letters;
    }
    out.row = unsigned_of(text.substr(letters));
    if (letters == 0 || out.row == 0 || out.column > kSheetColumnsMax) {
        return std::nullopt;
    }
    --out.column;
    return out;
}

}  // namespace

unsigned unsigned_of(std::string_view text) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? value : 0;
}

void SheetReader::start(std::string_view name, const XmlAttributes& attributes) {
    if (name == "row") {
        start_row(attributes["r"]);
    } else if (name == "c" && in_row_) {
        start_cell(attributes);
    } else if (name == "mergeCell") {
        merge(attributes["ref"]);
    } else if (in_cell_) {
        // A formula (<f>) is passed over; its stored value follows. <is><t> is text of the cell itself.
        in_sound_ = in_sound_ || name == "rPh";
        takes_text_ = (name == "v" && type_ != "inlineStr") || (name == "t" && type_ == "inlineStr" && !in_sound_);
    }
}

void SheetReader::text(std::string_view piece) {
    if (takes_text_) {
        value_ += piece;
        if (value_.size() > bounds::kCellBytesMax) {
            stop = fail("table.cell_text", std::to_string(row_number_), {}, {std::to_string(bounds::kCellBytesMax)});
        }
    }
}

void SheetReader::end(std::string_view name) {
    takes_text_ = false;
    if (name == "rPh") {
        in_sound_ = false;
    } else if (name == "c" && in_cell_) {
        end_cell();
    } else if (name == "row" && in_row_) {
        end_row();
    }
}

void SheetReader::start_row(std::string_view number) {
    const std::size_t told = unsigned_of(number);
    if (in_row_ || (!number.empty() && told <= row_number_)) {
        stop = fail("table.xml", {}, "rows out of order");
        return;
    }
    row_number_ = number.empty() ? row_number_ + 1 : told;
    row_ = Row{row_number_, {}, {}};
    next_column_ = 0;
    in_row_ = true;
}

void SheetReader::start_cell(const XmlAttributes& attributes) {
    const std::string_view reference = attributes["r"];
    const auto place = place_of(reference);
    column_ = place ? place->column : next_column_;
    if (in_cell_ || column_ < next_column_ || column_ >= kSheetColumnsMax || (!place && !reference.empty())) {
        stop = fail("table.xml", {}, "cells out of order");
        return;
    }
    next_column_ = column_ + 1;
    type_ = attributes["t"];
    style_ = unsigned_of(attributes["s"]);
    value_.clear();
    in_cell_ = true;
}

void SheetReader::end_cell() {
    in_cell_ = false;
    std::string cell = cell_text();
    if (cell.empty() || stop) {
        return;  // formatted, but nothing in it
    }
    if (column_ >= bounds::kColumnsMax) {
        stop = fail("table.columns", std::to_string(row_number_), {}, {std::to_string(bounds::kColumnsMax)});
        return;
    }
    row_.cells.resize(column_ + 1);
    row_.cells[column_] = std::move(cell);
}

std::string SheetReader::cell_text() {
    if (type_ == "s") {
        const std::size_t index = unsigned_of(value_);
        if (value_.empty()) {
            return {};
        }
        if (index >= shared_.size()) {
            stop = fail("table.xml", {}, "no such shared string");
            return {};
        }
        return shared_[index];
    }
    if (type_ == "b") {
        return value_ == "1" ? "TRUE" : "FALSE";
    }
    if (type_ == "d") {
        return value_.substr(0, std::min(value_.find('T'), value_.size()));
    }
    if (!type_.empty() && type_ != "n") {
        return std::move(value_);
    }
    auto number = plain_number(value_);
    if (number && style_ < day_styles_.size() && day_styles_[style_]) {
        return day_from_serial(*number, from_1904_).value_or(*number);
    }
    return number ? std::move(*number) : std::move(value_);
}

void SheetReader::end_row() {
    in_row_ = false;
    if (auto added = grid_.add(std::move(row_)); !added) {
        stop = std::move(added).error();
    }
}

void SheetReader::merge(std::string_view range) {
    const std::size_t colon = range.find(':');
    const auto from = place_of(range.substr(0, std::min(colon, range.size())));
    const auto to = colon == range.npos ? std::nullopt : place_of(range.substr(colon + 1));
    if (!from || !to || merged_.size() == bounds::kMergedMax) {
        return;  // it only helps reading; without it the cells are empty, and told as such
    }
    if (from->column == to->column && from->row < to->row && from->column < bounds::kColumnsMax) {
        merged_.push_back({from->column, from->row, to->row});
    }
}

Result<Grid> SheetReader::finish() && {
    for (const Merged& merged : merged_) {
        const auto by_number = [](const Row& row, std::size_t number) {
            return row.number < number;
        };
        auto row = std::lower_bound(grid_.rows.begin(), grid_.rows.end(), merged.first, by_number);
        if (row == grid_.rows.end() || row->number != merged.first || row->cells.size() <= merged.column) {
            continue;
        }
        const std::string text = row->cells[merged.column];
        for (++row; row != grid_.rows.end() && row->number <= merged.last; ++row) {
            ZJ_CHECK(grid_.fill(*row, merged.column, text));
        }
    }
    return std::move(grid_);
}

}  // namespace zj::tables
