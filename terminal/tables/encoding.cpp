// SPDX-License-Identifier: Apache-2.0
#include "terminal/tables/encoding.hpp"

#include <array>
#include <cstddef>

namespace zj::tables {

std::string_view name_of(Encoding encoding) {
    constexpr std::array<std::string_view, 4> kNames{"UTF-8", "UTF-16LE", "UTF-16BE", "GB18030"};
    return kNames[static_cast<std::size_t>(encoding)];
}

bool has_broken(std::string_view text) {
    return text.find(kBroken) != text.npos;
}

}  // namespace zj::tables
