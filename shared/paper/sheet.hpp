// SPDX-License-Identifier: Apache-2.0
#pragma once
// A4 pages to draw on: blocks of text set by pango, hairlines, and a cursor that moves down and on to the next page.
// Lengths are points (1/72 inch) unless they say mm. The first fault is kept and the rest of the drawing goes nowhere.

#include <cairo.h>
#include <pango/pango.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/paper/bounds.hpp"

namespace zj::paper {

inline constexpr double mm(double value) {
    return value * 72 / 25.4;
}
inline constexpr double kPageWidth = mm(210), kPageHeight = mm(297);
// GB/T 9704-2012 leaves 28 mm on the left for binding and 26 on the right; above and below a form may use more.
inline constexpr double kLeft = mm(28), kRight = kPageWidth - mm(26), kTop = mm(23), kBottom = kPageHeight - mm(20);
inline constexpr double kTextWidth = kRight - kLeft;

enum class Face { song, song_bold, hei, hei_bold, mono };
enum class Align { left, centre, right, both };

struct Style {
    Face face = Face::song;
    double size = 10.5;
    Align align = Align::left;
    double grey = 0;          // 0 black, 1 white
    double spread = 1;        // from baseline to baseline, in lines as the font wants them
    double letter_space = 0;  // points between characters
    double indent = 0;        // of the first line
};

// Text broken into lines of one width.
class Block {
public:
    struct Line {
        double top, bottom;  // within the block
        double x, baseline;
        int index;
    };
    double height() const { return lines_.empty() ? 0 : lines_.back().bottom; }
    double widest() const { return widest_; }
    const std::vector<Line>& lines() const { return lines_; }

private:
    friend class Sheet;
    struct Unref {
        void operator()(PangoLayout* layout) const;
    };
    std::unique_ptr<PangoLayout, Unref> layout_;
    std::vector<Line> lines_;
    double widest_ = 0, grey_ = 0;
};

// What a paper may be.
struct PrintOptions {
    int pages_max = kPagesMax;
    // A character that no font has stands as its code, [U+20BB7]. Otherwise such a paper is not printed at all: a box
    // in the place of a character of a name makes it worthless.
    bool substitute = false;
};

class Sheet {
public:
    // What stands at the foot of every page, before the page number.
    Sheet(cairo_t* cairo, std::string foot, int pages, PrintOptions options);

    Block block(std::string_view text, const Style& style, double width);
    // Lines from `first` up to `last` (exclusive), with the top of `first` at `at`.
    void put_lines(const Block& block, double x, double at, std::size_t first, std::size_t last);
    void put(const Block& block, double x, double at) { put_lines(block, x, at, 0, block.lines().size()); }
    // At the cursor, over the whole width of the text, broken over pages where it must be.
    void flow(std::string_view text, const Style& style, double gap_below);

    void line(double x0, double y0, double x1, double y1, double width, double grey = 0);
    void fill(double x, double y, double width, double height, double grey);
    cairo_t* cairo() { return cairo_; }

    double left_on_page() const { return kBottom - y; }
    // Drawn now and on every further page, before anything else.
    void set_background(std::function<void(Sheet&)> draw);
    // A new page unless that much is left on this one.
    void need(double height);
    void next_page();
    // Draws the foot of the last page.
    void end();

    void failed(Error error);
    const std::optional<Error>& fault() const { return fault_; }
    // Whether a code has stood for a character so far.
    bool substituted() const { return substituted_; }
    int page() const { return page_; }

    double y = kTop;

private:
    void check_glyphs(const Block& block, std::string_view text);
    std::string with_codes(PangoLayout* layout, std::string_view text) const;
    void foot();

    cairo_t* cairo_;
    std::string foot_;
    std::function<void(Sheet&)> background_;
    int page_ = 1, pages_;
    PrintOptions options_;
    bool substituted_ = false;
    std::optional<Error> fault_;
};

// Draws twice, since every page says how many there are, and gives the PDF. `title` and `made_at` go into its
// properties.
Result<Bytes> print(const std::string& title, Time made_at, const std::string& foot,
                    const std::function<void(Sheet&)>& draw, PrintOptions options = {});

}  // namespace zj::paper
