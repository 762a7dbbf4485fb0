// SPDX-License-Identifier: Apache-2.0
// The chain of the four departments, reports and limits of time: W13 W14 W15 W23 (domain.md 5 and 7).
#include <algorithm>

#include "shared/oversight/rules.hpp"

namespace zj::oversight {

// No later stage before the earlier one is closed. A grant's chain begins with its stage 1; an exit's with the case
// itself.
void broken_chain(const Ground& g, std::string_view id, std::string_view subject, Findings& out) {
    const auto* stages = find_in(g.tables().stages, id);
    if (stages == nullptr) {
        return;
    }
    const Case* exit = find_in(g.tables().cases, subject);
    const Grant* grant = find_in(g.tables().grants, subject);
    const Text unit = exit != nullptr ? exit->unit : grant != nullptr ? grant->unit : Text{};
    for (const auto& [n, stage] : *stages) {
        const bool by_case = exit != nullptr && n == 2;
        const Stage* before = find_in(*stages, n - 1);
        const bool closed = by_case ? exit->state == "approved" : before != nullptr && before->closed;
        if (n < 2 || closed || !stage.on) {
            continue;
        }
        out.push_back(g.found("W13", subject, unit, Level::red, *stage.on,
                              {{std::string(stage.key), "evidence.W13", {std::to_string(n), std::to_string(n - 1)}}},
                              std::to_string(n)));
    }
}

// The unit settles an exit with finance within fifteen days (domain.md 5): a stage that is open after them keeps the
// chain from its end, and its department is asked.
void slow_exit(const Ground& g, const Case& exit, std::string_view id, Findings& out) {
    const auto* stages = find_in(g.tables().stages, id);
    if (stages == nullptr || exit.state != "approved" || exit.reversed || !exit.closed_at) {
        return;
    }
    const Date last{date_of(*exit.closed_at).days + static_cast<std::int32_t>(g.policy("exit_settle_days", 15))};
    const auto open = std::ranges::find_if(*stages, [](const auto& one) { return !one.second.closed; });
    if (open == stages->end() || g.today <= last) {
        return;
    }
    Finding finding =
        g.found("W13", exit.key, exit.unit, Level::yellow, Date{last.days + 1},
                {{std::string(open->second.key),
                  "evidence.W13.slow",
                  {std::to_string(open->first), std::string(exit.case_no), format_date(date_of(*exit.closed_at))}}},
                "open");
    finding.owner = open->second.owner;
    out.push_back(std::move(finding));
}

namespace {

// Longer than any limit of reporting, so that an event of long ago is not counted day by day.
constexpr std::int32_t kLookBackDays = 400;

std::int64_t report_limit(const model::Catalogue& catalogue, Text matter) {
    return matter == "OUT"   ? policy_or(catalogue, "exit_report_workdays", 10)
           : matter == "IN"  ? policy_or(catalogue, "entry_report_workdays", 30)
           : matter == "MOD" ? policy_or(catalogue, "change_report_workdays", 10)
                             : 0;
}

// An entry is reported after the hiring papers (domain.md 4.3); where stage 2 tells no day of theirs, after the person
// came.
std::optional<Date> reported_from(const Index& index, const model::Catalogue& catalogue, const Case& c) {
    constexpr std::string_view kGrant = "grant/";
    if (c.matter != "IN" || !c.grant.starts_with(kGrant)) {
        return c.event_on;
    }
    const auto* stages = find_in(index.tables().stages, c.grant.substr(kGrant.size()));
    const Stage* hiring = stages == nullptr ? nullptr : find_in(*stages, catalogue.chain().entry.stage("staffing")->n);
    return hiring != nullptr && hiring->doc_on ? hiring->doc_on : c.event_on;
}

}  // namespace

std::optional<bool> reported_late(const Index& index, const WorkTime& time, const model::Catalogue& catalogue,
                                  const Case& c) {
    const std::int64_t limit = report_limit(catalogue, c.matter);
    const std::optional<Date> event = reported_from(index, catalogue, c);
    const bool taken_back = c.state == "refused" || (c.state == "withdrawn" && !c.late);
    if (limit == 0 || !event || !c.received_at || taken_back) {
        return std::nullopt;
    }
    const Date received = date_of(c.came_at.value_or(*c.received_at));
    return time.days(std::max(*event, Date{received.days - kLookBackDays}), received) > limit;
}

void late_report(const Ground& g, const Case& c, Findings& out) {
    if (!reported_late(g.index, g.time, g.catalogue, c).value_or(false)) {
        return;
    }
    const Date received = date_of(*c.received_at);
    if (g.today.days - received.days > g.policy("late_report_shown_days", 365)) {
        return;
    }
    out.push_back(g.found("W14", c.key, c.unit, Level::yellow, received,
                          {{std::string(c.key),
                            "evidence.W14",
                            {std::string(c.case_no), format_date(*reported_from(g.index, g.catalogue, c)),
                             format_date(received), std::to_string(report_limit(g.catalogue, c.matter))}}}));
}

void lapsing_grant(const Ground& g, const Grant& grant, Findings& out) {
    const std::int64_t days = g.policy("grant_expiry_notice_days", 30);
    if (grant.state != "open" || grant.used >= grant.count || !grant.valid_until ||
        grant.valid_until->days - g.today.days > days) {
        return;
    }
    out.push_back(g.found(
        "W15", grant.key, grant.unit, Level::yellow, Date{grant.valid_until->days - static_cast<std::int32_t>(days)},
        {{std::string(grant.key),
          "evidence.W15",
          {std::string(grant.grant_no), std::to_string(grant.count - grant.used), format_date(*grant.valid_until)}}}));
}

namespace {

// The case as a whole is in time, and the layer that holds it is not.
void layer_overdue(const Ground& g, const Case& c, Findings& out) {
    const Elapsed elapsed = layer_elapsed_of(g.time, g.catalogue, c, start_of(g.today));
    const model::Matter* matter = g.catalogue.matter(c.matter);
    if (elapsed.limit_minutes == 0 || elapsed.percent() < g.policy("urge_red_percent", 100)) {
        return;
    }
    Finding finding = g.found("W23", c.key, c.unit, Level::notice, g.time.receipt_day(*c.received_at),
                              {{std::string(c.key),
                                "evidence.W23.layer",
                                {std::string(c.case_no), "step:" + matter->code + ":" + std::string(c.step)}}});
    for (const model::Layer& layer : matter->layers) {
        finding.owner = layer.step == c.step ? layer.role : finding.owner;
    }
    out.push_back(std::move(finding));
}

}  // namespace

void case_overdue(const Ground& g, const Case& c, Findings& out) {
    if (!c.open() || !c.received_at) {
        return;
    }
    const Urge urge = urge_of(g.catalogue, elapsed_of(g.time, c, start_of(g.today)));
    if (urge == Urge::none) {
        layer_overdue(g, c, out);
        return;
    }
    const std::int64_t percent = urge == Urge::deputy ? g.policy("urge_deputy_percent", 150)
                                 : urge == Urge::red  ? g.policy("urge_red_percent", 100)
                                                      : g.policy("urge_notice_percent", 80);
    Finding finding = g.found("W23", c.key, c.unit, urge == Urge::notice ? Level::yellow : Level::red,
                              g.time.receipt_day(*c.received_at),
                              {{std::string(c.key),
                                "evidence.W23",
                                {std::string(c.case_no), std::to_string(percent), std::to_string(c.limit_half_days)}}});
    if (urge == Urge::deputy) {
        finding.owner = "ob_deputy";
    }
    out.push_back(std::move(finding));
}

}  // namespace zj::oversight
