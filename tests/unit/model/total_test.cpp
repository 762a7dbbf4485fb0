// SPDX-License-Identifier: Apache-2.0
// Whatever people sign, online or offline, right or bent, the judge comes to a verdict, and after every entry the books
// agree with the cases, grants and persons that they are about (domain.md 3.2).
#include <catch2/catch_test_macros.hpp>
#include <deque>

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "tests/unit/model/case_world.hpp"
#include "tests/unit/model/core_words.hpp"
#include "tests/unit/model/flow_words.hpp"

namespace zj::test {
namespace {

constexpr int kSteps = 1000;

// --- what must hold

class Books {
public:
    explicit Books(County& county) : county_(county) {}

    void check() {
        std::map<std::string, std::int64_t> a, r, o, open;
        for (const std::string& key : county_.keys("person/")) {
            const Value& person = *county_.value(key);
            if (person.str_or("state") == "active" && person.str_or("status") == "1") {
                ++a[line_of(person)];
            }
        }
        for (const std::string& key : county_.keys("grant/")) {
            const Value& grant = *county_.value(key);
            const std::int64_t left = grant.int_or("count") - grant.int_or("used");
            REQUIRE(left >= grant.int_or("reserved"));
            r[line_of(grant)] += grant.str_or("state") == "open" ? left : grant.int_or("reserved");
        }
        for (const std::string& key : county_.keys("case/")) {
            const Value& value = *county_.value(key);
            count_case(value, r, o, open);
            check_mark(key, value);
        }
        for (const std::string& key : county_.keys("ledger/")) {
            const Value& line = *county_.value(key);
            INFO(key);
            REQUIRE(line.int_or("a") == a[key]);
            REQUIRE(line.int_or("r") == r[key]);
            REQUIRE(line.int_or("o") == o[key]);
            REQUIRE(line.int_or("h") + line.int_or("t") - line.int_or("a") - line.int_or("r") >= 0);
            for (const Value& id : line.items("held")) {
                REQUIRE(county_.value("outcome/" + id.string())->str_or("state") == "held");
            }
        }
        for (const std::string& unit : {kTown, kVillage}) {
            const Value* load = county_.value("load/" + unit);
            REQUIRE((load == nullptr ? 0 : load->int_or("open")) == open[unit]);
        }
        check_outcomes();
        check_numbers();
    }

private:
    static std::string line_of(const Value& value) {
        return "ledger/" + std::string(value.str_or("unit")) + "/" + std::string(value.str_or("quota_type"));
    }

    void count_case(const Value& value, std::map<std::string, std::int64_t>& r, std::map<std::string, std::int64_t>& o,
                    std::map<std::string, std::int64_t>& open) {
        const std::string state(value.str_or("state")), matter(value.str_or("matter"));
        if (state == "approved" || state == "refused" || state == "withdrawn") {
            return;
        }
        ++open[std::string(value.str_or("unit"))];
        if (state == "signed" || state == "returned") {
            return;
        }
        const Value& fields = *value.find("fields");
        if (matter == "USE") {
            r["ledger/" + std::string(value.str_or("unit")) + "/" + std::string(fields.str_or("quota_type"))] +=
                fields.int_or("count");
        } else if (matter == "OUT") {
            const Value& person = *county_.value(fields.str_or("person"));
            o[line_of(person)] += person.str_or("status") == "1" ? 1 : 0;
        }
    }

    void check_mark(const std::string& key, const Value& value) {
        const Value* mark = value.find("held");
        if (mark != nullptr) {
            INFO(key);
            REQUIRE(county_.value(mark->str_or("outcome"))->str_or("state") == "held");
        }
    }

