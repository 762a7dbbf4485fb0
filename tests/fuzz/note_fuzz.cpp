// SPDX-License-Identifier: Apache-2.0
// Signed notes, checkpoints, tlog-proofs and signed answers. Nothing opens under a key that did not sign it.

#include "shared/codec/json.hpp"
#include "shared/log/entry.hpp"
#include "shared/log/note.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace zj;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::string kOrigin = log::origin_of("421125", 1, true);
    static const crypto::SigningKey kStranger = [] {
        ZJ_ASSERT(crypto::start());
        SeededRandom random(7);  // the seeds were signed by another key
        return crypto::SigningKey::generate(random);
    }();
    const crypto::VerifyKey& key = kStranger.verify_key();
    const std::string_view text = fuzz::text_of(data, size);
    if (const auto note = log::parse_note(text)) {
        ZJ_PROMISE(note->text.ends_with('\n') && text.starts_with(note->text));
        if (const auto checkpoint = log::parse_checkpoint_text(note->text)) {
            ZJ_PROMISE(log::checkpoint_text(*checkpoint) == note->text);
        }
    }
    ZJ_PROMISE(!log::open_note(text, {kOrigin, key}));
    ZJ_PROMISE(!log::open_checkpoint(text, kOrigin, key));
    ZJ_PROMISE(!log::open_answer(text, kOrigin + "/door", key));
    ZJ_PROMISE(!log::open_scope_head(text, kOrigin, key));
    if (const auto proof = log::parse_tlog_proof(text)) {
        ZJ_PROMISE(proof->path.size() <= limits::kProofLinesMax);
        const auto again = log::parse_tlog_proof(log::write_tlog_proof(*proof));
        ZJ_PROMISE(again && again->index == proof->index && again->path == proof->path &&
                   again->checkpoint == proof->checkpoint);
        const log::Receipt receipt{"{}", std::string(text)};
        ZJ_PROMISE(!log::verify_receipt(receipt, kOrigin, key));
    }
    return 0;
}
