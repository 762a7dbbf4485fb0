// SPDX-License-Identifier: Apache-2.0
// The chain of the four departments at the desk of one: what a closing says, and on what it is signed.

#include "terminal/work/chain.hpp"

#include "tests/unit/work/ground.hpp"

using namespace zj;
using namespace zj::work;
using namespace zj::work::test;

namespace {

using codec::Array;
using codec::Object;
using codec::Value;

constexpr const char* kGrant = "grant/gabc234567abcd234567abcd";
constexpr const char* kExit = "case/eabc234567abcd234567abcd";

// A device that shows a grant and an exit. Its scope is the unit's: nobody closes a department's stage here.
struct Department : Desk {
    Department() {
        open_books();
        const Value person = Object{{"name", "陈晨曦"}, {"id_no", "429099199903070018"}};
        const auto stage = [](std::int64_t n, const char* state) {
            return Object{{"stage", n}, {"state", state}};
        };
        const auto of_exit = [&](std::int64_t n, const char* state) {
            Object out = stage(n, state);
            out["chain"] = "exit";
            out["case"] = kExit;
            return out;
        };
        deliver(
            {record(
                 "identity/person-1",
                 Object{{"name", "田小满"}, {"unit", kUnit}, {"roles", Array{"org", "hr", "fin"}}, {"state", "live"}},
                 2),
             record(kGrant, Object{{"grant_no", "浠编通〔2026〕1号"}, {"unit", kUnit}, {"state", "open"}}),
             record("stage/gabc234567abcd234567abcd/2", stage(2, "open")),
             record("stage/gabc234567abcd234567abcd/4", stage(4, "open")),
             record("stage/gabc234567abcd234567abcd/5", stage(5, "open")),
             record("stage/eabc234567abcd234567abcd/1", of_exit(1, "closed")),
             record("stage/eabc234567abcd234567abcd/2", of_exit(2, "open"))});
    }
    std::string fault_of(const char* reference, const StageClosing& closing) {
        return code_of(stage_intent(context(), reference, closing));
    }
};

StageClosing hiring() {
    return {2, "浠人社聘[2026]8号", "2026-11-20", {"陈晨曦:429099199903070018"}, "", ""};
}

}  // namespace

TEST_CASE("the stages of a grant go by its key, a start of its id or its number; those of an exit by the case") {
    Department desk;
    for (const char* reference : {kGrant, "gabc", "浠编通〔2026〕1号"}) {
        CHECK(must(chain(desk.context(), reference)).items("stages").size() == 3);
    }
    for (const char* reference : {kExit, "eabc"}) {
        const Value shown = must(chain(desk.context(), reference));
        CHECK(shown.items("stages").size() == 2);
        CHECK(shown.str_or("case") == kExit);
    }
    CHECK(code_of(chain(desk.context(), "gab")) == "grant.none");  // too short to name anything
    desk.deliver({desk.record("grant/gabc999999abcd234567abcd", Object{{"state", "open"}})});
    CHECK(code_of(chain(desk.context(), "gabc")) == "grant.several");
}

TEST_CASE("what a stage asks for is said whole before anything is signed") {
    Department desk;
    const std::size_t before = desk.vault->outbox().size();
    StageClosing wrong = hiring();
    wrong.persons = {"陈晨曦:429099199903070017"};
    CHECK(desk.fault_of("gabc", wrong) == "chain.person");
    wrong.persons = {};
    CHECK(desk.fault_of("gabc", wrong) == "chain.person");
    wrong = hiring();
    wrong.doc_date = "yesterday";
    CHECK(desk.fault_of("gabc", wrong) == "chain.document");
    wrong = hiring();
    wrong.stage = 3;  // by its case
    CHECK(desk.fault_of("gabc", wrong) == "chain.stage");
    CHECK(desk.fault_of("none", hiring()) == "grant.none");
    StageClosing pay = hiring();
    pay.stage = 4;
    for (const char* person :
         {"陈晨曦:429099199903070018", "陈晨曦:429099199903070018:管理八级:许多:2026-12",
          "陈晨曦:429099199903070018:管理八级:5200:2026-13", ":429099199903070018:管理八级:5200:2026-12"}) {
        INFO(person);
        pay.persons = {person};
        CHECK(desk.fault_of("gabc", pay) == "chain.person");
    }
    CHECK(desk.fault_of("gabc", {5, "", "", {}, "421125101", ""}) == "chain.member");
    CHECK(code_of(close_stage(desk.context(), "gabc", hiring())) == "B5");  // the judge's word, before it is signed
    CHECK(desk.vault->outbox().size() == before);
}

TEST_CASE("each department's closing says what its stage asks for, on what it was shown") {
    Department desk;
    struct Closing {
        const char* reference;
        StageClosing said;
        std::vector<std::string> bases;
    };
    const std::string grant = "stage/gabc234567abcd234567abcd/", exit = "stage/eabc234567abcd234567abcd/";
    const std::vector<Closing> all{
        {"gabc", hiring(), {kGrant}},
        {"gabc",
         {4, "浠人社薪〔2026〕9号", "2026-12-01", {"陈晨曦:429099199903070018:管理八级:5,200.50:2026年12月"}, "", ""},
         {kGrant}},
        {"gabc", {5, "", "", {}, "421125101", "2026-12"}, {kGrant, grant + "5"}},
        {"eabc", {2, "", "", {}, "", "2026-12"}, {exit + "2"}}};
    for (const Closing& one : all) {
        INFO(one.reference << " " << one.said.stage);
        const Value intent = must(stage_intent(desk.context(), one.reference, one.said));
        CHECK(intent.int_or("stage") == one.said.stage);
        std::vector<std::string> bases;
        for (const auto& [key, versions] : intent.find("base")->object()) {
            bases.push_back(key);
        }
        CHECK(bases == one.bases);
        const Value& record = *intent.find("record");
        if (one.said.stage == 4) {
            CHECK(record.items("persons")[0].int_or("amount") == 520'050);
            CHECK(record.items("persons")[0].str_or("from_month") == "2026-12");
        } else if (one.said.stage == 5) {
            CHECK(record.str_or("first_pay_month") == "2026-12");
        } else if (intent.find("case") != nullptr) {
            CHECK(record.str_or("stop_month") == "2026-12");
        } else {
            CHECK(record.str_or("doc_no") == "浠人社聘〔2026〕8号");
        }
    }
}
