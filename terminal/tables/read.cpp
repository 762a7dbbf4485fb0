// SPDX-License-Identifier: Apache-2.0
#include "terminal/tables/read.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "shared/model/characters.hpp"
#include "shared/model/csv.hpp"
#include "terminal/tables/bounds.hpp"
#include "terminal/tables/columns.hpp"
#include "terminal/tables/decode.hpp"
#include "terminal/tables/workbook.hpp"

namespace zj::tables {

namespace {

using Keys = std::set<std::string, std::less<>>;

Keys keys_of(const std::vector<std::string>& headers) {
    Keys out;
    for (const std::string& header : headers) {
        out.insert(header_key(header));
    }
    return out;
}

// How many different known headers stand in the row.
std::size_t headers_in(const Row& row, const Keys& more) {
    Keys found;
    for (const std::string& cell : row.cells) {
        if (is_known_header(cell) || (!more.empty() && more.contains(header_key(cell)))) {
            found.insert(header_key(cell));
        }
    }
    return found.size();
}

struct Header {
    std::size_t index = 0, known = 0;
};

Header find_header(const std::vector<Row>& rows, const Keys& more) {
    constexpr std::size_t kKnownMin = 2;  // one alone may be a title: "单位" above a stamp
    Header best;
    for (std::size_t i = 0; i < rows.size() && rows[i].number <= bounds::kHeaderRowMax; ++i) {
        const std::size_t known = headers_in(rows[i], more);
        // Of a header merged over two lines the lower one has the columns' own names too.
        const bool lower = known == best.known && i == best.index + 1;
        if (known >= kKnownMin && (known > best.known || lower)) {
            best = {i, known};
        }
    }
    return best;
}

std::string one_line(std::string_view cell) {
    std::string out = model::trimmed(cell);
    std::replace_if(out.begin(), out.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
    return out;
}

// Cuts `rows` at the header; all of them stay where there is none.
Result<void> cut_at_header(Table& table, std::vector<Row> rows, const Hints& hints) {
    std::size_t index = 0;
    if (hints.header_row != 0) {
        const auto at =
            std::find_if(rows.begin(), rows.end(), [&hints](const Row& row) { return row.number == hints.header_row; });
        if (at == rows.end()) {
            return fail("table.header_row", std::to_string(hints.header_row));
        }
        index = static_cast<std::size_t>(at - rows.begin());
    } else if (const Header found = find_header(rows, keys_of(hints.headers)); found.known > 0) {
        index = found.index;
    } else {
        table.rows = std::move(rows);
        return {};
    }
    table.header_row = rows[index].number;
    for (const std::string& cell : rows[index].cells) {
        table.header.push_back(one_line(cell));
    }
    const auto below = rows.begin() + static_cast<std::ptrdiff_t>(index);
    table.above.assign(std::make_move_iterator(rows.begin()), std::make_move_iterator(below));
    table.rows.assign(std::make_move_iterator(below + 1), std::make_move_iterator(rows.end()));
    if (!table.rows.empty()) {
        table.empty_rows = table.rows.back().number - table.header_row - table.rows.size();
    }
    return {};
}

// A row of a text file is as wide as its header, or has lost or won a delimiter and with it the meaning of its cells.
// Empty cells beyond are let be: spreadsheets write them where there was formatting.
struct Written {
    Grid grid;
    std::vector<std::size_t> widths;  // of grid.rows, as written
};

Result<Written> read_text(std::string_view text, char delimiter, std::size_t rows_max) {
    model::CsvReader reader(text, delimiter);
    Written out;
    Row row;
    std::string reason;
    for (std::size_t number = 1; out.grid.rows.size() < rows_max && reader.next(row.cells, reason); ++number) {
        if (number > bounds::kRecordsMax) {
            return fail("table.rows", std::to_string(number), {}, {std::to_string(bounds::kRowsMax)});
        }
        row.number = number;
        row.fault = reason.empty() ? "" : "table.quote";
        const std::size_t width = row.cells.size(), before = out.grid.rows.size();
        ZJ_CHECK(out.grid.add(std::move(row)));
        if (out.grid.rows.size() > before) {
            out.widths.push_back(width);
        }
        row = Row{};
    }
    return out;
}

// The delimiter under which most headers are known; without any, the one that makes the widest rows.
char find_delimiter(std::string_view text, const Keys& more) {
    constexpr std::size_t kSampleBytes = 256 * 1024;  // titles and header of the widest table
    const std::string_view beginning = text.substr(0, kSampleBytes);
    char best = ',';
    std::pair<std::size_t, std::size_t> most{0, 0};
    for (const char delimiter : {',', '\t', ';'}) {
        const auto sample = read_text(beginning, delimiter, bounds::kHeaderRowMax);
        if (!sample) {
            best = most.first == 0 ? delimiter : best;  // beyond a bound, which reading it all will tell
            most = std::max(most, {0, bounds::kColumnsMax + 1});
            continue;
        }
        const auto widest = std::max_element(sample->widths.begin(), sample->widths.end());
        const std::pair found{find_header(sample->grid.rows, more).known,
                              widest == sample->widths.end() ? std::size_t{0} : *widest};
        if (found > most) {
            most = found;
            best = delimiter;
        }
    }
    return best;
}

void judge_widths(Table& table, const std::vector<std::size_t>& widths) {
    const std::size_t first = widths.size() - table.rows.size();
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        Row& row = table.rows[i];
        if (row.fault.empty() && (widths[first + i] < widths[first - 1] || row.cells.size() > widths[first - 1])) {
            row.fault = "table.width";
        }
    }
}

Result<Table> read_delimited(ByteView bytes, const Hints& hints) {
    ZJ_TRY(Decoded decoded, decode(bytes));
    Table table;
    table.encoding = decoded.encoding;
    table.broken = decoded.broken;
    table.delimiter = find_delimiter(decoded.text, keys_of(hints.headers));
    ZJ_TRY(Written written, read_text(decoded.text, table.delimiter, bounds::kRowsMax + 1));
    ZJ_CHECK(cut_at_header(table, std::move(written.grid.rows), hints));
    if (table.header_row != 0) {
        judge_widths(table, written.widths);
    }
    return table;
}

Result<Table> read_workbook(ByteView bytes, const Hints& hints) {
    ZJ_TRY(Workbook book, Workbook::open(bytes));
    std::vector<std::string> names;
    for (const SheetPart& sheet : book.sheets()) {
        names.push_back(sheet.name);
    }
    std::optional<Table> first;
    for (const SheetPart& sheet : book.sheets()) {
        if (hints.sheet.empty() ? sheet.hidden : sheet.name != hints.sheet) {
            continue;
        }
        ZJ_TRY(Grid grid, book.read(sheet));
        Table table;
        table.workbook = true;
        table.sheets = names;
        table.sheet = sheet.name;
        ZJ_CHECK(cut_at_header(table, std::move(grid.rows), hints));
        if (table.header_row != 0 || !hints.sheet.empty()) {
            return table;
        }
        if (!first || first->rows.empty()) {
            first = std::move(table);
        }
    }
    if (!first) {
        return fail("table.sheet", hints.sheet);
    }
    return std::move(*first);
}

}  // namespace

Result<Table> read_table(ByteView bytes, const Hints& hints) {
    if (bytes.size() > bounds::kFileBytesMax) {
        return fail("table.size", {}, {}, {std::to_string(bounds::kFileBytesMax / (1024 * 1024))});
    }
    const std::string_view start = as_text(bytes);
    if (start.starts_with("\xD0\xCF\x11\xE0")) {
        return fail("table.old");
    }
    ZJ_TRY(Table table, start.starts_with("PK\x03\x04") ? read_workbook(bytes, hints) : read_delimited(bytes, hints));
    if (table.rows.empty() && table.header.empty()) {
        return fail("table.empty");
    }
    return table;
}

}  // namespace zj::tables
