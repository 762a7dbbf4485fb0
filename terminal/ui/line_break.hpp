// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where lines of Chinese and English text may end (a working part of UAX #14 and of the Chinese rule that no line
// begins with a closing mark or ends with an opening one).

#include <functional>
#include <string_view>
#include <vector>

namespace zj::ui {

// Advance of one character in the units of `width`.
using Advance = std::function<float(char32_t)>;

// The lines of `text`, without the spaces and line ends at which they were broken. A word wider than a line is broken
// where it must be. Never empty.
std::vector<std::string_view> break_lines(std::string_view text, float width, const Advance& advance);

}  // namespace zj::ui
