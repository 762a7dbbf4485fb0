// SPDX-License-Identifier: Apache-2.0
// Every request that two readers could read in two ways is refused; the same bytes in any pieces give the same verdict.
#include "gateway/http/gate.hpp"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "gateway/http/server.hpp"

using namespace zj;
using http::Head;
using http::look;
using http::Verdict;

namespace {

std::string lines(std::initializer_list<std::string> all) {
    std::string out;
    for (const std::string& line : all) {
        out += line + "\r\n";
    }
    return out + "\r\n";
}

std::string get(std::initializer_list<std::string> headers) {
    std::string out = "GET /v1/checkpoint?from=0 HTTP/1.1\r\nHost: a:1\r\n";
    for (const std::string& header : headers) {
        out += header + "\r\n";
    }
    return out + "\r\n";
}

std::string post(std::initializer_list<std::string> headers) {
    std::string out = "POST /v1/changes HTTP/1.1\r\nHost: a:1\r\n";
    for (const std::string& header : headers) {
        out += header + "\r\n";
    }
    return out + "\r\n";
}

struct Case {
    const char* name;
    std::string bytes;
    int status;
};

const std::vector<Case>& refused() {
    static const std::vector<Case> all{
        // versions
        {"HTTP/1.0", lines({"GET / HTTP/1.0", "Host: a"}), 505},
        {"HTTP/1.0 with chunked", lines({"POST / HTTP/1.0", "Host: a", "Transfer-Encoding: chunked"}), 505},
        {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
        {"version in lower case", lines({"GET / http/1.1", "Host: a"}), 505},
        {"version 1.1 with a tail", lines({"GET / HTTP/1.10", "Host: a"}), 505},
        {"no version", lines({"GET /", "Host: a"}), 400},
        // transfer codings
        {"chunked", post({"Transfer-Encoding: chunked"}), 400},
        {"chunked with a length", post({"Content-Length: 5", "Transfer-Encoding: chunked"}), 400},
        {"a length after gzip", post({"Transfer-Encoding: gzip", "Content-Length: 5"}), 400},
        {"gzip alone", post({"Transfer-Encoding: gzip"}), 400},
        {"chunked, identity", post({"Transfer-Encoding: chunked, identity", "Content-Length: 5"}), 400},
        {"xchunked", post({"Transfer-Encoding: xchunked", "Content-Length: 5"}), 400},
        {"odd case", post({"tRANSFER-eNCODING: Chunked"}), 400},
        {"an empty one", post({"Transfer-Encoding:", "Content-Length: 0"}), 400},
        {"identity on a GET", get({"Transfer-Encoding: identity"}), 400},
        {"space before the colon", post({"Transfer-Encoding : chunked", "Content-Length: 0"}), 400},
        {"TE", get({"TE: trailers"}), 400},
        {"Trailer", get({"Trailer: X"}), 400},
        {"Upgrade", get({"Connection: upgrade", "Upgrade: h2c"}), 400},
        {"Expect", post({"Content-Length: 5", "Expect: 100-continue"}), 417},
        // lengths
        {"no length on POST", post({}), 411},
        {"two equal lengths", post({"Content-Length: 5", "Content-Length: 5"}), 400},
        {"two different lengths", post({"Content-Length: 5", "Content-Length: 6"}), 400},
        {"5, 5", post({"Content-Length: 5, 5"}), 400},
        {"5,5", post({"Content-Length: 5,5"}), 400},
        {"+5", post({"Content-Length: +5"}), 400},
        {"-5", post({"Content-Length: -5"}), 400},
        {"0x5", post({"Content-Length: 0x5"}), 400},
        {"5 5", post({"Content-Length: 5 5"}), 400},
        {"05", post({"Content-Length: 05"}), 400},
        {"5.0", post({"Content-Length: 5.0"}), 400},
        {"5;", post({"Content-Length: 5;"}), 400},
        {"empty", post({"Content-Length:"}), 400},
        {"blank", post({"Content-Length:  "}), 400},
        {"beyond 64 bits", post({"Content-Length: 18446744073709551621"}), 400},
        {"beyond the cap by one", post({"Content-Length: " + std::to_string(http::kBodyBytesMax + 1)}), 413},
        {"odd case twice", post({"content-length: 5", "CONTENT-LENGTH: 5"}), 400},
        // hosts
        {"no Host", lines({"GET / HTTP/1.1"}), 400},
        {"two Hosts", get({"Host: b"}), 400},
        {"two equal Hosts", get({"Host: a:1"}), 400},
        {"empty Host", lines({"GET / HTTP/1.1", "Host:"}), 400},
        {"Host with a space", lines({"GET / HTTP/1.1", "Host: a b"}), 400},
        // lines
        {"folded line", get({"X-A: 1", " 2"}), 400},
        {"folded with a tab", get({"X-A: 1", "\t2"}), 400},
        {"folded length", post({"Content-Length:", " 5"}), 400},
        {"fold before any header", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400},
        {"bare LF", "GET / HTTP/1.1\nHost: a\n\n", 400},
        {"bare LF in a header", "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n", 400},
        {"LF LF at the end", "GET / HTTP/1.1\r\nHost: a\r\n\n", 400},
        {"bare CR", "GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n", 400},
        {"CR CR LF", "GET / HTTP/1.1\r\nHost: a\r\r\n\r\n", 400},
        {"NUL in a value", std::string("GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n", 30), 400},
        {"byte above ASCII", "GET / HTTP/1.1\r\nHost: \xc3\xa4\r\n\r\n", 400},
        {"empty line first", "\r\n" + get({}), 400},
        {"nothing but an end", "\r\n\r\n", 400},
        {"header without a colon", get({"X-A"}), 400},
        {"header without a name", get({": a"}), 400},
        {"header name with a space", get({"X A: b"}), 400},
        {"header name in brackets", get({"(X): b"}), 400},
        // methods and targets
        {"HEAD", lines({"HEAD / HTTP/1.1", "Host: a"}), 405},
        {"DELETE", lines({"DELETE / HTTP/1.1", "Host: a"}), 405},
        {"CONNECT", lines({"CONNECT a:1 HTTP/1.1", "Host: a"}), 405},
        {"method in lower case", lines({"get / HTTP/1.1", "Host: a"}), 405},
        {"two spaces", lines({"GET  / HTTP/1.1", "Host: a"}), 400},
        {"space in the target", lines({"GET /a b HTTP/1.1", "Host: a"}), 400},
        {"tab in the request line", lines({"GET\t/ HTTP/1.1", "Host: a"}), 400},
        {"tab in the target", lines({"GET /a\tb HTTP/1.1", "Host: a"}), 400},
        {"leading space", lines({" GET / HTTP/1.1", "Host: a"}), 400},
        {"trailing space", lines({"GET / HTTP/1.1 ", "Host: a"}), 400},
        {"absolute target", lines({"GET http://a/ HTTP/1.1", "Host: a"}), 400},
        {"star", lines({"GET * HTTP/1.1", "Host: a"}), 400},
        {"fragment", lines({"GET /a#b HTTP/1.1", "Host: a"}), 400},
        {"empty target", lines({"GET  HTTP/1.1", "Host: a"}), 400},
        {"target over the cap", lines({"GET /" + std::string(http::kTargetBytesMax, 'a') + " HTTP/1.1", "Host: a"}),
         414},
        // caps
        {"head over the cap", get({"X: " + std::string(http::kHeadBytesMax, 'a')}), 431},
        {"head without an end", "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(http::kHeadBytesMax, 'a'), 431},
        {"connection of another kind", get({"Connection: close, TE"}), 400},
    };
    return all;
}

std::string with_headers(std::size_t count) {
    std::string out = "GET / HTTP/1.1\r\nHost: a\r\n";
    for (std::size_t i = 1; i < count; ++i) {
        out += "X" + std::to_string(i) + ": b\r\n";
    }
    return out + "\r\n";
}

// Byte by byte; the verdict that came first, which must be that of all the bytes.
Verdict drip(const std::string& bytes) {
    for (std::size_t size = 0; size <= bytes.size(); ++size) {
        Verdict verdict = look(std::string_view(bytes).substr(0, size));
        if (verdict.kind != Verdict::more) {
            return verdict;
        }
    }
    return {};
}

}  // namespace

TEST_CASE("every ambiguous request is refused with its status") {
    for (const Case& one : refused()) {
        INFO(one.name);
        const Verdict verdict = look(one.bytes);
        CHECK(verdict.kind == Verdict::refused);
        CHECK(verdict.status == one.status);
        CHECK_FALSE(verdict.why.empty());
    }
}

TEST_CASE("bytes that come one by one are refused as they are in one piece") {
    for (const Case& one : refused()) {
        INFO(one.name);
        const Verdict verdict = drip(one.bytes);
        CHECK(verdict.kind == Verdict::refused);
        CHECK(verdict.status == one.status);
    }
}

TEST_CASE("requests of our own are let pass, and Beast reads them alike") {
    const std::string body = "12345";
    const struct {
        std::string bytes;
        Head expected;
    } good[] = {
        {get({}), {"GET", "/v1/checkpoint?from=0", 0, false}},
        {get({"Connection: close"}), {"GET", "/v1/checkpoint?from=0", 0, true}},
        {get({"connection: Keep-Alive", "X-A:", "X-B: \t c d \t"}), {"GET", "/v1/checkpoint?from=0", 0, false}},
        {get({"Content-Length: 0"}), {"GET", "/v1/checkpoint?from=0", 0, false}},
        {post({"Content-Length: 5", "Content-Type: application/x-ndjson"}) + body, {"POST", "/v1/changes", 5, false}},
        {post({"CONTENT-length:\t5 "}) + body, {"POST", "/v1/changes", 5, false}},
        {post({"Content-Length: " + std::to_string(http::kBodyBytesMax)}),
         {"POST", "/v1/changes", http::kBodyBytesMax, false}},
        {lines({"PUT /" + std::string(http::kTargetBytesMax - 1, 'a') + " HTTP/1.1", "Host: a", "Content-Length: 0"}),
         {"PUT", "/" + std::string(http::kTargetBytesMax - 1, 'a'), 0, false}},
        {with_headers(http::kHeadersMax), {"GET", "/", 0, false}},
    };
    for (const auto& one : good) {
        INFO(one.bytes.substr(0, 200));
        for (const Verdict& verdict : {look(one.bytes), drip(one.bytes)}) {
            REQUIRE(verdict.kind == Verdict::head);
            CHECK(verdict.request.method == one.expected.method);
            CHECK(verdict.request.target == one.expected.target);
            CHECK(verdict.request.body_bytes == one.expected.body_bytes);
            CHECK(verdict.request.close == one.expected.close);
            CHECK(verdict.head_bytes == one.bytes.find("\r\n\r\n") + 4);
            CHECK(http::beast_agrees(one.bytes.substr(0, verdict.head_bytes), verdict.request));
        }
    }
}

TEST_CASE("what is behind a head is not looked at") {
    const std::string head = post({"Content-Length: 3"});
    for (const std::string_view behind : {std::string_view("\n\n\n"), std::string_view("\0\r\x80", 3)}) {
        const Verdict verdict = look(head + std::string(behind));
        CHECK(verdict.kind == Verdict::head);
        CHECK(verdict.head_bytes == head.size());
    }
}

TEST_CASE("a head may have as many headers and bytes as the caps say, and not one more") {
    CHECK(look(with_headers(http::kHeadersMax)).kind == Verdict::head);
    CHECK(look(with_headers(http::kHeadersMax + 1)).status == 431);
    const std::string shell = get({"X: "});
    const std::string full = get({"X: " + std::string(http::kHeadBytesMax - shell.size(), 'a')});
    REQUIRE(full.size() == http::kHeadBytesMax);
    CHECK(look(full).kind == Verdict::head);
    CHECK(look(get({"X: " + std::string(http::kHeadBytesMax - shell.size() + 1, 'a')})).status == 431);
}

TEST_CASE("Beast itself takes what the gate refuses, which is why there is a gate") {
    const Head head{"POST", "/v1/changes", 5, false};
    CHECK(http::beast_agrees(post({"Content-Length: 5, 5"}), head));
    CHECK(http::beast_agrees("POST /v1/changes HTTP/1.1\r\nHost: a\r\nHost: b\r\nContent-Length: 5\r\n\r\n", head));
    CHECK(http::beast_agrees("POST /v1/changes HTTP/1.1\r\nContent-Length: 5\r\n\r\n", head));
    // And its reading is compared: any difference is noticed.
    const std::string good = post({"Content-Length: 5"});
    CHECK(http::beast_agrees(good, head));
    CHECK_FALSE(http::beast_agrees(good, {"PUT", "/v1/changes", 5, false}));
    CHECK_FALSE(http::beast_agrees(good, {"POST", "/v1/change", 5, false}));
    CHECK_FALSE(http::beast_agrees(good, {"POST", "/v1/changes", 6, false}));
    CHECK_FALSE(http::beast_agrees(good, {"POST", "/v1/changes", 5, true}));
    CHECK_FALSE(http::beast_agrees(good + "x", head));
    CHECK_FALSE(http::beast_agrees(post({"Transfer-Encoding: chunked"}), head));
}
