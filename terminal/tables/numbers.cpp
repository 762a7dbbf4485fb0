// SPDX-License-Identifier: Apache-2.0
#include "terminal/tables/numbers.hpp"

#include <algorithm>
#include <charconv>

#include "shared/base/time.hpp"

namespace zj::tables {

namespace {

// What a spreadsheet's number holds, and what its files spell with up to 17 digits.
constexpr std::size_t kDigitsMax = 15;
constexpr int kPlainExponentMax = 15;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// ±0.digits × 10^exponent, without leading or trailing zeros; no digits are zero.
struct Decimal {
    bool negative = false;
    std::string digits;
    int exponent = 0;
};

// 1 where there is none; nothing where it is malformed or absurd.
std::optional<int> read_exponent(std::string_view text) {
    if (text.empty()) {
        return 0;
    }
    text.remove_prefix(1);  // E or e
    if (text.starts_with('+')) {
        text.remove_prefix(1);
    }
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    return whole && value >= -400 && value <= 400 ? std::optional<int>(value) : std::nullopt;
}

std::optional<Decimal> read_decimal(std::string_view text) {
    Decimal out;
    if (text.starts_with('-') || text.starts_with('+')) {
        out.negative = text[0] == '-';
        text.remove_prefix(1);
    }
    const std::size_t mark = std::min(text.find_first_of("eE"), text.size());
    const auto exponent = read_exponent(text.substr(mark));
    const std::string_view mantissa = text.substr(0, mark);
    const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
    const std::string_view whole = mantissa.substr(0, point),
                           part = mantissa.substr(std::min(point + 1, mantissa.size()));
    if (!exponent || mantissa.size() > 400 || whole.empty() || !std::all_of(whole.begin(), whole.end(), is_digit) ||
        !std::all_of(part.begin(), part.end(), is_digit)) {
        return std::nullopt;
    }
    out.digits = std::string(whole) + std::string(part);
    out.exponent = static_cast<int>(whole.size()) + *exponent;
    const std::size_t zeros = std::min(out.digits.find_first_not_of('0'), out.digits.size());
    out.digits.erase(0, zeros);
    out.exponent -= static_cast<int>(zeros);
    return out;
}

void round_digits(Decimal& number) {
    std::string& digits = number.digits;
    if (digits.size() > kDigitsMax) {
        const bool up = digits[kDigitsMax] >= '5';
        digits.resize(kDigitsMax);
        std::size_t at = kDigitsMax;
        while (up && at > 0 && digits[at - 1] == '9') {
            digits[--at] = '0';
        }
        if (up && at > 0) {
            ++digits[at - 1];
        } else if (up) {
            digits.insert(digits.begin(), '1');
            ++number.exponent;
        }
    }
    while (digits.ends_with('0')) {
        digits.pop_back();
    }
}

std::string written(const Decimal& number) {
    const std::string& digits = number.digits;
    const std::string sign = number.negative ? "-" : "";
    if (digits.empty()) {
        return "0";
    }
    if (number.exponent > kPlainExponentMax || number.exponent < -kPlainExponentMax) {
        const int power = number.exponent - 1;
        std::string out = sign + digits.substr(0, 1);
        out += digits.size() > 1 ? "." + digits.substr(1) : "";
        return out + (power < 0 ? "E-" : "E+") + std::to_string(power < 0 ? -power : power);
    }
    if (number.exponent <= 0) {
        return sign + "0." + std::string(static_cast<std::size_t>(-number.exponent), '0') + digits;
    }
    const auto whole = static_cast<std::size_t>(number.exponent);
    if (digits.size() <= whole) {
        return sign + digits + std::string(whole - digits.size(), '0');
    }
    return sign + digits.substr(0, whole) + "." + digits.substr(whole);
}

// Without quoted text, escaped signs and bracketed colours and locales.
std::string bare_format(std::string_view code) {
    std::string out;
    for (std::size_t i = 0; i < code.size(); ++i) {
        if (code[i] == '"' || code[i] == '[') {
            i = std::min(code.find(code[i] == '"' ? '"' : ']', i + 1), code.size());
        } else if (code[i] == '\\' || code[i] == '_' || code[i] == '*') {
            ++i;
        } else {
            out += code[i] >= 'A' && code[i] <= 'Z' ? static_cast<char>(code[i] - 'A' + 'a') : code[i];
        }
    }
    return out;
}

}  // namespace

std::optional<std::string> plain_number(std::string_view text) {
    auto number = read_decimal(text);
    if (!number) {
        return std::nullopt;
    }
    round_digits(*number);
    return written(*number);
}

bool is_scientific(std::string_view text) {
    const std::size_t mark = text.find_first_of("eE");
    return mark != text.npos && mark > 0 && is_digit(text[0]) && read_decimal(text).has_value();
}

std::optional<std::string> day_from_serial(std::string_view number, bool from_1904) {
    const std::size_t point = std::min(number.find('.'), number.size());
    std::int32_t serial = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + point, serial);
    constexpr std::int32_t kSerialMax = 200'000;  // far beyond 2199, and no overflow below
    if (error != std::errc() || end != number.data() + point || serial < 0 || serial > kSerialMax) {
        return std::nullopt;
    }
    // 1900 was no leap year, but the first spreadsheet thought so: 60 is a day that never was.
    constexpr std::int32_t kNoDay = 60;
    if (!from_1904 && (serial == kNoDay || serial == 0)) {
        return std::nullopt;
    }
    const Date first = date_from(from_1904 ? Ymd{1904, 1, 1} : Ymd{1899, 12, 31});
    const Date day{first.days + serial - (!from_1904 && serial > kNoDay ? 1 : 0)};
    if (ymd_of(day).year > 2199) {
        return std::nullopt;
    }
    return format_date(day);
}

bool is_day_format(unsigned id) {
    // 27 to 36 and 50 to 58 are those of Chinese spreadsheets; 32 to 35, 55 and 56 are times of day.
    return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) ||
           id == 57 || id == 58;
}

bool is_day_format(std::string_view code) {
    const std::string bare = bare_format(code);
    return bare != "standard" && bare.find_first_of("yd") != bare.npos;
}

}  // namespace zj::tables
