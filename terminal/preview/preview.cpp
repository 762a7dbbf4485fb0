// SPDX-License-Identifier: Apache-2.0
#include "terminal/preview/preview.hpp"

#include "terminal/confined/child.hpp"
#include "terminal/preview/wire.hpp"

namespace zj::preview {

namespace {

std::uint32_t kind_of(std::string_view media_type) {
    if (media_type == "application/pdf") {
        return static_cast<std::uint32_t>(Kind::pdf);
    }
    if (media_type == "image/jpeg") {
        return static_cast<std::uint32_t>(Kind::jpeg);
    }
    if (media_type == "image/png") {
        return static_cast<std::uint32_t>(Kind::png);
    }
    if (media_type == "image/tiff") {
        return static_cast<std::uint32_t>(Kind::tiff);
    }
    return 0;
}

bool within(std::int32_t value, std::int32_t max) {
    return value >= 1 && value <= max;
}

// The child has ended, so what it wrote stays as it is.
Result<Picture> read_answer(const confined::Descriptor& shared, const Request& request) {
    Shared said{};
    if (!confined::read_at(shared, &said, sizeof said, 0) || said.answer.magic != kAnswered ||
        said.answer.status >= kStatusCodes.size()) {
        return fail("preview.stopped", {}, "no answer");
    }
    const Answer& answer = said.answer;
    if (answer.status != 0) {
        return fail(std::string(kStatusCodes[answer.status]));
    }
    if (!within(answer.width, request.width_max) || !within(answer.height, request.height_max) ||
        !within(answer.pages, kPagesMax) || request.page >= answer.pages) {
        return fail("preview.stopped", {}, "an answer beyond the bounds of the request");
    }
    Picture picture{answer.width, answer.height, answer.pages, answer.without_fonts != 0, {}};
    picture.rgba.resize(std::size_t(answer.width) * std::size_t(answer.height) * 4);
    if (!confined::read_at(shared, picture.rgba.data(), picture.rgba.size(), sizeof said)) {
        return fail("preview.stopped", {}, "fewer pixels than said");
    }
    return picture;
}

}  // namespace

Decoder decoder_beside_us() {
    return {confined::beside_us("zhijian-preview")};
}

Result<Picture> render(ByteView document, std::string_view media_type, int page, int width_max, int height_max,
                       const std::atomic<bool>* stop) {
    return render_with(decoder_beside_us(), document, media_type, page, width_max, height_max, stop);
}

Result<Picture> render_with(const Decoder& decoder, ByteView document, std::string_view media_type, int page,
                            int width_max, int height_max, const std::atomic<bool>* stop) {
    ZJ_ASSERT(within(width_max, kSideMax) && within(height_max, kSideMax));
    const Request request{kind_of(media_type), page, width_max, height_max};
    if (request.kind == 0) {
        return fail("preview.none", std::string(media_type));
    }
    if (page < 0 || page >= kPagesMax) {
        return fail("preview.page", std::to_string(page));
    }
    if (document.size() > static_cast<std::size_t>(kDocumentBytesMax)) {
        return fail("preview.too_large", {}, std::to_string(document.size()) + " bytes");
    }
    ZJ_TRY(const confined::Descriptor shared, confined::run({.area = "preview",
                                                             .program = decoder.program,
                                                             .input = document,
                                                             .request = confined::as_object_bytes(request),
                                                             .shared_size = shared_bytes(width_max, height_max),
                                                             .time_max = decoder.time_max,
                                                             .stop = stop}));
    return read_answer(shared, request);
}

}  // namespace zj::preview
