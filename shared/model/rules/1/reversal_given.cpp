// SPDX-License-Identifier: Apache-2.0
// Taking back what an approval gave out, before it is used (domain.md 3.2-8 and 3.2-10): the grant of a 用编核准, the
// lines of a plan, the decision of a 机构设置调整. Once something rests on it the way back begins there: the entry, the
// request, the change of the organ.
#include "shared/model/opening.hpp"
#include "shared/model/rules/1/cases.hpp"
#include "shared/model/rules/1/flows.hpp"

namespace zj::model::rules1 {
namespace {

std::string grant_of(Act& act, const std::string& case_key) {
    return std::string(act.work.get(case_key)->str_or("grant"));
}

std::string ruling_of(Act& act, const std::string& case_key) {
    return ruling_key(act.work.get(case_key)->str_or("result"));
}

Outcome grant_unused(Act& act, const std::string& key) {
    const Value* grant = act.work.get(key);
    if (grant == nullptr) {
        return act.work.hidden(key) ? applied() : refuse("B6", "no such grant: " + key);
    }
    if (grant->str_or("state") != "open") {
        return refuse("G27", "the grant is " + std::string(grant->str_or("state")));
    }
    return grant->int_or("used") == 0 && grant->int_or("reserved") == 0
               ? applied()
               : refuse("G27", "somebody has entered under the grant, or is about to");
}

// Of the lines that the plan made, those that no request uses or claims.
std::vector<std::string> lines_unused(Act& act, const std::string& case_key) {
    const Value& value = *act.work.get(case_key);
    const std::string unit(value.str_or("unit"));
    const std::int64_t year = fields_of(value).int_or("year");
    std::vector<std::string> out;
    for (std::int64_t no = 1; no <= kPlanLinesMax; ++no) {
        const std::string key = plan_line_key(unit, year, no);
        const Value* line = act.work.get(key);
        const bool made = line != nullptr && line->str_or("case") == case_key && line->int_or("count") > 0;
        if (made && line->int_or("used") == 0 && line->int_or("reserved") == 0) {
            out.push_back(key);
        }
    }
    return out;
}

Outcome ruling_unused(Act& act, const std::string& key) {
    const Value* ruling = act.work.get(key);
    if (ruling == nullptr) {
        return act.work.hidden(key) ? applied() : refuse("B6", "no such approval: " + key);
    }
    const bool unused =
        ruling->str_or("state") == "open" && ruling->items("done").empty() && ruling->int_or("moved") == 0;
    return unused ? applied() : refuse("G27", "a unit has carried the approval out, or people have moved by it");
}

void void_ruling(Act& act, const std::string& key) {
    if (act.work.has(key)) {
        act.work.edit(key).set("state", "void");
        touch(act, key);
    }
}

}  // namespace

void withdraw_grant(Act& act, const std::string& key) {
    if (!act.work.has(key)) {
        return;
    }
    end_grant(act.work, act.catalogue, act.county, key, "withdrawn", act.at);
    for (std::int64_t n = 2; n <= act.catalogue.chain().entry.last(); ++n) {
        const std::string stage = stage_key(key, n);
        if (act.work.has(stage) && act.work.get(stage)->str_or("state") == "open") {
            act.work.edit(stage).set("state", "void");
        }
    }
    touch(act, key);
}

void withdraw_line(Act& act, const std::string& key) {
    Value& line = act.work.edit(key);
    line.set("withdrawn", line.int_or("count")).set("count", 0);
    wake_line(act.work, key);
}

Outcome given_unused(Act& act, const std::string& case_key) {
    const std::string matter(act.work.get(case_key)->str_or("matter"));
    if (matter == "USE") {
        return grant_unused(act, grant_of(act, case_key));
    }
    if (matter == "SETUP") {
        return ruling_unused(act, ruling_of(act, case_key));
    }
    return !lines_unused(act, case_key).empty() ? applied() : refuse("G27", "every line of the plan is in use");
}

void take_given_back(Act& act, const std::string& case_key) {
    const std::string matter(act.work.get(case_key)->str_or("matter"));
    if (matter == "USE") {
        withdraw_grant(act, grant_of(act, case_key));
    } else if (matter == "SETUP") {
        void_ruling(act, ruling_of(act, case_key));
    } else {
        for (const std::string& line : lines_unused(act, case_key)) {
            withdraw_line(act, line);
        }
    }
}

}  // namespace zj::model::rules1
