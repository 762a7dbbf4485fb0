// SPDX-License-Identifier: Apache-2.0
// Drafts in the vault: whose they are, what stays for them, and that a kill at any step leaves the draft or the
// signature, never both and never neither.

#include "shared/codec/text.hpp"
#include "tests/unit/vault/ground.hpp"

using namespace zj;
using namespace zj::vault;
using namespace zj::vault::test;

namespace {

StoredDraft a_draft(const std::string& form) {
    StoredDraft out;
    out.matter = "USE";
    out.unit = "421125101";
    out.form = form;
    return out;
}

}  // namespace

TEST_CASE("a draft is replaced, listed newest first, and gone when dropped") {
    Desk desk;
    const auto vault = desk.make();
    const std::int64_t first = vault->save_draft(a_draft("{}")).value();
    desk.clock.time = desk.clock.time + kHourMs;
    const std::int64_t second = vault->save_draft(a_draft("{\"fields\":{}}")).value();
    REQUIRE(vault->drafts().size() == 2);
    CHECK(vault->drafts()[0].id == second);
    desk.clock.time = desk.clock.time + kHourMs;
    StoredDraft changed = vault->draft(first).value();
    changed.form = "{\"note\":\"x\"}";
    CHECK(vault->save_draft(changed).value() == first);
    CHECK(vault->drafts()[0].id == first);
    CHECK(vault->drafts()[0].form == changed.form);
    REQUIRE(vault->drop_draft(first).has_value());
    CHECK_FALSE(vault->draft(first));
    CHECK(code_of(vault->save_draft(changed)) == "draft.none");
    const std::int64_t third = vault->save_draft(a_draft("{}")).value();
    CHECK(third > second);  // a number is not given again, so that nobody signs another form than they opened
}

TEST_CASE("another person of the device sees no drafts but their own") {
    Desk desk;
    std::int64_t id = 0;
    {
        const auto vault = desk.make();
        REQUIRE(desk.sync(*vault).has_value());
        id = vault->save_draft(a_draft("{\"note\":\"mine\"}")).value();
        const auto joined = propose(desk, *vault, "person-2", "李四", "head", "wawa yiyu dodo kuku lala");
        REQUIRE(answer(desk, *vault, joined, log::Verdict::applied).has_value());
    }
    auto vault = desk.try_open("head", "wawa yiyu dodo kuku lala").value();
    CHECK(vault->drafts().empty());
    CHECK_FALSE(vault->draft(id));
    CHECK(code_of(vault->drop_draft(id)) == "draft.none");
    StoredDraft theirs = a_draft("{}");
    theirs.id = id;
    CHECK(code_of(vault->save_draft(theirs)) == "draft.none");
    Vault::Work work;
    work.intents.push_back(note_intent("x"));
    work.ends_draft = id;
    const std::uint64_t seq = vault->next_seq();
    CHECK(code_of(vault->sign(work)) == "draft.none");
    CHECK(vault->next_seq() == seq);
    vault.reset();
    CHECK(desk.open("clerk")->draft(id));
}

TEST_CASE("a document stays while a draft names it, and goes with the draft") {
    Desk desk;
    const auto vault = desk.make();
    write_text(desk.home.file("a.pdf"), "%PDF-1.4 a");
    const Document document = attach(*vault, desk.home.file("a.pdf"), "a.pdf").value();
    StoredDraft draft = a_draft("{}");
    draft.documents = {codec::hex(document.sha256)};
    draft.id = vault->save_draft(draft).value();
    REQUIRE(vault->drop_unnamed().has_value());
    CHECK(vault->document(document.sha256));
    CHECK(vault->draft(draft.id)->documents == draft.documents);
    // What a county says about the same digest does not take its place.
    Document other = document;
    other.chunks = {crypto::sha256("other")};
    CHECK(code_of(vault->store_fetched(other, 0, as_bytes("other"))) == "blob.hash");
    REQUIRE(vault->drop_draft(draft.id).has_value());
    CHECK_FALSE(vault->document(document.sha256));
}

TEST_CASE("a kill at any step of signing a draft leaves the draft or the signature") {
    Desk desk;
    desk.make();
    std::size_t killed = 0;
    for (std::size_t n = 1;; ++n) {
        std::int64_t id = 0;
        std::uint64_t seq = 0;
        {
            const auto vault = desk.open();
            id = vault->save_draft(a_draft("{}")).value();
            seq = vault->next_seq();
        }
        const bool died = dies(desk, n, [&](Vault& vault) {
            Vault::Work work;
            work.intents.push_back(note_intent("step " + std::to_string(n)));
            work.ends_draft = id;
            static_cast<void>(vault.sign(work));
        });
        const auto vault = desk.open();
        INFO("before step " << n);
        CHECK(vault->draft(id).has_value() != (vault->next_seq() == seq + 1));
        if (!died) {
            break;
        }
        ++killed;
        if (vault->draft(id)) {
            REQUIRE(vault->drop_draft(id).has_value());
        }
    }
    CHECK(killed >= 4);
}

TEST_CASE("a kill at any step of saving a draft leaves it as it was or as it is now") {
    Desk desk;
    std::int64_t id = 0;
    {
        const auto vault = desk.make();
        id = vault->save_draft(a_draft("{\"note\":\"0\"}")).value();
    }
    for (std::size_t n = 1;; ++n) {
        const std::string before = desk.open()->draft(id)->form;
        const std::string after = "{\"note\":\"" + std::to_string(n) + "\"}";
        const bool died = dies(desk, n, [&](Vault& vault) {
            StoredDraft draft = vault.draft(id).value();
            draft.form = after;
            static_cast<void>(vault.save_draft(draft));
        });
        const std::string now = desk.open()->draft(id)->form;
        CHECK((now == before || now == after));
        if (!died) {
            CHECK(now == after);
            break;
        }
    }
}
