// SPDX-License-Identifier: Apache-2.0
#include "shared/verify/manifest.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "shared/base/limits.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/log/note.hpp"

namespace zj::verify {
namespace {

// 10,000 blobs a year for ten years, 100 bytes a line.
constexpr std::size_t kManifestBytesMax = 16 * 1024 * 1024;
constexpr std::size_t kRootsMax = 10'000;

struct Listed {
    Hash sha256;
    std::uint64_t size = 0;
};
struct Manifest {
    std::string origin;
    std::map<std::string, Listed> files;
};

bool safe_path(std::string_view path) {
    if (path.empty() || path.front() == '/' || path == "manifest") {
        return false;
    }
    std::size_t at = 0;
    while (at <= path.size()) {
        const std::size_t slash = std::min(path.find('/', at), path.size());
        const std::string_view part = path.substr(at, slash - at);
        if (part.empty() || part == "." || part == "..") {
            return false;
        }
        for (const char c : part) {
            if (c <= ' ' || c == '\\' || c > '~') {
                return false;
            }
        }
        at = slash + 1;
    }
    return true;
}

Result<Manifest> parse_manifest(std::string_view text) {
    Manifest out;
    std::string_view last;
    std::size_t number = 0;
    while (!text.empty()) {
        const std::size_t newline = text.find('\n');
        if (newline == std::string_view::npos) {
            return fail("manifest.syntax", "manifest", "the last line does not end");
        }
        const std::string_view line = text.substr(0, newline);
        text.remove_prefix(newline + 1);
        ++number;
        const auto bad = [&] {
            return fail("manifest.syntax", "manifest", "line " + std::to_string(number));
        };
        if (number == 1) {
            out.origin = line;
            continue;
        }
        if (number == 2) {
            if (line != "zhijian-bundle-v1") {
                return fail("manifest.version", "manifest", "not a bundle of format 1");
            }
            continue;
        }
        if (line.size() < 68 || line[64] != ' ') {
            return bad();
        }
        const std::size_t space = line.find(' ', 65);
        if (space == std::string_view::npos) {
            return bad();
        }
        auto hash = codec::hash_from_hex(line.substr(0, 64));
        Listed listed;
        const char* const end = line.data() + space;
        const auto [stop, ec] = std::from_chars(line.data() + 65, end, listed.size);
        if (!hash || ec != std::errc() || stop != end || (line[65] == '0' && space != 66)) {
            return bad();
        }
        listed.sha256 = *hash;
        const std::string_view path = line.substr(space + 1);
        if (!safe_path(path) || path <= last) {
            return bad();
        }
        last = path;
        out.files.emplace(path, listed);
    }
    if (number < 2) {
        return fail("manifest.syntax", "manifest", "too short");
    }
    return out;
}

Result<std::vector<log::SignedRoot>> read_roots(Files& files, const std::vector<std::string>& paths) {
    std::vector<log::SignedRoot> out;
    for (std::size_t number = 1; number <= kRootsMax; ++number) {
        const std::string path = root_path(number, ".json");
        if (!std::binary_search(paths.begin(), paths.end(), path)) {
            break;
        }
        const auto where = [&](Error error) {
            error.where = path;
            return error;
        };
        ZJ_TRY(std::string text, files.read(path, limits::kBodyBytesMax));
        if (text.empty() || text.back() != '\n') {
            return fail("root.syntax", path, "not one line");
        }
        text.pop_back();
        auto value = codec::parse_canonical(text);
        if (!value) {
            return where(value.error());
        }
        auto envelope = log::envelope_from(*value);
        if (!envelope) {
            return where(envelope.error());
        }
        log::SignedRoot root{std::move(*envelope), {}};
        const std::string catalogue = root_path(number, ".catalogue.json");
        if (std::binary_search(paths.begin(), paths.end(), catalogue)) {
            ZJ_TRY(root.catalogue, files.read(catalogue, limits::kCatalogueBytesMax));
        }
        out.push_back(std::move(root));
    }
    if (out.empty()) {
        return fail("root.missing", "root/000001.json", "the bundle has no root statement");
    }
    return out;
}

// The place a chain fault belongs to: verify_roots() judges the chain as a whole, so ask it of each prefix.
std::string guilty_root(const std::vector<log::SignedRoot>& roots, const std::string& fingerprint) {
    for (std::size_t n = 1; n <= roots.size(); ++n) {
        const auto prefix =
            log::verify_roots({roots.begin(), roots.begin() + static_cast<std::ptrdiff_t>(n)}, fingerprint);
        if (!prefix) {
            return root_path(n, prefix.error().code == "root.catalogue" ? ".catalogue.json" : ".json");
        }
    }
    return root_path(1, ".json");
}

bool check_roots(Files& files, const std::vector<std::string>& paths, const Options& options, Report& report,
                 Anchors& anchors) {
    auto roots = read_roots(files, paths);
    if (!roots) {
        report.find(Check::roots, roots.error().where, std::nullopt, roots.error().code, roots.error().detail);
        return false;
    }
    anchors.signed_roots = std::move(*roots);
    auto claimed = log::claimed_fingerprint(anchors.signed_roots);
    if (!claimed) {
        report.find(Check::roots, root_path(1, ".json"), 0, claimed.error().code, claimed.error().detail);
        return false;
    }
    report.fingerprint = *claimed;
    report.trusted = options.root.has_value();
    const std::string expected = options.root.value_or(*claimed);
    auto statements = log::verify_roots(anchors.signed_roots, expected);
    if (!statements) {
        const std::string path = guilty_root(anchors.signed_roots, expected);
        report.find(Check::roots, path, std::nullopt, statements.error().code, to_string(statements.error()));
        return false;
    }
    anchors.roots = std::move(*statements);
    const log::RootStatement& newest = anchors.roots.back();
    report.demonstration = anchors.roots.front().simulated.has_value();  // statement 1 decides (log.md)
    if (report.demonstration && !options.root && !options.allow_demo) {
        report.find(Check::roots, root_path(1, ".json"), 0, "root.demo",
                    "a demonstration county: give its fingerprint with --root, or --demo to look at it without trust");
        return false;
    }
    anchors.origin = log::origin_of(newest.county, newest.epoch, report.demonstration);
    anchors.log_key = newest.log_key;
    report.origin = anchors.origin;
    report.checked[static_cast<std::size_t>(Check::roots)] = anchors.roots.size();
    report.done[static_cast<std::size_t>(Check::roots)] = true;
    return true;
}

}  // namespace

std::string root_path(std::size_t number, std::string_view end) {
    std::string digits = std::to_string(number);
    return "root/" + std::string(digits.size() < 6 ? 6 - digits.size() : 0, '0') + digits + std::string(end);
}

Result<bool> check_anchors(Files& files, const Options& options, Report& report, Anchors& anchors) {
    ZJ_TRY(const std::vector<std::string> present, files.list());
    const auto find = [&](const std::string& file, std::string rule, std::string evidence) {
        report.find(Check::files, file, locate_damage(files, file), std::move(rule), std::move(evidence));
    };
    auto note = files.read("manifest", kManifestBytesMax);
    if (!note) {
        report.find(Check::files, "manifest", std::nullopt, "manifest.missing", to_string(note.error()));
        return false;
    }
    auto parsed_note = log::parse_note(*note);
    auto manifest = parsed_note ? parse_manifest(parsed_note->text) : Result<Manifest>(parsed_note.error());
    if (!manifest) {
        report.find(Check::files, "manifest", std::nullopt, manifest.error().code, to_string(manifest.error()));
    }

    const bool roots_good = check_roots(files, present, options, report, anchors);
    bool manifest_good = false;
    if (roots_good && manifest) {
        // The newest statement names the key; an older manifest signed by an earlier key has no place in a new bundle.
        const std::string origin = anchors.origin + "/bundle";
        auto opened = log::open_note(*note, {origin, anchors.log_key});
        manifest_good = opened && manifest->origin == origin && parsed_note->signatures.size() == 1;
        if (!manifest_good) {
            report.find(Check::files, "manifest", std::nullopt, "manifest.signature",
                        "the log key of the root statements has not signed this list");
        }
    }
    if (manifest) {
        std::uint64_t done = 0;
        for (const auto& [path, listed] : manifest->files) {
            if (options.progress && !options.progress("files", done, manifest->files.size())) {
                return fail("verify.cancelled");
            }
            ++done;
            if (!std::binary_search(present.begin(), present.end(), path)) {
                find(path, "bundle.missing", "listed, not there");
                continue;
            }
            ZJ_TRY(const std::uint64_t size, files.size(path));
            if (size != listed.size) {  // not hashed: a file of no end would keep the auditor for ever
                find(path, "bundle.size",
                     std::to_string(size) + " bytes where the manifest says " + std::to_string(listed.size));
                continue;
            }
            ZJ_TRY(const Hash hash, files.sha256(path));
            if (hash != listed.sha256) {
                find(path, "bundle.hash", codec::hex(hash) + " where the manifest says " + codec::hex(listed.sha256));
            }
            anchors.listed.emplace(path, hash);
            ++report.checked[0];
        }
        for (const std::string& path : present) {
            if (path != "manifest" && !manifest->files.contains(path)) {
                report.find(Check::files, path, std::nullopt, "bundle.unlisted", "not in the manifest");
            }
        }
    }
    report.done[0] = manifest.has_value();
    return roots_good && manifest_good && report.findings_total == 0;
}

}  // namespace zj::verify
