// SPDX-License-Identifier: Apache-2.0
#include "shared/model/checks.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "shared/model/characters.hpp"

namespace zj::model {

namespace {

// Of an ID number: its signs; those of the place that gave it; order and check.
constexpr std::size_t kIdSigns = 18, kIdPlace = 6, kIdLast = 4;

bool all_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Value of a sign in GB 32100's alphabet, which leaves out I O S V Z; -1 for any other.
int credit_value(char c) {
    constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    const auto at = kAlphabet.find(c);
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

// GB 11714 counts letters differently: A is 10 and Z is 35, with none left out.
int body_value(char c) {
    return c <= '9' ? c - '0' : c - 'A' + 10;
}

struct Schedule {
    int base_year;    // birth year from whose January the delay grows
    int years;        // age before the reform
    int months_each;  // one month of delay per so many months of birth
    int delay_max;
};

Schedule schedule_of(RetireCategory category) {
    switch (category) {
        case RetireCategory::male60:
            return {1965, 60, 4, 36};
        case RetireCategory::female55:
            return {1970, 55, 4, 36};
        case RetireCategory::female50:
            return {1975, 50, 2, 60};
    }
    ZJ_ASSERT(false);
    return {};
}

}  // namespace

bool is_unit_code(std::string_view text) {
    constexpr std::size_t kBytesMax = 24;
    return !text.empty() && text.size() <= kBytesMax && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
    });
}

Result<IdNumber> parse_id_number(std::string_view text) {
    if (text.size() != 18) {
        return fail("form.id_no", {}, "not 18 characters");
    }
    if (!all_digits(text.substr(0, 17)) || text[0] == '0' || (!all_digits(text.substr(17)) && text[17] != 'X')) {
        return fail("form.id_no", {}, "other signs than digits and a final X");
    }
    const std::string_view y = text.substr(6, 4), m = text.substr(10, 2), d = text.substr(12, 2);
    auto birth = parse_date(std::string(y) + "-" + std::string(m) + "-" + std::string(d));
    if (!birth) {
        return fail("form.id_no", {}, "no such day of birth");
    }
    constexpr std::array<int, 17> kWeights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (std::size_t i = 0; i < kWeights.size(); ++i) {
        sum += (text[i] - '0') * kWeights[i];
    }
    if (text[17] != "10X98765432"[sum % 11]) {
        return fail("form.id_no", {}, "wrong check digit");
    }
    return IdNumber{*birth, (text[16] - '0') % 2 == 1 ? Sex::male : Sex::female};
}

