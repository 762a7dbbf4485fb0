// SPDX-License-Identifier: Apache-2.0
#include "shared/store/database.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <unordered_map>
#include <utility>

#include "shared/store/failure.hpp"
#include "shared/store/guard.hpp"

namespace zj::store {

namespace {

// WAL-reset corruption was fixed in 3.51.3; SQLCipher below 4.19 carries fixed CVEs (security.md part 4).
constexpr int kSqliteMin = 3'051'003;
constexpr int kCipherMajorMin = 4;
constexpr int kCipherMinorMin = 19;

constexpr std::string_view kSentinel = "zhijian-store-v1";
// A new store is made under this name and renamed when complete, so that no crash leaves an empty or half-made one
// behind.
constexpr const char* kUnfinished = ".new";

const sqlite3_destructor_type kCopied = SQLITE_TRANSIENT;

struct Close {
    void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
};
using Connection = std::unique_ptr<sqlite3, Close>;

Result<> run_sql(sqlite3* connection, const std::string& sql) {
    const int code = sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) {
        return failure(connection, code, sql.substr(0, 60));
    }
    return {};
}

Result<std::string> ask(sqlite3* connection, const char* sql) {
    sqlite3_stmt* raw = nullptr;
    if (const int code = sqlite3_prepare_v2(connection, sql, -1, &raw, nullptr); code != SQLITE_OK) {
        return failure(connection, code, sql);
    }
    const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement(raw, &sqlite3_finalize);
    const int code = sqlite3_step(raw);
    if (code == SQLITE_DONE) {
        return std::string();
    }
    if (code != SQLITE_ROW) {
        return failure(connection, code, sql);
    }
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(raw, 0));
    return std::string(text == nullptr ? "" : text);
}

Result<> check_versions(sqlite3* connection) {
    int major = 0;
    int minor = 0;
    ZJ_TRY(const std::string cipher, ask(connection, "PRAGMA cipher_version"));
    const bool read = std::sscanf(cipher.c_str(), "%d.%d", &major, &minor) == 2;
    const bool cipher_ok = read && (major > kCipherMajorMin || (major == kCipherMajorMin && minor >= kCipherMinorMin));
    if (sqlite3_libversion_number() < kSqliteMin || !cipher_ok) {
        return fail("store.version", {}, "SQLite " + std::string(sqlite3_libversion()) + ", SQLCipher " + cipher);
    }
    return {};
}

// The key goes in as x'<64 hex digits>': raw, so SQLCipher derives nothing from it but its own page keys.
Result<> give_key(sqlite3* connection, const crypto::Secret& key) {
    ZJ_ASSERT(key.size() == 32);
    static constexpr char kHex[] = "0123456789abcdef";
    crypto::Secret text(2 + 64 + 1);
    auto out = text.bytes();
    out[0] = 'x';
    out[1] = '\'';
    for (std::size_t i = 0; i < 32; ++i) {
        out[2 + 2 * i] = static_cast<std::uint8_t>(kHex[key.view()[i] >> 4]);
        out[3 + 2 * i] = static_cast<std::uint8_t>(kHex[key.view()[i] & 15]);
    }
    out[66] = '\'';
    const int code = sqlite3_key_v2(connection, "main", out.data(), static_cast<int>(out.size()));
    if (code != SQLITE_OK) {
        return failure(connection, code, "key");
    }
    return {};
}

