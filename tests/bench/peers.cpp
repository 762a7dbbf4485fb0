// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/peers.hpp"

#include <sodium.h>

#include <array>
#include <atomic>
#include <thread>
#include <vector>

#include "shared/crypto/crypto.hpp"
#include "tests/bench/bench.hpp"

namespace zj::bench {

namespace {

const std::vector<store::Migration>& bare_schema() {
    static const std::vector<store::Migration> list{
        {"bare", "CREATE TABLE item(id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT"}};
    return list;
}

constexpr std::size_t kHeaderBytes = 1024;  // of a typical signed header

}  // namespace

Result<BarePeer> BarePeer::open(const std::string& path) {
    crypto::Secret key(32);
    crypto::SystemRandom().fill(key.bytes());
    store::OpenOptions options;
    options.create = true;
    ZJ_TRY(store::Database db, store::Database::open(path, key, bare_schema(), options));
    return BarePeer(std::move(db));
}

Result<double> BarePeer::commits(int count, std::size_t bytes) {
    Bytes content(bytes);
    crypto::SystemRandom().fill(content);
    const Watch watch;
    for (int i = 0; i < count; ++i) {
        ZJ_CHECK(db_.transaction([&]() -> Result<> {
            return db_.prepare("INSERT INTO item(bytes) VALUES(?1)").bind(1, ByteView(content)).run();
        }));
    }
    return count / watch.seconds();
}

double verify_rate(unsigned threads, double seconds) {
    std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> key{};
    std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret{};
    std::array<unsigned char, crypto_sign_BYTES> signature{};
    std::array<unsigned char, kHeaderBytes> message{};
    crypto_sign_keypair(key.data(), secret.data());
    crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), secret.data());
    std::atomic<std::uint64_t> done{0};
    const Watch watch;
    const auto work = [&] {
        while (watch.seconds() < seconds) {
            for (int i = 0; i < 100; ++i) {
                ZJ_ASSERT(crypto_sign_verify_detached(signature.data(), message.data(), message.size(), key.data()) ==
                          0);
            }
            done += 100;
        }
    };
    std::vector<std::jthread> others;
    for (unsigned i = 1; i < threads; ++i) {
        others.emplace_back(work);
    }
    work();
    others.clear();
    return static_cast<double>(done.load()) / watch.seconds();
}

double sha256_rate(double seconds) {
    const Bytes mebibyte(1024 * 1024);
    int done = 0;
    const Watch watch;
    while (watch.seconds() < seconds) {
        ZJ_ASSERT(crypto::sha256(mebibyte) != Hash{});
        ++done;
    }
    return done / watch.seconds();
}

}  // namespace zj::bench
