// SPDX-License-Identifier: Apache-2.0
#include "shared/paper/sheet.hpp"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "assets/texts.hpp"
#include "shared/paper/bounds.hpp"

namespace zj::paper {

namespace {

constexpr double kFootBaseline = kPageHeight - mm(13);

const char* family_of(Face face) {
    switch (face) {
        case Face::song:
        case Face::song_bold:
            return "Noto Serif CJK SC";
        case Face::mono:
            return "Noto Sans Mono CJK SC";
        default:
            return "Noto Sans CJK SC";
    }
}

struct FreeFont {
    void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
};
struct FreeAttributes {
    void operator()(PangoAttrList* list) const { pango_attr_list_unref(list); }
};
struct FreeIterator {
    void operator()(PangoLayoutIter* at) const { pango_layout_iter_free(at); }
};

double points(int units) {
    return double(units) / PANGO_SCALE;
}

void set_font(PangoLayout* layout, const Style& style) {
    const std::unique_ptr<PangoFontDescription, FreeFont> font(pango_font_description_new());
    pango_font_description_set_family_static(font.get(), family_of(style.face));
    pango_font_description_set_absolute_size(font.get(), style.size * PANGO_SCALE);
    const bool bold = style.face == Face::song_bold || style.face == Face::hei_bold;
    pango_font_description_set_weight(font.get(), bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout, font.get());
}

void set_attributes(PangoLayout* layout, const Style& style) {
    const std::unique_ptr<PangoAttrList, FreeAttributes> list(pango_attr_list_new());
    // Shared code points look differently in Chinese and Japanese; digits are of one width in columns.
    pango_attr_list_insert(list.get(), pango_attr_language_new(pango_language_from_string("zh-CN")));
    if (style.letter_space > 0) {
        pango_attr_list_insert(list.get(), pango_attr_letter_spacing_new(int(style.letter_space * PANGO_SCALE)));
    }
    pango_layout_set_attributes(layout, list.get());
}

void set_shape(PangoLayout* layout, const Style& style, double width) {
    pango_layout_set_width(layout, int(width * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_line_spacing(layout, float(style.spread));
    pango_layout_set_indent(layout, int(style.indent * PANGO_SCALE));
    pango_layout_set_auto_dir(layout, FALSE);
    pango_layout_set_justify(layout, style.align == Align::both);
    pango_layout_set_alignment(layout, style.align == Align::centre  ? PANGO_ALIGN_CENTER
                                       : style.align == Align::right ? PANGO_ALIGN_RIGHT
                                                                     : PANGO_ALIGN_LEFT);
}

cairo_status_t append(void* to, const unsigned char* data, unsigned size) {
    auto& out = *static_cast<Bytes*>(to);
    out.insert(out.end(), data, data + size);
    return CAIRO_STATUS_SUCCESS;
}

struct DestroySurface {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
struct DestroyCairo {
    void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
};

struct Printed {
    Bytes pdf;
    int pages = 0;
};

Result<Printed> print_once(const std::string& title, const std::string& made_at, const std::string& foot, int pages,
                           const std::function<void(Sheet&)>& draw, PrintOptions options) {
    Printed out;
    const std::unique_ptr<cairo_surface_t, DestroySurface> surface(
        cairo_pdf_surface_create_for_stream(append, &out.pdf, kPageWidth, kPageHeight));
    cairo_pdf_surface_restrict_to_version(surface.get(), CAIRO_PDF_VERSION_1_5);
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, title.c_str());
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, made_at.c_str());
    const std::unique_ptr<cairo_t, DestroyCairo> cairo(cairo_create(surface.get()));
    Sheet sheet(cairo.get(), foot, pages, options);
    draw(sheet);
    sheet.end();
    out.pages = sheet.page();
    cairo_surface_finish(surface.get());
    if (sheet.fault()) {
        return *sheet.fault();
    }
    for (const cairo_status_t status : {cairo_status(cairo.get()), cairo_surface_status(surface.get())}) {
        if (status != CAIRO_STATUS_SUCCESS) {
            return fail("paper.draw", {}, cairo_status_to_string(status));
        }
    }
    return out;
}

}  // namespace

void Block::Unref::operator()(PangoLayout* layout) const {
    g_object_unref(layout);
}

Sheet::Sheet(cairo_t* cairo, std::string foot, int pages, PrintOptions options)
    : cairo_(cairo), foot_(std::move(foot)), pages_(pages), options_(options) {}

Block Sheet::block(std::string_view text, const Style& style, double width) {
    Block out;
    out.layout_.reset(pango_cairo_create_layout(cairo_));
    out.grey_ = style.grey;
    PangoLayout* layout = out.layout_.get();
    set_font(layout, style);
    set_attributes(layout, style);
    set_shape(layout, style, width);
    pango_layout_set_text(layout, text.data(), int(text.size()));
    if (options_.substitute && pango_layout_get_unknown_glyphs_count(layout) > 0) {
        const std::string drawn = with_codes(layout, text);
        pango_layout_set_text(layout, drawn.data(), int(drawn.size()));
        substituted_ = true;
    }
    check_glyphs(out, text);
    const std::unique_ptr<PangoLayoutIter, FreeIterator> at(pango_layout_get_iter(layout));
    int index = 0;
    do {
        PangoRectangle logical;
        int top = 0, bottom = 0;
        pango_layout_iter_get_line_extents(at.get(), nullptr, &logical);
        pango_layout_iter_get_line_yrange(at.get(), &top, &bottom);
        out.lines_.push_back({points(top), points(bottom), points(logical.x),
                              points(pango_layout_iter_get_baseline(at.get())), index++});
        out.widest_ = std::max(out.widest_, points(logical.width));
    } while (pango_layout_iter_next_line(at.get()) != 0);
    return out;
}

// [U+20BB7] in the place of each character that has no glyph. Lays out each alone; the layout keeps the last.
std::string Sheet::with_codes(PangoLayout* layout, std::string_view text) const {
    const std::string whole(text);  // with an end
    std::string out;
    for (const char* at = whole.c_str(); *at != '\0';) {
        const char* next = g_utf8_next_char(at);
        pango_layout_set_text(layout, at, int(next - at));
        if (pango_layout_get_unknown_glyphs_count(layout) == 0) {
            out.append(at, next);
        } else {
            std::array<char, 16> code{};
            std::snprintf(code.data(), code.size(), "[U+%04X]", unsigned(g_utf8_get_char(at)));
            out += code.data();
        }
        at = next;
    }
    return out;
}

void Sheet::check_glyphs(const Block& block, std::string_view text) {
    if (pango_layout_get_unknown_glyphs_count(block.layout_.get()) == 0) {
        return;
    }
    failed(fail("paper.characters", {}, "no font has all of them", {std::string(text.substr(0, kTextBytesMax))}));
}

void Sheet::put_lines(const Block& block, double x, double at, std::size_t first, std::size_t last) {
    if (fault_ || first >= last) {
        return;
    }
    cairo_set_source_rgb(cairo_, block.grey_, block.grey_, block.grey_);
    const double shift = at - block.lines_[first].top;
    for (std::size_t i = first; i < last; ++i) {
        const Block::Line& line = block.lines_[i];
        cairo_move_to(cairo_, x + line.x, shift + line.baseline);
        pango_cairo_show_layout_line(cairo_, pango_layout_get_line_readonly(block.layout_.get(), line.index));
    }
}

void Sheet::flow(std::string_view text, const Style& style, double gap_below) {
    const Block whole = block(text, style, kTextWidth);
    const std::vector<Block::Line>& lines = whole.lines();
    for (std::size_t i = 0; i < lines.size(); ++i) {
        need(lines[i].bottom - lines[i].top);
        put_lines(whole, kLeft, y, i, i + 1);
        y += (i + 1 < lines.size() ? lines[i + 1].top : lines[i].bottom) - lines[i].top;
    }
    y += gap_below;
}

void Sheet::line(double x0, double y0, double x1, double y1, double width, double grey) {
    cairo_set_source_rgb(cairo_, grey, grey, grey);
    cairo_set_line_width(cairo_, width);
    cairo_move_to(cairo_, x0, y0);
    cairo_line_to(cairo_, x1, y1);
    cairo_stroke(cairo_);
}

void Sheet::fill(double x, double top, double width, double height, double grey) {
    cairo_set_source_rgb(cairo_, grey, grey, grey);
    cairo_rectangle(cairo_, x, top, width, height);
    cairo_fill(cairo_);
}

void Sheet::need(double height) {
    if (height > left_on_page() && y > kTop) {
        next_page();
    }
}

void Sheet::next_page() {
    if (page_ >= options_.pages_max) {
        failed(fail("paper.pages", {}, "more than " + std::to_string(options_.pages_max)));
        y = kTop;
        return;
    }
    foot();
    cairo_show_page(cairo_);
    ++page_;
    y = kTop;
    if (background_) {
        background_(*this);
    }
}

void Sheet::set_background(std::function<void(Sheet&)> draw) {
    background_ = std::move(draw);
    background_(*this);
}

void Sheet::end() {
    foot();
    cairo_show_page(cairo_);
}

void Sheet::foot() {
    const Style style{.face = Face::hei, .size = 8, .grey = 0.35};
    const std::string pages =
        texts::term("paper.page_of", texts::Lang::zh, {std::to_string(page_), std::to_string(pages_)});
    const Block left = block(foot_, style, kTextWidth);
    Style to_the_right = style;
    to_the_right.align = Align::right;
    const Block right = block(pages, to_the_right, kTextWidth);
    line(kLeft, kFootBaseline - mm(5), kRight, kFootBaseline - mm(5), 0.35, 0.35);
    put_lines(left, kLeft, kFootBaseline - mm(4), 0, 1);
    put(right, kLeft, kFootBaseline - mm(4));
}

void Sheet::failed(Error error) {
    if (!fault_) {
        fault_ = std::move(error);
    }
}

Result<Bytes> print(const std::string& title, Time made_at, const std::string& foot,
                    const std::function<void(Sheet&)>& draw, PrintOptions options) {
    // PDF wants no milliseconds: 2026-11-25T08:41:07+08:00.
    std::string made = format_time(made_at);
    made.erase(made.find('.'), 4);
    ZJ_TRY(const Printed counted, print_once(title, made, foot, 1, draw, options));
    ZJ_TRY(Printed printed, print_once(title, made, foot, counted.pages, draw, options));
    return std::move(printed.pdf);
}

}  // namespace zj::paper
