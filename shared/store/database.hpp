// SPDX-License-Identifier: Apache-2.0
#pragma once
// The SQLCipher wrapper: one connection, prepared statements, transactions, migrations. Every pitfall of security.md
// part 4 is closed here and nowhere else: versions asserted, raw key, size-0 files refused, sentinel row, temp in
// memory, authorizer on, ATTACH off, DEFENSIVE, trusted_schema off, secure_delete, cipher_memory_security, no mmap,
// synchronous=FULL, WAL. One thread at a time per Database.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "shared/crypto/secret.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace zj::store {

// Error codes: store.key (wrong key or not a database), store.corrupt, store.full (disk), store.io, store.busy,
// store.version (library too old), store.empty (zero-length file), store.newer (schema of a newer build),
// store.constraint, store.sql.

class Database;

// A prepared statement bound and stepped through Database's cache; one use at a time. Bind positions count from 1.
class Statement {
public:
    Statement(Statement&& other) noexcept;
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    ~Statement();  // resets, clears bindings and returns to the cache

    Statement& bind(int position, std::int64_t value);
    Statement& bind(int position, std::string_view text);  // copied
    Statement& bind(int position, ByteView blob);          // copied
    Statement& bind_null(int position);
    // True while there is a row.
    Result<bool> step();
    Result<> run();  // steps to the end
    std::int64_t integer(int column) const;
    std::string_view text(int column) const;  // valid until the next step
    ByteView blob(int column) const;          // valid until the next step
    bool is_null(int column) const;
    bool is_integer(int column) const;

private:
    friend class Database;
    Statement(Database& database, sqlite3_stmt* statement, std::string_view sql);
    Database* database_ = nullptr;
    sqlite3_stmt* statement_ = nullptr;  // null where it could not be compiled: step() tells `failed_`
    std::string_view sql_;
    std::optional<Error> failed_;
};

// One step of the schema: SQL applied in its own transaction; its number is the index + 1.
struct Migration {
    const char* name;
    const char* sql;
};

// Places where a test or the simulator makes a store fail or "crash": the name of the step is passed before it is done
// ("begin", "commit", "committed"). Throwing stands for a crash: the connection must then be dropped without further
// use.
using FaultSeam = std::function<void(std::string_view step)>;

struct OpenOptions {
    bool create = false;                 // else a missing file is store.io
    std::int64_t cache_kib = 64 * 1024;  // county database: at least 64 MiB (reconcile.md)
    bool full_sync = true;               // false only in tests that measure nothing and crash nothing
    FaultSeam fault;
};

class Database {
public:
    // `key` is the random 32-byte raw key. Asserts library versions, opens, checks the sentinel, migrates.
    static Result<Database> open(const std::string& path, const crypto::Secret& key,
                                 const std::vector<Migration>& migrations, OpenOptions options);
    Database(Database&&) noexcept;
    Database& operator=(Database&&) noexcept;
    ~Database();

    // `sql` must be a string literal (it is the cache's key). A statement that does not compile breaks an invariant,
    // but for one over a full-text index whose own pages cannot be read: its first step() says so.
    Statement prepare(std::string_view sql);
    Result<> execute(std::string_view sql);  // literals only; for schema and pragmas
    // BEGIN IMMEDIATE … COMMIT around `work`; rolls back where it returns an error or throws.
    Result<> transaction(const std::function<Result<>()>& work);
    // All that `work` reads is one state, whatever another process commits meanwhile. It must not write.
    Result<> reading(const std::function<Result<>()>& work);
    bool in_transaction() const;
    // An fsync failed: what is on disk is unknown, so nothing more is written through this connection. Any thread.
    bool lost() const;
    std::int64_t last_insert_id() const;
    Result<> checkpoint_wal();
    // cipher_integrity_check and integrity_check; every finding in Error::detail.
    Result<> check();
    // Online copy under the same key to a new file, then opened and checked. Progress 0…100; returning false cancels.
    Result<> backup(const std::string& path, const crypto::Secret& key,
                    const std::function<bool(int percent)>& progress);
    const std::string& path() const;

private:
    friend class Statement;
    Database();
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// "SQLite 3.53.4, SQLCipher 4.19.0": what is linked.
std::string library_versions();

}  // namespace zj::store
