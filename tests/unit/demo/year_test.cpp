// SPDX-License-Identifier: Apache-2.0
// The shortest year of the demonstration county, played by the code of a real one: what the log has of it.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>

#include "gateway/demo/year.hpp"
#include "gateway/ops/folder.hpp"
#include "gateway/ops/init.hpp"
#include "gateway/ops/report.hpp"
#include "shared/codec/json.hpp"
#include "shared/log/entry.hpp"
#include "tests/unit/store/folder.hpp"

namespace zj::demo {
namespace {

using codec::Value;

// What a peaceful year rightly lacks. Everything else that the rules know is to happen in it.
const std::set<std::string> kLacking{
    "device.freeze",  // a terminal that signed two different change sets of one number, with both as evidence
};

struct Played {
    store::Folder temp;
    SimulatedClock clock;
    SeededRandom random{11};
    Value told;
    std::unique_ptr<county::County> county;
    ops::CountyFacts facts;

    explicit Played(Date until) : clock(start_of(until)) {
        ops::Founding founding;
        founding.folder = temp.file("county");
        founding.county = "421125";
        founding.name = "浠水县";
        founding.address = "127.0.0.1:8443";
        founding.demo = true;
        founding.demo_until = until;
        founding.year_cases = kYearCasesMin;
        founding.cost = {8, 1};  // tests do not pay for the real one
        auto made = ops::init(founding, clock, random);
        INFO((made ? std::string() : to_string(made.error())));
        REQUIRE(made.has_value());
        told = std::move(*made);
        county = *ops::open_county(founding.folder, 1, clock, random);
        facts = *ops::read_facts(founding.folder);
    }
};

// One year for all of them.
Played& played() {
    static Played year(date_from({2026, 11, 1}));
    return year;
}

bool took_effect(const county::StoredEntry& stored) {
    const auto entry = log::parse_entry(stored.entry);
    REQUIRE(entry.has_value());
    const bool good = entry->verdict == log::Verdict::applied || entry->verdict == log::Verdict::merged;
    return good && entry->kind == log::EntryKind::change;
}

// "doc.void" → how often it took effect, by the log itself.
std::map<std::string, int> intents_of(county::County& county) {
    std::map<std::string, int> out;
    const auto read = county.each_entry(1, county.size() + 1, [&](const county::StoredEntry& stored) -> Result<> {
        if (!took_effect(stored)) {
            return {};
        }
        const auto bodies = codec::parse_json(stored.bodies);
        REQUIRE(bodies.has_value());
        for (const Value& one : bodies->array()) {
            const auto intent = codec::parse_json(one.str_or("body"));
            REQUIRE(intent.has_value());
            ++out[std::string(intent->str_or("do"))];
        }
        return {};
    });
    REQUIRE(read.has_value());
    return out;
}

// The table of the rules, as role_matrix_test.cpp reads it, and the two that the judge calls by itself.
std::set<std::string> intents_of_rules(const std::string& root) {
    std::ifstream in(root + "/shared/model/rules/1/run.cpp", std::ios::binary);
    const std::string source{std::istreambuf_iterator<char>(in), {}};
    const std::regex kind(R"RE(\{"([a-z]+(?:\.[a-z]+)?)", [a-z_]+\})RE");
    std::set<std::string> out{"identity.enrol", "identity.join"};
    for (std::sregex_iterator at(source.begin(), source.end(), kind), end; at != end; ++at) {
        out.insert((*at)[1].str());
    }
    REQUIRE(out.size() >= 40);
    return out;
}

}  // namespace

TEST_CASE("the shortest year walks every intent of the rules but those that a peaceful one lacks") {
    const char* root = std::getenv("ZJ_SOURCE_DIR");
    if (root == nullptr) {
        SKIP("ZJ_SOURCE_DIR is not set");
    }
    const std::map<std::string, int> walked = intents_of(*played().county);
    for (const std::string& intent : intents_of_rules(root)) {
        INFO(intent);
        CHECK(walked.contains(intent) != kLacking.contains(intent));
    }
}

TEST_CASE("of the shortest year too, what was planted is found by its rule and nothing else is, and invariants hold") {
    const auto report = ops::report(*played().county, played().facts, {.on = date_from({2026, 11, 1})});
    REQUIRE(report.has_value());
    std::vector<std::string> found, planted;
    for (const Value& one : report->find("warnings")->items("items")) {
        if (one.str_or("rule") != "W04" || one.str_or("level") == "red") {  // who retires soon: of the calendar
            found.push_back(std::string(one.str_or("rule")) + " " + std::string(one.str_or("unit")));
        }
    }
    for (const Value& one : played().told.find("year")->items("planted")) {
        for (const Value& rule : one.items("rules")) {
            planted.push_back(rule.string() + " " + std::string(one.str_or("unit")));
        }
    }
    std::ranges::sort(found);
    std::ranges::sort(planted);
    CHECK(found == planted);
    for (const Value& one : report->items("invariants")) {
        INFO("invariant " << one.int_or("n"));
        CHECK(one.bool_or("holds") == one.bool_or("checked"));
    }
}

TEST_CASE("a year that opens in a holiday longer than a founder's ticket begins all the same") {
    const Played year(date_from({2026, 10, 1}));
    CHECK(year.told.find("year")->int_or("cases") > 0);
}

}  // namespace zj::demo
