// SPDX-License-Identifier: Apache-2.0
// P3: documents of 4 MiB go from the vault to the gateway's store over mutual TLS, chunk by chunk.
#include <algorithm>
#include <thread>

#include "shared/base/limits.hpp"
#include "shared/codec/text.hpp"
#include "shared/store/files.hpp"
#include "tests/bench/desk.hpp"
#include "tests/bench/peers.hpp"

namespace zj::bench {

namespace {

constexpr std::size_t kDocumentBytes = 4 * limits::kChunkBytes;

// A PDF by its first bytes, which is all that the terminal looks at; the rest does not compress, as scans do not.
Result<vault::Document> document(Desk& desk, const std::string& path) {
    Bytes content(kDocumentBytes);
    crypto::SystemRandom().fill(content);
    static constexpr std::string_view kStart = "%PDF-1.7\n";
    std::ranges::copy(kStart, content.begin());
    ZJ_CHECK(store::write_file(path, content));
    ZJ_TRY(vault::Document seen, desk.vault().look_at(path, "scan.pdf"));
    ZJ_CHECK(desk.vault().store_document(path, seen));
    return seen;
}

codec::Value material(const std::string& slot, const vault::Document& document) {
    codec::Array chunks;
    for (const Hash& chunk : document.chunks) {
        chunks.emplace_back(codec::hex(chunk));
    }
    codec::Value out;
    out.set("slot", slot).set("title", document.title).set("pages", 1).set("media_type", document.media_type);
    return out.set("size", document.size).set("sha256", codec::hex(document.sha256)).set("chunks", std::move(chunks));
}

// Cases with their required documents, until there are `count` of those or a few more; how many.
Result<int> sign_cases(Desk& desk, const std::string& folder, int count) {
    const std::vector<std::string> slots = desk.required_slots();
    ZJ_ASSERT(!slots.empty());
    int made = 0;
    while (made < count) {
        codec::Array materials;
        for (const std::string& slot : slots) {
            ZJ_TRY(const vault::Document stored, document(desk, folder + "/scan.pdf"));
            materials.push_back(material(slot, stored));
            ++made;
        }
        ZJ_CHECK(desk.vault().sign({{desk.use_form("scans", std::move(materials))}, {}}));
    }
    return made;
}

}  // namespace

Result<> attachments(const std::string& folder, const Sizes& sizes, Table& table) {
    ZJ_TRY(const auto desk, Desk::open(folder + "/county"));
    ZJ_TRY(BarePeer bare, BarePeer::open(folder + "/bare.db"));
    ZJ_CHECK(desk->serve(std::thread::hardware_concurrency()));
    constexpr int kChunks = static_cast<int>(kDocumentBytes / limits::kChunkBytes);
    std::vector<double> rates, bare_rates;
    int sent = 0;
    for (int round = 0; round < sizes.rounds; ++round) {
        ZJ_TRY(const int count, sign_cases(*desk, folder, (sizes.documents + sizes.rounds - 1) / sizes.rounds));
        ZJ_TRY(auto stages, desk->sync());
        if (!desk->vault().undelivered_blobs().empty()) {
            return fail("bench.blobs", folder, "documents are still here after the session");
        }
        rates.push_back(count * kChunks / stages["blobs"]);
        ZJ_TRY(const double rate, bare.commits(count * kChunks, limits::kChunkBytes));
        bare_rates.push_back(rate);
        sent += count;
    }
    ZJ_CHECK(desk->all_applied());
    Row row{"P3 attachments",
            median(rates),
            "MiB/s",
            Against{"bare SQLCipher 1 MiB blob commit, FULL", median(bare_rates), 0.7},
            {}};
    row.remark = std::to_string(sent) +
                 " documents of 4 MiB, TLS 1.3 on loopback, until the county's notes are stored; medians of " +
                 std::to_string(sizes.rounds) + " rounds in turn";
    table.add(std::move(row));
    table.add({"P3 raw SHA-256",
               sha256_rate(0.5),
               "MiB/s",
               {},
               "one thread, for comparison: each chunk is hashed at both ends"});
    return {};
}

}  // namespace zj::bench
