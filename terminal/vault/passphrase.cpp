// SPDX-License-Identifier: Apache-2.0
#include "terminal/vault/passphrase.hpp"

#include <algorithm>
#include <set>

#include "shared/codec/json.hpp"

namespace zj::vault {

namespace {

// Exactly 64, each two letters, easy to say and to type, so that six random bits choose one without bias.
constexpr std::string_view kSyllables =
    "babobibupapipumamomemimufafudadedidutatitunaneninulalelilugagegu"
    "kakekuhahehujijuqiquxixuruzazezizucacecicusasesisuyayeyiyuwawowu";
static_assert(kSyllables.size() == 64 * 2);

bool is_syllable(std::string_view two) {
    for (std::size_t i = 0; i + 1 < kSyllables.size(); i += 2) {
        if (kSyllables.substr(i, 2) == two) {
            return true;
        }
    }
    return false;
}

std::size_t words_in(std::string_view text) {
    std::size_t words = 0;
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of(" -"), text.size());
        const std::string_view word = text.substr(0, end);
        if (!word.empty() && !is_word(word)) {
            return 0;
        }
        words += word.empty() ? 0 : 1;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

}  // namespace

bool is_word(std::string_view text) {
    return text.size() == 4 && is_syllable(text.substr(0, 2)) && is_syllable(text.substr(2));
}

crypto::Secret draw_passphrase(Random& random) {
    crypto::Secret choice(kPassphraseWords * 2);
    random.fill(choice.bytes());
    crypto::Secret out(kPassphraseWords * 5 - 1);
    for (std::size_t i = 0; i < kPassphraseWords * 2; ++i) {
        const std::string_view syllable = kSyllables.substr((choice.bytes()[i] & 63U) * 2, 2);
        const std::size_t at = i / 2 * 5 + i % 2 * 2;
        out.bytes()[at] = static_cast<std::uint8_t>(syllable[0]);
        out.bytes()[at + 1] = static_cast<std::uint8_t>(syllable[1]);
        if (i % 2 == 1 && at + 2 < out.size()) {
            out.bytes()[at + 2] = ' ';
        }
    }
    return out;
}

Result<> check_passphrase(const crypto::Secret& passphrase) {
    const std::string_view text = passphrase.text();
    if (text.size() > kPassphraseBytesMax) {
        return fail("passphrase.long", {}, "longer than 1024 bytes");
    }
    if (!codec::is_valid_utf8(text) || std::any_of(text.begin(), text.end(), [](char c) {
            return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
        })) {
        return fail("passphrase.text", {}, "no UTF-8, or control characters");
    }
    if (words_in(text) >= kPassphraseWords) {
        return {};
    }
    const auto characters = std::count_if(text.begin(), text.end(),
                                          [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; });
    const std::set<char> different(text.begin(), text.end());
    if (static_cast<std::size_t>(characters) < kPassphraseCharacters || different.size() < 5) {
        return fail("passphrase.weak", {}, "fewer than 14 characters, and not five drawn words");
    }
    return {};
}

}  // namespace zj::vault
