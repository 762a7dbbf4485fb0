// SPDX-License-Identifier: Apache-2.0
// Tables by the real zhijian-tables, and by one that was taken over (rogue_tables.cpp).
#include "terminal/tables/apart.hpp"

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>

#include <catch2/catch_test_macros.hpp>

#include "terminal/tables/bounds.hpp"
#include "terminal/tables/read.hpp"
#include "terminal/tables/wire.hpp"
#include "tests/unit/tables/files.hpp"
#include "tests/unit/tables/month_file.hpp"

using namespace zj;
using namespace zj::tables;
using namespace std::chrono_literals;

namespace {

Program real() {
    const char* bin = std::getenv("ZJ_BIN_DIR");
    REQUIRE(bin != nullptr);  // run by ctest
    return {std::string(bin) + "/zhijian-tables"};
}

std::string code(const Result<Table>& result) {
    return result ? "a table" : result.error().code;
}

void same_as_here(std::string_view bytes, const Hints& hints = {}) {
    const auto apart = read_apart(real(), as_bytes(bytes), hints, nullptr);
    INFO(code(apart));
    CHECK(encode(apart) == encode(read_table(as_bytes(bytes), hints)));
}

Result<Table> tricked(std::string_view trick, std::chrono::milliseconds time_max = 10s,
                      const std::atomic<bool>* stop = nullptr) {
    const auto beside = std::filesystem::read_symlink("/proc/self/exe").parent_path();
    return read_apart({beside / "rogue_tables", time_max}, as_bytes(trick), {}, stop);
}

}  // namespace

TEST_CASE("the child reads what read_table() reads: text in every encoding, workbooks, and what is none") {
    same_as_here("单位,姓名,实发合计\nu000,张三,1\n");
    same_as_here("\xFF\xFE" + std::string("a\0,\0b\0\n\0", 8));
    same_as_here(test::csv_of(test::month_of(1, false)));  // GB18030, and 30,000 rows of it
    const std::string book = test::zip_of(test::parts_of({{"九月", {{{"单位"}, {"姓名"}}, {{"u000"}, {"张三"}}}},
                                                          {"十月", {{{"单位"}, {"姓名"}}, {{"u001"}, {"李四"}}}}}),
                                          true);
    same_as_here(book);
    same_as_here(book, {"十月", 0, {}});
    same_as_here(book, {"十一月", 0, {}});
    same_as_here("甲,乙\n1,2\n", {"", 0, {"甲", "乙"}});
    same_as_here("");
    same_as_here("PK\x03\x04 and then nothing of an archive");
    same_as_here("\xD0\xCF\x11\xE0 of an old workbook");
}

TEST_CASE("a file beyond the bound is refused before a child is started") {
    const Bytes large(bounds::kFileBytesMax + 1, 'a');
    CHECK(code(read_apart({"/nonexistent"}, large, {}, nullptr)) == "table.size");
}

TEST_CASE("a terminal without the program says so") {
    CHECK(code(read_apart({"/nonexistent"}, as_bytes("a,b\n1,2\n"), {}, nullptr)) == "table.program");
    CHECK(program_beside_us().path.ends_with("/tests/bin/zhijian-tables"));
}

TEST_CASE("an answer is believed where a table gives it, and no other") {
    CHECK(code(tricked("honest")) == "a table");
    for (const char* trick : {"no magic", "nothing in it", "longer than there is memory", "longer than said",
                              "shorter than said", "all of it", "die"}) {
        INFO(trick);
        CHECK(code(tricked(trick)) == "table.stopped");
    }
}

TEST_CASE("a child that takes too long is ended, and one that nobody waits for any more") {
    const std::atomic<bool> stop = true;
    const auto from = std::chrono::steady_clock::now();
    CHECK(code(tricked("sleep", 200ms)) == "table.timeout");
    CHECK(code(tricked("sleep", 30s, &stop)) == "table.cancelled");
    CHECK(std::chrono::steady_clock::now() - from < 5s);
}
