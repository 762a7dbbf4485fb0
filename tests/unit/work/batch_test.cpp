// SPDX-License-Identifier: Apache-2.0
// 划转 of many persons by one form: checked row by row, one signature of each who signs, the effect on every person.

#include "terminal/work/batch.hpp"

#include "shared/codec/json.hpp"
#include "terminal/work/acts.hpp"
#include "terminal/work/cases.hpp"
#include "terminal/work/flow.hpp"
#include "terminal/work/reform.hpp"
#include "tests/unit/work/books.hpp"

using namespace zj;
using namespace zj::work;
using namespace zj::work::test;

namespace {

using codec::Array;
using codec::Object;
using codec::Value;

constexpr const char* kGiving = "421125102";
constexpr const char* kPlan = "浠编发〔2026〕7号";

struct Mover {
    const char *name, *id_no, *sex, *birth;
};
constexpr Mover kMovers[] = {{"陈晨曦", "429099199903070018", "1", "1999-03-07"},
                             {"何知远", "429099199003070012", "1", "1990-03-07"},
                             {"白若水", "429099198511150022", "2", "1985-11-15"}};

Rows people_of_giving() {
    Rows out;
    for (const Mover& one : kMovers) {
        out.push_back({{"unit_code", kGiving},
                       {"name", one.name},
                       {"id_no", one.id_no},
                       {"sex", one.sex},
                       {"birth", one.birth},
                       {"ethnic", "01"},
                       {"politics", "13"},
                       {"edu", "21"},
                       {"degree", "4"},
                       {"work_since", "2019-07-01"},
                       {"inner", "执法队"},
                       {"quota_type", "10"},
                       {"funding", "1"},
                       {"staff_class", "none"},
                       {"post_name", "科员"},
                       {"post_since", "2020-01-01"},
                       {"above_rank", "0"},
                       {"leader_level", "999"},
                       {"cs_registered", "1"},
                       {"entry_mode", "01"},
                       {"entered_on", "2019-07-01"},
                       {"quota_since", "2019-07-01"},
                       {"quota_doc", "浠编办函〔2019〕1号"},
                       {"status", "1"},
                       {"fin_funded", "1"}});
    }
    return out;
}

// The township, a unit whose people come to it, and the paper of the reform.
struct Reform : Town {
    Folder desk;

    Reform() {
        people_and_books(*this);
        Rows posts;
        for (const char* level : {"chief", "deputy", "inner_chief", "inner_deputy"}) {
            posts.push_back({{"unit_code", kGiving}, {"level", level}, {"auth", "1"}});
        }
        open_books(*this, {{"units.csv",
                            {{{"unit_code", kGiving},
                              {"name", "浠水县竹瓦镇人民政府"},
                              {"short_name", "竹瓦镇"},
                              {"rank", "31"},
                              {"nature", "1"},
                              {"category", "01"},
                              {"system", "2"},
                              {"division", kGiving},
                              {"founded_on", "1987-10-01"},
                              {"founded_doc", "浠政发〔1987〕12号"},
                              {"state", "1"},
                              {"is_cangong", "0"},
                              {"inner", "执法队"}}}},
                           {"quota.csv",
                            {{{"unit_code", kGiving}, {"quota_type", "10"}, {"h", "5"}, {"doc", "浠编发〔2020〕3号"}}}},
                           {"posts.csv", posts},
                           {"persons.csv", people_of_giving()}});
        const Value paper = Object{{"do", "doc.register"},
                                   {"from", "浠水县委编委"},
                                   {"doc_no", kPlan},
                                   {"received_on", "2026-11-20"},
                                   {"title", "关于划转执法人员的批复"},
                                   {"secrecy", "0"},
                                   {"pages", 2},
                                   {"handler", "机构股"},
                                   {"reform_of", Array{kUnit, kGiving}},
                                   {"change_kind", "reform"},
                                   {"effective_on", "2026-11-01"}};
        as("ob-clerk", [&](const Context& context) { return sign_flow(context, codec::write_json(paper), false); });
        sync("ob-clerk");
    }

