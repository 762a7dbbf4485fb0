// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "tests/unit/sync/ground.hpp"

namespace zj::sync::test {

namespace {

using Hook = Line::Hook;

struct Pair {
    ToyCounty county;
    Person clerk{1};
    ToyVault vault{county, clerk, {kUnitScope, "office"}};
    Line line{county, clerk};
    explicit Pair(bool enrolled = true) {
        if (enrolled) {
            county.admit(clerk, {kUnitScope, "office"});
        }
    }
    // A change set with a document of two chunks, which the county knows of.
    void attach() {
        const log::ChangeSet set = vault.sign("with a document");
        vault.attach(set, "application", {"one", "two"});
        county.attachments[vault.documents.begin()->first] = {kUnitScope, {"one", "two"}, {}};
    }
    std::string run(TerminalSession::Options options = {}) {
        const auto ended = line.run(vault, options);
        return ended ? "" : ended.error().code;
    }
    // The next answer to such a request is changed; the session must end with `code`, keep evidence where that says
    // "forged", store nothing more, and the one after it must be as if nothing had happened.
    void refuse(const std::string& target, const std::function<Response(Response)>& change, const std::string& code) {
        bool hit = false;
        std::size_t receipts = 0, stored = 0, notes = 0;
        line.hook = [&](std::uint64_t, const Request& request, Response response) -> std::optional<Response> {
            if (request.target.starts_with(target) && !hit) {
                hit = true;
                receipts = vault.receipts();
                stored = vault.stored[kUnitScope].size() + vault.stored["office"].size();
                notes = vault.notes.size();
                return change(std::move(response));
            }
            return response;
        };
        CHECK(run() == code);
        CHECK(hit);
        CHECK(vault.receipts() == receipts);
        CHECK(vault.stored[kUnitScope].size() + vault.stored["office"].size() == stored);
        CHECK(vault.notes.size() == notes);
        CHECK(vault.evidence.empty() == (code != "sync.forged"));
        CHECK(vault.shown == "waiting: " + code);
        line.hook = nullptr;
        CHECK(run().empty());
        CHECK(converged(county, vault));
    }
};

Response edited(Response response, const std::function<void(codec::Value&)>& edit) {
    codec::Value value = *codec::parse_json(response.body, 1 << 24);
    edit(value);
    response.body = codec::write_json(value);
    return response;
}

}  // namespace

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

TEST_CASE("A new log key is believed only through the chain of root statements") {
    Pair p;
    CHECK(p.run().empty());
    p.county.add_root();
    p.vault.sign("under the new key");
    CHECK(p.run().empty());
    CHECK(p.vault.held_roots.size() == 2);

    p.county.add_root();
    p.refuse(
        "/v1/hello",
        [](Response r) { return edited(std::move(r), [](codec::Value& v) { v.set("roots", codec::Array{}); }); },
        "sync.forged");
    CHECK(p.vault.held_roots.size() == 3);
}

TEST_CASE("A root statement that does not continue the chain is forged, whoever signed the rest") {
    Pair p;
    p.county.add_root();
    const auto spoil = [&](const std::function<void(codec::Object&)>& change) {
        return [change](Response r) {
            return edited(std::move(r), [&](codec::Value& v) { change(v.object()["roots"].array().at(0).object()); });
        };
    };
    SECTION("signature") {
        p.refuse("/v1/hello", spoil([](codec::Object& root) {
                     codec::Object& signature = root["envelope"].object()["signatures"].array()[0].object();
                     signature["sig"] = codec::base64(Bytes(64, 1));
                 }),
                 "sync.forged");
    }
    SECTION("catalogue beside it") {
        p.refuse("/v1/hello", spoil([](codec::Object& root) { root["catalogue"] = "{\"forged\":1}"; }), "sync.forged");
    }
    SECTION("the first statement once more") {
        const log::SignedRoot first = p.county.roots().front();
        p.refuse("/v1/hello", spoil([&](codec::Object& root) {
                     root["envelope"] = log::to_value(first.envelope);
                     root["catalogue"] = first.catalogue;
                 }),
                 "sync.forged");
    }
}

TEST_CASE("An answer to another hello, or by another key, is forged") {
    Pair p;
    SECTION("another key") {
        p.refuse(
            "/v1/hello",
            [&](Response) {
                const HelloAnswer answer{"ok", p.clerk.id(), p.vault.session, 0, 1, {}};
                return Response{200, write_hello_response({sign_door(answer, p.county.origin(), Person(9).sign), {}})};
            },
            "sync.forged");
    }
    SECTION("another session") {
        p.refuse(
            "/v1/hello",
            [&](Response) {
                const HelloAnswer answer{"ok", p.clerk.id(), p.vault.session + 1, 0, 1, {}};
                return Response{200,
                                write_hello_response({sign_door(answer, p.county.origin(), p.county.log_key()), {}})};
            },
            "sync.forged");
    }
    SECTION("another device") {
        p.refuse(
            "/v1/hello",
            [&](Response) {
                const HelloAnswer answer{"ok", "device-x", p.vault.session, 0, 1, {}};
                return Response{200,
                                write_hello_response({sign_door(answer, p.county.origin(), p.county.log_key()), {}})};
            },
            "sync.forged");
    }
    SECTION("unreadable") {
        p.refuse("/v1/hello", [](Response) { return Response{200, "{}"}; }, "wire.answer");
    }
    SECTION("numbers that were never signed here") {
        p.refuse(
            "/v1/hello",
            [&](Response) {
                const HelloAnswer answer{"ok", p.clerk.id(), p.vault.session, 99, 1, {}};
                return Response{200,
                                write_hello_response({sign_door(answer, p.county.origin(), p.county.log_key()), {}})};
            },
            "sync.frozen");
    }
}

TEST_CASE("A checkpoint by another key, of another county, smaller, or not continuing the one held is refused") {
    Pair p;
    CHECK(p.run().empty());
    p.county.append(crypto::sha256("news"), {kUnitScope});
    p.county.append(crypto::sha256("more"), {kUnitScope});
    const log::Tree& tree = p.county.tree;
    const auto answer = [&](std::string note, log::Proof proof) {
        return [note = std::move(note), proof = std::move(proof)](Response) {
            return Response{200, write_checkpoint_response({note, proof})};
        };
    };
    const std::uint64_t held = p.vault.held->size;
    const log::Proof good = tree.consistency(held, tree.size());
    SECTION("key") {
        p.refuse("/v1/checkpoint",
                 answer(log::sign_checkpoint({p.county.origin(), tree.size(), tree.root()}, Person(9).sign), good),
                 "sync.forged");
    }
    SECTION("origin") {
        p.refuse("/v1/checkpoint",
                 answer(log::sign_checkpoint({"zhijian/421126/1", tree.size(), tree.root()}, p.county.log_key()), good),
                 "sync.forged");
    }
    SECTION("size") {
        p.refuse("/v1/checkpoint", answer(p.county.signed_checkpoint(held - 1), {}), "sync.behind");
    }
    SECTION("smaller than promised, though larger than held") {
        p.refuse("/v1/checkpoint", answer(p.county.signed_checkpoint(held + 1), tree.consistency(held, held + 1)),
                 "sync.behind");
    }
    SECTION("root") {
        p.refuse(
            "/v1/checkpoint",
            answer(log::sign_checkpoint({p.county.origin(), tree.size(), crypto::sha256("other")}, p.county.log_key()),
                   good),
            "sync.forged");
    }
    SECTION("proof missing") {
        p.refuse("/v1/checkpoint", answer(p.county.checkpoint(), {}), "sync.forged");
    }
    SECTION("proof of other sizes") {
        p.refuse("/v1/checkpoint", answer(p.county.checkpoint(), tree.consistency(held - 1, tree.size())),
                 "sync.forged");
    }
    SECTION("unreadable") {
        p.refuse("/v1/checkpoint", [](Response) { return Response{200, "x"}; }, "wire.answer");
    }
}

TEST_CASE("Receipts are refused with whatever is wrong about them") {
    Pair p;
    p.vault.sign("two");
    CHECK(p.run().empty());
    const log::ChangeSet third = p.vault.sign("three");
    p.vault.sign("four");
    // What an honest key signs in a dishonest way: answers are sealed anew.
    const auto resealed = [&](const std::function<void(std::vector<PushAnswer>&)>& change,
                              const crypto::SigningKey* key = nullptr) {
        return [&p, change, key](Response response) {
            std::string asked;
            for (const log::ChangeSet& set : *p.vault.unsent(1000, 0)) {
                asked += log::write_change_set(set) + "\n";
            }
            auto answers = open_push_response(response.body, p.clerk.id(), asked, p.county.origin(),
                                              p.county.log_key().verify_key());
            REQUIRE(answers.has_value());
            change(*answers);
            return Response{200, write_push_response(*answers, p.clerk.id(), asked, p.county.origin(),
                                                     key == nullptr ? p.county.log_key() : *key)};
        };
    };
    const Person stranger(9);
    SECTION("the seal is another's") {
        p.refuse("/v1/changes", resealed([](auto&) {}, &stranger.sign), "sync.forged");
    }
    SECTION("one answer too few") {
        p.refuse("/v1/changes", resealed([](auto& answers) { answers.pop_back(); }), "sync.forged");
    }
    SECTION("in another order") {
        p.refuse("/v1/changes", resealed([](auto& answers) { std::swap(answers[0], answers[1]); }), "sync.forged");
    }
    SECTION("of an earlier change set") {
        p.refuse("/v1/changes", resealed([&](auto& answers) { answers[0].receipt = p.county.receipt(2); }),
                 "sync.forged");
    }
    SECTION("an entry that is not in the tree") {
        p.refuse("/v1/changes", resealed([&](auto& answers) {
                     log::Entry entry = *log::parse_entry(answers[0].receipt->entry);
                     entry.verdict = log::Verdict::held;
                     answers[0].receipt->entry = log::write_entry(entry);
                 }),
                 "sync.forged");
    }
    SECTION("a proof of another entry") {
        p.refuse("/v1/changes", resealed([&](auto& answers) { answers[0].receipt->proof = answers[1].receipt->proof; }),
                 "sync.forged");
    }
    SECTION("a tree of its own, signed with the good key") {
        ToyCounty fork = p.county;
        p.refuse("/v1/changes", resealed([&](auto& answers) {
                     fork.tree.truncate(1);
                     fork.entries.resize(1);
                     fork.append(crypto::sha256("never happened"), {kUnitScope});
                     fork.append(crypto::sha256("nor this"), {kUnitScope});
                     fork.append(third.id(), {kUnitScope});
                     answers[0].receipt = fork.receipt(fork.tree.size() - 1);
                 }),
                 "sync.forged");
    }
    SECTION("an old tree of its own, signed with the good key") {
        ToyCounty fork = p.county;
        p.refuse("/v1/changes", resealed([&](auto& answers) {
                     fork.tree.truncate(0);
                     fork.entries.clear();
                     fork.append(third.id(), {kUnitScope});
                     answers[0].receipt = fork.receipt(0);
                 }),
                 "sync.forged");
    }
    SECTION("unreadable") {
        p.refuse("/v1/changes", [](Response) { return Response{200, "\n"}; }, "wire.answer");
    }
    SECTION("cut off") {
        p.refuse(
            "/v1/changes",
            [](Response r) {
                r.body.resize(r.body.size() / 2);
                return r;
            },
            "wire.answer");
    }
}

TEST_CASE("Feed pages are refused with whatever is wrong about them") {
    Pair p;
    CHECK(p.run().empty());
    for (int i = 0; i < 4; ++i) {
        p.county.append(crypto::sha256(std::to_string(i)), {kUnitScope, "office"});
    }
    const auto changed = [&](const std::function<void(FeedPage&)>& change) {
        return [change](Response response) {
            FeedPage page = *parse_feed_page(response.body);
            change(page);
            return Response{200, write_feed_page(page)};
        };
    };
    SECTION("a number is missing") {
        p.refuse("/v1/feed", changed([](FeedPage& page) { page.items.erase(page.items.begin() + 1); }), "sync.forged");
    }
    SECTION("a record is another's") {
        p.refuse("/v1/feed", changed([](FeedPage& page) { page.items[1].records = page.items[0].records; }),
                 "sync.forged");
    }
    SECTION("the head is cut") {
        p.refuse("/v1/feed", changed([&](FeedPage& page) {
                     const log::Tree& tree = p.county.tree;
                     page.items.pop_back();
                     page.head = log::sign_scope_head(p.county.origin(), {tree.size(), tree.root(), page.scope, 5},
                                                      Person(9).sign);
                 }),
                 "sync.forged");
    }
    SECTION("another scope's page") {
        p.refuse(
            "/v1/feed", [&](Response) { return Response{200, write_feed_page(p.county.page("audit", 0, 9))}; },
            "sync.forged");
    }
    SECTION("an older page than the session's checkpoint") {
        ToyCounty older = p.county;
        older.tree.truncate(older.tree.size() - 1);
        older.entries.pop_back();
        older.numbered[kUnitScope].pop_back();
        p.refuse(
            "/v1/feed",
            [&](Response) {
                return Response{200, write_feed_page(older.page(kUnitScope, p.vault.positions[kUnitScope], 500))};
            },
            "sync.behind");
    }
    SECTION("a page of a tree of its own, signed with the good key") {
        ToyCounty fork = p.county;
        fork.append(crypto::sha256("never happened"), {kUnitScope});
        p.county.append(crypto::sha256("happened"), {kUnitScope});
        p.refuse(
            "/v1/feed",
            [&](Response) {
                return Response{200, write_feed_page(fork.page(kUnitScope, p.vault.positions[kUnitScope], 500))};
            },
            "sync.forged");
    }
    SECTION("unreadable") {
        p.refuse("/v1/feed", [](Response) { return Response{200, "{}"}; }, "wire.answer");
    }
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
