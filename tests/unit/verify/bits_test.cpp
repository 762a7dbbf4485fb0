// SPDX-License-Identifier: Apache-2.0
// Single bits of a bundle: each one flipped is found, in the file that it stands in.
#include <atomic>
#include <mutex>
#include <thread>

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/verify/ground.hpp"

using namespace zj;
using namespace zj::test;

namespace {

struct Bit {
    std::string path;
    std::size_t bit = 0;
};

// Flips each bit in turn on all cores; what is wrong with the answers, the first few.
std::vector<std::string> flip_all(const std::vector<Bit>& bits) {
    verify::MemoryFiles truth = parts_of_lived().write();
    REQUIRE(verified(truth).passed());  // and every file is hashed
    std::vector<std::string> wrong;
    std::mutex guard;
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        verify::MemoryFiles files = truth;
        for (std::size_t i; (i = next.fetch_add(1)) < bits.size();) {
            const Bit& one = bits[i];
            const auto flip = [&] {
                char& byte = files.at(one.path)[one.bit / 8];
                byte = static_cast<char>(byte ^ (1 << (one.bit % 8)));
            };
            flip();
            const verify::Report report = verified(files);
            flip();
            // Whatever else is found, the file must be among it, first; and the entry, where lines are of entries.
            const bool named = !report.findings.empty() && report.findings.front().file == one.path;
            const bool of_entries = one.path == "entries.ndjson" || one.path == "headers.ndjson" ||
                                    one.path.starts_with("bodies/") || one.path.starts_with("records/") ||
                                    one.path.starts_with("blobs/");
            if (report.passed() || !named || (of_entries && !report.findings.front().entry)) {
                const std::lock_guard lock(guard);
                if (wrong.size() < 5) {
                    wrong.push_back(one.path + " bit " + std::to_string(one.bit) + ": " + first_of(report));
                }
            }
        }
    };
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
        threads.emplace_back(work);
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    return wrong;
}

}  // namespace

TEST_CASE("every bit of manifest, checkpoint and root statement is found, in its file") {
    verify::MemoryFiles files = parts_of_lived().write();
    std::vector<Bit> bits;
    for (const char* path : {"manifest", "checkpoint", "root/000001.json"}) {
        for (std::size_t bit = 0; bit < *files.size(path) * 8; ++bit) {
            bits.push_back({path, bit});
        }
    }
    REQUIRE(bits.size() > 10'000);
    CHECK(flip_all(bits) == std::vector<std::string>{});
}

TEST_CASE("ten thousand bits of any file are found, in their file and at their entry") {
    verify::MemoryFiles files = parts_of_lived().write();
    const std::vector<std::string> paths = *files.list();
    SeededRandom random(1);
    std::vector<Bit> bits;
    // Half by file, so that small files are met too; half by size, so that large ones are.
    std::size_t total = 0;
    for (const std::string& path : paths) {
        total += *files.size(path);
    }
    while (bits.size() < 10'000) {
        std::string path = paths[random.below(paths.size())];
        if (bits.size() % 2 == 1) {
            std::uint64_t at = random.below(total);
            for (const std::string& one : paths) {
                const std::uint64_t size = *files.size(one);
                if (at < size) {
                    path = one;
                    break;
                }
                at -= size;
            }
        }
        bits.push_back({path, random.below(*files.size(path) * 8)});
    }
    CHECK(flip_all(bits) == std::vector<std::string>{});
}
