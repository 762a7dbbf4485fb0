// SPDX-License-Identifier: Apache-2.0
// The SQLCipher we build is the one the design assumes: recent, encrypting, and closed to a wrong key.

#include <sqlite3.h>

#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

namespace {

struct Close {
    void operator()(sqlite3* db) const { sqlite3_close(db); }
};
using Database = std::unique_ptr<sqlite3, Close>;

// A folder of its own, removed with everything in it.
struct Folder {
    std::filesystem::path path;
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "zj-ground-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        path = name;
    }
    ~Folder() { std::filesystem::remove_all(path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
};

Database open(const std::filesystem::path& file, char key_digit) {
    sqlite3* raw = nullptr;
    REQUIRE(sqlite3_open(file.c_str(), &raw) == SQLITE_OK);
    Database db(raw);
    const std::string pragma = "PRAGMA key = \"x'" + std::string(64, key_digit) + "'\"";
    REQUIRE(sqlite3_exec(raw, pragma.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
    return db;
}

int run(const Database& db, const std::string& sql, std::string* first = nullptr) {
    const auto keep = [](void* out, int columns, char** values, char**) -> int {
        if (out != nullptr && columns > 0 && values[0] != nullptr) {
            *static_cast<std::string*>(out) = values[0];
        }
        return 0;
    };
    return sqlite3_exec(db.get(), sql.c_str(), keep, first, nullptr);
}

TEST_CASE("the vault's SQLite and SQLCipher are recent enough") {
    CHECK(sqlite3_libversion_number() >= 3053000);
    const Folder folder;
    const Database db = open(folder.path / "vault", '1');
    std::string version;
    REQUIRE(run(db, "PRAGMA cipher_version", &version) == SQLITE_OK);
    int major = 0;
    int minor = 0;
    REQUIRE(std::sscanf(version.c_str(), "%d.%d", &major, &minor) == 2);
    INFO("cipher_version " << version);
    CHECK((major > 4 || (major == 4 && minor >= 19)));
}

TEST_CASE("a row written under a raw key is read back under it and under no other") {
    const Folder folder;
    const auto file = folder.path / "vault";
    {
        const Database db = open(file, '1');
        REQUIRE(run(db, "CREATE TABLE unit(name TEXT); INSERT INTO unit VALUES('浠水县清泉镇')") == SQLITE_OK);
    }
    {
        const Database db = open(file, '1');
        std::string name;
        REQUIRE(run(db, "SELECT name FROM unit", &name) == SQLITE_OK);
        CHECK(name == "浠水县清泉镇");
    }
    {
        const Database db = open(file, '2');
        CHECK(run(db, "SELECT name FROM unit") == SQLITE_NOTADB);
    }
    std::ifstream stream(file, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    REQUIRE(bytes.size() >= 4096);
    CHECK(bytes.find("SQLite format 3") == std::string::npos);
    CHECK(bytes.find("浠水县") == std::string::npos);
}

TEST_CASE("full-text search and JSON are compiled in, extension loading and quoted-string literals are not") {
    const Folder folder;
    const Database db = open(folder.path / "vault", '1');
    CHECK(run(db, "CREATE VIRTUAL TABLE search USING fts5(text)") == SQLITE_OK);
    CHECK(run(db, "SELECT \"no such column\"") != SQLITE_OK);
    CHECK(run(db, "SELECT load_extension('x')") != SQLITE_OK);
    CHECK(sqlite3_threadsafe() == 1);
}

}  // namespace
