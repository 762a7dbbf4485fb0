// SPDX-License-Identifier: Apache-2.0
// Headers, envelopes and change sets as a device may send them.

#include "shared/codec/json.hpp"
#include "shared/log/change_set.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace zj;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::text_of(data, size);
    if (const auto header = log::parse_header(text)) {
        const std::string written = log::write_header(*header);
        const auto again = log::parse_header(written);
        ZJ_PROMISE(again && log::write_header(*again) == written);
        ZJ_PROMISE(text.size() <= limits::kHeaderBytesMax && header->intents.size() <= limits::kIntentsMax);
    }
    if (const auto set = log::parse_change_set(text)) {
        const std::string written = log::write_change_set(*set);
        const auto again = log::parse_change_set(written);
        ZJ_PROMISE(again && again->id() == set->id() && log::write_change_set(*again) == written);
        (void)log::parse_header(set->envelope.payload);
    }
    if (const auto value = codec::parse_json(text)) {
        (void)log::bases_from(*value, "/base");
    }
    return 0;
}
