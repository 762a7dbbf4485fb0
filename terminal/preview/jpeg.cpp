// SPDX-License-Identifier: Apache-2.0
#include "terminal/preview/jpeg.hpp"

#include <optional>

namespace zj::preview {

namespace {

bool restarts(std::uint8_t marker) {
    return marker >= 0xD0 && marker <= 0xD7;
}

// Where the coded data that begins at `at` ends: before the next marker that is neither a stuffed 0xFF nor a restart.
std::optional<std::size_t> end_of_scan(ByteView jpeg, std::size_t at) {
    for (; at + 1 < jpeg.size(); ++at) {
        const std::uint8_t next = jpeg[at + 1];
        if (jpeg[at] == 0xFF && next != 0x00 && next != 0xFF && !restarts(next)) {
            return at;
        }
    }
    return std::nullopt;
}

// The segment that begins at `at`; nothing where there is no whole one.
std::optional<Segment> segment_at(ByteView jpeg, std::size_t at) {
    const std::size_t begin = at;
    if (at >= jpeg.size() || jpeg[at] != 0xFF) {
        return std::nullopt;
    }
    while (at < jpeg.size() && jpeg[at] == 0xFF) {  // a marker may be preceded by fill bytes
        ++at;
    }
    if (at >= jpeg.size()) {
        return std::nullopt;
    }
    const std::uint8_t marker = jpeg[at++];
    if (marker == kSoi || marker == kEoi) {
        return Segment{marker, jpeg.subspan(begin, at - begin), {}};
    }
    if (marker < 0xC0 || restarts(marker) || at + 2 > jpeg.size()) {
        return std::nullopt;
    }
    const std::size_t length = std::size_t(jpeg[at]) << 8 | jpeg[at + 1];
    if (length < 2 || length > jpeg.size() - at) {
        return std::nullopt;
    }
    std::size_t end = at + length;
    if (marker == kSos) {
        const auto scan_end = end_of_scan(jpeg, end);
        if (!scan_end) {
            return std::nullopt;
        }
        end = *scan_end;
    }
    return Segment{marker, jpeg.subspan(begin, end - begin), jpeg.subspan(at + 2, length - 2)};
}

// Ends at EOI, at the first scan if asked, where nothing can be read, or at the bound.
std::vector<Segment> walk(ByteView jpeg, bool up_to_scan) {
    std::vector<Segment> out;
    std::size_t at = 0;
    while (out.size() < kSegmentsMax) {
        const auto segment = segment_at(jpeg, at);
        if (!segment || (segment->marker == kSoi) != out.empty()) {  // SOI comes first, and only there
            break;
        }
        out.push_back(*segment);
        at += segment->whole.size();
        if (segment->marker == kEoi || (up_to_scan && segment->marker == kSos)) {
            break;
        }
    }
    return out;
}

}  // namespace

Result<std::vector<Segment>> segments_of(ByteView jpeg) {
    std::vector<Segment> out = walk(jpeg, false);
    if (out.empty() || out.back().marker != kEoi) {
        return fail("preview.damaged", {}, "not a complete JPEG");
    }
    return out;
}

std::vector<Segment> first_segments_of(ByteView jpeg) {
    return walk(jpeg, true);
}

}  // namespace zj::preview
