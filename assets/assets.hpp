// SPDX-License-Identifier: Apache-2.0
#pragma once
// The files of assets/ inside the program, by their name below assets/: no path is read at run time.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace zj::assets {

// Every embedded file, sorted by name. The views live as long as the program.
const std::vector<std::pair<std::string, std::string_view>>& all();
std::optional<std::string_view> find(std::string_view name);

}  // namespace zj::assets
