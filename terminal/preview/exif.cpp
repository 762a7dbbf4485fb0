// SPDX-License-Identifier: Apache-2.0
#include "terminal/preview/exif.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "terminal/preview/jpeg.hpp"

using namespace std::string_view_literals;

namespace zj::preview {

namespace {

constexpr std::string_view kExifMark = "Exif\0\0"sv, kIccMark = "ICC_PROFILE\0"sv, kAdobeMark = "Adobe"sv;
constexpr std::string_view kJfifMark = "JFIF\0"sv;
constexpr std::size_t kHeaderBytes = 8, kEntryBytes = 12, kCountBytes = 2, kNextBytes = 4;
constexpr std::uint16_t kOrientation = 0x0112, kExifDirectory = 0x8769, kShort = 3;

// Tags that hold no place (CIPA DC-008): size, camera, exposure, dates and copyright. Sorted.
constexpr std::array<std::uint16_t, 47> kKept{
    0x0100, 0x0101, 0x0102, 0x0103, 0x0106, 0x010F, 0x0110, 0x0112, 0x0115, 0x011A, 0x011B, 0x0128,
    0x0131, 0x0132, 0x0211, 0x0213, 0x0214, 0x8298, 0x829A, 0x829D, 0x8822, 0x8827, 0x9000, 0x9003,
    0x9004, 0x9010, 0x9011, 0x9012, 0x9101, 0x9102, 0x9201, 0x9202, 0x9203, 0x9204, 0x9205, 0x9207,
    0x9208, 0x9209, 0x920A, 0x9290, 0x9291, 0x9292, 0xA001, 0xA002, 0xA003, 0xA402, 0xA403};
static_assert(std::is_sorted(kKept.begin(), kKept.end()));

// Bytes of one value of each TIFF type; 0 for types that do not exist.
std::size_t size_of_type(std::uint16_t type) {
    constexpr std::array<std::size_t, 13> kSizes{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};
    return type < kSizes.size() ? kSizes[type] : 0;
}

struct Entry {
    std::size_t at;  // of its twelve bytes
    std::uint16_t tag, type;
    std::uint32_t count, value;  // value: where the values are, if they take more than four bytes
    std::size_t bytes() const { return size_of_type(type) * count; }
};

// A TIFF block inside of one segment, at most 64 KiB.
class Block {
public:
    static std::optional<Block> open(ByteView bytes) {
        Block block(bytes);
        const std::string_view start = as_text(bytes).substr(0, 4);
        block.little_ = start == "II*\0"sv;
        if (bytes.size() < kHeaderBytes || (!block.little_ && start != "MM\0*"sv)) {
            return std::nullopt;
        }
        return block;
    }

    // The entries of the directory at `at`; nothing where it is not all inside.
    std::optional<std::vector<Entry>> directory(std::size_t at) const {
        if (!holds(at, kCountBytes)) {
            return std::nullopt;
        }
        const std::size_t count = number(at, 2);
        if (!holds(at, kCountBytes + count * kEntryBytes + kNextBytes)) {
            return std::nullopt;
        }
        std::vector<Entry> out;
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t entry = at + kCountBytes + i * kEntryBytes;
            out.push_back({entry, static_cast<std::uint16_t>(number(entry, 2)),
                           static_cast<std::uint16_t>(number(entry + 2, 2)), number(entry + 4, 4),
                           number(entry + 8, 4)});
        }
        return out;
    }

    std::size_t first_directory() const { return number(4, 4); }
    bool holds(std::size_t at, std::size_t size) const { return at <= bytes_.size() && size <= bytes_.size() - at; }
    std::uint32_t number(std::size_t at, int size) const {
        std::uint32_t out = 0;
        for (int i = 0; i < size; ++i) {
            out = out << 8 | bytes_[at + static_cast<std::size_t>(little_ ? size - 1 - i : i)];
        }
        return out;
    }
    ByteView bytes() const { return bytes_; }
    bool little() const { return little_; }

private:
    explicit Block(ByteView bytes) : bytes_(bytes) {}
    ByteView bytes_;
    bool little_ = false;
};

// Copies what is kept to the same places of an otherwise empty block, so that no offset changes.
class Cleaner {
public:
    explicit Cleaner(const Block& from) : from_(from), out_(from.bytes().size(), 0) {}

    // Absent where the first directory cannot be read.
    std::optional<Bytes> clean() {
        if (!keep_directory(from_.first_directory(), true)) {
            return std::nullopt;
        }
        copy(0, kHeaderBytes, 0);
        for (const Entry& entry : values_) {
            copy(entry.value, entry.bytes(), entry.value);
        }
        for (const auto& [at, entries] : directories_) {
            write_directory(at, entries);
        }
        return std::move(out_);
    }

private:
    void copy(std::size_t at, std::size_t size, std::size_t to) {
        const ByteView source = from_.bytes().subspan(at, size);
        std::copy(source.begin(), source.end(), out_.begin() + static_cast<std::ptrdiff_t>(to));
    }