    void check_outcomes() {
        std::map<std::string, std::size_t> held;
        for (const std::string& key : county_.keys("outcome/")) {
            const Value& outcome = *county_.value(key);
            if (outcome.str_or("state") != "held") {
                REQUIRE(outcome.find("intents") == nullptr);
                continue;
            }
            ++held[std::string(outcome.str_or("device"))];
            // What waits for another change set stands behind that one's mark, wherever it is.
            const std::string on(outcome.str_or("case"));
            if (outcome.str_or("code") != "C7" && county_.value(on) != nullptr) {
                INFO(key << " on " << on);
                REQUIRE(county_.value(on)->find("held") != nullptr);
            }
        }
        for (const std::string& key : county_.keys("device/")) {
            std::size_t listed = 0;
            for (const Value& item : county_.value(key)->items("unsettled")) {
                listed += item.array()[2] == Value("held") ? 1 : 0;
            }
            REQUIRE(listed == held[key.substr(7)]);
        }
    }

    // One number, one active row (3.2-2).
    void check_numbers() {
        std::map<std::string, int> rows;
        for (const std::string& key : county_.keys("person/")) {
            const Value& person = *county_.value(key);
            if (person.str_or("state") == "active") {
                REQUIRE(++rows[std::string(person.str_or("id_no"))] == 1);
            }
        }
    }

    County& county_;
};

// --- what people sign

class Crowd {
public:
    Crowd(CaseWorld& w, std::uint64_t seed) : w_(w), dice_(seed) {}

    // One signature more, and sometimes a terminal that comes online with all it has signed so far.
    template <typename Delivered>
    void step(Delivered delivered) {
        std::vector<Value> intents{any_intent()};
        std::string alias = signer_;
        if (dice_.below(6) == 0) {
            Value beside = any_intent();
            if (signer_ == alias) {
                intents.push_back(std::move(beside));
            }
        }
        if (dice_.below(6) == 0) {
            bend(intents.back(), 0);
        }
        if (dice_.below(15) == 0) {
            alias = pick(everybody_);
        }
        std::deque<log::ChangeSet>& waiting = outbox_[w_.county.person(alias).device];
        waiting.push_back(w_.county.sign(alias, intents));
        if (dice_.below(3) == 0) {
            return;  // stays offline
        }
        for (; !waiting.empty(); waiting.pop_front()) {
            if (w_.county.door(waiting.front()).kind == model::DoorAnswer::append) {
                delivered(w_.county.deliver(waiting.front()));
            }
        }
    }

private:
    template <typename List>
    typename List::value_type pick(const List& list) {
        return list[dice_.below(list.size())];
    }
    std::string any_key(std::string_view kind) {
        const std::vector<std::string> keys = w_.county.keys(kind);
        return keys.empty() ? std::string(kind) + "none" : pick(keys);
    }
    std::string open_case() {
        std::vector<std::string> open;
        for (const std::string& key : w_.county.keys("case/")) {
            const std::string state = w_.text(key, "state");
            if (state != "approved" && state != "refused" && state != "withdrawn") {
                open.push_back(key);
            }
        }
        return open.empty() ? any_key("case/") : pick(open);
    }
    int newcomer() { return static_cast<int>(5000 + dice_.below(12)); }
    std::string today() { return format_date(date_of(w_.county.now())); }
    std::string next_month() { return format_date(add_months(date_of(w_.county.now()), 1)).substr(0, 7); }
    std::string clerk_of(const std::string& unit) { return unit == kTown ? pick(town_clerks_) : "clerk-v"; }

