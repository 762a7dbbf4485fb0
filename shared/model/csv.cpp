// SPDX-License-Identifier: Apache-2.0
#include "shared/model/csv.hpp"

#include <utility>

#include "shared/codec/json.hpp"

namespace zj::model {

namespace {

// A county of 30,000 persons is some 15 MB; beyond this it is not an opening file.
constexpr std::size_t kCsvBytesMax = 64 * 1024 * 1024;
constexpr std::size_t kCsvFaultsMax = 100;

// Splits into records and cells. Quotes may only enclose a whole cell.
class Splitter {
public:
    explicit Splitter(std::string_view text) : text_(text) {}

    bool next(std::vector<std::string>& cells, std::string& reason) {
        cells.clear();
        reason.clear();
        if (at_ == text_.size()) {
            return false;
        }
        while (true) {
            cells.push_back(text_.substr(at_, 1) == "\"" ? quoted(reason) : bare(reason));
            if (at_ < text_.size() && text_[at_] == ',') {
                ++at_;
                continue;
            }
            end_of_line(reason);
            return true;
        }
    }

private:
    std::string bare(std::string& reason) {
        const std::size_t end = std::min(text_.find_first_of(",\n", at_), text_.size());
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

    std::string quoted(std::string& reason) {
        std::string cell;
        ++at_;
        while (true) {
            const std::size_t quote = text_.find('"', at_);
            if (quote == text_.npos) {
                reason = "open_quote";
                at_ = text_.size();
                return cell;
            }
            cell += text_.substr(at_, quote - at_);
            at_ = quote + 1;
            if (text_.substr(at_, 1) != "\"") {
                return cell;
            }
            cell += '"';
            ++at_;
        }
    }

    // Behind a quoted cell only a line end may follow; anything else is skipped to it.
    void end_of_line(std::string& reason) {
        if (text_.substr(at_, 2) == "\r\n") {
            at_ += 2;
        } else if (at_ < text_.size() && text_[at_] == '\n') {
            ++at_;
        } else if (at_ < text_.size()) {
            reason = "quote";
            const std::size_t end = text_.find('\n', at_);
            at_ = end == text_.npos ? text_.size() : end + 1;
        }
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

bool blank(const std::vector<std::string>& cells) {
    return cells.size() == 1 && cells[0].empty();
}

}  // namespace

CsvTable parse_csv(std::string_view text) {
    CsvTable out;
    if (text.starts_with("\xEF\xBB\xBF")) {
        text.remove_prefix(3);
    }
    if (text.size() > kCsvBytesMax || !codec::is_valid_utf8(text)) {
        out.faults.push_back({1, text.size() > kCsvBytesMax ? "too_large" : "utf8"});
        return out;
    }
    Splitter splitter(text);
    std::vector<std::string> cells;
    std::string reason;
    for (std::size_t row = 1; splitter.next(cells, reason) && out.faults.size() < kCsvFaultsMax; ++row) {
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
