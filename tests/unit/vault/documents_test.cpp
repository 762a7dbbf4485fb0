// SPDX-License-Identifier: Apache-2.0
// Attachments: told by content, bounded, hashed, kept once.

#include "shared/base/limits.hpp"
#include "shared/codec/text.hpp"
#include "terminal/vault/sniff.hpp"
#include "tests/unit/vault/ground.hpp"

using namespace zj;
using namespace zj::vault;
using namespace zj::vault::test;
using namespace std::string_view_literals;

namespace {

std::string paper(Desk& desk, const std::string& name, std::string_view content) {
    const std::string path = desk.home.file(name);
    write_text(path, content);
    return path;
}

codec::Value submission(const Document& document) {
    codec::Array chunks;
    for (const Hash& chunk : document.chunks) {
        chunks.emplace_back(codec::hex(chunk));
    }
    return codec::Object{{"do", "case.submit"},
                         {"base", codec::Object{}},
                         {"materials", codec::Array{codec::Object{{"slot", "application"},
                                                                  {"sha256", codec::hex(document.sha256)},
                                                                  {"chunks", std::move(chunks)}}}}};
}

}  // namespace

TEST_CASE("content decides what a file is, never its name") {
    CHECK(sniff(as_bytes("%PDF-1.7\n...")) == "application/pdf");
    CHECK(sniff(as_bytes("\xff\xd8\xff\xe0 jfif"sv)) == "image/jpeg");
    CHECK(sniff(as_bytes("\x89PNG\r\n\x1a\n...."sv)) == "image/png");
    CHECK(sniff(as_bytes("II*\0...."sv)) == "image/tiff");
    CHECK(sniff(as_bytes("MM\0*...."sv)) == "image/tiff");
    CHECK(sniff(as_bytes("PK\x03\x04 OFD.xml"sv)) == "application/ofd");
    CHECK(sniff(as_bytes("PK\x03\x04 word/document.xml"sv)).empty());
    CHECK(sniff(as_bytes("MZ\x90"sv)).empty());
    CHECK(sniff(as_bytes("<html>")).empty());
    CHECK(sniff({}).empty());
}

TEST_CASE("a document is hashed in chunks of a mebibyte and can be read back") {
    Desk desk;
    const auto vault = desk.make();
    std::string content = "%PDF-1.4\n" + std::string(2 * limits::kChunkBytes, 'x') + "end";
    const auto stored = attach(*vault, paper(desk, "large.pdf", content), "申请表");
    REQUIRE(stored.has_value());
    CHECK(stored->size == static_cast<std::int64_t>(content.size()));
    CHECK(stored->media_type == "application/pdf");
    CHECK(stored->sha256 == crypto::sha256(content));
    REQUIRE(stored->chunks.size() == 3);
    std::string back;
    for (std::uint64_t n = 0; n < 3; ++n) {
        const auto chunk = vault->read_chunk({{}, "application", stored->sha256}, n);
        REQUIRE(chunk.has_value());
        CHECK(crypto::sha256(ByteView(*chunk)) == stored->chunks[n]);
        back += as_text(*chunk);
    }
    CHECK(back == content);
    CHECK(code_of(vault->read_chunk({{}, "application", stored->sha256}, 3)) == "attachment.missing");
}

TEST_CASE("the same content is kept once") {
    Desk desk;
    const auto vault = desk.make();
    const auto first = attach(*vault, paper(desk, "a.pdf", "%PDF-1.4 one"), "甲");
    const auto second = attach(*vault, paper(desk, "b.pdf", "%PDF-1.4 one"), "乙");
    REQUIRE(first.has_value());
    REQUIRE(second.has_value());
    CHECK(first->sha256 == second->sha256);
    CHECK(vault->document(first->sha256)->title == "甲");
}

TEST_CASE("what cannot be attached is refused and leaves nothing behind") {
    Desk desk;
    const auto vault = desk.make();
    CHECK(code_of(attach(*vault, desk.home.file("nothing.pdf"), "t")) == "attachment.missing");
    CHECK(code_of(attach(*vault, desk.home.path.string(), "t")) == "attachment.missing");
    CHECK(code_of(attach(*vault, paper(desk, "empty.pdf", ""), "t")) == "attachment.empty");
    CHECK(code_of(attach(*vault, paper(desk, "program.pdf", "MZ program"), "t")) == "attachment.type");
    const std::string huge = paper(desk, "huge.pdf", "%PDF-1.4\n");
    std::filesystem::resize_file(huge, static_cast<std::uintmax_t>(limits::kAttachmentBytesMax) + 1);
    const auto refused = attach(*vault, huge, "t");
    REQUIRE(code_of(refused) == "attachment.size");
    CHECK(refused.error().args.at(1) == "200");
    CHECK_FALSE(vault->document(crypto::sha256("MZ program")).has_value());
}

