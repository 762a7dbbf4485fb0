// SPDX-License-Identifier: Apache-2.0
#include "shared/model/masking.hpp"

#include "shared/model/checks.hpp"

namespace zj::model {

codec::Value with_numbers_masked(codec::Value value, bool beside_birth) {
    if (value.is_string()) {
        return mask_id_numbers(value.string(), beside_birth);
    }
    if (value.is_array()) {
        for (codec::Value& item : value.array()) {
            item = with_numbers_masked(std::move(item), beside_birth);
        }
    } else if (value.is_object()) {
        const bool birth = beside_birth || value.find("birth") != nullptr;
        for (auto& [name, item] : value.object()) {
            item = with_numbers_masked(std::move(item), birth);
        }
    }
    return value;
}

}  // namespace zj::model
