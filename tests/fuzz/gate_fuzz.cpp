// SPDX-License-Identifier: Apache-2.0
// What the gate lets pass, Beast reads alike; and the verdict does not depend on how the bytes were cut.

#include "gateway/http/gate.hpp"
#include "gateway/http/server.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace zj;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes = fuzz::text_of(data, size);
    const http::Verdict whole = http::look(bytes);
    if (whole.kind == http::Verdict::head) {
        ZJ_PROMISE(whole.head_bytes <= bytes.size() && whole.request.body_bytes <= http::kBodyBytesMax);
        ZJ_PROMISE(http::beast_agrees(bytes.substr(0, whole.head_bytes), whole.request));
    }
    // Some 32 cuts: whoever decides first decides as the whole does.
    const std::size_t step = size / 32 + 1;
    for (std::size_t cut = 0; cut < size; cut += step) {
        const http::Verdict part = http::look(bytes.substr(0, cut));
        if (part.kind != http::Verdict::more) {
            ZJ_PROMISE(part.kind == whole.kind && part.head_bytes == whole.head_bytes);
            ZJ_PROMISE(part.kind != http::Verdict::refused || part.status == whole.status);
        }
    }
    return 0;
}
