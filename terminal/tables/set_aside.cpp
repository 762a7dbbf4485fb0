// SPDX-License-Identifier: Apache-2.0
#include "terminal/tables/set_aside.hpp"

#include <algorithm>

#include "shared/model/characters.hpp"
#include "shared/model/csv.hpp"

namespace zj::tables {

namespace {

constexpr std::string_view kNumber = "原文件行号 row", kReasons = "错误原因 reasons";

// Whether a spreadsheet would compute it: they look for such a sign behind spaces, signs without width and in full
// width too.
bool computed(const std::string& cell) {
    const std::u32string characters = model::decode_characters(cell).value_or(std::u32string());
    const auto first = std::find_if(characters.begin(), characters.end(), [](char32_t c) {
        return !model::is_space(c) && c >= U' ' && !(c >= 0x200B && c <= 0x200F) && c != 0x2060 && c != 0xFEFF;
    });
    const char32_t sign = first == characters.end() ? U' ' : model::half_width(*first);
    return std::u32string_view(U"=+-@").find(sign) != std::u32string_view::npos ||
           (!cell.empty() && static_cast<unsigned char>(cell.front()) < 0x20);
}

// A minus before a number is one.
std::string plain(const std::string& cell) {
    const bool number =
        cell.starts_with('-') && cell.size() > 1 && cell.find_first_not_of("0123456789.,", 1) == cell.npos;
    return computed(cell) && !number ? "'" + cell : cell;
}

std::string line(std::string first, const std::vector<std::string>& cells, std::size_t width, std::string last) {
    std::vector<std::string> out{std::move(first)};
    std::transform(cells.begin(), cells.end(), std::back_inserter(out), plain);
    out.resize(std::max(out.size(), width + 1));
    out.push_back(std::move(last));
    return model::csv_line(out);
}

}  // namespace

std::string set_aside(const Table& table, const Reading& reading,
                      const std::function<std::string(const RowFault&)>& reason) {
    const std::size_t width = table.header.size();
    std::string out = "\xEF\xBB\xBF" + line(std::string(kNumber), table.header, width, std::string(kReasons));
    auto row = table.rows.begin();
    for (auto fault = reading.faults.begin(); fault != reading.faults.end();) {
        row = std::find_if(row, table.rows.end(), [&fault](const Row& one) { return one.number == fault->row; });
        if (row == table.rows.end()) {
            break;  // faults of another table
        }
        std::string reasons;
        for (; fault != reading.faults.end() && fault->row == row->number; ++fault) {
            reasons += (reasons.empty() ? "" : "; ") + reason(*fault);
        }
        out += line(std::to_string(row->number), row->cells, width, std::move(reasons));
    }
    return out;
}

// One of the wrong rows may look more like a header than ours does.
bool is_set_aside(const Table& table) {
    const auto ours = [](const std::vector<std::string>& cells) {
        return !cells.empty() && cells.front() == kNumber && cells.back() == kReasons;
    };
    return ours(table.header) ||
           std::any_of(table.above.begin(), table.above.end(), [&ours](const Row& row) { return ours(row.cells); });
}

}  // namespace zj::tables
