// SPDX-License-Identifier: Apache-2.0
#include "shared/model/csv.hpp"

#include <algorithm>
#include <utility>

#include "shared/codec/json.hpp"

namespace zj::model {

namespace {

// A county of 30,000 persons is some 15 MB; beyond this it is not an opening file.
constexpr std::size_t kCsvBytesMax = 64 * 1024 * 1024;
constexpr std::size_t kCsvFaultsMax = 100;
// An address or a heading has a few lines; a quote that encloses more was never meant to open there.
constexpr std::size_t kCsvCellLinesMax = 16;

bool blank(const std::vector<std::string>& cells) {
    return cells.size() == 1 && cells[0].empty();
}

}  // namespace

bool CsvReader::next(std::vector<std::string>& cells, std::string& reason) {
    cells.clear();
    reason.clear();
    if (at_ == text_.size()) {
        return false;
    }
    const std::size_t start = at_;
    while (true) {
        cells.push_back(text_.substr(at_, 1) == "\"" ? quoted(reason) : bare(reason));
        if (reason.empty() && at_ < text_.size() && text_[at_] == delimiter_) {
            ++at_;
            continue;
        }
        end_of_line(reason);
        if (!reason.empty()) {
            at_ = std::min(text_.find('\n', start), text_.size() - 1) + 1;
        }
        return true;
    }
}

// Quotes may only enclose a whole cell.
std::string CsvReader::bare(std::string& reason) {
    const char ends[] = {delimiter_, '\n'};
    const std::size_t end = std::min(text_.find_first_of(std::string_view(ends, 2), at_), text_.size());
    std::string cell(text_.substr(at_, end - at_));
    at_ = end;
    const bool line_ends = end == text_.size() || text_[end] == '\n';
    if (line_ends && cell.ends_with('\r')) {
        cell.pop_back();
    }
    if (cell.find('"') != cell.npos || cell.find('\r') != cell.npos) {
        reason = "quote";
    }
    return cell;
}

std::string CsvReader::quoted(std::string& reason) {
    std::string cell;
    std::size_t lines = 0;
    ++at_;
    while (true) {
        const std::size_t stop = text_.find_first_of("\"\n", at_);
        if (stop == text_.npos || (text_[stop] == '\n' && ++lines == kCsvCellLinesMax)) {
            reason = "open_quote";
            return cell;
        }
        cell += text_.substr(at_, stop - at_);
        at_ = stop + 1;
        if (text_[stop] == '\n') {
            cell += '\n';
        } else if (text_.substr(at_, 1) == "\"") {
            cell += '"';
            ++at_;
        } else {
            return cell;
        }
    }
}

// Behind a cell only a line end may follow.
void CsvReader::end_of_line(std::string& reason) {
    if (text_.substr(at_, 2) == "\r\n") {
        at_ += 2;
    } else if (at_ < text_.size() && text_[at_] == '\n') {
        ++at_;
    } else if (at_ < text_.size() && reason.empty()) {
        reason = "quote";
    }
}

CsvTable parse_csv(std::string_view text) {
    CsvTable out;
    if (text.starts_with("\xEF\xBB\xBF")) {
        text.remove_prefix(3);
    }
    if (text.size() > kCsvBytesMax || !codec::is_valid_utf8(text)) {
        out.faults.push_back({1, text.size() > kCsvBytesMax ? "too_large" : "utf8"});
        return out;
    }
    CsvReader reader(text);
    std::vector<std::string> cells;
    std::string reason;
    for (std::size_t row = 1; reader.next(cells, reason) && out.faults.size() < kCsvFaultsMax; ++row) {
        if (!reason.empty()) {
            out.faults.push_back({row, reason});
        } else if (row == 1) {
            out.header = std::move(cells);
        } else if (blank(cells)) {
            out.rows.emplace_back();  // keeps the count of rows; readers skip it
        } else if (cells.size() != out.header.size()) {
            out.faults.push_back({row, "width"});
        } else {
            out.rows.push_back(std::move(cells));
        }
    }
    if (out.header.empty() && out.faults.empty()) {
        out.faults.push_back({1, "empty"});
    }
    return out;
}

std::string csv_line(const std::vector<std::string>& cells) {
    std::string out;
    for (const std::string& cell : cells) {
        if (!out.empty() || &cell != cells.data()) {
            out += ',';
        }
        if (cell.find_first_of(",\"\r\n") == cell.npos) {
            out += cell;
            continue;
        }
        out += '"';
        for (const char c : cell) {
            out += c;
            if (c == '"') {
                out += '"';
            }
        }
        out += '"';
    }
    return out + "\r\n";
}

}  // namespace zj::model
