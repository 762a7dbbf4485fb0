// SPDX-License-Identifier: Apache-2.0
#pragma once
// The tables of vault.db. Migrations only grow: an older vault is brought up in order.

#include <vector>

#include "shared/store/database.hpp"

namespace zj::vault {

const std::vector<store::Migration>& migrations();

}  // namespace zj::vault
