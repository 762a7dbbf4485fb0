// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "shared/model/catalogue.hpp"
#include "tests/support/random_cases.hpp"

namespace zj::test {

using codec::Value;
using log::Record;

namespace {

std::string kind_of(const std::string& key) {
    return key.substr(0, key.find('/'));
}

bool occupies(const Value& person) {
    return person.str_or("state") == "active" && person.str_or("status") == "1";
}

bool is_leader(std::string_view level) {
    return !level.empty() && level != "none";
}

bool in_hand(const Value& c) {
    const std::string_view state = c.str_or("state");
    return state == "received" || state == "in_review" || state == "paused";
}

}  // namespace

struct Invariants::State {
    std::map<std::string, model::RecordPtr> now;
    // What the books must say, added up from persons, cases and grants: "<ledger key> a" → n.
    std::map<std::string, std::int64_t> sums;
    std::map<std::string, std::int64_t> active_numbers;  // id_no → active rows
    std::vector<std::string> faults;
    std::set<std::string> touched;  // books whose sums or records changed in this entry
    std::set<std::string> opened;   // units whose books this entry opened
    std::shared_ptr<const model::Catalogue> catalogue;
    Date today;  // of the last tick; one is written before anything else of a day

    void must(bool holds, const std::string& what) {
        if (!holds) {
            faults.push_back(what);
        }
    }

    const Value* value(std::string_view key) const {
        const auto at = now.find(std::string(key));
        return at == now.end() ? nullptr : &at->second->value;
    }

    void add(const std::string& book, const char* column, std::int64_t n) {
        sums[book + " " + column] += n;
        touched.insert(book);
    }

    std::int64_t sum(const std::string& book, const char* column) const {
        const auto at = sums.find(book + " " + column);
        return at == sums.end() ? 0 : at->second;
    }

    static std::string ledger(const Value& v, std::string_view unit) {
        return "ledger/" + std::string(unit) + "/" + std::string(v.str_or("quota_type"));
    }

    // What the county's own statements say, beside the books.
    void learn(const Record& record, bool is_new) {
        if (record.key == "system/catalogue") {
            catalogue = *model::Catalogue::from(*record.value.find("catalogue"));
        } else if (record.key == "system/log") {
            today = date_of(*parse_time(record.value.str_or("last_tick")));
        } else if (record.key.starts_with("unit/") && is_new) {
            opened.insert(record.key.substr(5));
        }
    }

    bool frozen() const {
        const Ymd day = ymd_of(today);
        const std::int64_t mmdd = day.month * 100 + day.day;
        return catalogue->policy_int("freeze_enabled") != 0 &&
               (mmdd >= catalogue->policy_int("freeze_from_mmdd") || mmdd <= catalogue->policy_int("freeze_to_mmdd"));
    }

    // Adds (sign 1) or takes away (sign −1) what one record version says about the books.
    void count(const std::string& kind, const Value& v, std::int64_t sign) {
        if (kind == "person") {
            count_person(v, sign);
        } else if (kind == "case") {
            count_case(v, sign);
        } else if (kind == "grant") {
            count_grant(v, sign);
        }
    }

    void count_person(const Value& v, std::int64_t sign) {
        if (v.str_or("state") == "active") {
            active_numbers[std::string(v.str_or("id_no"))] += sign;
        }
        if (!occupies(v)) {
            return;
        }
        add(ledger(v, v.str_or("unit")), "a", sign);
        if (is_leader(v.str_or("staff_class"))) {
            add("posts/" + std::string(v.str_or("unit")) + "/" + std::string(v.str_or("staff_class")), "actual", sign);
        }
    }

    void reserve(const Value& v, std::string_view unit, std::string_view plan, std::int64_t slots, const char* column,
                 std::int64_t planned) {
        add(ledger(v, unit), "r", slots);
        if (is_leader(v.str_or("staff_class"))) {
            add("posts/" + std::string(unit) + "/" + std::string(v.str_or("staff_class")), "reserved", slots);
        }
        if (!plan.empty()) {
            add(std::string(plan), column, planned);
        }
    }

