// SPDX-License-Identifier: Apache-2.0
#pragma once
// What reports and the table warning_finding call a person by whom only an ID number names. The log's own key for that,
// idno/<id>, is a plain digest of the number: whoever reads it beside the masked number could try the ten thousand
// times a century of days that are left, and have the number. So outputs for other systems say a keyed digest of it
// instead. The key is derived from the county's log key: the same person has the same reference in every run of one
// county, which other systems can join by, and another one in every other county and after the log key was replaced.
//
// Terminals name findings as the log does (warning.act): what they are told travels sealed to those with the scope.

#include <string>
#include <string_view>

#include "shared/crypto/crypto.hpp"
#include "shared/oversight/finding.hpp"

namespace zj::ops {

class References {
public:
    explicit References(const crypto::SigningKey& log_key);

    // idno/<id> and the subject pay/<id> with a reference in the place of the id; any other key as it is.
    std::string of(std::string_view key) const;
    // The finding's id with its subject so.
    std::string of(const oversight::Finding& finding) const;

private:
    crypto::Secret key_;
};

}  // namespace zj::ops
