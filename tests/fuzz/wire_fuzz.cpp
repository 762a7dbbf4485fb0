// SPDX-License-Identifier: Apache-2.0
// Messages of a session: targets, hellos and their answers, checkpoints, push answers, feed pages, blob states,
// enrolment offers. What a stranger's log key would have to sign never opens.

#include "shared/codec/json.hpp"
#include "shared/log/note.hpp"
#include "shared/sync/answers.hpp"
#include "shared/sync/target.hpp"
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
    if (const auto target = sync::parse_target(text)) {
        if (const auto blob = sync::parse_blob_path(target->path)) {
            ZJ_PROMISE(sync::blob_target(blob->name, blob->chunk) == target->path);
        }
    }
    if (const auto response = sync::parse_hello_response(text)) {
        const std::string written = sync::write_hello_response(*response);
        const auto again = sync::parse_hello_response(written);
        ZJ_PROMISE(again && sync::write_hello_response(*again) == written);
    }
    if (const auto response = sync::parse_checkpoint_response(text)) {
        const std::string written = sync::write_checkpoint_response(*response);
        const auto again = sync::parse_checkpoint_response(written);
        ZJ_PROMISE(again && again->consistency == response->consistency);
    }
    const std::string origin = log::origin_of("421125", 1, true);
    ZJ_PROMISE(!sync::open_push_response(text, "device", "asked", origin, kStranger.verify_key()));
    ZJ_PROMISE(!sync::open_enrol_offer(text, std::string(64, '0'), crypto::sha256("ticket")));
    ZJ_PROMISE(!sync::open_door(text, origin, kStranger.verify_key()));
    static_cast<void>(sync::read_error(text));
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
