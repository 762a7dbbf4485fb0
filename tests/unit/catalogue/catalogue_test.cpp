// SPDX-License-Identifier: Apache-2.0
#include "shared/model/catalogue.hpp"

#include <algorithm>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "assets/assets.hpp"
#include "shared/codec/json.hpp"
#include "shared/model/catalogue_assemble.hpp"

using namespace zj;
using namespace zj::model;
using codec::Value;

namespace {

std::string text() {
    auto assembled = assemble_catalogue(assets::all());
    INFO((assembled ? std::string() : to_string(assembled.error())));
    REQUIRE(assembled.has_value());
    return *assembled;
}

Value value() {
    return *codec::parse_json(text(), limits::kCatalogueBytesMax);
}

std::string fault_of(const Value& broken) {
    const auto loaded = Catalogue::from(broken);
    return loaded ? "" : loaded.error().code;
}

}  // namespace

TEST_CASE("the shipped catalogue loads, fits its limit and is the same from files in any order") {
    const std::string once = text();
    CHECK(once.size() < 200'000);
    auto files = assets::all();
    std::reverse(files.begin(), files.end());
    CHECK(*assemble_catalogue(files) == once);
    const auto catalogue = Catalogue::load(once);
    REQUIRE(catalogue.has_value());
    std::vector<std::string> codes;
    for (const Matter& matter : (*catalogue)->matters()) {
        codes.push_back(matter.code);
        CHECK(matter.layers.size() >= 3);
        CHECK(!matter.fields.empty());
        CHECK(!matter.summary_zh.empty());
        CHECK(matter.open);
        CHECK(matter.flow == (matter.code == "PLAN" || matter.code == "SETUP"));
        CHECK((*catalogue)->role_scope(matter.confirm_role) == "unit");
    }
    CHECK(codes == std::vector<std::string>{"ORG", "USE", "IN", "OUT", "MOVE", "MOD", "PLAN", "SETUP"});
    CHECK(catalogue.value()->codes("ethnic")->size() == 56);
    CHECK(catalogue.value()->code("exit", "09")->std_code == "98");
    CHECK(catalogue.value()->code("quota", "20")->label.zh == "事业编制");
    CHECK(catalogue.value()->code("quota", "99") == nullptr);
    CHECK(catalogue.value()->list_label("quota")->en == "Quota type");
}

TEST_CASE("a list that somebody must choose from has an item for what fits nowhere") {
    const auto c = *Catalogue::load(text());
    const std::pair<const char*, const char*> others[] = {
        {"rank", "99"},  {"nature", "9"},       {"category", "99"}, {"system", "99"},     {"inst_class", "9"},
        {"quota", "90"}, {"post_kind", "9"},    {"level", "999"},   {"rank_level", "99"}, {"edu", "90"},
        {"entry", "99"}, {"post_grade", "999"}, {"exit", "99"}};
    for (const auto& [list, other] : others) {
        INFO(list);
        CHECK(c->code(list, other) != nullptr);
    }
}

TEST_CASE("policy, roles and scopes answer by name") {
    const auto c = *Catalogue::load(text());
    CHECK(c->policy_int("grant_valid_months") == 6);
    CHECK(c->policy_int("confirm_term_days") == 7);
    CHECK(c->late_stops("MOVE"));
    CHECK_FALSE(c->late_stops("OUT"));
    CHECK_FALSE(c->late_stops("MOD"));
    CHECK(c->role_scope("unit_clerk") == "unit");
    CHECK(c->role_scope("ob_head") == "office");
    CHECK(c->role_scope("nobody").empty());
    CHECK(c->role_business("ob_clerk"));
    CHECK(!c->role_business("sysadmin"));
    CHECK(c->scopes().items("case").size() == 1);
    // domain.md 3.2-7
    CHECK(c->quota_allowed("1", "09", "20"));   // a town has 事业编制
    CHECK(!c->quota_allowed("1", "01", "20"));  // a department has not
    CHECK(c->quota_allowed("1", "01", "11"));
    CHECK(c->quota_allowed("5", "08", "21"));
    CHECK(!c->quota_allowed("5", "08", "10"));
}

TEST_CASE("the calendar knows weekends, holidays and make-up days") {
    const auto c = *Catalogue::load(text());
    const auto workday = [&](const char* day) {
        return c->is_workday(*parse_date(day));
    };
    CHECK(workday("2026-11-23"));
    CHECK(!workday("2026-11-22"));
    CHECK(!workday("2026-10-01"));
    CHECK(workday("2026-10-10"));  // a Saturday made up for
    CHECK(!workday("2026-02-17"));
    CHECK(workday("2024-02-18"));
}

TEST_CASE("conditions compare absent, boolean, listed and changed values") {
    const auto c = *Catalogue::load(text());
    const auto steps = [&](const char* matter, const char* fields) {
        std::string out;
        for (const Layer* layer : c->matter(matter)->layers_for(*codec::parse_json(fields))) {
            out += layer->role + " ";
        }
        return out;
    };
    CHECK(steps("USE", R"({"source_scope":"open"})") == "ob_clerk ob_section ob_deputy ob_head ");
    CHECK(steps("USE", R"({"source_scope":"out"})") == "ob_clerk ob_section ob_deputy ob_head commission ");
    CHECK(steps("USE", R"({"source_scope":"in","off_plan":true})") ==
          "ob_clerk ob_section ob_deputy ob_head commission ");
    CHECK(steps("MOD", R"({"changes":[{"field":"school","new":"x"}]})") == "ob_clerk ob_section ");
    CHECK(steps("MOD", R"({"changes":[{"field":"school","new":"x"},{"field":"birth","new":"x"}]})") ==
          "ob_clerk ob_section ob_deputy ");
    CHECK(steps("ORG", R"({"change_kind":"basic"})") == "ob_clerk ob_section ");
    CHECK(steps("ORG", R"({"basis_doc":"浠编发〔2026〕1号"})") == "ob_clerk ob_section ob_deputy ob_head ");
    const auto slots = [&](const char* fields) {
        return c->matter("USE")->required_slots(*codec::parse_json(fields)).size();
    };
    CHECK(slots(R"({"entry_mode":"03"})") == 3);
    CHECK(slots(R"({"entry_mode":"09"})") == 4);
    CHECK(slots(R"({"entry_mode":"07","person_id_no":"429099199003070012"})") == 5);
    CHECK(Condition{}.holds(Value()));
}

TEST_CASE("a broken catalogue is refused with the place of the fault") {
    const auto broken = [](auto&& change) {
        Value v = value();
        change(v.object());
        return fault_of(v);
    };
    CHECK(broken([](codec::Object&) {}) == "");
    CHECK(broken([](codec::Object& v) { v["extra"] = 1; }) == "json.unknown");
    CHECK(broken([](codec::Object& v) { v.erase("roles"); }) == "json.missing");
    CHECK(broken([](codec::Object& v) { v["matters"].array()[1].set("limit_half_days", 0); }) == "json.range");
    CHECK(broken([](codec::Object& v) { v["matters"].array()[1].set("code", "ORG"); }) == "catalogue.duplicate");
    CHECK(broken([](codec::Object& v) { v["matters"].array()[1].set("confirm_role", "king"); }) == "catalogue.role");
    CHECK(broken([](codec::Object& v) {
              v["matters"].array()[1].object()["layers"].array()[1].set("role", "supervisor");
          }) == "catalogue.role");
    const auto field = [](codec::Object& v) -> Value& {
        return v["matters"].array()[1].object()["fields"].array()[0];
    };
    CHECK(broken([&](codec::Object& v) { field(v).set("list", "nowhere"); }) == "catalogue.list");
    CHECK(broken([&](codec::Object& v) { field(v).object().erase("en"); }) == "json.missing");
    CHECK(broken([&](codec::Object& v) { field(v).set("zh", ""); }) == "json.length");
    CHECK(broken([&](codec::Object& v) { field(v).set("type", "colour"); }) == "catalogue.type");
    CHECK(broken([&](codec::Object& v) { field(v).set("section", "nowhere"); }) == "catalogue.section");
    CHECK(broken([&](codec::Object& v) { field(v).set("colour", "red"); }) == "json.unknown");
    CHECK(broken([&](codec::Object& v) { field(v).set("required", codec::Array{}); }) == "catalogue.condition");
    CHECK(broken([](codec::Object& v) { v["codes"].array()[0].object()["items"].array()[1].set("code", "01"); }) ==
          "catalogue.duplicate");
    CHECK(broken([](codec::Object& v) { v["scopes"].set("case", codec::Array{"everyone"}); }) == "catalogue.scope");
    CHECK(broken([](codec::Object& v) { v["policy"].set("x", 1); }) == "json.type");
    CHECK(broken([](codec::Object& v) {
              v["policy"].set("late_unit_stops", codec::Object{{"matters", codec::Array{"USES"}}, {"reason", "x"}});
          }) == "catalogue.rule");
    CHECK(broken([](codec::Object& v) { v["quota_by_nature"].array()[0].set("types", codec::Array{"77"}); }) ==
          "catalogue.code");
    CHECK(broken([](codec::Object& v) { v["calendar"].set("workdays", codec::Array{"2026-02-30"}); }) != "");

    const auto choice = [](codec::Object& v) -> Value& {
        return v["matters"].array()[1].object()["rules"].array()[1];  // of USE
    };
    CHECK(broken([&](codec::Object& v) { choice(v).object().erase("when"); }) == "json.missing");
    CHECK(broken([&](codec::Object& v) { choice(v).set("any_of", codec::Array{"moon"}); }) == "catalogue.code");
    CHECK(broken([&](codec::Object& v) { choice(v).set("any_of", codec::Array{}); }) == "catalogue.rule");
    CHECK(broken([&](codec::Object& v) { choice(v).set("rule", "no_space"); }) == "json.unknown");

    const auto chain = [](codec::Object& v) -> codec::Array& {
        return v["chain"].object()["entry"].array();
    };
    CHECK(broken([](codec::Object& v) { v.erase("chain"); }) == "json.missing");
    CHECK(broken([&](codec::Object& v) { chain(v).pop_back(); }) == "catalogue.chain");
    CHECK(broken([&](codec::Object& v) { std::swap(chain(v)[3], chain(v)[4]); }) == "json.range");
    CHECK(broken([&](codec::Object& v) { chain(v)[3].set("key", "gift"); }) == "catalogue.chain");
    CHECK(broken([&](codec::Object& v) { chain(v)[3].set("key", "fund"); }) == "catalogue.chain");  // twice
    const auto change_places = [&](codec::Object& v, std::size_t a, std::size_t b) {
        std::swap(chain(v)[a], chain(v)[b]);
        chain(v)[a].set("n", static_cast<std::int64_t>(a + 1));
        chain(v)[b].set("n", static_cast<std::int64_t>(b + 1));
    };
    CHECK(broken([&](codec::Object& v) { change_places(v, 0, 4); }) == "catalogue.chain");  // begins with the office
    CHECK(broken([&](codec::Object& v) { change_places(v, 1, 2); }) == "catalogue.chain");  // nobody is hired yet
    CHECK(broken([&](codec::Object& v) { change_places(v, 2, 4); }) != "catalogue.chain");
    CHECK(broken([&](codec::Object& v) { chain(v)[3].set("owner", "bank"); }) == "catalogue.chain");
    CHECK(broken([&](codec::Object& v) { chain(v)[3].set("record", codec::Array{"colour"}); }) == "catalogue.chain");
    CHECK(broken([&](codec::Object& v) { chain(v)[3].set("colour", "red"); }) == "json.unknown");
    const auto file = [](codec::Object& v) -> Value& {
        return v["archive"].object()["matters"].array()[1];
    };
    CHECK(broken([](codec::Object& v) { v["archive"].set("fonds", "j021"); }) == "catalogue.archive");
    CHECK(broken([&](codec::Object& v) { file(v).set("retention", "D"); }) == "catalogue.archive");
    CHECK(broken([&](codec::Object& v) { file(v).set("retention", "D123"); }) == "catalogue.archive");
    CHECK(broken([&](codec::Object& v) { file(v).set("class", ""); }) == "json.length");
    CHECK(broken([&](codec::Object& v) { file(v).set("matter", "ORG"); }) == "catalogue.duplicate");
    CHECK(broken([&](codec::Object& v) { file(v).set("matter", "USES"); }) == "catalogue.archive");  // USE has none
    CHECK(broken([&](codec::Object& v) {
              file(v).object()["papers"].array()[0].set("results", codec::Array{"lapsed"});
          }) == "catalogue.archive");

    Value v = value();
    v.object()["matters"].array()[1].object()["fields"].array()[2].set("list", "nowhere");
    CHECK(Catalogue::from(v).error().where == "/matters/1/fields/2/list");
    CHECK(assemble_catalogue({}).error().code == "catalogue.file");
    auto files = assets::all();
    files.emplace_back("matters/EXTRA.json", "{}");
    CHECK(assemble_catalogue(files).error().where == "matters/EXTRA.json");
}

TEST_CASE("the catalogue names the stages of both chains and how the files of each matter are kept") {
    const auto c = *Catalogue::from(value());
    CHECK(c->chain().entry.last() == 5);
    CHECK(c->chain().entry.stage("pay")->n == 4);
    CHECK(c->chain().entry.stage(2)->owner == "hire");
    CHECK(c->chain().exit.stage("fund_cut")->owner == "fin");
    CHECK(c->chain().exit.stage(4) == nullptr);
    CHECK(c->chain().exit.stage(0) == nullptr);
    CHECK(c->chain().exit.stage("pay") == nullptr);
    for (const Matter& matter : c->matters()) {
        CHECK(c->archive().of(matter.code) != nullptr);
    }
    CHECK(c->archive().of("NONE") == nullptr);
    CHECK(c->archive().number(*c->archive().of("USE"), 2026, 7) == "J021-WS·2026-D30-YB-0007");
    CHECK(c->archive().number(*c->archive().of("SETUP"), 2026, 12345) == "J021-WS·2026-Y-LS-12345");
}
