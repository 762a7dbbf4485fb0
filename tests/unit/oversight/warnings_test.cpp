// SPDX-License-Identifier: Apache-2.0
#include "shared/oversight/warnings.hpp"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include "shared/model/rules/1/rules.hpp"
#include "tests/unit/oversight/books.hpp"

using namespace zj;
using namespace zj::test;
using namespace zj::oversight;

namespace {

// Random records over a few keys, with the members that rules look at, right, wrong or missing.
class Maker {
public:
    explicit Maker(std::uint64_t seed) : random_(seed) {}

    std::uint64_t below(std::uint64_t n) { return random_.below(n); }
    bool often() { return below(4) != 0; }
    std::string one(std::initializer_list<const char*> of) { return *(of.begin() + below(of.size())); }
    std::string unit() { return one({"421125101", "421125102"}); }
    std::string id() { return std::to_string(below(4)); }
    std::string date() { return format_date(Date{day("2024-10-01").days + static_cast<int>(below(900))}); }
    std::string time() { return date() + "T10:00:00.000+08:00"; }
    std::string month() { return date().substr(0, 7); }
    std::string number() { return id_number("1966-05-06", static_cast<int>(below(4))); }

    std::pair<std::string, Value> record() {
        switch (below(14)) {
            case 0:
                return {"unit/" + unit(),
                        some(Object{{"name", "镇"},
                                    {"rank", one({"31", "41", "90"})},
                                    {"nature", one({"1", "5"})},
                                    {"category", one({"08", "09"})},
                                    {"opened_at", time()},
                                    {"founded_doc", one({"a", "b", "c"})},
                                    {"inner", Array{Object{{"name", "党政综合办公室"}}}},
                                    {"history", Array{Object{{"kind", one({"quota", "inner"})}, {"on", date()}}}}})};
            case 1:
                return {"ledger/" + unit() + "/" + one({"10", "20"}),
                        some(with(ledger_record(below(5), below(6), below(3)),
                                  {{"vacant_since", date()}, {"over_quota", !often()}}))};
            case 2:
                return {"posts/" + unit() + "/" + one({"chief", "deputy"}),
                        some(Object{{"auth", below(3)}, {"actual", below(3)}})};
            case 3:
            case 4:
            case 5:
                return {"person/" + id(), person()};
            case 6:
                return {"case/" + id(), some(Object{{"matter", one({"IN", "OUT", "USE", "MOD"})},
                                                    {"unit", unit()},
                                                    {"state", one({"received", "approved", "paused", "returned"})},
                                                    {"received_at", time()},
                                                    {"closed_at", time()},
                                                    {"limit_half_days", below(7)},
                                                    {"step", one({"first_review", "commission"})},
                                                    {"grant", "grant/" + id()},
                                                    {"paused", Array{Object{{"from", time()}}}},
                                                    {"fields", Object{{"event_on", date()}, {"entered_on", date()}}}})};
            case 7:
                return {"grant/" + id(), some(Object{{"unit", unit()},
                                                     {"quota_type", "10"},
                                                     {"count", below(3)},
                                                     {"used", below(2)},
                                                     {"state", one({"open", "used"})},
                                                     {"over_quota_decision", often() ? "" : "x"},
                                                     {"valid_until", date()}})};
            case 8:
                return {
                    "stage/" + id() + "/" + std::to_string(1 + below(4)),
                    some(Object{
                        {"state", one({"open", "closed"})}, {"at", time()}, {"record", Object{{"doc_date", date()}}}})};
            case 9:
            case 10:
                return {"pay/" + month() + "/" + unit(), pay()};
            case 11:
                return one_of_two("budget/2026/" + unit(), Object{{"amount", below(100)}, {"funded", below(4)}},
                                  "total/admin", Object{{"ceiling", below(9)}, {"reserve", below(2)}});
            case 12:
                return one_of_two("leave/" + id(),
                                  Object{{"items", Array{Object{{"kind", one({"sick", "personal"})},
                                                                {"from", date()},
                                                                {"pay_reduced", !often()}}}}},
                                  "ruling/" + id(),
                                  Object{{"state", one({"open", "carried_out"})},
                                         {"doc_no", one({"a", "b"})},
                                         {"kind", one({"new", "inner"})},
                                         {"effective_on", date()},
                                         {"units", Array{unit()}}});
            default:
                return one_of_two(
                    "device/" + id(),
                    Object{{"name", "机"},
                           {"state", one({"live", "frozen"})},
                           {"last_at", time()},
                           {"expires", date()},
                           {"enrolled_at", time()}},
                    "key/" + id(),
                    Object{
                        {"person", one({"a", "b", ""})}, {"device", id()}, {"state", one({"live", "live", "ended"})}});
        }
    }

private:
    Value some(Value value) {
        if (!often() && !value.object().empty()) {
            auto at = value.object().begin();
            std::advance(at, static_cast<std::ptrdiff_t>(below(value.object().size())));
            value.object().erase(at);
        }
        return value;
    }
    std::pair<std::string, Value> one_of_two(std::string a, Value av, std::string b, Value bv) {
        return below(2) == 0 ? std::pair(std::move(a), some(std::move(av)))
                             : std::pair(std::move(b), some(std::move(bv)));
    }
    Value person() {
        return some(with(person_record(1, unit()), {{"name", one({"甲", "乙"})},
                                                    {"id_no", number()},
                                                    {"birth", one({"1966-05-06", "1966-05-07"})},
                                                    {"retire_on", date()},
                                                    {"quota_type", one({"10", "11", "20"})},
                                                    {"staff_class", one({"chief", "none"})},
                                                    {"leader_level", one({"132", "142"})},
                                                    {"entry_case", "case/" + id()},
                                                    {"inner", one({"党政综合办公室", "旧办公室"})},
                                                    {"fin_until", one({"", "2026-10"})},
                                                    {"entered_on", date()},
                                                    {"quota_since", date()},
                                                    {"left_on", date()},
                                                    {"exit_mode", one({"01", "05"})},
                                                    {"state", one({"active", "active", "retired", "out"})},
                                                    {"pay", Object{{"amount", 1000}, {"from_month", month()}}}}));
    }
    Value pay() {
        std::vector<Value> rows;
        for (std::uint64_t i = below(4); i > 0; --i) {
            rows.push_back(Array{number(), "甲", below(3) * 1000, one({"active", "retired", "other"})});
        }
        return pay_record(rows);
    }

