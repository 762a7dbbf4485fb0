// SPDX-License-Identifier: Apache-2.0
// openapi.json, PROTOCOL.md and the routes that the session serves are one.
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "gateway/ops/service.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "tests/unit/sync/ground.hpp"

using namespace zj;
using codec::Value;

namespace {

std::string read(const std::string& path) {
    const char* root = std::getenv("ZJ_SOURCE_DIR");
    std::ifstream in((root == nullptr ? std::string(".") : std::string(root)) + "/" + path);
    REQUIRE(in);
    return {std::istreambuf_iterator<char>(in), {}};
}

const Value& openapi() {
    static const Value value = codec::parse_json(read("gateway/http/openapi.json")).value();
    return value;
}

// What a route asks for in its query: name → required.
using Query = std::map<std::string, bool>;
// "GET /v1/feed" → its query.
using Routes = std::map<std::string, Query>;

std::string upper(std::string text) {
    for (char& c : text) {
        c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    }
    return text;
}

Routes of_openapi() {
    Routes out;
    for (const auto& [path, item] : openapi().find("paths")->object()) {
        for (const auto& [method, operation] : item.object()) {
            Query& query = out[upper(method) + " " + path];
            for (const Value& parameter : operation.items("parameters")) {
                if (parameter.str_or("in") == "query") {
                    query[std::string(parameter.str_or("name"))] = parameter.bool_or("required");
                }
            }
        }
    }
    return out;
}

// "## GET /v1/feed?scope=S&after=N[&limit=M]"
Routes of_protocol() {
    static const std::map<std::string, std::string> kPlaces{
        {"ID", "{id}"}, {"SLOT", "{slot}"}, {"SHA256", "{sha256}"}, {"CHUNK", "{chunk}"}};
    Routes out;
    const std::string text = read("shared/sync/PROTOCOL.md");
    for (std::size_t at = text.find("\n## "); at != std::string::npos; at = text.find("\n## ", at + 1)) {
        const std::string line = text.substr(at + 4, text.find('\n', at + 1) - at - 4);
        const std::size_t space = line.find(" /v1/");
        if (space == std::string::npos) {
            continue;
        }
        const std::size_t mark = line.find('?');
        std::string path;
        std::string rest = line.substr(space + 2, mark == std::string::npos ? mark : mark - space - 2);
        while (!rest.empty()) {
            const std::size_t slash = rest.find('/');
            const std::string part = rest.substr(0, slash);
            path += "/" + (kPlaces.contains(part) ? kPlaces.at(part) : part);
            rest = slash == std::string::npos ? std::string() : rest.substr(slash + 1);
        }
        Query& query = out[line.substr(0, space) + " " + path];
        std::string members = mark == std::string::npos ? std::string() : line.substr(mark + 1);
        bool required = true;
        while (!members.empty()) {
            const std::size_t end = members.find_first_of("[&");
            if (const std::size_t equals = members.find('='); equals < end) {
                query[members.substr(0, equals)] = required;
            }
            required = required && !(end != std::string::npos && members[end] == '[');
            members = end == std::string::npos ? std::string() : members.substr(end + 1);
        }
    }
    return out;
}

struct Ask {
    std::string method, target;
};

// A request that reaches the route: with its path filled and its query given.
Ask ask_of(const std::string& route, const Query& query, std::string_view leave_out = {}) {
    const std::size_t space = route.find(' ');
    Ask out{route.substr(0, space), route.substr(space + 1)};
    const std::string digest(64, 'a');
    for (const auto& [place, filled] : std::map<std::string, std::string>{
             {"{id}", digest}, {"{slot}", "minutes"}, {"{sha256}", digest}, {"{chunk}", "0"}}) {
        if (const std::size_t at = out.target.find(place); at != std::string::npos) {
            out.target.replace(at, place.size(), filled);
        }
    }
    char join = '?';
    for (const auto& [name, required] : query) {
        if (name != leave_out) {
            out.target += join + name + "=" + (name == "scope" ? "public" : name == "ticket" ? digest : "0");
            join = '&';
        }
    }
    return out;
}

struct Served {
    sync::test::ToyCounty county;
    sync::test::Person clerk{1};
    Served() { county.admit(clerk, {"unit/421125101", "public"}); }
    sync::Response ask(const Ask& ask, bool as_device = true) {
        const bool bare = ask.method == "GET";
        return sync::GatewaySession(county).handle({ask.method, ask.target, bare ? "" : "x"},
                                                   as_device ? std::optional(clerk.tls.verify_key()) : std::nullopt);
    }
    bool routed(const Ask& a) {
        const sync::Response response = ask(a);
        return sync::read_error(response.body).code != "http.target";
    }
};

}  // namespace

