// SPDX-License-Identifier: Apache-2.0
// Intents of the further flows from a file, over the real judge and county database.

#include "terminal/work/flow.hpp"
#include "shared/codec/json.hpp"
#include "terminal/work/acts.hpp"
#include "terminal/work/cases.hpp"
#include "terminal/work/forms.hpp"
#include "tests/unit/work/books.hpp"

using namespace zj;
using namespace zj::work;
using namespace zj::work::test;

namespace {

using codec::Array;
using codec::Object;
using codec::Value;

std::string text_of(const Value& intent) {
    return codec::write_json(intent);
}

TEST_CASE("a unit urges its case from a file, and the county notes it once a day") {
    Town town;
    people_and_books(town);
    const Folder desk;
    const Value form = Object{
        {"matter", "USE"},
        {"fields", use_case()},
        {"materials", Array{material(desk, "application"), material(desk, "vacancy"), material(desk, "minutes")}}};
    const std::string use(
        town.as("clerk", [&](const Context& context) { return submit_form(context, desk, form); }).str_or("case"));
    town.as("head", [&](const Context& context) { return confirm(context, {use}); });
    town.sync("clerk");
    const std::string urge = text_of(Object{{"do", "case.urge"}, {"case", use}});
    const Value seen = town.as("clerk", [&](const Context& context) { return sign_flow(context, urge, true); });
    CHECK(seen.find("preview")->str_or("verdict") == "applied");
    town.as("clerk", [&](const Context& context) { return sign_flow(context, urge, false); });
    town.sync("clerk");
    const Value shown = town.as("clerk", [&](const Context& context) { return show(context, use, {}); });
    CHECK(shown.find("case")->items("urges").size() == 1);
}

TEST_CASE("what has a verb of its own, names no records, or may not be signed by this person is not signed") {
    Town town;
    people_and_books(town);
    const auto refused = [&](const Value& intent) {
        std::string code;
        town.as("clerk", [&](const Context& context) -> Result<Value> {
            const auto out = sign_flow(context, text_of(intent), false);
            code = out ? "signed" : out.error().code;
            return Value(Object{});
        });
        return code;
    };
    CHECK(refused(Object{{"do", "case.submit"}}) == "flow.intent");
    CHECK(refused(Object{{"do", "identity.grant"}}) == "flow.intent");
    CHECK(refused(Object{{"do", "case.urge"}, {"base", "case/abc"}}) == "flow.base");
    CHECK(refused(Object{{"do", "case.urge"}, {"base", Array{"abc"}}}) == "flow.base");
    CHECK(refused(Object{{"do", "ceiling.set"},
                         {"group", "admin"},
                         {"ceiling", 1},
                         {"reserve", 0},
                         {"doc_no", "浠编发〔2026〕3号"}}) == "B5");
}

}  // namespace
