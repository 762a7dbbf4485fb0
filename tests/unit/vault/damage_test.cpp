// SPDX-License-Identifier: Apache-2.0
// A page that cannot be read is told, whichever it is: nothing may look like an emptier vault.

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "tests/unit/vault/ground.hpp"

using namespace zj;
using namespace zj::vault;
using namespace zj::vault::test;

namespace {

constexpr std::size_t kPage = 4096;  // of SQLCipher

// A vault with something in every table that its accessors read.
void fill(Desk& desk) {
    const auto vault = desk.make();
    REQUIRE(desk.sync(*vault).has_value());
    write_text(desk.home.file("a.pdf"), "%PDF-1.4\n" + std::string(3 * kPage, 'x'));
    const auto document = attach(*vault, desk.home.file("a.pdf"), "申请表");
    REQUIRE(document.has_value());
    for (int i = 0; i < 3; ++i) {
        Vault::Work work;
        work.intents.push_back(codec::Object{
            {"do", "case.submit"},
            {"base", codec::Object{}},
            {"note", std::string(2 * kPage, 'y')},
            {"materials",
             codec::Array{codec::Object{{"slot", "application"}, {"sha256", codec::hex(document->sha256)}}}}});
        REQUIRE(vault->sign(work).has_value());
    }
    desk.county.append(std::nullopt, {sync::test::kUnitScope});
    REQUIRE(vault->keep_evidence("what", "target", "body").has_value());
}

// Every accessor's answer, as one text.
Result<std::string> all_of(Desk& desk) {
    ZJ_TRY(const auto vault, desk.try_open());
    return told([&]() -> Result<std::string> {
        std::string out = vault->gateway() + vault->origin() + vault->root_fingerprint() + vault->shown_state();
        out += std::to_string(vault->next_seq()) + std::to_string(vault->positions()) +
               std::to_string(vault->evidence()) + std::to_string(vault->enrolled()) +
               std::to_string(vault->demonstration()) + std::to_string(vault->now().ms) +
               std::to_string(vault->roots().size()) + std::to_string(vault->root()->number);
        out +=
            codec::hex(vault->bundle_key().public_key().bytes) + vault->tls_certificate().certificate_pem.substr(0, 9);
        for (const Sent& sent : vault->outbox()) {
            const auto receipt = vault->receipt(sent.seq);
            out += codec::write_json(sent.intents.at(0)) + sent.state + (receipt ? codec::write_json(*receipt) : "-");
            for (const std::string& key : sent.writes) {
                const auto n = vault->count_of_case(key);
                out += key + std::to_string(n.value_or(0)) + vault->case_by_count(n.value_or(0)).value_or("-") +
                       std::to_string(vault->base_of(key).own.size());
            }
        }
        for (const std::string& scope : vault->scopes()) {
            out += scope + std::to_string(vault->feed_position(scope));
        }
        for (const log::Record& record : vault->records({})) {
            out += log::write_record(record);
        }
        for (const sync::PendingBlob& blob : vault->undelivered_blobs()) {
            const auto document = vault->document(blob.name.sha256);
            out += blob.name.slot + (document ? document->title : "-");
            out += std::to_string(document ? vault->missing_chunks(*document).size() : 99);
            ZJ_TRY(const Bytes chunk, vault->read_chunk(blob.name, 0));
            out += as_text(chunk);
        }
        if (const auto checkpoint = vault->checkpoint()) {
            out += std::to_string(checkpoint->size);
        }
        for (const Vault::TextHit& hit : vault->text_hits("\"b书一\"", {}, 0, 10)) {
            out += hit.key;
        }
        return out;
    });
}

}  // namespace

TEST_CASE("one flipped bit in any page is told as damage or touches no answer") {
    Desk desk;
    fill(desk);
    const auto before = all_of(desk);
    REQUIRE(before.has_value());
    const std::string path = desk.home.file("vault/vault.db");
    const std::string whole = read_text(path);
    std::size_t noticed = 0;
    for (std::size_t at = 50; at < whole.size(); at += kPage) {
        INFO("page " << at / kPage);
        std::string damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x40);
        write_text(path, damaged);
        const auto after = all_of(desk);
        if (after) {
            CHECK(*after == *before);
        } else {
            CHECK(after.error().code == "vault.corrupt");
            CHECK(after.error().where == desk.folder());
            ++noticed;
        }
        CHECK(read_text(path) == damaged);
    }
    write_text(path, whole);
    CHECK(all_of(desk).value() == *before);
    CHECK(noticed > whole.size() / kPage / 2);
}

TEST_CASE("nothing is signed or said over a page that cannot be read") {
    Desk desk;
    fill(desk);
    const std::string path = desk.home.file("vault/vault.db");
    const std::string whole = read_text(path);
    for (std::size_t at = 50; at < whole.size(); at += kPage) {
        INFO("page " << at / kPage);
        std::string damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x40);
        const std::string copy = desk.home.file("copy");
        std::filesystem::remove_all(copy);
        std::filesystem::copy(desk.folder(), copy, std::filesystem::copy_options::recursive);
        write_text(copy + "/vault.db", damaged);
        const auto unsent = told([&]() -> Result<std::size_t> {
            ZJ_TRY(const auto vault, Vault::open(copy, {}, secret(), desk.settings()));
            ZJ_TRY(const auto waiting, vault->unsent(100, 1 << 24));
            ZJ_TRY(const sync::Hello hello, vault->next_hello());
            CHECK(hello.last_seq == 4);
            Vault::Work work;
            work.intents.push_back(note_intent("more"));
            ZJ_TRY(const log::ChangeSet made, vault->sign(work));
            CHECK(log::parse_header(made.envelope.payload)->seq == 5);
            return waiting.size();
        });
        CHECK((unsent ? *unsent == 3 : unsent.error().code == "vault.corrupt"));
    }
}
