// SPDX-License-Identifier: Apache-2.0
#include "gateway/demo/flows.hpp"

#include "shared/codec/text.hpp"

namespace zj::demo {

namespace {

using codec::Array;
using codec::Object;
using codec::Value;

// INTENTS.md, Records: short ids of a text.
std::string named_key(const std::string& kind, const std::string& text) {
    return kind + "/" + codec::short_id(crypto::sha256("zhijian-" + kind + "-v1\n", as_bytes(text)));
}

bool in_hand(const Value& value) {
    const std::string_view state = value.str_or("state");
    return state == "received" || state == "in_review" || state == "paused";
}

}  // namespace

void Flows::paper() {
    static const std::vector<std::string> kFrom{"黄冈市委编办", "县委办公室", "县人民政府办公室",
                                                "县人力资源和社会保障局"};
    static const std::vector<std::string> kTitles{"关于做好机构编制统计工作的通知", "关于开展实名制核查的通知",
                                                  "关于严格控制财政供养人员的通知", "关于印发年度工作要点的通知"};
    const std::string clerk = life_.some_ob_clerk(), from = life_.pick(kFrom), number = life_.document("黄编办发");
    const bool taken = life_.world.act(clerk, {life_.world.intent("doc.register")
                                                   .set("from", from)
                                                   .set("doc_no", number)
                                                   .set("received_on", day_text(life_.world.today()))
                                                   .set("title", life_.pick(kTitles))
                                                   .set("secrecy", life_.chance(15) ? "1" : "0")
                                                   .set("pages", life_.between(1, 14))
                                                   .set("handler", "综合股")});
    const std::string key = named_key("doc", from + "\n" + number);
    if (taken) {
        life_.in_days(life_.between(2, 15), [this, clerk, key] {
            const std::string archive_no = "J021-SW·" + std::to_string(ymd_of(life_.world.today()).year) + "-D10-" +
                                           std::to_string(++life_.done["papers filed"]);
            life_.world.act(clerk,
                            {life_.world.intent("doc.file", {key}).set("doc", key).set("archive_no", archive_no)});
        });
    }
}

void Flows::question(const std::string& case_key, const std::string& unit) {
    if (in_hand(life_.world.get(case_key))) {
        life_.world.act(life_.clerk(unit), {life_.world.intent("case.message")
                                                .set("case", case_key)
                                                .set("text", "请问审核进度如何，是否需要补充说明？")});
        ++life_.done["questions"];
    }
}

void Flows::reminder(const std::string& case_key, const std::string& unit) {
    if (in_hand(life_.world.get(case_key))) {
        life_.world.act(life_.clerk(unit), {life_.world.intent("case.urge").set("case", case_key)});
        ++life_.done["reminders"];
    }
}

void Flows::leave() {
    const std::string person = life_.someone({}, [](const Value&) { return true; });
    if (person.empty()) {
        return;
    }
    const bool sick = life_.chance(60);
    const Date from{life_.world.today().days - life_.between(0, 5)};
    const int days = sick && life_.chance(20) ? life_.between(60, 100) : life_.between(3, 12);
    life_.world.act(life_.clerk(std::string(life_.world.get(person).str_or("unit"))),
                    {life_.world.intent("leave.record", {person})
                         .set("person", person)
                         .set("kind", sick ? "sick" : "personal")
                         .set("from", day_text(from))
                         .set("until", day_text(Date{from.days + days}))
                         .set("pay_reduced", days > 20)});
    ++life_.done["leaves"];
}

// As the province approved them: what stands, and a reserve.
void Flows::ceilings() {
    for (const bool admin : {true, false}) {
        std::int64_t sum = 0;
        for (const std::string& unit : life_.units) {
            for (const char* type : admin ? std::vector{"10", "11", "12"} : std::vector{"20", "21", "22"}) {
                sum += life_.world.get("ledger/" + unit + "/" + type).int_or("h");
            }
        }
        const int reserve = admin ? 12 : 40;
        life_.world.act_of_two("ob_clerk/1", "ob_head/1",
                               life_.world.intent("ceiling.set")
                                   .set("group", admin ? "admin" : "institution")
                                   .set("ceiling", sum + reserve + (admin ? 0 : 60))
                                   .set("reserve", reserve)
                                   .set("doc_no", life_.document("鄂编发")));
    }
}

void Flows::lend() {
    const std::string unit = life_.units.front();
    const Date until = date_from({ymd_of(life_.world.today()).year + 1, 12, 31});
    life_.world.act_of_two("ob_clerk/1", "ob_head/1",
                           life_.world.intent("revolving.lend", {"unit/" + unit})
                               .set("unit", unit)
                               .set("count", 2)
                               .set("until", day_text(until))
                               .set("decided_by", "县委编委")
                               .set("doc_no", life_.document("浠编委函")));
}

void Flows::opinion(const std::string& review, const std::string& who, const std::string& text, bool rectify) {
    Value signature = life_.world.intent("review.sign", {review}).set("review", review).set("text", text);
    signature.set("differences", rectify ? Array{"内设机构负责人空缺未报"} : Array{});
    if (rectify) {
        signature.set("rectify", Array{Value(Object{{"item", "补报内设机构负责人配备情况"},
                                                    {"until", day_text(add_months(life_.world.today(), 1))}})});
    }
    life_.world.act(who, {signature});
}

void Flows::review(const std::string& unit, int year) {
    const std::string key = "review/" + std::to_string(year) + "/" + unit;
    const bool opened = life_.world.act(
        "ob_clerk/2", {life_.world.intent("review.open", {"unit/" + unit}).set("year", year).set("unit", unit)});
    if (!opened) {
        return;
    }
    const Value figures = life_.world.get(key);
    life_.world.act(life_.head(unit), {life_.world.intent("review.check", {key})
                                           .set("review", key)
                                           .set("text", "自查无出入")
                                           .set("h", *figures.find("h"))
                                           .set("a", *figures.find("a"))
                                           .set("posts", *figures.find("posts"))});
    const bool rectify = life_.chance(6);
    life_.in_days(1, [this, key] { opinion(key, "org/1", "干部配备与职数一致"); });
    life_.in_days(1, [this, key] { opinion(key, "hr/1", "岗位设置与聘用一致"); });
    life_.in_days(2, [this, key] { opinion(key, "fin/1", "供养人数与实名制一致"); });
    life_.in_days(4, [this, key, rectify] {
        opinion(key, "ob_section/1", rectify ? "限期补报后通过" : "账实相符，予以通过", rectify);
    });
    if (rectify) {
        life_.in_days(15, [this, key] {
            life_.world.act("ob_section/1",
                            {life_.world.intent("review.accept", {key}).set("review", key).set("items", Array{1})});
        });
    }
    ++life_.done["reviews"];
}

void Flows::sanction(const std::string& unit, const std::string& measure) {
    const Date today = life_.world.today();
    Value imposed = life_.world.intent("sanction.impose", {"unit/" + unit})
                        .set("unit", unit)
                        .set("measure", measure)
                        .set("ground", "late_data")
                        .set("evidence", "上季度两次逾期报送人员信息")
                        .set("from", day_text(today))
                        .set("lift_when", "补报完成并书面说明");
    if (measure == "rectify") {
        imposed.set("until", day_text(add_months(today, 1)));
    }
    if (!life_.world.act_of_two("inspector/1", "ob_head/1", std::move(imposed))) {
        return;
    }
    life_.busy.insert(unit);
    const std::string key = life_.world.made("ob_head/1", "sanction");  // the confirm writes it
    life_.in_days(8, [this, key, unit] {
        life_.world.act_of_two(
            "inspector/1", "ob_head/1",
            life_.world.intent("sanction.lift", {key}).set("sanction", key).set("reason", "已补报，予以解除"));
        life_.busy.erase(unit);
    });
}

void Flows::handle(const std::string& warning_id) {
    const std::string key = named_key("warning", warning_id);
    const bool verified = life_.world.act("inspector/1", {life_.world.intent("warning.act", {key})
                                                              .set("warning", warning_id)
                                                              .set("act", "verify")
                                                              .set("reason", "查阅台账属实")});
    if (verified) {
        life_.in_days(1, [this, key, warning_id] {
            life_.world.act("ob_section/1", {life_.world.intent("warning.act", {key})
                                                 .set("warning", warning_id)
                                                 .set("act", "rectify")
                                                 .set("reason", "责成单位限期整改")
                                                 .set("owner", "unit_head")
                                                 .set("due", day_text(add_months(life_.world.today(), 2)))});
        });
    }
}

}  // namespace zj::demo
