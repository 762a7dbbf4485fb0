// SPDX-License-Identifier: Apache-2.0
#include "terminal/tables/set_aside.hpp"

#include <algorithm>

#include "shared/model/csv.hpp"

namespace zj::tables {

namespace {

constexpr std::string_view kNumber = "原文件行号 row", kReasons = "错误原因 reasons";

// A minus before a number is one; everything else with such a sign in front is computed by spreadsheets.
std::string plain(const std::string& cell) {
    constexpr std::string_view kComputed = "=+-@\t\r";
    const bool number =
        cell.starts_with('-') && cell.size() > 1 && cell.find_first_not_of("0123456789.,", 1) == cell.npos;
    return !cell.empty() && kComputed.find(cell.front()) != kComputed.npos && !number ? "'" + cell : cell;
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
