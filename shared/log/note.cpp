// SPDX-License-Identifier: Apache-2.0
#include "shared/log/note.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "shared/base/limits.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"

namespace zj::log {
namespace {

constexpr std::string_view kDash = "\xe2\x80\x94 ";  // em dash and space
constexpr std::uint8_t kEd25519 = 0x01, kCosignature = 0x04;
constexpr std::size_t kSignaturesMax = 100;  // C2SP asks for at least 16

Error bad(const char* why) {
    return fail("note.syntax", {}, why);
}

// Unicode's spaces beyond ASCII, in UTF-8: a name with one of them looks like another name.
constexpr std::array<std::string_view, 19> kSpaces{
    "\xc2\x85",     "\xc2\xa0",     "\xe1\x9a\x80", "\xe2\x80\x80", "\xe2\x80\x81", "\xe2\x80\x82", "\xe2\x80\x83",
    "\xe2\x80\x84", "\xe2\x80\x85", "\xe2\x80\x86", "\xe2\x80\x87", "\xe2\x80\x88", "\xe2\x80\x89", "\xe2\x80\x8a",
    "\xe2\x80\xa8", "\xe2\x80\xa9", "\xe2\x80\xaf", "\xe2\x81\x9f", "\xe3\x80\x80"};

bool good_name(std::string_view name) {
    return !name.empty() && name.find_first_of(" +") == std::string_view::npos &&
           std::none_of(kSpaces.begin(), kSpaces.end(),
                        [&](std::string_view space) { return name.find(space) != std::string_view::npos; }) &&
           std::none_of(name.begin(), name.end(),
                        [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

bool good_text(std::string_view text) {
    return !text.empty() && text.back() == '\n' && codec::is_valid_utf8(text) &&
           std::none_of(text.begin(), text.end(),
                        [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; });
}

// Takes the first line off `text`.
std::string_view take_line(std::string_view& text) {
    const std::size_t newline = text.find('\n');
    const std::string_view line = text.substr(0, newline);
    text.remove_prefix(newline == std::string_view::npos ? text.size() : newline + 1);
    return line;
}

Result<std::uint64_t> parse_decimal(std::string_view text) {
    std::uint64_t out = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (text.empty() || ec != std::errc() || end != text.data() + text.size() ||
        (text.size() > 1 && text.front() == '0') || out > static_cast<std::uint64_t>(codec::kIntegerMax)) {
        return bad("not a canonical decimal number");
    }
    return out;
}

std::array<std::uint8_t, 4> key_hash_of(const NoteVerifier& verifier, std::uint8_t type) {
    Bytes tail{'\n', type};
    tail.insert(tail.end(), verifier.key.bytes.begin(), verifier.key.bytes.end());
    const Hash h = crypto::sha256(verifier.name, tail);
    return {h.bytes[0], h.bytes[1], h.bytes[2], h.bytes[3]};
}

}  // namespace

std::array<std::uint8_t, 4> NoteVerifier::key_hash() const {
    return key_hash_of(*this, kEd25519);
}

std::string NoteVerifier::text() const {
    Bytes typed{kEd25519};
    typed.insert(typed.end(), key.bytes.begin(), key.bytes.end());
    return name + "+" + codec::hex(key_hash()) + "+" + codec::base64(typed);
}

std::string sign_note(std::string_view text, std::string_view name, const crypto::SigningKey& key) {
    ZJ_ASSERT(good_text(text) && good_name(name));
    const auto hash = NoteVerifier{std::string(name), key.verify_key()}.key_hash();
    const crypto::Signature signature = key.sign(as_bytes(text));
    Bytes tail(hash.begin(), hash.end());
    tail.insert(tail.end(), signature.bytes.begin(), signature.bytes.end());
    return std::string(text) + "\n" + std::string(kDash) + std::string(name) + " " + codec::base64(tail) + "\n";
}

Result<Note> parse_note(std::string_view signed_note) {
    const std::size_t split = signed_note.rfind("\n\n");
    if (split == std::string_view::npos) {
        return bad("no blank line before the signatures");
    }
    if (!good_text(signed_note)) {
        return bad("control characters, bad UTF-8 or an unended last line");
    }
    Note out;
    out.text = signed_note.substr(0, split + 1);
    std::string_view rest = signed_note.substr(split + 2);
    if (rest.empty()) {
        return bad("no signature");
    }
    while (!rest.empty()) {
        std::string_view line = take_line(rest);
        if (!line.starts_with(kDash)) {
            return bad("not a signature line");
        }
        line.remove_prefix(kDash.size());
        const std::size_t space = line.find(' ');
        if (space == std::string_view::npos || !good_name(line.substr(0, space))) {
            return bad("no key name");
        }
        const auto bytes = codec::from_base64(line.substr(space + 1));
        if (!bytes || bytes->size() < 5) {
            return bad("not a signature");
        }
        NoteSignature signature;
        signature.name = line.substr(0, space);
        std::copy_n(bytes->begin(), 4, signature.key_hash.begin());
        signature.signature.assign(bytes->begin() + 4, bytes->end());
        out.signatures.push_back(std::move(signature));
        if (out.signatures.size() > kSignaturesMax) {
            return bad("too many signatures");
        }
    }
    return out;
}

Result<std::string> open_note(std::string_view signed_note, const NoteVerifier& verifier) {
    ZJ_TRY(Note note, parse_note(signed_note));
    bool found = false;
    for (const NoteSignature& s : note.signatures) {
        if (s.name != verifier.name || s.key_hash != verifier.key_hash()) {
            continue;
        }
        crypto::Signature signature;
        if (s.signature.size() != signature.bytes.size()) {
            return fail("note.signature", {}, "of the wrong length");
        }
        std::copy(s.signature.begin(), s.signature.end(), signature.bytes.begin());
        if (!verifier.key.verify(as_bytes(note.text), signature)) {
            return fail("note.signature", {}, "a bad signature of a known key");
        }
        found = true;
    }
    if (!found) {
        return fail("note.signature", {}, "not signed by " + verifier.name);
    }
    return std::move(note.text);
}

std::string checkpoint_text(const Checkpoint& checkpoint) {
    return checkpoint.origin + "\n" + std::to_string(checkpoint.size) + "\n" + codec::base64(checkpoint.root) + "\n";
}

std::string sign_checkpoint(const Checkpoint& checkpoint, const crypto::SigningKey& log_key) {
    return sign_note(checkpoint_text(checkpoint), checkpoint.origin, log_key);
}

Result<Checkpoint> parse_checkpoint_text(std::string_view text) {
    Checkpoint out;
    out.origin = take_line(text);
    if (out.origin.empty()) {
        return bad("a checkpoint without origin");
    }
    ZJ_TRY(out.size, parse_decimal(take_line(text)));
    const auto root = codec::hash_from_base64(take_line(text));
    if (!root) {
        return bad("a checkpoint without root hash");
    }
    out.root = *root;
    if (!text.empty()) {
        return bad("lines after the root hash");  // extension lines are not used here
    }
    return out;
}

Result<Checkpoint> open_checkpoint(std::string_view signed_note, const std::string& origin,
                                   const crypto::VerifyKey& log_key) {
    ZJ_TRY(const std::string text, open_note(signed_note, {origin, log_key}));
    ZJ_TRY(Checkpoint out, parse_checkpoint_text(text));
    if (out.origin != origin) {
        return fail("checkpoint.origin", {}, "another log: " + out.origin);
    }
    return out;
}

Result<std::vector<Cosignature>> open_cosignatures(std::string_view signed_checkpoint,
                                                   const std::vector<NoteVerifier>& witnesses) {
    ZJ_TRY(const Note note, parse_note(signed_checkpoint));
    std::vector<Cosignature> out;
    for (const NoteVerifier& witness : witnesses) {
        const auto hash = key_hash_of(witness, kCosignature);
        std::optional<std::uint64_t> seconds;
        for (const NoteSignature& s : note.signatures) {
            if (s.name != witness.name || s.key_hash != hash) {
                continue;
            }
            crypto::Signature signature;
            std::uint64_t stated = 0;  // eight bytes, the high one first
            if (s.signature.size() != sizeof stated + signature.bytes.size()) {
                return fail("note.signature", {}, "a cosignature of the wrong length");
            }
            for (std::size_t i = 0; i < sizeof stated; ++i) {
                stated = stated << 8 | s.signature[i];
            }
            std::copy(s.signature.begin() + sizeof stated, s.signature.end(), signature.bytes.begin());
            const std::string text = "cosignature/v1\ntime " + std::to_string(stated) + "\n" + note.text;
            if (stated > static_cast<std::uint64_t>(codec::kIntegerMax / kSecondMs) ||
                !witness.key.verify(as_bytes(text), signature)) {
                return fail("note.signature", {}, "a bad cosignature of " + witness.name);
            }
            seconds = stated;
        }
        if (seconds) {
            out.push_back({witness.name, Time{static_cast<std::int64_t>(*seconds) * kSecondMs}});
        }
    }
    return out;
}

std::string write_tlog_proof(const TlogProof& proof) {
    std::string out = "c2sp.org/tlog-proof@v1\nindex " + std::to_string(proof.index) + "\n";
    for (const Hash& h : proof.path) {
        out += codec::base64(h) + "\n";
    }
    return out + "\n" + proof.checkpoint;
}

Result<TlogProof> parse_tlog_proof(std::string_view text) {
    const auto syntax = [](const char* why) {
        return fail("proof.syntax", {}, why);
    };
    if (take_line(text) != "c2sp.org/tlog-proof@v1") {
        return syntax("not a tlog-proof of version 1");
    }
    const std::string_view index = take_line(text);
    if (!index.starts_with("index ")) {
        return syntax("no index");
    }
    TlogProof out;
    const auto number = parse_decimal(index.substr(6));
    if (!number) {
        return syntax("no index");
    }
    out.index = *number;
    while (!text.empty()) {
        const std::string_view line = take_line(text);
        if (line.empty()) {
            break;
        }
        if (out.path.size() == limits::kProofLinesMax) {
            return syntax("too many lines");
        }
        const auto hash = codec::hash_from_base64(line);
        if (!hash) {
            return syntax("not a hash");
        }
        out.path.push_back(*hash);
    }
    if (text.empty()) {
        return syntax("no checkpoint");
    }
    out.checkpoint = text;
    return out;
}

std::string sign_answer(const std::string& origin, const codec::Value& answer, const crypto::SigningKey& log_key) {
    return sign_note(origin + "\n" + codec::write_json(answer) + "\n", origin, log_key);
}

Result<codec::Value> open_answer(std::string_view signed_note, const std::string& origin,
                                 const crypto::VerifyKey& log_key) {
    ZJ_TRY(const std::string opened, open_note(signed_note, {origin, log_key}));
    std::string_view text = opened;
    if (take_line(text) != origin) {
        return fail("note.origin", {}, "another origin");
    }
    const std::string_view line = take_line(text);
    if (!text.empty()) {
        return bad("lines after the answer");
    }
    return codec::parse_canonical(line);
}

std::string origin_of(std::string_view county, std::int64_t epoch, bool demo) {
    return "zhijian/" + std::string(demo ? "demo-" : "") + std::string(county) + "/" + std::to_string(epoch);
}

}  // namespace zj::log
