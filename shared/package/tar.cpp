// SPDX-License-Identifier: Apache-2.0
#include "shared/package/tar.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "shared/package/layout.hpp"

namespace zj::package {
namespace {

struct Field {
    std::size_t at, size;
};
constexpr Field kName{0, 100}, kMode{100, 8}, kUid{108, 8}, kGid{116, 8}, kSize{124, 12}, kTime{136, 12}, kSum{148, 8},
    kType{156, 1}, kMagic{257, 8}, kMajor{329, 8}, kMinor{337, 8}, kPrefix{345, 155};
constexpr std::string_view kUstar{"ustar\00000", 8};
constexpr std::uint64_t kSizeMax = (std::uint64_t{1} << 33) - 1;  // eleven octal digits

void put(std::string& block, Field field, std::string_view text) {
    std::copy(text.begin(), text.end(), block.begin() + static_cast<std::ptrdiff_t>(field.at));
}

std::string octal(std::uint64_t n, std::size_t digits) {
    std::string out(digits, '0');
    for (std::size_t i = digits; i-- > 0; n /= 8) {
        out[i] = static_cast<char>('0' + n % 8);
    }
    return out;
}

std::optional<std::uint64_t> octal_in(std::string_view block, Field field) {
    std::uint64_t out = 0;
    for (const char c : block.substr(field.at, field.size - 1)) {
        if (c < '0' || c > '7') {
            return std::nullopt;
        }
        out = out * 8 + static_cast<std::uint64_t>(c - '0');
    }
    return out;
}

// Of the block with spaces in the field of the sum itself.
std::uint64_t sum_of(std::string_view block) {
    std::uint64_t out = 0;
    for (std::size_t i = 0; i < block.size(); ++i) {
        const bool own = i >= kSum.at && i < kSum.at + kSum.size;
        out += static_cast<unsigned char>(own ? ' ' : block[i]);
    }
    return out;
}

std::string_view text_in(std::string_view block, Field field) {
    const std::string_view all = block.substr(field.at, field.size);
    return all.substr(0, std::min(all.find('\0'), all.size()));
}

struct Split {
    std::string_view prefix, name;
};

// The whole path as the name where it fits, else parted at the last slash that makes both fit.
std::optional<Split> split(std::string_view path) {
    if (path.size() <= kName.size) {
        return Split{{}, path};
    }
    const std::size_t slash = path.rfind('/', kPrefix.size);
    if (slash == std::string_view::npos || path.size() - slash - 1 > kName.size) {
        return std::nullopt;
    }
    return Split{path.substr(0, slash), path.substr(slash + 1)};
}

std::string path_in(std::string_view block) {
    const std::string_view prefix = text_in(block, kPrefix);
    return (prefix.empty() ? "" : std::string(prefix) + "/") + std::string(text_in(block, kName));
}

}  // namespace

Result<std::string> tar_header(const TarItem& item) {
    const auto parts = split(item.path);
    if (!safe_path(item.path) || !parts) {
        return fail("package.path", item.path, "not a path that a package may have");
    }
    if (item.bytes > kSizeMax) {
        return fail("package.size", item.path, "larger than a file in a package may be");
    }
    std::string block(kTarBlock, '\0');
    put(block, kName, parts->name);
    put(block, kPrefix, parts->prefix);
    put(block, kMode, "0000644");
    for (const Field field : {kUid, kGid, kMajor, kMinor}) {
        put(block, field, "0000000");
    }
    put(block, kSize, octal(item.bytes, kSize.size - 1));
    put(block, kTime,
        octal(static_cast<std::uint64_t>(std::max<std::int64_t>(0, item.at.ms / kSecondMs)), kTime.size - 1));
    put(block, kType, "0");
    put(block, kMagic, kUstar);
    put(block, kSum, octal(sum_of(block), 6) + std::string("\0 ", 2));
    return block;
}

Result<std::optional<TarItem>> read_tar_header(std::string_view block) {
    if (block.find_first_not_of('\0') == std::string_view::npos) {
        return std::optional<TarItem>();
    }
    const std::string path = path_in(block);
    if (text_in(block, kSum) != octal(sum_of(block), 6)) {
        return fail("package.tar", path, "a header's checksum is wrong");
    }
    if (block[kType.at] != '0') {
        return fail("package.kind", path, "no plain file");
    }
    if (!safe_path(path)) {
        return fail("package.path", path, "not a path that a package may have");
    }
    const auto bytes = octal_in(block, kSize), at = octal_in(block, kTime);
    if (!bytes) {
        return fail("package.size", path, "no size that a package may have");
    }
    TarItem out{path, *bytes, Time{static_cast<std::int64_t>(at.value_or(0)) * kSecondMs}};
    ZJ_TRY(const std::string again, tar_header(out));
    if (again != block) {
        return fail("package.tar", path, "a header that no exporter writes");
    }
    return std::optional(std::move(out));
}

std::size_t tar_padding(std::uint64_t bytes) {
    return static_cast<std::size_t>((kTarBlock - bytes % kTarBlock) % kTarBlock);
}

}  // namespace zj::package
