// SPDX-License-Identifier: Apache-2.0
#pragma once
// A QR code as a square of modules (ISO/IEC 18004), for drawing. Pure.

#include <string_view>
#include <vector>

#include "shared/base/result.hpp"

namespace zj::paper {

struct QrCode {
    int side = 0;            // modules, without the quiet zone
    std::vector<bool> dark;  // rows from the top, side * side
    bool at(int x, int y) const { return dark[std::size_t(y) * std::size_t(side) + std::size_t(x)]; }
};
inline constexpr int kQuietModules = 4;

// Correction level M: a crease or a stamp over a seventh of it does no harm. "paper.qr" beyond kQrBytesMax.
Result<QrCode> qr_code(std::string_view text);

}  // namespace zj::paper
