// SPDX-License-Identifier: Apache-2.0
#pragma once
// Records as they may be shown: ID numbers are no more than recognised on a screen, and in what is piped on from it
// (domain.md 14.5).

#include "shared/codec/value.hpp"

namespace zj::model {

// Every ID number in its texts masked (mask_id_numbers), at any depth; wholly in an object that tells a birth, in what
// it holds, and in a list of changes of which one is of the birth: the two together would give the number away.
codec::Value with_numbers_masked(codec::Value value, bool beside_birth = false);

}  // namespace zj::model
