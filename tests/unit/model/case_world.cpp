// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/model/case_world.hpp"

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"

namespace zj::test {

namespace {

Value json(std::string_view text) {
    return *codec::parse_json(text);
}

void must(const Judgement& judged) {
    if (judged.verdict != log::Verdict::applied) {
        std::fputs((told(judged) + "\n").c_str(), stderr);
    }
    ZJ_ASSERT(judged.verdict == log::Verdict::applied);
}

}  // namespace

std::string told(const Judgement& judgement) {
    std::string out(log::to_text(judgement.verdict));
    return judgement.code.empty() ? out : out + " " + judgement.code;
}

CaseWorld::CaseWorld(int persons, int vacancies) {
    must(county.open_unit(small_unit(kTown, persons, vacancies)));
    must(county.open_unit(small_unit(kVillage, 4, 2)));
    county.hire("ob-deputy", {"ob_deputy"}, "");
    county.hire("ob-head", {"ob_head"}, "");
    county.hire("commission", {"commission"}, "");
    county.hire("hr", {"hr"}, "");
    county.hire("org", {"org"}, "");
    county.hire("fin", {"fin"}, "");
    for (const auto& [end, unit] : {std::pair{"a", kTown}, std::pair{"b", kTown}, std::pair{"v", kVillage}}) {
        county.hire(std::string("clerk-") + end, {"unit_clerk"}, unit);
        county.hire(std::string("head-") + end, {"unit_head"}, unit, std::string("clerk-") + end);
    }
}

std::string CaseWorld::head_of(const std::string& clerk) {
    return "head-" + clerk.substr(clerk.size() - 1);
}

Value CaseWorld::form(std::string_view matter, const std::string& unit, Value fields,
                      const std::vector<std::string>& named) {
    std::vector<std::string> base = named;
    base.push_back("unit/" + unit);
    const model::Matter* of = county.catalogue().matter(matter);
    Array materials = of == nullptr ? Array{} : materials_for(*of, fields, "paper");
    return county.intent("case.submit", base)
        .set("matter", matter)
        .set("unit", unit)
        .set("fields", std::move(fields))
        .set("materials", std::move(materials))
        .set("note", "")
        .set("urgent", false);
}

std::string CaseWorld::key_made(const log::ChangeSet& by, std::string_view kind) {
    const auto header = log::parse_header(by.envelope.payload);
    return log::record_key(kind, header->county, header->device, header->seq, 0);
}

log::ChangeSet CaseWorld::submit_offline(const std::string& clerk, Value form) {
    return county.sign(clerk, {std::move(form)});
}

log::ChangeSet CaseWorld::confirm_offline(const std::string& head, const log::ChangeSet& submission) {
    const auto header = log::parse_header(submission.envelope.payload);
    log::Bases bases;
    for (const char* kind : {"pending", "case"}) {
        bases[key_made(submission, kind)].own = {header->seq};
    }
    return county.sign(head, {Object{{"do", "confirm"},
                                     {"base", log::to_value(bases)},
                                     {"pending", key_made(submission, "pending")},
                                     {"of", codec::base64(submission.id())},
                                     {"intent", 0},
                                     {"commitment", codec::base64(header->intents[0])}}});
}

Judgement CaseWorld::submit(const std::string& clerk, Value form) {
    Judgement out = county.act(clerk, {std::move(form)});
    newest = county.made(clerk, "case");
    return out;
}

Judgement CaseWorld::confirm(const std::string& head) {
    return county.act(head, {county.confirm_of(text(newest, "pending"))});
}

std::string CaseWorld::receive(const std::string& clerk, Value form) {
    must(submit(clerk, std::move(form)));
    must(confirm(head_of(clerk)));
    return newest;
}

Value CaseWorld::decision(const std::string& key, std::string_view act, std::string_view reason,
                          const std::vector<std::string>& missing) {
    Value out = county.intent("case.decide", {key}).set("case", key).set("act", act);
    if (!reason.empty()) {
        out.set("reason", reason);
    }
    if (!missing.empty()) {
        out.set("missing", Array(missing.begin(), missing.end()));
    }
    if (act == "pass") {
        Array opened;
        for (const Value& material : county.value(key)->items("materials")) {
            opened.emplace_back(material.str_or("sha256"));
        }
        out.set("materials", std::move(opened));
    }
    return out;
}

Judgement CaseWorld::decide(const std::string& officer, const std::string& key, std::string_view act,
                            std::string_view reason, const std::vector<std::string>& missing) {
    return county.act(officer, {decision(key, act, reason, missing)});
}

void CaseWorld::pass_all(const std::string& key) {
    static const std::map<std::string, std::string, std::less<>> kOfficers{{"first_review", "ob-clerk"},
                                                                           {"second_review", "ob-section"},
                                                                           {"third_review", "ob-deputy"},
                                                                           {"final_review", "ob-head"},
                                                                           {"commission", "commission"}};
    while (text(key, "state") == "received" || text(key, "state") == "in_review") {
        must(decide(kOfficers.at(text(key, "step")), key, "pass"));
    }
}

Judgement CaseWorld::withdraw(const std::string& clerk, const std::string& key) {
    return county.act(clerk, {county.intent("case.withdraw").set("case", key).set("reason", "不再需要")});
}

Value CaseWorld::amendment(const std::string& key, Value fields) {
    return county.intent("case.amend", {key}).set("case", key).set("fields", std::move(fields));
}

Value CaseWorld::answer(const std::string& key, Value fields) {
    Value all = *county.value(key)->find("fields");
    for (const auto& [name, value] : fields.object()) {
        all.set(name, value);
    }
    const model::Matter& matter = *county.catalogue().matter(text(key, "matter"));
    return county.intent("case.answer", {key})
        .set("case", key)
        .set("fields", std::move(fields))
        .set("materials", materials_for(matter, all, "paper, again"))
        .set("note", "已补正");
}

Judgement CaseWorld::close_stage(const std::string& officer, const std::string& grant, int stage,
                                 const Array& persons) {
    return county.act(officer, {closing(grant, stage, persons)});
}

Value CaseWorld::closing(const std::string& grant, int stage, const Array& persons) {
    Object record{{"budget_unit", "101001"}, {"first_pay_month", "2026-12"}};
    if (stage != 5) {
        Array listed = persons;
        for (Value& person : listed) {
            if (stage == 4) {
                person.set("grade", "管理九级").set("amount", 650'000).set("from_month", "2026-12");
            }
        }
        record = {{"doc_no", "浠人社聘〔2026〕8号"},
                  {"doc_date", format_date(date_of(county.now()))},
                  {"persons", std::move(listed)}};
    }
    std::vector<std::string> base{grant};
    if (stage == 5) {  // closed for those whom the stage shows
        base.push_back("stage/" + grant.substr(grant.find('/') + 1) + "/5");
    }
    return county.intent("stage.close", base).set("grant", grant).set("stage", stage).set("record", std::move(record));
}

void CaseWorld::both(const std::string& proposer, const std::string& approver, Value intent) {
    must(county.act(proposer, {std::move(intent)}));
    must(county.act(approver, {county.confirm_of(county.made(proposer, "pending"))}));
}

void CaseWorld::set_policy(const std::string& name, std::int64_t value) {
    change_catalogue("/policy/" + name, [&](Value& catalogue) {
        catalogue.object().find("policy")->second.object()[name] = Object{{"value", value}, {"reason", "test"}};
    });
}

void CaseWorld::change_catalogue(const std::string& mark, const std::function<void(Value&)>& change) {
    const log::Record before = *county.registers().get("system/catalogue").record;
    auto after = std::make_shared<log::Record>(before);
    ++after->version;
    change(after->value.object().find("catalogue")->second);
    Array previous = before.value.items("previous");
    previous.push_back(Object{{"sha256", before.value.str_or("sha256")}, {"ended", format_time(county.now())}});
    after->value.set("sha256", mark).set("previous", std::move(previous));
    county.registers().put(after);
}

std::string CaseWorld::grant(int count) {
    const std::string key = receive("clerk-a", form("USE", kTown, use_form_fields(kTown, count)));
    pass_all(key);
    return text(key, "grant");
}

std::string CaseWorld::hired(int n, int count) {
    std::string key = grant(count);
    Array persons;
    for (int i = 0; i < count; ++i) {
        persons.push_back(listed(n + i));
    }
    must(close_stage("hr", key, 2, persons));
    return key;
}

std::string CaseWorld::text(const std::string& key, std::string_view member) {
    const Value* value = county.value(key);
    return value == nullptr ? std::string{} : std::string(value->str_or(member));
}

std::int64_t CaseWorld::number(const std::string& key, std::string_view member) {
    const Value* value = county.value(key);
    return value == nullptr ? -1 : value->int_or(member);
}

std::string CaseWorld::ledger(const std::string& unit) {
    const std::string key = "ledger/" + unit + "/20";
    std::string out;
    for (const char* member : {"h", "a", "r", "o"}) {
        out += (out.empty() ? "" : " ") + std::string(member) + " " + std::to_string(number(key, member));
    }
    return out;
}

std::string CaseWorld::person_of(const std::string& unit, std::size_t i) {
    for (const std::string& key : county.keys("person/")) {
        if (text(key, "unit") == unit && text(key, "state") == "active" && i-- == 0) {
            return key;
        }
    }
    return {};
}

Value use_form_fields(const std::string& unit, int count) {
    return use_fields(unit, "综合执法缺员").set("count", count);
}

Value listed(int n) {
    return Object{{"name", "新" + std::to_string(n)}, {"id_no", id_number(n)}};
}

Value entry_fields(const std::string& grant, int n) {
    Value fields = json(R"({"sex":"1","ethnic":"01","native_place":"湖北浠水","politics":"13","work_since":"2016-07-01",
        "edu":"21","degree":"4","inner":"综合执法中心","quota_type":"20","funding":"1","post_kind":"1","post_grade":"109",
        "staff_class":"none","post_name":"办事员","post_since":"2026-11-20","above_rank":false,"leader_level":"220",
        "entry_mode":"03","entry_from":"公开招聘","entered_on":"2026-11-20","quota_since":"2026-11-20",
        "quota_doc":"浠编办函〔2026〕3号","hire_doc":"浠人社聘〔2026〕8号"})");
    const std::string id = id_number(n);
    return fields.set("grant_no", grant)
        .set("name", "新" + std::to_string(n))
        .set("id_no", id)
        .set("birth", id.substr(6, 4) + "-" + id.substr(10, 2) + "-" + id.substr(12, 2));
}

Value exit_fields(const std::string& person, std::string_view mode) {
    Value fields = json(
        R"({"event_on":"2026-11-16","left_on":"2026-11-17","exit_doc":"浠人社函〔2026〕5号","pay_stop":"2026-12"})");
    return fields.set("person", person).set("exit_mode", mode);
}

Value change_fields(const Value& person, const std::string& key, const std::string& field, const std::string& value) {
    Value change = Object{{"field", field}, {"new", value}};
    if (const Value* old = person.find(field)) {
        change.set("old", *old);
    }
    return Object{{"person", key},
                  {"reason", "new"},
                  {"event_on", "2026-11-16"},
                  {"proof_doc", "浠人社函〔2026〕6号"},
                  {"changes", Array{change}}};
}

}  // namespace zj::test
