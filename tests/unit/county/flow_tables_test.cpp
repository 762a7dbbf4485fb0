// SPDX-License-Identifier: Apache-2.0
// The registers of the further flows, as other county systems read them by plain SQL.
#include <filesystem>

#include "gateway/county/projection.hpp"
#include "gateway/county/schema.hpp"
#include "shared/codec/json.hpp"
#include "shared/model/rules/1/flows.hpp"
#include "tests/unit/county/ground.hpp"

namespace zj::county::test {

namespace {

using codec::Array;
using codec::Object;
using codec::Value;
using zj::test::kTown;

const std::string kSource(64, 'a');

// One of everything, signed in memory and pushed into the county as it was signed.
struct Busy : Ground {
    Busy() {
        before_ = world.county.entries().size();
        world.county.hire("inspector", {"inspector"}, "");
        const std::string person = world.person_of(kTown);
        paper();
        loan();
        sanction();
        money();
        act("clerk-a", world.county.intent("leave.record", {person})
                           .set("person", person)
                           .set("kind", "sick")
                           .set("from", "2026-11-01")
                           .set("until", "2026-11-20")
                           .set("pay_reduced", true));
        review();
        warning();
        chain(person);
        push_all();
    }

    std::string sql(const std::string& query) {
        auto db = store::Database::open(path(), store::key_of(1), migrations(), {});
        REQUIRE(db.has_value());
        store::Statement rows = db->prepare(query);
        std::string out;
        for (auto more = rows.step(); more && *more; more = rows.step()) {
            out += (out.empty() ? "" : "; ") + std::string(rows.text(0));
        }
        return out;
    }

private:
    void act(const std::string& who, Value intent) {
        const auto judged = world.county.act(who, {std::move(intent)});
        INFO(zj::test::told(judged) << " " << judged.detail);
        REQUIRE(judged.code.empty());
    }

    void paper() {
        act("ob-clerk", world.county.intent("doc.register")
                            .set("from", "浠水县人民政府")
                            .set("doc_no", "浠政发〔2026〕31号")
                            .set("received_on", "2026-11-23")
                            .set("title", "批复")
                            .set("secrecy", "1")
                            .set("pages", 6)
                            .set("handler", "机构股")
                            .set("reform_of", kTown)
                            .set("effective_on", "2026-12-01"));
    }

    void loan() {
        world.both("ob-clerk", "ob-head",
                   world.county.intent("revolving.lend", {"unit/" + kTown})
                       .set("unit", kTown)
                       .set("count", 2)
                       .set("until", "2026-12-31")
                       .set("decided_by", "县委编委")
                       .set("doc_no", "浠编发〔2026〕40号"));
    }

    void sanction() {
        world.both("inspector", "ob-head",
                   world.county.intent("sanction.impose", {"unit/" + kTown})
                       .set("unit", kTown)
                       .set("measure", "rectify")
                       .set("ground", "late_data")
                       .set("evidence", "逾期")
                       .set("from", "2026-11-23")
                       .set("until", "2026-12-23")
                       .set("lift_when", "补报"));
        world.both("ob-clerk", "ob-head",
                   world.county.intent("ceiling.set")
                       .set("group", "admin")
                       .set("ceiling", 1830)
                       .set("reserve", 40)
                       .set("doc_no", "鄂编发〔2026〕9号"));
    }

    void load(const Array& rows) {
        act("fin", world.county.intent("pay.load")
                       .set("month", "2026-11")
                       .set("source", kSource)
                       .set("units", Object{{kTown, rows}}));
    }

