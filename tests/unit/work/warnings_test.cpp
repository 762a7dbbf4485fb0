// SPDX-License-Identifier: Apache-2.0
// The county's rules over what one device receives, and the steps of handling what they find.

#include "terminal/work/warnings.hpp"

#include "tests/unit/work/ground.hpp"

using namespace zj;
using namespace zj::work;
using namespace zj::work::test;

namespace {

using codec::Array;
using codec::Object;
using codec::Value;

constexpr const char* kAged = "person/mnop234567abcd234567abcd";

struct Watching : Desk {
    Watching() {
        open_books();
        deliver(
            {record(kAged, aged()), record("ledger/421125101/10", Object{{"h", 30}, {"a", 1}, {"r", 0}, {"o", 0}})});
    }
    // Sixty in 2020: due long ago.
    static Value aged() {
        return Object{{"name", "陈晨曦"},      {"id_no", "429099196003070014"},
                      {"unit", kUnit},         {"state", "active"},
                      {"status", "1"},         {"sex", "1"},
                      {"birth", "1960-03-07"}, {"quota_type", "10"},
                      {"staff_class", "none"}};
    }
    static Value another() {
        Value out = aged();
        return out.set("name", "林远舟").set("id_no", "429099196102070015").set("birth", "1961-02-07");
    }
    Array found(const WarningQuery& query) { return must(warnings(context(), query)).items("items"); }
    WarningQuery rule(const char* name) {
        WarningQuery out;
        out.rule = name;
        return out;
    }
};

}  // namespace

TEST_CASE("a device tells what the rules find in its own records, with evidence in both languages") {
    Watching desk;
    const Array found = desk.found(desk.rule("W04"));
    REQUIRE(found.size() == 2);
    CHECK(found[0].str_or("id") == "W04/" + std::string(kAged));
    CHECK(found[0].str_or("level") == "red");
    CHECK(found[0].str_or("state") == "new");
    CHECK(found[0].str_or("digest").size() == 64);
    REQUIRE_FALSE(found[0].items("evidence").empty());
    CHECK_FALSE(found[0].items("evidence")[0].str_or("zh").empty());
    CHECK_FALSE(found[0].items("evidence")[0].str_or("en").empty());
    WarningQuery other = desk.rule("W04");
    other.unit = "421125102";
    CHECK(desk.found(other).empty());
    other = desk.rule("W04");
    other.state = "verified";
    CHECK(desk.found(other).empty());
}

TEST_CASE("pages of warnings join without a gap, the worst first") {
    Watching desk;
    const Array all = desk.found({});
    REQUIRE(all.size() >= 2);
    CHECK(all[0].str_or("level") == "red");
    Array paged;
    WarningQuery page;
    page.limit = 1;
    do {
        const Value answer = must(warnings(desk.context(), page));
        REQUIRE(answer.items("items").size() == 1);
        paged.push_back(answer.items("items")[0]);
        page.after = answer.str_or("next");
    } while (!page.after.empty());
    CHECK(Value(paged) == Value(all));
    page.after = "W99/none";
    CHECK(code_of(warnings(desk.context(), page)) == "list.cursor");
}

TEST_CASE("a step is bound to the evidence that stands, and names nothing that never stood") {
    Watching desk;
    const std::string id = "W04/" + std::string(kAged);
    CHECK(code_of(handle_warning(desk.context(), {"W04/person/none", "verify", "", "", ""}, false)) == "warning.none");
    // A clerk of a unit handles no warnings.
    CHECK(code_of(handle_warning(desk.context(), {id, "verify", "", "", ""}, false)) == "B5");
    must(handle_warning(desk.context(), {id, "verify", "", "", ""}, true));
}
