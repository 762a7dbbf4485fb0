// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the papers have in common: head, signature with its seal, proof at the end, and the mark of what is not yet
// synced. Words come from the string table (assets/i18n, paper.*).

#include <string>
#include <string_view>
#include <vector>

#include "shared/paper/bounds.hpp"
#include "shared/paper/paper.hpp"
#include "shared/paper/sheet.hpp"

namespace zj::paper {

// Between values that stand side by side: as wide as a character.
inline constexpr const char* kWideSpace = "\u3000";
std::string word(std::string_view key, const std::vector<std::string>& args = {});  // paper.<key>, Chinese
std::string day(Date on);                                                           // 2026年11月25日
std::string minute(Time at);                                                        // 2026年11月25日 08:41
std::string capital_number(int number);  // 壹 … 玖拾玖, which nobody alters with a stroke; 1 to 99

// Text that may stand on a paper: UTF-8 without what turns or ends a line, within kTextBytesMax. "paper.content".
struct Checked {
    const char* where;
    const std::string& text;
    bool required = true;
    std::size_t bytes_max = kTextBytesMax;
};
Result<> check_texts(const std::vector<Checked>& texts);
Result<> check_proof(const Proof& proof);

// Issuing office, title with its English, and what stands under it on the right (a document number or a number of the
// case).
void put_head(Sheet& sheet, const std::string& office, std::string_view title_key, const std::string& number);
// "待同步" in a frame, above on the right, and in pale letters across; on every page.
void mark_as_pending(Sheet& sheet);
// Office and day on the right, with room for the round seal over them; beside it, on the left, a few lines. What is not
// `final` gets no seal, and says so. REQUIRES: fits_beside().
void put_signature(Sheet& sheet, const std::string& office, const std::string& day, bool final,
                   const std::vector<std::string>& beside = {});
bool fits_beside(Sheet& sheet, const std::vector<std::string>& lines);
// The proof with its QR code, at the lower end of the last page.
void put_proof(Sheet& sheet, const Proof& proof);

}  // namespace zj::paper
