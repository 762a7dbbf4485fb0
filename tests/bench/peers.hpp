// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the machine gives at best, without anything of ours but the settings that every store of ours must have.

#include "shared/store/database.hpp"

namespace zj::bench {

// A SQLCipher file with one table, synchronous=FULL and WAL. Each row is a commit of its own.
class BarePeer {
public:
    static Result<BarePeer> open(const std::string& path);
    // Rows (or blobs) a second.
    Result<double> commits(int count, std::size_t bytes);

private:
    explicit BarePeer(store::Database db) : db_(std::move(db)) {}
    store::Database db_;
};

// Ed25519 signatures that libsodium verifies a second, by so many threads at once.
double verify_rate(unsigned threads, double seconds);
// MiB a second that one thread hashes.
double sha256_rate(double seconds);

}  // namespace zj::bench