    Value submission() {
        const std::string unit = dice_.below(3) == 0 ? kVillage : kTown;
        signer_ = clerk_of(unit);
        switch (dice_.below(5)) {
            case 0: {
                const std::string person = any_key("person/");
                Value fields = exit_fields(person, dice_.below(2) == 0 ? "05" : "01");
                if (dice_.below(4) != 0) {  // not late
                    fields.set("event_on", today()).set("left_on", today()).set("pay_stop", next_month());
                }
                return w_.form("OUT", unit, std::move(fields), {person});
            }
            case 1: {
                const std::string person = any_key("person/");
                return w_.form("MOD", unit,
                               change_fields(*w_.county.value(person), person, pick(changed_), pick(values_)),
                               {person});
            }
            case 2: {
                const std::string grant = any_key("grant/");
                const Value* hiring = w_.county.value("stage/" + grant.substr(6) + "/2");
                const Value* record = hiring == nullptr ? nullptr : hiring->find("record");
                int n = newcomer();
                for (int i = 5000; record != nullptr && i < 5012; ++i) {
                    n = record->items("persons").front().str_or("id_no") == id_number(i) ? i : n;
                }
                signer_ = clerk_of(w_.text(grant, "unit"));
                return w_.form("IN", w_.text(grant, "unit"), entry_fields(grant, n), {grant});
            }
            default: {
                Value fields = use_form_fields(unit, dice_.below(12) == 0 ? 9 : static_cast<int>(1 + dice_.below(2)));
                if (dice_.below(4) == 0) {
                    fields.set("person_id_no", id_number(newcomer())).set("person_name", "新人");
                }
                return w_.form("USE", unit, fields);
            }
        }
    }

    Value decision() {
        const std::string key = open_case(), step = w_.text(key, "step");
        signer_ = step == "first_review"    ? "ob-clerk"
                  : step == "second_review" ? "ob-section"
                  : step == "third_review"  ? "ob-deputy"
                                            : "ob-head";
        if (w_.text(key, "state") == "paused") {
            return w_.decision(key, "resume");
        }
        const std::uint64_t n = dice_.below(25);
        if (w_.county.value(key) == nullptr || n > 3) {
            return w_.county.value(key) == nullptr ? w_.decision(key, "refuse", "无") : w_.decision(key, "pass");
        }
        return w_.decision(key, n == 0 ? "return" : n == 1 ? "refuse" : "pause", "材料不清");
    }

    Value own_act() {
        const std::string key = open_case(), unit = w_.text(key, "unit");
        signer_ = clerk_of(unit);
        if (w_.text(key, "state") == "returned") {
            return w_.answer(key, Object{{"reason", pick(values_)}});
        }
        switch (dice_.below(8)) {
            case 0:
                return w_.county.intent("case.withdraw").set("case", key).set("reason", "不再需要");
            case 1:
                return w_.county.intent("case.message").set("case", key).set("text", "请尽快办理");
            default:
                return built_on_held(w_.amendment(key, Object{{pick(amended_), pick(values_)}}), key);
        }
    }

    // As a terminal writes it that showed the case with what it had signed itself and the county holds.
    Value built_on_held(Value intent, const std::string& key) {
        log::Bases bases;
        bases[key].version = w_.county.version(key);
        for (const Value& item : w_.county.value("device/" + w_.county.device_of(signer_).id)->items("unsettled")) {
            if (item.array()[2] == Value("held") || dice_.below(20) == 0) {
                bases[key].own.push_back(static_cast<std::uint64_t>(item.array()[0].integer()));
            }
        }
        return intent.set("base", log::to_value(bases));
    }

    Value confirmation() {
        std::vector<std::string> open;
        for (const std::string& key : w_.county.keys("pending/")) {
            if (w_.text(key, "state") == "open" && (!w_.text(key, "case").empty() || dice_.below(4) == 0)) {
                open.push_back(key);
            }
        }
        if (open.empty()) {
            return submission();
        }
        const std::string key = pick(open), on = w_.text(key, "case");
        const std::string act = w_.text(key, "act");
        signer_ = act.starts_with("sanction.") || act == "ceiling.set" || act.starts_with("revolving.") ? "ob-head"
                  : w_.text(on, "unit") == kVillage                                                     ? "head-v"
                                                    : pick(town_heads_);
        return w_.county.confirm_of(key);
    }

