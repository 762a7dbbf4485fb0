// SPDX-License-Identifier: Apache-2.0
#pragma once
// Comma-separated tables by RFC 4180, as spreadsheets save them: UTF-8 with or without BOM, LF or CRLF, quotes doubled
// inside quotes. Strict: a stray quote, a quote that stays open or a row of another width is a fault, never a guess.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace zj::model {

// One record after the other, whatever their widths. A record with a fault ends where its first line ends and the next
// line is read anew, so that a stray quote costs its own row and no other.
class CsvReader {
public:
    // `text` is UTF-8 without BOM and outlives the reader; `delimiter` is neither a quote nor a line end.
    explicit CsvReader(std::string_view text, char delimiter = ',') : text_(text), delimiter_(delimiter) {}

    // False at the end. `reason` is empty, `quote` or `open_quote`; with one, `cells` are what could be told apart.
    bool next(std::vector<std::string>& cells, std::string& reason);

private:
    std::string bare(std::string& reason);
    std::string quoted(std::string& reason);
    void end_of_line(std::string& reason);

    std::string_view text_;
    char delimiter_;
    std::size_t at_ = 0;
};

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
