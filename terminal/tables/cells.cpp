// SPDX-License-Identifier: Apache-2.0
#include "terminal/tables/cells.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <vector>

#include "shared/base/time.hpp"
#include "shared/codec/text.hpp"
#include "shared/model/characters.hpp"
#include "shared/model/checks.hpp"
#include "terminal/tables/bounds.hpp"
#include "terminal/tables/encoding.hpp"
#include "terminal/tables/numbers.hpp"

namespace zj::tables {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// No unified ideograph stands below; letters, digits and the dot of names do.
bool is_ideograph(char32_t c) {
    return c >= 0x3400 && c < 0xFF00;
}

Result<std::u32string> characters_of(std::string_view cell) {
    if (has_broken(cell)) {
        return fail("table.bytes");
    }
    std::u32string characters = model::decode_characters(cell).value_or(std::u32string());
    if (std::all_of(characters.begin(), characters.end(), model::is_space)) {
        return fail("table.missing");
    }
    return characters;
}

void trim(std::u32string& text, Tidied& tidied) {
    const std::size_t before = text.size();
    const auto no_space = [](char32_t c) {
        return !model::is_space(c);
    };
    text.erase(text.begin(), std::find_if(text.begin(), text.end(), no_space));
    text.erase(std::find_if(text.rbegin(), text.rend(), no_space).base(), text.end());
    tidied.spaces += text.size() != before;
}

void narrow(std::u32string& text, Tidied& tidied) {
    bool changed = false;
    for (char32_t& c : text) {
        const char32_t half = model::half_width(c);
        changed = changed || half != c;
        c = half;
    }
    tidied.full_width += changed;
}

void take_out_spaces(std::u32string& text, Tidied& tidied) {
    tidied.spaces += std::erase_if(text, model::is_space) > 0;
}

// Half width and without any space: numbers and dates.
Result<std::string> read_compact(std::string_view cell, Tidied& tidied) {
    ZJ_TRY(std::u32string text, characters_of(cell));
    take_out_spaces(text, tidied);
    narrow(text, tidied);
    return model::encode_characters(text);
}

// 1,234,567 in groups of three; nothing where a comma stands elsewhere.
std::optional<std::string> without_separators(std::string_view whole) {
    const std::size_t first = std::min(whole.find(','), whole.size());
    std::string out(whole.substr(0, first));
    if (first < whole.size() && (first == 0 || first > 3)) {
        return std::nullopt;
    }
    for (std::size_t at = first; at < whole.size(); at += 4) {
        if (whole[at] != ',' || whole.size() - at < 4) {
            return std::nullopt;
        }
        out += whole.substr(at + 1, 3);
    }
    return out;
}

std::size_t decimals_of(AmountUnit unit) {
    constexpr std::array<std::size_t, 3> kDecimals{2, 0, 6};
    return kDecimals[static_cast<std::size_t>(unit)];
}

// 2026/1/5, 2026.1.5, 2026年1月5日, 20260105 → its parts, two or three.
std::vector<int> parts_of_day(std::string_view text) {
    const auto number = [](std::string_view digits) {
        int value = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return value;
    };
    std::vector<int> out;
    if (all_digits(text) && (text.size() == 6 || text.size() == 8)) {
        for (std::size_t at = 0; at < text.size(); at = at == 0 ? 4 : at + 2) {
            out.push_back(number(text.substr(at, at == 0 ? 4 : 2)));
        }
        return out;
    }
    constexpr std::array<std::string_view, 6> kSigns{"-", "/", ".", "年", "月", "日"};
    while (!text.empty()) {
        const std::size_t digits = std::min(
            static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin()), text.size());
        if (digits == 0 || digits > 4 || (out.empty() && digits != 4) || (!out.empty() && digits > 2) ||
            out.size() == 3) {
            return {};
        }
        out.push_back(number(text.substr(0, digits)));
        text.remove_prefix(digits);
        const auto sign =
            std::find_if(kSigns.begin(), kSigns.end(), [text](std::string_view s) { return text.starts_with(s); });
        if (sign == kSigns.end()) {
            return text.empty() ? out : std::vector<int>();
        }
        text.remove_prefix(sign->size());
    }
    return out;
}

std::optional<std::string> day_of(int year, int month, int day) {
    if (month < 1 || month > 12 || day < 1 || day > 31) {
        return std::nullopt;
    }
    std::string text = std::to_string(year) + (month < 10 ? "-0" : "-") + std::to_string(month);
    text += (day < 10 ? "-0" : "-") + std::to_string(day);
    return parse_date(text) ? std::optional(text) : std::nullopt;
}

}  // namespace

