// SPDX-License-Identifier: Apache-2.0
#include "assets/assets.hpp"

#include <algorithm>

#include "data_embed.hpp"

namespace zj::assets {

const std::vector<std::pair<std::string, std::string_view>>& all() {
    static const auto sorted = [] {
        std::vector<std::pair<std::string, std::string_view>> out;
        for (const embed::data::File& file : embed::data::files()) {
            out.emplace_back(file.name, file.bytes);
        }
        std::sort(out.begin(), out.end());
        return out;
    }();
    return sorted;
}

std::optional<std::string_view> find(std::string_view name) {
    const auto& files = all();
    const auto at = std::lower_bound(files.begin(), files.end(), name,
                                     [](const auto& file, std::string_view n) { return file.first < n; });
    return at == files.end() || at->first != name ? std::nullopt : std::optional(at->second);
}

}  // namespace zj::assets