    // Whether the values of a kept tag are there.
    bool keep_values(const Entry& entry) {
        if (size_of_type(entry.type) == 0 || entry.count > from_.bytes().size()) {
            return false;
        }
        if (entry.bytes() <= 4) {
            return true;
        }
        if (!from_.holds(entry.value, entry.bytes())) {
            return false;
        }
        values_.push_back(entry);
        return true;
    }

    bool keep_entry(const Entry& entry, bool first) {
        // Only one is followed: each may have thousands of entries, and a first directory could name thousands of them.
        if (first && entry.tag == kExifDirectory && !exif_found_) {
            exif_found_ = true;
            return entry.count == 1 && keep_directory(entry.value, false);
        }
        return std::binary_search(kKept.begin(), kKept.end(), entry.tag) && keep_values(entry);
    }

    bool keep_directory(std::size_t at, bool first) {
        const auto entries = from_.directory(at);
        if (!entries) {
            return false;
        }
        std::vector<Entry> kept;
        for (const Entry& entry : *entries) {
            if (keep_entry(entry, first)) {
                kept.push_back(entry);
            }
        }
        directories_.emplace_back(at, std::move(kept));
        return true;
    }

    // Entries move up; the bytes behind the last one are cleared, which also says that no directory follows.
    void write_directory(std::size_t at, const std::vector<Entry>& entries) {
        const std::size_t count = entries.size(), before = from_.number(at, 2);
        const auto begin = out_.begin() + static_cast<std::ptrdiff_t>(at);
        std::fill_n(begin, kCountBytes + before * kEntryBytes + kNextBytes, std::uint8_t{0});
        begin[0] = static_cast<std::uint8_t>(from_.little() ? count & 0xFF : count >> 8);
        begin[1] = static_cast<std::uint8_t>(from_.little() ? count >> 8 : count & 0xFF);
        std::size_t to = at + kCountBytes;
        for (const Entry& entry : entries) {
            copy(entry.at, kEntryBytes, to);
            to += kEntryBytes;
        }
    }

    const Block& from_;
    Bytes out_;
    bool exif_found_ = false;
    std::vector<Entry> values_;
    std::vector<std::pair<std::size_t, std::vector<Entry>>> directories_;
};

std::optional<Bytes> cleaned(ByteView bytes) {
    const auto block = Block::open(bytes);
    return block ? Cleaner(*block).clean() : std::nullopt;
}

bool starts_with(ByteView payload, std::string_view mark) {
    return as_text(payload).starts_with(mark);
}

bool is_exif(const Segment& segment) {
    return segment.marker == kApp1 && starts_with(segment.payload, kExifMark);
}

// Frames, tables, scans, and the application blocks without which colours would be wrong.
bool stays_as_it_is(const Segment& segment) {
    const std::uint8_t marker = segment.marker;
    const bool of_the_picture = marker >= 0xC0 && marker <= 0xDF;
    return of_the_picture || (marker == kApp0 && starts_with(segment.payload, kJfifMark)) ||
           (marker == kApp2 && starts_with(segment.payload, kIccMark)) ||
           (marker == kApp14 && starts_with(segment.payload, kAdobeMark));
}

void append(Bytes& out, ByteView bytes) {
    out.insert(out.end(), bytes.begin(), bytes.end());
}

// A block whose parts overlap comes out otherwise the second time. No camera writes one, so it is not puzzled out.
void append_exif(Bytes& out, ByteView payload) {
    const auto clean = cleaned(payload.subspan(kExifMark.size()));
    if (clean && cleaned(*clean) == clean) {
        const std::size_t length = 2 + kExifMark.size() + clean->size();
        append(out, Bytes{0xFF, kApp1, static_cast<std::uint8_t>(length >> 8), static_cast<std::uint8_t>(length)});
        append(out, as_bytes(kExifMark));
        append(out, *clean);
    }
}

}  // namespace

int orientation(ByteView jpeg) {
    for (const Segment& segment : first_segments_of(jpeg)) {
        if (!is_exif(segment)) {
            continue;
        }
        const auto block = Block::open(segment.payload.subspan(kExifMark.size()));
        const auto entries = block ? block->directory(block->first_directory()) : std::nullopt;
        for (const Entry& entry : entries.value_or(std::vector<Entry>())) {
            if (entry.tag == kOrientation && entry.type == kShort && entry.count == 1) {
                const auto value = block->number(entry.at + 8, 2);
                return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
            }
        }
        return 1;
    }
    return 1;
}

Result<Bytes> without_location(ByteView jpeg) {
    ZJ_TRY(const std::vector<Segment> segments, segments_of(jpeg));
    Bytes out;
    out.reserve(jpeg.size());
    bool exif_seen = false;  // readers look at the first
    for (const Segment& segment : segments) {
        if (is_exif(segment) && !exif_seen) {
            exif_seen = true;
            append_exif(out, segment.payload);
        } else if (stays_as_it_is(segment)) {
            append(out, segment.whole);
        }
    }
    return out;
}

}  // namespace zj::preview
