// SPDX-License-Identifier: Apache-2.0
#include "shared/package/bag.hpp"

#include <algorithm>

#include "shared/base/limits.hpp"
#include "shared/codec/reader.hpp"
#include "shared/codec/text.hpp"
#include "shared/log/note.hpp"
#include "shared/package/layout.hpp"

namespace zj::package {
namespace {

constexpr std::size_t kHexDigits = 64;
constexpr std::string_view kGap = "  ";  // as sha256sum writes it

}  // namespace

std::string_view bag_declaration() {
    return "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
}

std::string bag_info(const codec::Value& metadata, std::uint64_t bytes, std::size_t files) {
    const codec::Value archived = metadata.find("archived") != nullptr ? *metadata.find("archived") : codec::Value();
    std::string out;
    const auto line = [&](std::string_view label, std::string_view value) {
        out += std::string(label) + ": " + std::string(value) + "\n";
    };
    line("Source-Organization", metadata.str_or("compiled_by"));
    line("External-Description", metadata.str_or("title"));
    line("Bagging-Date", archived.str_or("at").substr(0, 10));  // the day on which the file was closed
    line("External-Identifier", metadata.str_or("archive_no"));
    line("Payload-Oxum", std::to_string(bytes) + "." + std::to_string(files));
    line("Zhijian-Package", metadata.str_or("format"));
    return out;
}

std::string manifest_text(const Manifest& manifest) {
    std::string out;
    for (const auto& [path, sha256] : manifest) {
        out += codec::hex(sha256) + std::string(kGap) + path + "\n";
    }
    return out;
}

Result<Manifest> parse_manifest(std::string_view text, std::string_view where) {
    Manifest out;
    std::size_t number = 0;
    for (std::string_view rest = text; !rest.empty(); ++number) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
        const auto sha256 = codec::hash_from_hex(line.substr(0, kHexDigits));
        const std::string_view path = line.substr(std::min(kHexDigits + kGap.size(), line.size()));
        if (!sha256 || !safe_path(path) || number >= kFilesMax) {
            return fail("bag.manifest", std::string(where), "line " + std::to_string(number + 1));
        }
        out.emplace(path, *sha256);
    }
    if (manifest_text(out) != text) {
        return fail("bag.manifest", std::string(where), "not sorted, or not ended by a newline");
    }
    return out;
}

std::string sign_seal(const std::string& origin, const Seal& seal, const crypto::SigningKey& log_key) {
    const codec::Value said = codec::Object{{"archive", seal.archive},
                                            {"bag_info", codec::base64(seal.bag_info)},
                                            {"manifest", codec::base64(seal.manifest)},
                                            {"v", 1}};
    return log::sign_answer(origin + "/package", said, log_key);
}

Result<Seal> open_seal(std::string_view note, const std::string& origin, const crypto::VerifyKey& log_key) {
    ZJ_TRY(const codec::Value said, log::open_answer(note, origin + "/package", log_key));
    codec::Reader r(said);
    Seal out;
    out.archive = r.string("archive", limits::kRecordKeyBytesMax, 1);
    out.bag_info = r.hash("bag_info");
    out.manifest = r.hash("manifest");
    r.integer("v", 1, 1);
    ZJ_CHECK(r.finish());
    return out;
}

}  // namespace zj::package
