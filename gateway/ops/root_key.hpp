// SPDX-License-Identifier: Apache-2.0
#pragma once
// The county root as a file: wrapped under a passphrase by Argon2id and XChaCha20-Poly1305, so that the file alone is
// worth nothing. Cost and salt stand in it; the fingerprint is bound to it.
//
//   {"fingerprint","memory_kib","passes","salt","v":1,"wrapped"}

#include <string>
#include <string_view>

#include "shared/crypto/crypto.hpp"

namespace zj::ops {

// A passphrase that no one guesses: 160 bits, in groups that people can copy by hand.
crypto::Secret draw_passphrase(Random& random);

Result<std::string> wrap_root_key(const crypto::SigningKey& root, const crypto::Secret& passphrase,
                                  crypto::Argon2Cost cost, Random& random);
// "crypto.open" for a wrong passphrase or a changed file, json.* for another kind of file.
Result<crypto::SigningKey> open_root_key(std::string_view text, const crypto::Secret& passphrase);

}  // namespace zj::ops