Result<std::string> read_text_cell(std::string_view cell, Tidied& tidied) {
    ZJ_TRY(std::u32string text, characters_of(cell));
    trim(text, tidied);
    return model::encode_characters(text);
}

Result<std::string> read_id_number(std::string_view cell, Tidied& tidied) {
    ZJ_TRY(std::string text, read_compact(cell, tidied));
    if (is_scientific(text)) {
        return fail("form.id_scientific");
    }
    if (text.size() == 15 && all_digits(text)) {
        return fail("table.id_15");
    }
    if (text.ends_with('x')) {
        text.back() = 'X';
        ++tidied.letter_x;
    }
    if (const auto id = model::parse_id_number(text); !id) {
        return fail("table.id_no", {}, id.error().detail);
    }
    return text;
}

Result<std::string> read_name(std::string_view cell, Tidied& tidied) {
    ZJ_TRY(std::u32string text, characters_of(cell));
    trim(text, tidied);
    const bool chinese =
        std::all_of(text.begin(), text.end(), [](char32_t c) { return is_ideograph(c) || model::is_space(c); });
    if (chinese) {
        take_out_spaces(text, tidied);
    }
    const bool other = std::any_of(text.begin(), text.end(), [](char32_t c) {
        const char32_t half = model::half_width(c);
        return half < U' ' || half == 0x7F || (half >= U'0' && half <= U'9');
    });
    if (other || text.size() > bounds::kNameCharactersMax || codec::steers_screen(model::encode_characters(text))) {
        return fail("table.name", {}, {}, {std::to_string(bounds::kNameCharactersMax)});
    }
    return model::encode_characters(text);
}

Result<std::int64_t> read_amount(std::string_view cell, AmountUnit unit, std::int64_t fen_max, Tidied& tidied) {
    ZJ_TRY(const std::string text, read_compact(cell, tidied));
    std::string_view rest = text;
    const bool negative = rest.starts_with('-');
    rest.remove_prefix(negative ? 1 : 0);
    const std::size_t point = std::min(rest.find('.'), rest.size());
    const auto whole = without_separators(rest.substr(0, point));
    const std::string_view part = rest.substr(std::min(point + 1, rest.size()));
    if (!whole || !all_digits(*whole) || (point < rest.size() && !all_digits(part))) {
        return fail("table.amount");
    }
    tidied.separators += whole->size() != point;
    if (negative) {
        return fail("table.amount_negative");
    }
    const std::size_t decimals = decimals_of(unit);
    if (part.size() > decimals) {
        return fail("table.amount_decimals", {}, {}, {std::to_string(decimals)});
    }
    const std::string digits = *whole + std::string(part) + std::string(decimals - part.size(), '0');
    std::int64_t fen = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), fen);
    if (error != std::errc() || fen > fen_max) {
        return fail("table.amount_large", {}, {}, {std::to_string(fen_max / 100)});
    }
    return fen;
}

Result<std::int64_t> read_count(std::string_view cell, std::int64_t max, Tidied& tidied) {
    ZJ_TRY(const std::string text, read_compact(cell, tidied));
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (!all_digits(text) || error != std::errc() || count > max) {
        return fail("table.count", {}, {}, {std::to_string(max)});
    }
    return count;
}

Result<std::string> read_day(std::string_view cell, Tidied& tidied) {
    ZJ_TRY(const std::string text, read_compact(cell, tidied));
    const std::vector<int> parts = parts_of_day(text);
    const auto day = parts.size() == 3 ? day_of(parts[0], parts[1], parts[2]) : std::nullopt;
    if (!day) {
        return fail("table.date");
    }
    return *day;
}

Result<std::string> read_month(std::string_view cell, Tidied& tidied) {
    ZJ_TRY(const std::string text, read_compact(cell, tidied));
    const std::vector<int> parts = parts_of_day(text);
    const auto day = parts.size() == 2   ? day_of(parts[0], parts[1], 1)
                     : parts.size() == 3 ? day_of(parts[0], parts[1], parts[2])
                                         : std::nullopt;
    if (!day) {
        return fail("table.month_cell");
    }
    return day->substr(0, 7);
}

Result<int> read_year(std::string_view cell, Tidied& tidied) {
    ZJ_TRY(const std::string text, read_compact(cell, tidied));
    int year = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), year);
    const std::string_view rest(end, static_cast<std::size_t>(text.data() + text.size() - end));
    if (error != std::errc() || year < 2000 || year > 2199 || !(rest.empty() || rest == "年" || rest == "年度")) {
        return fail("table.year_cell");
    }
    return year;
}

}  // namespace zj::tables
