// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a field that drops down a list chooses from, and what a desk keeps of it.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "terminal/ui/edit.hpp"

namespace zj::ui {

// Options are found by label, code, pinyin and its initials.
struct Option {
    std::string key, label, note;
    std::string search;  // lower-case words beside the label: code, pinyin, initials
    bool enabled = true;
};
struct Choice {  // what the desk keeps of it
    bool open = false;
    Edit search;
    std::size_t at = 0;
};
// The options that a search leaves, in their order.
std::vector<std::size_t> matching(const std::vector<Option>& options, std::string_view search);

}  // namespace zj::ui
