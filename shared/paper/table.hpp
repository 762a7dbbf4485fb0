// SPDX-License-Identifier: Apache-2.0
#pragma once
// Tables of a form: labels and values with hairlines between them, broken over pages inside a row where a value is
// long. Drawn at the sheet's cursor over the whole width of the text.

#include <string>
#include <vector>

#include "shared/paper/sheet.hpp"

namespace zj::paper {

struct Field {
    std::string label, value;
    bool wide = false;  // takes the whole width even where it is short
};
// Two fields a line where both are short, one where not. Fields without a value are left out.
void put_fields(Sheet& sheet, const std::vector<Field>& fields);

struct Column {
    std::string head;
    double share;  // of the width; all together 1
    Face face = Face::song;
    Align align = Align::left;
};
// The head is repeated on every page. REQUIRES: as many values in a row as columns.
void put_grid(Sheet& sheet, const std::vector<Column>& columns, const std::vector<std::vector<std::string>>& rows);

}  // namespace zj::paper
