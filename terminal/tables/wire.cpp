// SPDX-License-Identifier: Apache-2.0
#include "terminal/tables/wire.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>

#include "shared/codec/json.hpp"

namespace zj::tables {

namespace {

// Errors name a place, a fact and a few values; a name of a sheet may stand among them.
constexpr std::size_t kErrorTextBytesMax = 1024, kErrorArgsMax = 4;

class Writer {
public:
    void number(std::uint64_t value) {
        char bytes[sizeof value];
        std::memcpy(bytes, &value, sizeof value);
        out.append(bytes, sizeof bytes);
    }
    void count(std::size_t value) {
        const auto small = static_cast<std::uint32_t>(value);
        char bytes[sizeof small];
        std::memcpy(bytes, &small, sizeof small);
        out.append(bytes, sizeof bytes);
    }
    void text(std::string_view value) {
        count(value.size());
        out += value;
    }
    void texts(const std::vector<std::string>& values) {
        count(values.size());
        for (const std::string& value : values) {
            text(value);
        }
    }
    void rows(const std::vector<Row>& values) {
        count(values.size());
        for (const Row& row : values) {
            number(row.number);
            texts(row.cells);
            text(row.fault);
        }
    }

    std::string out;
};

// Once something is not as it must be, `good` is false and everything read is empty.
class Reader {
public:
    explicit Reader(std::string_view bytes) : rest_(bytes) {}

    std::uint64_t number(std::uint64_t max) {
        std::uint64_t value = 0;
        take(&value, sizeof value);
        return within(value, max);
    }
    std::size_t count(std::size_t max) {
        std::uint32_t value = 0;
        take(&value, sizeof value);
        return within(value, max);
    }
    std::string text(std::size_t bytes_max) {
        const std::size_t size = count(bytes_max);
        good = good && size <= rest_.size() && codec::is_valid_utf8(rest_.substr(0, size));
        if (!good) {
            return {};
        }
        std::string out(rest_.substr(0, size));
        rest_.remove_prefix(size);
        return out;
    }
    std::vector<std::string> texts(std::size_t max, std::size_t bytes_max) {
        std::vector<std::string> out;
        for (std::size_t left = count(max); good && left > 0; --left) {
            out.push_back(text(bytes_max));
        }
        return out;
    }
    bool at_end() const { return good && rest_.empty(); }

