// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/books.hpp"

#include "shared/codec/json.hpp"

namespace zj::sim {

using codec::Array;
using codec::Value;

namespace {

Value json(std::string_view text) {
    return *codec::parse_json(text);
}

// Of the area code that no county has.
std::string id_number(int n) {
    std::string out = "42909919900307" + std::to_string(100 + n).substr(0, 2) + "1";
    static constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (std::size_t i = 0; i < 17; ++i) {
        sum += (out[i] - '0') * kWeights[i];
    }
    out += "10X98765432"[sum % 11];
    return out;
}

}  // namespace

Value opening_body() {
    Value body = json(R"({"do":"register.open","base":{},
        "unit":{"unit_code":"421125101","name":"浠水县巴河镇人民政府","short_name":"巴河镇","rank":"31","nature":"1","category":"09","system":"3",
            "division":"421125101","is_cangong":false,"founded_on":"1987-05-01","founded_doc":"浠编发〔1987〕3号","state":"1",
            "inner":[{"name":"综合执法中心"}]},
        "quota":{"20":{"h":7,"doc":"浠编发〔2019〕12号"}},
        "posts":{"chief":{"auth":1},"deputy":{"auth":2},"inner_chief":{"auth":2},"inner_deputy":{"auth":2}},
        "plan":[{"year":2026,"no":1,"quota_type":"20","entry_mode":"03","count":2,"reason":"综合执法缺员"},
                {"year":2026,"no":2,"quota_type":"20","entry_mode":"03","count":1,"reason":"财政所缺员"}],
        "grants":[]})");
    Array persons;
    for (int i = 0; i < 6; ++i) {
        Value person =
            json(R"({"sex":"1","birth":"1990-03-07","ethnic":"01","native_place":"湖北浠水","politics":"13","edu":"21",
            "degree":"4","school":"黄冈师范学院","major":"行政管理","work_since":"2013-07-01","inner":"综合执法中心","quota_type":"20",
            "funding":"1","post_kind":"1","post_grade":"109","staff_class":"none","post_name":"办事员","post_since":"2013-07-01",
            "above_rank":false,"leader_level":"220","cs_registered":false,"entry_mode":"03","entered_on":"2013-07-01",
            "quota_since":"2013-07-01","quota_doc":"浠编办函〔2013〕3号","status":"1","fin_funded":true})");
        static constexpr const char* kNames[] = {"丁一", "于二", "马三", "王四", "方五", "田六"};
        person.set("name", kNames[i]).set("id_no", id_number(10 * i));
        persons.push_back(std::move(person));
    }
    body.set("persons", std::move(persons));
    return body;
}

Value use_fields(const std::string& mark) {
    Value fields =
        json(R"({"quota_type":"20","count":1,"entry_mode":"03","source_scope":"open","funding":"1","post_kind":"1",
        "post_name":"综合执法岗位","staff_class":"none","plan_line":"plan/421125101/2026-1","meeting_on":"2026-11-10",
        "meeting_no":"2026年第12次"})");
    fields.set("reason", mark);
    return fields;
}

Value out_fields(const std::string& person) {
    Value fields = json(
        R"({"exit_mode":"05","event_on":"2026-10-31","left_on":"2026-11-01","exit_doc":"浠人社函〔2026〕5号","pay_stop":"2026-11"})");
    fields.set("person", person);
    return fields;
}

Value change_fields(const Value& record, const std::string& person, std::string_view field, const std::string& value) {
    Value change;
    change.set("field", field).set("new", value);
    if (const Value* old = record.find(field)) {
        change.set("old", *old);
    }
    Value fields;
    fields.set("person", person).set("reason", "new").set("event_on", "2026-10-31").set("changes", Array{change});
    return fields;
}

}  // namespace zj::sim
