// SPDX-License-Identifier: Apache-2.0
#pragma once
// What terminal and child say to each other, in one piece of shared memory of fixed size: the request, the answer, then
// the pixels (RGBA, rows from the top, no gaps). Both ends are of one build, so the layout is the compiler's. The
// parent believes nothing in the answer that it has not compared with its bounds.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace zj::preview {

enum class Kind : std::uint32_t { pdf = 1, jpeg, png, tiff };

struct Request {
    std::uint32_t kind;
    std::int32_t page;  // from 0
    std::int32_t width_max, height_max;
};

inline constexpr std::uint32_t kAnswered = 0x5A4A5056;

struct Answer {
    std::uint32_t magic;   // kAnswered once everything else is there
    std::uint32_t status;  // index into kStatusCodes
    std::int32_t pages;
    std::int32_t width, height;
    std::uint32_t without_fonts;
};

struct Shared {
    Request request;
    Answer answer;
};

// What the child may answer; the first means that there is a picture.
inline constexpr std::array<std::string_view, 7> kStatusCodes{
    "", "preview.damaged", "preview.locked", "preview.memory", "preview.page", "preview.sandbox", "preview.too_large",
};

inline constexpr std::size_t shared_bytes(int width_max, int height_max) {
    return sizeof(Shared) + std::size_t(width_max) * std::size_t(height_max) * 4;
}

}  // namespace zj::preview
