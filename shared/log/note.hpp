// SPDX-License-Identifier: Apache-2.0
#pragma once
// C2SP signed notes, tlog-checkpoints and tlog-proof texts.
// Sources: C2SP signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof; log.md, Checkpoint, receipt, proof.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/codec/value.hpp"
#include "shared/crypto/crypto.hpp"
#include "shared/log/merkle.hpp"

namespace zj::log {

struct NoteSignature {
    std::string name;
    std::array<std::uint8_t, 4> key_hash{};
    Bytes signature;
};

struct Note {
    std::string text;  // ends in a newline
    std::vector<NoteSignature> signatures;
};

// A key as verifiers name it: "<name>+<hex key hash>+<base64 type ‖ key>" (type 0x01, Ed25519).
struct NoteVerifier {
    std::string name;
    crypto::VerifyKey key;
    std::array<std::uint8_t, 4> key_hash() const;
    std::string text() const;
};

// REQUIRES: text ends in a newline and has no control characters but newlines.
std::string sign_note(std::string_view text, std::string_view name, const crypto::SigningKey& key);
// Syntax only. "note.syntax".
Result<Note> parse_note(std::string_view signed_note);
// The text, if the signature of `verifier` is there and good; unknown keys are ignored, a bad one of a known key is
// refused
// ("note.signature").
Result<std::string> open_note(std::string_view signed_note, const NoteVerifier& verifier);

struct Checkpoint {
    std::string origin;  // zhijian/<county>/<epoch>
    std::uint64_t size = 0;
    Hash root;
    bool operator==(const Checkpoint&) const = default;
};
std::string checkpoint_text(const Checkpoint& checkpoint);
std::string sign_checkpoint(const Checkpoint& checkpoint,
                            const crypto::SigningKey& log_key);  // the key's name is the origin
Result<Checkpoint> parse_checkpoint_text(std::string_view text);
// Verifies the log key's signature and that the origin is the one expected ("checkpoint.origin").
Result<Checkpoint> open_checkpoint(std::string_view signed_note, const std::string& origin,
                                   const crypto::VerifyKey& log_key);

// C2SP tlog-cosignature (timestamped Ed25519): which of `witnesses` have cosigned a signed checkpoint, each once, with
// the time that it states. Unknown ones are ignored, a bad one of a known witness is refused ("note.signature").
struct Cosignature {
    std::string name;
    Time at;
};
Result<std::vector<Cosignature>> open_cosignatures(std::string_view signed_checkpoint,
                                                   const std::vector<NoteVerifier>& witnesses);

// C2SP tlog-proof: index, inclusion path and a checkpoint in one text.
struct TlogProof {
    std::uint64_t index = 0;
    Proof path;
    std::string checkpoint;  // signed note
};
std::string write_tlog_proof(const TlogProof& proof);
Result<TlogProof> parse_tlog_proof(std::string_view text);

// Signed answers of the gateway under origins <log origin>/door, /scope, /blob, /bundle, /package: one canonical JSON
// line after the origin line.
std::string sign_answer(const std::string& origin, const codec::Value& answer, const crypto::SigningKey& log_key);
Result<codec::Value> open_answer(std::string_view signed_note, const std::string& origin,
                                 const crypto::VerifyKey& log_key);

std::string origin_of(std::string_view county, std::int64_t epoch, bool demo);

}  // namespace zj::log
