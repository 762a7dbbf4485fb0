// SPDX-License-Identifier: Apache-2.0
// Signing, numbering, sending and receipts.

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "tests/unit/vault/ground.hpp"

using namespace zj;
using namespace zj::vault;
using namespace zj::vault::test;

TEST_CASE("change sets are numbered, chained and signed by device and person") {
    Desk desk;
    const auto vault = desk.make();
    const log::ChangeSet two = sign(*vault, "two"), three = sign(*vault, "three");
    const auto sent = vault->outbox();
    REQUIRE(sent.size() == 3);
    const auto header = log::parse_header(three.envelope.payload);
    REQUIRE(header.has_value());
    CHECK(header->seq == 3);
    CHECK(header->prev == two.id());
    CHECK(header->device == vault->device());
    CHECK(header->person == "person-1");
    const auto* by_person = three.envelope.signature_of(vault->person().key.id());
    REQUIRE(by_person != nullptr);
    CHECK(vault->person().key.verify(three.envelope.pae(), *by_person));
    CHECK(three.envelope.signature_of(vault->device()) != nullptr);
    CHECK(log::parse_header(two.envelope.payload)->prev == sent[0].id);
}

TEST_CASE("elapsed time counts from the checkpoint and never below nothing") {
    Desk desk;
    const auto vault = desk.make();
    REQUIRE(desk.sync(*vault).has_value());
    desk.uptime += 5000;
    CHECK(log::parse_header(sign(*vault, "soon after").envelope.payload)->elapsed_ms == 5000);
    desk.uptime = 200;  // the machine was started again
    CHECK(log::parse_header(sign(*vault, "after a restart").envelope.payload)->elapsed_ms == 200);
}

TEST_CASE("what is signed is sent until its receipt is here, and then never again") {
    Desk desk;
    const auto vault = desk.make();
    REQUIRE(desk.sync(*vault).has_value());
    const log::ChangeSet made = sign(*vault, "work");
    CHECK(vault->outbox().back().state == "signed");
    REQUIRE(vault->unsent(10, 1 << 20)->size() == 1);
    CHECK(vault->outbox().back().state == "sent");
    REQUIRE(desk.sync(*vault).has_value());
    CHECK(vault->unsent(10, 1 << 20)->empty());
    const Sent last = vault->outbox().back();
    CHECK(last.state == "applied");
    CHECK(last.receipt);
    CHECK(last.in_feed);
    CHECK(last.id == made.id());
    REQUIRE(vault->receipt(last.seq).has_value());
    const auto receipt = log::receipt_from(*vault->receipt(last.seq));
    REQUIRE(receipt.has_value());
    CHECK(log::verify_receipt(*receipt, desk.county.origin(), desk.county.log_key().verify_key()).has_value());
}

TEST_CASE("answers of the door leave a change set waiting with their cause") {
    Desk desk;
    const auto vault = desk.make();
    REQUIRE(desk.sync(*vault).has_value());
    const log::ChangeSet made = sign(*vault, "work");
    sync::PushAnswer later;
    later.id = made.id();
    later.state = "later";
    later.code = "Q1";
    REQUIRE(vault->store_answers({later}).has_value());
    CHECK(vault->outbox().back().state == "signed");
    CHECK(vault->unsent(10, 1 << 20)->size() == 1);
}

TEST_CASE("a batch keeps to its bounds, but a single large one goes") {
    Desk desk;
    const auto vault = desk.make();
    for (int i = 0; i < 5; ++i) {
        sign(*vault, std::string(3000, 'x'));
    }
    CHECK(vault->unsent(3, 1 << 20)->size() == 3);
    CHECK(vault->unsent(100, 10)->size() == 1);
    CHECK(vault->unsent(100, 1 << 20)->size() == 6);
}

TEST_CASE("more than the county takes is refused before it is signed") {
    Desk desk;
    const auto vault = desk.make();
    Vault::Work large;
    large.intents.push_back(note_intent(std::string(limits::kBodyBytesMax + 1, 'x')));
    CHECK(code_of(vault->sign(large)) == "sign.size");
    Vault::Work many;
    for (std::size_t i = 0; i <= limits::kIntentsMax; ++i) {
        many.intents.push_back(note_intent("x"));
    }
    CHECK(code_of(vault->sign(many)) == "sign.size");
    CHECK(vault->next_seq() == 2);
}

TEST_CASE("hello counters rise and are never reused") {
    Desk desk;
    auto vault = desk.make();
    const auto first = vault->next_hello();
    vault.reset();
    vault = desk.open();
    const auto second = vault->next_hello();
    REQUIRE(first.has_value());
    REQUIRE(second.has_value());
    CHECK(second->session > first->session);
    CHECK(second->random != first->random);
    CHECK(second->last_seq == 1);
    const log::Envelope envelope = vault->sign_hello(*second);
    CHECK(envelope.signatures.size() == 1);
    CHECK(envelope.signature_of(vault->device()) != nullptr);
}

TEST_CASE("own work that the county has not told back is part of a base") {
    Desk desk;
    const auto vault = desk.make();
    REQUIRE(desk.sync(*vault).has_value());
    const std::string key = "case/abcdefghijklmnopqrstuvwx";
    CHECK(vault->base_of(key).version == 0);
    CHECK(vault->base_of(key).own.empty());
    Vault::Work work;
    work.intents.push_back(codec::Object{{"do", "case.amend"},
                                         {"case", key},
                                         {"fields", codec::Object{}},
                                         {"base", codec::Object{{key, codec::Array{0}}}}});
    const auto seq = vault->next_seq();
    REQUIRE(vault->sign(work).has_value());
    CHECK(vault->base_of(key).own == std::vector<std::uint64_t>{seq});
    CHECK(vault->own_unjudged(key) == std::vector<std::uint64_t>{seq});
    REQUIRE(desk.sync(*vault).has_value());
    CHECK(vault->own_unjudged(key).empty());
}

TEST_CASE("an intent writes what its kind says") {
    const codec::Value submit =
        codec::Object{{"do", "case.submit"}, {"base", codec::Object{{"unit/1", codec::Array{1}}}}};
    const auto keys = written_keys(submit, "421125", "dev", 7, 0);
    CHECK(keys == std::vector<std::string>{log::record_key("case", "421125", "dev", 7, 0),
                                           log::record_key("pending", "421125", "dev", 7, 0)});
    const codec::Value decide =
        codec::Object{{"do", "case.decide"}, {"base", codec::Object{{"case/x", codec::Array{1}}}}};
    CHECK(written_keys(decide, "421125", "dev", 7, 0) == std::vector<std::string>{"case/x"});
    CHECK(written_keys(note_intent("x"), "421125", "dev", 7, 0).empty());
}

TEST_CASE("own cases get the device's own count, in order") {
    Desk desk;
    const auto vault = desk.make();
    for (int i = 0; i < 2; ++i) {
        Vault::Work work;
        work.intents.push_back(codec::Object{{"do", "case.submit"}, {"base", codec::Object{}}});
        REQUIRE(vault->sign(work).has_value());
    }
    const auto first = vault->case_by_count(1), second = vault->case_by_count(2);
    REQUIRE(first.has_value());
    REQUIRE(second.has_value());
    CHECK(vault->count_of_case(*second) == 2);
    CHECK_FALSE(vault->case_by_count(3).has_value());
}
