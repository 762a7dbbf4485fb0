// SPDX-License-Identifier: Apache-2.0
#pragma once
// One sheet of a workbook: its XML into rows of text. Used by workbook.cpp only.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "terminal/tables/grid.hpp"
#include "terminal/tables/xml.hpp"

namespace zj::tables {

unsigned unsigned_of(std::string_view text);  // 0 where it is none

class SheetReader final : public XmlHandler {
public:
    // All outlive the reader.
    SheetReader(const std::vector<std::string>& shared, const std::vector<bool>& day_styles, bool from_1904)
        : shared_(shared), day_styles_(day_styles), from_1904_(from_1904) {}

    void start(std::string_view name, const XmlAttributes& attributes) override;
    void end(std::string_view name) override;
    void text(std::string_view piece) override;

    // Fills merged columns. REQUIRES: read to its end without error.
    Result<Grid> finish() &&;

private:
    struct Merged {
        std::size_t column = 0, first = 0, last = 0;
    };
    void start_row(std::string_view number);
    void start_cell(const XmlAttributes& attributes);
    void end_cell();
    void end_row();
    void merge(std::string_view range);
    std::string cell_text();

    const std::vector<std::string>& shared_;
    const std::vector<bool>& day_styles_;
    bool from_1904_;

    Grid grid_;
    std::vector<Merged> merged_;
    Row row_;
    std::size_t row_number_ = 0, column_ = 0, next_column_ = 0;
    std::string type_, value_;
    std::size_t style_ = 0;
    bool in_row_ = false, in_cell_ = false, takes_text_ = false, in_sound_ = false;
};

}  // namespace zj::tables