    Value closing() {
        const std::string grant = any_key("grant/");
        int stage = 2;
        while (stage < 5 && w_.text("stage/" + grant.substr(6) + "/" + std::to_string(stage), "state") == "closed") {
            ++stage;
        }
        signer_ = stage == 5 ? "fin" : "hr";
        Array persons;
        if (stage == 2) {
            persons.push_back(listed(newcomer()));
        }
        const Value* open = w_.county.value("stage/" + grant.substr(6) + "/4");
        if (stage == 4 && open != nullptr) {
            for (const Value& person : open->find("record")->items("persons")) {
                persons.push_back(Object{{"name", person.str_or("name")}, {"id_no", person.str_or("id_no")}});
            }
        }
        return w_.closing(grant, stage, persons);
    }

    Value flow() {
        FlowSigned signed_flow = any_flow(w_, dice_, open_case());
        signer_ = std::move(signed_flow.by);
        return std::move(signed_flow.intent);
    }

    Value administration() {
        signer_ = dice_.below(2) == 0 ? "admin-1" : "admin-2";
        switch (dice_.below(3)) {
            case 0:
                return ticket_intent(w_.county, crypto::SigningKey::generate(w_.county.random()).verify_key());
            case 1:
                return w_.county.intent("cancel").set("pending", any_key("pending/"));
            default: {
                const std::string identity = any_key("identity/");
                return w_.county.intent("identity.grant", {identity})
                    .set("person", identity.substr(9))
                    .set("roles", w_.county.value(identity)->items("roles"));
            }
        }
    }

    Value any_intent() {
        const std::uint64_t n = dice_.below(100);
        return n < 22   ? submission()
               : n < 44 ? confirmation()
               : n < 68 ? decision()
               : n < 75 ? own_act()
               : n < 80 ? closing()
               : n < 98 ? flow()
                        : administration();
    }

    // Another value of another kind somewhere in it.
    void bend(Value& value, int depth) {
        if (value.is_object() && !value.object().empty() && depth < 4) {
            auto at = value.object().begin();
            std::advance(at, static_cast<long>(dice_.below(value.object().size())));
            switch (dice_.below(6)) {
                case 0:
                    value.object().erase(at);
                    return;
                case 1:
                    value.set("surplus", 1);
                    return;
                default:
                    bend(at->second, depth + 1);
                    return;
            }
        }
        if (value.is_array() && !value.array().empty() && depth < 4) {
            bend(value.array()[dice_.below(value.array().size())], depth + 1);
            return;
        }
        switch (dice_.below(7)) {
            case 0:
                value = static_cast<std::int64_t>(dice_.below(5)) - 2;
                break;
            case 1:
                value = codec::kIntegerMax;
                break;
            case 2:
                value = "";
                break;
            case 3:
                value = any_key(pick(kinds_));
                break;
            case 4:
                value = Array{Value("1"), Value(2)};
                break;
            case 5:
                value = true;
                break;
            default:
                value = Object{};
        }
    }

