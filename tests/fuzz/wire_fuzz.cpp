// SPDX-License-Identifier: Apache-2.0
// Messages of a session: hellos and their answers, push answers, feed pages, blob states. A page of a stranger's log
// never verifies.

#include "shared/codec/json.hpp"
#include "shared/log/note.hpp"
#include "shared/sync/wire.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace zj;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const crypto::SigningKey kStranger = [] {
        ZJ_ASSERT(crypto::start());
        SeededRandom random(7);  // the seeds were signed by another key
        return crypto::SigningKey::generate(random);
    }();
    const std::string_view text = fuzz::text_of(data, size);
    if (const auto hello = sync::parse_hello(text)) {
        const std::string written = sync::write_hello(*hello);
        const auto again = sync::parse_hello(written);
        ZJ_PROMISE(again && sync::write_hello(*again) == written);
    }
    if (const auto answer = sync::parse_push_answer(text)) {
        const std::string written = sync::write_push_answer(*answer);
        const auto again = sync::parse_push_answer(written);
        ZJ_PROMISE(again && again->id == answer->id && sync::write_push_answer(*again) == written);
    }
    if (const auto page = sync::parse_feed_page(text)) {
        ZJ_PROMISE(page->items.size() <= limits::kFeedEntriesMax);
        const std::string written = sync::write_feed_page(*page);
        const auto again = sync::parse_feed_page(written);
        ZJ_PROMISE(again && sync::write_feed_page(*again) == written);
        ZJ_PROMISE(!sync::verify_feed_page(*page, 0, log::origin_of("421125", 1, true), kStranger.verify_key()));
    }
    if (const auto value = codec::parse_json(text)) {
        if (const auto answer = sync::hello_answer_from(*value)) {
            const auto again = sync::hello_answer_from(sync::to_value(*answer));
            ZJ_PROMISE(again && sync::to_value(*again) == sync::to_value(*answer));
        }
        if (const auto status = sync::blob_status_from(*value)) {
            ZJ_PROMISE(sync::to_value(*status) == *value);
        }
    }
    return 0;
}
