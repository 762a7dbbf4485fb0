// SPDX-License-Identifier: Apache-2.0
#include "shared/sync/target.hpp"

#include <algorithm>
#include <charconv>

#include "shared/codec/text.hpp"
#include "shared/codec/value.hpp"

namespace zj::sync {

namespace {

// The longest: two digests, a slot and a chunk number.
constexpr std::size_t kTargetBytesMax = 512;
constexpr std::size_t kNameBytesMax = 64;

Error bad(std::string what) {
    return fail("http.target", {}, std::move(what));
}

bool lower_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool made_of(std::string_view text, std::string_view also) {
    return std::all_of(text.begin(), text.end(),
                       [&](char c) { return lower_or_digit(c) || also.find(c) != std::string_view::npos; });
}

bool contains(std::initializer_list<std::string_view> list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

Result<std::uint64_t> decimal(std::string_view text) {
    std::uint64_t out = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (text.empty() || ec != std::errc() || end != text.data() + text.size() ||
        (text.size() > 1 && text.front() == '0') || out > static_cast<std::uint64_t>(codec::kIntegerMax)) {
        return bad("not a canonical number");
    }
    return out;
}

std::vector<std::string_view> split(std::string_view text, char at) {
    std::vector<std::string_view> out;
    while (true) {
        const std::size_t end = text.find(at);
        out.push_back(text.substr(0, end));
        if (end == std::string_view::npos) {
            return out;
        }
        text.remove_prefix(end + 1);
    }
}

}  // namespace

bool is_scope(std::string_view text) {
    return !text.empty() && text.size() <= kNameBytesMax && made_of(text, "/_-");
}

bool is_slot(std::string_view text) {
    return !text.empty() && text.size() <= kNameBytesMax && made_of(text, "_-");
}

Result<Target> parse_target(std::string_view target) {
    if (target.empty() || target.size() > kTargetBytesMax || target.front() != '/') {
        return bad("no path, or too long");
    }
    const std::size_t mark = target.find('?');
    Target out;
    out.path = target.substr(0, mark);
    if (!made_of(out.path, "/_-") || out.path.find("//") != std::string::npos) {
        return bad("the path has other characters");
    }
    if (mark == std::string_view::npos) {
        return out;
    }
    for (const std::string_view member : split(target.substr(mark + 1), '&')) {
        const std::size_t equals = member.find('=');
        if (equals == std::string_view::npos || !is_slot(member.substr(0, equals)) ||
            !made_of(member.substr(equals + 1), "/_-")) {
            return bad("a query member is not name=value");
        }
        if (!out.query.emplace(member.substr(0, equals), member.substr(equals + 1)).second) {
            return bad("a query member stands twice");
        }
    }
    return out;
}

Result<> Target::only(std::initializer_list<std::string_view> required,
                      std::initializer_list<std::string_view> optional) const {
    for (const std::string_view key : required) {
        if (!has(key)) {
            return bad("the query lacks " + std::string(key));
        }
    }
    for (const auto& [key, value] : query) {
        if (!contains(required, key) && !contains(optional, key)) {
            return bad("the query has a member that nobody reads");
        }
    }
    return {};
}

Result<std::uint64_t> Target::number(std::string_view key) const {
    return decimal(text(key));
}

std::string Target::text(std::string_view key) const {
    const auto at = query.find(key);
    return at == query.end() ? std::string() : at->second;
}

Result<BlobTarget> parse_blob_path(std::string_view path) {
    if (!path.starts_with(kBlobsPrefix)) {
        return bad("not a blob's path");
    }
    path.remove_prefix(kBlobsPrefix.size());
    const std::vector<std::string_view> parts = split(path, '/');
    if (parts.size() < 3 || parts.size() > 4 || !is_slot(parts[1])) {
        return bad("not ID/SLOT/SHA256[/CHUNK]");
    }
    const auto id = codec::hash_from_hex(parts[0]), sha256 = codec::hash_from_hex(parts[2]);
    if (!id || !sha256) {
        return bad("a digest has 64 lower-case hex digits");
    }
    BlobTarget out{{*id, std::string(parts[1]), *sha256}, std::nullopt};
    if (parts.size() == 4) {
        ZJ_TRY(out.chunk, decimal(parts[3]));
    }
    return out;
}

std::string hello_target(std::size_t roots) {
    return "/v1/hello?roots=" + std::to_string(roots);
}

std::string checkpoint_target(std::uint64_t from, std::optional<std::uint64_t> to) {
    return "/v1/checkpoint?from=" + std::to_string(from) + (to ? "&to=" + std::to_string(*to) : std::string());
}

std::string feed_target(const std::string& scope, std::uint64_t after, std::size_t limit) {
    return "/v1/feed?scope=" + scope + "&after=" + std::to_string(after) + "&limit=" + std::to_string(limit);
}

std::string proof_target(std::uint64_t index) {
    return "/v1/proof?index=" + std::to_string(index);
}

std::string enrol_target(const Hash& ticket_id) {
    return std::string(kEnrolTarget) + "?ticket=" + codec::hex(ticket_id);
}

std::string blob_target(const BlobName& name, std::optional<std::uint64_t> chunk) {
    return std::string(kBlobsPrefix) + codec::hex(name.change_set) + "/" + name.slot + "/" + codec::hex(name.sha256) +
           (chunk ? "/" + std::to_string(*chunk) : std::string());
}

}  // namespace zj::sync
