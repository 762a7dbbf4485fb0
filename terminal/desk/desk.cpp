// SPDX-License-Identifier: Apache-2.0
#include "terminal/desk/desk.hpp"

#include <array>

namespace zj::desk {

std::string_view name_of(Place place) {
    constexpr std::array<std::string_view, 9> kNames{"first_run", "lock", "home",   "matters", "form",
                                                     "cases",     "case", "review", "settings"};
    return kNames[static_cast<std::size_t>(place)];
}

}  // namespace zj::desk
