// SPDX-License-Identifier: Apache-2.0
// References, lists, one case, and half days.

#include "terminal/work/cases.hpp"

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "terminal/work/acts.hpp"
#include "terminal/work/decide.hpp"
#include "terminal/work/forms.hpp"
#include "terminal/work/views.hpp"
#include "tests/unit/work/books.hpp"

using namespace zj;
using namespace zj::work;
using namespace zj::work::test;

namespace {

codec::Value case_value(const char* state, const char* number) {
    return codec::Object{{"matter", "USE"},
                         {"unit", kUnit},
                         {"state", state},
                         {"case_no", number},
                         {"step", "first_review"},
                         {"clerk", "person-1"},
                         {"received_at", "2026-11-20T16:00:00.000+08:00"},
                         {"limit_half_days", 6},
                         {"steps", codec::Array{}},
                         {"materials", codec::Array{}}};
}

}  // namespace

TEST_CASE("a case goes by its key, a start of its id, its number or the device's count") {
    Desk desk;
    desk.open_books();
    desk.deliver({desk.record("case/abcd234567abcd234567abcd", case_value("received", "浠编用〔2026〕1号")),
                  desk.record("case/abce234567abcd234567abcd", case_value("received", "浠编用〔2026〕2号"))});
    vault::Vault& vault = *desk.vault;
    CHECK(must(find_case(vault, "case/abcd234567abcd234567abcd")).key == "case/abcd234567abcd234567abcd");
    CHECK(must(find_case(vault, "abcd")).key == "case/abcd234567abcd234567abcd");
    CHECK(must(find_case(vault, "浠编用〔2026〕2号")).key == "case/abce234567abcd234567abcd");
    CHECK(code_of(find_case(vault, "abc")) == "case.none");  // too short to name anything
    CHECK(code_of(find_case(vault, "#1")) == "case.none");
    CHECK(code_of(find_case(vault, "#x")) == "case.none");
    CHECK(code_of(find_case(vault, "")) == "case.none");
    desk.deliver({desk.record("case/abcd999999abcd234567abcd", case_value("received", "浠编用〔2026〕3号"))});
    CHECK(code_of(find_case(vault, "abcd")) == "case.several");
}

TEST_CASE("half days of work are counted by their marks on working days") {
    const auto catalogue = must(model::Catalogue::load(catalogue_text()));
    const auto count = [&](const char* from, const char* to) {
        return working_half_days(*catalogue, must(parse_time(from)), must(parse_time(to)));
    };
    CHECK(count("2026-11-23T08:00:00.000+08:00", "2026-11-23T11:59:59.999+08:00") == 0);
    CHECK(count("2026-11-23T08:00:00.000+08:00", "2026-11-23T12:00:00.000+08:00") == 1);
    CHECK(count("2026-11-23T12:00:00.000+08:00", "2026-11-23T17:00:00.000+08:00") == 1);
    CHECK(count("2026-11-20T16:00:00.000+08:00", "2026-11-23T08:00:00.000+08:00") == 1);  // over a weekend
    CHECK(count("2026-11-23T17:00:00.000+08:00", "2026-11-23T08:00:00.000+08:00") == 0);
}

TEST_CASE("a case shows where it is, who has it and how long it took") {
    Desk desk;
    desk.open_books();
    desk.deliver({desk.record("case/abcd234567abcd234567abcd", case_value("received", "浠编用〔2026〕1号"))});
    const auto shown = must(show(desk.context(), "abcd", {}));
    CHECK(shown.find("case")->str_or("state") == "received");
    CHECK(shown.find("holder")->str_or("role") == "ob_clerk");
    CHECK(shown.find("holder")->str_or("zh") == "编办经办人");
    CHECK(shown.find("limit")->int_or("half_days") == 6);
    CHECK(shown.find("limit")->int_or("used_half_days") == 0);  // not half a day of office hours yet
    CHECK(code_of(show(desk.context(), "abcd", desk.home.file("proof"))) == "receipt.none");
    desk.deliver({desk.record("case/abcd234567abcd234567abcd", case_value("returned", "浠编用〔2026〕1号"), 2)});
    const auto returned = must(show(desk.context(), "abcd", {}));
    CHECK(returned.find("holder")->str_or("role") == "unit_clerk");
    REQUIRE(returned.find("holder")->items("persons").size() == 1);
    CHECK(returned.find("holder")->items("persons")[0].str_or("phone") == "0713-5550301");
}

