// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/verify/package_parts.hpp"

namespace zj::verify {
namespace {

using package::Manifest;

bool of_payload(std::string_view path) {
    return path.starts_with("data/");
}

bool tag_file(std::string_view path) {
    return path == package::kDeclaration || path == package::kBagInfo || path == package::kManifest ||
           path == package::kSeal;
}

std::optional<Manifest> read_manifest(Files& files, const char* path, PackageReport& report) {
    const auto text = files.read(path, package::kPartBytesMax);
    auto manifest = text ? package::parse_manifest(*text, path) : Result<Manifest>(text.error());
    if (!manifest) {
        report.find(PackageCheck::bag, path, "bag.manifest", to_string(manifest.error()));
        return std::nullopt;
    }
    return std::move(*manifest);
}

// Each listed file is there with its hash; each of `present` is listed.
Result<> check_listed(Files& files, const Manifest& listed, const std::vector<std::string>& present,
                      PackageReport& report) {
    for (const auto& [path, sha256] : listed) {
        if (!std::binary_search(present.begin(), present.end(), path)) {
            report.find(PackageCheck::bag, path, "bag.missing", "listed, not there");
            continue;
        }
        ZJ_TRY(const Hash hash, files.sha256(path));
        if (hash != sha256) {
            report.find(PackageCheck::bag, path, "bag.hash",
                        codec::hex(hash) + " where the manifest says " + codec::hex(sha256));
        }
        ++report.files;
    }
    for (const std::string& path : present) {
        if (!listed.contains(path)) {
            report.find(PackageCheck::bag, path, "bag.unlisted", "not in the manifest");
        }
    }
    return {};
}

}  // namespace

Result<bool> check_bag(Files& files, PackageReport& report, PackageBag& bag) {
    ZJ_TRY(bag.paths, files.list());
    if (bag.paths.size() > package::kFilesMax) {
        report.find(PackageCheck::bag, {}, "package.size", std::to_string(bag.paths.size()) + " files");
        return false;
    }
    std::vector<std::string> payload, tags;
    for (const std::string& path : bag.paths) {
        if (!package::safe_path(path)) {
            report.find(PackageCheck::bag, path, "package.path", "not a path that a package may have");
            return false;
        }
        if (path != package::kTagManifest) {
            (of_payload(path) ? payload : tags).push_back(path);
        }
    }
    // Before anything is hashed: a file of no end would keep the auditor for ever.
    std::uint64_t log_bytes = 0;
    for (const std::string& path : bag.paths) {
        ZJ_TRY(const std::uint64_t bytes, files.size(path));
        bag.payload_bytes += of_payload(path) ? bytes : 0;
        log_bytes += path.starts_with(package::kAttachments) ? 0 : bytes;
        if (bytes > package::kPackageBytesMax || bag.payload_bytes > package::kPackageBytesMax ||
            log_bytes > package::kLogBytesMax) {
            report.find(PackageCheck::bag, path, "package.size", "larger than a package may be");
            return false;
        }
    }
    const auto declaration = files.read(package::kDeclaration, package::kNoteBytesMax);
    if (!declaration || *declaration != package::bag_declaration()) {
        report.find(PackageCheck::bag, package::kDeclaration, "bag.declaration", "no bag of BagIt 1.0");
    }
    const auto listed = read_manifest(files, package::kManifest, report);
    const auto listed_tags = read_manifest(files, package::kTagManifest, report);
    if (!listed || !listed_tags) {
        return false;
    }
    ZJ_CHECK(check_listed(files, *listed, payload, report));
    ZJ_CHECK(check_listed(files, *listed_tags, tags, report));
    for (const std::string& path : tags) {
        if (!tag_file(path)) {
            report.find(PackageCheck::bag, path, "package.stranger", "no part of a package");
        }
    }
    bag.payload = *listed;
    report.done[static_cast<std::size_t>(PackageCheck::bag)] = true;
    return true;
}

Result<codec::Value> read_part(Files& files, const std::string& path) {
    ZJ_TRY(const std::string text, files.read(path, package::kPartBytesMax));
    if (text.empty() || text.back() != '\n') {
        return fail("package.part", path, "not one line");
    }
    return codec::parse_canonical(std::string_view(text).substr(0, text.size() - 1), package::kPartBytesMax);
}

}  // namespace zj::verify
