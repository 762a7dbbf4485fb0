// SPDX-License-Identifier: Apache-2.0
// Acts that a line says whole: what they sign, and what they go by.

#include "terminal/work/short_acts.hpp"

#include <algorithm>

#include "shared/codec/json.hpp"
#include "terminal/work/acts.hpp"
#include "terminal/work/cases.hpp"
#include "tests/unit/work/ground.hpp"

using namespace zj;
using namespace zj::work;
using namespace zj::work::test;

namespace {

using codec::Array;
using codec::Object;
using codec::Value;

constexpr const char* kCase = "case/abcd234567abcd234567abcd";
constexpr const char* kAsked = "consent/qrst234567abcd234567abcd";
constexpr const char* kPerson = "person/mnop234567abcd234567abcd";

// A device at which one person holds the roles of the unit and of the office's section, so that the judge foretells
// all.
struct Acting : Desk {
    Acting() {
        open_books();
        const Array roles{"unit_clerk", "unit_head", "ob_section"};
        deliver({record("identity/person-1",
                        Object{{"name", "田小满"}, {"unit", kUnit}, {"roles", roles}, {"state", "live"}}, 2),
                 record(kCase, Object{{"matter", "USE"},
                                      {"unit", kUnit},
                                      {"state", "received"},
                                      {"step", "first_review"},
                                      {"thread", Array{}},
                                      {"urges", Array{}},
                                      {"trail", Array{}}}),
                 record(kAsked, Object{{"case", "case/zzzz234567abcd234567abcd"},
                                       {"kind", "endorse"},
                                       {"unit", kUnit},
                                       {"about", Object{}},
                                       {"state", "asked"}}),
                 record(kPerson, Object{{"name", "陈晨曦"},
                                        {"unit", kUnit},
                                        {"state", "active"},
                                        {"sex", "1"},
                                        {"birth", "1969-03-02"},
                                        {"quota_type", "20"},
                                        {"post_kind", "2"},
                                        {"staff_class", "none"}})});
    }
    Value signed_last() { return vault->outbox().back().intents.at(0); }
    std::vector<std::string> based_on() {
        std::vector<std::string> out;
        const Value intent = signed_last();
        const Value* base = intent.find("base");
        for (const auto& [key, versions] : base != nullptr && base->is_object() ? base->object() : Object{}) {
            out.push_back(key);
        }
        return out;
    }
};

}  // namespace

TEST_CASE("a unit answers what another's case asks, by the question, a start of it, or the case that asks") {
    Acting desk;
    for (const char* reference : {kAsked, "qrst", "qrst234567abcd234567abcd", "case/zzzz234567abcd234567abcd"}) {
        CHECK(must(consent(desk.context(), reference, "give", "", true)).str_or("do") == "case.consent");
    }
    must(consent(desk.context(), "qrst", "refuse", "编制已满", false));
    CHECK(desk.signed_last().str_or("act") == "refuse");
    CHECK(desk.signed_last().str_or("reason") == "编制已满");
    CHECK(desk.based_on() == std::vector<std::string>{kAsked});
    CHECK(code_of(consent(desk.context(), "qrs", "give", "", true)) == "consent.none");  // too short to name anything
    desk.deliver({desk.record("consent/qrst999999abcd234567abcd", Object{{"unit", kUnit}, {"state", "asked"}})});
    CHECK(code_of(consent(desk.context(), "qrst", "give", "", true)) == "consent.several");
    ListQuery asked;
    asked.what = "consents";
    asked.state = "asked";
    CHECK(must(list(desk.context(), asked)).items("items").size() == 2);
}

TEST_CASE("a transfer's consent names the person whom it lets go") {
    Acting desk;
    desk.deliver({desk.record(kAsked,
                              Object{{"case", "case/zzzz234567abcd234567abcd"},
                                     {"kind", "consent"},
                                     {"unit", kUnit},
                                     {"about", Object{{"person", kPerson}}},
                                     {"state", "asked"}},
                              2)});
    must(consent(desk.context(), "qrst", "refuse", "不同意", false));
    CHECK(desk.based_on() == std::vector<std::string>{kAsked, kPerson});
}

TEST_CASE("a word and a call for haste need no more than the case") {
    Acting desk;
    must(message(desk.context(), "abcd", "请问何时办结？", false));
    CHECK(desk.signed_last().str_or("text") == "请问何时办结？");
    must(urge(desk.context(), "abcd", false));
    CHECK(desk.signed_last().str_or("do") == "case.urge");
    CHECK(desk.based_on().empty());
    CHECK(code_of(urge(desk.context(), "none", false)) == "case.none");
}

TEST_CASE("what the judge would refuse whatever others do is told and not signed") {
    Acting desk;
    const std::size_t before = desk.vault->outbox().size();
    CHECK(code_of(reverse_case(desk.context(), "abcd", "误办", "浠编办函[2026]31号", false)) ==
          "B5");  // no office device
    CHECK(desk.vault->outbox().size() == before);
}

TEST_CASE("a grant or plan line is taken back by its key, for which there is no case") {
    Acting desk;
    for (const char* key : {"plan/421125101/2026-2", "grant/abcd"}) {
        const auto shown = must(reverse_case(desk.context(), key, "期初错录", "浠编办函[2026]32号", true));
        CHECK(shown.str_or("do") == "opening.reverse");
    }
    CHECK(must(reverse_case(desk.context(), "abcd", "误办", "浠编办函[2026]31号", true)).str_or("do") ==
          "case.reverse");
}

