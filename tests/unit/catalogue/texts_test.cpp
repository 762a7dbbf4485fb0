// SPDX-License-Identifier: Apache-2.0
#include "assets/texts.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include <catch2/catch_test_macros.hpp>

#include "assets/assets.hpp"

using namespace zj;

namespace {

bool has_chinese(const std::string& text) {
    for (const char c : text) {
        if (static_cast<unsigned char>(c) >= 0xE4) {
            return true;
        }
    }
    return false;
}

// More than marks, digits and places to fill.
bool has_letters(const std::string& text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

std::string read(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("both languages have the same keys, and no text is left in the other language") {
    using texts::Lang;
    CHECK(texts::error_codes(Lang::zh) == texts::error_codes(Lang::en));
    CHECK(texts::term_keys(Lang::zh) == texts::term_keys(Lang::en));
    for (const std::string& code : texts::error_codes(Lang::zh)) {
        INFO(code);
        const Error error = fail(code);
        const auto zh = texts::explain(error, Lang::zh), en = texts::explain(error, Lang::en);
        CHECK((has_chinese(zh.what) && has_chinese(zh.todo)));
        CHECK((!en.what.empty() && !en.means.empty() && !en.todo.empty()));
        CHECK(!has_chinese(en.todo.find("浠") != std::string::npos ? std::string() : en.what + en.means + en.todo));
    }
    for (const std::string& key : texts::term_keys(Lang::en)) {
        INFO(key);
        // What the county writes on its papers stands in Chinese in an English sentence, in brackets of its own.
        const std::string en = texts::term(key, Lang::en), zh = texts::term(key, Lang::zh);
        CHECK((!has_chinese(en) || en.find("〔") != std::string::npos));
        CHECK((has_chinese(zh) || !has_letters(zh)));
    }
}

TEST_CASE("texts take arguments and place, and an unknown code shows itself") {
    using texts::Lang;
    const auto range = texts::explain(fail("form.range", "/fields/count", {}, {"1", "99"}), Lang::en);
    CHECK(range.what == "The number is out of range (/fields/count): from 1 to 99.");
    CHECK(texts::explain(fail("form.range", "/x"), Lang::en).what == "The number is out of range (/x): from … to ….");
    CHECK(texts::explain(fail("bundle.never_heard", "x"), Lang::en).what.find("bundle.never_heard") !=
          std::string::npos);
    const auto unknown = texts::explain(fail("zz9", "place", "the detail"), Lang::zh);
    CHECK(unknown.what.find("zz9") != std::string::npos);
    CHECK(unknown.means.find("the detail") != std::string::npos);
    CHECK(!texts::has_explanation("zz9"));
    CHECK(texts::for_people(fail("passphrase.wrong")).find("Wrong passphrase") >
          texts::for_people(fail("passphrase.wrong")).find("口令不对"));
    CHECK(texts::term("case.in_review", Lang::zh) == "审核中");
    CHECK(texts::term("no.such", Lang::zh) == "no.such");
    CHECK(texts::lang_from("en_GB.UTF-8") == Lang::en);
    CHECK(texts::lang_from("zh_CN") == Lang::zh);
    CHECK(texts::lang_from("") == Lang::zh);
}

TEST_CASE("every error code of the sources is explained") {
    const char* root = std::getenv("ZJ_SOURCE_DIR");
    if (root == nullptr) {
        SKIP("run by ctest");
    }
    const std::regex made(
        R"re(\b(?:fail|fault|add|refuse|usage_error)\((?:[a-z_]+,\s*)?"([a-z0-9_]+\.(?!csv")[a-z0-9_]+|vault_busy|[A-Z][0-9]{1,2})")re");
    std::size_t seen = 0;
    for (const char* top : {"shared", "terminal", "gateway", "assets"}) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(std::filesystem::path(root) / top)) {
            if (entry.path().extension() != ".cpp") {
                continue;
            }
            const std::string source = read(entry.path());
            for (std::sregex_iterator at(source.begin(), source.end(), made), end; at != end; ++at) {
                ++seen;
                INFO(entry.path().string() << ": " << (*at)[1].str());
                CHECK(texts::has_explanation((*at)[1].str()));
            }
        }
    }
    CHECK(seen > 20);
}

TEST_CASE("every code that the judge may give is explained") {
    const char* root = std::getenv("ZJ_SOURCE_DIR");
    const std::filesystem::path list = std::filesystem::path(root == nullptr ? "" : root) / "shared/model/CODES.md";
    if (root == nullptr || !std::filesystem::exists(list)) {
        SKIP("no list of codes");
    }
    const std::string text = read(list);
    const std::regex code(R"(\b([DBCGQ][0-9]{1,2})\b)");
    std::set<std::string> codes;
    for (std::sregex_iterator at(text.begin(), text.end(), code), end; at != end; ++at) {
        codes.insert((*at)[1].str());
    }
    CHECK(codes.size() > 10);
    for (const std::string& one : codes) {
        INFO(one);
        CHECK(texts::has_explanation(one));
    }
}

TEST_CASE("every act that somebody may have to confirm, or waits for a line, has its name") {
    const char* root = std::getenv("ZJ_SOURCE_DIR");
    const std::filesystem::path list = std::filesystem::path(root == nullptr ? "" : root) / "shared/model/INTENTS.md";
    if (root == nullptr || !std::filesystem::exists(list)) {
        SKIP("no list of intents");
    }
    const std::string text = read(list);
    const std::regex row(R"(\n\| ([a-z]+(?:\.[a-z]+)?) \| )");
    std::size_t seen = 0;
    for (std::sregex_iterator at(text.begin(), text.end(), row), end; at != end; ++at) {
        const std::string key = "home.act." + (*at)[1].str();
        if (key == "home.act.do") {  // the head of the table
            continue;
        }
        ++seen;
        INFO(key);
        CHECK(texts::term(key, texts::Lang::zh) != key);
        CHECK(texts::term(key, texts::Lang::en) != key);
    }
    CHECK(seen > 40);
}
