// SPDX-License-Identifier: Apache-2.0
#pragma once
// Back-off of wrong passphrases, kept beside the vault and counted before the passphrase is tried, so that killing the
// program buys nothing. Three tries are free; then the wait doubles from 5 s to an hour. A clock set back starts the
// wait again rather than end it; an edited or removed file counts as the longest wait, and make() is part of making a
// vault.
//
// It slows down a person at the device. Whoever can write the folder and set the clock ends a wait by an older copy of
// the file or by a later time, and whoever has a copy of the folder tries elsewhere: against them there are Argon2id,
// the device secret and the strength of the passphrase alone.

#include <string>

#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/crypto/secret.hpp"

namespace zj::vault {

class Tries {
public:
    // `secret` keys the file's check value.
    Tries(std::string path, const crypto::Secret& secret, Clock& clock)
        : path_(std::move(path)), secret_(secret), clock_(clock) {}
    Result<> make();
    // "passphrase.wait" with the seconds left; otherwise the try is on record when this returns.
    Result<> begin(const std::string& person);
    Result<> succeeded(const std::string& person);

private:
    std::string path_;
    const crypto::Secret& secret_;
    Clock& clock_;
};

}  // namespace zj::vault