TEST_CASE("somebody's choice of when to retire is months or a date with its paper, never both") {
    Acting desk;
    CHECK(code_of(retire(desk.context(), {"陈晨曦", 0, "", ""}, false)) == "retire.what");
    CHECK(code_of(retire(desk.context(), {"陈晨曦", 3, "2029-01-01", "浠组干〔2026〕9号"}, false)) == "retire.what");
    CHECK(code_of(retire(desk.context(), {"陈晨曦", 0, "2029-01-01", ""}, false)) == "retire.what");
    CHECK(code_of(retire(desk.context(), {"无此人", 3, "", ""}, false)) == "person.none");
    must(retire(desk.context(), {"陈晨曦", 12, "", ""}, false));
    CHECK(desk.signed_last().int_or("flex") == 12);
    CHECK(desk.based_on() == std::vector<std::string>{kPerson});
    must(retire(desk.context(), {"mnop", 0, "2029-01-01", "浠组干[2026]9号"}, false));
    CHECK(desk.signed_last().str_or("doc_no") == "浠组干〔2026〕9号");
    desk.deliver({desk.record("person/uvwx234567abcd234567abcd", Object{{"name", "陈晨曦"}, {"state", "active"}})});
    CHECK(code_of(retire(desk.context(), {"陈晨曦", 12, "", ""}, true)) == "person.several");
}

TEST_CASE("who confirms an act of two sees all of it first, ID numbers masked") {
    Acting desk;
    const Value body = Object{{"person", kPerson}, {"retire_override", "2199-12-31"}, {"doc_no", "429099199903070018"}};
    desk.deliver({desk.record("pending/efgh234567abcd234567abcd", Object{{"act", "person.retire"},
                                                                         {"by", "identity/person-2"},
                                                                         {"needs", Array{"ob_section"}},
                                                                         {"state", "open"},
                                                                         {"body", body}})});
    ListQuery open;
    open.what = "pending";
    const Value line = must(list(desk.context(), open)).items("items").at(0);
    CHECK(line.find("body")->str_or("retire_override") == "2199-12-31");
    const Value whole = must(show_record(desk.context(), "pending/efgh234567abcd234567abcd"));
    CHECK(whole.find("record")->find("body")->str_or("retire_override") == "2199-12-31");
    CHECK(codec::write_json(line).find("19990307") == std::string::npos);
    CHECK(codec::write_json(whole).find("19990307") == std::string::npos);
}

TEST_CASE("who confirms that an opening grant is taken back sees which") {
    Acting desk;
    desk.deliver({desk.record("grant/mnop", Object{{"grant_no", "浠编用〔2026〕1号"}, {"state", "open"}}),
                  desk.record("pending/qrst234567abcd234567abcd",
                              Object{{"act", "opening.reverse"},
                                     {"by", "identity/person-2"},
                                     {"needs", Array{"ob_head"}},
                                     {"state", "open"},
                                     {"body", Object{{"of", "grant/mnop"}, {"reason", "期初错录"}}}})});
    ListQuery open;
    open.what = "pending";
    const Value line = must(list(desk.context(), open)).items("items").at(0);
    CHECK(line.str_or("about") == "浠编用〔2026〕1号 (grant/mnop)");
}

TEST_CASE("an act of two that only others see is taken back by its author, who finds it in the outbox") {
    Acting desk;
    must(retire(desk.context(), {"陈晨曦", 12, "", ""}, false));
    // The entry comes back without the proposal, which the office alone sees.
    desk.deliver({desk.record("unit/421125101", desk.vault->record("unit/421125101")->value, 2)},
                 desk.vault->outbox().back().id);
    ListQuery sent;
    sent.what = "outbox";
    const Array lines = must(list(desk.context(), sent)).items("items");
    const auto retiring =
        std::find_if(lines.begin(), lines.end(), [](const Value& line) { return line.find("proposes") != nullptr; });
    REQUIRE(retiring != lines.end());
    const std::string key = retiring->items("proposes").at(0).string();
    CHECK(key.starts_with("pending/"));
    must(cancel(desk.context(), {key}));
    CHECK(desk.signed_last().str_or("do") == "cancel");
    CHECK(desk.signed_last().str_or("pending") == key);
    CHECK(code_of(cancel(desk.context(), {"pending/none234567abcd234567abcd"})) == "pending.none");
}

TEST_CASE("where somebody works, a roster and somebody outside the quota are said in a line") {
    Acting desk;
    must(place(desk.context(), "mnop", "", "2026-11-01", false));
    CHECK(desk.signed_last().str_or("do") == "person.place");
    CHECK(desk.based_on() == std::vector<std::string>{kPerson});
    constexpr const char* kRetired = "person/wxyz234567abcd234567abcd";
    desk.deliver(
        {desk.record(kRetired, Object{{"name", "方退休"}, {"unit", kUnit}, {"state", "retired"}, {"status", "3"}})});
    must(roster(desk.context(), {"方退休", "none", "2026-11-01", "died", "", ""}, false));
    CHECK(desk.signed_last().str_or("status", "-") == "");
    CHECK(desk.based_on() == std::vector<std::string>{kRetired});
    must(outside(desk.context(),
                 {"郑临时", "429099199003070012", "办公室", "保洁员", "2026-11-01", "浠政办函[2026]6号"}, false));
    CHECK(desk.signed_last().str_or("doc_no") == "浠政办函〔2026〕6号");
    CHECK(desk.based_on() == std::vector<std::string>{"unit/" + std::string(kUnit)});
}
