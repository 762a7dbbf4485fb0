// SPDX-License-Identifier: Apache-2.0
#include "gateway/demo/opening_books.hpp"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "assets/assets.hpp"
#include "shared/model/catalogue.hpp"
#include "shared/model/catalogue_assemble.hpp"
#include "shared/model/checks.hpp"
#include "shared/model/csv.hpp"
#include "shared/model/opening.hpp"

namespace zj::demo {

namespace {

const model::Catalogue& catalogue() {
    static const auto loaded = *model::Catalogue::load(*model::assemble_catalogue(assets::all()));
    return *loaded;
}

const auto& county() {
    static const auto files = *demonstration(1);
    return files;
}

const model::Opening& opening() {
    static const auto read = model::parse_opening(catalogue(), county());
    return read;
}

using Rows = std::vector<std::map<std::string, std::string>>;

Rows rows(std::string_view file) {
    const model::CsvTable table = model::parse_csv(county().find(file)->second);
    REQUIRE(table.faults.empty());
    Rows out;
    for (const auto& cells : table.rows) {
        auto& row = out.emplace_back();
        for (std::size_t i = 0; i < cells.size(); ++i) {
            row[table.header[i]] = cells[i];
        }
    }
    return out;
}

std::string first_fault(const model::Opening& read) {
    return read.faults.empty() ? std::string() : to_string(read.faults.front().error());
}

std::string slurp(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

}  // namespace

TEST_CASE("The demonstration county has 133 units and some 6,000 people, and opens without a fault") {
    INFO(first_fault(opening()));
    CHECK(opening().faults.empty());
    CHECK(opening().bodies.size() == 133);
    CHECK(opening().persons >= 5700);
    CHECK(opening().persons <= 6600);
    CHECK(opening().plan_lines >= 133);
    CHECK(opening().grants >= 5);
}

TEST_CASE("Other seeds and days make other counties that open just as well") {
    for (const std::uint64_t seed : {2U, 3U}) {
        const auto files = *demonstration(seed, date_from({2027, 2, 28}));
        const auto read = model::parse_opening(catalogue(), files);
        INFO(first_fault(read));
        CHECK(read.faults.empty());
        CHECK(files != county());
    }
}

TEST_CASE("The same seed and day make the same bytes") {
    CHECK(*demonstration(1) == county());
}

TEST_CASE("Nobody is real: every ID number has the division 429099 and a sequence from 100 on") {
    std::set<std::string> numbers;
    for (const auto& row : rows("persons.csv")) {
        const std::string& number = row.at("id_no");
        REQUIRE(number.starts_with("429099"));
        REQUIRE(std::stoi(number.substr(14, 3)) >= 100);
        REQUIRE(numbers.insert(number).second);
    }
}

TEST_CASE("What is planted is there, and only that") {
    std::map<std::string, Rows> planted;
    for (auto& row : rows("planted.csv")) {
        planted[row.at("kind")].push_back(row);
    }
    CHECK(planted.size() == 5);
    CHECK(planted["over_quota"].size() == 1);
    CHECK(planted["over_posts"].size() == 1);
    CHECK(planted["over_age"].size() == 3);
    CHECK(planted["stale_rule"].size() == 1);
    CHECK(planted["late_exit"].size() == 1);

    std::set<std::string> over_age;
    for (const auto& row : rows("persons.csv")) {
        const auto birth = *parse_date(row.at("birth"));
        const bool worker = row.at("quota_type") == "12" || row.at("quota_type") == "22";
        const auto category = row.at("sex") == "1" ? model::RetireCategory::male60
                              : worker             ? model::RetireCategory::female50
                                                   : model::RetireCategory::female55;
        if (row.at("status") == "1" && kDemoDay > Date{model::retire_month(category, birth).days + 30}) {
            over_age.insert(row.at("id_no"));
        }
    }
    std::set<std::string> told;
    for (const auto& row : planted["over_age"]) {
        told.insert(row.at("id_no"));
    }
    CHECK(over_age == told);

    const auto flagged = [](const Rows& table, const char* column) {
        return std::count_if(table.begin(), table.end(), [&](const auto& row) { return row.at(column) == "1"; });
    };
    CHECK(flagged(rows("quota.csv"), "over_quota") == 1);
    CHECK(flagged(rows("posts.csv"), "over_posts") == 1);
}

TEST_CASE("The story's town has room for institution staff, a plan line for it and no grant") {
    const auto& bodies = opening().bodies;
    const auto town = std::find_if(bodies.begin(), bodies.end(), [](const codec::Value& body) {
        return body.find("unit")->str_or("unit_code") == "421125101";
    });
    REQUIRE(town != bodies.end());
    CHECK(town - bodies.begin() < 4);  // tests import only the first few units
    const auto& persons = town->items("persons");
    const auto taken = std::count_if(persons.begin(), persons.end(), [](const codec::Value& person) {
        return person.str_or("quota_type") == "20" && person.str_or("status") == "1";
    });
    CHECK(town->find("quota")->find("20")->int_or("h") - taken >= 4);
    CHECK(town->items("grants").empty());
    const auto& plan = town->items("plan");
    CHECK(std::any_of(plan.begin(), plan.end(), [](const codec::Value& line) {
        return line.str_or("quota_type") == "20" && line.int_or("year") == 2026 && line.int_or("count") >= 2;
    }));
}

TEST_CASE("Written files are the county's bytes, a second writing changes nothing, and a bad folder is told") {
    std::string name = (std::filesystem::temp_directory_path() / "zj-demo-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    const std::filesystem::path folder = std::filesystem::path(name) / "opening";
    for (int time = 0; time < 2; ++time) {
        REQUIRE(write_opening(folder.string(), 1).has_value());
        CHECK(std::distance(std::filesystem::directory_iterator(folder), {}) == 7);
        for (const auto& [file, bytes] : county()) {
            CHECK(slurp(folder / file) == bytes);
        }
    }
    const auto refused = write_opening((folder / "units.csv").string(), 1);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == "file.write");
    std::filesystem::remove_all(name);
}

}  // namespace zj::demo
