// SPDX-License-Identifier: Apache-2.0
// 年度用编计划 (domain.md 6.1): a unit's lines for a year, endorsed by its superior where it has one, decided by the
// commission and issued (下达) as plan/<unit>/<year>-<no>. A unit that is over its quota plans no one; a full one plans
// as many as it expects to leave (出一进一).
#include <map>
#include <set>

#include "shared/model/opening.hpp"
#include "shared/model/rules/1/cases.hpp"

namespace zj::model::rules1 {
namespace {

// The place in `changing` of the unit: one open plan a year.
std::vector<std::string> mark(const Value& fields) {
    return {"plan/" + std::to_string(fields.int_or("year"))};
}

Outcome year_fits(std::int64_t year, Date asked_on) {
    const std::int64_t now = ymd_of(asked_on).year;
    return year == now || year == now + 1
               ? applied()
               : refuse("G4", "a plan is for this year or the next, not for " + std::to_string(year));
}

// What earlier lines of the year still ask for, by type. Those of the year before do not count: they end with it. Their
// own exits have happened, and are vacancies, or are told again among those to come.
std::map<std::string, std::int64_t, std::less<>> still_planned(Act& act, std::string_view unit, std::int64_t year) {
    std::map<std::string, std::int64_t, std::less<>> out;
    for (std::int64_t no = 1; no <= kPlanLinesMax; ++no) {
        if (const Value* line = act.work.get(plan_line_key(unit, year, no))) {
            out[std::string(line->str_or("quota_type"))] +=
                line->int_or("count") - line->int_or("used") - line->int_or("reserved");
        }
    }
    return out;
}

// What the lines of one type ask for stays within what is free, less what is reserved or planned already, and what is
// expected to become free.
Outcome lines_fit(Act& act, const Value& fields, std::string_view unit) {
    std::map<std::string, std::int64_t, std::less<>> wanted, leaving;
    std::set<std::pair<std::string_view, std::string_view>> seen;
    for (const Value& line : fields.items("lines")) {
        const std::string type(line.str_or("quota_type"));
        wanted[type] += line.int_or("count");
        leaving[type] += line.int_or("expected_exits");
        if (!seen.emplace(line.str_or("quota_type"), line.str_or("entry_mode")).second) {
            return malformed(bad_member("/fields/lines", "one type and mode twice"));
        }
    }
    const auto planned = still_planned(act, unit, fields.int_or("year"));
    for (const auto& [type, count] : wanted) {
        const std::string key = ledger_key(unit, type);
        const Value* line = act.work.get(key);
        if (line == nullptr) {
            if (act.work.hidden(key)) {
                continue;
            }
            return refuse("G2", "the unit has no quota of type " + type);
        }
        const std::int64_t vacant = authorised(*line) - line->int_or("a");
        if (vacant < 0) {
            return refuse("G1", key + ": over its quota; nobody is planned before that is worked off");
        }
        if (leaving[type] > line->int_or("a")) {
            return refuse(
                "G1", key + ": " + std::to_string(leaving[type]) + " leave of " + std::to_string(line->int_or("a")));
        }
        const auto before = planned.find(type);
        const std::int64_t taken = line->int_or("r") + (before == planned.end() ? 0 : before->second);
        if (count > vacant - taken + leaving[type]) {
            return refuse("G1", key + ": " + std::to_string(vacant) + " vacant, " + std::to_string(taken) +
                                    " of them taken or planned, " + std::to_string(leaving[type]) + " leave, " +
                                    std::to_string(count) + " planned");
        }
    }
    return applied();
}

Outcome asked(Act& act, const Value& fields, std::string_view unit, Date asked_on) {
    ZJ_RULE(year_fits(fields.int_or("year"), asked_on));
    ZJ_RULE(on_register(act, unit));
    return lines_fit(act, fields, unit);
}

Outcome taken(Act& act, const std::string& case_key) {
    const Value fields = fields_of(*act.work.get(case_key));
    const std::string unit(act.work.get(case_key)->str_or("unit"));
    ZJ_RULE(asked(act, fields, unit, asked_on(act, *act.work.get(case_key))));
    ZJ_RULE(mark_unit(act, unit, mark(fields), case_key));
    const Value* record = act.work.get("unit/" + unit);
    if (const std::string parent(record == nullptr ? std::string_view{} : record->str_or("parent")); !parent.empty()) {
        ask_consent(act, case_key, "endorse", parent,
                    Object{{"year", fields.int_or("year")}, {"lines", fields.items("lines")}});
    }
    return applied();
}

void given_back(Act& act, const std::string& case_key) {
    const Value& value = *act.work.get(case_key);
    const std::string unit(value.str_or("unit"));
    const std::vector<std::string> marks = mark(fields_of(value));
    unmark_unit(act, unit, marks);
    drop_consent(act, case_key);
}

Outcome next_line(Act& act, const std::string& unit, std::int64_t year, std::int64_t& no) {
    while (no <= kPlanLinesMax && act.work.has(plan_line_key(unit, year, no))) {
        ++no;
    }
    return no <= kPlanLinesMax ? applied()
                               : refuse("Q1", "the plan of the year has " + std::to_string(kPlanLinesMax) + " lines");
}

Outcome approved(Act& act, const std::string& case_key) {
    const Value fields = fields_of(*act.work.get(case_key));
    const std::string unit(act.work.get(case_key)->str_or("unit"));
    if (const Outcome stands = lines_fit(act, fields, unit); !stands.good()) {
        return refuse("G12", stands.detail);
    }
    const std::int64_t year = fields.int_or("year");
    std::string doc;
    ZJ_RULE(next_ruling_number(act, doc));
    std::int64_t no = 1;
    for (const Value& line : fields.items("lines")) {
        ZJ_RULE(next_line(act, unit, year, no));
        Value issued = line;
        issued.set("year", year).set("no", no).set("used", 0).set("reserved", 0).set("doc", doc).set("case", case_key);
        if (const Value* quota = act.work.get(ledger_key(unit, line.str_or("quota_type")))) {
            issued.set("as_of",
                       Object{{"h", quota->int_or("h")}, {"a", quota->int_or("a")}, {"r", quota->int_or("r")}});
        }
        act.work.put(plan_line_key(unit, year, no), unit_scope(unit), std::move(issued));
    }
    unmark_unit(act, unit, mark(fields));
    act.work.edit(case_key).set("result", doc);
    return applied();
}

std::vector<Need> needs(const Catalogue&, const Value&) {
    return {};
}

}  // namespace

std::string plan_line_key(std::string_view unit, std::int64_t year, std::int64_t no) {
    return "plan/" + std::string(unit) + "/" + std::to_string(year) + "-" + std::to_string(no);
}

const MatterRules& plan_rules() {
    static const MatterRules rules{asked, taken, given_back, approved, needs};
    return rules;
}

}  // namespace zj::model::rules1
