// SPDX-License-Identifier: Apache-2.0
// Entries, records and receipts as a bundle or a page brings them.

#include "shared/codec/json.hpp"
#include "shared/log/entry.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace zj;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::text_of(data, size);
    if (const auto entry = log::parse_entry(text)) {
        ZJ_PROMISE(log::write_entry(*entry) == text);  // the bytes are the leaf: one entry, one text
    }
    if (const auto record = log::parse_record(text)) {
        ZJ_PROMISE(log::write_record(*record) == text);
    }
    if (const auto value = codec::parse_json(text)) {
        if (const auto receipt = log::receipt_from(*value)) {
            ZJ_PROMISE(log::to_value(*receipt) == *value);
        }
    }
    return 0;
}