TEST_CASE("what a case has used of its limit stands still while it is back with its unit") {
    Desk desk;
    desk.open_books();
    const auto used = [&](const char* id, codec::Value value) {
        const std::string key = std::string("case/") + id + "234567abcd234567abcd";
        desk.deliver({desk.record(key, std::move(value))});
        return must(show(desk.context(), key, {})).find("limit")->int_or("used_half_days");
    };
    codec::Value running = case_value("received", "浠编用〔2026〕1号"),
                 back = case_value("returned", "浠编用〔2026〕2号");
    running.set("received_at", "2026-11-16T08:30:00.000+08:00");
    back.set("received_at", "2026-11-16T08:30:00.000+08:00").set("returned_at", "2026-11-17T08:30:00.000+08:00");
    CHECK(used("abcd", running) > 2);
    CHECK(used("abce", back) == 2);
}

TEST_CASE("lists come in pages, and what waits for a person is told") {
    Desk desk;
    desk.open_books();
    desk.deliver({desk.record("case/abcd234567abcd234567abcd", case_value("returned", "浠编用〔2026〕1号")),
                  desk.record("case/abce234567abcd234567abcd", case_value("received", "浠编用〔2026〕2号")),
                  desk.record("case/abcf234567abcd234567abcd", case_value("approved", "浠编用〔2026〕3号"))});
    ListQuery query;
    query.limit = 2;
    const auto first = must(list(desk.context(), query));
    CHECK(first.items("items").size() == 2);
    query.after = first.str_or("next");
    REQUIRE_FALSE(query.after.empty());
    const auto second = must(list(desk.context(), query));
    CHECK(second.items("items").size() == 1);
    CHECK(second.str_or("next").empty());
    query.after = "case/gone";
    CHECK(code_of(list(desk.context(), query)) == "list.cursor");
    ListQuery by_state;
    by_state.state = "approved";
    CHECK(must(list(desk.context(), by_state)).items("items").size() == 1);
    ListQuery waiting;
    waiting.what = "waiting";
    const auto mine = must(list(desk.context(), waiting));
    REQUIRE(mine.items("items").size() == 1);
    CHECK(mine.items("items")[0].str_or("case") == "case/abcd234567abcd234567abcd");
    for (const std::string& what : list_names()) {
        ListQuery any;
        any.what = what;
        CHECK(list(desk.context(), any).has_value());
    }
}

TEST_CASE("a list of records shows no ID number, nor does a case") {
    Desk desk;
    desk.open_books();
    const std::string number = "429099199903070018";
    desk.deliver({desk.record("stage/mnop234567abcd234567abcd/2",
                              codec::Object{{"stage", 2},
                                            {"record", codec::Object{{"members", codec::Array{number}}}},
                                            {"state", "closed"}}),
                  desk.record("case/uvwx234567abcd234567abcd", codec::Object{{"matter", "IN"},
                                                                             {"unit", kUnit},
                                                                             {"state", "received"},
                                                                             {"id_no", number},
                                                                             {"thread", codec::Array{}},
                                                                             {"trail", codec::Array{}}})});
    ListQuery stages;
    stages.what = "stages";
    const auto lines = must(list(desk.context(), stages));
    REQUIRE(lines.items("items").size() == 1);
    CHECK(codec::write_json(lines).find("19990307") == std::string::npos);
    CHECK(codec::write_json(must(show(desk.context(), "uvwx", {}))).find("19990307") == std::string::npos);
}

TEST_CASE("a record of a list is shown whole, with ID numbers masked wherever they stand") {
    Desk desk;
    desk.open_books();
    desk.deliver(
        {desk.record("person/mnop234567abcd234567abcd",
                     codec::Object{{"name", "陈晨曦"}, {"id_no", "429099199903070018"}, {"trail", codec::Array{}}}),
         desk.record("pay/2026-11/421125101",
                     codec::Object{{"rows", codec::Array{codec::Value(codec::Array{"429099199903070018", 1})}}})});
    const auto person = must(show_record(desk.context(), "person/mnop234567abcd234567abcd"));
    CHECK(person.find("record")->str_or("name") == "陈晨曦");
    CHECK(person.find("record")->find("trail") == nullptr);
    const auto pay = must(show_record(desk.context(), "pay/2026-11/421125101"));
    for (const codec::Value& shown : {person, pay}) {
        CHECK(codec::write_json(shown).find("19990307") == std::string::npos);
    }
    CHECK(must(show_record(desk.context(), "unit/421125101")).find("record")->str_or("nature") == "3");
    CHECK(code_of(show_record(desk.context(), "person/none")) == "record.none");
    CHECK(code_of(show_record(desk.context(), "system/catalogue")) == "record.none");  // no register
    CHECK_FALSE(names_record("case/abcd"));
}

