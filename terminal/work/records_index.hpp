// SPDX-License-Identifier: Apache-2.0
#pragma once
// What this device's records say to oversight: an index of them, as of the last sync.

#include "shared/oversight/index.hpp"
#include "terminal/work/context.hpp"

namespace zj::work {

// What this device does not receive is simply not there.
oversight::Index index_of(vault::Vault& vault);

}  // namespace zj::work
