// SPDX-License-Identifier: Apache-2.0
#include "shared/paper/qr.hpp"

#include <qrencode.h>

#include <memory>

#include "shared/paper/bounds.hpp"

namespace zj::paper {

Result<QrCode> qr_code(std::string_view text) {
    if (text.empty() || text.size() > kQrBytesMax) {
        return fail("paper.qr", {}, std::to_string(text.size()) + " bytes", {std::to_string(kQrBytesMax)});
    }
    struct Free {
        void operator()(QRcode* code) const { QRcode_free(code); }
    };
    constexpr int kSmallestThatFits = 0;
    const std::unique_ptr<QRcode, Free> code(QRcode_encodeData(static_cast<int>(text.size()),
                                                               reinterpret_cast<const unsigned char*>(text.data()),
                                                               kSmallestThatFits, QR_ECLEVEL_M));
    if (code == nullptr) {
        return fail("paper.draw", {}, "QRcode_encodeData");
    }
    QrCode out{code->width, {}};
    constexpr unsigned char kDark = 1;
    for (int i = 0; i < code->width * code->width; ++i) {
        out.dark.push_back((code->data[i] & kDark) != 0);
    }
    return out;
}

}  // namespace zj::paper
