// SPDX-License-Identifier: Apache-2.0
// Search as a person does it: what is found is what has the words, in their order, and nothing that is typed breaks it.
#include "terminal/work/search.hpp"

#include "shared/codec/json.hpp"
#include "terminal/work/forms.hpp"
#include "tests/unit/work/ground.hpp"

using namespace zj;
using namespace zj::work;
using namespace zj::work::test;
using codec::Object;
using codec::Value;

namespace {

Value search_for(Desk& desk, const std::string& words, const std::string& kind = {}, std::size_t limit = 50,
                 const std::string& after = {}) {
    return must(search(desk.context(), {words, kind, limit, after}));
}
std::vector<std::string> keys(const Value& answer) {
    std::vector<std::string> out;
    for (const Value& one : answer.items("items")) {
        out.emplace_back(one.str_or("key"));
    }
    return out;
}
using Keys = std::vector<std::string>;

void people(Desk& desk) {
    desk.open_books();
    const auto person = [&](const char* id, const char* name, const char* id_no) {
        return desk.record(std::string("person/") + id,
                           Object{{"name", name}, {"id_no", id_no}, {"unit", kUnit}, {"state", "active"}});
    };
    desk.deliver({person("a", "田小满", "42909919700101001X"), person("b", "满小田", "429099197001020012"),
                  person("c", "单雄信", "429099197001030013")});
    desk.deliver({desk.record("doc/x", Object{{"title", "关于调整机构设置的通知"},
                                              {"doc_no", "浠编发〔2026〕17号"},
                                              {"received_on", "2026-11-20"},
                                              {"secrecy", "1"},
                                              {"pages", 12}})});
}

}  // namespace

TEST_CASE("records are found by name, pinyin, number, 文号, unit and content") {
    Desk desk;
    people(desk);
    for (const char* words : {"田小满", "txm", "tianxiaoman", "42909919700101001x", "001X", "田小满 421125101"}) {
        INFO(words);
        CHECK(keys(search_for(desk, words)) == Keys{"person/a"});
    }
    CHECK(keys(search_for(desk, "shanxiongxin")) == Keys{"person/c"});
    CHECK(keys(search_for(desk, "浠编发[2026] 17 号")) == Keys{"doc/x"});
    CHECK(keys(search_for(desk, "机构设置")) == Keys{"doc/x"});
    CHECK(keys(search_for(desk, "2026年11月20日")) == Keys{"doc/x"});
    CHECK(keys(search_for(desk, "2026-11-20 12页 内部")) == Keys{"doc/x"});
    CHECK(keys(search_for(desk, "2026-11-20 公开")).empty());
    CHECK(keys(search_for(desk, "巴河镇")) == Keys{"unit/421125101"});
    CHECK(keys(search_for(desk, "bahezhen", "unit")) == Keys{"unit/421125101"});
    CHECK(keys(search_for(desk, "巴河镇", "person")).empty());
    const Value hit = search_for(desk, "田小满").items("items").front();
    CHECK(hit.str_or("title") == "田小满");
    CHECK(hit.str_or("unit_name") == "浠水县巴河镇人民政府");
    CHECK(codec::write_json(hit).find("42909919700101001X") == std::string::npos);
}

TEST_CASE("an own submission is found before the county knows it") {
    Desk desk;
    desk.open_books();
    const Folder folder;
    const Value form = use_form(folder);
    FormFaults faults;
    must(submit(desk.context(), {codec::write_json(form), folder.path.string(), false}, faults));
    const Value answer = search_for(desk, "综合执法中心");
    REQUIRE(answer.items("items").size() == 1);
    CHECK(answer.items("items").front().bool_or("local"));
    CHECK(answer.items("items").front().str_or("kind") == "case");
    CHECK(search_for(desk, "综合执法中心", "person").items("items").empty());
}

TEST_CASE("pages follow each other, and candidates that are none are passed over within a bound") {
    Desk desk;
    desk.open_books();
    for (std::size_t i = 0; i < kCandidatesMax + 50; i += 50) {
        std::vector<log::Record> some;
        for (std::size_t k = i; k < i + 50; ++k) {
            some.push_back(desk.record("doc/d" + std::to_string(10'000 + k), Object{{"title", "甲乙，乙丙"}}));
        }
        some.push_back(desk.record("doc/e" + std::to_string(i), Object{{"title", "甲乙"}}));
        desk.deliver(std::move(some));
    }
    const Value none = search_for(desk, "甲乙丙");
    CHECK(none.items("items").empty());
    CHECK(none.bool_or("cut"));
    const Value rest = search_for(desk, "甲乙丙", {}, 50, std::string(none.str_or("next")));
    CHECK(!rest.bool_or("cut"));
    CHECK(rest.str_or("next").empty());
    std::size_t found = 0;
    for (std::string after = "-"; !after.empty();) {
        const Value page = search_for(desk, "甲乙", {}, 300, after == "-" ? std::string() : after);
        found += page.items("items").size();
        after = page.str_or("next");
    }
    CHECK(found == kCandidatesMax + 50 + (kCandidatesMax + 50) / 50);
}

TEST_CASE("nothing that is typed is an operator or breaks the search") {
    Desk desk;
    people(desk);
    const auto code = [&](const std::string& words, const std::string& kind = {}, const std::string& after = {}) {
        return code_of(search(desk.context(), {words, kind, 50, after}));
    };
    for (const char* words : {"\"田小满", "田小满\" OR \"满小田", "田小满 NOT 小满", "NEAR(田小满)", "words:田小满",
                              "田小满*", "^田小满", "'; DROP TABLE record; --", "{田 小满}:", "田\\小满", "%", "_"}) {
        INFO(words);
        const std::string told = code(words);
        CHECK((told.empty() || told == "search.empty"));
    }
    CHECK(keys(search_for(desk, "田小满 OR 单雄信")).empty());  // OR is a word like any other
    CHECK(code(std::string(10'000, '"')) == "search.long");
    CHECK(code(std::string(1, '\0')) == "search.empty");
    CHECK(code("\xC3") == "search.utf8");
    CHECK(code("田", "pay") == "search.kind");
    CHECK(code("田", {}, "x") == "search.after");
    CHECK(code("田", {}, "-1") == "search.after");
}

TEST_CASE("an older vault's index is made by the first search, and a stop keeps what was made") {
    Desk desk;
    desk.open_books();
    std::vector<log::Record> some;
    for (int i = 0; i < 1'200; ++i) {
        some.push_back(desk.record("person/p" + std::to_string(i), Object{{"name", "李四"}}));
    }
    desk.deliver(std::move(some));
    REQUIRE(desk.vault->forget_texts().has_value());
    Context context = desk.context();
    std::vector<std::uint64_t> told;
    context.progress = [&](const Progress& at) {
        told.push_back(at.done);
        desk.stop = told.size() == 2;
    };
    const Value stopped = must(search(context, {"李四", {}, 50, {}}));
    CHECK(!stopped.bool_or("complete"));
    CHECK(stopped.items("items").size() == 50);
    desk.stop = false;
    const Value whole = must(search(context, {"lisi", {}, 1'000, {}}));
    CHECK(whole.bool_or("complete"));
    CHECK(told == std::vector<std::uint64_t>{0, 500, 0});
}
