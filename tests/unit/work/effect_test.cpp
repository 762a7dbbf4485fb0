// SPDX-License-Identifier: Apache-2.0
// What approval would do to the ledger is foretold by the judge, and then comes true: over a whole county.

#include "shared/codec/json.hpp"
#include "terminal/work/acts.hpp"
#include "terminal/work/chain.hpp"
#include "terminal/work/views.hpp"
#include "tests/unit/work/books.hpp"

using namespace zj;
using namespace zj::work;
using namespace zj::work::test;

namespace {

using codec::Object;
using codec::Value;

CaseView view_of(Town& town, const std::string& alias, const std::string& on) {
    CaseView out;
    town.as(alias, [&](const Context& context) -> Result<Value> {
        ZJ_TRY(out, case_view(context, on));
        return Value();
    });
    return out;
}

std::string effect_of(const CaseView& view) {
    if (view.effect.size() != 1) {
        return std::to_string(view.effect.size()) + " lines";
    }
    const auto text = [](const Seats& s) {
        return std::to_string(s.h) + " " + std::to_string(s.a) + " " + std::to_string(s.r);
    };
    return text(view.effect[0].now) + " > " + text(view.effect[0].then);
}

bool tells(const CaseView& view, const char* key) {
    return std::any_of(view.facts.begin(), view.facts.end(), [&](const Fact& fact) { return fact.key == key; });
}

}  // namespace

TEST_CASE("the effect of a request and of an entry is told at every step, and is what the register shows in the end") {
    Town town;
    people_and_books(town);
    const Folder desk;
    const Value form = Object{{"matter", "USE"},
                              {"fields", use_case()},
                              {"materials", codec::Array{material(desk, "application"), material(desk, "vacancy"),
                                                         material(desk, "minutes")}}};
    const std::string use(
        town.as("clerk", [&](const Context& context) { return submit_form(context, desk, form); }).str_or("case"));
    const CaseView unsent = view_of(town, "clerk", use);
    CHECK(effect_of(unsent) == "20 0 0 > 20 0 1");
    CHECK(tells(unsent, "fact.foretold_good"));
    CHECK(unsent.pending);
    CHECK_FALSE(unsent.can_confirm);
    CHECK(view_of(town, "head", use).can_confirm);
    town.as("head", [&](const Context& context) { return confirm(context, {use}); });
    const CaseView confirmed = view_of(town, "head", use);
    CHECK(effect_of(confirmed) == "20 0 0 > 20 0 1");
    CHECK_FALSE(confirmed.can_confirm);
    CHECK(confirmed.steps.at(1).sent_only);
    town.sync("clerk");
    const CaseView received = view_of(town, "clerk", use);
    CHECK(effect_of(received) == "20 0 0 > 20 0 1");
    REQUIRE(received.receipts.size() == 2);
    CHECK(received.receipts[0].verified);
    CHECK(received.receipts[0].checkpoint > received.receipts[0].entry);
    town.sync("ob-clerk");
    const CaseView review = view_of(town, "ob-clerk", use);
    CHECK(review.can_decide);
    CHECK(effect_of(review) == "20 0 0 > 20 0 1");
    CHECK(tells(review, "fact.foretold_good"));
    CHECK(review.materials.at(0).state == Material::State::county);
    pass(town, "ob-clerk", use);
    CHECK_FALSE(view_of(town, "ob-clerk", use).can_decide);
    for (const char* layer : {"ob-section", "ob-deputy", "ob-head"}) {
        pass(town, layer, use);
    }
    town.sync("clerk");
    const CaseView approved = view_of(town, "clerk", use);
    CHECK(approved.row.state == "approved");
    CHECK(approved.effect.empty());
    CHECK(approved.grant_no == "浠编用〔2026〕1号");
    CHECK(std::count_if(approved.steps.begin(), approved.steps.end(),
                        [](const Step& step) { return step.act == "pass"; }) == 4);

    town.sync("org");
    town.as("org", [&](const Context& context) {
        return close_stage(context, approved.grant,
                           {2, "浠组干〔2026〕8号", "2026-11-23", {"陈晨曦:429099199903070018"}});
    });
    town.sync("org");
    town.sync("clerk");
    const Value entry = Object{
        {"matter", "IN"},
        {"fields", Object{{"grant_no", approved.grant},
                          {"name", "陈晨曦"},
                          {"id_no", "429099199903070018"},
                          {"sex", "1"},
                          {"birth", "1999-03-07"},
                          {"ethnic", "01"},
                          {"native_place", "湖北浠水"},
                          {"politics", "03"},
                          {"work_since", "2026-11-23"},
                          {"edu", "21"},
                          {"degree", "4"},
                          {"inner", "综合执法中心"},
                          {"quota_type", "10"},
                          {"funding", "1"},
                          {"staff_class", "none"},
                          {"post_name", "工作人员"},
                          {"post_since", "2026-11-23"},
                          {"above_rank", false},
                          {"leader_level", "999"},
                          {"cs_registered", true},
                          {"entry_mode", "03"},
                          {"entry_from", "公开招聘"},
                          {"entered_on", "2026-11-23"},
                          {"quota_since", "2026-11-23"},
                          {"quota_doc", "浠编办函〔2026〕12号"},
                          {"hire_doc", "浠组干〔2026〕8号"}}},
        {"materials", codec::Array{material(desk, "application"), material(desk, "person_form"),
                                   material(desk, "id_card"), material(desk, "diploma"), material(desk, "contract")}}};
    const std::string in(
        town.as("clerk", [&](const Context& context) { return submit_form(context, desk, entry); }).str_or("case"));
    CHECK(effect_of(view_of(town, "clerk", in)) == "20 0 1 > 20 1 0");
    town.as("head", [&](const Context& context) { return confirm(context, {in}); });
    town.sync("head");
    town.sync("ob-clerk");
    const CaseView at_office = view_of(town, "ob-clerk", in);
    CHECK(at_office.row.subject == "陈晨曦");
    CHECK(effect_of(at_office) == "20 0 1 > 20 1 0");
    town.as("ob-clerk", [&](const Context& context) {
        const HomeView home = must(home_view(context));
        REQUIRE(home.due);  // an office has no seats; it sees how urgent its queue is
        CHECK((home.due->calm == 1 && home.due->near == 0 && home.due->over == 0 && home.due->paused == 0));
        return Result<Value>(Value());
    });
    for (const char* layer : {"ob-clerk", "ob-section", "ob-deputy"}) {
        pass(town, layer, in);
    }
    town.sync("clerk");
    town.as("clerk", [&](const Context& context) {
        const HomeView home = must(home_view(context));
        CHECK_FALSE(home.due);
        REQUIRE(home.seats.size() == 1);
        CHECK(home.seats[0].a == 1);
        CHECK(home.seats[0].r == 0);
        return Result<Value>(Value());
    });
}
