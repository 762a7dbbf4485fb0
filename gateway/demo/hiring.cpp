// SPDX-License-Identifier: Apache-2.0
#include "gateway/demo/hiring.hpp"

#include <algorithm>

#include "gateway/demo/people.hpp"
#include "shared/codec/text.hpp"

namespace zj::demo {

namespace {

using codec::Array;
using codec::Object;
using codec::Value;

constexpr int kUnitsLooked = 60;

bool civil(std::string_view type) {
    return type == "10" || type == "11" || type == "21";
}

std::string owner_of(std::string_view type) {
    return civil(type) ? "org/1" : "hr/1";
}

std::string place(const std::string& unit, const std::string& type) {
    return "room/" + unit + "/" + type;
}

}  // namespace

std::int64_t Hiring::pay_of(std::string_view id_no) {
    std::uint64_t sum = 7;
    for (const char c : id_no) {
        sum = sum * 31 + static_cast<unsigned char>(c);
    }
    return 420'000 + static_cast<std::int64_t>(sum % 500) * 1'000;
}

std::string Hiring::organ_of(const std::string& unit) {
    const Value record = life_.world.get("unit/" + unit);
    const Array& organs = record.items("inner");
    return organs.empty() ? std::string(record.str_or("name"))
                          : std::string(organs[life_.dice.below(organs.size())].str_or("name"));
}

// A line of this year that is not used up.
std::string Hiring::line_for(const std::string& unit, const std::string& type, const std::vector<std::string>& modes) {
    const std::string year = std::to_string(ymd_of(life_.world.today()).year);
    for (int no = 1; no <= 12; ++no) {
        const std::string key = "plan/" + unit + "/" + year + "-" + std::to_string(no);
        const Value line = life_.world.get(key);
        const bool fits = line.str_or("quota_type") == type &&
                          std::find(modes.begin(), modes.end(), line.str_or("entry_mode")) != modes.end();
        if (fits && line.int_or("count") > line.int_or("used") + line.int_or("reserved")) {
            return key;
        }
    }
    return {};
}

std::optional<Hiring::Plan> Hiring::some_examination() {
    for (int look = 0; look < kUnitsLooked; ++look) {
        const std::string unit = life_.some_unit();
        for (const char* type : {"20", "10", "11", "21"}) {
            const std::string line = line_for(unit, type, {"01", "03"});
            if (line.empty() || !life_.free(unit) || !life_.free(place(unit, type)) || life_.room(unit, type) < 1) {
                continue;
            }
            const Value planned = life_.world.get(line);
            const auto left = planned.int_or("count") - planned.int_or("used") - planned.int_or("reserved");
            Plan plan{unit, type, std::string(planned.str_or("entry_mode")), line, "1", "1", 1, {}};
            plan.count = static_cast<int>(std::min({left, life_.room(unit, type), std::int64_t{2}}));
            return plan;
        }
    }
    return std::nullopt;
}

bool Hiring::by_examination() {
    const std::optional<Plan> plan = some_examination();
    return plan && ask(*plan, "open");
}

bool Hiring::in_error() {
    std::optional<Plan> plan = some_examination();
    if (plan) {
        plan->in_error = true;
    }
    return plan && ask(*plan, "open");
}

bool Hiring::by_placement() {
    for (int look = 0; look < kUnitsLooked; ++look) {
        const std::string unit = life_.some_unit();
        for (const char* type : {"22", "12"}) {
            if (life_.free(unit) && life_.free(place(unit, type)) && life_.room(unit, type) > 0) {
                return ask({unit, type, "10", {}, "1", "3", 1, {}}, "in");
            }
        }
    }
    return false;
}

bool Hiring::from_outside() {
    for (int look = 0; look < kUnitsLooked; ++look) {
        const std::string unit = life_.some_unit();
        if (life_.free(unit) && life_.free(place(unit, "20")) && life_.room(unit, "20") > 1) {
            return ask({unit, "20", "08", {}, "1", "1", 1, {}}, "out");
        }
    }
    return false;
}

bool Hiring::by_transfer() {
    for (int look = 0; look < kUnitsLooked; ++look) {
        const std::string unit = life_.some_unit();
        const std::string line = line_for(unit, "20", {"07"});
        if (line.empty() || !life_.free(unit) || !life_.free(place(unit, "20")) || life_.room(unit, "20") < 1) {
            continue;
        }
        const std::string person = life_.someone({}, [&](const Value& p) {
            return p.str_or("unit") != unit && p.str_or("quota_type") == "20" && p.str_or("staff_class") == "none" &&
                   p.str_or("retire_on") > day_text(add_months(life_.world.today(), 24));
        });
        if (!person.empty()) {
            return ask({unit, "20", "07", line, "1", "1", 1, person}, "in");
        }
    }
    return false;
}

bool Hiring::over_quota(const std::string& unit, const std::string& type) {
    return ask({unit, type, "08", {}, "1", "1", 1, {}}, "out", true);
}

bool Hiring::ask(Plan plan, const std::string& scope, bool over_quota) {
    const Date today = life_.world.today();
    Value fields = Object{
        {"quota_type", plan.type},
        {"count", plan.count},
        {"entry_mode", plan.mode},
        {"source_scope", scope},
        {"funding", plan.funding},
        {"post_kind", plan.post_kind},
        {"post_name", plan.post_kind == "3" ? "工勤岗位" : "综合管理岗位"},
        {"staff_class", "none"},
        {"meeting_on", day_text(Date{today.days - life_.between(2, 12)})},
        {"meeting_no", std::to_string(ymd_of(today).year) + "年第" + std::to_string(1 + ymd_of(today).month) + "次"},
        {"reason", "岗位空缺，工作急需"}};
    if (!plan.line.empty()) {
        fields.set("plan_line", plan.line);
    } else if (plan.mode == "08") {
        fields.set("off_plan", true);
    }
    if (over_quota) {
        fields.set("over_quota", true)
            .set("digestion", "按出二进一逐年消化，两年内降至核定数以内")
            .set("digested_by", day_text(add_months(today, 24)));
    }
    Request request{plan.unit, "USE", fields};
    if (!plan.person.empty()) {
        const Value person = life_.world.get(plan.person);
        request.fields.set("person_name", person.str_or("name")).set("person_id_no", person.str_or("id_no"));
        life_.busy.insert(plan.person);  // until the transfer is done
    }
    request.busy = {place(plan.unit, plan.type)};
    request.fate = over_quota || plan.in_error ? Fate::plain : cases_.some_fate(plan.person.empty());
    request.approved = [this, plan](const std::string& key) {
        if (plan.in_error) {
            return life_.in_days(1, [this, key] { cases_.take_back(key, "所依计划项已另行安排，误批"); });
        }
        const std::string grant(life_.world.get(key).str_or("grant"));
        life_.in_days(life_.between(3, 12), [this, plan, grant] { granted(plan, grant); });
    };
    cases_.submit(std::move(request));
    return true;
}

// Stage 2: the department examines and lists whom it takes.
void Hiring::granted(const Plan& plan, const std::string& grant) {
    std::vector<Value> people;
    if (plan.person.empty()) {
        for (int i = 0; i < plan.count; ++i) {
            people.push_back(newcomer(plan));
        }
    } else {
        people.push_back(life_.world.get(plan.person));
    }
    Array listed;
    for (const Value& person : people) {
        listed.push_back(Object{{"name", person.str_or("name")}, {"id_no", person.str_or("id_no")}});
    }
    const std::string doc = life_.document(civil(plan.type) ? "浠组干" : "浠人社聘");
    const bool closed =
        life_.world.act(owner_of(plan.type), {life_.world.intent("stage.close", {grant})
                                                  .set("grant", grant)
                                                  .set("stage", 2)
                                                  .set("record", Object{{"doc_no", doc},
                                                                        {"doc_date", day_text(life_.world.today())},
                                                                        {"persons", std::move(listed)}})});
    if (!closed) {
        return;
    }
    if (!plan.person.empty()) {
        return transfer(plan, grant, doc);
    }
    int days = life_.between(1, 5);
    for (Value& person : people) {
        life_.in_days(days++, [this, plan, grant, person, doc] { enter(plan, grant, person, doc); });
    }
}

Value Hiring::newcomer(const Plan& plan) {
    Seat seat{plan.unit,
              organ_of(plan.unit),
              plan.type,
              plan.funding,
              "none",
              plan.post_kind == "3" ? "工勤人员"
              : civil(plan.type)    ? "科员"
                                    : "工作人员",
              plan.type == "20" || plan.type == "22" ? "999" : "150",
              false};
    while (true) {
        People people(life_.names, life_.dice, life_.world.today());
        const Cells cells = people.make(seat);
        const std::string id = cells.at("id_no"), alike = cells.at("name") + cells.at("birth");
        if (cells.at("birth") < day_text(add_months(life_.world.today(), -12 * 35)) || life_.numbers.contains(id) ||
            life_.namesakes.contains(alike)) {
            continue;  // nobody above 35 is taken by examination
        }
        life_.numbers.insert(id);
        life_.namesakes.insert(alike);
        Value out{Object{}};
        for (const auto& [column, cell] : cells) {
            out.set(column, cell);
        }
        return out;
    }
}

void Hiring::enter(const Plan& plan, const std::string& grant, Value person, const std::string& doc) {
    const std::string today = day_text(life_.world.today());
    Value fields = person;
    for (const char* ours : {"unit_code", "status", "off_reason", "fin_funded"}) {
        fields.object().erase(ours);
    }
    fields.set("grant_no", grant)
        .set("above_rank", false)
        .set("entry_mode", plan.mode)
        .set("entry_from", plan.mode == "08"   ? "县外调入"
                           : plan.mode == "10" ? "退役士兵安置"
                                               : "公开招录")
        .set("entered_on", today)
        .set("quota_since", today)
        .set("post_since", today)
        .set("quota_doc", life_.document("浠编办函"))
        .set("hire_doc", doc);
    if (civil(plan.type)) {
        fields.set("cs_registered", true);
    } else {
        fields.object().erase("cs_registered");
    }
    if (plan.mode == "08") {
        fields.set("prior_unit", "黄冈市某单位");
    }
    cases_.submit({.unit = plan.unit,
                   .matter = "IN",
                   .fields = fields,
                   .named = {grant},
                   .fate = cases_.some_fate(false),
                   .approved = [this, plan, grant](const std::string& key) {
                       came(plan, grant, key);
                   }});
}

void Hiring::transfer(const Plan& plan, const std::string& grant, const std::string& doc) {
    const Value person = life_.world.get(plan.person);
    const std::string giving(person.str_or("unit"));
    // Pay changes units with the month: nobody is moved when it is about to be made up.
    const Date today = life_.world.today();
    const bool late = ymd_of(today).day > 20;
    const Date day = late ? add_months(date_from({ymd_of(today).year, ymd_of(today).month, 2}), 1) : today;
    life_.on_day(std::max(day, Date{today.days + 1}), [this, plan, grant, person, giving, doc] {
        Value fields = Object{{"kind", "cross"},
                              {"giving_unit", "unit/" + giving},
                              {"person_name", person.str_or("name")},
                              {"person_id_no", person.str_or("id_no")},
                              {"to_inner", organ_of(plan.unit)},
                              {"to_quota_type", plan.type},
                              {"to_funding", plan.funding},
                              {"to_post_kind", "1"},
                              {"to_post_grade", "109"},
                              {"to_staff_class", "none"},
                              {"to_post_name", "工作人员"},
                              {"to_leader_level", "999"},
                              {"grant_no", grant},
                              {"move_doc", doc},
                              {"effective_on", day_text(life_.world.today())}};
        Request request{plan.unit, "MOVE", fields, {grant}};
        request.received = [this, giving](const std::string& key) {
            const std::string consent = "consent/" + key.substr(key.find('/') + 1);
            const std::string row(life_.world.get(consent).find("about")->str_or("person"));
            life_.world.act(
                life_.head(giving),
                {life_.world.intent("case.consent", {consent, row}).set("consent", consent).set("act", "give")});
        };
        request.approved = [this, plan, grant](const std::string& key) {
            life_.busy.erase(plan.person);
            came(plan, grant, key);
            life_.settle_exit(key, month_text(add_months(life_.world.today(), 1)));
        };
        cases_.submit(std::move(request));
    });
}

// Stage 3 closes with the last of those who were listed.
void Hiring::came(const Plan& plan, const std::string& grant, const std::string& case_key) {
    const std::string person(life_.world.get(case_key).str_or("person"));
    life_.on_register(plan.unit, person);
    entered.push_back(person);
    const std::string stage = "stage/" + grant.substr(grant.find('/') + 1) + "/4";
    if (life_.world.version(stage) > 0) {
        life_.in_days(life_.between(1, 3), [this, plan, grant] { approve_pay(plan, grant); });
    }
}

void Hiring::approve_pay(const Plan& plan, const std::string& grant) {
    const std::string stage = "stage/" + grant.substr(grant.find('/') + 1) + "/4";
    Array persons;
    const Value open = life_.world.get(stage);
    for (const Value& one : open.find("record")->items("persons")) {
        const std::string id(one.str_or("id_no"));
        const Date entered_on = *parse_date(life_.world.get(one.str_or("person")).str_or("entered_on"));
        persons.push_back(Object{{"name", one.str_or("name")},
                                 {"id_no", id},
                                 {"grade", civil(plan.type) ? "科员级" : "管理九级"},
                                 {"amount", pay_of(id)},
                                 {"from_month", month_text(add_months(entered_on, 1))}});
    }
    const bool closed =
        life_.world.act(owner_of(plan.type), {life_.world.intent("stage.close", {grant})
                                                  .set("grant", grant)
                                                  .set("stage", 4)
                                                  .set("record", Object{{"doc_no", life_.document("浠人社薪")},
                                                                        {"doc_date", day_text(life_.world.today())},
                                                                        {"persons", std::move(persons)}})});
    if (closed) {
        life_.in_days(life_.between(1, 2), [this, plan, grant] { fund(plan, grant); });
    }
}

void Hiring::fund(const Plan& plan, const std::string& grant) {
    const std::string stage = "stage/" + grant.substr(grant.find('/') + 1) + "/5";
    life_.world.act("fin/1",
                    {life_.world.intent("stage.close", {grant, stage})
                         .set("grant", grant)
                         .set("stage", 5)
                         .set("record", Object{{"budget_unit", plan.unit},
                                               {"first_pay_month", month_text(add_months(life_.world.today(), 1))}})});
}

}  // namespace zj::demo
