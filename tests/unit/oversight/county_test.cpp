// SPDX-License-Identifier: Apache-2.0
// Oversight over records as the judge writes them: a short story of cases, and the demonstration county with what is
// planted in it.
#include <algorithm>
#include <set>

#include <catch2/catch_test_macros.hpp>

#include "gateway/demo/opening_books.hpp"
#include "shared/model/opening.hpp"
#include "shared/oversight/invariants.hpp"
#include "shared/oversight/statistics.hpp"
#include "shared/oversight/warnings.hpp"
#include "tests/unit/model/case_world.hpp"

namespace zj::test {
namespace {

using namespace zj::oversight;

void put_all(Index& index, const model::Judgement& judgement) {
    for (const model::RecordPtr& record : judgement.effects) {
        index.put(*record);
    }
}

std::vector<std::string> ids(const Warnings& warnings, std::string_view rule) {
    std::vector<std::string> out;
    for (const auto& [id, finding] : warnings.findings()) {
        if (finding.rule == rule) {
            out.push_back(id);
        }
    }
    return out;
}

}  // namespace

TEST_CASE("along a real log the findings kept up are those of a new reading, and the figures those of the ledgers") {
    CaseWorld w;
    const std::string grant = w.hired(500);
    w.pass_all(w.receive("clerk-a", w.form("IN", kTown, entry_fields(grant, 500), {grant})));
    const std::string leaving = w.person_of(kTown);
    w.pass_all(w.receive("clerk-a", w.form("OUT", kTown, exit_fields(leaving), {leaving})));
    w.county.wait_days(3);
    const std::string open = w.receive("clerk-a", w.form("USE", kTown, use_form_fields()));

    Index index("421125");
    Warnings warnings;
    for (const Kept& entry : w.county.entries()) {
        put_all(index, entry.judgement);
        warnings.update(index, w.county.catalogue(), index.take_touched(), date_of(w.county.now()));
    }
    Warnings anew;
    anew.recompute(index, w.county.catalogue(), date_of(w.county.now()));
    CHECK(warnings.findings() == anew.findings());
    CHECK(ids(warnings, "W13").empty());

    const QuotaFigures quota = quota_statistics(index, {"", kTown, ""}).by_type.at("20");
    CHECK("h " + std::to_string(quota.h) + " a " + std::to_string(quota.a) + " r " + std::to_string(quota.r) + " o " +
              std::to_string(quota.o) ==
          w.ledger());
    CHECK(annual_table(index).disagreements.empty());
    for (const Invariant& one : invariants(index, w.county.catalogue(), date_of(w.county.now()))) {
        INFO("invariant " << one.n << (one.evidence.empty() ? "" : ": " + one.evidence[0].record));
        CHECK(one.holds());
    }
    const Period year{*parse_date(std::string_view("2026-01-01")), *parse_date(std::string_view("2026-12-31"))};
    const CaseStatistics cases = case_statistics(index, w.county.catalogue(), year);
    CHECK(cases.by_matter.at("USE").closed == 1);
    CHECK(cases.by_matter.at("IN").closed == 1);
    CHECK(cases.by_matter.at("OUT").closed == 1);
    CHECK(cases.in_hand.at("first_review") == 1);
    CHECK(cases.all.first_pass == Ratio{3, 3});
    CHECK(cases.by_step.at("first_review").count == 3);
    CHECK(flows_of(index, year).entries == Counts{{"03", 1}});
    CHECK(flows_of(index, year).exits == Counts{{"05", 1}});
    CHECK(plan_statistics(index, 2026, {"", kTown, ""}).all.n == 1);
}

TEST_CASE("of an earlier day the same code tells what the log held then") {
    CaseWorld w;
    const std::size_t before = w.county.entries().size();
    const std::string leaving = w.person_of(kTown);
    w.pass_all(w.receive("clerk-a", w.form("OUT", kTown, exit_fields(leaving), {leaving})));
    Index then("421125"), now("421125");
    for (std::size_t i = 0; i < w.county.entries().size(); ++i) {
        put_all(now, w.county.entries()[i].judgement);
        if (i < before) {
            put_all(then, w.county.entries()[i].judgement);
        }
    }
    CHECK(quota_statistics(then, {"", kTown, ""}).all.a == 4);
    CHECK(quota_statistics(now, {"", kTown, ""}).all.a == 3);
    CHECK(structure_of(then, date_of(w.county.now()), {"", kTown, ""}).people == 4);
    CHECK(structure_of(now, date_of(w.county.now()), {"", kTown, ""}).people == 3);
}

TEST_CASE("in the demonstration county the planted faults are found, and no others") {
    const auto files = demo::demonstration(1);
    REQUIRE(files.has_value());
    County county;
    const model::Opening opening = model::parse_opening(county.catalogue(), *files);
    for (const auto& body : opening.bodies) {
        REQUIRE(county.open_unit(body).verdict == log::Verdict::applied);
    }
    Index index("421125");
    for (const Kept& entry : county.entries()) {
        put_all(index, entry.judgement);
    }
    Warnings warnings;
    warnings.recompute(index, county.catalogue(), demo::kDemoDay);
    CHECK(ids(warnings, "W01").size() == 1);
    CHECK(ids(warnings, "W02").size() == 1);
    std::size_t past_retirement = 0;
    for (const auto& [id, finding] : warnings.findings()) {
        past_retirement += finding.rule == "W04" && finding.level == Level::red ? 1 : 0;
        // Nothing else is wrong but people and grants whose time draws near.
        const std::set<std::string> expected{"W01", "W02", "W04", "W15"};
        INFO(id << " " << (finding.evidence.empty() ? "" : finding.evidence[0].text));
        CHECK(expected.contains(finding.rule));
    }
    CHECK(past_retirement == 3);
    for (const Invariant& one : invariants(index, county.catalogue(), demo::kDemoDay)) {
        INFO("invariant " << one.n << (one.evidence.empty() ? "" : ": " + one.evidence[0].record));
        CHECK(one.holds());
    }
    const AnnualTable table = annual_table(index);
    CHECK(table.units.size() == 133);
    CHECK(table.disagreements.empty());
    CHECK(table.sum.rosters.on_quota == table.sum.a);
}

}  // namespace zj::test
