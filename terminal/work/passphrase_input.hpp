// SPDX-License-Identifier: Apache-2.0
#pragma once
// Passphrases come on a descriptor, one line each, or from the terminal with the echo off; never from an argument or a
// variable. Bytes go straight into locked memory.

#include <string_view>

#include "shared/base/result.hpp"
#include "shared/crypto/secret.hpp"

namespace zj::work {

// Reads byte by byte up to the line's end, so that the next line stays for the next call. "passphrase.input" (end of
// input, or unreadable), "passphrase.long".
Result<crypto::Secret> passphrase_from(int descriptor);

// Asks on /dev/tty with `prompt`; the echo comes back on every way out, a signal's too. "passphrase.input" where there
// is no terminal.
Result<crypto::Secret> passphrase_from_terminal(std::string_view prompt);

}  // namespace zj::work
