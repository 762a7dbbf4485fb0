// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads one matter of the catalogue: its form, materials, layers and rules; inside of model only.

#include <string>

#include "shared/codec/value.hpp"
#include "shared/model/catalogue.hpp"

namespace zj::model {

// `so_far` has the code lists and roles. Errors: json.*, catalogue.*.
Result<> read_matter(const Catalogue& so_far, const codec::Value& value, const std::string& at, Matter& m);

}  // namespace zj::model
