// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/sync/bounds.hpp"
#include "shared/sync/fetch.hpp"
#include "tests/unit/sync/ground.hpp"

namespace zj::sync::test {

namespace {

Hello some_hello() {
    return {"device-1", 7, crypto::sha256("random"), 12, 3, crypto::sha256("last")};
}

codec::Value json(std::string_view text) {
    auto value = codec::parse_json(text);
    REQUIRE(value.has_value());
    return std::move(*value);
}

// The text with one member set to another value, or taken out.
std::string with(std::string_view text, const std::string& member, std::optional<codec::Value> value) {
    codec::Value changed = json(text);
    if (value) {
        changed.set(member, *value);
    } else {
        changed.object().erase(member);
    }
    return codec::write_json(changed);
}

}  // namespace

TEST_CASE("A hello is read back as it was written, and nothing else is a hello") {
    const std::string text = write_hello(some_hello());
    const auto read = parse_hello(text);
    REQUIRE(read.has_value());
    CHECK(write_hello(*read) == text);
    CHECK(read->session == 7);
    CHECK(read->last_id == crypto::sha256("last"));

    CHECK(!parse_hello(text + " "));
    CHECK(!parse_hello(with(text, "session", 0)));
    CHECK(!parse_hello(with(text, "session", "7")));
    CHECK(!parse_hello(with(text, "last_seq", -1)));
    CHECK(!parse_hello(with(text, "device", "")));
    CHECK(!parse_hello(with(text, "device", std::string(33, 'a'))));
    CHECK(!parse_hello(with(text, "random", "AAAA")));
    CHECK(!parse_hello(with(text, "also", 1)));
    CHECK(!parse_hello(with(text, "last_id", std::nullopt)));
    CHECK(!parse_hello(std::string(bounds::kHelloBytesMax + 1, ' ')));
}

TEST_CASE("An answer to a hello is strict about states and scopes") {
    const HelloAnswer answer{"ok", "device-1", 7, 3, 12, {{"office", 5}, {"unit/421125101", 0}}};
    const codec::Value value = to_value(answer);
    const auto read = hello_answer_from(value);
    REQUIRE(read.has_value());
    CHECK(to_value(*read) == value);
    CHECK(read->scopes.size() == 2);

    const std::string text = codec::write_json(value);
    CHECK(!hello_answer_from(json(with(text, "state", "fine"))));
    CHECK(!hello_answer_from(json(with(text, "scopes", codec::Array{codec::Value(codec::Array{"office"})}))));
    CHECK(!hello_answer_from(json(with(text, "scopes", codec::Array{codec::Value(codec::Array{"office", -1})}))));
    CHECK(!hello_answer_from(
        json(with(text, "scopes", codec::Array{codec::Value(codec::Array{std::string(65, 'a'), 1})}))));
    CHECK(!hello_answer_from(json(with(text, "size", std::nullopt))));
    CHECK(!hello_answer_from(json(with(text, "news", true))));
    codec::Array many;
    for (std::size_t i = 0; i < limits::kTicketScopesMax; ++i) {
        many.emplace_back(codec::Array{"unit/" + std::to_string(i), 1});
    }
    many.emplace_back(codec::Array{"public", 1});  // of every device, beside those of its ticket
    CHECK(hello_answer_from(json(with(text, "scopes", many))).has_value());
    many.emplace_back(codec::Array{"office", 1});
    CHECK(!hello_answer_from(json(with(text, "scopes", many))));
}

TEST_CASE("An answer to a change set has what its state asks for and nothing else") {
    PushAnswer receipt{crypto::sha256("id"),       "receipt", {}, 0, log::Receipt{"entry", "proof"},
                       json(R"({"state":"held"})")};
    PushAnswer expected{crypto::sha256("id"), "expected", {}, 9, {}, {}};
    PushAnswer later{crypto::sha256("id"), "later", "Q1", 0, {}, {}};
    for (const PushAnswer& answer : {receipt, expected, later}) {
        const std::string text = write_push_answer(answer);
        const auto read = parse_push_answer(text);
        REQUIRE(read.has_value());
        CHECK(write_push_answer(*read) == text);
        CHECK(read->state == answer.state);
        CHECK(read->expected_seq == answer.expected_seq);
    }
    const std::string text = write_push_answer(receipt);
    CHECK(!parse_push_answer(with(text, "receipt", std::nullopt)));
    CHECK(!parse_push_answer(with(text, "code", "C4")));
    CHECK(!parse_push_answer(with(text, "state", "accepted")));
    CHECK(!parse_push_answer(with(text, "id", "AAAA")));
    CHECK(!parse_push_answer(with(text, "receipt", json(R"({"entry":"e"})"))));
    CHECK(!parse_push_answer(with(write_push_answer(later), "receipt", json(R"({"entry":"e","proof":"p"})"))));
    CHECK(!parse_push_answer(with(write_push_answer(later), "code", "")));
    CHECK(!parse_push_answer(with(write_push_answer(later), "code", std::string(65, 'x'))));
    CHECK(!parse_push_answer(with(write_push_answer(expected), "expected", std::nullopt)));
    CHECK(!parse_push_answer(with(write_push_answer(expected), "expected", 0)));
    CHECK(!parse_push_answer(std::string(bounds::kPushAnswerBytesMax + 1, ' ')));
}

TEST_CASE("The state of a blob lists rising chunk numbers below its count, and a note only when nothing is missing") {
    const auto read = blob_status_from(json(R"({"chunks":3,"missing":[0,2]})"));
    REQUIRE(read.has_value());
    CHECK(read->missing == std::vector<std::uint64_t>{0, 2});
    CHECK(blob_status_from(json(R"({"chunks":3,"missing":[],"note":"n"})")).has_value());
    for (const char* bad :
         {R"({"chunks":3,"missing":[2,0]})", R"({"chunks":3,"missing":[1,1]})", R"({"chunks":3,"missing":[3]})",
          R"({"chunks":3,"missing":[-1]})", R"({"chunks":0,"missing":[]})", R"({"chunks":201,"missing":[]})",
          R"({"chunks":3,"missing":[0],"note":"n"})", R"({"chunks":3,"missing":[],"note":""})", R"({"chunks":3})",
          R"({"chunks":3,"missing":["0"]})", R"({"chunks":3,"missing":[],"size":1})"}) {
        INFO(bad);
        CHECK(!blob_status_from(json(bad)));
    }
}

TEST_CASE("Request targets are read in one spelling only") {
    const auto target = parse_target("/v1/feed?scope=unit/421125101&after=57&limit=500");
    REQUIRE(target.has_value());
    CHECK(target->path == "/v1/feed");
    CHECK(target->text("scope") == kUnitScope);
    CHECK(*target->number("after") == 57);
    CHECK(target->only({"scope", "after"}, {"limit"}).has_value());
    CHECK(!target->only({"scope", "after"}));
    CHECK(!target->only({"scope", "after", "wait"}, {"limit"}));
    for (const char* bad : {"", "v1/feed", "/v1//feed", "/v1/feed?", "/v1/feed?after", "/v1/feed?after=1&after=1",
                            "/v1/feed?after=%31", "/v1/feed#x", "/v1/Feed", "/v1/../feed", "/v1/feed?a=1&&b=2",
                            "/v1/feed?=1", "/v1/feed?a=1?b=2", "http://county/v1/feed"}) {
        INFO(bad);
        CHECK(!parse_target(bad));
    }
    CHECK(!parse_target("/" + std::string(512, 'a')));
    for (const char* bad : {"", "01", "+1", "-1", "1x", "9007199254740992", "99999999999999999999"}) {
        INFO(bad);
        const auto read = parse_target(std::string("/v1/feed?after=") + bad);
        CHECK(!(read && read->number("after")));
    }
}

TEST_CASE("A blob's path names change set, slot, digest and perhaps a chunk") {
    const BlobName name{crypto::sha256("set"), "application", crypto::sha256("file")};
    const auto whole = parse_blob_path(blob_target(name)), chunk = parse_blob_path(blob_target(name, 12));
    REQUIRE((whole && chunk));
    CHECK(whole->name == name);
    CHECK(!whole->chunk);
    CHECK(chunk->chunk == 12);
    const std::string id = codec::hex(name.change_set), digest = codec::hex(name.sha256);
    for (const std::string& bad :
         {id + "/" + digest, id + "/a/" + digest + "/1/2", id + "/A/" + digest, id + "/a/" + digest + "/01",
          id + "/a/" + digest.substr(1), id + "/a/" + digest + "0", id + "//" + digest, id + "/a/" + digest + "/",
          std::string(64, 'A') + "/a/" + digest}) {
        INFO(bad);
        CHECK(!parse_blob_path("/v1/blobs/" + bad));
    }
    CHECK(!parse_blob_path("/v1/feed"));
}

TEST_CASE("An error body says its code and never more than a little") {
    const std::string body = write_error(fail("store.io", "a", std::string(100'000, 'x')));
    CHECK(body.size() < bounds::kErrorBytesMax);
    CHECK(read_error(body).code == "store.io");
    const std::string cut = write_error(fail("store.io", {}, std::string(511, 'x') + "县县"));
    CHECK(read_error(cut).code == "store.io");
    CHECK(read_error("nonsense").code.empty());
    CHECK(read_error(R"({"error":[]})").code.empty());
}

TEST_CASE("A fetched chunk is taken only with the digest that the record states") {
    const Hash good = crypto::sha256("content");
    CHECK(as_text(*chunk_of({200, "content"}, good)) == "content");
    CHECK(chunk_of({200, "Content"}, good).error().code == "blob.hash");
    const std::string large(limits::kChunkBytes + 1, 'x');
    CHECK(chunk_of({200, large}, crypto::sha256(large)).error().code == "blob.hash");
    CHECK(chunk_of({404, write_error(fail("blob.missing"))}, good).error().code == "blob.missing");
    CHECK(chunk_of({503, write_error(fail("store.io"))}, good).error().code == "net.later");
    CHECK(chunk_of({429, ""}, good).error().code == "net.later");
    CHECK(chunk_of({500, "<html>"}, good).error().code == "net.status");
    CHECK(blob_of({200, "{}"}).error().code == "wire.answer");
    CHECK(blob_of({200, R"({"chunks":2,"missing":[1]})"})->missing.size() == 1);
}

TEST_CASE("Signed answers open only for what they were signed for") {
    ToyCounty county;
    const auto& key = county.log_key();
    const crypto::VerifyKey good = key.verify_key(), stranger = Person(9).sign.verify_key();
    const std::string origin = county.origin();
    const BlobName name{crypto::sha256("set"), "application", crypto::sha256("file")};

    const std::string note = sign_blob_note(name, origin, key);
    CHECK(verify_blob_note(note, name, origin, good).has_value());
    CHECK(!verify_blob_note(note, name, origin, stranger));
    CHECK(!verify_blob_note(note, name, "zhijian/421126/1", good));
    BlobName other = name;
    other.slot = "minutes";
    CHECK(verify_blob_note(note, other, origin, good).error().code == "sync.bound");

    const PushAnswer later{crypto::sha256("id"), "later", "Q1", 0, {}, {}};
    const std::string answers = write_push_response({later, later}, "device-1", "asked", origin, key);
    CHECK(open_push_response(answers, "device-1", "asked", origin, good)->size() == 2);
    CHECK(!open_push_response(answers, "device-2", "asked", origin, good));
    CHECK(!open_push_response(answers, "device-1", "asked otherwise", origin, good));
    CHECK(!open_push_response(answers, "device-1", "asked", origin, stranger));
    const std::size_t line = answers.find('\n') + 1;
    CHECK(!open_push_response(answers.substr(line), "device-1", "asked", origin, good));
    CHECK(!open_push_response(answers.substr(0, line), "device-1", "asked", origin, good));
    CHECK(!open_push_response(answers + answers, "device-1", "asked", origin, good));
    CHECK(!open_push_response("", "device-1", "asked", origin, good));
    CHECK(!open_push_response("\n", "device-1", "asked", origin, good));
    CHECK(
        !open_push_response(std::string(bounds::kPushResponseBytesMax, 'x') + "\n", "device-1", "asked", origin, good));

    const std::string door = sign_door({"frozen", "device-1", 0, 0, 0, {}}, origin, key);
    CHECK(open_door(door, origin, good)->state == "frozen");
    CHECK(!open_door(note, origin, good));
    CHECK(!open_door(door, origin, stranger));
}

TEST_CASE("What a ticket's holder is told is verified from the fingerprint on the ticket") {
    ToyCounty county;
    county.add_root();
    const Hash id = crypto::sha256("ticket");
    codec::Value record;
    record.set("person", "p1").set("scopes", codec::Array{"office"});
    const std::string body = write_enrol_offer(county.roots(), id, record, county.origin(), county.log_key());
    const auto offer = open_enrol_offer(body, county.fingerprint, id);
    REQUIRE(offer.has_value());
    CHECK(offer->statements.size() == 2);
    CHECK(offer->ticket == record);

    CHECK(open_enrol_offer(body, std::string(64, '0'), id).error().code == "root.fingerprint");
    CHECK(open_enrol_offer(body, county.fingerprint, crypto::sha256("other")).error().code == "sync.bound");
    const std::string forged = write_enrol_offer(county.roots(), id, record, county.origin(), Person(9).sign);
    CHECK(open_enrol_offer(forged, county.fingerprint, id).error().code == "note.signature");
    auto shorter = county.roots();
    shorter.pop_back();
    CHECK(!open_enrol_offer(write_enrol_offer(shorter, id, record, county.origin(), county.log_key()),
                            county.fingerprint, id));
    CHECK(!open_enrol_offer(write_enrol_offer({}, id, record, county.origin(), county.log_key()), county.fingerprint,
                            id));
    CHECK(!open_enrol_offer("{}", county.fingerprint, id));
}

}  // namespace zj::sync::test
