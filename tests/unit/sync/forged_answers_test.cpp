// SPDX-License-Identifier: Apache-2.0
// Answers that do not prove what they should: each ends the session, with evidence, and stores nothing.
#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "tests/unit/sync/pair.hpp"

namespace zj::sync::test {

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

}  // namespace zj::sync::test
