// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/model/flow_words.hpp"

#include "shared/model/rules/1/flows.hpp"

namespace zj::test {
namespace {

class Flows {
public:
    Flows(CaseWorld& w, SeededRandom& dice)
        : w_(w), dice_(dice), unit_(dice.below(2) == 0 ? kTown : kVillage), day_(date_of(w.county.now())) {}

    FlowSigned any(const std::string& open_case) {
        switch (dice_.below(26)) {
            case 0:
                return {"ob-clerk", paper()};
            case 1:
                return {"ob-clerk", about("doc.file", "doc", any_key("doc/")).set("archive_no", "甲")};
            case 2:
                return {clerk(), w_.county.intent("case.urge").set("case", open_case)};
            case 3:
                return {"inspector", measure()};
            case 4:
                return {"inspector", about("sanction.lift", "sanction", any_key("sanction/")).set("reason", "已改")};
            case 5:
                return {"fin", loaded("pay.load", Array{Value(Array{id_number(5001), "人", 1, "active"})})
                                   .set("month", today().substr(0, 7))};
            case 6:
                return {"fin", loaded("budget.load", Object{{"amount", 1}, {"funded", 1}}).set("year", 2026)};
            case 7:
                return {clerk(), leave()};
            case 8:
                return {"ob-clerk", ceiling()};
            case 9:
                return {"ob-clerk",
                        w_.county.intent("review.open", {"unit/" + unit_}).set("year", 2026).set("unit", unit_)};
            case 10:
                return opinion();
            case 11:
                return {"ob-section", about("review.accept", "review", review()).set("items", Array{1})};
            case 12:
                return {dice_.below(2) == 0 ? "inspector" : "ob-clerk", warning()};
            case 13:
                return exit_stage();
            case 14:
                return {"ob-section", about("doc.void", "doc", any_key("doc/")).set("reason", "误登")};
            case 15:
                return {"ob-section", about("review.cancel", "review", review()).set("reason", "误开")};
            case 16:
                return {pick({"hr", "org"}), pay()};
            case 17:
                return {clerk(), retirement()};
            case 18:
                return {clerk(), about("person.place", "person", any_key("person/"))
                                     .set("work_unit", pick({kVillage.c_str(), ""}))
                                     .set("since", today())};
            case 19:
                return {"ob-clerk", loan()};
            case 20:
                return {"ob-clerk", w_.county.intent("revolving.end", {"unit/" + unit_})
                                        .set("unit", unit_)
                                        .set("lent", loan_doc())
                                        .set("doc_no", loan_doc())};
            case 21:
                return {clerk(), about("person.roster", "person", any_key("person/"))
                                     .set("status", pick({"", "3", "4"}))
                                     .set("on", today())
                                     .set("reason", "other")};
            case 22:
                return {clerk(), w_.county.intent("person.outside", {"unit/" + kTown})
                                     .set("unit", kTown)
                                     .set("name", "郑临时")
                                     .set("id_no", id_number(9000 + static_cast<int>(dice_.below(3))))
                                     .set("inner", w_.county.value("unit/" + kTown)->str_or("name"))
                                     .set("post_name", "保洁员")
                                     .set("since", today())
                                     .set("doc_no", loan_doc())};
            case 23:
                return {unit_ == kTown ? "head-a" : "head-v", self_check()};
            case 24:
                return {"ob-clerk", other_file()};
            default:
                return {"ob-clerk", filing()};
        }
    }

private:
    std::string pick(std::initializer_list<const char*> list) { return *(list.begin() + dice_.below(list.size())); }
    std::string any_key(std::string_view kind) {
        const std::vector<std::string> keys = w_.county.keys(kind);
        return keys.empty() ? std::string(kind) + "none" : keys[dice_.below(keys.size())];
    }
    std::string today() const { return format_date(day_); }
    std::string next_month() const { return format_date(add_months(day_, 1)).substr(0, 7); }
    std::string review() const { return "review/2026/" + unit_; }
    std::string clerk() { return pick({"clerk-a", "clerk-b"}); }
    Value about(const char* what, const char* member, const std::string& key) {
        return w_.county.intent(what, {key}).set(member, key);
    }

