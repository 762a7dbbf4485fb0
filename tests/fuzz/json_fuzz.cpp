// SPDX-License-Identifier: Apache-2.0
// What the strict reader accepts is written back to canonical bytes that read as the same value.

#include "shared/codec/json.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace zj;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::text_of(data, size);
    const auto value = codec::parse_json(text);
    if (!value) {
        ZJ_PROMISE(!value.error().code.empty());
        ZJ_PROMISE(!codec::parse_canonical(text));
        return 0;
    }
    ZJ_PROMISE(codec::is_valid_utf8(text));
    const std::string canonical = codec::write_json(*value);
    const auto again = codec::parse_canonical(canonical);
    ZJ_PROMISE(again && *again == *value);
    const auto pretty = codec::parse_json(codec::write_json_pretty(*value), 64 * limits::kBodyBytesMax);
    ZJ_PROMISE(pretty && *pretty == *value);
    ZJ_PROMISE(codec::parse_canonical(text).has_value() == (text == canonical));
    return 0;
}
