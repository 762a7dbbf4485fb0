// SPDX-License-Identifier: Apache-2.0
#include "shared/codec/reader.hpp"

#include <catch2/catch_test_macros.hpp>

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "tests/support/show_result.hpp"

using namespace zj;
using namespace zj::codec;

namespace {

template <class Read>
std::string fault(const char* text, Read&& read, const char* pointer = "") {
    const Value value = *parse_json(text);
    Reader reader(value, pointer);
    read(reader);
    const auto end = reader.finish();
    return end ? "none" : end.error().code + " at " + end.error().where;
}

}  // namespace

TEST_CASE("every kind of member is read") {
    const Hash hash{{1, 2, 3}};
    Value value = *parse_json(R"({"b":true,"n":-3,"s":"浠水","c":"two","d":"AQI=","t":"2026-11-23T15:04:05.678+08:00",
        "o":{"x":1},"a":[1,2],"l":["p","q"],"v":[[]]})");
    value.set("h", base64(hash));
    Reader r(value);
    CHECK(r.boolean("b"));
    CHECK(r.integer("n", -3, 3) == -3);
    CHECK(r.string("s", 6, 6) == "浠水");
    CHECK(r.choice("c", {"one", "two"}) == "two");
    CHECK(r.base64("d", 2) == Bytes{1, 2});
    CHECK(r.hash("h") == hash);
    CHECK(r.time("t").ms == 1795417445678);
    CHECK(r.object("o").int_or("x") == 1);
    CHECK(r.array("a", 2).size() == 2);
    CHECK(r.strings("l", 2, 1) == std::vector<std::string>{"p", "q"});
    CHECK(r.any("v").is_array());
    CHECK(r.ok());
    CHECK(r.finish());
}

TEST_CASE("optional members may be absent, and are held to the same bounds where present") {
    const Value value = *parse_json(R"({"n":3})");
    Reader r(value);
    CHECK(r.integer_if("n", 0, 9) == 3);
    CHECK(!r.integer_if("m", 0, 9));
    CHECK(!r.string_if("s", 3));
    CHECK(r.object_if("o") == nullptr);
    CHECK(r.array_if("a", 1) == nullptr);
    CHECK(r.boolean_if("b", true));
    CHECK(!r.has("b"));
    CHECK(r.finish());
    CHECK(fault(R"({"n":10})", [](Reader& x) { x.integer_if("n", 0, 9); }) == "json.range at /n");
    CHECK(fault(R"({"s":"abcd"})", [](Reader& x) { x.string_if("s", 3); }) == "json.length at /s");
    CHECK(fault(R"({"o":1})", [](Reader& x) { x.object_if("o"); }) == "json.type at /o");
    CHECK(fault(R"({"a":[1,2]})", [](Reader& x) { x.array_if("a", 1); }) == "json.length at /a");
    CHECK(fault(R"({"b":"x"})", [](Reader& x) { x.boolean_if("b", true); }) == "json.type at /b");
}

TEST_CASE("each fault has its code and its pointer") {
    CHECK(fault("{}", [](Reader& r) { r.boolean("b"); }) == "json.missing at /b");
    CHECK(fault("{}", [](Reader& r) { r.any("b"); }) == "json.missing at /b");
    CHECK(fault(R"({"b":1})", [](Reader& r) { r.boolean("b"); }) == "json.type at /b");
    CHECK(fault(R"({"n":"1"})", [](Reader& r) { r.integer("n", 0, 9); }) == "json.type at /n");
    CHECK(fault(R"({"n":-1})", [](Reader& r) { r.integer("n", 0, 9); }) == "json.range at /n");
    CHECK(fault(R"({"n":10})", [](Reader& r) { r.integer("n", 0, 9); }) == "json.range at /n");
    CHECK(fault(R"({"s":1})", [](Reader& r) { r.string("s", 9); }) == "json.type at /s");
    CHECK(fault(R"({"s":"abc"})", [](Reader& r) { r.string("s", 2); }) == "json.length at /s");
    CHECK(fault(R"({"s":""})", [](Reader& r) { r.string("s", 2, 1); }) == "json.length at /s");
    CHECK(fault(R"({"c":"three"})", [](Reader& r) { r.choice("c", {"one", "two"}); }) == "json.choice at /c");
    CHECK(fault(R"({"d":"AQ"})", [](Reader& r) { r.base64("d", 9); }) == "json.base64 at /d");
    CHECK(fault(R"({"d":"AQI="})", [](Reader& r) { r.base64("d", 1); }) == "json.length at /d");
    CHECK(fault(R"({"d":"AQIDBAUG"})", [](Reader& r) { r.base64("d", 3); }) == "json.length at /d");
    CHECK(fault(R"({"h":"AQI="})", [](Reader& r) { r.hash("h"); }) == "json.length at /h");
    CHECK(fault(R"({"t":"now"})", [](Reader& r) { r.time("t"); }) == "json.time at /t");
    CHECK(fault(R"({"o":[]})", [](Reader& r) { r.object("o"); }) == "json.type at /o");
    CHECK(fault(R"({"a":{}})", [](Reader& r) { r.array("a", 1); }) == "json.type at /a");
    CHECK(fault(R"({"a":[1,2]})", [](Reader& r) { r.array("a", 1); }) == "json.length at /a");
    CHECK(fault(R"({"l":["x",1]})", [](Reader& r) { r.strings("l", 3, 3); }) == "json.type at /l");
    CHECK(fault(R"({"l":["xxxx"]})", [](Reader& r) { r.strings("l", 3, 3); }) == "json.length at /l");
    CHECK(fault("[]", [](Reader&) {}) == "json.type at ");
    CHECK(fault("3", [](Reader& r) { r.string("s", 1); }, "/up") == "json.type at /up");
}

TEST_CASE("a member that nobody asked for is refused") {
    CHECK(fault(R"({"a":1,"b":2})", [](Reader& r) { r.integer("a", 0, 9); }) == "json.unknown at /b");
    CHECK(fault(R"({"a":1})", [](Reader& r) { (void)r.has("a"); }) == "json.unknown at /a");
    CHECK(fault("{}", [](Reader&) {}) == "none");
}

TEST_CASE("the first fault wins, and what follows it reads as empty") {
    const Value value = *parse_json(R"({"n":99,"s":"abc","d":"??"})");
    Reader r(value, "/here");
    CHECK(r.integer("n", 0, 9) == 0);
    CHECK(!r.ok());
    CHECK(r.base64("d", 9).empty());
    CHECK(r.string("missing", 3).empty());
    r.fault("s", "own.code");
    CHECK(r.finish().error().code == "json.range");
    CHECK(r.finish().error().where == "/here/n");
}

TEST_CASE("pointers are escaped as RFC 6901 says") {
    CHECK(fault(R"({"a/b~c":"x"})", [](Reader& r) { r.integer("a/b~c", 0, 1); }, "/p") == "json.type at /p/a~1b~0c");
    CHECK(fault(R"({"x":1})", [](Reader& r) { r.fault("x", "own.code", "why"); }, "/p") == "own.code at /p/x");
}
