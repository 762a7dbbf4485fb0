// SPDX-License-Identifier: Apache-2.0
#pragma once
// Records as they may be shown: ID numbers are no more than recognised on a screen, and in what is piped on from it
// (domain.md 14.5).

#include "shared/codec/value.hpp"

namespace zj::model {

// Every text in it that is an ID number masked (mask_id_number), at any depth.
codec::Value with_numbers_masked(codec::Value value);

}  // namespace zj::model
