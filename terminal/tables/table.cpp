// SPDX-License-Identifier: Apache-2.0
#include "terminal/tables/table.hpp"

#include <algorithm>

#include "shared/model/characters.hpp"
#include "shared/model/checks.hpp"
#include "terminal/tables/bounds.hpp"

namespace zj::tables {

namespace {

bool is_sign(char32_t wide) {
    const char32_t c = model::half_width(wide);
    return (c >= U'0' && c <= U'9') || c == U'x' || c == U'X';
}

// Birth and order stand from the 7th to the 14th sign of an ID number, and of a broken one nobody knows where: of every
// run of so many signs, however they are grouped, the first six are left, and of a whole one the last four.
void mask_numbers(std::u32string& characters) {
    constexpr std::size_t kRunMin = 12, kKept = 6, kWhole = 18, kLast = 4;
    std::vector<std::size_t> signs;
    const auto mask_run = [&] {
        const std::size_t end = signs.size() == kWhole ? kWhole - kLast : signs.size();
        for (std::size_t n = kKept; signs.size() >= kRunMin && n < end; ++n) {
            characters[signs[n]] = U'*';
        }
        signs.clear();
    };
    for (std::size_t i = 0; i < characters.size(); ++i) {
        if (is_sign(characters[i])) {
            signs.push_back(i);
        } else if (!model::parts_id_number(characters[i])) {
            mask_run();
        }
    }
    mask_run();
}

}  // namespace

std::string shown(std::string_view cell) {
    std::u32string characters = model::decode_characters(cell).value_or(std::u32string());
    mask_numbers(characters);  // before it is cut: the first half of a number tells a birth too
    const bool cut = characters.size() > bounds::kShownCharactersMax;
    characters.resize(std::min(characters.size(), bounds::kShownCharactersMax));
    std::replace_if(characters.begin(), characters.end(), [](char32_t c) { return c < U' ' || c == 0x7F; }, U' ');
    return model::encode_characters(characters) + (cut ? "…" : "");
}

std::vector<Row> preview(const Table& table, std::size_t rows_max) {
    std::vector<Row> out;
    const auto add = [&out, rows_max](const Row& row) {
        if (out.size() < rows_max) {
            out.push_back(row);
            std::transform(row.cells.begin(), row.cells.end(), out.back().cells.begin(), shown);
        }
    };
    std::for_each(table.above.begin(), table.above.end(), add);
    if (table.header_row != 0) {
        add({table.header_row, table.header, {}});
    }
    for (std::size_t i = 0; i < table.rows.size() && out.size() < rows_max; ++i) {
        add(table.rows[i]);
    }
    return out;
}

}  // namespace zj::tables
