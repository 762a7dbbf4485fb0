// SPDX-License-Identifier: Apache-2.0
#include "terminal/ui/option.hpp"

namespace zj::ui {

namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') {
            c = static_cast<char>(c - 'A' + 'a');
        }
    }
    return out;
}

}  // namespace

std::vector<std::size_t> matching(const std::vector<Option>& options, std::string_view search) {
    const std::string wanted = lower(search);
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < options.size(); ++i) {
        const Option& one = options[i];
        if (wanted.empty() || lower(one.label).find(wanted) != std::string::npos ||
            one.search.find(wanted) != std::string::npos || lower(one.note).find(wanted) != std::string::npos) {
            out.push_back(i);
        }
    }
    return out;
}

}  // namespace zj::ui
