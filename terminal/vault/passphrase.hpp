// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a passphrase must be where the device secret is only a file beside the vault (terminal.md, Vault): at least 14
// characters, or at least five words drawn here. A word is two of 64 easy pinyin syllables (consonant and vowel), so it
// carries 12 bits and five carry 60; with Argon2id at 256 MiB and 3 passes (about a second each) that is out of reach
// for whoever has the disk.

#include <string_view>

#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/crypto/secret.hpp"

namespace zj::vault {

inline constexpr std::size_t kPassphraseWords = 5;
inline constexpr std::size_t kPassphraseCharacters = 14;
inline constexpr std::size_t kPassphraseBytesMax = 1024;

// Five words with spaces between them: "bamu diga …".
crypto::Secret draw_passphrase(Random& random);
bool is_word(std::string_view text);
// "passphrase.weak" (too short, or hardly more than one sign repeated), "passphrase.long", "passphrase.text" (no UTF-8,
// control signs).
Result<> check_passphrase(const crypto::Secret& passphrase);

}  // namespace zj::vault