    void count_case(const Value& v, std::int64_t sign) {
        const Value* fields = v.find("fields");
        const std::string_view matter = v.str_or("matter"), unit = v.str_or("unit");
        if (fields == nullptr || !in_hand(v)) {
            return;
        }
        if (matter == "USE") {
            const std::int64_t n = sign * fields->int_or("count");
            reserve(*fields, unit, fields->bool_or("off_plan") ? std::string_view{} : fields->str_or("plan_line"), n,
                    "reserved", n);
        } else if (matter == "OUT") {
            add("ledger/" + std::string(unit) + "/" + quota_of(fields->str_or("person")), "o", sign);
        } else if (matter == "IN") {
            add(std::string(fields->str_or("grant_no")), "reserved", sign);
        }
    }

    std::string quota_of(std::string_view person) const {
        const Value* v = value(person);
        return v == nullptr ? std::string{} : std::string(v->str_or("quota_type"));
    }

    void count_grant(const Value& v, std::int64_t sign) {
        const std::int64_t count = v.int_or("count"), used = v.int_or("used"), hand = v.int_or("reserved");
        const bool ended = v.str_or("state") == "expired" || v.str_or("state") == "withdrawn";
        const std::int64_t slots = ended ? hand : count - used, planned = ended ? used + hand : count;
        reserve(v, v.str_or("unit"), v.str_or("plan_line"), sign * slots, "used", sign * planned);
    }

    // 3: what raised R or A had the room. 4, 5: H and T move by documents, and A only with a closed case or the
    // opening. 7: the type is one that the unit may hold. 11: in the freeze A stands, and R does not rise.
    void check_ledger(const Record& record, const Value* before) {
        const Value& v = record.value;
        const std::size_t slash = record.key.rfind('/');
        const std::string unit = record.key.substr(7, slash - 7), type = record.key.substr(slash + 1);
        const Value* facts = value("unit/" + unit);
        must(facts != nullptr && catalogue->quota_allowed(facts->str_or("nature"), facts->str_or("category"), type),
             record.key + ": a type that the unit may not hold (7)");
        must(before != nullptr || opened.contains(unit), record.key + ": H appeared outside an opening (4)");
        must(v.int_or("a") == sum(record.key, "a"), record.key + ": A is not the number of active persons (1)");
        must(v.int_or("r") == sum(record.key, "r"), record.key + ": R is not what cases and grants hold");
        must(v.int_or("o") == sum(record.key, "o"), record.key + ": O is not the exits under way");
        if (before == nullptr || before == &v) {  // not written by this entry: only its sums may have moved
            return;
        }
        const std::int64_t taken = v.int_or("a") + v.int_or("r"), was = before->int_or("a") + before->int_or("r");
        must(taken <= was || v.int_or("h") + v.int_or("t") >= taken, record.key + ": more is taken than there is (3)");
        check_postings(record, *before);
        must(!frozen() || (v.int_or("a") == before->int_or("a") && v.int_or("r") <= before->int_or("r")),
             record.key + ": moved in the freeze (11)");
    }

    // 5: the postings of a version explain it to the last post, by a document where H moves and by a closed case where
    // A does.
    void check_postings(const Record& record, const Value& before) {
        std::map<std::string, std::int64_t, std::less<>> moved;
        for (const Value& posting : record.value.items("posted")) {
            if (posting.int_or("v") != record.version) {
                continue;
            }
            for (const Value& move : posting.items("moves")) {
                const std::string &from = move.array()[0].string(), &to = move.array()[1].string();
                moved[from] -= move.array()[2].integer();
                moved[to] += move.array()[2].integer();
                must(from != "pool" && to != "pool" ? true : !posting.str_or("doc").empty(),
                     record.key + ": H or T changed without a document (4, 5)");
                const Value* by = value(posting.str_or("case"));
                must((from != "actual" && to != "actual") || (by != nullptr && by->str_or("state") == "approved"),
                     record.key + ": A moved without a closed case (5)");
            }
        }
        const auto change = [&](const char* member) {
            return record.value.int_or(member) - before.int_or(member);
        };
        must(moved["actual"] == change("a") && moved["reserved"] == change("r") &&
                 -moved["pool"] == change("h") + change("t"),
             record.key + ": its postings do not explain it (5)");
    }

