// SPDX-License-Identifier: Apache-2.0
#pragma once
// Colours by meaning, for three modes. Desks name tokens, never colours; the values are assets/theme/tokens.json, whose
// contrast ratios a test measures (mock/README.md, Tokens).

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace zj::ui {

enum class Token : std::uint8_t {
    surface,
    surface_raised,
    surface_sunken,
    line,
    line_strong,
    text,
    text_muted,
    accent,
    accent_soft,
    on_accent,
    data,
    ok,
    ok_soft,
    warning,
    warning_soft,
    danger,
    danger_soft,
    pending,
    pending_soft,
    offline,
    offline_soft,
    held,
    held_soft,
    selection,
    focus,
    rail_bg,
    rail_selected,
    rail_line,
    on_rail,
    on_rail_muted,
    seal,
    on_seal,
    scrim,
    count
};
std::string_view name_of(Token token);

// Meanings that have a strong and a soft colour.
enum class Tone : std::uint8_t { neutral, accent, ok, warning, danger, pending, offline, held };
Token strong(Tone tone);
Token soft(Tone tone);

enum class Mode : std::uint8_t { light, dark, contrast };
std::string_view name_of(Mode mode);
Mode mode_from(std::string_view name);  // light for anything else

struct Rgba {
    std::uint8_t r = 0, g = 0, b = 0, a = 255;
};

struct Theme {
    Mode mode = Mode::light;
    std::array<Rgba, static_cast<std::size_t>(Token::count)> colours;
    Rgba operator[](Token token) const { return colours[static_cast<std::size_t>(token)]; }
};
const Theme& theme(Mode mode);

// WCAG 2 contrast ratio of two opaque colours, 1 to 21.
double contrast_ratio(Rgba a, Rgba b);

// The ladders, in ems (mock/README.md, Ladders).
namespace size {
inline constexpr float kCaption = 0.9F, kBody = 1.0F, kSection = 1.2F, kTitle = 1.6F, kFigure = 2.2F;
inline constexpr float kS1 = 0.2F, kS2 = 0.4F, kS3 = 0.6F, kS4 = 0.8F, kS5 = 1.2F, kS6 = 1.6F, kS7 = 2.4F;
inline constexpr float kRadius = 0.3F, kRadiusCard = 0.5F;
inline constexpr float kRail = 5.2F, kStrip = 2.2F, kHead = 4.0F, kTouch = 2.2F, kControl = 2.4F, kPrimary = 2.8F;
inline constexpr float kLine = 1.4F;  // line height of text
}  // namespace size

}  // namespace zj::ui
