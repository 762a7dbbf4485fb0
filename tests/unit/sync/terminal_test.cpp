// SPDX-License-Identifier: Apache-2.0
// The terminal's end of a session, from hello to done.
#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "tests/unit/sync/pair.hpp"

namespace zj::sync::test {

TEST_CASE("A session says hello, proves the checkpoint, pushes, brings attachments, reads its feeds and is done") {
    Pair p;
    p.attach();
    p.vault.sign("and another");
    CHECK(p.run().empty());
    CHECK(p.line.stage == "done");
    CHECK(p.line.asked == std::vector<std::string>{"POST /v1/hello", "GET /v1/checkpoint", "POST /v1/changes",
                                                   "GET /v1/checkpoint",
                                                   "GET " + blob_target(p.vault.documents.begin()->first),
                                                   "PUT " + blob_target(p.vault.documents.begin()->first, 0),
                                                   "PUT " + blob_target(p.vault.documents.begin()->first, 1),
                                                   "GET /v1/feed", "GET /v1/feed"});
    CHECK(converged(p.county, p.vault));
    // Again: nothing is sent that was sent before.
    p.line.asked.clear();
    CHECK(p.run().empty());
    CHECK(p.line.asked ==
          std::vector<std::string>{"POST /v1/hello", "GET /v1/checkpoint", "GET /v1/feed", "GET /v1/feed"});
    CHECK(converged(p.county, p.vault));
}

TEST_CASE("Small batches and pages come to the same end") {
    Pair p;
    for (int i = 0; i < 5; ++i) {
        p.vault.sign("one of five");
    }
    CHECK(p.run({true, 2, 1}).empty());
    CHECK(std::count(p.line.asked.begin(), p.line.asked.end(), "POST /v1/changes") == 3);
    CHECK(converged(p.county, p.vault));
}

TEST_CASE("A session without attachments leaves them for the next") {
    Pair p;
    p.attach();
    CHECK(p.run({false, 1000, 500}).empty());
    CHECK(p.vault.notes.empty());
    CHECK(p.run().empty());
    CHECK(converged(p.county, p.vault));
}

TEST_CASE("A device that the county does not know enrols with its number 1 and says hello again") {
    Pair p(false);
    p.vault.sign("work of the first day");
    CHECK(p.run().empty());
    CHECK(p.line.asked[0] == "POST /v1/hello");
    CHECK(p.line.asked[1] == "POST /v1/enrol");
    CHECK(p.line.asked[2] == "POST /v1/hello");
    CHECK(p.vault.session == 2);
    CHECK(p.vault.receipts() == 2);
    CHECK(p.vault.positions[kUnitScope] == p.county.numbered[kUnitScope].size());
}

TEST_CASE("A refused enrolment ends the session with the door's reason; one put off, with later") {
    Pair p(false);
    const ChangeSetId first = p.vault.outbox[0].change_set.id();
    p.county.answer_with[first] = {first, "refused", "door.device", 0, {}, {}};
    CHECK(p.run() == "door.device");
    p.county.answer_with[first] = {first, "later", "Q1", 0, {}, {}};
    CHECK(p.run() == "net.later");
    p.county.answer_with.clear();
    CHECK(p.run().empty());
}

TEST_CASE("A device that was known once and is no more does not enrol again") {
    Pair p;
    CHECK(p.run().empty());
    p.county.by_tls.clear();
    CHECK(p.run() == "sync.unknown_device");
    CHECK(p.line.asked.back() == "POST /v1/hello");
}

TEST_CASE("A county that offers less than it must is caught withholding") {
    Pair p;
    SECTION("a scope of this device is left out") {
        p.county.devices[p.clerk.id()].scopes = {kUnitScope};
    }
    SECTION("a scope is said to end before what is here already") {
        CHECK(p.run().empty());
        p.county.numbered["office"].pop_back();
    }
    CHECK(p.run() == "sync.forged");
    CHECK(p.vault.evidence.size() == 1);
    CHECK(p.line.asked.back() == "POST /v1/hello");
}

TEST_CASE("A county that calls broken what left here whole is remembered") {
    Pair p;
    p.county.refuse_with = "D4";
    CHECK(p.run().empty());
    CHECK(p.vault.evidence.size() == p.vault.outbox.size());
    p.county.refuse_with = "G1";
    p.vault.sign("another");
    CHECK(p.run().empty());
    CHECK(p.vault.evidence.size() + 1 == p.vault.outbox.size());
}

TEST_CASE("A frozen device stops, at the hello or in the middle") {
    Pair p;
    SECTION("at the hello") {
        p.county.devices[p.clerk.id()].state = "frozen";
    }
    SECTION("in the middle") {
        p.line.hook = [&](std::uint64_t number, const Request&, Response response) -> std::optional<Response> {
            if (number == 2) {
                p.county.devices[p.clerk.id()].state = "frozen";
            }
            return response;
        };
    }
    CHECK(p.run() == "sync.frozen");
    CHECK(p.vault.receipts() == 0);
    CHECK(p.vault.shown == "waiting: sync.frozen");
}

TEST_CASE("A fork told by the gateway stops the device and is stored with what is known of the number") {
    Pair p;
    const ChangeSetId first = p.vault.outbox[0].change_set.id();
    p.county.answer_with[first] = {first, "fork", "door.fork", 0, {}, {}};
    CHECK(p.run() == "sync.frozen");
    CHECK(p.vault.outbox[0].cause == "fork");
}

TEST_CASE("A cloned vault is shut out at its first contact, and so is the original") {
    Pair p;
    CHECK(p.run().empty());
    ToyVault clone = p.vault;
    clone.random = SeededRandom(6);
    CHECK(p.run().empty());
    CHECK(p.line.run(clone).error().code == "sync.frozen");
    CHECK(p.run() == "sync.frozen");
}

TEST_CASE("A gateway with a smaller log serves nothing") {
    Pair p;
    CHECK(p.run().empty());
    ToyCounty older = p.county;
    p.county.append(crypto::sha256("news"), {kUnitScope});
    CHECK(p.run().empty());
    Line to_older(older, p.clerk);
    CHECK(to_older.run(p.vault).error().code == "sync.behind");
    CHECK(to_older.asked == std::vector<std::string>{"POST /v1/hello"});
}

TEST_CASE("Answers that are no receipts are kept as causes, end the pushing and not the session") {
    Pair p;
    const log::ChangeSet second = p.vault.sign("two"), third = p.vault.sign("three");
    p.county.answer_with[second.id()] = {second.id(), "later", "Q1", 0, {}, {}};
    CHECK(p.run().empty());
    CHECK(p.line.stage == "done");
    CHECK(p.line.held_back == "later Q1");
    CHECK(p.vault.shown == "waiting: later Q1");
    CHECK(p.vault.receipts() == 1);
    CHECK(p.vault.outbox[1].cause == "later");
    CHECK(p.vault.outbox[2].cause == "expected");
    CHECK(p.vault.positions[kUnitScope] == p.county.numbered[kUnitScope].size());
    p.county.answer_with.clear();
    CHECK(p.run().empty());
    CHECK(converged(p.county, p.vault));
}

TEST_CASE("A gateway that cannot answer now is asked again another time") {
    Pair p;
    p.county.down = true;
    CHECK(p.run() == "net.later");
    p.county.down = false;
    CHECK(p.run().empty());
    for (const int status : {400, 404, 413, 500, 302}) {
        p.line.hook = [&](std::uint64_t number, const Request&, Response response) -> std::optional<Response> {
            return number == 2 ? Response{status, "<html>"} : response;
        };
        CHECK(p.run() == "net.status");
    }
    p.line.hook = [](std::uint64_t, const Request&, Response) -> std::optional<Response> {
        return Response{429, ""};
    };
    CHECK(p.run() == "net.later");
}

TEST_CASE("News between checkpoint and page is proved before it is stored") {
    Pair p;
    CHECK(p.run().empty());
    p.line.asked.clear();
    p.line.hook = [&](std::uint64_t number, const Request&, Response response) -> std::optional<Response> {
        if (number == 2) {  // answered the checkpoint; then somebody else's entry arrives
            p.county.append(crypto::sha256("news"), {kUnitScope, "office"});
        }
        return response;
    };
    CHECK(p.run().empty());
    CHECK(p.line.asked == std::vector<std::string>{"POST /v1/hello", "GET /v1/checkpoint", "GET /v1/feed",
                                                   "GET /v1/checkpoint", "GET /v1/feed"});
    CHECK(p.vault.held->size == p.county.size());
    CHECK(converged(p.county, p.vault));
}

TEST_CASE("A completion note that does not verify ends the session and frees nothing") {
    Pair p;
    p.attach();
    CHECK(p.run({false, 1000, 500}).empty());
    const BlobName name = p.vault.documents.begin()->first;
    p.county.attachments[name].have = {0, 1};
    SECTION("another key") {
        p.refuse(
            std::string(kBlobsPrefix),
            [&](Response) {
                BlobStatus status{2, {}, sign_blob_note(name, p.county.origin(), Person(9).sign)};
                return Response{200, codec::write_json(to_value(status))};
            },
            "sync.forged");
    }
    SECTION("another blob") {
        p.refuse(
            std::string(kBlobsPrefix),
            [&](Response) {
                BlobName other = name;
                other.slot = "minutes";
                BlobStatus status{2, {}, sign_blob_note(other, p.county.origin(), p.county.log_key())};
                return Response{200, codec::write_json(to_value(status))};
            },
            "sync.forged");
    }
    SECTION("none at all") {
        p.refuse(
            std::string(kBlobsPrefix), [](Response) { return Response{200, R"({"chunks":2,"missing":[]})"}; },
            "sync.forged");
    }
}

TEST_CASE("An attachment that the county will not take is left for another time, and the feed is read all the same") {
    Pair p;
    p.attach();
    const BlobName name = p.vault.documents.begin()->first;
    SECTION("not known there") {
        p.county.attachments.clear();
    }
    SECTION("of other content") {
        p.county.attachments[name].chunks[1] = "twe";
    }
    SECTION("of another size") {
        p.county.attachments[name].chunks.push_back("three");
    }
    SECTION("not whole here") {
        p.vault.documents[name] = {};
    }
    CHECK(p.run().empty());
    CHECK(p.line.stage == "done");
    CHECK(p.vault.notes.empty());
    CHECK(!p.line.held_back.empty());
    CHECK(p.vault.positions["office"] == p.county.numbered["office"].size());
}

TEST_CASE("Only what is missing is sent") {
    Pair p;
    p.attach();
    p.county.attachments[p.vault.documents.begin()->first].have = {0};
    CHECK(p.run().empty());
    CHECK(std::count_if(p.line.asked.begin(), p.line.asked.end(),
                        [](const std::string& what) { return what.starts_with("PUT"); }) == 1);
    CHECK(converged(p.county, p.vault));
}

}  // namespace zj::sync::test
