// SPDX-License-Identifier: Apache-2.0
#include "shared/model/confirmation.hpp"

namespace zj::model {

codec::Value confirmation_of(std::string_view key, const codec::Value& pending) {
    return codec::Object{{"do", "confirm"},
                         {"pending", key},
                         {"of", pending.str_or("of")},
                         {"intent", pending.int_or("intent")},
                         {"commitment", pending.str_or("commitment")}};
}

std::vector<std::string> confirmation_names(std::string_view key, const codec::Value& pending) {
    std::vector<std::string> out{std::string(key)};
    if (const std::string_view on = pending.str_or("case"); !on.empty()) {
        out.emplace_back(on);
    }
    return out;
}

}  // namespace zj::model
