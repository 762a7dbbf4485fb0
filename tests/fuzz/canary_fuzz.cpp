// SPDX-License-Identifier: Apache-2.0
// Must fail: a fuzzer that finds nothing here would find nothing anywhere.

#include "tests/fuzz/fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = zj::fuzz::text_of(data, size);
    ZJ_PROMISE(!(text.size() >= 3 && text[0] == 'Z' && text[1] == 'J' && text[2] == '!'));
    return 0;
}
