// SPDX-License-Identifier: Apache-2.0
// Drawing: shapes and text. Lines stand on whole pixels, so that hairlines are sharp at every scale.
#include <imgui.h>

#include <array>
#include <cmath>

#include "terminal/ui/line_break.hpp"
#include "terminal/ui/ui.hpp"

namespace zj::ui {

namespace {

// Pixels that a text may stand out: sums of rounded ems differ by as much.
constexpr float kSpare = 2.5F;
constexpr std::string_view kEllipsis = "…";
// ImGui sizes a face by its line box; Noto Sans CJK's is 1.448 em high (ascender 1160, descender 288 of 1000).
constexpr float kBoxPerEm = 1.448F;

ImVec2 at(Vec v) {
    return {v.x, v.y};
}

float pixel(float v) {
    return std::round(v);
}

char32_t decode(std::string_view text, std::size_t& i) {
    const auto first = static_cast<unsigned char>(text[i]);
    const std::size_t size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    char32_t c = size == 1 ? first : first & (0xFFU >> (size + 1));
    for (std::size_t k = 1; k < size && i + k < text.size(); ++k) {
        c = (c << 6U) | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    }
    i += size;
    return c;
}

}  // namespace

float Ui::em(float n) const {
    return pixel(n * frame_.em);
}

std::uint32_t Ui::colour(Token token) const {
    const Rgba c = theme(frame_.mode)[token];
    return IM_COL32(c.r, c.g, c.b, c.a);
}

ImDrawList* Ui::list() const {
    return ImGui::GetBackgroundDrawList();
}

void Ui::fill(const Rect& r, Token token, float radius_em) {
    if (!r.empty()) {
        list()->AddRectFilled({pixel(r.x), pixel(r.y)}, {pixel(r.right()), pixel(r.bottom())}, colour(token),
                              radius_em * frame_.em);
    }
}

void Ui::outline(const Rect& r, Token token, float px, float radius_em) {
    if (r.empty()) {
        return;
    }
    const float half = px / 2;  // the line lies inside
    list()->AddRect({pixel(r.x) + half, pixel(r.y) + half}, {pixel(r.right()) - half, pixel(r.bottom()) - half},
                    colour(token), std::max(0.0F, radius_em * frame_.em - half), 0, px);
}

void Ui::line(Vec a, Vec b, Token token, float px) {
    if (a.x == b.x || a.y == b.y) {  // straight ones as rectangles: sharp, whatever the renderer does with lines
        const Rect r{pixel(std::min(a.x, b.x)), pixel(std::min(a.y, b.y)), a.x == b.x ? px : std::abs(b.x - a.x),
                     a.y == b.y ? px : std::abs(b.y - a.y)};
        list()->AddRectFilled({r.x, r.y}, {r.right(), r.bottom()}, colour(token));
        return;
    }
    list()->AddLine(at(a), at(b), colour(token), px);
}

void Ui::dashed(Vec a, Vec b, Token token, float px) {
    const float dash = em(0.3F), whole = std::hypot(b.x - a.x, b.y - a.y);
    for (float d = 0; d < whole; d += 2 * dash) {
        const float e = std::min(whole, d + dash);
        const auto point = [&](float t) {
            return Vec{a.x + (b.x - a.x) * t / whole, a.y + (b.y - a.y) * t / whole};
        };
        line(point(d), point(e), token, px);
    }
}

void Ui::disc(Vec centre, float radius_px, Token token) {
    list()->AddCircleFilled(at(centre), radius_px, colour(token), 48);
}

void Ui::ring(Vec centre, float radius_px, Token token, float px) {
    list()->AddCircle(at(centre), radius_px - px / 2, colour(token), 48, px);
}

void Ui::triangle(Vec a, Vec b, Vec c, Token token) {
    list()->AddTriangleFilled(at(a), at(b), at(c), colour(token));
}

void Ui::picture(const Rect& r, std::uint64_t texture) {
    list()->AddImage(ImTextureRef(static_cast<ImTextureID>(texture)), {r.x, r.y}, {r.right(), r.bottom()});
}

void Ui::icon(Icon icon, Vec centre, float size_em, Token token) {
    if (icon == Icon::none) {
        return;
    }
    const auto c = static_cast<char32_t>(icon);
    const std::array<char, 5> text{static_cast<char>(0xE0U | (c >> 12U)),
                                   static_cast<char>(0x80U | ((c >> 6U) & 0x3FU)),
                                   static_cast<char>(0x80U | (c & 0x3FU)), 0, 0};
    const float px = em(size_em);
    list()->AddText(fonts_.icons, px, {pixel(centre.x - px / 2), pixel(centre.y - px / 2)}, colour(token), text.data());
}

void Ui::focus_ring(const Rect& r, float radius_em) {
    outline(r.grown(5), Token::focus, 3, radius_em + 5 / frame_.em);
}

void Ui::push_clip(const Rect& r) {
    const Rect inner = clips_.empty() ? r : r.clipped(clips_.back());
    clips_.push_back(inner);
    list()->PushClipRect({inner.x, inner.y}, {inner.right(), inner.bottom()}, true);
}

void Ui::pop_clip() {
    clips_.pop_back();
    list()->PopClipRect();
}

float Ui::width_of(std::string_view text, const Style& style) const {
    ImFontBaked* baked = font(style.bold)->GetFontBaked(em(style.size) * kBoxPerEm);
    float out = 0;
    for (std::size_t i = 0; i < text.size();) {
        out += baked->GetCharAdvance(static_cast<ImWchar>(decode(text, i)));
    }
    return out;
}

float Ui::text(const Rect& r, std::string_view text, const Style& style) {
    if (text.empty() || r.w <= 0) {
        return 0;
    }
    const float px = em(style.size) * kBoxPerEm;
    float width = width_of(text, style);
    if (told_ != nullptr) {
        told_->push_back({std::string(text), width > r.w + kSpare});
    }
    std::string cut;
    if (width > r.w + kSpare) {
        const float room = r.w - width_of(kEllipsis, style);
        std::size_t end = 0;
        for (float used = 0; end < text.size();) {
            const std::size_t next = next_character(text, end);
            used += width_of(text.substr(end, next - end), style);
            if (used > room) {
                break;
            }
            end = next;
        }
        cut = std::string(text.substr(0, end)) + std::string(kEllipsis);
        text = cut;
        width = std::min(r.w, width_of(text, style));
    }
    const float x = style.align == Align::left     ? r.x
                    : style.align == Align::centre ? r.x + (r.w - width) / 2
                                                   : r.right() - width;
    // Ink of Han characters is centred 0.06 em below the middle of that box (baseline 1.16, Han from 0.88 to -0.12).
    const float y = r.y + (r.h - px) / 2 - px * 0.039F;
    list()->AddText(font(style.bold), px, {pixel(x), pixel(y)}, colour(style.colour), text.data(),
                    text.data() + text.size());
    return width;
}

float Ui::advance(char32_t c) const {
    return font(false)->GetFontBaked(em(1) * kBoxPerEm)->GetCharAdvance(static_cast<ImWchar>(c));
}

std::vector<std::string_view> Ui::lines_of(std::string_view text, float width, const Style& style) const {
    ImFontBaked* baked = font(style.bold)->GetFontBaked(em(style.size) * kBoxPerEm);
    return break_lines(text, width + 0.5F, [&](char32_t c) { return baked->GetCharAdvance(static_cast<ImWchar>(c)); });
}

float Ui::height_of(std::string_view text, float width, const Style& style, int lines_max) const {
    const auto count = static_cast<int>(lines_of(text, width, style).size());
    return line_height(style) * static_cast<float>(lines_max > 0 ? std::min(lines_max, count) : count);
}

float Ui::paragraph(const Rect& r, std::string_view text, const Style& style, int lines_max) {
    const auto lines = lines_of(text, r.w, style);
    const float height = line_height(style);
    Rect row{r.x, r.y, r.w, height};
    int n = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines_max > 0 && n + 1 == lines_max && i + 1 < lines.size()) {
            // The rest on one line, which ends in ….
            const auto begin = static_cast<std::size_t>(lines[i].data() - text.data());
            std::string rest(text.substr(begin));
            std::replace(rest.begin(), rest.end(), '\n', ' ');
            this->text(row, rest, style);
            ++n;
            break;
        }
        this->text(row, lines[i], style);
        row.y += height;
        ++n;
    }
    return height * static_cast<float>(n);
}

}  // namespace zj::ui
