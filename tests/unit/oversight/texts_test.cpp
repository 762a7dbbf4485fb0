// SPDX-License-Identifier: Apache-2.0
// What the sources name is in the data: texts of rules and evidence, and policies with the values that stand for them
// under a catalogue that does not have them yet.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include <catch2/catch_test_macros.hpp>

#include "assets/texts.hpp"
#include "tests/unit/oversight/books.hpp"

using namespace zj;

namespace {

std::string sources() {
    const char* root = std::getenv("ZJ_SOURCE_DIR");
    if (root == nullptr) {
        SKIP("run by ctest");
    }
    std::string out;
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(root) / "shared/oversight")) {
        if (entry.path().extension() == ".cpp") {
            std::ifstream in(entry.path(), std::ios::binary);
            out.append(std::istreambuf_iterator<char>(in), {});
        }
    }
    return out;
}

std::set<std::string> named(const std::string& source, const std::string& pattern) {
    const std::regex shape(pattern);
    std::set<std::string> out;
    for (std::sregex_iterator at(source.begin(), source.end(), shape), end; at != end; ++at) {
        out.insert((*at)[1].str());
    }
    return out;
}

}  // namespace

TEST_CASE("every text of an evidence is there, and none that no rule names") {
    const std::set<std::string> used = named(sources(), R"re("(evidence\.[A-Za-z0-9._]+)")re");
    CHECK(used.size() > 30);
    std::set<std::string> there;
    for (const std::string& key : texts::term_keys(texts::Lang::zh)) {
        if (key.starts_with("evidence.")) {
            there.insert(key);
        }
    }
    CHECK(used == there);
}

TEST_CASE("every rule has a name, and so have levels and states") {
    const std::set<std::string> rules = named(sources(), R"re("(W[0-9]{2})")re");
    CHECK(rules.size() == 24);
    std::set<std::string> keys;
    for (const std::string& rule : rules) {
        keys.insert("warning." + rule);
    }
    for (const auto level : {oversight::Level::notice, oversight::Level::yellow, oversight::Level::red}) {
        keys.insert("warning.level." + std::string(oversight::level_name(level)));
    }
    using oversight::Handled;
    for (const auto handled :
         {Handled::fresh, Handled::verified, Handled::rectifying, Handled::closed, Handled::dismissed}) {
        keys.insert("warning.state." + std::string(oversight::handled_name(handled)));
    }
    for (const std::string& key : keys) {
        INFO(key);
        CHECK(texts::term(key, texts::Lang::en) != key);
        CHECK(texts::term(key, texts::Lang::zh) != key);
    }
}

TEST_CASE("what stands for a policy that an older catalogue lacks is what the shipped one says") {
    const std::string source = sources();
    const std::regex call(R"re((?:policy|policy_or)\((?:catalogue_?, )?"([a-z_]+)",\s*([0-9]+)\))re");
    std::size_t seen = 0;
    const auto catalogue = test::shipped_catalogue();
    for (std::sregex_iterator at(source.begin(), source.end(), call), end; at != end; ++at) {
        ++seen;
        INFO((*at)[1].str());
        CHECK(catalogue->policy().int_or((*at)[1].str(), -1) == std::stoll((*at)[2].str()));
    }
    CHECK(seen >= 30);
}

TEST_CASE("codes, units and fields of an evidence are shown by their names") {
    test::Books books;
    const oversight::Evidence evidence{
        "person/p",
        "evidence.ledger",
        {"code:quota:10", "unit:" + test::kTown, "field:edu", "12", "code:quota:99", "unit:x"}};
    CHECK(oversight::shown_args(evidence, books.index, *books.catalogue, true) ==
          std::vector<std::string>{"行政编制", "浠水县巴河镇人民政府", "学历", "12", "99", "x"});
    CHECK(oversight::shown_args(evidence, books.index, *books.catalogue, false)[0] == "Administrative");
}

TEST_CASE("the evidence of a finding is told in both languages, each fact beside what the output calls its record") {
    test::Books books;
    oversight::Finding finding;
    finding.evidence = {{"ledger/u/10", "evidence.ledger", {"code:quota:10", "5", "6", "0"}},
                        {"idno/x", "evidence.ledger", {"code:quota:10", "5", "6", "0"}}};
    const codec::Array told = oversight::shown_evidence(finding, books.index, *books.catalogue,
                                                        [](const std::string& record) { return "of " + record; });
    REQUIRE(told.size() == 2);
    CHECK(told[0].str_or("record") == "of ledger/u/10");
    CHECK(told[1].str_or("record") == "of idno/x");
    CHECK(told[0].str_or("zh").find("行政编制") != std::string::npos);
    CHECK(told[0].str_or("en").find("Administrative") != std::string::npos);
}
