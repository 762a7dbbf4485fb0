// SPDX-License-Identifier: Apache-2.0
// Bytes as text, times and dates: a decoder accepts exactly what its encoder writes.

#include "shared/base/time.hpp"
#include "shared/codec/text.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace zj;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::text_of(data, size);
    if (const auto bytes = codec::from_base64(text)) {
        ZJ_PROMISE(codec::base64(*bytes) == text);
    }
    if (const auto bytes = codec::from_hex(text)) {
        ZJ_PROMISE(codec::hex(*bytes) == text);
    }
    if (const auto bytes = codec::from_base32(text)) {
        ZJ_PROMISE(codec::base32(*bytes) == text);
    }
    if (const auto bytes = codec::from_crockford32(text)) {
        const auto again = codec::from_crockford32(codec::crockford32(*bytes));
        ZJ_PROMISE(again && *again == *bytes);
    }
    if (const auto time = parse_time(text)) {
        ZJ_PROMISE(format_time(*time) == text);
    }
    if (const auto date = parse_date(text)) {
        ZJ_PROMISE(format_date(*date) == text);
        ZJ_PROMISE(date_of(start_of(*date)) == *date);
    }
    return 0;
}
