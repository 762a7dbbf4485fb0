// SPDX-License-Identifier: Apache-2.0
// Long lists: the arithmetic of rows in view, and pages of rows as they come and go.
#include <catch2/catch_test_macros.hpp>

#include "terminal/desk/row_pages.hpp"
#include "terminal/ui/list.hpp"

using namespace zj;
using desk::RowPages;
using ui::ListMove;

namespace {

std::vector<work::CaseRow> rows(std::size_t first, std::size_t count) {
    std::vector<work::CaseRow> out(count);
    for (std::size_t i = 0; i < count; ++i) {
        out[i].key = "case/" + std::to_string(first + i);
    }
    return out;
}

}  // namespace

TEST_CASE("Only the rows that are seen are in view, in a list of a hundred thousand too") {
    CHECK(ui::rows_in_view(0, 600, 70, 100'000) == ui::RowRange{0, 9});
    CHECK(ui::rows_in_view(35, 600, 70, 100'000) == ui::RowRange{0, 10});
    CHECK(ui::rows_in_view(99'990 * 70.0F, 700, 70, 100'000) == ui::RowRange{99'990, 100'000});
    CHECK(ui::rows_in_view(0, 600, 70, 3) == ui::RowRange{0, 3});
    CHECK(ui::rows_in_view(0, 600, 70, 0) == ui::RowRange{0, 0});
    CHECK(ui::rows_in_view(0, 0, 70, 5) == ui::RowRange{0, 0});
}

TEST_CASE("Keys move the current row and stop at both ends") {
    CHECK(ui::moved(0, ListMove::up, 10, 4) == 0);
    CHECK(ui::moved(3, ListMove::up, 10, 4) == 2);
    CHECK(ui::moved(9, ListMove::down, 10, 4) == 9);
    CHECK(ui::moved(3, ListMove::page_up, 10, 4) == 0);
    CHECK(ui::moved(3, ListMove::page_down, 10, 4) == 7);
    CHECK(ui::moved(8, ListMove::page_down, 10, 4) == 9);
    CHECK(ui::moved(5, ListMove::home, 10, 4) == 0);
    CHECK(ui::moved(5, ListMove::end, 10, 4) == 9);
    CHECK(ui::moved(5, ListMove::down, 0, 4) == 0);
    CHECK(ui::moved(50, ListMove::down, 10, 4) == 9);
}

TEST_CASE("A list scrolls just so far that the current row is seen whole") {
    CHECK(ui::offset_for(0, 600, 100, 3) == 0.0F);
    CHECK(ui::offset_for(0, 600, 100, 7) == 200.0F);
    CHECK(ui::offset_for(500, 600, 100, 2) == 200.0F);
    CHECK(ui::offset_for(0, 50, 100, 2) == 200.0F);  // a view lower than a row begins with it
}

TEST_CASE("A list of rows asks for the pages around what is seen and for no others") {
    RowPages pages;
    CHECK(pages.wanted(0, 0) == 0U);  // nothing is known yet: the first page
    pages.put(0, 1'000, rows(0, work::kPageRows));
    CHECK(pages.total() == 1'000);
    CHECK_FALSE(pages.wanted(0, 12));
    CHECK(pages.wanted(195, 207) == 200U);
    pages.put(200, 1'000, rows(200, work::kPageRows));
    CHECK_FALSE(pages.wanted(195, 207));
    REQUIRE(pages.at(205) != nullptr);
    CHECK(pages.at(205)->key == "case/205");
    CHECK(pages.at(405) == nullptr);
    CHECK(pages.find("case/399") == 399U);
    CHECK_FALSE(pages.find("case/400"));
}

TEST_CASE("What is out of date stays in sight until its new content comes") {
    RowPages pages;
    pages.put(0, 300, rows(0, work::kPageRows));
    pages.make_old();
    CHECK(pages.at(3) != nullptr);
    CHECK(pages.wanted(0, 10) == 0U);
    pages.put(0, 300, rows(1'000, work::kPageRows));
    CHECK(pages.at(3)->key == "case/1003");
    CHECK_FALSE(pages.wanted(0, 10));
    pages.start_over();
    CHECK(pages.at(3) != nullptr);
    pages.put(0, 2, rows(7, 2));
    CHECK(pages.total() == 2);
    CHECK(pages.at(3) == nullptr);
}

TEST_CASE("An empty list is asked for again when it may have changed") {
    RowPages pages;
    pages.put(0, 0, {});
    CHECK(pages.known());
    CHECK_FALSE(pages.wanted(0, 0));
    pages.make_old();
    CHECK(pages.wanted(0, 0) == 0U);
    pages.put(0, 1, rows(0, 1));
    CHECK(pages.at(0) != nullptr);
}

TEST_CASE("When the number of rows has changed, the other pages are asked for again") {
    RowPages pages;
    pages.put(0, 400, rows(0, work::kPageRows));
    pages.put(200, 400, rows(200, work::kPageRows));
    pages.put(0, 401, rows(9'000, work::kPageRows));
    CHECK_FALSE(pages.wanted(0, 10));
    CHECK(pages.wanted(200, 210) == 200U);
}

TEST_CASE("Memory is bounded: beyond sixteen pages the farthest is let go") {
    RowPages pages;
    for (std::size_t n = 0; n <= RowPages::kPagesMax; ++n) {
        pages.put(n * work::kPageRows, 100'000, rows(n * work::kPageRows, work::kPageRows));
    }
    CHECK(pages.pages() == RowPages::kPagesMax);
    CHECK(pages.at(0) == nullptr);
    CHECK(pages.at(RowPages::kPagesMax * work::kPageRows) != nullptr);
}

TEST_CASE("A decided row leaves the list at once and those below move up") {
    RowPages pages;
    pages.put(0, 300, rows(0, work::kPageRows));
    pages.put(200, 300, rows(200, 100));
    pages.erase("case/5");
    CHECK(pages.total() == 299);
    CHECK(pages.at(5)->key == "case/6");
    CHECK(pages.at(205) == nullptr);  // to be asked for again
    CHECK(pages.wanted(0, 10) == 0U);
    pages.erase("case/nobody");
    CHECK(pages.total() == 299);
}
