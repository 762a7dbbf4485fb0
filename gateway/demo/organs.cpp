// SPDX-License-Identifier: Apache-2.0
#include "gateway/demo/organs.hpp"

#include <algorithm>

namespace zj::demo {

namespace {

using codec::Array;
using codec::Object;
using codec::Value;

constexpr int kUnitsLooked = 40;

std::string mark(const std::string& unit) {
    return "organs/" + unit;
}

// The organs as they are, with no more posts than the unit will have (domain.md 3.3, Σ inner ≤ unit): the largest give.
Array fitted(Array organs, std::int64_t posts) {
    const auto quota = [](const Value& organ) {
        return organ.int_or("quota");
    };
    std::int64_t sum = 0;
    for (const Value& organ : organs) {
        sum += quota(organ);
    }
    for (; sum > posts && !organs.empty(); --sum) {
        Value& largest = *std::max_element(organs.begin(), organs.end(),
                                           [&](const Value& a, const Value& b) { return quota(a) < quota(b); });
        largest.set("quota", quota(largest) - 1);
    }
    return organs;
}

}  // namespace

std::int64_t Organs::posts_of(const std::string& unit) {
    std::int64_t sum = 0;
    for (const model::CodeItem& type : *life_.world.catalogue().codes("quota")) {
        sum += life_.world.get("ledger/" + unit + "/" + type.code).int_or("h");
    }
    return sum;
}

std::string Organs::unit_that(const std::function<bool(const Value&)>& fits) {
    for (int look = 0; look < kUnitsLooked; ++look) {
        const std::string unit = life_.some_unit();
        if (life_.free(unit) && life_.free(mark(unit)) && fits(life_.world.get("unit/" + unit))) {
            return unit;
        }
    }
    return {};
}

bool Organs::plan(const std::string& unit, int year) {
    Array lines;
    for (const char* type : {"20", "10"}) {
        const Value line = life_.world.get("ledger/" + unit + "/" + type);
        const std::int64_t vacant = line.int_or("h") - line.int_or("a");
        const bool institution = std::string_view(type) == "20";
        if (vacant < 1) {
            continue;
        }
        lines.push_back(Object{{"quota_type", type},
                               {"entry_mode", institution ? "03" : "01"},
                               {"count", std::min<std::int64_t>(vacant, 3)},
                               {"expected_exits", 0},
                               {"reason", "补充空编"}});
        if (institution && vacant > 3) {
            lines.push_back(Object{{"quota_type", type},
                                   {"entry_mode", "07"},
                                   {"count", 1},
                                   {"expected_exits", 0},
                                   {"reason", "县内选调骨干"}});
        }
    }
    if (lines.empty()) {
        return false;
    }
    Request request{unit, "PLAN",
                    Object{{"year", year},
                           {"lines", std::move(lines)},
                           {"meeting_on", day_text(Date{life_.world.today().days - life_.between(1, 9)})},
                           {"meeting_no", std::to_string(ymd_of(life_.world.today()).year) + "年第" +
                                              std::to_string(life_.between(8, 14)) + "次"}}};
    request.received = [this, unit](const std::string& key) {
        const std::string parent(life_.world.get("unit/" + unit).str_or("parent"));
        if (!parent.empty()) {
            const std::string consent = "consent/" + key.substr(key.find('/') + 1);
            life_.world.act(life_.head(parent),
                            {life_.world.intent("case.consent", {consent}).set("consent", consent).set("act", "give")});
        }
    };
    cases_.submit(std::move(request));
    return true;
}

bool Organs::basic_fact() {
    const std::string unit = unit_that([](const Value&) { return true; });
    if (unit.empty()) {
        return false;
    }
    const int n = ++life_.done["duties"];
    Value change = Object{{"field", "duties"}, {"new", "承担本单位职责范围内的工作（" + std::to_string(n) + "版）"}};
    const Value record = life_.world.get("unit/" + unit);
    if (const Value* old = record.find("duties")) {
        change.set("old", *old);
    }
    cases_.submit({.unit = unit,
                   .matter = "ORG",
                   .fields = Object{{"change_kind", "basic"},
                                    {"changes", Array{std::move(change)}},
                                    {"effective_on", day_text(life_.world.today())}},
                   .fate = cases_.some_fate(true),
                   .busy = {mark(unit)}});
    return true;
}

// 一事一文, discussed with the office before it comes.
void Organs::ask(Setup setup) {
    const Date today = life_.world.today();
    Value fields = Object{{"setup_kind", setup.kind},
                          {"title", setup.title},
                          {"terms", setup.title},
                          {"effective_on", day_text(today)},
                          {"basis", "县委机构改革方案和上级主管部门意见"},
                          {"argument", "工作量增加，现有设置不能满足需要"},
                          {"history", "2019 年机构改革时设立"},
                          {"discussed_on", day_text(Date{today.days - life_.between(5, 20)})},
                          {"discussed_with", life_.world.person("ob_section/1").name},
                          {"big", false}};
    if (!setup.parties.empty()) {
        fields.set("parties", setup.parties);
    }
    life_.busy.insert(mark(setup.unit));
    Request request{setup.unit, "SETUP", fields};
    request.approved = [this, setup](const std::string& key) {
        const std::string ruling(life_.world.get(key).str_or("result"));
        life_.in_days(life_.between(2, 6), [setup, ruling] { setup.decided(ruling); });
    };
    cases_.submit(std::move(request));
}

void Organs::carry_out(const std::string& unit, Value fields, const std::string& ruling, bool ex_officio,
                       std::function<void()> done) {
    const std::string today = day_text(life_.world.today());
    fields.set("basis_doc", ruling).set("basis_date", today).set("effective_on", today);
    life_.busy.insert(mark(unit));
    Request request{unit, "ORG", std::move(fields), {}, ex_officio};
    request.busy = {mark(unit)};
    request.approved = [done = std::move(done)](const std::string&) {
        if (done) {
            done();
        }
    };
    cases_.submit(std::move(request));
}

bool Organs::another_organ() {
    const std::string unit = unit_that([](const Value& u) { return !u.items("inner").empty(); });
    if (unit.empty()) {
        return false;
    }
    const std::string name = "政务服务股";
    Setup setup{unit, "inner", "关于增设" + name + "的请示"};
    setup.decided = [this, unit, name](const std::string& ruling) {
        Array organs = life_.world.get("unit/" + unit).items("inner");
        organs.push_back(Object{{"name", name}, {"rank", "41"}});
        carry_out(unit, Object{{"change_kind", "inner"}, {"organs", fitted(std::move(organs), posts_of(unit))}}, ruling,
                  false);
    };
    const Value record = life_.world.get("unit/" + unit);
    for (const Value& organ : record.items("inner")) {
        if (organ.str_or("name") == name) {
            return false;
        }
    }
    ask(std::move(setup));
    return true;
}

bool Organs::more_posts() {
    const std::string unit = unit_that([](const Value&) { return true; });
    if (unit.empty()) {
        return false;
    }
    Setup setup{unit, "posts", "关于增加内设机构副职职数的请示"};
    setup.decided = [this, unit](const std::string& ruling) {
        const std::int64_t before = life_.world.get("posts/" + unit + "/inner_deputy").int_or("auth");
        carry_out(unit,
                  Object{{"change_kind", "posts"},
                         {"posts",
                          Array{Value(Object{{"level", "inner_deputy"}, {"before", before}, {"after", before + 1}})}}},
                  ruling, false);
    };
    ask(std::move(setup));
    return true;
}

// Rows of 编制数变更 that give `posts` more, or fewer.
Value Organs::more(const std::string& unit, int posts, const std::string& type) {
    const std::int64_t before = life_.world.get("ledger/" + unit + "/" + type).int_or("h");
    return Array{Value(Object{{"quota_type", type}, {"before", before}, {"after", before + posts}})};
}

bool Organs::more_quota() {
    std::string unit = unit_that([](const Value& u) { return u.str_or("nature") == "5"; });
    if (unit.empty() || life_.world.version("ledger/" + unit + "/20") == 0) {
        return false;
    }
    Setup setup{unit, "quota", "关于增加事业编制的请示"};
    setup.decided = [this, unit](const std::string& ruling) {
        carry_out(unit, Object{{"change_kind", "quota"}, {"quota", more(unit, 2, "20")}}, ruling, false);
    };
    ask(std::move(setup));
    return true;
}

bool Organs::rename() {
    const std::string unit =
        unit_that([](const Value& u) { return u.str_or("short_name").find("服务中心") != std::string_view::npos; });
    if (unit.empty()) {
        return false;
    }
    Setup setup{unit, "rename", "关于更名的请示"};
    setup.decided = [this, unit](const std::string& ruling) {
        const std::string old(life_.world.get("unit/" + unit).str_or("name"));
        Value change = Object{{"field", "name"}, {"old", old}, {"new", old + "（综合保障中心）"}};
        carry_out(unit, Object{{"change_kind", "rename"}, {"changes", Array{std::move(change)}}}, ruling, false);
    };
    ask(std::move(setup));
    return true;
}

// The receiving unit gets its posts first, then come the people, then the giving unit gives its posts up.
bool Organs::merger() {
    constexpr int kPeople = 5;
    const auto institution = [&](const Value& u) {
        const Value line = life_.world.get("ledger/" + std::string(u.str_or("unit_code")) + "/20");
        return u.str_or("nature") == "5" && u.items("inner").size() > 1 && line.int_or("a") > 3 * kPeople;
    };
    const std::string giving = unit_that(institution), receiving = unit_that(institution);
    if (giving.empty() || receiving.empty() || giving == receiving || !life_.free("room/" + giving + "/20") ||
        !life_.free("room/" + receiving + "/20")) {
        return false;
    }
    life_.busy.insert({mark(giving), "room/" + giving + "/20", "room/" + receiving + "/20"});
    Setup setup{receiving, "reform", "关于划转部分职责和人员的请示"};
    setup.parties = {Value(Object{{"unit", "unit/" + giving}})};
    setup.decided = [this, giving, receiving](const std::string& ruling) {
        carry_out(receiving, Object{{"change_kind", "reform"}, {"quota", more(receiving, kPeople, "20")}}, ruling,
                  false, [this, giving, receiving, ruling] {
                      life_.in_days(1, [this, giving, receiving, ruling] {
                          const int moved = moving_.with_organ(giving, receiving, ruling, kPeople);
                          life_.in_days(4, [this, giving, receiving, ruling, moved] {
                              Array organs = life_.world.get("unit/" + giving).items("inner");
                              carry_out(giving,
                                        Object{{"change_kind", "reform"},
                                               {"quota", more(giving, -moved, "20")},
                                               {"organs", fitted(std::move(organs), posts_of(giving) - moved)}},
                                        ruling, true, [this, giving, receiving] {
                                            life_.busy.erase("room/" + giving + "/20");
                                            life_.busy.erase("room/" + receiving + "/20");
                                        });
                          });
                      });
                  });
    };
    ask(std::move(setup));
    return true;
}

bool Organs::paper_from_above() {
    const std::string unit = unit_that([](const Value&) { return true; });
    if (unit.empty()) {
        return false;
    }
    const std::string doc = life_.document("黄编发"), today = day_text(life_.world.today());
    life_.busy.insert(mark(unit));
    const bool registered = life_.world.act("ob_clerk/1", {life_.world.intent("doc.register")
                                                               .set("from", "黄冈市委编委")
                                                               .set("doc_no", doc)
                                                               .set("received_on", today)
                                                               .set("title", "关于调整领导职数的批复")
                                                               .set("secrecy", "0")
                                                               .set("pages", 3)
                                                               .set("handler", "机构股")
                                                               .set("reform_of", unit)
                                                               .set("effective_on", today)
                                                               .set("change_kind", "posts")});
    if (registered) {
        life_.in_days(life_.between(2, 8), [this, unit, doc] {
            const std::int64_t before = life_.world.get("posts/" + unit + "/inner_chief").int_or("auth");
            carry_out(
                unit,
                Object{{"change_kind", "posts"},
                       {"posts",
                        Array{Value(Object{{"level", "inner_chief"}, {"before", before}, {"after", before + 1}})}}},
                doc, true);
        });
    }
    return registered;
}

}  // namespace zj::demo
