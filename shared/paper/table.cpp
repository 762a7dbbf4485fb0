// SPDX-License-Identifier: Apache-2.0
#include "shared/paper/table.hpp"

#include <algorithm>

namespace zj::paper {

namespace {

constexpr double kHair = 0.4, kFrame = 0.9;
constexpr double kPadX = 6, kLabelPadX = 3, kPadY = 5.5;
constexpr double kLabelWidth = mm(25);
constexpr double kLabelGrey = 0.955;

struct Cell {
    double x, width;
    Block block;
    double pad = kPadX;
    bool label = false;
};

struct Row {
    std::vector<Cell> cells;
    double min_height = 0;
};

double height_of(const Block& block, std::size_t first, std::size_t last) {
    return first >= last ? 0 : block.lines()[last - 1].bottom - block.lines()[first].top;
}

// How many lines from `first` on fit into `room`.
std::size_t fitting(const Block& block, std::size_t first, double room) {
    std::size_t last = first;
    while (last < block.lines().size() && height_of(block, first, last + 1) <= room) {
        ++last;
    }
    return last;
}

void draw_lines(Sheet& sheet, const Row& row, double top, double bottom, double top_width) {
    for (const Cell& cell : row.cells) {
        sheet.line(cell.x, top, cell.x, bottom, cell.x <= kLeft ? kFrame : kHair);
    }
    sheet.line(kRight, top, kRight, bottom, kFrame);
    sheet.line(kLeft, top, kRight, top, top_width);
}

// What fits of one row onto this page, from the lines in `next` on; whether that was all of it.
bool draw_slice(Sheet& sheet, const Row& row, std::vector<std::size_t>& next, double least, double top_width) {
    const double room = sheet.left_on_page() - 2 * kPadY;
    std::vector<std::size_t> last(row.cells.size());
    double height = least;
    bool all = true;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        last[i] = fitting(row.cells[i].block, next[i], room);
        height = std::max(height, height_of(row.cells[i].block, next[i], last[i]));
        all = all && last[i] == row.cells[i].block.lines().size();
    }
    const double top = sheet.y, bottom = top + height + 2 * kPadY;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const Cell& cell = row.cells[i];
        if (cell.label) {
            sheet.fill(cell.x, top, cell.width, bottom - top, kLabelGrey);
        }
        const double spare = all ? height - height_of(cell.block, next[i], last[i]) : 0;
        sheet.put_lines(cell.block, cell.x + cell.pad, top + kPadY + spare / 2, next[i], last[i]);
    }
    draw_lines(sheet, row, top, bottom, top_width);
    sheet.y = bottom;
    next = last;
    return all;
}

void close_frame(Sheet& sheet) {
    sheet.line(kLeft, sheet.y, kRight, sheet.y, kFrame);
}

// One row, over as many pages as it takes; the line below it is the next row's.
void draw_row(Sheet& sheet, const Row& row, double top_width) {
    std::vector<std::size_t> next(row.cells.size(), 0);
    double least = row.min_height - 2 * kPadY;
    while (!draw_slice(sheet, row, next, least, top_width) && !sheet.fault()) {
        close_frame(sheet);
        sheet.next_page();
        top_width = kFrame;
        least = 0;
        for (std::size_t i = 0; i < next.size(); ++i) {
            next[i] = row.cells[i].label ? 0 : next[i];  // the label stands on every page
        }
    }
}

// A row begins on this page only if two lines of it find room. Whether a new page was taken.
bool make_room(Sheet& sheet, const Row& row, bool first) {
    double least = row.min_height;
    for (const Cell& cell : row.cells) {
        const std::size_t lines = std::min<std::size_t>(2, cell.block.lines().size());
        least = std::max(least, height_of(cell.block, 0, lines) + 2 * kPadY);
    }
    if (least <= sheet.left_on_page() || sheet.y <= kTop) {
        return false;
    }
    if (!first) {
        close_frame(sheet);
    }
    sheet.next_page();
    return true;
}

Style label_style() {
    return {.face = Face::hei, .size = 9.5, .align = Align::centre, .grey = 0.2};
}

Style value_style() {
    return {.face = Face::song, .size = 10.5};
}

void add_pair(Sheet& sheet, Row& row, double x, double width, const Field& field) {
    row.cells.push_back(
        {x, kLabelWidth, sheet.block(field.label, label_style(), kLabelWidth - 2 * kLabelPadX), kLabelPadX, true});
    const double rest = width - kLabelWidth;
    row.cells.push_back({x + kLabelWidth, rest, sheet.block(field.value, value_style(), rest - 2 * kPadX)});
}

bool short_enough(Sheet& sheet, const Field& field) {
    const double width = kTextWidth / 2 - kLabelWidth - 2 * kPadX;
    return !field.wide && sheet.block(field.value, value_style(), width).lines().size() == 1;
}

constexpr double kRowHeight = mm(8.6);

}  // namespace

void put_fields(Sheet& sheet, const std::vector<Field>& all) {
    std::vector<Field> fields;
    std::copy_if(all.begin(), all.end(), std::back_inserter(fields), [](const Field& f) { return !f.value.empty(); });
    for (std::size_t i = 0; i < fields.size() && !sheet.fault(); ++i) {
        Row row;
        row.min_height = kRowHeight;
        bool first = i == 0;
        const bool pair = i + 1 < fields.size() && short_enough(sheet, fields[i]) && short_enough(sheet, fields[i + 1]);
        add_pair(sheet, row, kLeft, pair ? kTextWidth / 2 : kTextWidth, fields[i]);
        if (pair) {
            add_pair(sheet, row, kLeft + kTextWidth / 2, kTextWidth / 2, fields[++i]);
        }
        first = make_room(sheet, row, first) || first;
        draw_row(sheet, row, first ? kFrame : kHair);
    }
    close_frame(sheet);
}

namespace {

Row grid_row(Sheet& sheet, const std::vector<Column>& columns, const std::vector<std::string>& values, bool head) {
    Row row;
    row.min_height = head ? mm(7) : mm(7.6);
    double x = kLeft;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const double width = columns[i].share * kTextWidth;
        Style style = head ? label_style() : value_style();
        if (!head) {
            style.face = columns[i].face;
            style.size = columns[i].face == Face::mono ? 8 : 10;
            style.align = columns[i].align;
        }
        row.cells.push_back({x, width, sheet.block(values[i], style, width - 2 * kPadX), kPadX, head});
        x += width;
    }
    return row;
}

}  // namespace

void put_grid(Sheet& sheet, const std::vector<Column>& columns, const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::string> heads;
    for (const Column& column : columns) {
        heads.push_back(column.head);
    }
    const Row head = grid_row(sheet, columns, heads, true);
    sheet.need(3 * kRowHeight);
    draw_row(sheet, head, kFrame);
    for (const std::vector<std::string>& values : rows) {
        const Row row = grid_row(sheet, columns, values, false);
        if (sheet.fault()) {
            return;
        }
        if (make_room(sheet, row, false)) {
            draw_row(sheet, head, kFrame);
        }
        draw_row(sheet, row, kHair);
    }
    close_frame(sheet);
}

}  // namespace zj::paper