TEST_CASE("documents go up after the receipt, and are let go after the county's note") {
    Desk desk;
    const auto vault = desk.make();
    REQUIRE(desk.sync(*vault).has_value());
    const auto document = attach(*vault, paper(desk, "a.pdf", "%PDF-1.4 one"), "甲");
    REQUIRE(document.has_value());
    Vault::Work work;
    work.intents.push_back(submission(*document));
    const auto made = vault->sign(work);
    REQUIRE(made.has_value());
    CHECK(vault->pending_blobs().empty());  // no material of the county names it yet
    REQUIRE(vault->undelivered_blobs().size() == 1);
    desk.county.attachments[{made->id(), "application", document->sha256}] = {
        sync::test::kUnitScope, {"%PDF-1.4 one"}, {}};
    REQUIRE(desk.sync(*vault).has_value());
    CHECK(vault->pending_blobs().empty());
    CHECK(vault->undelivered_blobs().empty());
    CHECK(desk.county.attachments.begin()->second.have.size() == 1);
}

TEST_CASE("a fetched document is whole when all its chunks are here") {
    Desk desk;
    const auto vault = desk.make();
    const std::string one(limits::kChunkBytes, 'a'), two = "rest";
    const Document paper{{},
                         "application/pdf",
                         static_cast<std::int64_t>(one.size() + two.size()),
                         crypto::sha256(one + two),
                         {crypto::sha256(one), crypto::sha256(two)}};
    CHECK(vault->missing_chunks(paper) == std::vector<std::uint64_t>{0, 1});
    REQUIRE(vault->store_fetched(paper, 1, as_bytes(two)).has_value());
    CHECK_FALSE(vault->document(paper.sha256).has_value());
    CHECK(vault->missing_chunks(paper) == std::vector<std::uint64_t>{0});
    REQUIRE(vault->store_fetched(paper, 0, as_bytes(one)).has_value());
    REQUIRE(vault->document(paper.sha256).has_value());
    CHECK(vault->missing_chunks(paper).empty());
}

TEST_CASE("chunks of another list under the same digest are of no use, and give way") {
    Desk desk;
    const auto vault = desk.make();
    const std::string one(limits::kChunkBytes, 'a'), two = "rest", wrong = "wrong";
    const auto size = static_cast<std::int64_t>(one.size() + two.size());
    const Hash whole = crypto::sha256(one + two);
    const Document harm{{}, "application/pdf", size, whole, {crypto::sha256(wrong), crypto::sha256(two)}};
    const Document paper{{}, "application/pdf", size, whole, {crypto::sha256(one), crypto::sha256(two)}};
    REQUIRE(vault->store_fetched(harm, 0, as_bytes(wrong)).has_value());
    CHECK(vault->missing_chunks(harm) == std::vector<std::uint64_t>{1});
    CHECK(vault->missing_chunks(paper) == std::vector<std::uint64_t>{0, 1});
    REQUIRE(vault->store_fetched(paper, 0, as_bytes(one)).has_value());
    REQUIRE(vault->store_fetched(paper, 1, as_bytes(two)).has_value());
    CHECK(vault->document(whole)->chunks == paper.chunks);
    REQUIRE(vault->drop_document(whole).has_value());
    CHECK_FALSE(vault->document(whole).has_value());
}

TEST_CASE("a document that an own change set names gives way to nothing") {
    Desk desk;
    const auto vault = desk.make();
    const auto mine = attach(*vault, paper(desk, "a.pdf", "%PDF-1.4 one"), "甲");
    REQUIRE(mine.has_value());
    Vault::Work work;
    work.intents.push_back(submission(*mine));
    REQUIRE(vault->sign(work).has_value());
    Document harm = *mine;
    harm.chunks = {crypto::sha256("wrong")};
    CHECK(code_of(vault->store_fetched(harm, 0, as_bytes("wrong"))) == "blob.hash");
    REQUIRE(vault->drop_document(mine->sha256).has_value());
    REQUIRE(vault->drop_unnamed().has_value());
    CHECK(vault->document(mine->sha256)->chunks == mine->chunks);
}

TEST_CASE("a look stores nothing, and what no change set names is dropped") {
    Desk desk;
    const auto vault = desk.make();
    const std::string path = paper(desk, "a.pdf", "%PDF-1.4 " + std::string(3 * limits::kChunkBytes, 'x'));
    const auto seen = vault->look_at(path, "甲");
    REQUIRE(seen.has_value());
    CHECK(seen->chunks.size() == 4);
    CHECK_FALSE(vault->document(seen->sha256).has_value());
    paper(desk, "a.pdf", "%PDF-1.4 " + std::string(3 * limits::kChunkBytes, 'y'));
    CHECK(code_of(vault->store_document(path, *seen)) == "attachment.changed");
    paper(desk, "a.pdf", "%PDF-1.4 " + std::string(3 * limits::kChunkBytes, 'x'));
    REQUIRE(vault->store_document(path, *seen).has_value());
    CHECK(vault->document(seen->sha256).has_value());
    CHECK(vault->missing_chunks(*seen).empty());
    REQUIRE(vault->drop_unnamed().has_value());
    CHECK_FALSE(vault->document(seen->sha256).has_value());
    CHECK(vault->missing_chunks(*seen).size() == 4);
    // Fetched ones are named by no change set of this device, and stay.
    REQUIRE(vault->store_fetched(*seen, 3, as_bytes("x")).has_value());
    REQUIRE(vault->drop_unnamed().has_value());
    CHECK(vault->missing_chunks(*seen).size() == 3);
}