    SeededRandom random_;
};

// What two sets of findings differ in, for a message that says where to look; empty where they are equal.
std::vector<std::string> difference(const Warnings& a, const Warnings& b) {
    std::vector<std::string> out;
    for (const auto& [id, finding] : a.findings()) {
        const auto at = b.findings().find(id);
        if (at == b.findings().end() || !(at->second == finding)) {
            out.push_back(id + " since " + format_date(finding.since) + " " + finding.digest());
        }
    }
    return out;
}

void require_same(const Warnings& a, const Warnings& b) {
    const std::vector<std::string> none;
    REQUIRE(difference(a, b) == none);
    REQUIRE(difference(b, a) == none);
}

}  // namespace

TEST_CASE("findings kept up record by record are those of a new reading, in any order and on any days") {
    const auto catalogue = shipped_catalogue();
    std::set<std::string> rules;
    for (std::uint64_t seed = 1; seed <= 400; ++seed) {
        INFO("seed " << seed);
        Maker maker(seed);
        Index index("421125");
        Warnings warnings;
        Date today = day("2026-11-27");
        std::map<std::string, std::int64_t> versions;
        std::vector<log::Record> all;
        for (int step = 0; step < 60; ++step) {
            auto [key, value] = maker.record();
            all.push_back({key, ++versions[key], 1, "office", std::move(value)});
            index.put(all.back());
            if (maker.below(3) == 0) {  // several records an entry, some days between entries
                today.days += maker.below(4) == 0 ? static_cast<int>(maker.below(60)) - 20 : 0;
                warnings.update(index, *catalogue, index.take_touched(), today);
                Warnings anew;
                anew.recompute(index, *catalogue, today);
                require_same(warnings, anew);
            }
        }
        for (const auto& [id, finding] : warnings.findings()) {
            rules.insert(finding.rule);
        }
        // The same records in another order, with old versions after new ones.
        for (std::size_t i = all.size() - 1; i > 0; --i) {
            std::swap(all[i], all[maker.below(i + 1)]);
        }
        Index other("421125");
        for (const log::Record& record : all) {
            other.put(record);
        }
        Warnings first, second;
        first.recompute(index, *catalogue, today);
        second.recompute(other, *catalogue, today);
        require_same(first, second);
    }
    CHECK(rules.size() == 24);  // a maker that reaches no rule proves nothing
}