    Value form() const {
        return Object{{"matter", "MOVE"},
                      {"fields", Object{{"kind", "reform"},
                                        {"giving_unit", std::string("unit/") + kGiving},
                                        {"to_quota_type", "10"},
                                        {"to_funding", "1"},
                                        {"to_staff_class", "none"},
                                        {"to_leader_level", "999"},
                                        {"to_inner", "综合执法中心"},
                                        {"to_post_name", "工作人员"},
                                        {"batch_id", kPlan},
                                        {"move_doc", kPlan},
                                        {"effective_on", "2026-11-23"}}},
                      {"materials", Array{material(desk, "application"), material(desk, "reform")}},
                      {"persons", rows()}};
    }
    static Array rows() {
        Array out;
        for (const Mover& one : kMovers) {
            out.push_back(Object{{"person_name", one.name}, {"person_id_no", one.id_no}});
        }
        return out;
    }
    FormFaults faults_of(const Value& filled) {
        FormFaults faults;
        const auto answer = try_as("clerk", [&](const Context& context) {
            return submit(context,
                          {.text = codec::write_json(filled), .folder = desk.path.string(), .reader = tables_program()},
                          faults);
        });
        CHECK_FALSE(answer.has_value());
        return faults;
    }
    std::string code_for(const Value& filled) {
        FormFaults faults;
        return code_of(try_as("clerk", [&](const Context& context) {
            return submit(context,
                          {.text = codec::write_json(filled), .folder = desk.path.string(), .reader = tables_program()},
                          faults);
        }));
    }
    Value batch(const std::string& alias) {
        return as(alias, [](const Context& context) { return show(context, kPlan, {}); });
    }
};

std::string told(const FormFaults& faults) {
    std::string out;
    for (const model::FormFault& fault : faults.faults) {
        out += fault.pointer + " " + fault.code + "; ";
    }
    return out;
}

}  // namespace

TEST_CASE("a list of persons goes with their organ by one form, one signature each, to the effect on every person") {
    Reform town;
    const Value made =
        town.as("clerk", [&](const Context& context) { return submit_form(context, town.desk, town.form()); });
    CHECK(made.int_or("count") == 3);
    CHECK(made.str_or("batch") == kPlan);
    REQUIRE(made.items("cases").size() == 3);
    CHECK(made.items("cases")[1].str_or("name") == "何知远");
    CHECK(made.items("cases")[2].int_or("n") == 3);
    CHECK(town.as("clerk", [&](const Context& context) { return submit_form(context, town.desk, town.form()); })
              .bool_or("again"));
    const Value confirmed =
        town.as("head", [](const Context& context) { return confirm(context, {std::string(kPlan)}); });
    CHECK(confirmed.int_or("confirmed") == 3);
    CHECK(confirmed.items("items")[0].int_or("seq") == confirmed.items("items")[2].int_or("seq"));
    town.sync("head");
    const Value received = town.batch("clerk");
    CHECK(received.find("states")->int_or("received") == 3);
    CHECK(received.items("items")[0].str_or("waits_for") == "ob_clerk");
    CHECK(received.items("items")[0].items("receipts").at(0).bool_or("receipt"));
    for (const char* layer : {"ob-clerk", "ob-section", "ob-deputy"}) {
        pass(town, layer, kPlan);
    }
    town.sync("clerk");
    CHECK(town.batch("clerk").find("states")->int_or("approved") == 3);
    const Value lines = town.as("clerk", [](const Context& context) {
        ListQuery query;
        query.what = "batches";
        return list(context, query);
    });
    REQUIRE(lines.items("items").size() == 1);
    CHECK(lines.items("items")[0].str_or("key") == kPlan);
    CHECK(lines.items("items")[0].int_or("count") == 3);
    town.as("ob-clerk", [&](const Context& context) {
        const auto figures = [&](const char* unit) {
            return context.vault.record(std::string("ledger/") + unit + "/10")->value;
        };
        CHECK(figures(kUnit).int_or("a") == 3);
        CHECK(figures(kUnit).int_or("r") == 0);
        CHECK(figures(kGiving).int_or("a") == 0);
        CHECK(figures(kGiving).int_or("o") == 0);
        std::size_t here = 0, gone = 0;
        for (const log::Record& person : context.vault.records("person/")) {
            const bool came = person.value.str_or("unit") == kUnit;
            here += came && person.value.str_or("state") == "active" ? 1 : 0;
            gone += !came && person.value.str_or("exit_mode") == "10" ? 1 : 0;
            CHECK((!came || person.value.str_or("inner") == "综合执法中心"));
        }
        CHECK(here == 3);
        CHECK(gone == 3);
        return Result<Value>(Value());
    });
    CHECK(code_of(town.try_as("ob-deputy", [](const Context& context) {
              return decide(context, kPlan, {"pass", "", {}});
          })) == "batch.nothing");
}

