// SPDX-License-Identifier: Apache-2.0
#pragma once
// Looking through the documents of a case page by page. The pictures are drawn by the store thread's sandboxed child
// and kept by the shell under "sha256/page" (Around::textures); a desk asks for one page at a time.

#include <cstdint>
#include <optional>
#include <string>

#include "terminal/desk/desk.hpp"

namespace zj::desk {

struct Preview {
    bool open = false;
    std::size_t material = 0;   // of CaseView::materials, as it was when it was opened
    std::string sha256;         // its document: that may stand elsewhere in a newer view
    int page = 0, pages = 0;    // pages: 0 until the first picture tells
    int width = 0, height = 0;  // pixels of the picture that came last
    bool zoomed = false;        // as wide as the sheet instead of whole
    std::optional<Error> error;
    Wait wait;
};
struct PreviewMove {
    enum class What : std::uint8_t { open, close, page, material, zoom, again } what = What::open;
    int by = 0;  // pages or documents on or back; with open: the document
};
// Pixels at most of a page: two screens wide, so that small print can be read.
inline constexpr int kPreviewPixels = 1600;

// The document that is shown; null where there is none.
const work::Material* shown(const Preview& preview, const work::CaseView& view);
// Whether a document can be looked at here and now: its bytes are in this vault, or come with the question.
bool can_preview(const work::Material& one);
std::string texture_key(const work::Material& one, int page);

Effects move(Preview& preview, const work::CaseView& view, const PreviewMove& how);
// True: the reply was this preview's.
bool receive(Preview& preview, work::Reply& reply);

}  // namespace zj::desk