    void check_posts(const Record& record) {
        must(record.value.int_or("actual") == sum(record.key, "actual"), record.key + ": actual leaders");
        must(record.value.int_or("reserved") == sum(record.key, "reserved"), record.key + ": reserved posts");
    }

    void check_plan(const Record& record) {
        const Value& v = record.value;
        must(v.int_or("used") == sum(record.key, "used"), record.key + ": used is not Σ grants");
        must(v.int_or("reserved") == sum(record.key, "reserved"), record.key + ": reserved is not Σ requests");
        must(v.int_or("used") + v.int_or("reserved") <= v.int_or("count"), record.key + ": overdrawn");
    }

    void check_grant(const Record& record, const Value* before) {
        const Value& v = record.value;
        must(v.int_or("used") + v.int_or("reserved") <= v.int_or("count"), record.key + ": a slot used twice (8)");
        must(before == nullptr || v.int_or("used") >= before->int_or("used"),
             record.key + ": a slot given out again (8)");
        must(v.int_or("reserved") == sum(record.key, "reserved"), record.key + ": slots in hand");
    }

    // 9: a stage is there only after the one before is closed, if only for those who came first.
    void check_stage(const Record& record) {
        const std::int64_t n = record.value.int_or("stage");
        if (n <= 1) {
            return;
        }
        const std::string before = record.key.substr(0, record.key.rfind('/') + 1) + std::to_string(n - 1);
        const Value* earlier = value(before);
        must(earlier != nullptr && (earlier->str_or("state") == "closed" || !earlier->items("earlier").empty()),
             record.key + ": before its earlier stage (9)");
    }

    void check_person(const Record& record, const Value* before) {
        const bool moved = before == nullptr || before->str_or("state") != record.value.str_or("state");
        must(!frozen() || !moved, record.key + ": came or went in the freeze (11)");
        const auto at = active_numbers.find(std::string(record.value.str_or("id_no")));
        must(at == active_numbers.end() || at->second <= 1, record.key + ": a number with two active rows (2)");
    }
};

Invariants::Invariants() : state_(std::make_unique<State>()) {}
Invariants::~Invariants() = default;

std::vector<std::string> Invariants::after(const std::vector<model::RecordPtr>& effects) {
    State& s = *state_;
    s.faults.clear();
    s.touched.clear();
    s.opened.clear();
    std::map<std::string, model::RecordPtr> before;
    static const std::set<std::string> kKinds{"person", "case",  "grant", "ledger", "posts",
                                              "plan",   "stage", "unit",  "system"};
    for (const model::RecordPtr& record : effects) {
        const std::string kind = kind_of(record->key);
        if (!kKinds.contains(kind)) {
            continue;
        }
        model::RecordPtr& slot = s.now[record->key];
        before[record->key] = slot;
        if (slot) {
            s.count(kind, slot->value, -1);
        }
        s.count(kind, record->value, 1);
        s.learn(*record, slot == nullptr);
        slot = record;
        s.touched.insert(record->key);
    }
    for (const std::string& key : s.touched) {
        const auto at = s.now.find(key);
        if (at == s.now.end()) {
            s.must(false, key + ": there is no such book");
            continue;
        }
        const std::string kind = kind_of(key);
        const auto old = before.find(key);
        const Record& record = *at->second;
        const Value* was = old == before.end() ? &record.value : old->second == nullptr ? nullptr : &old->second->value;
        if (kind == "ledger") {
            s.check_ledger(record, was);
        } else if (kind == "posts") {
            s.check_posts(record);
        } else if (kind == "plan") {
            s.check_plan(record);
        } else if (kind == "grant") {
            s.check_grant(record, was);
        } else if (kind == "stage") {
            s.check_stage(record);
        } else if (kind == "person") {
            s.check_person(record, was);
        }
    }
    return s.faults;
}

}  // namespace zj::test
