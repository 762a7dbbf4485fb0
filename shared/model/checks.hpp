// SPDX-License-Identifier: Apache-2.0
#pragma once
// Checksums and shapes of the numbers on Chinese forms (domain.md 9, 11, 12).

#include <optional>
#include <string>
#include <string_view>

#include "shared/base/result.hpp"
#include "shared/base/time.hpp"

namespace zj::model {

enum class Sex { male = 1, female = 2 };

struct IdNumber {
    Date birth;
    Sex sex = Sex::male;
};
// GB 11643-1999, 18 digits, X upper case. "form.id_no" with the reason in detail.
Result<IdNumber> parse_id_number(std::string_view text);
// GB 32100-2015 with the body's own check digit of GB 11714.
bool valid_credit_code(std::string_view text);
// The county's own code of a unit. It names the scope unit/<code> and records, so only what those may hold: lower-case
// letters, digits, - and _.
bool is_unit_code(std::string_view text);
// 浠编办发〔2026〕12号 by GB/T 9704-2012.
bool valid_doc_number(std::string_view text);
// A month as 2026-11.
bool valid_month(std::string_view text);
std::string normalise_doc_number(std::string_view text);
std::string normalise_id_number(std::string_view text);
// What people and programs put between the groups of a number: spaces, dashes, points, strokes, in either width.
bool parts_id_number(char32_t c);
std::string mask_id_number(std::string_view text);  // 429099********0012, for screens and outputs
// The text with every ID number in it masked, also one that is written in groups or in full width. Beside a birth the
// last four are hidden too: with them the number would be told.
std::string mask_id_numbers(std::string_view text, bool beside_birth);

enum class RetireCategory { male60, female55, female50 };
// Statutory month of retirement from 2025 on (decision of 2024-09-13), as the first day of that month.
Date retire_month(RetireCategory category, Date birth);

}  // namespace zj::model