    void money() {
        const Value one = Array{zj::test::id_number(1), "甲", 650'000, "active"};
        load({one, Array{zj::test::id_number(2), "乙", 1, "other"}});
        load({one});  // fewer rows than before
        act("fin", world.county.intent("budget.load")
                       .set("year", 2026)
                       .set("source", kSource)
                       .set("units", Object{{kTown, Object{{"amount", 48'000'000}, {"funded", 4}}}}));
    }

    void review() {
        const std::string key = "review/2026/" + kTown;
        act("ob-clerk", world.county.intent("review.open", {"unit/" + kTown}).set("year", 2026).set("unit", kTown));
        act("head-a", world.county.intent("review.check", {key})
                          .set("review", key)
                          .set("text", "已核对")
                          .set("h", Object{{"20", 6}})
                          .set("a", Object{{"20", 4}})
                          .set("posts", Object{}));
        act("ob-section", world.county.intent("review.sign", {key})
                              .set("review", key)
                              .set("text", "属实")
                              .set("differences", Array{})
                              .set("rectify", Array{Object{{"item", "补报"}, {"until", "2026-12-31"}}}));
    }

    void warning() {
        const std::string id = "W05/2026-11", key = model::rules1::named_key("warning", id);
        act("inspector",
            world.county.intent("warning.act", {key}).set("warning", id).set("act", "verify").set("reason", "查实"));
    }

    void chain(const std::string& person) {
        const std::string exit =
            world.receive("clerk-a", world.form("OUT", kTown, zj::test::exit_fields(person), {person}));
        world.pass_all(exit);
        Array items{Object{{"title", "审批表"}, {"pages", 1}, {"sha256", std::string(64, '1')}},
                    Object{{"title", "核销回执"}, {"pages", 1}, {"sha256", std::string(64, '2')}}};
        for (const Value& material : world.county.value(exit)->items("materials")) {
            items.push_back(
                Object{{"title", "材料"}, {"kind", "attachment"}, {"pages", 1}, {"sha256", material.str_or("sha256")}});
        }
        act("ob-clerk", world.county.intent("archive.close", {exit})
                            .set("case", exit)
                            .set("fonds_year", 2026)
                            .set("secrecy", "1")
                            .set("items", items));
        const std::string doc = world.county.keys("doc/").front();
        act("ob-clerk", world.county.intent("archive.file", {doc})
                            .set("of", doc)
                            .set("fonds_year", 2026)
                            .set("items", Array{Value(Object{{"title", "来文"},
                                                             {"doc_no", "浠政发〔2026〕31号"},
                                                             {"pages", 6},
                                                             {"sha256", std::string(64, '3')}})}));
        const std::string grant = world.hired(500);
        world.pass_all(world.receive("clerk-a", world.form("IN", kTown, zj::test::entry_fields(grant, 500), {grant})));
        const auto closed = world.close_stage("hr", grant, 4, {zj::test::listed(500)});
        REQUIRE(closed.code.empty());
    }

    void push_all() {
        const auto& entries = world.county.entries();
        for (std::size_t i = before_; i < entries.size(); ++i) {
            if (entries[i].change_set) {
                clock.time = entries[i].sealed.entry.received_at;
                REQUIRE(told(push({*entries[i].change_set}).front()) == "receipt");
            }
        }
    }

    std::size_t before_ = 0;
};

// A query of one text, and what it says.
const std::vector<std::pair<const char*, const char*>> kQueries{
    {"SELECT no || ' ' || sender || ' ' || pages || ' ' || reform_of || ' ' || state FROM doc",
     "2026-0001 浠水县人民政府 6 421125101 filed"},
    {"SELECT doc_no || ' ' || units || ' ' || effective_on || ' ' || state FROM ruling",
     "浠政发〔2026〕31号 [\"421125101\"] 2026-12-01 open"},
    {"SELECT measure || ' ' || unit || ' ' || until_date || ' ' || state FROM sanction",
     "rectify 421125101 2026-12-23 in_force"},
    {"SELECT month || ' ' || unit || ' ' || count || ' ' || total FROM pay", "2026-11 421125101 1 650000"},
    {"SELECT month || ' ' || ordinal || ' ' || name || ' ' || paid || ' ' || item FROM pay_row",
     "2026-11 0 甲 650000 active"},
    {"SELECT year || ' ' || amount || ' ' || funded FROM budget", "2026 48000000 4"},
    {"SELECT unit FROM leave_file", "421125101"},
    {"SELECT kind || ' ' || from_date || ' ' || until_date || ' ' || pay_reduced FROM leave_item",
     "sick 2026-11-01 2026-11-20 1"},
    {"SELECT ceiling || ' ' || reserve || ' ' || doc FROM county_total WHERE quota_group = 'admin'",
     "1830 40 鄂编发〔2026〕9号"},
    {"SELECT state || ' ' || opinions || ' ' || items || ' ' || done || ' ' || funded FROM review", "open 1 1 0 4"},
    {"SELECT name || ' ' || state FROM warning", "W05/2026-11 verified"},
    {"SELECT act || ' ' || reason FROM warning_act", "verify 查实"},
    {"SELECT quota_group FROM county_total WHERE ceiling IS NULL", "institution"},
    {"SELECT what || ' ' || before_a || ' ' || a || ' ' || moves || ' ' || (case_id IN (SELECT id FROM case_file)) "
     "FROM quota_posting "
     "WHERE unit = '421125101' AND what = 'out.closed' ORDER BY version, ordinal",
     "out.closed 4 3 [[\"actual\",\"free\",1]] 1"},
    {"SELECT before_t || ' ' || t || ' ' || h FROM quota_posting WHERE unit = '421125101' AND quota_type = '30'",
     "0 2 0"},
    {"SELECT no || ' ' || retention || ' ' || secrecy FROM archive_file WHERE matter = 'OUT'",
     "J021-WS·2026-D30-TJ-0001 D30 1"},
    {"SELECT no || ' ' || (of IN (SELECT 'doc/' || id FROM doc)) FROM archive_file WHERE matter = 'doc'",
     "J021-WS·2026-D30-SW-0001 1"},
    {"SELECT title FROM archive_item WHERE ordinal = 1", "核销回执"},
    {"SELECT kind FROM archive_item WHERE ordinal = 2", "attachment"},
    {"SELECT name || ' ' || amount || ' ' || from_month FROM stage_person WHERE stage_id LIKE '%/4'",
     "新500 650000 2026-12"},
    {"SELECT stage || ' ' || owner || ' ' || state || ' ' || for_month FROM stage WHERE chain = 'exit' ORDER BY stage",
     "1 office closed 2026-12; 2 hr open 2026-12"}};

}  // namespace

TEST_CASE("other systems read the further flows by plain SQL, and the registers agree with the log") {
    Busy ground;
    CHECK(ground.county->check(false, {}).has_value());
    ground.county.reset();
    for (const auto& [query, told] : kQueries) {
        INFO(query);
        CHECK(ground.sql(query) == told);
    }
    ground.reopen();
    REQUIRE(ground.county->rebuild_projections().has_value());
    CHECK(ground.county->check(false, {}).has_value());
}

TEST_CASE("a difference planted in a register of the further flows is found") {
    Busy ground;
    ground.county.reset();
    for (const char* sql :
         {"UPDATE doc SET title = 'x'", "UPDATE ruling SET state = 'carried_out'",
          "UPDATE sanction SET measure = 'lock'", "UPDATE pay SET total = 1",
          "INSERT INTO pay_row VALUES('2026-11', '421125101', 1, 'x', 'y', 1, 'active')",
          "UPDATE budget SET funded = 9", "UPDATE leave_file SET unit = 'x'", "DELETE FROM leave_item",
          "UPDATE county_total SET ceiling = 1", "UPDATE review SET state = 'closed'", "DELETE FROM warning",
          "UPDATE warning_act SET person = 'x'", "UPDATE archive_file SET no = 'x'", "DELETE FROM archive_item",
          "UPDATE stage_person SET amount = amount + 1"}) {
        INFO(sql);
        const std::string copy = ground.folder.file("planted.db");
        std::filesystem::copy_file(ground.path(), copy, std::filesystem::copy_options::overwrite_existing);
        {
            auto db = store::Database::open(copy, store::key_of(1), migrations(), {});
            REQUIRE(db.has_value());
            REQUIRE(db->execute(sql).has_value());
        }
        const auto opened = ground.open(copy);
        CHECK_FALSE((opened && (*opened)->check(false, {}).has_value()));
    }
}

TEST_CASE("a ruling that a case made names it, and a number that is not told is no 0") {
    log::Record record;
    record.version = 1;
    record.key = "ruling/r";
    record.value = Object{{"doc_no", "浠编发〔2026〕1号"}, {"source", "case/abc"}, {"units", Array{kTown}}};
    CHECK(project(record).at(0).cells[8] == Cell("abc"));
    record.value.set("source", "doc/abc");
    CHECK(project(record).at(0).cells[8] == Cell());
    record.key = "budget/2026/" + kTown;
    record.value = Object{{"year", 2026}, {"amount", 1}};
    CHECK(project(record).at(0).cells[3] == Cell());
}

TEST_CASE("each posting of a version has a row, with what stood before and after it") {
    log::Record record;
    record.version = 7;
    record.key = "ledger/421125101/20";
    record.value = *codec::parse_json(
        R"({"h":12,"a":4,"r":1,"o":0,"posted":[
            {"v":7,"what":"org.quota","doc":"d","by":"p","at":"t","before":{"h":10,"a":4,"r":0,"o":0},"moves":[["pool","free",2]]},
            {"v":7,"what":"use.reserved","case":"case/c","before":{"h":12,"a":4,"r":0,"o":0},"moves":[["free","reserved",1]]}]})");
    const std::vector<Row> rows = project_version(record, 5);
    REQUIRE(rows.size() == 2);
    const auto numbers = [](const Row& row, std::size_t from) {
        std::string out;
        for (std::size_t i = from; i < from + 4; ++i) {
            out += std::to_string(std::get<std::int64_t>(row.cells[i])) + " ";
        }
        return out;
    };
    CHECK(numbers(rows[0], 10) == "10 4 0 0 ");
    CHECK(numbers(rows[0], 14) == "12 4 0 0 ");
    CHECK(numbers(rows[1], 14) == "12 4 1 0 ");
    CHECK(rows[0].cells[7] == Cell("d"));
    CHECK(rows[0].cells[6] == Cell());
    CHECK(rows[1].cells[6] == Cell("c"));
    CHECK(rows[1].cells[18] == Cell(R"([["free","reserved",1]])"));
    record.version = 8;  // another edit of the line, without a posting
    CHECK(project_version(record, 6).empty());
}

TEST_CASE("a consent has a row by its case") {
    log::Record record;
    record.key = "consent/abc";
    record.version = 2;
    record.value = *codec::parse_json(
        R"({"case":"case/abc","kind":"consent","unit":"421125102","of_unit":"421125101","matter":"MOVE","about":{},
            "state":"given","by":"p1","at":"2026-11-23T10:00:00.000+08:00"})");
    const std::vector<Row> rows = project(record);
    REQUIRE(rows.size() == 1);
    CHECK(std::string(tables()[rows[0].table].name) == "consent");
    REQUIRE(rows[0].cells.size() == tables()[rows[0].table].columns);
    CHECK(rows[0].cells[0] == Cell("abc"));
    CHECK(rows[0].cells[2] == Cell("421125102"));
    CHECK(rows[0].cells[5] == Cell("given"));
    CHECK(rows[0].cells[6] == Cell("p1"));
    CHECK(rows[0].cells[8] == Cell());
}

}  // namespace zj::county::test
