// SPDX-License-Identifier: Apache-2.0
// The index of cases is what records and outbox say, whatever happened in whatever order: made again, it is the same.

#include <set>

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "tests/unit/work/ground.hpp"

using namespace zj;
using namespace zj::work;
using namespace zj::work::test;

namespace {

using codec::Array;
using codec::Object;
using codec::Value;

struct Seen {
    std::vector<vault::CaseEntry> cases;
    std::vector<std::string> counts, pendings, acts;
    bool operator==(const Seen&) const = default;
};

// One history: what a device does and gets, at random.
class History {
public:
    explicit History(std::uint64_t seed) : random_(seed) { desk_.open_books(); }

    void step() {
        switch (random_.below(9)) {
            case 0:
            case 1:
                return submit();
            case 2:
                return refuse();
            case 3:
                return act_on_case();
            case 4:
                return deliver_person();
            case 5:
                return deliver_pending();
            case 6:
                return depart();
            default:
                return deliver_case();
        }
    }

    Seen seen() {
        vault::Vault& vault = *desk_.vault;
        Seen out;
        out.cases = vault.cases({}, 0, 100'000);
        for (const vault::CaseCount& one : vault.case_counts()) {
            out.counts.push_back(one.matter + one.state + (one.open ? "o" : "c") + (one.held ? "h" : "") +
                                 std::to_string(one.n));
        }
        out.pendings = vault.open_pendings();
        for (const std::string& key : keys_) {
            std::string line = key;
            for (const vault::Sent& sent : vault.sent_on(key)) {
                line += " " + std::to_string(sent.seq);
            }
            for (const std::uint64_t seq : vault.own_unjudged(key)) {
                line += " !" + std::to_string(seq);
            }
            out.acts.push_back(std::move(line));
        }
        return out;
    }

    vault::Vault& vault() { return *desk_.vault; }

private:
    std::string pick(std::initializer_list<const char*> of) { return *(of.begin() + random_.below(of.size())); }
    std::string person() { return "person/pabc234567abcd234567abc" + pick({"a", "b", "c"}); }
    std::int64_t next_version(const std::string& key) { return vault().version_of(key) + 1; }
    std::string any_case() {
        if (keys_.empty() || random_.below(4) == 0) {
            keys_.insert("case/abcd234567abcd234567abc" + pick({"a", "b", "c", "d", "e"}));
        }
        auto at = keys_.begin();
        std::advance(at, static_cast<std::ptrdiff_t>(random_.below(keys_.size())));
        return *at;
    }

    Value fields() {
        return random_.below(2) == 0 ? Value(Object{{"person", person()}, {"post_name", "岗位"}})
                                     : Value(Object{{"name", pick({"张三", "李四"})}});
    }

    void submit() {
        vault::Vault::Work work;
        work.intents.push_back(Object{{"do", "case.submit"},
                                      {"matter", pick({"USE", "OUT"})},
                                      {"unit", kUnit},
                                      {"fields", fields()},
                                      {"materials", Array{}},
                                      {"base", Object{}}});
        const std::uint64_t seq = vault().next_seq();
        REQUIRE(vault().sign(work).has_value());
        keys_.insert(log::record_key("case", vault().county(), vault().device(), seq, 0));
        desk_.clock.time = desk_.clock.time + kHourMs;
    }

    void act_on_case() {
        const std::string key = any_case();
        vault::Vault::Work work;
        const bool decide = random_.below(2) == 0;
        work.intents.push_back(decide
                                   ? Object{{"do", "case.decide"},
                                            {"case", key},
                                            {"base", log::to_value(log::Bases{{key, vault().base_of(key)}})}}
                                   : Object{{"do", "case.message"}, {"case", key}, {"text", "问"}, {"base", Object{}}});
        REQUIRE(vault().sign(work).has_value());
    }

    // The county's answer to something of ours: the log has an entry for it.
    void refuse() {
        const auto waiting = vault().outbox_waiting(5);
        if (waiting.empty()) {
            return;
        }
        const vault::Sent& sent = waiting[random_.below(waiting.size())];
        const bool refused = random_.below(2) == 0;
        desk_.seat.append({desk_.record("outcome/" + codec::hex(sent.id),
                                        Object{{"state", refused ? "refused" : "applied"}, {"code", "G1"}})},
                          sent.id);
        log::Receipt receipt = desk_.seat.receipt(desk_.seat.size() - 1);
        log::Entry entry = must(log::parse_entry(receipt.entry));
        entry.verdict = refused ? log::Verdict::refused : log::Verdict::applied;
        receipt.entry = log::write_entry(entry);
        sync::PushAnswer answer;
        answer.id = sent.id;
        answer.state = "receipt";
        answer.receipt = receipt;
        REQUIRE(vault().store_answers({answer}).has_value());
    }

    void deliver_case() {
        const std::string key = any_case();
        Value on = Object{{"matter", pick({"USE", "OUT"})},
                          {"unit", kUnit},
                          {"state", pick({"signed", "received", "in_review", "returned", "paused", "approved"})},
                          {"case_no", pick({"", "USE-2026-0001"})},
                          {"step", pick({"", "first_review", "second_review"})},
                          {"clerk", "person-1"},
                          {"fields", fields()},
                          {"received_at", format_time(desk_.clock.time)},
                          {"paused", Array{Object{{"from", format_time(desk_.clock.time)}}}},
                          {"steps", Array{Object{{"step", "first_review"}, {"act", "pass"}, {"person", "p9"}}}}};
        if (random_.below(3) == 0) {
            on.set("held", Object{{"code", "C4"}});
        }
        desk_.deliver({desk_.record(key, std::move(on), next_version(key))});
        desk_.clock.time = desk_.clock.time + kHourMs;
    }

    void deliver_person() {
        const std::string key = person();
        desk_.deliver({desk_.record(key, Object{{"name", pick({"王五", "赵六", "孙七"})}}, next_version(key))});
    }

    void deliver_pending() {
        const std::string key = "pending/abcd234567abcd234567abc" + pick({"a", "b"});
        desk_.deliver(
            {desk_.record(key, Object{{"act", "case.submit"}, {"state", pick({"open", "done"})}}, next_version(key))});
    }

    // The record belongs to another owner from now on.
    void depart() {
        const std::string key = random_.below(2) == 0 ? any_case() : person();
        desk_.deliver({desk_.record(key, Object{{"departed", true}}, next_version(key))});
    }

    SeededRandom random_;
    Desk desk_;
    std::set<std::string> keys_;
};

}  // namespace

TEST_CASE("the index is the same when it is made again, after any history") {
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        History history(seed);
        for (int step = 0; step < 60; ++step) {
            history.step();
            if (step % 20 == 19) {
                INFO("seed " << seed << " after step " << step);
                const Seen before = history.seen();
                REQUIRE(history.vault().rebuild_index().has_value());
                const Seen after = history.seen();
                CHECK(before.cases == after.cases);
                CHECK(before.counts == after.counts);
                CHECK(before.pendings == after.pendings);
                CHECK(before.acts == after.acts);
                CHECK(before.cases.size() > 2);
            }
        }
    }
}