TEST_CASE("why something signed still waits is told with it") {
    Desk desk;
    desk.open_books();
    FormFaults faults;
    must(submit(desk.context(), {codec::write_json(use_form(desk.home)), desk.home.path.string(), false}, faults));
    sync::PushAnswer later;
    later.id = desk.vault->outbox().back().id;
    later.state = "later";
    later.code = "Q1";
    REQUIRE(desk.vault->store_answers({later}).has_value());
    ListQuery outbox;
    outbox.what = "outbox";
    const auto items = must(list(desk.context(), outbox)).items("items");
    CHECK(items.at(0).find("cause") == nullptr);
    CHECK(items.at(1).str_or("cause") == "later Q1");
    CHECK(must(show(desk.context(), "#1", {})).items("receipts").at(0).str_or("cause") == "later Q1");
}

TEST_CASE("a decision says why, names known slots and waits for receipt") {
    Desk desk;
    desk.open_books();
    FormFaults faults;
    must(submit(desk.context(), {codec::write_json(use_form(desk.home)), desk.home.path.string(), false}, faults));
    const auto code = [&](const char* on, Decision decision) {
        return code_of(decide(desk.context(), on, decision));
    };
    CHECK(code("#1", {"pass", "", {}}) == "case.local");
    CHECK(code("#1", {"refuse", "", {}}) == "decide.reason");
    CHECK(code("#1", {"return", "缺件", {"no_such_slot"}}) == "decide.slot");
    CHECK(code("#9", {"pass", "", {}}) == "case.none");
    CHECK(desk.vault->next_seq() == 3);
}

TEST_CASE("a pass fetches what it has not seen, and refuses another content") {
    Desk desk;
    desk.open_books();
    const std::string paper = "%PDF-1.4 paper";
    codec::Value on = case_value("received", "浠编用〔2026〕1号");
    on.set("materials", codec::Array{codec::Object{{"slot", "application"},
                                                   {"title", "申请表"},
                                                   {"media_type", "application/pdf"},
                                                   {"size", static_cast<std::int64_t>(paper.size())},
                                                   {"sha256", codec::hex(crypto::sha256(paper))},
                                                   {"chunks", codec::Array{codec::hex(crypto::sha256(paper))}}}});
    desk.deliver({desk.record("case/abcd234567abcd234567abcd", on)}, crypto::sha256("a change set"));

    struct PaperLine final : Line {
        std::string body;
        int status = 200;
        std::vector<std::string>* asked = nullptr;
        Result<sync::Response> send(const sync::Request& request) override {
            asked->push_back(request.target);
            return sync::Response{status, body};
        }
        Result<> pin(const Hash&) override { return {}; }
    };
    std::vector<std::string> asked;
    std::string body = paper;
    int status = 200;
    Context context = desk.context();
    context.line = [&]() -> Result<std::unique_ptr<Line>> {
        auto line = std::make_unique<PaperLine>();
        line->body = body;
        line->status = status;
        line->asked = &asked;
        return std::unique_ptr<Line>(std::move(line));
    };
    const Case known = must(find_case(*desk.vault, "abcd"));
    body = "%PDF-1.4 other";
    CHECK(code_of(fetch_materials(context, known)) == "blob.hash");
    status = 404;
    body = R"({"error":{"code":"blob.missing","what":"not here yet"}})";
    CHECK(code_of(decide(context, "abcd", {"pass", "", {}})) == "blob.missing");
    CHECK(desk.vault->next_seq() == 2);
    status = 200;
    body = paper;
    CHECK(must(fetch_materials(context, known)) == 1);
    CHECK(asked.back() == "/v1/blobs/" + codec::hex(crypto::sha256("a change set")) + "/application/" +
                              codec::hex(crypto::sha256(paper)) + "/0");
    CHECK(must(fetch_materials(context, known)) == 0);  // here now
    // Another unit's case names the same document with chunks of its own making, and what they bring does not stay.
    codec::Value harm = on;
    const std::string wrong = "%PDF-1.4 wrong";
    harm.object()["materials"].array()[0].set("chunks", codec::Array{codec::hex(crypto::sha256(wrong))});
    desk.deliver({desk.record("case/bbcd234567abcd234567abcd", harm)}, crypto::sha256("another change set"));
    REQUIRE(desk.vault->drop_document(crypto::sha256(paper)).has_value());
    const Case other = must(find_case(*desk.vault, "bbcd"));
    body = wrong;
    CHECK(code_of(fetch_materials(context, other)) == "blob.hash");
    const auto digest = crypto::sha256(paper);
    const vault::Document half{
        {}, "application/pdf", static_cast<std::int64_t>(paper.size()), digest, {crypto::sha256(wrong)}};
    REQUIRE(desk.vault->store_fetched(half, 0, as_bytes(wrong)).has_value());  // as an earlier build left it
    body = paper;
    CHECK(must(fetch_materials(context, known)) == 1);
    CHECK(must(show(context, "abcd", {})).items("materials")[0].str_or("state") == "here");
}

