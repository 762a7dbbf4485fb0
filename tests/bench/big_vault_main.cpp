// SPDX-License-Identifier: Apache-2.0
// zj_big_vault DIR CASES: makes the folders that window.py opens with the real terminal: DIR/t2 is an office's with so
// many cases, DIR/t0 a township clerk's. Prints {"cheap","passphrase","slow","slow_ms","writer"}: aliases of the
// office, and what Argon2id takes here at the product's cost, which is that of `slow` alone. Exit 2: could not be made.

#include <cstdio>
#include <cstdlib>
#include <vector>

#include "shared/codec/json.hpp"
#include "tests/bench/big_vault.hpp"

using namespace zj;

namespace {

constexpr const char* kSlow = "ob-head";
constexpr int kDerivations = 3;

Result<> run(const std::string& folder, std::size_t cases) {
    ZJ_CHECK(crypto::start());
    ZJ_TRY(const auto vault, bench::BigVault::make(folder, cases, kSlow));
    std::vector<double> slow_ms;
    for (int i = 0; i < kDerivations; ++i) {
        const bench::Watch watch;
        ZJ_CHECK(crypto::argon2id(sim::passphrase(), Bytes(16), {}));
        slow_ms.push_back(watch.seconds() * 1000);
    }
    crypto::Secret passphrase = sim::passphrase();
    const auto bytes = passphrase.bytes();
    const codec::Value out = codec::Object{{"cheap", "ob-clerk"},
                                           {"passphrase", std::string(bytes.begin(), bytes.end())},
                                           {"slow", kSlow},
                                           {"slow_ms", static_cast<std::int64_t>(bench::median(slow_ms))},
                                           {"writer", "clerk-a"}};
    std::printf("%s\n", codec::write_json(out).c_str());
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    const long cases = argc == 3 ? std::atol(argv[2]) : 0;
    if (cases <= 0) {
        std::fputs("usage: zj_big_vault DIR CASES\n", stderr);
        return 2;
    }
    if (const auto done = run(argv[1], static_cast<std::size_t>(cases)); !done) {
        std::fprintf(stderr, "zj_big_vault: %s\n", to_string(done.error()).c_str());
        return 2;
    }
    return 0;
}
