// SPDX-License-Identifier: Apache-2.0
#pragma once
// A folder of a test's own, removed with everything in it; and a store with one table in it.

#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "shared/store/database.hpp"

namespace zj::store {

struct Folder {
    std::filesystem::path path;
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "zj-store-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        path = name;
    }
    ~Folder() { std::filesystem::remove_all(path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string file(const char* name) const { return (path / name).string(); }
};

inline crypto::Secret key_of(std::uint8_t byte) {
    const Bytes bytes(32, byte);
    return crypto::Secret::from(bytes);
}

inline const std::vector<Migration> kOne = {
    {"first", "CREATE TABLE unit(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, data BLOB)"}};

inline Result<Database> open_store(const std::string& path, bool create = true, std::uint8_t key = 1,
                                   FaultSeam fault = {}) {
    OpenOptions options;
    options.create = create;
    options.cache_kib = 1024;
    options.fault = std::move(fault);
    return Database::open(path, key_of(key), kOne, std::move(options));
}

inline Database made(const std::string& path) {
    auto opened = open_store(path);
    INFO((opened ? std::string() : to_string(opened.error())));
    REQUIRE(opened.has_value());
    return std::move(*opened);
}

inline Result<> add(Database& db, std::string_view name, std::size_t data_bytes = 0) {
    const Bytes data(data_bytes, 7);
    return db.transaction([&] {
        return db.prepare("INSERT INTO unit(name, data) VALUES(?,?)").bind(1, name).bind(2, ByteView(data)).run();
    });
}

inline std::int64_t count(Database& db) {
    auto statement = db.prepare("SELECT count(*) FROM unit");
    auto row = statement.step();
    REQUIRE(row.has_value());
    return statement.integer(0);
}

inline std::string slurp(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

}  // namespace zj::store
