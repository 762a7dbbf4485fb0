// SPDX-License-Identifier: Apache-2.0
#include "gateway/demo/diary.hpp"

#include <catch2/catch_test_macros.hpp>
#include <vector>

#include "assets/assets.hpp"
#include "shared/model/catalogue_assemble.hpp"

namespace zj::demo {

namespace {

const model::Catalogue& catalogue() {
    static const auto loaded = *model::Catalogue::load(*model::assemble_catalogue(assets::all()));
    return *loaded;
}

Time at(const char* text) {
    return *parse_time(std::string(text) + ":00.000+08:00");
}

}  // namespace

TEST_CASE("office minutes run over noon, the night and the weekend") {
    const OfficeHours hours(catalogue());
    CHECK(hours.minutes_a_day() == 390);
    CHECK(hours.after(at("2026-11-23T09:00"), 30) == at("2026-11-23T09:30"));
    CHECK(hours.after(at("2026-11-23T11:50"), 20) == at("2026-11-23T14:40"));
    CHECK(hours.after(at("2026-11-23T17:20"), 20) == at("2026-11-24T08:40"));
    CHECK(hours.after(at("2026-11-27T17:20"), 20) == at("2026-11-30T08:40"));
}

TEST_CASE("what begins outside of office hours waits for them") {
    const OfficeHours hours(catalogue());
    CHECK(hours.after(at("2026-11-23T06:00"), 5) == at("2026-11-23T08:35"));
    CHECK(hours.after(at("2026-11-23T13:00"), 5) == at("2026-11-23T14:35"));
    CHECK(hours.after(at("2026-11-23T22:00"), 5) == at("2026-11-24T08:35"));
    CHECK(hours.after(at("2026-11-28T10:00"), 0) == at("2026-11-30T08:30"));
    CHECK(hours.after(at("2026-11-23T09:00"), 390 * 5) == at("2026-11-30T09:00"));
}

TEST_CASE("the last working day of a month is none of a weekend or holiday") {
    const OfficeHours hours(catalogue());
    CHECK(format_date(hours.last_of_month(date_from({2026, 11, 3}))) == "2026-11-30");
    CHECK(format_date(hours.last_of_month(date_from({2026, 10, 31}))) == "2026-10-30");
}

TEST_CASE("deeds are done in order of time, and of one time as they were written down") {
    Diary diary;
    std::vector<int> done;
    diary.at(Time{20}, [&] { done.push_back(2); });
    diary.at(Time{10}, [&] {
        done.push_back(1);
        diary.at(Time{20}, [&] { done.push_back(4); });
    });
    diary.at(Time{20}, [&] { done.push_back(3); });
    while (!diary.empty()) {
        diary.take()();
    }
    CHECK(done == std::vector<int>{1, 2, 3, 4});
}

}  // namespace zj::demo
