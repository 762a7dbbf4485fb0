// SPDX-License-Identifier: Apache-2.0
// What the store promises when all is well: safe settings, closed doors, transactions, migrations, copies.

#include "shared/store/database.hpp"

#include <sys/stat.h>

#include <cstdlib>

#include "tests/unit/store/folder.hpp"

namespace zj::store {
namespace {

std::string pragma(Database& db, std::string_view sql) {
    auto statement = db.prepare(sql);
    auto row = statement.step();
    REQUIRE(row.has_value());
    return *row ? std::string(statement.text(0)) : std::string();
}

TEST_CASE("a store keeps texts, numbers, bytes and absences, and its file is its owner's alone") {
    const Folder folder;
    const std::string path = folder.file("a.db");
    {
        Database db = made(path);
        REQUIRE(add(db, "浠水县清泉镇", 3).has_value());
        CHECK(db.last_insert_id() == 1);
        REQUIRE(db.prepare("INSERT INTO unit(id, name, data) VALUES(?,?,?)")
                    .bind(1, 9)
                    .bind(2, "")
                    .bind_null(3)
                    .run()
                    .has_value());
        REQUIRE(db.prepare("INSERT INTO unit(id, name, data) VALUES(?,?,?)")
                    .bind(1, 10)
                    .bind(2, "e")
                    .bind(3, ByteView())
                    .run()
                    .has_value());
    }
    auto again = open_store(path, false);
    REQUIRE(again.has_value());
    auto rows = again->prepare("SELECT id, name, data FROM unit ORDER BY id");
    REQUIRE(*rows.step());
    CHECK(rows.text(1) == "浠水县清泉镇");
    CHECK(rows.blob(2).size() == 3);
    REQUIRE(*rows.step());
    CHECK(rows.text(1).empty());
    CHECK(rows.is_null(2));
    REQUIRE(*rows.step());
    CHECK_FALSE(rows.is_null(2));
    CHECK_FALSE(*rows.step());
    struct stat found{};
    REQUIRE(stat(path.c_str(), &found) == 0);
    CHECK((found.st_mode & 0777) == 0600);
    const std::string bytes = slurp(path) + slurp(path + "-wal");
    CHECK(bytes.find("浠水县") == std::string::npos);
    CHECK(bytes.find("SQLite format") == std::string::npos);
}

TEST_CASE("the safe settings are in force") {
    const Folder folder;
    Database db = made(folder.file("a.db"));
    CHECK(pragma(db, "PRAGMA journal_mode") == "wal");
    CHECK(pragma(db, "PRAGMA synchronous") == "2");
    CHECK(pragma(db, "PRAGMA secure_delete") == "1");
    CHECK(pragma(db, "PRAGMA mmap_size") == "0");
    CHECK(pragma(db, "PRAGMA temp_store") == "2");
    CHECK(pragma(db, "PRAGMA foreign_keys") == "1");
    CHECK(pragma(db, "PRAGMA trusted_schema") == "0");
    CHECK(pragma(db, "PRAGMA cipher_memory_security") == "1");
    CHECK(pragma(db, "PRAGMA cell_size_check") == "1");
    CHECK(library_versions().find("SQLite 3.") == 0);
    CHECK(library_versions().find("SQLCipher 4.") != std::string::npos);
}

TEST_CASE("no other file can be attached, and no setting loosened") {
    const Folder folder;
    Database db = made(folder.file("a.db"));
    for (const char* sql :
         {"ATTACH 'other.db' AS other KEY ''", "ATTACH ':memory:' AS other", "PRAGMA temp_store = FILE",
          "PRAGMA key = 'x'", "PRAGMA rekey = 'x'", "PRAGMA secure_delete = OFF", "PRAGMA mmap_size = 1000000",
          "PRAGMA synchronous = OFF", "PRAGMA writable_schema = ON", "PRAGMA journal_mode = DELETE",
          "SELECT sqlcipher_export('other')", "SELECT load_extension('x')"}) {
        INFO(sql);
        CHECK_FALSE(db.execute(sql).has_value());
    }
    CHECK(pragma(db, "PRAGMA temp_store") == "2");
    CHECK_FALSE(std::filesystem::exists("other.db"));
}

TEST_CASE("sorting a large result leaves no file behind") {
    const Folder folder;
    const Folder temp;
    setenv("SQLITE_TMPDIR", temp.path.c_str(), 1);
    Database db = made(folder.file("a.db"));
    REQUIRE(db.transaction([&]() -> Result<> {
                  for (int i = 0; i < 20'000; ++i) {
                      const std::string name = "name " + std::to_string((i * 7919) % 20'000);
                      ZJ_CHECK(db.prepare("INSERT INTO unit(name) VALUES(?)").bind(1, name).run());
                  }
                  return {};
              }).has_value());
    auto rows = db.prepare("SELECT a.name || b.name AS n FROM unit a JOIN unit b ON b.id <= 3 ORDER BY n DESC");
    REQUIRE(*rows.step());
    CHECK(std::filesystem::is_empty(temp.path));
    unsetenv("SQLITE_TMPDIR");
}

TEST_CASE("a transaction is all or nothing") {
    const Folder folder;
    Database db = made(folder.file("a.db"));
    REQUIRE(add(db, "one").has_value());
    const auto refused = db.transaction([&]() -> Result<> {
        CHECK(db.in_transaction());
        ZJ_CHECK(db.prepare("INSERT INTO unit(name) VALUES('two')").run());
        return fail("test.stop");
    });
    CHECK(refused.error().code == "test.stop");
    CHECK(count(db) == 1);
    CHECK_THROWS_AS(db.transaction([&]() -> Result<> {
        ZJ_CHECK(db.prepare("INSERT INTO unit(name) VALUES('two')").run());
        throw 1;
    }),
                    int);
    CHECK(count(db) == 1);
    CHECK_FALSE(db.in_transaction());
    CHECK(add(db, "one").error().code == "store.constraint");
}

TEST_CASE("a long read sees one state, whatever another connection commits meanwhile") {
    const Folder folder;
    Database writer = made(folder.file("a.db"));
    REQUIRE(add(writer, "one").has_value());
    Database reader = made(folder.file("a.db"));
    const auto read = reader.reading([&]() -> Result<> {
        CHECK(count(reader) == 1);
        CHECK(add(writer, "two").has_value());
        CHECK(count(reader) == 1);
        return {};
    });
    CHECK(read.has_value());
    CHECK(count(reader) == 2);
    CHECK(reader.reading([]() -> Result<> { return fail("test.stop"); }).error().code == "test.stop");
    CHECK_THROWS_AS(reader.reading([]() -> Result<> { throw 1; }), int);
    CHECK_FALSE(reader.in_transaction());
}

TEST_CASE("one statement can be used inside another of the same text") {
    const Folder folder;
    Database db = made(folder.file("a.db"));
    REQUIRE(add(db, "one").has_value());
    REQUIRE(add(db, "two").has_value());
    auto outer = db.prepare("SELECT name FROM unit ORDER BY id");
    auto inner = db.prepare("SELECT name FROM unit ORDER BY id");
    REQUIRE(*outer.step());
    REQUIRE(*inner.step());
    REQUIRE(*inner.step());
    CHECK(outer.text(0) == "one");
    CHECK(inner.text(0) == "two");
    Statement moved = std::move(inner);
    CHECK(moved.text(0) == "two");
}

TEST_CASE("migrations run once and in order, and a store of a newer build is left alone") {
    const Folder folder;
    const std::string path = folder.file("a.db");
    {
        Database db = made(path);
    }
    std::vector<Migration> two = kOne;
    two.push_back({"second", "ALTER TABLE unit ADD COLUMN state TEXT; UPDATE unit SET state = '1'"});
    {
        auto db = Database::open(path, key_of(1), two, {});
        REQUIRE(db.has_value());
        REQUIRE(db->prepare("INSERT INTO unit(name, state) VALUES('x', '1')").run().has_value());
    }
    CHECK(Database::open(path, key_of(1), two, {}).has_value());
    CHECK(open_store(path, false).error().code == "store.newer");
    std::vector<Migration> bad = two;
    bad.push_back({"third", "CREATE TABLE ok(a); CREATE TABLE ok(a)"});
    const auto failed = Database::open(path, key_of(1), bad, {});
    CHECK(failed.error().code == "store.sql");
    CHECK(failed.error().detail.find("third") != std::string::npos);
    auto db = Database::open(path, key_of(1), two, {});
    REQUIRE(db.has_value());
    CHECK_FALSE(db->execute("SELECT * FROM ok").has_value());
}

TEST_CASE("a copy made online opens, checks clean and is another file to the cipher") {
    const Folder folder;
    Database db = made(folder.file("a.db"));
    for (int i = 0; i < 200; ++i) {
        REQUIRE(add(db, "unit " + std::to_string(i), 3000).has_value());
    }
    int last = -1;
    REQUIRE(db.backup(folder.file("b.db"), key_of(1), [&](int percent) {
                  CHECK(percent >= last);
                  last = percent;
                  return true;
              }).has_value());
    CHECK(last == 100);
    REQUIRE(add(db, "later").has_value());
    auto copy = open_store(folder.file("b.db"), false);
    REQUIRE(copy.has_value());
    CHECK(count(*copy) == 200);
    CHECK(count(db) == 201);
    // The salt differs, so that no page of one can pass for a page of the other.
    CHECK(slurp(folder.file("a.db")).substr(0, 16) != slurp(folder.file("b.db")).substr(0, 16));
    CHECK(db.backup(folder.file("b.db"), key_of(1), {}).error().code == "store.io");
    CHECK(db.backup(folder.file("c.db"), key_of(1), [](int) { return false; }).error().code == "store.cancelled");
    CHECK_FALSE(std::filesystem::exists(folder.file("c.db")));
    CHECK_FALSE(std::filesystem::exists(folder.file("c.db.new")));
}

}  // namespace
}  // namespace zj::store
