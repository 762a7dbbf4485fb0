// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the second person signs of an open act of two (INTENTS.md, confirm). Whoever signs it adds the base, for
// versions are what they saw. Pure.

#include <string>
#include <string_view>
#include <vector>

#include "shared/codec/value.hpp"

namespace zj::model {

// {do, pending, of, intent, commitment} of the record `pending` under this key.
codec::Value confirmation_of(std::string_view key, const codec::Value& pending);
// The records that its base names: the act, and the case that it stands on where there is one.
std::vector<std::string> confirmation_names(std::string_view key, const codec::Value& pending);

}  // namespace zj::model
