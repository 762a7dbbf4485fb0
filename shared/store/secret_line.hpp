// SPDX-License-Identifier: Apache-2.0
#pragma once
// A passphrase as a line on a descriptor: straight into locked memory, byte by byte up to the line's end, so that the
// next line stays for the next call.

#include <cstddef>

#include "shared/base/result.hpp"
#include "shared/crypto/secret.hpp"

namespace zj::store {

// "passphrase.input" (end of input, or unreadable), "passphrase.long" beyond `bytes_max`.
Result<crypto::Secret> secret_line(int descriptor, std::size_t bytes_max);

}  // namespace zj::store