TEST_CASE("a number's subject has the id of its idno/ record") {
    Books books;
    const Value person = person_record(1);
    books.put("person/p1", person);
    const std::string key = model::rules1::idno_key("421125", person.str_or("id_no"));
    CHECK("idno/" + books.pay_subject(person).substr(4) == key);
}

TEST_CASE("an unknown subject has no findings, and an unknown kind of record is passed over") {
    Books books;
    books.put("outcome/x", Object{{"state", "held"}});
    books.put("pay/2026-13/" + kTown, pay_record({}));
    books.put("stage/g/x", Object{{"state", "open"}});
    books.put("stage/g/" + std::string(40, '9'), Object{{"state", "open"}});
    for (const char* subject : {"", "unit", "unit/nowhere", "person/nobody", "pay/x", "case/x", "grant/x", "ruling/x",
                                "device/x", "else/x"}) {
        INFO(subject);
        CHECK(evaluate(books.index, *books.catalogue, subject, books.today).empty());
    }
}

TEST_CASE("records with members of the wrong type are read as if those were missing") {
    Books books;
    for (const char* key :
         {"unit/u", "ledger/u/10", "posts/u/chief", "plan/u/2026-1", "total/admin", "person/x", "case/x", "grant/x",
          "stage/x/2", "pay/2026-10/u", "budget/2026/u", "leave/x", "ruling/x", "device/x", "key/x", "warning/x"}) {
        Object wrong;
        for (const char* member : {"name",  "history", "h",      "posted", "last",   "ceiling", "id_no", "birth",
                                   "pay",   "flex",    "fields", "steps",  "paused", "rows",    "total", "amount",
                                   "items", "units",   "scopes", "acts",   "id",     "state",   "unit",  "at"}) {
            wrong[member] = Array{Array{1}, "x", true};
        }
        books.put(key, Value(wrong));
        books.put(key, Value("no object at all"));
    }
    Warnings warnings;
    warnings.recompute(books.index, *books.catalogue, books.today);
    CHECK(warnings.findings().empty());
}

TEST_CASE("a finding is new until somebody acts on it, and shows the last act") {
    Books books;
    books.put("person/p1", with(person_record(1), {{"retire_on", "2026-06-01"}}));
    Warnings warnings;
    warnings.update(books.index, *books.catalogue, books.index.take_touched(), books.today);
    REQUIRE(shown(warnings, books.index).size() == 1);
    const Shown fresh = shown(warnings, books.index)[0];
    CHECK(fresh.handled == Handled::fresh);
    CHECK(fresh.owner == "ob_clerk");
    const std::string id = fresh.finding.id;
    books.put("warning/w", Object{{"id", id},
                                  {"state", "rectifying"},
                                  {"owner", "ob_deputy"},
                                  {"due", "2026-12-31"},
                                  {"acts", Array{Object{{"act", "rectify"}, {"reason", "已通知单位"}}}}});
    const Shown running = shown(warnings, books.index)[0];
    CHECK(running.handled == Handled::rectifying);
    CHECK(running.owner == "ob_deputy");
    CHECK(running.reason == "已通知单位");
    CHECK(format_date(running.due) == "2026-12-31");
    CHECK(cured(warnings, books.index).empty());
    books.put("person/p1", with(person_record(1), {{"retire_on", "2027-06-01"}, {"state", "retired"}}));
    warnings.update(books.index, *books.catalogue, books.index.take_touched(), books.today);
    CHECK(shown(warnings, books.index).empty());
    CHECK(cured(warnings, books.index) == std::vector<std::string>{id});
}

