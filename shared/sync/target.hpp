// SPDX-License-Identifier: Apache-2.0
#pragma once
// Request targets, built by the terminal and read by the gateway in one place (PROTOCOL.md, Conventions). No percent-
// encoding: nothing that stands in a target needs it. Errors: "http.target" with what is wrong.

#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/sync/wire.hpp"

namespace zj::sync {

struct Target {
    std::string path;  // "/v1/feed"
    std::map<std::string, std::string, std::less<>> query;

    // Refuses a missing member of `required` and any member of neither list.
    Result<> only(std::initializer_list<std::string_view> required,
                  std::initializer_list<std::string_view> optional = {}) const;
    Result<std::uint64_t> number(std::string_view key) const;  // a canonical decimal below 2^53
    std::string text(std::string_view key) const;              // empty where absent
    bool has(std::string_view key) const { return query.contains(key); }
};
Result<Target> parse_target(std::string_view target);

struct BlobTarget {
    BlobName name;
    std::optional<std::uint64_t> chunk;
};
// /v1/blobs/ID/SLOT/SHA256[/CHUNK]
Result<BlobTarget> parse_blob_path(std::string_view path);

std::string hello_target(std::size_t roots);
std::string checkpoint_target(std::uint64_t from, std::optional<std::uint64_t> to = std::nullopt);
std::string feed_target(const std::string& scope, std::uint64_t after, std::size_t limit);
std::string proof_target(std::uint64_t index);
std::string enrol_target(const Hash& ticket_id);
std::string blob_target(const BlobName& name, std::optional<std::uint64_t> chunk = std::nullopt);
inline constexpr std::string_view kChangesTarget = "/v1/changes";
inline constexpr std::string_view kEnrolTarget = "/v1/enrol";
inline constexpr std::string_view kBlobsPrefix = "/v1/blobs/";

bool is_scope(std::string_view text);  // [a-z0-9/_-]{1,64}
bool is_slot(std::string_view text);   // [a-z0-9_-]{1,64}

}  // namespace zj::sync
