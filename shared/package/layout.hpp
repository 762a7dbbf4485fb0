// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where each thing stands in an archive package, and which names may (PACKAGE.md). Pure.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/limits.hpp"
#include "shared/base/result.hpp"

namespace zj::package {

// A file has at most 200 items (the rule of archive.close).
inline constexpr std::size_t kItemsMax = 200;
// A case's own entries are some dozens, each with three files, and a full thread, all steps and a year of daily urges
// are 700. A unit may amend without end while it waits: six thousand entries are more than ten a day for a year.
inline constexpr std::size_t kFilesMax = 20'000;
// All but the attachments is held in memory while it is verified, whoever made it: a package may claim any county where
// no fingerprint is given. A case of a mebibyte, the most that its unit can make of it, with five hundred entries.
inline constexpr std::uint64_t kLogBytesMax = 512ULL * 1024 * 1024;
// Every item as large as an attachment may be, and the rest.
inline constexpr std::uint64_t kPackageBytesMax = kItemsMax * std::uint64_t{limits::kAttachmentBytesMax} + kLogBytesMax;
// Of what is read into memory whole: bodies and records of one entry, escaped; the catalogue is smaller.
inline constexpr std::size_t kPartBytesMax = 32 * 1024 * 1024;
inline constexpr std::size_t kNoteBytesMax = 64 * 1024;

inline constexpr const char* kDeclaration = "bagit.txt";
inline constexpr const char* kBagInfo = "bag-info.txt";
inline constexpr const char* kManifest = "manifest-sha256.txt";
inline constexpr const char* kTagManifest = "tagmanifest-sha256.txt";
inline constexpr const char* kSeal = "seal.txt";
inline constexpr const char* kCover = "data/cover.pdf";
inline constexpr const char* kMetadata = "data/metadata.json";
inline constexpr const char* kCheckpoint = "data/log/checkpoint";
inline constexpr const char* kLogFolder = "data/log/";  // root/000001.json … below it, as in an audit bundle
inline constexpr const char* kAttachments = "data/attachments/";

// The parts of one entry: "data/receipts/000004711.json".
enum class Part { receipt, change_set, records };
std::string part_path(Part part, std::uint64_t index);
// The entry whose part stands there; absent where the path is not exactly part_path() of one.
std::optional<std::uint64_t> part_in(Part part, std::string_view path);

// "data/log/root/000001.json"; `end` is ".json" or ".catalogue.json".
std::string root_path(std::size_t number, std::string_view end);

// Relative, '/'-separated, UTF-8; no part that steps out, hides, looks like an option or is reserved anywhere;
// nothing that steers a screen. At most 200 bytes.
bool safe_path(std::string_view path);

// "J021-WS.2026-D30-YB-0007": the folder that a package unpacks into, from its 档号.
std::string folder_name(std::string_view archive_no);
// By the first bytes of a file, whatever its title says: pdf, png, jpg, tif; ofd, docx, xlsx where a ZIP is titled so,
// else zip; else bin. `head`: the first eight bytes at least.
std::string_view extension_of(std::string_view head, std::string_view title);
// "data/attachments/03-班子会议纪要.pdf": the number keeps it apart from all others.
std::string attachment_path(std::size_t n, std::string_view title, std::string_view extension);

}  // namespace zj::package
