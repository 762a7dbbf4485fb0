// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads the fields of a matter's form, and conditions on what is filled in; inside of model only. `so_far` has the code
// lists. Errors: json.*, catalogue.*.

#include <optional>
#include <string>

#include "shared/codec/value.hpp"
#include "shared/model/catalogue.hpp"

namespace zj::model {

// Added to the matter, which has its sections. Its conditions are read_when()'s.
Result<> read_field(const Catalogue& so_far, const codec::Value& value, const std::string& at, Matter& m);
// "required" or "only": true | false | condition; absent = false.
Result<> read_when(const Catalogue& so_far, const codec::Value& owner, const char* member, const std::string& at,
                   const Matter& m, std::optional<Condition>& into);
// [term…] or {"any": [term…]}; a term is {"field", "any_of": […]} or {"field", "none_of": […]}.
Result<> read_condition(const Catalogue& so_far, const codec::Value& value, const std::string& at, const Matter& m,
                        Condition& into);

}  // namespace zj::model
