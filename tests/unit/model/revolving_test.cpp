// SPDX-License-Identifier: Apache-2.0
// 编制周转: posts lent for a term, beside H.
#include <catch2/catch_test_macros.hpp>

#include "shared/codec/json.hpp"
#include "tests/unit/model/case_world.hpp"

namespace zj::test {
namespace {

const std::string kLine = "ledger/" + kTown + "/30";
const std::string kDecision = "浠编发〔2026〕40号", kEnd = "浠编发〔2026〕41号";

struct Lending : CaseWorld {
    Value loan(int count, const std::string& doc_no = kDecision, const std::string& until = "2026-12-31") {
        return county.intent("revolving.lend", {"unit/" + kTown})
            .set("unit", kTown)
            .set("count", count)
            .set("until", until)
            .set("decided_by", "县委编委")
            .set("doc_no", doc_no);
    }
    Value end(const std::string& lent = kDecision) {
        return county.intent("revolving.end", {"unit/" + kTown})
            .set("unit", kTown)
            .set("lent", lent)
            .set("doc_no", kEnd);
    }
    std::string clerk(Value intent) { return told(county.act("ob-clerk", {std::move(intent)})); }
    Value request(int count) {
        Value fields =
            use_form_fields(kTown, count).set("quota_type", "30").set("off_plan", true).set("source_scope", "in");
        fields.object().erase("plan_line");
        return form("USE", kTown, std::move(fields));
    }
};

TEST_CASE("posts lent for a term give free places, and are counted neither in H nor in the county's total") {
    Lending w;
    const std::int64_t total = w.number("total/institution", "h");
    CHECK(told(w.submit("clerk-a", w.request(1))) == "refused G2");  // no line of this type
    w.both("ob-clerk", "ob-head", w.loan(2));
    CHECK(w.number(kLine, "t") == 2);
    CHECK(w.number(kLine, "h") == 0);
    const Value lent = w.county.value(kLine)->items("lent").front();
    CHECK(lent.str_or("doc_no") == kDecision);
    CHECK(lent.str_or("until") == "2026-12-31");
    CHECK(lent.str_or("decided_by") == "县委编委");
    CHECK(codec::write_json(*w.county.value(kLine)->items("posted").front().find("moves")) == R"([["pool","free",2]])");
    CHECK(w.number("total/institution", "h") == total);
    CHECK(told(w.submit("clerk-a", w.request(3))) == "refused G1");
    w.pass_all(w.receive("clerk-a", w.request(2)));
    CHECK(w.number(kLine, "r") == 2);
}

TEST_CASE("a loan whose last day is over gives no free place and stands until a document ends it") {
    Lending w;
    w.both("ob-clerk", "ob-head", w.loan(2, kDecision, "2026-11-30"));
    w.county.wait_days(7);  // the last day
    const std::string in_time = w.receive("clerk-a", w.request(1));
    w.county.wait_days(1);
    CHECK(w.number(kLine, "t") == 2);
    CHECK(told(w.submit("clerk-a", w.request(1))) == "refused G1");
    for (const char* officer : {"ob-clerk", "ob-section", "ob-deputy", "ob-head"}) {
        REQUIRE(told(w.decide(officer, in_time, "pass")) == "applied");
    }
    CHECK(told(w.decide("commission", in_time, "pass")) == "refused G12");  // the room went under the case
    CHECK(told(w.withdraw("clerk-a", in_time)) == "applied");
    w.both("ob-clerk", "ob-head", w.end());
    CHECK(w.number(kLine, "t") == 0);
    CHECK(w.county.value(kLine)->items("lent").empty());
    CHECK(w.county.value(kLine)->items("posted").back().str_or("doc") == kEnd);
}

TEST_CASE("what was promised on lent posts is not taken back, and one document lends to a unit once") {
    Lending w;
    w.both("ob-clerk", "ob-head", w.loan(1));
    CHECK(w.clerk(w.loan(1)) == "refused B10");
    w.receive("clerk-a", w.request(1));
    CHECK(w.clerk(w.end()) == "refused G1");
    w.both("ob-clerk", "ob-head", w.loan(1, "浠编发〔2026〕42号", "2027-12-31"));  // lent anew, for longer
    w.both("ob-clerk", "ob-head", w.end());
    CHECK(w.number(kLine, "t") == 1);
    CHECK(w.clerk(w.end()) == "refused B6");
}

TEST_CASE("a loan is bounded, of this county's units, and signed by the office's clerk and its head") {
    Lending w;
    CHECK(w.clerk(w.loan(0)) == "refused B3");
    CHECK(w.clerk(w.loan(1001)) == "refused B3");
    CHECK(w.clerk(w.loan(1, "无号")) == "refused B3");
    CHECK(w.clerk(w.loan(1, kDecision, "2026-11-22")) == "refused B7");
    CHECK(w.clerk(w.loan(1).set("unit", "421125999")) == "refused B6");
    for (int i = 0; i < 32; ++i) {
        w.both("ob-clerk", "ob-head", w.loan(1, "浠编发〔2026〕" + std::to_string(50 + i) + "号"));
    }
    CHECK(w.clerk(w.loan(1, "浠编发〔2026〕90号")) == "refused Q1");
    REQUIRE(w.clerk(w.end("浠编发〔2026〕50号")) == "applied");
    const std::string pending = w.county.made("ob-clerk", "pending");
    CHECK(told(w.county.act("ob-deputy", {w.county.confirm_of(pending)})) == "refused B5");
    CHECK(w.number(kLine, "t") == 32);
}

TEST_CASE("机构修改 gives no H of revolving posts, and a unit with lent posts does not end") {
    Lending w;
    Value more = Object{{"change_kind", "quota"},
                        {"quota", Array{Object{{"quota_type", "30"}, {"before", 0}, {"after", 1}}}},
                        {"basis_doc", "浠编发〔2026〕3号"},
                        {"basis_date", "2026-10-01"},
                        {"effective_on", "2026-11-01"}};
    CHECK(told(w.submit("clerk-a", w.form("ORG", kTown, std::move(more)))) == "refused G2");
}

}  // namespace
}  // namespace zj::test
