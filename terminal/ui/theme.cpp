// SPDX-License-Identifier: Apache-2.0
#include "terminal/ui/theme.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

#include "assets/assets.hpp"
#include "shared/base/result.hpp"
#include "shared/codec/json.hpp"

namespace zj::ui {

namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(Token::count)> kNames{
    "surface",      "surface_raised", "surface_sunken", "line",    "line_strong",  "text",          "text_muted",
    "accent",       "accent_soft",    "on_accent",      "data",    "ok",           "ok_soft",       "warning",
    "warning_soft", "danger",         "danger_soft",    "pending", "pending_soft", "offline",       "offline_soft",
    "held",         "held_soft",      "selection",      "focus",   "rail_bg",      "rail_selected", "rail_line",
    "on_rail",      "on_rail_muted",  "seal",           "on_seal", "scrim"};
constexpr std::array<std::string_view, 3> kModes{"light", "dark", "contrast"};

// "#RRGGBB" or "#RRGGBBAA".
Rgba colour_from(std::string_view text) {
    std::uint32_t value = 0;
    ZJ_ASSERT(text.starts_with('#') && (text.size() == 7 || text.size() == 9));
    const auto read = std::from_chars(text.data() + 1, text.data() + text.size(), value, 16);
    ZJ_ASSERT(read.ec == std::errc() && read.ptr == text.data() + text.size());  // our own file, tested
    if (text.size() == 7) {
        value = (value << 8U) | 0xFFU;
    }
    const auto byte = [&](unsigned shift) {
        return static_cast<std::uint8_t>(value >> shift);
    };
    return {byte(24), byte(16), byte(8), byte(0)};
}

std::array<Theme, 3> load() {
    const auto bytes = assets::find("theme/tokens.json");
    ZJ_ASSERT(bytes.has_value());
    const auto value = codec::parse_json(*bytes);
    ZJ_ASSERT(value.has_value());
    std::array<Theme, 3> out;
    for (std::size_t m = 0; m < kModes.size(); ++m) {
        out[m].mode = static_cast<Mode>(m);
        const codec::Value* tokens = value->find(kModes[m]);
        ZJ_ASSERT(tokens != nullptr);
        for (std::size_t t = 0; t < kNames.size(); ++t) {
            out[m].colours[t] = colour_from(tokens->str_or(kNames[t]));
        }
    }
    return out;
}

double luminance(Rgba c) {
    const auto linear = [](std::uint8_t v) {
        const double s = v / 255.0;
        return s <= 0.04045 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
}

}  // namespace

std::string_view name_of(Token token) {
    return kNames[static_cast<std::size_t>(token)];
}

Token strong(Tone tone) {
    constexpr std::array kStrong{Token::text_muted, Token::accent,  Token::ok,      Token::warning,
                                 Token::danger,     Token::pending, Token::offline, Token::held};
    return kStrong[static_cast<std::size_t>(tone)];
}

Token soft(Tone tone) {
    constexpr std::array kSoft{Token::surface_sunken, Token::accent_soft,  Token::ok_soft,      Token::warning_soft,
                               Token::danger_soft,    Token::pending_soft, Token::offline_soft, Token::held_soft};
    return kSoft[static_cast<std::size_t>(tone)];
}

std::string_view name_of(Mode mode) {
    return kModes[static_cast<std::size_t>(mode)];
}

Mode mode_from(std::string_view name) {
    return name == "dark" ? Mode::dark : name == "contrast" ? Mode::contrast : Mode::light;
}

const Theme& theme(Mode mode) {
    static const std::array<Theme, 3> all = load();
    return all[static_cast<std::size_t>(mode)];
}

double contrast_ratio(Rgba a, Rgba b) {
    const double one = luminance(a), two = luminance(b);
    return (std::max(one, two) + 0.05) / (std::min(one, two) + 0.05);
}

}  // namespace zj::ui