TEST_CASE("documents are fetched chunk by chunk by whoever sends the requests, and taken up where it stopped") {
    Desk desk;
    desk.open_books();
    const std::string first = "%PDF-1.4 first", second = "%PDF-1.4 second";
    codec::Value on = case_value("received", "浠编用〔2026〕1号");
    codec::Array materials;
    for (const auto& [slot, paper] : {std::pair{"application", first}, std::pair{"minutes", second}}) {
        const std::string sha256 = codec::hex(crypto::sha256(paper));
        materials.push_back(codec::Object{{"slot", slot},
                                          {"media_type", "application/pdf"},
                                          {"size", static_cast<std::int64_t>(paper.size())},
                                          {"sha256", sha256},
                                          {"chunks", codec::Array{sha256}}});
    }
    on.set("materials", std::move(materials));
    desk.deliver({desk.record("case/abcd234567abcd234567abcd", on)}, crypto::sha256("a change set"));
    const Case known = must(find_case(*desk.vault, "abcd"));
    {
        MaterialFetch fetch = must(MaterialFetch::begin(*desk.vault, known));
        CHECK(fetch.total() == 2);
        const auto asked = fetch.next();
        REQUIRE(asked);
        CHECK(fetch.next()->target == asked->target);  // until it is answered
        REQUIRE(fetch.on_response({200, first}).has_value());
        CHECK(fetch.slot() == "minutes");
        CHECK(fetch.done() == 1);
    }
    MaterialFetch again = must(MaterialFetch::begin(*desk.vault, known));
    CHECK(again.total() == 1);
    CHECK(code_of(again.on_response({200, first})) == "blob.hash");
    REQUIRE(again.on_response({200, second}).has_value());
    CHECK_FALSE(again.next());
}

TEST_CASE("a unit is told name and phone of whom to call at the office while its case is there, and of nobody else") {
    Town town;
    people_and_books(town);
    town.enrol("village", town.ticket("village", "丁大年", "unit_clerk", "421125102", {"unit/421125102"}));
    const Folder desk;
    const codec::Value form = codec::Object{
        {"matter", "USE"},
        {"fields", use_case()},
        {"materials",
         codec::Array{material(desk, "application"), material(desk, "vacancy"), material(desk, "minutes")}}};
    const std::string use(
        town.as("clerk", [&](const Context& context) { return submit_form(context, desk, form); }).str_or("case"));
    town.as("head", [&](const Context& context) { return confirm(context, {use}); });
    town.sync("clerk");
    const codec::Value shown = town.as("clerk", [&](const Context& context) { return show(context, use, {}); });
    CHECK(shown.find("case")->str_or("state") == "received");
    const codec::Value first = codec::Object{{"name", "郑文澜"}, {"phone", "0713-5550100"}};
    CHECK(shown.find("holder")->items("persons") == codec::Array{first});
    town.as("clerk", [&](const Context& context) -> Result<codec::Value> {
        CHECK(must(case_view(context, use)).holder_phone == "0713-5550100");
        for (const log::Record& record : context.vault.records("")) {
            INFO(record.key);
            CHECK(codec::write_json(record.value).find("丁大年") == std::string::npos);
        }
        CHECK(persons_with(context.vault, "sysadmin", {}).empty());
        return codec::Value(codec::Object{});
    });
}
