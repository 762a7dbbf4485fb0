// SPDX-License-Identifier: Apache-2.0
#include "shared/codec/json.hpp"

#include <catch2/catch_test_macros.hpp>

#include "tests/support/show_result.hpp"

using namespace zj;
using namespace zj::codec;

namespace {

// "code at pointer"
std::string fault(std::string_view text, std::size_t bytes_max = limits::kBodyBytesMax) {
    const auto value = parse_json(text, bytes_max);
    return value ? "accepted " + write_json(*value) : value.error().code + " at " + value.error().where;
}
std::string nested(std::size_t depth, const char* open, const char* close, const char* inner = "") {
    std::string out;
    for (std::size_t i = 0; i < depth; ++i) {
        out += open;
    }
    out += inner;
    for (std::size_t i = 0; i < depth; ++i) {
        out += close;
    }
    return out;
}
std::string list_of(std::size_t n) {
    std::string out = "[";
    for (std::size_t i = 0; i < n; ++i) {
        out += i == 0 ? "1" : ",1";
    }
    return out + "]";
}

}  // namespace

TEST_CASE("JSON that says what we can say is read, in any spelling") {
    const auto value = parse_json(" {\"b\" : [1, true , \"\\u6d60\\n\\/\"], \"a\":{} , \"n\":-9007199254740991}\n");
    REQUIRE(value);
    CHECK(write_json(*value) == R"({"a":{},"b":[1,true,"浠\n/"],"n":-9007199254740991})");
    CHECK(parse_json("true")->boolean());
    CHECK(parse_json("\"\"")->string().empty());
    CHECK(parse_json("[]")->array().empty());
    CHECK(parse_json("9007199254740991")->integer() == kIntegerMax);
    CHECK(parse_json(R"("\ud842\udfb7")")->string() == "𠮷");
    CHECK(parse_json(R"("\u0000")")->string() == std::string(1, '\0'));
}

TEST_CASE("a member that stands twice is refused at its pointer") {
    CHECK(fault(R"({"a":1,"a":1})") == "json.duplicate at /a");
    CHECK(fault(R"({"b":1,"a":2,"b":3})") == "json.duplicate at /b");
    CHECK(fault(R"([{},{"x":{"a/b~c":1,"a/b~c":1}}])") == "json.duplicate at /1/x/a~1b~0c");
    CHECK(fault(R"({"a":1,"\u0061":2})") == "json.duplicate at /a");
    CHECK(fault(R"({"":1,"":2})") == "json.duplicate at /");
}

TEST_CASE("floats and integers beyond 2^53-1 are refused at their pointer") {
    CHECK(fault(R"({"n":1.0})") == "json.number at /n");
    CHECK(fault(R"({"n":1e2})") == "json.number at /n");
    CHECK(fault(R"({"n":[0,-0.5]})") == "json.number at /n/1");
    CHECK(fault("9007199254740992") == "json.number at ");
    CHECK(fault("-9007199254740992") == "json.number at ");
    CHECK(fault("9223372036854775808") == "json.number at ");
    CHECK(fault("18446744073709551616") == "json.number at ");
    CHECK(fault("1e9999").starts_with("json.number at "));
    for (const char* text : {"01", "+1", "0x1", "1.", ".5", "1e", "--1", "NaN", "Infinity", "-"}) {
        INFO(text);
        CHECK(fault(text).starts_with("json."));
    }
}

TEST_CASE("null is refused at its pointer") {
    CHECK(fault("null") == "json.null at ");
    CHECK(fault(R"({"a":[{"b":null}]})") == "json.null at /a/0/b");
}

