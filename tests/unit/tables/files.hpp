// SPDX-License-Identifier: Apache-2.0
#pragma once
// Files as finance exports them, made by the tests: workbooks through a real zip writer, texts in the encodings in use.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/base/time.hpp"
#include "terminal/tables/units.hpp"

namespace zj::tables::test {

std::string encoded(std::string_view utf8, const char* charset);  // "gb18030", "UTF-16LE" …

using Parts = std::vector<std::pair<std::string, std::string>>;  // name → content
std::string zip_of(const Parts& parts, bool stored = false);

// One cell of a sheet: text (by shared string), or the XML of a <c> element's inside with its attributes.
struct Cell {
    std::string text;
    std::string attributes, inside;  // where set, instead of text
};
Cell number(std::string stored);              // as a workbook stores it
Cell day(std::string serial, int style = 1);  // styles: 1 a built-in day, 2 a day of our own, 3 no day
Cell inline_text(std::string text);
using Rows = std::vector<std::vector<Cell>>;  // no cells: the row is left out

struct Sheet {
    std::string name;
    Rows rows;
    std::string behind = {};  // XML after the rows
    std::string state = {};
};
struct BookOptions {
    bool from_1904 = false;
};
Parts parts_of(const std::vector<Sheet>& sheets, const BookOptions& options = {});
inline std::string book_of(const std::vector<Sheet>& sheets, const BookOptions& options = {}) {
    return zip_of(parts_of(sheets, options));
}

// Valid numbers of the unassigned division 429099 (domain.md 11), each index its own.
std::string id_number(std::size_t index);
std::string full_width(std::string_view ascii);

// u000 … with names, short names and credit codes; the last two share a short name.
std::vector<Unit> some_units(std::size_t count);

}  // namespace zj::tables::test
