// SPDX-License-Identifier: Apache-2.0
#pragma once
// Texts kept once. A county's records repeat the same codes, names and keys a hundred thousand times; a view into the
// pool costs 16 bytes. Views stay valid as long as the pool, also when it is moved.

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>

namespace zj::oversight {

class Pool {
public:
    std::string_view keep(std::string_view text) {
        if (text.empty()) {
            return {};
        }
        auto at = texts_.find(text);
        return at != texts_.end() ? *at : *texts_.emplace(text).first;
    }

private:
    struct Hasher {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    std::unordered_set<std::string, Hasher, std::equal_to<>> texts_;
};

}  // namespace zj::oversight