TEST_CASE("openapi.json and PROTOCOL.md describe the same routes with the same queries") {
    const Routes protocol = of_protocol();
    CHECK(protocol.size() == 10);
    CHECK(of_openapi() == protocol);
}

TEST_CASE("the session serves every described route and no other method or path") {
    Served served;
    const Routes routes = of_openapi();
    std::set<std::string> paths{"/", "/v1", "/v1/", "/v2/hello", "/v1/hello/", "/v1/Hello", "/v1/blobs", "/v1/seal"};
    for (const auto& [route, query] : routes) {
        INFO(route);
        CHECK(served.routed(ask_of(route, query)));
        paths.insert(route.substr(route.find(' ') + 1));
    }
    for (const std::string& path : paths) {
        for (const char* method : {"GET", "POST", "PUT"}) {
            const std::string route = std::string(method) + " " + path;
            if (!routes.contains(route)) {
                INFO(route);
                CHECK_FALSE(served.routed(ask_of(route, {})));
            }
        }
    }
}

TEST_CASE("required queries are required, and unknown ones refused") {
    Served served;
    for (const auto& [route, query] : of_openapi()) {
        INFO(route);
        for (const auto& [name, required] : query) {
            if (required) {
                INFO(name);
                CHECK_FALSE(served.routed(ask_of(route, query, name)));
            }
        }
        Query more = query;
        more["zz"] = false;
        CHECK_FALSE(served.routed(ask_of(route, more)));
    }
}

TEST_CASE("without a device's certificate only enrolment is reached, as the description says") {
    Served served;
    for (const auto& [path, item] : openapi().find("paths")->object()) {
        for (const auto& [method, operation] : item.object()) {
            const std::string route = upper(method) + " " + path;
            INFO(route);
            const Value* security = operation.find("security");
            const bool open = security != nullptr && security->array().empty();
            CHECK(open == (path == "/v1/enrol"));
            if (path != "/v1/hello") {  // whose body would be read first
                const int status = served.ask(ask_of(route, of_openapi().at(route)), false).status;
                CHECK((status == 401) == !open);
            }
        }
    }
}

TEST_CASE("answers are of the type that the description names, and its statuses are the protocol's") {
    const std::string protocol = read("shared/sync/PROTOCOL.md");
    for (const auto& [path, item] : openapi().find("paths")->object()) {
        for (const auto& [method, operation] : item.object()) {
            const std::string route = upper(method) + " " + path;
            INFO(route);
            const Ask ask = ask_of(route, of_openapi().at(route));
            const Value& content = *operation.find("responses")->find("200")->find("content");
            REQUIRE(content.object().size() == 1);
            CHECK(ops::content_type({ask.method, ask.target, {}}, {200, "{}"}) == content.object().begin()->first);
            CHECK(ops::content_type({ask.method, ask.target, {}}, {503, "{}"}) == "application/json");
            for (const auto& [status, response] : operation.find("responses")->object()) {
                INFO(status);
                CHECK((status == "200" || protocol.find("\n| " + status) != std::string::npos));
            }
        }
    }
}
