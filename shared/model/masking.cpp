// SPDX-License-Identifier: Apache-2.0
#include "shared/model/masking.hpp"

#include "shared/model/checks.hpp"

namespace zj::model {

codec::Value with_numbers_masked(codec::Value value) {
    if (value.is_string() && parse_id_number(value.string())) {
        return mask_id_number(value.string());
    }
    if (value.is_array()) {
        for (codec::Value& item : value.array()) {
            item = with_numbers_masked(std::move(item));
        }
    } else if (value.is_object()) {
        for (auto& [name, item] : value.object()) {
            item = with_numbers_masked(std::move(item));
        }
    }
    return value;
}

}  // namespace zj::model