bool valid_credit_code(std::string_view text) {
    if (text.size() != 18 || !all_digits(text.substr(2, 6))) {
        return false;
    }
    constexpr std::array<int, 17> kWeights{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
    int sum = 0;
    for (std::size_t i = 0; i < kWeights.size(); ++i) {
        const int value = credit_value(text[i]);
        if (value < 0) {
            return false;
        }
        sum += value * kWeights[i];
    }
    if (credit_value(text[17]) != (31 - sum % 31) % 31) {
        return false;
    }
    constexpr std::array<int, 8> kBodyWeights{3, 7, 9, 10, 5, 8, 4, 2};
    int body = 0;
    for (std::size_t i = 0; i < kBodyWeights.size(); ++i) {
        body += body_value(text[8 + i]) * kBodyWeights[i];
    }
    const int check = 11 - body % 11;
    const char expected = check == 10 ? 'X' : check == 11 ? '0' : static_cast<char>('0' + check);
    return text[16] == expected;
}

bool valid_month(std::string_view text) {
    return text.size() == 7 && parse_date(std::string(text) + "-01").has_value();
}

bool valid_doc_number(std::string_view text) {
    const auto decoded = decode_characters(text);
    if (!decoded) {
        return false;
    }
    const std::u32string& s = *decoded;
    const auto is_digit = [](char32_t c) {
        return c >= U'0' && c <= U'9';
    };
    const std::size_t open = s.find(U'〔'), close = s.find(U'〕');
    if (open == s.npos || close != open + 5 || open < 2 || open > 10 || s.back() != U'号') {
        return false;
    }
    const std::size_t number = close + 1, digits = s.size() - 1 - number;
    return std::all_of(s.begin(), s.begin() + static_cast<std::ptrdiff_t>(open),
                       [](char32_t c) { return c >= U'一' && c <= U'龥'; }) &&
           std::all_of(s.begin() + static_cast<std::ptrdiff_t>(open) + 1,
                       s.begin() + static_cast<std::ptrdiff_t>(close), is_digit) &&
           (s.substr(open + 1, 2) == U"19" || s.substr(open + 1, 2) == U"20") && digits >= 1 && digits <= 5 &&
           s[number] != U'0' && std::all_of(s.begin() + static_cast<std::ptrdiff_t>(number), s.end() - 1, is_digit);
}

std::string normalise_doc_number(std::string_view text) {
    const auto decoded = decode_characters(text);
    if (!decoded) {
        return std::string(text);
    }
    std::u32string out;
    for (const char32_t c : *decoded) {
        switch (c) {
            case U'[':
            case U'(':
            case U'（':
            case U'［':
            case U'【':
            case U'﹝':
                out += U'〔';
                break;
            case U']':
            case U')':
            case U'）':
            case U'］':
            case U'】':
            case U'﹞':
                out += U'〕';
                break;
            default:
                if (!is_space(c)) {
                    out += half_width(c);
                }
        }
    }
    return encode_characters(out);
}

std::string normalise_id_number(std::string_view text) {
    const auto decoded = decode_characters(text);
    if (!decoded) {
        return std::string(text);
    }
    std::u32string out;
    for (const char32_t c : *decoded) {
        const char32_t h = half_width(c);
        if (!is_space(h)) {
            out += h == U'x' ? U'X' : h;
        }
    }
    return encode_characters(out);
}

std::string mask_id_number(std::string_view text) {
    if (text.size() != kIdSigns) {
        return std::string(text.size(), '*');
    }
    return std::string(text.substr(0, kIdPlace)) + std::string(kIdSigns - kIdPlace - kIdLast, '*') +
           std::string(text.substr(kIdSigns - kIdLast));
}

bool parts_id_number(char32_t wide) {
    const char32_t c = half_width(wide);
    const bool dash = c == U'-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
    return dash || is_space(c) || c == U'.' || c == 0xB7 || c == 0x30FB || c == U'/' || c == U'_';
}

std::string mask_id_numbers(std::string_view text, bool beside_birth) {
    const std::size_t end = kIdSigns - (beside_birth ? 0 : kIdLast);
    const auto decoded = decode_characters(text);
    if (text.size() < kIdSigns || !decoded) {
        return std::string(text);
    }
    std::u32string out = *decoded;
    std::string signs;                // of the run so far
    std::vector<std::size_t> places;  // in the text
    const auto end_run = [&] {
        for (std::size_t i = 0; i + kIdSigns <= signs.size(); ++i) {
            if (parse_id_number(signs.substr(i, kIdSigns))) {
                for (std::size_t n = kIdPlace; n < end; ++n) {
                    out[places[i + n]] = U'*';
                }
            }
        }
        signs.clear();
        places.clear();
    };
    for (std::size_t i = 0; i < decoded->size(); ++i) {
        const char32_t c = half_width((*decoded)[i]);
        if ((c >= U'0' && c <= U'9') || c == U'x' || c == U'X') {
            signs += c == U'x' ? 'X' : static_cast<char>(c);
            places.push_back(i);
        } else if (!parts_id_number(c)) {
            end_run();
        }
    }
    end_run();
    return encode_characters(out);
}

Date retire_month(RetireCategory category, Date birth) {
    const Schedule s = schedule_of(category);
    const Ymd born = ymd_of(birth);
    const int n = (born.year - s.base_year) * 12 + born.month;
    const int delay = n <= 0 ? 0 : std::min(s.delay_max, (n + s.months_each - 1) / s.months_each);
    return add_months(date_from({born.year, born.month, 1}), s.years * 12 + delay);
}

}  // namespace zj::model
