// SPDX-License-Identifier: Apache-2.0
#pragma once
// A workbook (XLSX, ECMA-376): what its sheets are called, and one sheet as rows of text. Formulas are not computed:
// the value the spreadsheet stored is taken.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "terminal/tables/archive.hpp"
#include "terminal/tables/grid.hpp"

namespace zj::tables {

struct SheetPart {
    std::string name, part;
    bool hidden = false;
};

class Workbook {
public:
    // `bytes` outlive the workbook. Errors of Archive and read_xml; "table.workbook": an archive of something else.
    static Result<Workbook> open(ByteView bytes);

    const std::vector<SheetPart>& sheets() const { return sheets_; }
    // Numbers are written out (plain_number), days as 2026-11-23, truth as TRUE and FALSE, errors as #N/A and the
    // like. Merged cells: the text of the first one stands in all of a column's, as it is seen. Errors of Grid too.
    Result<Grid> read(const SheetPart& sheet);

private:
    explicit Workbook(Archive archive) : archive_(std::move(archive)) {}
    Result<void> read_parts();

    Archive archive_;
    std::vector<SheetPart> sheets_;
    std::vector<std::string> shared_;  // shared strings by index
    std::vector<bool> day_styles_;     // cell styles by index: whether their numbers are days
    bool from_1904_ = false;
};

}  // namespace zj::tables
