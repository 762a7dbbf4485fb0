// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/sync/bounds.hpp"
#include "tests/unit/sync/ground.hpp"

namespace zj::sync::test {

namespace {

struct Gateway {
    ToyCounty county;
    Person clerk{1}, officer{2};
    BlobName blob{crypto::sha256("set"), "application", crypto::sha256("onetwo")};
    Gateway() {
        county.admit(clerk, {kUnitScope});
        county.admit(officer, {"office"});
        county.attachments[blob] = {kUnitScope, {"one", "two"}, {0}};
    }
    Response ask(const Person& who, std::string method, std::string target, std::string body = {}) {
        return GatewaySession(county).handle({std::move(method), std::move(target), std::move(body)},
                                             who.tls.verify_key());
    }
    Response ask_as_nobody(std::string method, std::string target, std::string body = {}) {
        return GatewaySession(county).handle({std::move(method), std::move(target), std::move(body)}, std::nullopt);
    }
    Hello hello(const Person& who, std::uint64_t session, std::string_view random = "r") {
        return {who.id(), session, crypto::sha256(random), 0, county.devices[who.id()].last_seq, {}};
    }
    Response say(const Person& who, const Hello& hello, const crypto::SigningKey* key = nullptr,
                 std::size_t roots = 1) {
        log::Envelope envelope{std::string(kHelloType), write_hello(hello), {}};
        envelope.sign(key == nullptr ? who.sign : *key);
        return ask(who, "POST", hello_target(roots), codec::write_json(log::to_value(envelope)));
    }
    HelloAnswer told(const Response& response) {
        const auto read = parse_hello_response(response.body);
        REQUIRE(read.has_value());
        return *open_door(read->answer, county.origin(), county.log_key().verify_key());
    }
    std::string door(const Response& response) {
        const auto note = open_door(response.body, county.origin(), county.log_key().verify_key());
        return note ? note->state : "unsigned";
    }
};

std::string code(const Response& response) {
    return read_error(response.body).code;
}

}  // namespace

TEST_CASE("A hello is answered with a note that only this device can have asked for") {
    Gateway g;
    const Response response = g.say(g.clerk, g.hello(g.clerk, 1));
    CHECK(response.status == 200);
    const HelloAnswer answer = g.told(response);
    CHECK(answer.state == "ok");
    CHECK(answer.device == g.clerk.id());
    CHECK(answer.session == 1);
    CHECK(answer.size == g.county.size());
    CHECK(answer.scopes == std::vector<std::pair<std::string, std::uint64_t>>{{kUnitScope, 1}});
    CHECK(parse_hello_response(response.body)->roots.empty());
    CHECK(g.county.devices[g.clerk.id()].last_session == 1);
}

TEST_CASE("Root statements that a device lacks come with the hello's answer") {
    Gateway g;
    g.county.add_root();
    CHECK(parse_hello_response(g.say(g.clerk, g.hello(g.clerk, 1)).body)->roots.size() == 1);
    CHECK(parse_hello_response(g.say(g.clerk, g.hello(g.clerk, 2), nullptr, 0).body)->roots.size() == 2);
    const Response more = g.say(g.clerk, g.hello(g.clerk, 3), nullptr, 3);
    CHECK(more.status == 409);
    CHECK(g.told(more).state == "behind");
}

TEST_CASE("A device with as many scopes as a ticket may name, and the public one, is told of all of them") {
    Gateway g;
    std::vector<std::string> scopes{"public"};
    while (scopes.size() <= limits::kTicketScopesMax) {
        scopes.push_back("unit/4211251" + std::to_string(10 + scopes.size()) + std::string(27, '9'));
    }
    g.county.admit(g.clerk, scopes);
    CHECK(g.told(g.say(g.clerk, g.hello(g.clerk, 1))).scopes.size() == limits::kDeviceScopesMax);
}

TEST_CASE("What the store has to say of itself is told to nobody outside but for its code") {
    Gateway g;
    g.county.down = true;
    const Response response = g.ask(g.clerk, "GET", feed_target(kUnitScope, 0, 9));
    CHECK(response.status == 503);
    CHECK(code(response).starts_with("store."));
    CHECK(read_error(response.body).detail.empty());
}

TEST_CASE("The same hello again is a retry; a lower counter, or the same with another random, closes the door") {
    Gateway g;
    CHECK(g.say(g.clerk, g.hello(g.clerk, 5)).status == 200);
    CHECK(g.say(g.clerk, g.hello(g.clerk, 5)).status == 200);
    SECTION("lower") {
        const Response replayed = g.say(g.clerk, g.hello(g.clerk, 4));
        CHECK(replayed.status == 403);
        CHECK(g.told(replayed).state == "replayed");
    }
    SECTION("the same with another random") {
        CHECK(g.told(g.say(g.clerk, g.hello(g.clerk, 5, "clone"))).state == "replayed");
    }
    // The honest one is shut out with the clone, until people have looked.
    const Response after = g.say(g.clerk, g.hello(g.clerk, 6));
    CHECK(after.status == 403);
    CHECK(g.told(after).state == "frozen");
    CHECK(g.door(g.ask(g.clerk, "GET", feed_target(kUnitScope, 0, 9))) == "frozen");
}

TEST_CASE("A device whose last number is below the county's is frozen, but a late retry of an earlier hello is not") {
    Gateway g;
    Hello first = g.hello(g.clerk, 1);
    CHECK(g.say(g.clerk, first).status == 200);
    g.county.devices[g.clerk.id()].last_seq = 3;  // pushed in that session
    CHECK(g.say(g.clerk, first).status == 200);
    Hello second = g.hello(g.clerk, 2);
    second.last_seq = 2;
    const Response response = g.say(g.clerk, second);
    CHECK(response.status == 403);
    CHECK(g.told(response).state == "frozen");
    CHECK(g.county.closed_doors == std::vector<std::string>{"lost_numbers"});
}

TEST_CASE("A device that has seen more than the gateway has is told so, and nothing is served") {
    Gateway g;
    Hello hello = g.hello(g.clerk, 1);
    hello.checkpoint_size = g.county.size() + 1;
    const Response response = g.say(g.clerk, hello);
    CHECK(response.status == 409);
    CHECK(g.told(response).state == "behind");
    CHECK(g.told(response).size == g.county.size());
    CHECK(g.told(response).scopes.empty());
    const Response checkpoint = g.ask(g.clerk, "GET", checkpoint_target(g.county.size() + 1));
    CHECK(checkpoint.status == 409);
    CHECK(g.door(checkpoint) == "behind");
}

TEST_CASE("A hello of another device, by another key or of another type is refused") {
    Gateway g;
    CHECK(code(g.say(g.clerk, g.hello(g.officer, 1), &g.officer.sign)) == "hello.device");
    const Response forged = g.say(g.clerk, g.hello(g.clerk, 1), &g.officer.sign);
    CHECK(forged.status == 403);
    CHECK(code(forged) == "hello.signature");
    log::Envelope envelope{std::string(log::kChangeSetType), write_hello(g.hello(g.clerk, 1)), {}};
    envelope.sign(g.clerk.sign);
    CHECK(code(g.ask(g.clerk, "POST", "/v1/hello?roots=0", codec::write_json(log::to_value(envelope)))) ==
          "hello.type");
    envelope.payload_type = kHelloType;  // signed for another type
    CHECK(code(g.ask(g.clerk, "POST", "/v1/hello?roots=0", codec::write_json(log::to_value(envelope)))) ==
          "hello.signature");
    envelope.sign(g.officer.sign);
    CHECK(code(g.ask(g.clerk, "POST", "/v1/hello?roots=0", codec::write_json(log::to_value(envelope)))) ==
          "hello.type");
    CHECK(g.ask(g.clerk, "POST", "/v1/hello?roots=0", "{").status == 400);
    CHECK(g.ask(g.clerk, "POST", "/v1/hello?roots=0", std::string(bounds::kHelloBytesMax + 1, ' ')).status == 413);
    CHECK(g.ask(g.clerk, "POST", "/v1/hello", "{}").status == 404);
    CHECK(g.county.devices[g.clerk.id()].last_session == 0);
}

TEST_CASE("Who is no live device gets signed refusals and nothing else") {
    Gateway g;
    const Person stranger(9);
    for (const std::string& target : {feed_target(kUnitScope, 0, 9), checkpoint_target(0), proof_target(0),
                                      blob_target(g.blob), blob_target(g.blob, 0)}) {
        const Response unknown = g.ask(stranger, "GET", target), nobody = g.ask_as_nobody("GET", target);
        CHECK(unknown.status == 401);
        CHECK(g.door(unknown) == "unknown_device");
        CHECK(g.door(nobody) == "unknown_device");
        for (const char* state : {"frozen", "revoked"}) {
            g.county.devices[g.clerk.id()].state = state;
            const Response frozen = g.ask(g.clerk, "GET", target);
            CHECK(frozen.status == 403);
            CHECK(g.door(frozen) == "frozen");
        }
        g.county.devices[g.clerk.id()].state = "live";
        CHECK(g.ask(g.clerk, "GET", target).status == 200);
    }
    CHECK(g.door(g.ask(stranger, "POST", "/v1/changes", "x\n")) == "unknown_device");
    CHECK(g.door(g.ask(stranger, "PUT", blob_target(g.blob, 1), "two")) == "unknown_device");
    const Response hello = g.say(stranger, g.hello(stranger, 1), nullptr, 0);
    CHECK(hello.status == 401);
    CHECK(g.told(hello).state == "unknown_device");
    CHECK(parse_hello_response(hello.body)->roots.size() == 1);
}

TEST_CASE("A feed is served for the device's certified scopes only") {
    Gateway g;
    const Response own = g.ask(g.clerk, "GET", feed_target(kUnitScope, 0, 9));
    CHECK(own.status == 200);
    CHECK(parse_feed_page(own.body)->scope == kUnitScope);
    for (const char* scope : {"office", "audit", "public", "unit/421125102", "unit/42112510"}) {
        const Response other = g.ask(g.clerk, "GET", feed_target(scope, 0, 9));
        CHECK(other.status == 403);
        CHECK(code(other) == "feed.scope");
    }
    CHECK(g.ask(g.clerk, "GET", feed_target(kUnitScope, 0, 0)).status == 400);
    CHECK(g.ask(g.clerk, "GET", feed_target(kUnitScope, 0, limits::kFeedEntriesMax + 1)).status == 400);
    CHECK(g.ask(g.clerk, "GET", "/v1/feed?scope=office&after=0&device=x").status == 404);
    g.county.down = true;
    const Response later = g.ask(g.clerk, "GET", feed_target(kUnitScope, 0, 9));
    CHECK(later.status == 503);
    CHECK(code(later) == "store.io");
}

TEST_CASE("A blob is written under the sending unit, read with a case in scope, and does not exist for others") {
    Gateway g;
    const Person other(3);
    g.county.admit(other, {"unit/421125102", "hr"});
    CHECK(g.ask(g.clerk, "GET", blob_target(g.blob)).body == R"({"chunks":2,"missing":[1]})");
    CHECK(g.ask(g.officer, "GET", blob_target(g.blob, 0)).body == "one");
    CHECK(code(g.ask(g.officer, "GET", blob_target(g.blob, 1))) == "blob.missing");
    CHECK(code(g.ask(g.officer, "PUT", blob_target(g.blob, 1), "two")) == "blob.unknown");

    BlobName nowhere = g.blob;
    nowhere.slot = "minutes";
    for (const char* method : {"GET", "PUT"}) {
        const Response hidden = g.ask(other, method, blob_target(g.blob, 0), method[0] == 'P' ? "one" : "");
        const Response absent = g.ask(g.clerk, method, blob_target(nowhere, 0), method[0] == 'P' ? "one" : "");
        CHECK(hidden.status == 404);
        CHECK(code(hidden) == "blob.unknown");
        CHECK(code(absent) == "blob.unknown");
    }
    CHECK(code(g.ask(other, "GET", blob_target(g.blob))) == "blob.unknown");
}

TEST_CASE("Who signed for a unit sends its documents, whatever the scopes of the device are") {
    Gateway g;
    g.county.attachments[g.blob].device = g.officer.id();
    CHECK(code(g.ask(g.officer, "PUT", blob_target(g.blob, 1), "twe")) == "blob.hash");
    CHECK(g.ask(g.officer, "PUT", blob_target(g.blob, 1), "two").status == 200);
}

TEST_CASE("A blob that is complete is answered with a signed note") {
    Gateway g;
    CHECK(code(g.ask(g.clerk, "PUT", blob_target(g.blob, 1), "twe")) == "blob.hash");
    CHECK(g.ask(g.clerk, "PUT", blob_target(g.blob, 1), "twe").status == 400);
    CHECK(code(g.ask(g.clerk, "PUT", blob_target(g.blob, 2), "two")) == "blob.size");
    CHECK(g.ask(g.clerk, "PUT", blob_target(g.blob, 1), std::string(limits::kChunkBytes + 1, 'x')).status == 413);
    CHECK(g.ask(g.clerk, "PUT", blob_target(g.blob), "two").status == 404);
    CHECK(g.ask(g.clerk, "DELETE", blob_target(g.blob, 1)).status == 404);
    for (int again = 0; again < 2; ++again) {
        const Response done = g.ask(g.clerk, "PUT", blob_target(g.blob, 1), "two");
        CHECK(done.status == 200);
        const auto status = blob_status_from(*codec::parse_json(done.body));
        REQUIRE(status.has_value());
        CHECK(verify_blob_note(status->note, g.blob, g.county.origin(), g.county.log_key().verify_key()).has_value());
    }
}

TEST_CASE("Pushed lines are all read before any is looked at, and answered in order under a seal") {
    Gateway g;
    ToyVault vault(g.county, g.clerk, {kUnitScope});
    std::string body;
    for (int i = 0; i < 3; ++i) {
        body += log::write_change_set(i == 0 ? vault.outbox[0].change_set : vault.sign("more")) + "\n";
    }
    const Response bad = g.ask(g.clerk, "POST", "/v1/changes", body + "{}\n");
    CHECK(bad.status == 400);
    CHECK(code(bad) == "wire.line");
    CHECK(g.county.devices[g.clerk.id()].last_seq == 0);
    CHECK(g.ask(g.clerk, "POST", "/v1/changes", body.substr(0, body.size() - 1)).status == 400);
    CHECK(g.ask(g.clerk, "POST", "/v1/changes", "").status == 400);
    CHECK(g.ask(g.clerk, "POST", "/v1/changes?via=usb", body).status == 404);

    for (int again = 0; again < 2; ++again) {
        const Response good = g.ask(g.clerk, "POST", "/v1/changes", body);
        const auto answers =
            open_push_response(good.body, g.clerk.id(), body, g.county.origin(), g.county.log_key().verify_key());
        REQUIRE(answers.has_value());
        REQUIRE(answers->size() == 3);
        for (std::size_t i = 0; i < 3; ++i) {
            CHECK((*answers)[i].id == vault.outbox[i].change_set.id());
            CHECK((*answers)[i].receipt.has_value());
        }
        CHECK(g.county.devices[g.clerk.id()].last_seq == 3);
    }
    CHECK(code(g.ask(g.officer, "POST", "/v1/changes", body)) == "wire.device");
}

TEST_CASE("A push has its limits of lines and bytes") {
    Gateway g;
    CHECK(g.ask(g.clerk, "POST", "/v1/changes", std::string(limits::kPushBytesMax + 1, 'x')).status == 413);
    CHECK(g.ask(g.clerk, "POST", "/v1/changes", std::string(limits::kPushCountMax + 1, '\n')).status == 413);
    CHECK(g.ask(g.clerk, "POST", "/v1/changes", std::string(limits::kPushCountMax, '\n')).status == 400);
}

TEST_CASE("Without a device there is enrolment and nothing else") {
    Gateway g;
    const Person fresh(7);
    ToyVault vault(g.county, fresh, {kUnitScope});
    const Hash id = crypto::sha256("ticket");
    CHECK(code(g.ask_as_nobody("GET", enrol_target(id))) == "ticket.unknown");
    codec::Value record;
    record.set("person", "p7");
    g.county.tickets[id] = record;
    const Response offer = g.ask_as_nobody("GET", enrol_target(id));
    CHECK(open_enrol_offer(offer.body, g.county.fingerprint, id)->ticket == record);
    CHECK(g.ask_as_nobody("GET", "/v1/enrol?ticket=xyz").status == 404);
    CHECK(g.ask_as_nobody("GET", "/v1/enrol").status == 404);

    const std::string first = log::write_change_set(vault.outbox[0].change_set) + "\n";
    const std::string second = log::write_change_set(vault.sign("more")) + "\n";
    CHECK(code(g.ask_as_nobody("POST", "/v1/enrol", second)) == "wire.enrol");
    CHECK(code(g.ask_as_nobody("POST", "/v1/enrol", first + second)) == "wire.enrol");
    CHECK(g.ask_as_nobody("POST", "/v1/enrol", std::string(bounds::kEnrolBytesMax + 1, 'x')).status == 413);
    const Response enrolled = g.ask_as_nobody("POST", "/v1/enrol", first);
    const auto answers =
        open_push_response(enrolled.body, fresh.id(), first, g.county.origin(), g.county.log_key().verify_key());
    REQUIRE(answers.has_value());
    CHECK((*answers)[0].receipt.has_value());
    CHECK(g.say(fresh, g.hello(fresh, 1)).status == 200);
}

TEST_CASE("What is not routed is not there, and a GET carries nothing") {
    Gateway g;
    for (const auto& [method, target] :
         std::vector<std::pair<std::string, std::string>>{{"GET", "/v1/hello?roots=0"},
                                                          {"POST", "/v1/feed"},
                                                          {"GET", "/v1/changes"},
                                                          {"PUT", "/v1/enrol"},
                                                          {"GET", "/v2/feed"},
                                                          {"GET", "/"},
                                                          {"GET", "/v1/blobs/x"},
                                                          {"HEAD", "/v1/checkpoint?from=0"},
                                                          {"GET", "/v1/checkpoint?from=x"},
                                                          {"GET", "/v1/proof?index=01"},
                                                          {"GET", "/v1/%66eed"}}) {
        INFO(method << " " << target);
        CHECK(g.ask(g.clerk, method, target).status == 404);
    }
    const Response body = g.ask(g.clerk, "GET", checkpoint_target(0), "x");
    CHECK(body.status == 400);
    CHECK(code(body) == "http.body");
}

TEST_CASE("A checkpoint comes with the proof between the two sizes asked for") {
    Gateway g;
    for (int i = 0; i < 9; ++i) {
        g.county.append(crypto::sha256(std::to_string(i)), {kUnitScope});
    }
    const log::Tree& tree = g.county.tree;
    const auto read = parse_checkpoint_response(g.ask(g.clerk, "GET", checkpoint_target(3)).body);
    REQUIRE(read.has_value());
    CHECK(log::verify_consistency(3, 10, tree.root(3), tree.root(), read->consistency).has_value());
    const auto part = parse_checkpoint_response(g.ask(g.clerk, "GET", checkpoint_target(3, 7)).body);
    CHECK(log::verify_consistency(3, 7, tree.root(3), tree.root(7), part->consistency).has_value());
    CHECK(parse_checkpoint_response(g.ask(g.clerk, "GET", checkpoint_target(0)).body)->consistency.empty());
    CHECK(parse_checkpoint_response(g.ask(g.clerk, "GET", checkpoint_target(10)).body)->consistency.empty());
    CHECK(g.ask(g.clerk, "GET", checkpoint_target(7, 3)).status == 400);
    CHECK(g.ask(g.clerk, "GET", checkpoint_target(3, 11)).status == 409);

    const Response proof = g.ask(g.clerk, "GET", proof_target(4));
    const log::Receipt receipt{g.county.entries[4].bytes, proof.body};
    CHECK(log::verify_receipt(receipt, g.county.origin(), g.county.log_key().verify_key()).has_value());
    CHECK(code(g.ask(g.clerk, "GET", proof_target(10))) == "proof.unknown");
}

}  // namespace zj::sync::test