Result<Connection> connect(const std::string& path, const crypto::Secret& key, const OpenOptions& options) {
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &raw,
                                     SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    Connection connection(raw);
    if (code != SQLITE_OK) {
        return failure(raw, code, path);
    }
    if (sqlite3_db_readonly(raw, "main") != 0) {  // SQLite's second best where the file may not be written
        return fail("store.io", path, "the file may only be read", {path, "read only"});
    }
    // SQLCipher writes its errors to stderr unless told otherwise; ours say what happened instead.
    ZJ_CHECK(run_sql(raw, "PRAGMA cipher_log_level = NONE"));
    ZJ_CHECK(run_sql(raw, "PRAGMA cipher_memory_security = ON"));
    ZJ_CHECK(check_versions(raw));
    ZJ_CHECK(give_key(raw, key));
    sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(raw, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_limit(raw, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_busy_timeout(raw, 10'000);
    // The first read tells a wrong key.
    if (auto first = run_sql(raw, "SELECT count(*) FROM sqlite_schema"); !first) {
        return std::move(first).error();
    }
    ZJ_CHECK(run_sql(raw, "PRAGMA journal_mode = WAL"));
    ZJ_CHECK(run_sql(raw, options.full_sync ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF"));
    ZJ_CHECK(
        run_sql(raw,
                "PRAGMA secure_delete = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON;"
                "PRAGMA cell_size_check = ON; PRAGMA cache_spill = OFF;"
                "PRAGMA cache_size = -" +
                    std::to_string(options.cache_kib)));
    sqlite3_set_authorizer(raw, &authorize, nullptr);
    return connection;
}

Result<> check_sentinel(sqlite3* connection) {
    auto sentinel = ask(connection, "SELECT value FROM zhijian_store WHERE name = 'sentinel'");
    if (!sentinel && sentinel.error().code != "store.sql") {
        return std::move(sentinel).error();
    }
    if (!sentinel || *sentinel != kSentinel) {
        return fail("store.corrupt", {}, "the sentinel row is missing: not a store of ours, or an emptied one");
    }
    return {};
}

Result<> migrate(sqlite3* connection, const std::vector<Migration>& migrations) {
    ZJ_TRY(const std::string text, ask(connection, "PRAGMA user_version"));
    const auto done = static_cast<std::size_t>(std::strtoul(text.c_str(), nullptr, 10));
    if (done > migrations.size()) {
        return fail("store.newer", {}, "schema " + text + ", this build knows " + std::to_string(migrations.size()));
    }
    for (std::size_t i = done; i < migrations.size(); ++i) {
        const std::string step = "BEGIN IMMEDIATE;" + std::string(migrations[i].sql) +
                                 ";PRAGMA user_version = " + std::to_string(i + 1) + ";COMMIT";
        if (auto applied = run_sql(connection, step); !applied) {
            Error error = std::move(applied).error();
            error.detail += ", migration " + std::string(migrations[i].name);
            run_sql(connection, "ROLLBACK").has_value();
            return error;
        }
    }
    return {};
}

Result<> sync_folder(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool good = fd >= 0 && ::fsync(fd) == 0;
    if (fd >= 0) {
        ::close(fd);
    }
    return good ? Result<>() : system_failure(errno, folder);
}

// An empty file that only its owner may read, in place of whatever an interrupted attempt left.
Result<> make_empty(const std::string& path) {
    for (const char* tail : {"", "-wal", "-shm", "-journal"}) {
        ::unlink((path + tail).c_str());
    }
    const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) {
        return system_failure(errno, path);
    }
    ::close(fd);
    return {};
}

// Closes first: a rename while a -wal exists would part the two.
Result<> put_in_place(Connection connection, const std::string& unfinished, const std::string& path) {
    const int code = sqlite3_wal_checkpoint_v2(connection.get(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    if (code != SQLITE_OK) {
        return failure(connection.get(), code, unfinished);
    }
    connection.reset();
    if (::rename(unfinished.c_str(), path.c_str()) != 0) {
        return system_failure(errno, path);
    }
    return sync_folder(path);
}

Result<> create(const std::string& path, const crypto::Secret& key, const OpenOptions& options) {
    const std::string unfinished = path + kUnfinished;
    ZJ_CHECK(make_empty(unfinished));
    ZJ_TRY(Connection connection, connect(unfinished, key, options));
    ZJ_CHECK(run_sql(connection.get(),
                     "BEGIN IMMEDIATE;"
                     "CREATE TABLE zhijian_store(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
                     "INSERT INTO zhijian_store VALUES('sentinel', '" +
                         std::string(kSentinel) + "');COMMIT"));
    return put_in_place(std::move(connection), unfinished, path);
}

}  // namespace

struct Database::Impl {
    std::string path;
    std::vector<Migration> migrations;
    OpenOptions options;
    Connection connection;
    // Idle statements by their text; one that is in use is not here.
    std::unordered_map<std::string_view, std::vector<sqlite3_stmt*>> idle;
    std::atomic<bool> lost{false};

    Impl() = default;
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl() {
        for (auto& [sql, statements] : idle) {
            for (sqlite3_stmt* statement : statements) {
                sqlite3_finalize(statement);
            }
        }
    }
    void seam(std::string_view step) const {
        if (options.fault) {
            options.fault(step);
        }
    }
    Error failed(int code, std::string_view where) {
        const int primary = sqlite3_extended_errcode(connection.get());
        if (primary == SQLITE_IOERR_FSYNC || primary == SQLITE_IOERR_DIR_FSYNC) {
            lost = true;
        }
        return failure(connection.get(), code, where);
    }
    Result<> control(const char* sql) {
        const int code = sqlite3_exec(connection.get(), sql, nullptr, nullptr, nullptr);
        return code == SQLITE_OK ? Result<>() : failed(code, sql);
    }
};

Statement::Statement(Database& database, sqlite3_stmt* statement, std::string_view sql)
    : database_(&database), statement_(statement), sql_(sql) {}

Statement::Statement(Statement&& other) noexcept
    : database_(other.database_),
      statement_(std::exchange(other.statement_, nullptr)),
      sql_(other.sql_),
      failed_(std::move(other.failed_)) {}

Statement::~Statement() {
    if (statement_ != nullptr) {
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);
        database_->impl_->idle[sql_].push_back(statement_);
    }
}

Statement& Statement::bind(int position, std::int64_t value) {
    ZJ_ASSERT(failed_ || sqlite3_bind_int64(statement_, position, value) == SQLITE_OK);
    return *this;
}

Statement& Statement::bind(int position, std::string_view text) {
    const char* data = text.data() == nullptr ? "" : text.data();
    ZJ_ASSERT(failed_ ||
              sqlite3_bind_text64(statement_, position, data, text.size(), kCopied, SQLITE_UTF8) == SQLITE_OK);
    return *this;
}

Statement& Statement::bind(int position, ByteView blob) {
    if (blob.empty()) {  // a null pointer would bind NULL
        ZJ_ASSERT(failed_ || sqlite3_bind_zeroblob(statement_, position, 0) == SQLITE_OK);
    } else {
        ZJ_ASSERT(failed_ || sqlite3_bind_blob64(statement_, position, blob.data(), blob.size(), kCopied) == SQLITE_OK);
    }
    return *this;
}

Statement& Statement::bind_null(int position) {
    ZJ_ASSERT(failed_ || sqlite3_bind_null(statement_, position) == SQLITE_OK);
    return *this;
}

Result<bool> Statement::step() {
    if (failed_) {
        return *failed_;
    }
    const int code = sqlite3_step(statement_);
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
        return database_->impl_->failed(code, sql_);
    }
    // SQLCipher hands out zeros for a page that fails its check. As the end of a long row they would pass for its
    // content; all that tells is that it lets nothing more be written.
    if (sqlite3_db_readonly(database_->impl_->connection.get(), "main") != 0) {
        return fail("store.corrupt", database_->impl_->path, "a page fails its check");
    }
    return code == SQLITE_ROW;
}

Result<> Statement::run() {
    for (;;) {
        ZJ_TRY(const bool row, step());
        if (!row) {
            return {};
        }
    }
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}

std::string_view Statement::text(int column) const {
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return data == nullptr ? std::string_view()
                           : std::string_view(data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
}

ByteView Statement::blob(int column) const {
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
    return data == nullptr ? ByteView()
                           : ByteView(data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
}

bool Statement::is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

bool Statement::is_integer(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_INTEGER;
}

Database::Database() : impl_(std::make_unique<Impl>()) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Result<Database> Database::open(const std::string& path, const crypto::Secret& key,
                                const std::vector<Migration>& migrations, OpenOptions options) {
    struct stat found{};
    if (::stat(path.c_str(), &found) != 0) {
        if (errno != ENOENT || !options.create) {
            return system_failure(errno, path);
        }
        ZJ_CHECK(create(path, key, options));
    } else if (found.st_size == 0) {
        // SQLite would take it for a new database and accept any key (security.md part 4).
        return fail("store.empty", path, "the file has no content: it was cut off, and nothing is left to open");
    }
    Database database;
    ZJ_TRY(database.impl_->connection, connect(path, key, options));
    ZJ_CHECK(check_sentinel(database.impl_->connection.get()));
    ZJ_CHECK(migrate(database.impl_->connection.get(), migrations));
    database.impl_->path = path;
    database.impl_->migrations = migrations;
    database.impl_->options = std::move(options);
    return database;
}

Statement Database::prepare(std::string_view sql) {
    if (auto found = impl_->idle.find(sql); found != impl_->idle.end() && !found->second.empty()) {
        sqlite3_stmt* statement = found->second.back();
        found->second.pop_back();
        return {*this, statement, found->first};
    }
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(impl_->connection.get(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    // A full-text index reads its own tables before a statement over it compiles, and SQLCipher lets nothing more be
    // written once a page fails its check.
    const bool unread = code != SQLITE_OK && (code & 0xff) != SQLITE_ERROR;
    if (unread || (code != SQLITE_OK && sqlite3_db_readonly(impl_->connection.get(), "main") != 0)) {
        Statement out(*this, nullptr, sql);
        // connect() refuses what may only be read, so here it is a page that made it so; SQLite's own words tell a
        // statement that would not compile anyway.
        out.failed_ = unread ? impl_->failed(code, sql)
                             : fail("store.corrupt", impl_->path,
                                    "a page fails its check: " + std::string(sqlite3_errmsg(impl_->connection.get())));
        return out;
    }
    if (code != SQLITE_OK) {
        std::fprintf(stderr, "store: %s\n  in: %.*s\n", sqlite3_errmsg(impl_->connection.get()),
                     static_cast<int>(sql.size()), sql.data());
    }
    ZJ_ASSERT(code == SQLITE_OK && statement != nullptr);
    return {*this, statement, sql};
}

Result<> Database::execute(std::string_view sql) {
    const std::string text(sql);
    return impl_->control(text.c_str());
}

bool Database::lost() const {
    return impl_->lost;
}

Result<> Database::transaction(const std::function<Result<>()>& work) {
    ZJ_ASSERT(!in_transaction());
    if (impl_->lost) {
        return fail("store.io", impl_->path, "an earlier write to the disk failed; open the store again");
    }
    impl_->seam("begin");
    ZJ_CHECK(impl_->control("BEGIN IMMEDIATE"));
    const auto undo = [this] {
        if (in_transaction()) {  // some failures have rolled back already
            sqlite3_exec(impl_->connection.get(), "ROLLBACK", nullptr, nullptr, nullptr);
        }
    };
    try {
        if (auto done = work(); !done) {
            undo();
            return done;
        }
    } catch (...) {
        undo();
        throw;
    }
    impl_->seam("commit");
    if (auto committed = impl_->control("COMMIT"); !committed) {
        undo();
        return committed;
    }
    impl_->seam("committed");
    return {};
}

Result<> Database::reading(const std::function<Result<>()>& work) {
    ZJ_ASSERT(!in_transaction());
    ZJ_CHECK(impl_->control("BEGIN"));
    const auto done = [this] {
        return impl_->control("COMMIT");
    };
    try {
        if (auto read = work(); !read) {
            static_cast<void>(done());  // nothing was written: the first error is the one that counts
            return read;
        }
    } catch (...) {
        static_cast<void>(done());
        throw;
    }
    return done();
}

bool Database::in_transaction() const {
    return sqlite3_get_autocommit(impl_->connection.get()) == 0;
}

std::int64_t Database::last_insert_id() const {
    return sqlite3_last_insert_rowid(impl_->connection.get());
}

Result<> Database::checkpoint_wal() {
    const int code =
        sqlite3_wal_checkpoint_v2(impl_->connection.get(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    return code == SQLITE_OK ? Result<>() : impl_->failed(code, "checkpoint");
}

Result<> Database::check() {
    std::string findings;
    // The first says a row per bad page, nothing where all is well; the second says "ok".
    for (const std::string_view sql : {"PRAGMA cipher_integrity_check", "PRAGMA integrity_check"}) {
        Statement statement = prepare(sql);
        for (;;) {
            auto row = statement.step();
            if (!row) {
                findings += to_string(row.error()) + "; ";
                break;
            }
            if (!*row) {
                break;
            }
            if (statement.text(0) != "ok") {
                findings += std::string(statement.text(0)) + "; ";
            }
        }
    }
    if (!findings.empty()) {
        return fail("store.corrupt", impl_->path, findings);
    }
    return check_sentinel(impl_->connection.get());
}

Result<> Database::backup(const std::string& path, const crypto::Secret& key,
                          const std::function<bool(int percent)>& progress) {
    ZJ_ASSERT(!in_transaction());
    const std::string unfinished = path + kUnfinished;
    struct stat found{};
    if (::stat(path.c_str(), &found) == 0) {
        return fail("store.io", path, "the file exists already, and a backup replaces nothing");
    }
    ZJ_CHECK(make_empty(unfinished));
    ZJ_TRY(Connection target, connect(unfinished, key, impl_->options));
    // Reading pins one state of the source, so that another process may go on writing without the copy starting over.
    ZJ_CHECK(impl_->control("BEGIN; SELECT count(*) FROM zhijian_store"));
    bool cancelled = false;
    int code = SQLITE_OK;
    if (sqlite3_backup* copy = sqlite3_backup_init(target.get(), "main", impl_->connection.get(), "main");
        copy != nullptr) {
        do {
            code = sqlite3_backup_step(copy, 1024);
            const int total = sqlite3_backup_pagecount(copy);
            const int done = total - sqlite3_backup_remaining(copy);
            cancelled = progress && !progress(total == 0 ? 0 : static_cast<int>(99LL * done / total));
        } while (code == SQLITE_OK && !cancelled);
        sqlite3_backup_finish(copy);
    } else {
        code = sqlite3_extended_errcode(target.get());
    }
    ZJ_CHECK(impl_->control("COMMIT"));
    const auto drop = [&unfinished](Error error) -> Result<> {
        make_empty(unfinished).has_value();
        ::unlink(unfinished.c_str());
        return error;
    };
    if (cancelled) {
        target.reset();
        return drop(fail("store.cancelled", path));
    }
    if (code != SQLITE_DONE) {
        Error error = failure(target.get(), code, path);
        target.reset();
        return drop(std::move(error));
    }
    ZJ_CHECK(put_in_place(std::move(target), unfinished, path));
    // A copy counts only when it opens and checks clean under its key.
    OpenOptions options;
    options.full_sync = impl_->options.full_sync;
    ZJ_TRY(Database copy, open(path, key, impl_->migrations, options));
    ZJ_CHECK(copy.check());
    if (progress) {
        progress(100);
    }
    return {};
}

const std::string& Database::path() const {
    return impl_->path;
}

std::string library_versions() {
    std::string cipher = "unknown";
    sqlite3* raw = nullptr;
    if (sqlite3_open_v2(":memory:", &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr) == SQLITE_OK) {
        if (auto answer = ask(raw, "PRAGMA cipher_version"); answer) {
            cipher = answer->substr(0, answer->find(' '));
        }
    }
    sqlite3_close_v2(raw);
    return "SQLite " + std::string(sqlite3_libversion()) + ", SQLCipher " + cipher;
}

}  // namespace zj::store
