// SPDX-License-Identifier: Apache-2.0
#include "gateway/demo/flows.hpp"

namespace zj::demo {

namespace {

using codec::Array;
using codec::Object;
using codec::Value;

std::string review_key(const std::string& unit, int year) {
    return "review/" + std::to_string(year) + "/" + unit;
}

bool in_hand(const Value& value) {
    const std::string_view state = value.str_or("state");
    return state == "received" || state == "in_review" || state == "paused";
}

}  // namespace

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

std::string Flows::lend(const std::string& unit, int posts, Date until) {
    const std::string doc = life_.document("浠编委函");
    life_.world.act_of_two("ob_clerk/1", "ob_head/1",
                           life_.world.intent("revolving.lend", {"unit/" + unit})
                               .set("unit", unit)
                               .set("count", posts)
                               .set("until", day_text(until))
                               .set("decided_by", "县委编委")
                               .set("doc_no", doc));
    return doc;
}

bool Flows::opening_line_in_error() {
    constexpr int kLinesLooked = 9;
    const std::string& unit = life_.some_unit();
    const int year = ymd_of(life_.world.today()).year;
    for (int no = 1; no <= kLinesLooked && life_.free(unit); ++no) {
        const std::string key = "plan/" + unit + "/" + std::to_string(year) + "-" + std::to_string(no);
        const Value line = life_.world.get(key);
        if (line.int_or("count") > 0 && line.int_or("used") == 0 && line.int_or("reserved") == 0 &&
            line.str_or("case").empty() &&
            life_.free("room/" + unit + "/" + std::string(line.str_or("quota_type")))) {  // no request is on its way
            life_.done["opening reversed"] += life_.world.act_of_two("ob_section/1", "ob_head/1",
                                                                     life_.world.intent("opening.reverse", {key})
                                                                         .set("of", key)
                                                                         .set("reason", "期初计划行错录")
                                                                         .set("doc_no", life_.document("浠编办函")))
                                                  ? 1
                                                  : 0;
            return true;
        }
    }
    return false;
}

void Flows::lend_posts() {
    const std::string unit = life_.units.front();
    lend(unit, 2, date_from({ymd_of(life_.world.today()).year + 1, 12, 31}));
    const std::string lent = lend(unit, 1, add_months(life_.world.today(), 9));
    life_.in_days(90, [this, unit, lent] {
        life_.world.act_of_two("ob_clerk/1", "ob_head/1",
                               life_.world.intent("revolving.end", {"unit/" + unit})
                                   .set("unit", unit)
                                   .set("lent", lent)
                                   .set("doc_no", life_.document("浠编委函")));
        ++life_.done["loans ended"];
    });
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

bool Flows::open_review(const std::string& unit, int year) {
    return life_.world.act("ob_clerk/2",
                           {life_.world.intent("review.open", {"unit/" + unit}).set("year", year).set("unit", unit)});
}

void Flows::review_opened_in_error(const std::string& unit, int year) {
    const std::string key = review_key(unit, year);
    if (!open_review(unit, year)) {
        return;
    }
    life_.later(20, [this, key, unit, year] {
        const bool cancelled = life_.world.act(
            "ob_section/1",
            {life_.world.intent("review.cancel", {key}).set("review", key).set("reason", "台账更正后重新开启")});
        if (cancelled) {
            ++life_.done["reviews cancelled"];
            life_.in_days(1, [this, unit, year] { review(unit, year); });
        }
    });
}

void Flows::review(const std::string& unit, int year) {
    const std::string key = review_key(unit, year);
    if (!open_review(unit, year)) {
        return;
    }
    const Value figures = life_.world.get(key);
    life_.world.act(life_.head(unit), {life_.world.intent("review.check", {key})
                                           .set("review", key)
                                           .set("text", "自查无出入")
                                           .set("h", *figures.find("h"))
                                           .set("a", *figures.find("a"))
                                           .set("posts", *figures.find("posts"))});
    const bool rectify = life_.chance(6) || ++life_.done["reviews"] == 1;  // at least one
    life_.in_days(1, [this, key] { opinion(key, "org/1", "干部配备与职数一致"); });
    life_.in_days(1, [this, key] { opinion(key, "hr/1", "岗位设置与聘用一致"); });
    life_.in_days(2, [this, key] { opinion(key, "fin/1", "供养人数与实名制一致"); });
    life_.in_days(4, [this, key, rectify] {
        opinion(key, "ob_section/1", rectify ? "限期补报后通过" : "账实相符，予以通过", rectify);
        if (!rectify) {
            files_.file_later(key);
        }
    });
    if (rectify) {
        life_.in_days(15, [this, key] {
            life_.world.act("ob_section/1",
                            {life_.world.intent("review.accept", {key}).set("review", key).set("items", Array{1})});
            files_.file_later(key);
        });
    }
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
        files_.file_later(key);
    });
}

}  // namespace zj::demo