TEST_CASE("nesting is allowed up to its limit and refused one deeper") {
    CHECK(parse_json(nested(limits::kJsonDepthMax, "[", "]")));
    CHECK(fault(nested(limits::kJsonDepthMax + 1, "[", "]")).starts_with("json.depth at /0/0"));
    CHECK(parse_json(nested(limits::kJsonDepthMax, R"({"a":)", "}", "1")));
    CHECK(fault(nested(limits::kJsonDepthMax + 1, R"({"a":)", "}", "1")).starts_with("json.depth at /a/a"));
    CHECK(fault(nested(100'000, "[", "]")).starts_with("json.depth"));
}

TEST_CASE("items and members are counted over the whole text") {
    CHECK(parse_json(list_of(limits::kJsonItemsMax - 1)));  // and the list itself
    CHECK(fault(list_of(limits::kJsonItemsMax)).starts_with("json.items"));
    const std::string half = list_of(limits::kJsonItemsMax / 2 - 1);
    CHECK(parse_json("[" + half.substr(0, half.size() - 3) + "]," + half + "]"));
    CHECK(fault("[" + half + "," + half + "]").starts_with("json.items"));
}

TEST_CASE("size is refused before anything is read") {
    CHECK(parse_json("[10]", 4));
    CHECK(fault("[100]", 4) == "json.size at ");
    CHECK(fault("#####", 4) == "json.size at ");
    CHECK(fault(std::string(limits::kBodyBytesMax + 1, ' ')) == "json.size at ");
}

TEST_CASE("bytes that are no UTF-8 are refused, and so are lone surrogates in escapes") {
    for (const char* text : {"\"\xff\"", "\"\xc0\xaf\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"", "\"\xe6\xb5\"",
                             "{\"\x80\":1}", "\"\xf8\x88\x80\x80\x80\"", "\"\xe0\x80\xaf\""}) {
        CHECK(fault(text) == "json.utf8 at ");
    }
    for (const char* text : {R"("\ud800")", R"("\udc00")", R"("\ud800x")", R"("\ud800\ud800")"}) {
        INFO(text);
        CHECK(fault(text).starts_with("json.syntax"));
    }
    CHECK(is_valid_utf8("浠水县 𠮷 \xf4\x8f\xbf\xbf \xed\x9f\xbf \xee\x80\x80 \x7f"));
    CHECK(is_valid_utf8(""));
    CHECK(!is_valid_utf8("\xe6\xb5"));
    CHECK(!is_valid_utf8("a\xc2"));
}

TEST_CASE("what is no single JSON text is refused") {
    for (const char* text : {"",        " ",         "{",       "}",         "[1,]", "{\"a\":1,}", "[1 2]",
                             "{'a':1}", "{a:1}",     "1 2",     "{}{}",      "{} x", "\"a",        "\"\n\"",
                             "\"\t\"",  "\"\\x41\"", "// c\n1", "/* c */ 1", "tru",  "True",       "\xef\xbb\xbf{}",
                             "[1]]"}) {
        INFO(text);
        CHECK(fault(text).starts_with("json.syntax"));
    }
    CHECK(fault(R"({"a":[1,})") == "json.syntax at /a/1");
}

TEST_CASE("canonical bytes: sorted members, no white space, shortest escapes, nothing normalised") {
    Value value;
    value.set("z", 1).set("a", true).set("Z", Array{}).set("é", "e\u0301").set("𠮷", Object{});
    CHECK(write_json(value) == "{\"Z\":[],\"a\":true,\"z\":1,\"é\":\"e\u0301\",\"𠮷\":{}}");
    CHECK(write_json(Value("\"\\/\b\f\n\r\t\x01\x1f\x7f ")) == "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f \"");
    CHECK(write_json(Value(-kIntegerMax)) == "-9007199254740991");
    CHECK(write_json(Value()) == "{}");
}

TEST_CASE("only canonical bytes pass where bytes are hashed") {
    CHECK(parse_canonical(R"({"a":[1,"x"],"b":{}})"));
    for (const char* text : {R"({"b":{},"a":1})", R"({"a": 1})", R"({"a":1} )", R"({"a":"\u0041"})", R"({"a":"\/"})",
                             R"({"a":"\u001F"})", "[-0]", R"({"\u0061":1})"}) {
        INFO(text);
        const auto read = parse_canonical(text);
        REQUIRE(!read);
        CHECK((read.error().code == "json.not_canonical" || read.error().code == "json.number"));
    }
    CHECK(parse_canonical("[100]", 4).error().code == "json.size");
}

TEST_CASE("the form for people reads back as the same value") {
    const Value value = *parse_json(R"({"a":[1,[],{}],"b":{"c":"d"}})");
    const std::string pretty = write_json_pretty(value);
    CHECK(pretty == "{\n  \"a\": [\n    1,\n    [],\n    {}\n  ],\n  \"b\": {\n    \"c\": \"d\"\n  }\n}\n");
    CHECK(*parse_json(pretty) == value);
}

TEST_CASE("lenient look-ups give the other value where there is nothing of the kind") {
    const Value value = *parse_json(R"({"s":"x","n":7,"b":true,"a":[1,2]})");
    CHECK(value.str_or("s") == "x");
    CHECK(value.str_or("n", "other") == "other");
    CHECK(value.int_or("n") == 7);
    CHECK(value.int_or("s", -1) == -1);
    CHECK(value.bool_or("b"));
    CHECK(!value.bool_or("zz"));
    CHECK(value.items("a").size() == 2);
    CHECK(value.items("s").empty());
    CHECK(value.find("zz") == nullptr);
    CHECK(Value(3).find("s") == nullptr);
}

TEST_CASE("the extent of a value is what the bounds count once it is written") {
    for (const char* text : {R"({})", R"([])", R"({"a":[1,-20,{"b":{}}],"c":"x","d":true,"e":false})",
                             R"("\u0001\u001f\"\\\b\f\n\r\t/é中")", R"([[[[]]],"",0])"}) {
        INFO(text);
        const Value value = *parse_json(text);
        CHECK(extent_of(value).bytes == write_json(value).size());
    }
    const Extent extent = extent_of(*parse_json(R"({"a":[1,[2]],"b":"x"})"));
    CHECK(extent.items == 6);
    CHECK(extent.depth == 3);
    CHECK(extent_of(*parse_json(nested(16, "[", "]"))).depth == limits::kJsonDepthMax);
    CHECK(extent_of(*parse_json(list_of(1000))).items == 1001);
}
