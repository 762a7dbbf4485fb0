// SPDX-License-Identifier: Apache-2.0
#pragma once
// Comma-separated tables by RFC 4180, as spreadsheets save them: UTF-8 with or without BOM, LF or CRLF, quotes doubled
// inside quotes. Strict: a stray quote, an open quote at the end or a row of another width is a fault, never a guess.

#include <string>
#include <string_view>
#include <vector>

namespace zj::model {

struct CsvFault {
    std::size_t row = 0;  // as a spreadsheet counts: the header is row 1
    std::string reason;   // utf8, quote, open_quote, width, empty, too_large
};

struct CsvTable {
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> rows;  // rows[i] is row i + 2
    std::vector<CsvFault> faults;                // the table may be used only where this is empty
};
CsvTable parse_csv(std::string_view text);

// One line with "\r\n"; quotes what needs it.
std::string csv_line(const std::vector<std::string>& cells);

}  // namespace zj::model
