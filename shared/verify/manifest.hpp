// SPDX-License-Identifier: Apache-2.0
#pragma once
// The bundle's trust anchors: manifest, root statements, log key (gateway/ops/BUNDLE.md). Nothing else is parsed before
// the hashes agree.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "shared/log/root_statement.hpp"
#include "shared/verify/files.hpp"
#include "shared/verify/report.hpp"
#include "shared/verify/verify.hpp"

namespace zj::verify {

struct Anchors {
    std::vector<log::SignedRoot> signed_roots;
    std::vector<log::RootStatement> roots;
    std::string origin;                  // of the newest statement's epoch
    crypto::VerifyKey log_key;           // of the newest statement
    std::map<std::string, Hash> listed;  // files of the manifest, each seen to have this hash
};

// Checks manifest, listed files and the root chain; findings go into the report. False where the rest cannot be looked
// at.
Result<bool> check_anchors(Files& files, const Options& options, Report& report, Anchors& anchors);

// "root/000001.json"; `end` is ".json" or ".catalogue.json".
std::string root_path(std::size_t number, std::string_view end);

// Which entry the damage of one file belongs to, as far as the intact files tell.
std::optional<std::uint64_t> locate_damage(Files& files, const std::string& path);

}  // namespace zj::verify
