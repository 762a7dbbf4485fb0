// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a paper says of its checkpoint: who has seen it besides the county.

#include <string>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/log/root_statement.hpp"

namespace zj::ops {

struct Witnessed {
    int witnesses = 0;  // have cosigned it
    int quorum = 0;     // are asked for by the newest root statement
};
// `checkpoint`: the signed note. REQUIRES: a root statement.
Result<Witnessed> witnessed(const std::vector<log::SignedRoot>& roots, const std::string& checkpoint);

}  // namespace zj::ops