TEST_CASE("a warning closed on its evidence stays closed until the evidence changes") {
    Books books;
    const Value gone =
        with(without(person_record(1), "status"), {{"state", "out"}, {"exit_mode", "05"}, {"left_on", "2026-08-20"}});
    books.put("person/p1", gone);
    books.put("pay/2026-09/" + kTown, pay_record({pay_row(gone, 1)}));
    Warnings warnings;
    const auto first_shown = [&] {
        warnings.update(books.index, *books.catalogue, books.index.take_touched(), books.today);
        auto all = shown(warnings, books.index);
        std::erase_if(all, [](const Shown& one) { return one.finding.rule != "W05"; });
        REQUIRE(all.size() == 1);
        return all[0];
    };
    const Finding finding = first_shown().finding;
    CHECK(finding.digest().size() == 64);
    CHECK(finding.digest().find_first_not_of("0123456789abcdef") == std::string::npos);  // as warning.act takes it
    const auto close = [&](std::string_view state, Value act) {
        books.put("warning/w", Object{{"id", finding.id}, {"state", state}, {"acts", Array{act}}});
    };
    close("closed", Object{{"reason", "已追回"}, {"digest", finding.digest()}});
    CHECK(first_shown().handled == Handled::closed);
    CHECK(first_shown().reason == "已追回");
    close("false", Object{{"reason", "补发"}, {"digest", finding.digest()}});
    CHECK(first_shown().handled == Handled::dismissed);
    books.put("pay/2026-10/" + kTown, pay_record({pay_row(gone, 1)}));
    CHECK(first_shown().handled == Handled::fresh);
    CHECK(first_shown().reopened);
    CHECK(first_shown().reason == "补发");
}

TEST_CASE("an act that names no evidence is outdone by what came about after its day") {
    Books books;
    books.put("person/p1", with(person_record(1), {{"retire_on", "2026-12-01"}}));
    Warnings warnings;
    books.put("warning/w", Object{{"id", "W04/person/p1"},
                                  {"state", "closed"},
                                  {"acts", Array{Object{{"at", "2026-11-20T10:00:00.000+08:00"}}}}});
    warnings.update(books.index, *books.catalogue, {}, books.today);
    CHECK(shown(warnings, books.index)[0].handled == Handled::closed);  // 30 days ahead: since 2026-11-01
    warnings.update(books.index, *books.catalogue, {}, day("2027-01-05"));
    CHECK(shown(warnings, books.index)[0].reopened);
}

TEST_CASE("a warning that goes on month after month stands again when a month is added to it") {
    Books books;
    const Value gone =
        with(without(person_record(1), "status"), {{"state", "out"}, {"exit_mode", "05"}, {"left_on", "2026-06-20"}});
    const auto pay = [&](const std::string& month, const std::string& loaded) {
        books.put("pay/" + month + "/" + kTown,
                  with(pay_record({pay_row(gone, 1)}), {{"loaded_at", loaded + "T09:00:00.000+08:00"}}));
    };
    books.put("person/p1", gone);
    pay("2026-07", "2026-07-25");
    Warnings warnings;
    const auto handled = [&] {
        warnings.update(books.index, *books.catalogue, books.index.take_touched(), books.today);
        const auto all = shown(warnings, books.index);
        const auto at =
            std::find_if(all.begin(), all.end(), [](const Shown& one) { return one.finding.rule == "W05"; });
        REQUIRE(at != all.end());
        return *at;
    };
    books.put("warning/w", Object{{"id", handled().finding.id},
                                  {"state", "closed"},
                                  {"digest", "of the act before"},
                                  {"acts", Array{Object{{"at", "2026-08-10T10:00:00.000+08:00"}}}}});
    CHECK(handled().handled == Handled::closed);
    CHECK(format_date(handled().finding.since) == "2026-07-01");
    pay("2026-08", "2026-08-25");
    CHECK(handled().reopened);
}