TEST_CASE("every wrong row of a list is named, what is wrong for all once, and nothing is signed") {
    Reform town;
    Value form = town.form();
    Array rows = Reform::rows();
    rows[0].set("person_id_no", "429099199903070019");
    rows[1].set("to_inner", "没有的机构").set("batch_id", "浠编发〔2026〕8号");
    rows.push_back(rows[2]);
    form.set("persons", rows);
    form.object()["fields"].set("effective_on", "2026-13-01");
    const std::string found = told(town.faults_of(form));
    INFO(found);
    CHECK(found.find("/persons/0/person_id_no form.id_no;") != std::string::npos);
    CHECK(found.find("/persons/1/to_inner form.batch_inner;") != std::string::npos);
    CHECK(found.find("/persons/1/batch_id form.unknown;") != std::string::npos);
    CHECK(found.find("/persons/3/person_id_no form.batch_twice;") != std::string::npos);
    const auto for_all = found.find("/fields/effective_on form.date;");
    REQUIRE(for_all != std::string::npos);
    CHECK(found.find("effective_on", for_all + 20) == std::string::npos);
    town.as("clerk", [](const Context& context) {
        CHECK(context.vault.outbox_open().empty());
        return Result<Value>(Value());
    });
}

TEST_CASE(
    "only a transfer with an organ takes a list, of at least one person and no more than one change set carries") {
    Reform town;
    Value form = town.form();
    form.object()["fields"].set("kind", "cross");
    CHECK(town.code_for(form) == "form.batch");
    form = town.form();
    form.set("persons", Array{});
    CHECK(town.code_for(form) == "form.rows");
    form.set("persons", Array(101, Reform::rows()[0]));
    CHECK(town.code_for(form) == "form.rows");
    form.set("persons", 3);
    CHECK(town.code_for(form) == "form.type");
    form.set("persons", Array{"陈晨曦"});
    CHECK(town.code_for(form) == "form.type");
}

TEST_CASE("a list may be a table with the form's names as headers, and a wrong row goes by its number there") {
    Reform town;
    Value form = town.form();
    town.desk.write("list.csv",
                    "划转人员名单\n序号,调入人员姓名,调入人员身份号码,现内设机构,现编制类型,备注\n"
                    "1,陈晨曦,429099199903070018,综合执法中心,行政编制,\n"
                    "2,何知远,429099199003070012,执法大队,10,骨干\n");
    form.set("persons", "list.csv");
    CHECK(told(town.faults_of(form)) == "4 to_inner form.batch_inner; ");
    town.desk.write("list.csv",
                    "序号,调入人员姓名,调入人员身份号码,现编制类型\n1,陈晨曦,429099199903070018,行政编制\n");
    const Value made = town.as("clerk", [&](const Context& context) { return submit_form(context, town.desk, form); });
    CHECK(made.int_or("count") == 1);
    CHECK(made.items("passed_over") == Array{"序号"});
    town.desk.write("list.csv", "序号,调入人员姓名,现编制类型\n1,陈晨曦,行政编制\n");
    CHECK(town.code_for(form) == "form.batch_columns");
    form.set("persons", "nothing.csv");
    CHECK(town.code_for(form) == "file.read");
}

TEST_CASE("the office is told what a draft plan would do, in words, and nothing is signed") {
    Reform town;
    const Value draft =
        Object{{"title", "竹瓦并入巴河"},
               {"units", Array{Value(Object{{"unit", kGiving}, {"ends", true}}),
                               Value(Object{{"unit", kUnit}, {"quota", Object{{"10", 2}}}})}},
               {"moves", Array{Value(Object{{"from", kGiving}, {"to", kUnit}, {"to_inner", "综合执法中心"}})}}};
    town.as("ob-clerk", [&](const Context& context) {
        const std::uint64_t next = context.vault.next_seq();
        auto told = analyse_draft(context, codec::write_json(draft));
        REQUIRE(told.has_value());
        CHECK(told->items("movers").size() == 3);
        REQUIRE(told->items("obstacles").size() == 1);
        CHECK(told->items("obstacles")[0].str_or("what") == "lacking");
        CHECK(told->items("obstacles")[0].str_or("zh") == "421125101的编制 10 缺 1 名");
        CHECK(context.vault.next_seq() == next);
        return told;
    });
    // A unit's terminal has its own records alone.
    CHECK(code_of(town.try_as("clerk", [&](const Context& context) {
              return analyse_draft(context, codec::write_json(draft));
          })) == "reform.unit");
}