    CaseWorld& w_;
    SeededRandom dice_;
    std::string signer_;
    std::map<std::string, std::deque<log::ChangeSet>> outbox_;
    const std::vector<std::string> everybody_{"clerk-a",    "clerk-b",   "clerk-v",   "head-a",  "head-b",
                                              "ob-clerk",   "org",       "inspector", "ob-head", "fin",
                                              "ob-section", "ob-deputy", "admin-1",   "admin-2", "hr"};
    const std::vector<std::string> town_clerks_{"clerk-a", "clerk-b"}, town_heads_{"head-a", "head-b"};
    const std::vector<std::string> changed_{"post_name", "title", "id_no", "birth", "quota_type", "staff_class"};
    const std::vector<std::string> amended_{"reason", "post_name", "quota_type", "person_id_no", "plan_line"};
    const std::vector<std::string> values_{"甲稿", "乙稿",          "1990-01-02",
                                           "20",   id_number(5003), "plan/421125102/2026-1"};
    const std::vector<std::string> kinds_{"case/",   "person/", "grant/",    "pending/", "unit/",    "identity/",
                                          "device/", "doc/",    "sanction/", "review/",  "warning/", "stage/"};
};

// The same inputs, judged anew by a judge that has seen nothing else.
void check_replay(County& county) {
    model::Judge judge;
    model::MemoryRegisters registers;
    for (const Kept& kept : county.entries()) {
        const log::Entry& entry = kept.sealed.entry;
        const Judgement again = kept.root ? judge.root(registers, *kept.root, county.statement(), entry.received_at)
                                : kept.change_set
                                    ? judge.change(registers, model::check(*kept.change_set, county), entry.received_at)
                                    : judge.tick(registers, entry.received_at);
        INFO("entry " << entry.index);
        REQUIRE(told(again) == told(kept.judgement));
        REQUIRE(again.scopes == kept.judgement.scopes);
        REQUIRE(again.effects.size() == kept.sealed.records.size());
        for (std::size_t i = 0; i < again.effects.size(); ++i) {
            REQUIRE(log::write_record(*again.effects[i]) == kept.sealed.records[i].bytes);
        }
    }
}

void run(std::uint64_t seed, std::map<std::string, int>& seen) {
    CaseWorld w(6, 4);
    w.county.hire("inspector", {"inspector"}, "");
    Books books(w.county);
    Crowd crowd(w, seed);
    for (int i = 0; i < kSteps; ++i) {
        INFO("seed " << seed << ", step " << i);
        crowd.step([&](const Judgement& judged) {
            ++seen[told(judged)];
            INFO(told(judged) << ": " << judged.detail);
            REQUIRE(judged.code.empty() == (judged.verdict == log::Verdict::applied));
            books.check();
        });
        if (i % 150 == 149) {
            w.county.wait_days(i % 600 == 599 ? 190 : 3);
            books.check();
        }
    }
    for (const std::string& key : w.county.keys("case/")) {
        ++seen[w.text(key, "matter") + " " + w.text(key, "state")];
        seen["urged"] += w.county.value(key)->find("urges") != nullptr ? 1 : 0;
    }
    for (const char* kind :
         {"doc/", "ruling/", "sanction/", "pay/", "budget/", "leave/", "total/", "review/", "warning/", "archive/"}) {
        for (const std::string& key : w.county.keys(kind)) {
            ++seen[kind + w.text(key, "state")];
        }
    }
    check_replay(w.county);
}

}  // namespace

TEST_CASE("whatever people sign comes to a verdict, and the books agree with what they are about after every entry") {
    // The crowd gets as far as every kind of end, or it proves little.
    const std::vector<std::string> ends = {
        "applied",           "held C4",          "held C7",      "refused B1", "refused B3", "refused B5",
        "refused C2",        "refused C6",       "refused G1",   "refused G5", "refused G8", "USE approved",
        "IN approved",       "OUT approved",     "MOD approved", "urged",      "doc/filed",  "ruling/open",
        "sanction/in_force", "sanction/lifted",  "pay/",         "budget/",    "leave/",     "total/",
        "review/open",       "warning/verified", "archive/",     "held C8"};
    std::map<std::string, int> seen;
    const auto missing = [&] {
        return std::find_if(ends.begin(), ends.end(), [&](const std::string& end) { return seen[end] == 0; });
    };
    // Compilers draw in different orders, so the rarest end (an entry approved) comes at another seed: a few in
    // reserve.
    constexpr std::uint64_t kFirst = 11, kEnough = 7, kMost = 21;
    for (std::uint64_t n = 0; n < kEnough || (n < kMost && missing() != ends.end()); ++n) {
        run(kFirst + n, seen);
    }
    INFO("never came: " << (missing() == ends.end() ? "" : *missing()));
    CHECK(missing() == ends.end());
}

}  // namespace zj::test
