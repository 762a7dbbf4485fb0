// SPDX-License-Identifier: Apache-2.0
// What the store does when things go wrong: keys, cut files, flipped bits, full disks, crashes.

#include <sys/resource.h>

#include <csignal>

#include "tests/unit/store/folder.hpp"

namespace zj::store {
namespace {

Result<std::string> content_of(Database& db) {
    std::string out;
    Statement rows = db.prepare("SELECT name, data FROM unit ORDER BY id");
    for (;;) {
        ZJ_TRY(const bool more, rows.step());
        if (!more) {
            return out;
        }
        out += std::string(rows.text(0)) + std::string(as_text(rows.blob(1)));
    }
}

TEST_CASE("a wrong key opens nothing and changes nothing") {
    const Folder folder;
    const std::string path = folder.file("a.db");
    {
        Database db = made(path);
        REQUIRE(add(db, "one").has_value());
    }
    const std::string before = slurp(path);
    CHECK(open_store(path, false, 2).error().code == "store.key");
    CHECK(slurp(path) == before);
    auto db = open_store(path, false);
    REQUIRE(db.has_value());
    CHECK(count(*db) == 1);
}

TEST_CASE("a missing file is not made unless asked for") {
    const Folder folder;
    CHECK(open_store(folder.file("a.db"), false).error().code == "store.io");
    CHECK_FALSE(std::filesystem::exists(folder.file("a.db")));
}

TEST_CASE("a file without content is refused under any key, and not taken for a new store") {
    const Folder folder;
    const std::string path = folder.file("a.db");
    {
        Database db = made(path);
    }
    std::filesystem::resize_file(path, 0);
    CHECK(open_store(path, true, 1).error().code == "store.empty");
    CHECK(open_store(path, true, 2).error().code == "store.empty");
    CHECK(std::filesystem::file_size(path) == 0);
}

TEST_CASE("a store cut off at any page is noticed") {
    const Folder folder;
    const std::string path = folder.file("a.db");
    {
        Database db = made(path);
        REQUIRE(add(db, "one", 100'000).has_value());
    }
    const std::string whole = slurp(path);
    REQUIRE(whole.size() % 4096 == 0);
    for (std::size_t size : {std::size_t{1}, std::size_t{100}, std::size_t{4096}, std::size_t{8192},
                             whole.size() - 4096, whole.size() - 1}) {
        INFO(size);
        std::ofstream(path, std::ios::binary).write(whole.data(), static_cast<std::streamsize>(size));
        auto db = open_store(path, false);
        if (db.has_value()) {
            CHECK(db->check().error().code == "store.corrupt");
        } else {
            CHECK((db.error().code == "store.key" || db.error().code == "store.corrupt"));
        }
    }
}

TEST_CASE("a flipped bit in any page is found by check, and by whoever reads that page") {
    const Folder folder;
    const std::string path = folder.file("a.db");
    std::string before;
    {
        Database db = made(path);
        REQUIRE(add(db, "one", 60'000).has_value());
        before = content_of(db).value();
    }
    const std::string whole = slurp(path);
    for (std::size_t page = 0; page * 4096 < whole.size(); ++page) {
        std::string bad = whole;
        bad[page * 4096 + 1000] = static_cast<char>(bad[page * 4096 + 1000] ^ 4);
        std::ofstream(path, std::ios::binary).write(bad.data(), static_cast<std::streamsize>(bad.size()));
        INFO(page);
        auto db = open_store(path, false);
        if (!db) {
            continue;
        }
        const auto read = content_of(*db);
        CHECK((read ? *read == before : read.error().code == "store.corrupt"));
        CHECK(db->check().error().code == "store.corrupt");
    }
}

TEST_CASE("a store whose sentinel is gone is not opened") {
    const Folder folder;
    const std::string path = folder.file("a.db");
    {
        Database db = made(path);
        REQUIRE(db.execute("DELETE FROM zhijian_store").has_value());
        CHECK(db.check().error().code == "store.corrupt");
    }
    CHECK(open_store(path, false).error().code == "store.corrupt");
}

TEST_CASE("a full store says so, keeps what it has and goes on when there is room") {
    const Folder folder;
    Database db = made(folder.file("a.db"));
    REQUIRE(add(db, "one").has_value());
    REQUIRE(db.execute("PRAGMA max_page_count = 20").has_value());
    CHECK(add(db, "large", 200'000).error().code == "store.full");
    CHECK_FALSE(db.in_transaction());
    CHECK(count(db) == 1);
    REQUIRE(db.execute("PRAGMA max_page_count = 100000").has_value());
    CHECK(add(db, "large", 200'000).has_value());
    CHECK(db.check().has_value());
}

TEST_CASE("a file-size limit of the system is a full store too") {
    const Folder folder;
    Database db = made(folder.file("a.db"));
    REQUIRE(add(db, "one").has_value());
    auto* before = std::signal(SIGXFSZ, SIG_IGN);
    rlimit old{};
    REQUIRE(getrlimit(RLIMIT_FSIZE, &old) == 0);
    rlimit small = old;
    small.rlim_cur = 64 * 1024;
    REQUIRE(setrlimit(RLIMIT_FSIZE, &small) == 0);
    const auto refused = add(db, "large", 500'000);
    REQUIRE(setrlimit(RLIMIT_FSIZE, &old) == 0);
    std::signal(SIGXFSZ, before);
    CHECK(refused.error().code == "store.full");
    CHECK(count(db) == 1);
    CHECK(add(db, "large", 500'000).has_value());
    CHECK(db.check().has_value());
}

struct Crash {};

TEST_CASE("a crash before the commit leaves nothing, after it everything") {
    for (const std::string_view where : {"begin", "commit", "committed"}) {
        const Folder folder;
        const std::string path = folder.file("a.db");
        {
            Database db = made(path);
            REQUIRE(add(db, "one").has_value());
        }
        bool armed = false;
        {
            auto db = open_store(path, false, 1, [&](std::string_view step) {
                if (armed && step == where) {
                    throw Crash();
                }
            });
            REQUIRE(db.has_value());
            armed = true;
            CHECK_THROWS_AS(add(*db, "two"), Crash);
        }
        auto db = open_store(path, false);
        REQUIRE(db.has_value());
        INFO(where);
        CHECK(count(*db) == (where == "committed" ? 2 : 1));
        CHECK(db->check().has_value());
    }
}

TEST_CASE("an attempt to make a store that was interrupted does not stop the next") {
    const Folder folder;
    const std::string path = folder.file("a.db");
    std::ofstream(path + ".new") << "half";
    Database db = made(path);
    CHECK(add(db, "one").has_value());
    CHECK_FALSE(std::filesystem::exists(path + ".new"));
}

}  // namespace
}  // namespace zj::store
