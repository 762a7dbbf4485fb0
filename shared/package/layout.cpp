// SPDX-License-Identifier: Apache-2.0
#include "shared/package/layout.hpp"

#include <algorithm>
#include <array>

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/model/characters.hpp"

namespace zj::package {
namespace {

constexpr std::size_t kPathBytesMax = 200;
constexpr std::size_t kIndexDigits = 9;  // a county's log in ten years has some ten million entries
// What a title gives to a file's name: twenty Chinese characters. The whole title stands in the metadata.
constexpr std::size_t kTitleBytesMax = 60;
constexpr std::string_view kReserved = "\\:*?\"<>|%";  // by Windows, and by BagIt's own escapes

std::string padded(std::uint64_t n, std::size_t digits) {
    const std::string text = std::to_string(n);
    return std::string(text.size() < digits ? digits - text.size() : 0, '0') + text;
}

std::string_view folder_of(Part part) {
    switch (part) {
        case Part::receipt:
            return "data/receipts/";
        case Part::change_set:
            return "data/change-sets/";
        case Part::records:
            break;
    }
    return "data/records/";
}

bool safe_part(std::string_view part) {
    if (part.empty() || part.front() == '.' || part.front() == '-' || part.back() == '.' || part.back() == ' ') {
        return false;
    }
    return std::none_of(part.begin(), part.end(), [](char c) {
        return (static_cast<unsigned char>(c) < ' ') || c == '\x7f' || kReserved.find(c) != std::string_view::npos;
    });
}

bool plain(char32_t c) {
    const bool ascii = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
    return ascii || (c >= 0x3400 && c <= 0x9fff) || c >= 0x20000;  // Chinese characters
}

// Letters, digits and Chinese characters of a title; anything else is one underscore.
std::string tidied(std::string_view title) {
    std::string out;
    for (const char32_t c : model::decode_characters(title).value_or(std::u32string())) {
        const std::string one = plain(c) ? model::encode_characters({&c, 1}) : "_";
        if (out.size() + one.size() > kTitleBytesMax) {
            break;
        }
        if (one != "_" || (!out.empty() && out.back() != '_')) {
            out += one;
        }
    }
    while (!out.empty() && (out.back() == '_' || out.back() == '-')) {
        out.pop_back();
    }
    return out;
}

}  // namespace

std::string part_path(Part part, std::uint64_t index) {
    return std::string(folder_of(part)) + padded(index, kIndexDigits) + ".json";
}

std::optional<std::uint64_t> part_in(Part part, std::string_view path) {
    const std::string_view folder = folder_of(part);
    if (!path.starts_with(folder)) {
        return std::nullopt;
    }
    std::uint64_t index = 0;
    for (const char c : path.substr(folder.size(), kIndexDigits)) {
        if (c < '0' || c > '9') {
            return std::nullopt;
        }
        index = index * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return part_path(part, index) == path ? std::optional(index) : std::nullopt;
}

std::string root_path(std::size_t number, std::string_view end) {
    constexpr std::size_t kDigits = 6;  // as in an audit bundle
    return kLogFolder + ("root/" + padded(number, kDigits)) + std::string(end);
}

bool safe_path(std::string_view path) {
    if (path.empty() || path.size() > kPathBytesMax || codec::steers_screen(path)) {
        return false;
    }
    for (std::size_t at = 0; at <= path.size();) {
        const std::size_t slash = std::min(path.find('/', at), path.size());
        if (!safe_part(path.substr(at, slash - at))) {
            return false;
        }
        at = slash + 1;
    }
    return true;
}

std::string folder_name(std::string_view archive_no) {
    std::string out;
    for (std::size_t i = 0; i < archive_no.size(); ++i) {
        const char c = archive_no[i];
        const bool kept = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
        if (kept) {
            out += c;
        } else if (!out.empty() && out.back() != '.') {  // the middle dot has two bytes
            out += '.';
        }
    }
    return out;
}

std::string_view extension_of(std::string_view head, std::string_view title) {
    struct Known {
        std::string_view begins, extension;
    };
    static constexpr std::array<Known, 5> kKnown{{{"%PDF-", "pdf"},
                                                  {"\x89PNG\r\n", "png"},
                                                  {"\xff\xd8\xff", "jpg"},
                                                  {std::string_view("II*\0", 4), "tif"},
                                                  {std::string_view("MM\0*", 4), "tif"}}};
    for (const Known& known : kKnown) {
        if (head.starts_with(known.begins)) {
            return known.extension;
        }
    }
    if (head.starts_with("PK\x03\x04")) {
        for (const std::string_view zipped : {"ofd", "docx", "xlsx"}) {
            if (title.ends_with("." + std::string(zipped))) {
                return zipped;
            }
        }
        return "zip";
    }
    return "bin";
}

std::string attachment_path(std::size_t n, std::string_view title, std::string_view extension) {
    std::string_view bare = title;
    for (const std::string_view end : {".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".ofd", ".docx", ".xlsx"}) {
        if (bare.ends_with(end)) {
            bare.remove_suffix(end.size());
            break;
        }
    }
    const std::string name = tidied(bare);
    return kAttachments + padded(n, 3) + (name.empty() ? "" : "-" + name) + "." + std::string(extension);
}

}  // namespace zj::package
