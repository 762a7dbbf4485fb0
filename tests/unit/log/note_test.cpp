// SPDX-License-Identifier: Apache-2.0
#include "shared/log/note.hpp"

#include <catch2/catch_test_macros.hpp>

#include "shared/base/limits.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "tests/support/show_result.hpp"

using namespace zj;
using namespace zj::log;

namespace {

struct Keys {
    crypto::SigningKey log, other;
    Keys() {
        SeededRandom random(1);
        log = crypto::SigningKey::generate(random);
        other = crypto::SigningKey::generate(random);
    }
};

const std::string kOrigin = "zhijian/421125/1";

std::string signature_line(const std::string& signed_note) {
    return signed_note.substr(signed_note.rfind("\n\n") + 2);
}

std::string with(std::string text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("a note that another implementation signed opens") {
    // Go, golang.org/x/mod/sumdb/note, package example.
    const std::string note =
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n\n"
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    NoteVerifier verifier{"PeterNeumann", {}};
    const Bytes typed = codec::from_base64("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW").value();
    std::copy(typed.begin() + 1, typed.end(), verifier.key.bytes.begin());
    CHECK(verifier.text() == "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    const auto text = open_note(note, verifier);
    REQUIRE(text);
    CHECK(text->ends_with("your problem is.\n"));
    CHECK(open_note(with(note, "answer", "Answer"), verifier).error().code == "note.signature");
}

TEST_CASE("the examples of C2SP signed-note, tlog-checkpoint and tlog-proof are read") {
    const auto note = parse_note(
        "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n"
        "— quasimodo.example/salvatore "
        "NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n");
    REQUIRE(note);
    CHECK(note->text.ends_with("\n\ned è subito sera.\n"));
    CHECK(note->signatures.at(0).name == "quasimodo.example/salvatore");
    CHECK(note->signatures.at(0).signature.size() == 64);

    const std::string checkpoint =
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        "— example.com/behind-the-sofa "
        "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";
    const auto read = parse_checkpoint_text(parse_note(checkpoint)->text);
    REQUIRE(read);
    CHECK(read->origin == "example.com/behind-the-sofa");
    CHECK(read->size == 20852163);
    CHECK(checkpoint_text(*read) == parse_note(checkpoint)->text);

    const std::string proof =
        "c2sp.org/tlog-proof@v1\nindex 73894\n"
        "gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=\nB95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=\n"
        "EKNzoDWG8LGC0Yp9o+sv3qllpMP9uHQ9B20KNL+Q1zs=\nRoopEkOdqkYqMB4MJXrbt/hMjOxsVn0IrWjpz1ZMMes=\n"
        "AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=\n\n" +
        checkpoint;
    const auto opened = parse_tlog_proof(proof);
    REQUIRE(opened);
    CHECK(opened->index == 73894);
    CHECK(opened->path.size() == 5);
    CHECK(opened->checkpoint == checkpoint);
    CHECK(write_tlog_proof(*opened) == proof);
}

TEST_CASE("a signed note opens under its key and name only") {
    const Keys keys;
    const std::string note = sign_note("a text\n\nwith a gap\n", kOrigin, keys.log);
    CHECK(*open_note(note, {kOrigin, keys.log.verify_key()}) == "a text\n\nwith a gap\n");
    CHECK(open_note(note, {kOrigin, keys.other.verify_key()}).error().code == "note.signature");
    CHECK(open_note(note, {"zhijian/421125/2", keys.log.verify_key()}).error().code == "note.signature");
    CHECK(open_note(with(note, "a text", "b text"), {kOrigin, keys.log.verify_key()}).error().code == "note.signature");
}

TEST_CASE("no single bit of a signed note can change") {
    const Keys keys;
    const std::string note = sign_note("origin\n12\n", kOrigin, keys.log);
    for (std::size_t bit = 0; bit < note.size() * 8; ++bit) {
        std::string bad = note;
        bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << (bit % 8)));
        if (open_note(bad, {kOrigin, keys.log.verify_key()})) {
            FAIL("bit " << bit);
        }
    }
}

TEST_CASE("unknown signatures are ignored, a bad one of a known key is not") {
    const Keys keys;
    const std::string text = "a text\n", own = sign_note(text, kOrigin, keys.log);
    const NoteVerifier verifier{kOrigin, keys.log.verify_key()};
    const std::string other_key = signature_line(sign_note(text, kOrigin, keys.other));
    const std::string other_name = signature_line(sign_note(text, "witness.example", keys.log));
    const std::string bad = signature_line(sign_note("another text\n", kOrigin, keys.log));
    CHECK(open_note(own + other_key + other_name, verifier));
    CHECK(open_note(text + "\n" + other_key + signature_line(own), verifier));
    CHECK(open_note(own + bad, verifier).error().code == "note.signature");
    CHECK(open_note(text + "\n" + bad + signature_line(own), verifier).error().code == "note.signature");
    CHECK(open_note(text + "\n" + other_key + other_name, verifier).error().code == "note.signature");
    // Of a known key, but too short to be a signature.
    const auto hash = verifier.key_hash();
    Bytes brief(hash.begin(), hash.end());
    brief.push_back(1);
    CHECK(open_note(own + "— " + kOrigin + " " + codec::base64(brief) + "\n", verifier).error().code ==
          "note.signature");
    // C2SP: at least 16 signatures are accepted; beyond ours it is noise.
    std::string many = own;
    for (int i = 1; i < 100; ++i) {
        many += other_key;
    }
    CHECK(open_note(many, verifier));
    CHECK(open_note(many + other_key, verifier).error().code == "note.syntax");
}

TEST_CASE("what is no signed note is refused") {
    const Keys keys;
    const std::string good = sign_note("text\n", "name", keys.log), line = signature_line(good);
    REQUIRE(parse_note(good));
    const std::string bad[] = {"",
                               "\n",
                               "\n\n",
                               "text\n",
                               "text\n\n",
                               "text\n" + line,
                               "text\n\n" + line.substr(0, line.size() - 1),
                               "text\n\n" + line + "\n",
                               "text\n\n" + line + "more\n",
                               "text\n\n- name " + line.substr(9),
                               "text\n\n— name\n",
                               "text\n\n—  AAAAAAA=\n",
                               "text\n\n— na+me AAAAAAA=\n",
                               "text\n\n— na\u00a0me AAAAAAA=\n",
                               "text\n\n— na\u3000me AAAAAAA=\n",
                               "text\n\n— name AAAAAA==\n",
                               "text\n\n— name AAAA*AA=\n",
                               "te\txt\n\n" + line,
                               "te\rxt\n\n" + line,
                               std::string("te\0xt\n\n", 7) + line,
                               "te\xffxt\n\n" + line,
                               "text\n\n— na\xffme AAAAAAA=\n",
                               "text\n\n— na\x01me AAAAAAA=\n",
                               "text\n\n" + line + "\r\n"};
    for (const std::string& note : bad) {
        INFO(note);
        const auto read = parse_note(note);
        REQUIRE(!read);
        CHECK(read.error().code == "note.syntax");
    }
}

TEST_CASE("a checkpoint is of one log, and its numbers have one spelling") {
    const Keys keys;
    const Checkpoint checkpoint{kOrigin, 12, crypto::sha256("root")};
    const std::string note = sign_checkpoint(checkpoint, keys.log);
    CHECK(*open_checkpoint(note, kOrigin, keys.log.verify_key()) == checkpoint);
    CHECK(!open_checkpoint(note, kOrigin, keys.other.verify_key()));
    // Signed under the expected name, but a checkpoint of another log.
    const std::string foreign = sign_note(checkpoint_text({"zhijian/429901/1", 12, {}}), kOrigin, keys.log);
    CHECK(open_checkpoint(foreign, kOrigin, keys.log.verify_key()).error().code == "checkpoint.origin");
    const std::string root = codec::base64(crypto::sha256("root"));
    CHECK(parse_checkpoint_text("o\n0\n" + root + "\n"));
    CHECK(parse_checkpoint_text("o\n9007199254740991\n" + root + "\n"));
    for (const std::string& text :
         {"\n1\n" + root + "\n", "o\n01\n" + root + "\n", "o\n+1\n" + root + "\n", "o\n-1\n" + root + "\n",
          "o\n1 \n" + root + "\n", "o\n0x1\n" + root + "\n", "o\n\n" + root + "\n",
          "o\n9007199254740992\n" + root + "\n", "o\n99999999999999999999\n" + root + "\n", std::string("o\n1\n"),
          std::string("o\n1\nAAAA\n"), "o\n1\n" + root + "=\n", "o\n1\n" + root + "\nextension\n", std::string("o")}) {
        INFO(text);
        CHECK(parse_checkpoint_text(text).error().code == "note.syntax");
    }
}

TEST_CASE("a tlog-proof has one index, hashes and a checkpoint") {
    const std::string hash = codec::base64(Hash{});
    CHECK(parse_tlog_proof("c2sp.org/tlog-proof@v1\nindex 0\n\ncheckpoint"));
    std::string most = "c2sp.org/tlog-proof@v1\nindex 0\n";
    for (std::size_t i = 0; i < limits::kProofLinesMax; ++i) {
        most += hash + "\n";
    }
    CHECK(parse_tlog_proof(most + "\nx")->path.size() == limits::kProofLinesMax);
    for (const std::string& text :
         {std::string(), std::string("c2sp.org/tlog-proof@v2\nindex 0\n\nx"),
          std::string("c2sp.org/tlog-proof@v1\nextra AAAA\nindex 0\n\nx"), std::string("c2sp.org/tlog-proof@v1\n\nx"),
          std::string("c2sp.org/tlog-proof@v1\nindex 00\n\nx"), std::string("c2sp.org/tlog-proof@v1\nindex -1\n\nx"),
          std::string("c2sp.org/tlog-proof@v1\nindex 0\n\n"), std::string("c2sp.org/tlog-proof@v1\nindex 0\n"),
          std::string("c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\nx"), most + hash + "\n\nx",
          "c2sp.org/tlog-proof@v1\nindex 0\n " + hash + "\n\nx"}) {
        INFO(text);
        CHECK(parse_tlog_proof(text).error().code == "proof.syntax");
    }
}

TEST_CASE("a signed answer is one canonical line under its own origin") {
    const Keys keys;
    codec::Value answer;
    answer.set("n", 7);
    const auto& key = keys.log.verify_key();
    const std::string door = sign_answer(kOrigin + "/door", answer, keys.log);
    CHECK(*open_answer(door, kOrigin + "/door", key) == answer);
    CHECK(!open_answer(door, kOrigin + "/blob", key));
    CHECK(!open_answer(door, kOrigin + "/door", keys.other.verify_key()));
    const auto code = [&](const std::string& text) {
        return open_answer(sign_note(text, kOrigin + "/door", keys.log), kOrigin + "/door", key).error().code;
    };
    CHECK(code(kOrigin + "/blob\n{\"n\":7}\n") == "note.origin");
    CHECK(code(kOrigin + "/door\n{\"n\": 7}\n") == "json.not_canonical");
    CHECK(code(kOrigin + "/door\n{\"n\":7}\n{}\n") == "note.syntax");
    CHECK(code(kOrigin + "/door\n") == "json.syntax");
    CHECK(!open_answer(sign_checkpoint({kOrigin, 1, {}}, keys.log), kOrigin, key));  // a checkpoint is no answer
}

TEST_CASE("a demonstration county has an origin of its own") {
    CHECK(origin_of("421125", 1, false) == "zhijian/421125/1");
    CHECK(origin_of("421125", 2, true) == "zhijian/demo-421125/2");
}
