// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/tables/files.hpp"

#include <map>

#include <unicode/unistr.h>
#include <zip.h>

#include "shared/base/result.hpp"
#include "shared/model/characters.hpp"

namespace zj::tables::test {

namespace {

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '&') {
            out += "&amp;";
        } else if (c == '<') {
            out += "&lt;";
        } else {
            out += c;
        }
    }
    return out;
}

std::string column_name(std::size_t column) {
    std::string out;
    for (++column; column > 0; column = (column - 1) / 26) {
        out.insert(out.begin(), static_cast<char>('A' + (column - 1) % 26));
    }
    return out;
}

// Indexes of the strings of a book, in order of their first use.
class Strings {
public:
    std::string index_of(const std::string& text) {
        const auto [at, fresh] = by_text_.emplace(text, by_text_.size());
        if (fresh) {
            xml_ += "<si><t xml:space=\"preserve\">" + escaped(text) + "</t></si>";
        }
        return std::to_string(at->second);
    }
    std::string part() const { return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><sst>" + xml_ + "</sst>"; }

private:
    std::map<std::string, std::size_t> by_text_;
    std::string xml_;
};

std::string sheet_part(const Sheet& sheet, Strings& strings) {
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet><sheetData>";
    for (std::size_t r = 0; r < sheet.rows.size(); ++r) {
        const std::string number = std::to_string(r + 1);
        out += sheet.rows[r].empty() ? "" : "<row r=\"" + number + "\">";
        for (std::size_t c = 0; c < sheet.rows[r].size(); ++c) {
            const Cell& cell = sheet.rows[r][c];
            const std::string start = "<c r=\"" + column_name(c) + number + "\"";
            if (!cell.inside.empty()) {
                out += start + cell.attributes + ">" + cell.inside + "</c>";
            } else if (!cell.text.empty()) {
                out += start + " t=\"s\"><v>" + strings.index_of(cell.text) + "</v></c>";
            }
        }
        out += sheet.rows[r].empty() ? "" : "</row>";
    }
    return out + "</sheetData>" + sheet.behind + "</worksheet>";
}

}  // namespace

std::string encoded(std::string_view utf8, const char* charset) {
    const icu::UnicodeString text = icu::UnicodeString::fromUTF8({utf8.data(), static_cast<std::int32_t>(utf8.size())});
    std::string out(static_cast<std::size_t>(text.length()) * 4 + 8, '\0');
    const auto size = text.extract(0, text.length(), out.data(), static_cast<std::uint32_t>(out.size()), charset);
    out.resize(static_cast<std::size_t>(size));
    return out;
}

std::string zip_of(const Parts& parts, bool stored) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* out = zip_source_buffer_create(nullptr, 0, 0, &error);
    zip_source_keep(out);
    zip_t* archive = zip_open_from_source(out, ZIP_TRUNCATE, &error);
    ZJ_ASSERT(archive != nullptr);
    for (const auto& [name, content] : parts) {
        const auto at = zip_file_add(archive, name.c_str(),
                                     zip_source_buffer(archive, content.data(), content.size(), 0), ZIP_FL_ENC_UTF_8);
        ZJ_ASSERT(at >= 0);
        zip_set_file_compression(archive, static_cast<zip_uint64_t>(at), stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 1);
    }
    ZJ_ASSERT(zip_close(archive) == 0);
    zip_stat_t stat;
    zip_source_stat(out, &stat);
    std::string bytes(stat.size, '\0');
    zip_source_open(out);
    ZJ_ASSERT(zip_source_read(out, bytes.data(), bytes.size()) == static_cast<zip_int64_t>(bytes.size()));
    zip_source_close(out);
    zip_source_free(out);
    return bytes;
}

Cell number(std::string stored) {
    return {{}, {}, "<v>" + std::move(stored) + "</v>"};
}

Cell day(std::string serial, int style) {
    return {{}, " s=\"" + std::to_string(style) + "\"", "<v>" + std::move(serial) + "</v>"};
}

Cell inline_text(std::string text) {
    return {{}, " t=\"inlineStr\"", "<is><t>" + escaped(text) + "</t></is>"};
}

Parts parts_of(const std::vector<Sheet>& sheets, const BookOptions& options) {
    Strings strings;
    std::string book =
        "<workbook xmlns:r=\"r\"><workbookPr date1904=\"" + std::string(options.from_1904 ? "1" : "0") + "\"/><sheets>";
    std::string relations = "<Relationships>";
    Parts parts;
    for (std::size_t i = 0; i < sheets.size(); ++i) {
        const std::string id = std::to_string(i + 1);
        book += "<sheet name=\"" + escaped(sheets[i].name) + "\" sheetId=\"" + id + "\" r:id=\"rId" + id + "\"" +
                (sheets[i].state.empty() ? "" : " state=\"" + sheets[i].state + "\"") + "/>";
        relations += "<Relationship Id=\"rId" + id + "\" Type=\"http://x/worksheet\" Target=\"worksheets/sheet" + id +
                     ".xml\"/>";
        parts.emplace_back("xl/worksheets/sheet" + id + ".xml", sheet_part(sheets[i], strings));
    }
    relations +=
        "<Relationship Id=\"s\" Type=\"http://x/sharedStrings\" Target=\"sharedStrings.xml\"/>"
        "<Relationship Id=\"t\" Type=\"http://x/styles\" Target=\"/xl/styles.xml\"/></Relationships>";
    parts.emplace_back("xl/workbook.xml", book + "</sheets></workbook>");
    parts.emplace_back("xl/_rels/workbook.xml.rels", relations);
    parts.emplace_back("xl/sharedStrings.xml", strings.part());
    parts.emplace_back(
        "xl/styles.xml",
        "<styleSheet><numFmts><numFmt numFmtId=\"176\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;\"/>"
        "<numFmt numFmtId=\"177\" formatCode=\"[Red]#,##0.00&quot;yd&quot;\"/></numFmts>"
        "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>"
        "<xf numFmtId=\"14\"/><xf numFmtId=\"176\"/><xf numFmtId=\"177\"/></cellXfs></styleSheet>");
    return parts;
}

std::string id_number(std::size_t index) {
    constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    const Date born{date_from({1970, 1, 1}).days + static_cast<std::int32_t>(index / 999)};
    std::string day = format_date(born);
    std::erase(day, '-');
    std::string out = "429099" + day + std::to_string(1001 + index % 999).substr(1);
    int sum = 0;
    for (std::size_t i = 0; i < out.size(); ++i) {
        sum += (out[i] - '0') * kWeights[i];
    }
    return out + "10X98765432"[sum % 11];
}

std::string full_width(std::string_view ascii) {
    std::u32string out;
    for (const char c : ascii) {
        out += static_cast<char32_t>(c) - U'!' + 0xFF01;
    }
    return model::encode_characters(out);
}

std::vector<Unit> some_units(std::size_t count) {
    std::vector<Unit> out;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string number = std::to_string(1000 + i).substr(1);
        out.push_back(
            {"u" + number, "浠水县第" + number + "局", "第" + number + "局", "11421125XX0000" + number + "R"});
    }
    if (count > 1) {
        out[count - 2].short_name = out[count - 1].short_name = "同名局";
    }
    return out;
}

}  // namespace zj::tables::test
