// SPDX-License-Identifier: Apache-2.0
#include "shared/oversight/retirement.hpp"

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/oversight/books.hpp"

using namespace zj;
using namespace zj::oversight;
using model::RetireCategory;
using zj::test::day;

namespace {

std::string chosen(RetireCategory category, std::string_view birth, std::int64_t months, bool must_leave = false) {
    const auto month = elastic_month(category, day(birth), months, must_leave);
    return month ? format_date(*month).substr(0, 7) : month.error().code;
}

Person person(std::string_view sex, std::string_view quota_type, std::string_view post_kind = {}) {
    Person out;
    out.sex = sex;
    out.quota_type = quota_type;
    out.post_kind = post_kind;
    out.staff_class = "none";
    return out;
}

}  // namespace

TEST_CASE("early retirement is at most three years and never below the age before the reform") {
    // Born 1976-09: due 2039-09, at 63.
    CHECK(chosen(RetireCategory::male60, "1976-09-15", 0) == "2039-09");
    CHECK(chosen(RetireCategory::male60, "1976-09-15", -36) == "2036-09");
    CHECK(chosen(RetireCategory::male60, "1976-09-15", -37) == "retire.span");
    // Born 1971-04: due 2026-08, and 55 in 2026-04.
    CHECK(chosen(RetireCategory::female55, "1971-04-30", -4) == "2026-04");
    CHECK(chosen(RetireCategory::female55, "1971-04-30", -5) == "retire.below_old_age");
    CHECK(chosen(RetireCategory::female50, "1984-11-01", -36) == "2036-11");
}

TEST_CASE("late retirement is at most three years, and not for those who must leave when due") {
    CHECK(chosen(RetireCategory::male60, "1965-05-10", 36) == "2028-07");
    CHECK(chosen(RetireCategory::male60, "1965-05-10", 37) == "retire.span");
    CHECK(chosen(RetireCategory::male60, "1965-05-10", 1, true) == "retire.must_leave");
    CHECK(chosen(RetireCategory::male60, "1976-09-15", -1, true) == "2039-08");  // leaving early is open to them
}

TEST_CASE("there is no choice for those who reached the earlier age by the end of 2024") {
    CHECK(chosen(RetireCategory::male60, "1964-12-31", 1) == "retire.old_rule");
    CHECK(chosen(RetireCategory::male60, "1965-01-01", 1) == "2025-03");
    CHECK(chosen(RetireCategory::male60, "1964-12-31", 0) == "2024-12");
}

TEST_CASE("civil servants, leaders and managers leave when due; skilled and technical posts may stay on") {
    CHECK(must_leave_when_due(person("1", "10")));
    CHECK(must_leave_when_due(person("1", "21")));
    CHECK(must_leave_when_due(person("1", "20", "1")));
    CHECK_FALSE(must_leave_when_due(person("1", "20", "2")));
    CHECK_FALSE(must_leave_when_due(person("1", "12")));
    Person leader = person("1", "20", "2");
    leader.staff_class = "deputy";
    CHECK(must_leave_when_due(leader));
    Person registered = person("1", "12");
    registered.cs_registered = true;
    CHECK(must_leave_when_due(registered));
}

TEST_CASE(
    "a month set by hand goes before a choice, a choice before the statute, and a wrong choice counts for nothing") {
    Person p = person("1", "20", "2");
    CHECK_FALSE(retirement_of(p, *zj::test::shipped_catalogue()).has_value());
    p.birth = day("1965-05-10");
    CHECK(format_date(retirement_of(p, *zj::test::shipped_catalogue())->on) == "2025-07-01");
    p.flex_months = 12;
    CHECK(format_date(retirement_of(p, *zj::test::shipped_catalogue())->on) == "2026-07-01");
    CHECK(retirement_of(p, *zj::test::shipped_catalogue())->by == RetireBy::choice);
    CHECK(format_date(retirement_of(p, *zj::test::shipped_catalogue())->statutory) == "2025-07-01");
    p.flex_months = 48;
    CHECK(format_date(retirement_of(p, *zj::test::shipped_catalogue())->on) == "2025-07-01");
    CHECK(retirement_of(p, *zj::test::shipped_catalogue())->by == RetireBy::statute);
    p.retire_override = day("2027-01-31");
    CHECK(format_date(retirement_of(p, *zj::test::shipped_catalogue())->on) == "2027-01-01");
    CHECK(retirement_of(p, *zj::test::shipped_catalogue())->by == RetireBy::hand);
    Person written;
    written.retire_on = day("2030-02-01");  // as the judge wrote it, where the birth is not seen
    CHECK(format_date(retirement_of(written, *zj::test::shipped_catalogue())->on) == "2030-02-01");
}
