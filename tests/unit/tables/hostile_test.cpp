// SPDX-License-Identifier: Apache-2.0
// Files that mean harm, or are far too large: each bound of bounds.hpp is passed once, and nothing is read.
#include <chrono>

#include <catch2/catch_test_macros.hpp>

#include "terminal/tables/bounds.hpp"
#include "terminal/tables/read.hpp"
#include "terminal/tables/table.hpp"
#include "tests/unit/tables/files.hpp"

using namespace zj;
using namespace zj::tables;

namespace {

const test::Rows kSmall{{{"单位"}, {"姓名"}}, {{"u0"}, {"张三"}}};

Error error_of(std::string_view bytes) {
    const auto table = read_table(as_bytes(bytes));
    return table ? Error() : table.error();
}

// The small book with one part in another's place.
std::string with_part(const std::string& name, std::string content, bool stored = false) {
    test::Parts parts = test::parts_of({{"a", kSmall}});
    for (auto& [part, old] : parts) {
        if (part == name) {
            old = std::move(content);
        }
    }
    return test::zip_of(parts, stored);
}

std::string with_sheet(const std::string& rows, bool stored = false) {
    return with_part("xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + rows + "</sheetData></worksheet>", stored);
}

std::string repeated(const std::string& text, std::size_t count) {
    std::string out;
    out.reserve(text.size() * count);
    for (std::size_t i = 0; i < count; ++i) {
        out += text;
    }
    return out;
}

}  // namespace

TEST_CASE("a file beyond its bound is not looked at") {
    const std::string file(bounds::kFileBytesMax + 1, 'a');
    CHECK(error_of(file).code == "table.size");
}

TEST_CASE("more rows than a table may have are refused, empty ones at a spreadsheet's bound") {
    const std::string header = "单位,姓名\n";
    CHECK(error_of(header + repeated("a,b\n", bounds::kRowsMax - 1)).code.empty());
    CHECK(error_of(header + repeated("a,b\n", bounds::kRowsMax)).code == "table.rows");
    CHECK(error_of(header + repeated("\n", bounds::kRecordsMax)).code == "table.rows");
}

TEST_CASE("wider, larger and more cells than a table may have are refused") {
    CHECK(error_of("单位,姓名\n" + repeated("x,", bounds::kColumnsMax) + "x\n").code == "table.columns");
    CHECK(error_of("单位,姓名\n" + std::string(bounds::kCellBytesMax + 1, 'x') + ",y\n").code == "table.cell_text");
    const std::string wide = repeated("x,", bounds::kColumnsMax - 1) + "x\n";
    CHECK(error_of("单位,姓名\n" + repeated(wide, bounds::kCellsMax / bounds::kColumnsMax + 1)).code == "table.cells");
}

TEST_CASE("a workbook beyond the same bounds is refused") {
    CHECK(error_of(with_sheet("<row r=\"1\"><c r=\"IW1\"><v>1</v></c></row>")).code == "table.columns");
    CHECK(error_of(with_sheet("<row r=\"1\"><c r=\"A1\" t=\"str\"><v>" + std::string(bounds::kCellBytesMax + 1, 'x') +
                              "</v></c></row>"))
              .code == "table.cell_text");
    CHECK(error_of(
              with_sheet(repeated("<row><c r=\"IV1\"><v>1</v></c></row>", bounds::kCellsMax / bounds::kColumnsMax + 1),
                         true))
              .code == "table.cells");
    CHECK(error_of(with_sheet(repeated("<row><c><v>1</v></c></row>", bounds::kRowsMax + 1), true)).code ==
          "table.rows");
}

TEST_CASE("one long string in every cell is refused by the text of all") {
    const std::string strings = "<sst><si><t>" + std::string(bounds::kCellBytesMax, 'x') + "</t></si></sst>";
    test::Parts parts = test::parts_of({{"a", kSmall}});
    for (auto& [part, old] : parts) {
        if (part == "xl/sharedStrings.xml") {
            old = strings;
        } else if (part == "xl/worksheets/sheet1.xml") {
            old = "<worksheet><sheetData>" +
                  repeated("<row><c t=\"s\"><v>0</v></c></row>", bounds::kTextBytesMax / bounds::kCellBytesMax + 1) +
                  "</sheetData></worksheet>";
        }
    }
    CHECK(error_of(test::zip_of(parts)).code == "table.text");
}

TEST_CASE("a zip bomb is stopped by its ratio, by all its parts together, or by their number") {
    const std::string blanks(8 * 1024 * 1024, ' ');
    CHECK(error_of(with_part("xl/styles.xml", "<styleSheet>" + blanks + "</styleSheet>")).code == "table.bomb");
    // Blanks that shrink a hundredfold only, sheet after sheet without a header.
    std::string mixed;
    std::uint32_t state = 1;
    while (mixed.size() < 16 * 1024 * 1024) {
        state = state * 1664525 + 1013904223;
        mixed += std::string(200 + state % 300, ' ') + "\n\t"[state >> 31];
    }
    std::vector<test::Sheet> sheets(bounds::kUnpackedBytesMax / mixed.size() + 1);
    for (std::size_t i = 0; i < sheets.size(); ++i) {
        sheets[i] = {"s" + std::to_string(i), {{{"x"}}}, mixed};
    }
    CHECK(error_of(test::book_of(sheets)).code == "table.bomb");
    test::Parts parts = test::parts_of({{"a", kSmall}});
    for (std::int64_t i = 0; i < bounds::kZipEntriesMax; ++i) {
        parts.emplace_back("p" + std::to_string(i), "x");
    }
    CHECK(error_of(test::zip_of(parts)).code == "table.bomb");
}

TEST_CASE("entities, document types and deep nesting are refused") {
    const std::string laughs =
        "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b "
        "\"&a;&a;&a;\">]><worksheet><sheetData><row><c "
        "t=\"str\"><v>&b;</v></c></row></sheetData></worksheet>";
    CHECK(error_of(with_part("xl/worksheets/sheet1.xml", laughs)).code == "table.doctype");
    const std::string outside =
        "<!DOCTYPE x [<!ENTITY f SYSTEM \"file:///etc/hostname\">]><sst><si><t>&f;</t></si></sst>";
    CHECK(error_of(with_part("xl/sharedStrings.xml", outside)).code == "table.doctype");
    CHECK(error_of(with_sheet("<row><c t=\"str\"><v>&undefined;</v></c></row>")).code == "table.xml");
    CHECK(error_of(with_sheet(repeated("<a>", bounds::kXmlDepthMax) + repeated("</a>", bounds::kXmlDepthMax))).code ==
          "table.xml");
}

TEST_CASE("more sheets than a workbook may have are refused") {
    CHECK(error_of(test::book_of(std::vector<test::Sheet>(bounds::kSheetsMax + 1, {"a", kSmall}))).code ==
          "table.sheets");
}

TEST_CASE("a damaged workbook is refused, wherever it is damaged") {
    const std::string good = test::book_of({{"a", kSmall}});
    for (std::size_t size = 4; size < good.size(); size += 7) {
        INFO(size);
        CHECK(!error_of(good.substr(0, size)).code.empty());
    }
    CHECK(error_of(test::zip_of({{"readme.txt", "x"}})).code == "table.workbook");
    CHECK(error_of(with_part("xl/workbook.xml", "<workbook><sheets/></workbook>")).code == "table.workbook");
    CHECK(error_of(with_sheet("<row r=\"2\"/><row r=\"1\"/>")).code == "table.xml");
    CHECK(error_of(with_sheet("<row r=\"1\"><c r=\"B1\"/><c r=\"A1\"/></row>")).code == "table.xml");
    CHECK(error_of(with_sheet("<row r=\"1\"><c r=\"1A\"/></row>")).code == "table.xml");
    CHECK(error_of(with_sheet("<row r=\"1\"><c t=\"s\"><v>99</v></c></row>")).code == "table.xml");
    CHECK(error_of(with_sheet("<row r=\"1\"><row r=\"2\"/></row>")).code == "table.xml");
    CHECK(error_of(with_sheet("<row r=\"1\">")).code == "table.xml");
    CHECK(error_of(with_sheet("")).code == "table.empty");
}

TEST_CASE("a header is looked for in the first rows only") {
    const auto table_with = [](std::size_t above) {
        return *read_table(as_bytes(repeated("浠水县\n", above) + "单位,姓名\na,b\n"));
    };
    CHECK(table_with(bounds::kHeaderRowMax - 1).header_row == bounds::kHeaderRowMax);
    CHECK(table_with(bounds::kHeaderRowMax).header_row == 0);
}

TEST_CASE("cells merged beyond the bound stay as they are written") {
    // One column of two rows each: the pair beyond the bound keeps its empty lower cell.
    std::string rows = "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>单位</v></c><c r=\"B1\" t=\"str\"><v>姓名</v></c></row>";
    std::string merges;
    for (std::size_t i = 0; i <= bounds::kMergedMax; ++i) {
        const std::string upper = std::to_string(2 * i + 2), lower = std::to_string(2 * i + 3);
        rows += "<row r=\"" + upper + "\"><c t=\"str\"><v>u" + std::to_string(i) + "</v></c><c><v>1</v></c></row>";
        rows += "<row r=\"" + lower + "\"><c r=\"B" + lower + "\"><v>2</v></c></row>";
        merges += "<mergeCell ref=\"A" + upper + ":A" + lower + "\"/>";
    }
    const auto table = read_table(as_bytes(with_part(
        "xl/worksheets/sheet1.xml",
        "<worksheet><sheetData>" + rows + "</sheetData><mergeCells>" + merges + "</mergeCells></worksheet>", true)));
    REQUIRE(table.has_value());
    REQUIRE(table->rows.size() == 2 * (bounds::kMergedMax + 1));
    CHECK(table->rows[2 * bounds::kMergedMax - 1].cells[0] == "u" + std::to_string(bounds::kMergedMax - 1));
    CHECK(table->rows[2 * bounds::kMergedMax + 1].cells[0].empty());
}

TEST_CASE("a day in a style beyond the bound is shown as its number") {
    const auto day_in = [](std::size_t styles_before) {
        const std::string number = std::to_string(styles_before);
        test::Parts parts = test::parts_of({{"a", kSmall}});
        for (auto& [part, old] : parts) {
            if (part == "xl/styles.xml") {
                old = "<styleSheet><cellXfs>" + repeated("<xf numFmtId=\"0\"/>", styles_before) +
                      "<xf numFmtId=\"14\"/></cellXfs></styleSheet>";
            } else if (part == "xl/worksheets/sheet1.xml") {
                old =
                    "<worksheet><sheetData><row><c s=\"" + number + "\"><v>46310</v></c></row></sheetData></worksheet>";
            }
        }
        return read_table(as_bytes(test::zip_of(parts, true)))->rows.at(0).cells.at(0);
    };
    CHECK(day_in(bounds::kStylesMax - 1) == "2026-10-15");
    CHECK(day_in(bounds::kStylesMax) == "46310");
}

TEST_CASE("merged cells count with all others, so that what is read fits into an answer") {
    // Half of the text written, and as much again by merging.
    const std::string text(bounds::kCellBytesMax - 1, 'a');
    std::string rows, merges;
    const std::size_t half = bounds::kTextBytesMax / bounds::kCellBytesMax / 2 + 8;
    for (std::size_t i = 0; i < half; ++i) {
        const std::string upper = std::to_string(2 * i + 1), lower = std::to_string(2 * i + 2);
        rows += "<row r=\"" + upper + "\"><c t=\"str\"><v>" + text + "</v></c><c t=\"str\"><v>1</v></c></row>";
        rows += "<row r=\"" + lower + "\"><c r=\"B" + lower + "\"><v>2</v></c></row>";
        merges += "<mergeCell ref=\"A" + upper + ":A" + lower + "\"/>";
    }
    const auto table = read_table(
        as_bytes(with_part("xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + rows + "</sheetData><mergeCells>" +
                                                           merges + "</mergeCells></worksheet>")));
    REQUIRE(!table.has_value());
    CHECK((table.error().code == "table.text" || table.error().code == "table.bomb"));
}

TEST_CASE("a comment or a tag without end is given up, not looked through again and again") {
    std::string noise;
    for (std::size_t i = 0; noise.size() < 3 * bounds::kXmlTokenBytesMax; ++i) {
        noise += std::to_string(i * 2654435761U);  // so that it does not look like a bomb
    }
    const auto began = std::chrono::steady_clock::now();
    for (const std::string& token : {"<!-- " + noise + " -->", "<c r=\"" + noise + "\"/>"}) {
        const auto table =
            read_table(as_bytes(with_part("xl/worksheets/sheet1.xml", "<worksheet>" + token + "</worksheet>")));
        REQUIRE(!table.has_value());
        CHECK(table.error().code == "table.xml");
    }
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(20));
}