    bool good = true;

private:
    void take(void* to, std::size_t size) {
        good = good && size <= rest_.size();
        if (good) {
            std::memcpy(to, rest_.data(), size);
            rest_.remove_prefix(size);
        }
    }
    template <class Number>
    Number within(Number value, std::uint64_t max) {
        good = good && value <= max;
        return good ? value : 0;
    }
    std::string_view rest_;
};

// Adds rows whose numbers grow beyond `last`.
void read_rows(Reader& reader, Grid& grid, std::uint64_t& last) {
    for (std::size_t left = reader.count(bounds::kRowsMax); reader.good && left > 0; --left) {
        Row row;
        row.number = reader.number(bounds::kRecordsMax);
        row.cells = reader.texts(bounds::kColumnsMax, bounds::kCellBytesMax);
        row.fault = reader.text(kErrorTextBytesMax);
        const bool known = row.fault.empty() || row.fault == "table.quote" || row.fault == "table.width";
        reader.good = reader.good && known && row.number > last;
        last = row.number;
        reader.good = reader.good && grid.add(std::move(row)).has_value();
    }
}

Table read_table_of(Reader& reader) {
    Table table;
    table.workbook = reader.count(1) == 1;
    table.sheets = reader.texts(bounds::kSheetsMax, bounds::kCellBytesMax);
    table.sheet = reader.text(bounds::kCellBytesMax);
    table.encoding = static_cast<Encoding>(reader.count(static_cast<std::size_t>(Encoding::gb18030)));
    table.delimiter = static_cast<char>(reader.count(';'));
    reader.good = reader.good && std::string_view("\0,;\t", 4).find(table.delimiter) != std::string_view::npos;
    table.broken = reader.number(bounds::kFileBytesMax);
    table.header_row = reader.number(bounds::kRecordsMax);
    table.header = reader.texts(bounds::kColumnsMax, bounds::kCellBytesMax);
    table.empty_rows = reader.number(bounds::kRecordsMax);
    reader.good = reader.good && table.header.empty() == (table.header_row == 0);
    Grid grid;  // rows above and below the header are bounded together
    std::uint64_t last = 0;
    read_rows(reader, grid, last);
    const auto above = static_cast<std::ptrdiff_t>(grid.rows.size());
    const bool in_order = table.header_row == 0 ? above == 0 : last < table.header_row;
    reader.good = reader.good && in_order;
    last = std::max<std::uint64_t>(last, table.header_row);
    read_rows(reader, grid, last);
    const auto below = grid.rows.begin() + above;
    table.above.assign(std::make_move_iterator(grid.rows.begin()), std::make_move_iterator(below));
    table.rows.assign(std::make_move_iterator(below), std::make_move_iterator(grid.rows.end()));
    reader.good = reader.good && !(table.rows.empty() && table.header.empty());
    return table;
}

Error read_error(Reader& reader) {
    Error error;
    error.code = reader.text(kErrorTextBytesMax);
    error.where = reader.text(kErrorTextBytesMax);
    error.detail = reader.text(kErrorTextBytesMax);
    error.args = reader.texts(kErrorArgsMax, kErrorTextBytesMax);
    const bool ours = std::all_of(error.code.begin(), error.code.end(),
                                  [](char c) { return (c >= 'a' && c <= 'z') || c == '_' || c == '.'; });
    reader.good = reader.good && ours && error.code.starts_with("table.");
    return error;
}

void shorten(std::string& text) {
    std::size_t end = std::min(text.size(), kErrorTextBytesMax);
    while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) {
        --end;  // no character is cut in two
    }
    text.resize(end);
}

void write_error(Writer& writer, Error error) {
    ZJ_ASSERT(error.args.size() <= kErrorArgsMax);
    for (std::string* text : {&error.code, &error.where, &error.detail}) {
        shorten(*text);
        writer.text(*text);
    }
    std::for_each(error.args.begin(), error.args.end(), shorten);
    writer.texts(error.args);
}

void write_table(Writer& writer, const Table& table) {
    writer.count(table.workbook ? 1 : 0);
    writer.texts(table.sheets);
    writer.text(table.sheet);
    writer.count(static_cast<std::size_t>(table.encoding));
    writer.count(static_cast<unsigned char>(table.delimiter));
    writer.number(table.broken);
    writer.number(table.header_row);
    writer.texts(table.header);
    writer.number(table.empty_rows);
    writer.rows(table.above);
    writer.rows(table.rows);
}

}  // namespace

Result<std::string> encode(const Hints& hints) {
    Writer writer;
    writer.text(hints.sheet);
    writer.number(hints.header_row);
    writer.texts(hints.headers);
    if (writer.out.size() > kRequestBytesMax) {
        return fail("table.header");
    }
    return std::move(writer.out);
}

Result<Hints> decode_hints(std::string_view bytes) {
    Reader reader(bytes);
    Hints hints;
    hints.sheet = reader.text(kRequestBytesMax);
    hints.header_row = reader.number(UINT64_MAX);
    hints.headers = reader.texts(kRequestBytesMax, kRequestBytesMax);
    if (!reader.at_end()) {
        return fail("table.stopped", {}, "hints that no terminal sends");
    }
    return hints;
}

std::string encode(const Result<Table>& answer) {
    Writer writer;
    writer.count(answer ? 1 : 0);
    if (answer) {
        write_table(writer, *answer);
    } else {
        write_error(writer, answer.error());
    }
    return std::move(writer.out);
}

Result<Table> decode_answer(std::string_view bytes) {
    Reader reader(bytes);
    Result<Table> out = reader.count(1) == 1 ? Result<Table>(read_table_of(reader)) : Result<Table>(read_error(reader));
    return reader.at_end() ? std::move(out) : Result<Table>(fail("table.stopped", {}, "an answer that no table gives"));
}

}  // namespace zj::tables
