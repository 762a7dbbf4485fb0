// SPDX-License-Identifier: Apache-2.0
// Parts of an archive package: a tar header, a manifest, shown records and bodies. What is accepted is written again as
// it was, and no path leads out of the package's folder.

#include "shared/codec/json.hpp"
#include "shared/package/bag.hpp"
#include "shared/package/layout.hpp"
#include "shared/package/parts.hpp"
#include "shared/package/tar.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace zj;

namespace {

bool stays_inside(const std::string& path) {
    return !path.empty() && path.front() != '/' && path.find("..") != 0 && path.find("/..") == std::string::npos &&
           path.find('\\') == std::string::npos && path.find('\0') == std::string::npos;
}

void read_tar(std::string_view text) {
    const auto item = package::read_tar_header(text.substr(0, package::kTarBlock));
    if (item && *item) {
        ZJ_PROMISE(stays_inside((*item)->path));
        ZJ_PROMISE(*package::tar_header(**item) == text.substr(0, package::kTarBlock));
    }
}

void read_manifest(std::string_view text) {
    const auto manifest = package::parse_manifest(text, "fuzz");
    if (!manifest) {
        return;
    }
    ZJ_PROMISE(package::manifest_text(*manifest) == text);
    for (const auto& [path, sha256] : *manifest) {
        ZJ_PROMISE(stays_inside(path));
    }
}

void read_parts(std::string_view text) {
    const auto value = codec::parse_canonical(text);
    if (!value) {
        return;
    }
    if (const auto records = package::records_from(*value)) {
        ZJ_PROMISE(codec::write_json(to_value(*records)) == text);
        ZJ_PROMISE(records->records.empty() || !package::check_records(*records, log::Entry{}));
    }
    if (const auto shown = package::change_set_from(*value)) {
        ZJ_PROMISE(codec::write_json(to_value(*shown)) == text);
        ZJ_PROMISE(shown->bodies.empty() || !package::check_bodies(*shown, log::Header{}));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const bool kStarted = crypto::start().has_value();
    ZJ_ASSERT(kStarted);
    const std::string_view text = fuzz::text_of(data, size);
    if (text.size() >= package::kTarBlock) {
        read_tar(text);
    }
    read_manifest(text);
    read_parts(text);
    const std::string name = package::attachment_path(1, text, package::extension_of(text, text));
    ZJ_PROMISE(package::safe_path(name) && stays_inside(name));
    return 0;
}