    Value paper() {
        return w_.county.intent("doc.register")
            .set("from", "县政府")
            .set("doc_no", "浠政发〔2026〕" + std::to_string(dice_.below(9) + 1) + "号")
            .set("received_on", today())
            .set("title", "批复")
            .set("secrecy", "0")
            .set("pages", 1)
            .set("handler", "机构股")
            .set("reform_of", unit_)
            .set("effective_on", today());
    }
    Value loaded(const char* what, Value content) {
        return w_.county.intent(what)
            .set("source", std::string(64, 'a'))
            .set("units", Object{{unit_, std::move(content)}});
    }
    Value leave() {
        return about("leave.record", "person", any_key("person/"))
            .set("kind", "sick")
            .set("from", today())
            .set("pay_reduced", false);
    }
    Value pay() {
        return about("pay.revise", "person", any_key("person/"))
            .set("amount", 1 + dice_.below(9))
            .set("grade", "九级")
            .set("from_month", next_month())
            .set("doc_no", "浠人社薪〔2026〕8号");
    }
    Value retirement() {
        Value out = about("person.retire", "person", any_key("person/"));
        return dice_.below(2) == 0 ? out.set("flex", static_cast<std::int64_t>(dice_.below(70)) - 35)
                                   : out.set("retire_override", today()).set("doc_no", "浠组干〔2026〕9号");
    }
    std::string loan_doc() { return "浠编发〔2026〕" + std::to_string(dice_.below(3) + 1) + "号"; }
    Value loan() {
        return w_.county.intent("revolving.lend", {"unit/" + unit_})
            .set("unit", unit_)
            .set("count", 1 + static_cast<std::int64_t>(dice_.below(3)))
            .set("until", format_date(Date{day_.days + 9}))
            .set("decided_by", "县委编委")
            .set("doc_no", loan_doc());
    }
    Value ceiling() {
        return w_.county.intent("ceiling.set")
            .set("group", "admin")
            .set("ceiling", 9)
            .set("reserve", 1)
            .set("doc_no", "鄂编发〔2026〕9号");
    }
    Value measure() {
        const std::string what = pick({"circulate", "lock", "suspend"});
        Value out = w_.county.intent("sanction.impose", {"unit/" + unit_})
                        .set("unit", unit_)
                        .set("measure", what)
                        .set("ground", "unused")
                        .set("evidence", "无登录")
                        .set("from", today())
                        .set("lift_when", "登录");
        return what == "lock" ? out.set("person", w_.county.person("clerk-b").id) : out;
    }
    FlowSigned opinion() {
        const std::string who = pick({"ob-section", "org", "hr", "fin"});
        Value out = about("review.sign", "review", review()).set("text", "属实").set("differences", Array{"一"});
        if (who == "ob-section") {
            out.set("rectify", Array{Object{{"item", "补报"}, {"until", today()}}});
        }
        return {who, std::move(out)};
    }
    Value warning() {
        const std::string id = "W05/" + std::to_string(dice_.below(3));
        return w_.county.intent("warning.act", {model::rules1::named_key("warning", id)})
            .set("warning", id)
            .set("act", pick({"verify", "rectify", "close", "false"}))
            .set("reason", "已查");
    }
    FlowSigned exit_stage() {
        std::string key = "stage/none/2";
        for (const std::string& one : w_.county.keys("stage/")) {
            if (w_.text(one, "chain") == "exit" && w_.text(one, "state") == "open") {
                key = one;
            }
        }
        const bool stop = key.ends_with("/2");
        Object record =
            stop ? Object{{"stop_month", next_month()}} : Object{{"budget_unit", "1"}, {"cut_month", next_month()}};
        return {stop ? "hr" : "fin", w_.county.intent("stage.close", {key})
                                         .set("case", "case/" + key.substr(6, key.size() - 8))
                                         .set("stage", stop ? 2 : 3)
                                         .set("record", std::move(record))};
    }
    // Complete but for what some matters add to an approval.
    Value self_check() {
        return about("review.check", "review", review())
            .set("text", "已核对")
            .set("h", Object{{"20", dice_.below(9)}})
            .set("a", Object{})
            .set("posts", Object{{"deputy", Object{{"auth", 2}, {"actual", dice_.below(3)}}}});
    }
    Value other_file() {
        const std::string of = dice_.below(2) == 0 ? any_key("doc/") : review();
        Value item = Object{{"title", "年度审查表"}, {"pages", 1}, {"sha256", std::string(64, '1')}};
        const std::string number = w_.text(of, "doc_no");
        if (!number.empty()) {
            item.set("doc_no", number);
        }
        return about("archive.file", "of", of).set("fonds_year", 2026).set("items", Array{item});
    }
    Value filing() {
        const std::string key = any_key("case/");
        Array items;
        const auto add = [&](std::string_view title, std::string_view sha256) {
            items.push_back(Object{{"title", title}, {"pages", 1}, {"sha256", sha256}});
        };
        add("审批表", std::string(64, '1'));
        add(pick({"核销回执", "编制使用通知单"}), std::string(64, '2'));
        if (const Value* value = w_.county.value(key)) {
            for (const Value& material : value->items("materials")) {
                add(material.str_or("title"), material.str_or("sha256"));
            }
        }
        return about("archive.close", "case", key).set("fonds_year", ymd_of(day_).year).set("items", items);
    }

    CaseWorld& w_;
    SeededRandom& dice_;
    const std::string unit_;
    const Date day_;
};

}  // namespace

FlowSigned any_flow(CaseWorld& w, SeededRandom& dice, const std::string& open_case) {
    return Flows(w, dice).any(open_case);
}

}  // namespace zj::test
