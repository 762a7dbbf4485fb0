// SPDX-License-Identifier: Apache-2.0
#include "shared/model/masking.hpp"

#include <algorithm>

#include "shared/model/checks.hpp"

namespace zj::model {

namespace {

// A change of the birth, as 人员修改 lists it: {"field":"birth","old","new"} beside one of the number.
bool changes_birth(const codec::Value& item) {
    return item.is_object() && item.str_or("field") == "birth";
}

}  // namespace

codec::Value with_numbers_masked(codec::Value value, bool beside_birth) {
    if (value.is_string()) {
        return mask_id_numbers(value.string(), beside_birth);
    }
    if (value.is_array()) {
        const codec::Array& all = value.array();
        const bool birth = beside_birth || std::any_of(all.begin(), all.end(), changes_birth);
        for (codec::Value& item : value.array()) {
            item = with_numbers_masked(std::move(item), birth);
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
