// SPDX-License-Identifier: Apache-2.0
#include "terminal/ui/gauge.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace zj::ui {

namespace {

enum class Seat : std::uint8_t { actual, leaving, reserved, asked, free, over };

struct Part {
    Seat seat;
    std::int64_t n;
    const char* name;
};

std::vector<Part> parts_of(const SeatParts& p) {
    const std::int64_t taken = p.actual + p.reserved + p.asked;
    const std::int64_t over = std::max<std::int64_t>(0, taken - p.authorised);
    std::vector<Part> out{{Seat::actual, p.actual - p.leaving, "seat.actual"},
                          {Seat::leaving, p.leaving, "seat.leaving"},
                          {Seat::reserved, p.reserved, "seat.reserved"},
                          {Seat::asked, p.asked, "seat.asked"},
                          {Seat::free, std::max<std::int64_t>(0, p.authorised - taken), "seat.free"}};
    // What is beyond the authorised number is drawn as such, taken from the end.
    std::int64_t rest = over;
    for (auto part = out.rbegin(); part != out.rend() && rest > 0; ++part) {
        const std::int64_t n = std::min(rest, part->n);
        part->n -= n;
        rest -= n;
    }
    out.push_back({Seat::over, over, "seat.over"});
    std::erase_if(out, [](const Part& part) { return part.n <= 0; });
    return out;
}

void draw_seat(Ui& ui, const Rect& r, Seat seat) {
    constexpr float kRound = 0.08F;
    const Vec c = r.centre();
    const float dx = r.w * 0.2F, dy = r.h * 0.25F;
    const Token fill = seat == Seat::actual  ? Token::data
                       : seat == Seat::asked ? Token::pending
                       : seat == Seat::over  ? Token::danger_soft
                                             : Token::surface_raised;
    const Token edge = seat == Seat::asked  ? Token::pending
                       : seat == Seat::over ? Token::danger
                       : seat == Seat::free ? Token::line_strong
                                            : Token::data;
    ui.fill(r, fill, kRound);
    ui.outline(r, edge, 1, kRound);
    switch (seat) {
        case Seat::leaving:
            ui.fill({c.x - 1, r.y + dy, 2, r.h - 2 * dy}, Token::data);
            break;
        case Seat::reserved:
            ui.line({r.x + dx, r.bottom() - dy / 2}, {r.right() - dx, r.y + dy / 2}, Token::data, 1.5F);
            break;
        case Seat::asked:
            ui.fill({c.x - dx, c.y - 0.75F, 2 * dx, 1.5F}, Token::surface_raised);
            ui.fill({c.x - 0.75F, c.y - dx, 1.5F, 2 * dx}, Token::surface_raised);
            break;
        case Seat::over:
            ui.line({r.x + dx, r.y + dy}, {r.right() - dx, r.bottom() - dy}, Token::danger, 1.5F);
            ui.line({r.right() - dx, r.y + dy}, {r.x + dx, r.bottom() - dy}, Token::danger, 1.5F);
            break;
        default:
            break;
    }
}

float cells(Ui& ui, const Rect& r, const std::vector<Part>& parts, std::int64_t n) {
    const float gap = std::max(2.0F, ui.em(0.12F));
    const std::int64_t columns = n <= 20 ? n : (n + 1) / 2;
    const float fit = std::floor((r.w - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns));
    const float w = std::clamp(fit, 3.0F, ui.em(0.5F)), h = std::max(ui.em(0.7F), std::min(ui.em(0.8F), w * 1.6F));
    std::int64_t i = 0;
    for (const Part& part : parts) {
        for (std::int64_t k = 0; k < part.n; ++k, ++i) {
            const auto column = static_cast<float>(i % columns), row = static_cast<float>(i / columns);
            draw_seat(ui, {r.x + column * (w + gap), r.y + row * (h + gap), w, h}, part.seat);
        }
    }
    const auto rows = static_cast<float>((n + columns - 1) / columns);
    return rows * h + (rows - 1) * gap;
}

float bar(Ui& ui, const Rect& r, const std::vector<Part>& parts, std::int64_t n) {
    const float h = ui.em(1.1F);
    // Small parts stay wide enough to be seen; the large ones share what is left.
    const float least = ui.em(0.5F);
    const auto share = [&](const Part& part) {
        return r.w * static_cast<float>(part.n) / static_cast<float>(n);
    };
    float small = 0, large = 0;
    for (const Part& part : parts) {
        (share(part) < least ? small : large) += share(part) < least ? least : share(part);
    }
    float x = r.x;
    for (const Part& part : parts) {
        const float w = share(part) < least ? least : share(part) * (r.w - small) / large;
        draw_seat(ui, {x, r.y, w, h}, part.seat);
        x += w;
    }
    return h;
}

}  // namespace

float seats(Ui& ui, const Rect& r, const SeatParts& parts) {
    const std::vector<Part> all = parts_of(parts);
    std::int64_t n = 0;
    for (const Part& part : all) {
        n += part.n;
    }
    if (n == 0) {
        return 0;
    }
    return n > kSeatCellsMax ? bar(ui, r, all, n) : cells(ui, r, all, n);
}

namespace {

std::string legend_text(const Ui& ui, const Part& part, bool figures) {
    return ui.tr(part.name) + (figures ? " " + std::to_string(part.n) : std::string());
}

// Calls `place(x, line, part, text)` for every part; the number of lines.
template <class Place>
int lay_legend(const Ui& ui, float width, const SeatParts& parts, bool figures, Place&& place) {
    float x = 0;
    int line = 0;
    for (const Part& part : parts_of(parts)) {
        const std::string text = legend_text(ui, part, figures);
        const float needed = ui.em(0.8F) + ui.width_of(text, kCaptionText);
        if (x > 0 && x + needed > width + 1) {
            x = 0;
            ++line;
        }
        place(x, line, part, text);
        x += needed + ui.em(0.9F);
    }
    return line + 1;
}

}  // namespace

float seats_legend_height(const Ui& ui, float width, const SeatParts& parts, bool figures) {
    const int lines =
        lay_legend(ui, width, parts, figures, [](float, int, const Part&, const std::string&) { /* only counted */ });
    return ui.line_height() * static_cast<float>(lines);
}

void seats_legend(Ui& ui, const Rect& row, const SeatParts& parts, bool figures) {
    const float height = ui.line_height();
    const float top = row.h < 2 * height ? row.y + (row.h - height) / 2 : row.y;
    lay_legend(ui, row.w, parts, figures, [&](float x, int line, const Part& part, const std::string& text) {
        Rect rest{row.x + x, top + height * static_cast<float>(line), row.w - x, height};
        draw_seat(ui, rest.cut_left(ui.em(0.5F)).middle(ui.em(0.5F), ui.em(0.8F)), part.seat);
        rest.cut_left(ui.em(0.3F));
        ui.text(rest, text, kCaptionText);
    });
}

}  // namespace zj::ui
