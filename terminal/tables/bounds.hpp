// SPDX-License-Identifier: Apache-2.0
#pragma once
// How much one payroll or budget file may be, so that a hostile one cannot hold the terminal. A test goes beyond each.

#include <cstddef>
#include <cstdint>

namespace zj::tables::bounds {

// A county of 30,000 persons is some 4 MB a month as text and less as a workbook; opening files have the same bound.
inline constexpr std::size_t kFileBytesMax = 64 * 1024 * 1024;
// 30,000 persons with six items of pay each; what is more is a year in one file, and is loaded month by month.
inline constexpr std::size_t kRowsMax = 200'000;
// A spreadsheet's own bound, empty rows included.
inline constexpr std::size_t kRecordsMax = 1'048'576;
// The widest payroll tables list every allowance in a column of its own, some 80 of them.
inline constexpr std::size_t kColumnsMax = 256;
// Cells that hold something and the empty ones between them: some 100 MiB of memory.
inline constexpr std::size_t kCellsMax = 2'000'000;
// A spreadsheet's own bound is 32,767 characters a cell; no cell we read holds a text of that size.
inline constexpr std::size_t kCellBytesMax = 32 * 1024;
// The text of all cells together: a shared string is stored once in a workbook and may stand in every cell.
inline constexpr std::size_t kTextBytesMax = 128 * 1024 * 1024;
// Titles, notes and the date of printing stand above a header; it is not looked for further down.
inline constexpr std::size_t kHeaderRowMax = 50;

// A workbook of twenty sheets has some fifty parts; pictures and comments add a few.
inline constexpr std::int64_t kZipEntriesMax = 1000;
// The XML of 2 million cells, at some 60 bytes a cell and twice over.
inline constexpr std::uint64_t kUnpackedBytesMax = 256 * 1024 * 1024;
// Sheets of repeated numbers shrink to a thirtieth; deflate can do a thousand, and only bombs come near. Small parts
// are let be, since a short one can be all the same sign.
inline constexpr std::uint64_t kUnpackedRatioMax = 200;
inline constexpr std::uint64_t kUnpackedRatioFrom = 1024 * 1024;
// A workbook's XML is some six deep.
inline constexpr std::size_t kXmlDepthMax = 64;
// One tag, comment or run of text: expat keeps an unfinished one whole and looks at it anew with each piece.
inline constexpr std::size_t kXmlTokenBytesMax = 1024 * 1024;
// Styles of cells; a spreadsheet's own bound. What stands beyond is shown as if it had none.
inline constexpr std::size_t kStylesMax = 65'536;
// A merged unit or item down a payroll table; a sheet with more of them is a form and no table. What is merged beyond
// stays as written: its first cell alone.
inline constexpr std::size_t kMergedMax = 20'000;
// Sheets of a workbook: one a month and a cover.
inline constexpr std::size_t kSheetsMax = 100;

// Above a million yuan a month in one row, or ten thousand million a year, the column is another one (a bank account, a
// number of the file); `pay.load` and `budget.load` refuse more.
inline constexpr std::int64_t kPaidFenMax = 100'000'000;
inline constexpr std::int64_t kBudgetFenMax = 1'000'000'000'000;
// Persons that one unit is funded for.
inline constexpr std::int64_t kFundedMax = 100'000;
// Characters of a name, as in the register.
inline constexpr std::size_t kNameCharactersMax = 50;
// Rows of one unit in one month; `pay.load` refuses more.
inline constexpr std::size_t kUnitRowsMax = 5'000;
// Units of one intent; `pay.load` and `budget.load` refuse more.
inline constexpr std::size_t kIntentUnitsMax = 400;

// A mapping is some 2 KiB; each field has a few headers it may stand under, and each item of pay a few names.
inline constexpr std::size_t kMappingBytesMax = 64 * 1024;
inline constexpr std::size_t kMappingTextsMax = 20;
inline constexpr std::size_t kMappingItemsMax = 200;
inline constexpr std::size_t kMappingTextBytesMax = 300;

// What of a wrong cell is shown again.
inline constexpr std::size_t kShownCharactersMax = 40;

}  // namespace zj::tables::bounds
