// SPDX-License-Identifier: Apache-2.0
#pragma once
// Inside of random_cases.cpp: the units' books, what a terminal of the random county sees, what it has signed and not
// sent, and a count of what judging costs.

#include <algorithm>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "shared/codec/json.hpp"
#include "shared/log/change_set.hpp"
#include "shared/model/judge.hpp"
#include "tests/support/county.hpp"

namespace zj::test {

inline codec::Value json(std::string_view text) {
    return *codec::parse_json(text);
}

inline std::string unit_code(std::size_t i) {
    return "4211251" + std::string(i < 9 ? "0" : "") + std::to_string(i + 1);
}

inline codec::Value books_of_unit(std::size_t i) {
    using codec::Array, codec::Object, codec::Value;
    const std::string unit = unit_code(i);
    Value books = small_unit(unit, 14, 4);
    Array plan;  // a run may take more than a year
    for (const int year : {2026, 2027, 2028}) {
        const auto line = [&](int no, int count, const char* reason) {
            plan.push_back(Object{{"year", year},
                                  {"no", no},
                                  {"quota_type", "20"},
                                  {"entry_mode", "03"},
                                  {"count", count},
                                  {"reason", reason}});
        };
        line(1, 5000, "年度计划");
        line(2, i == 0 ? 40 : 3, "专项");  // that of the superior stands for its subordinates too
    }
    books.set("plan", std::move(plan));
    books.object().find("posts")->second.object().find("deputy")->second.set("auth", 3);
    if (i > 0) {
        books.object().find("unit")->second.set("parent", "421125101");
    }
    books.set("grants", Array{Object{{"grant_no", "浠编发〔2026〕" + std::to_string(i + 1) + "号"},
                                     {"quota_type", "20"},
                                     {"entry_mode", "03"},
                                     {"count", 2},
                                     {"used", 0},
                                     {"valid_until", "2027-01-31"},
                                     {"doc", "浠编发〔2026〕" + std::to_string(i + 1) + "号"}}});
    return books;
}

class Counting final : public model::Registers {
public:
    explicit Counting(model::Registers& below) : below_(below) {}
    model::Found get(std::string_view key) override {
        ++accesses;
        return below_.get(key);
    }
    void put(model::RecordPtr record) override {
        ++accesses;
        below_.put(std::move(record));
    }
    model::ChainHead chain(std::string_view device) override { return below_.chain(device); }
    void set_chain(std::string_view device, const model::ChainHead& head) override { below_.set_chain(device, head); }

    std::size_t accesses = 0;

private:
    model::Registers& below_;
};

using View = std::map<std::string, model::RecordPtr>;

// What is in force and still of use to a terminal, by the scope that owns it; closed cases, people who left and ended
// grants are dropped, so that a sync costs the same at the end as at the beginning.
class Shelves {
public:
    void take(const model::RecordPtr& record) {
        const std::string kind = record->key.substr(0, record->key.find('/'));
        View& shelf = scopes[record->owner];
        if (kind == "case") {
            keep(shelf, record, !one_of(record->value.str_or("state"), {"approved", "refused", "withdrawn"}));
            keep(open_cases, record, one_of(record->value.str_or("state"), {"received", "in_review", "paused"}));
        } else if (kind == "person") {
            keep(shelf, record, record->value.str_or("state") == "active");
        } else if (kind == "pending") {
            keep(shelf, record, record->value.str_or("state") == "open");
        } else if (kind == "grant") {
            const bool open = record->value.str_or("state") == "open";
            keep(shelf, record, open);
            keep(grants, record, open);
            if (!open) {
                drop_stages(shelf, record->key.substr(6));
                drop_stages(grants, record->key.substr(6));
            }
        } else if (kind == "stage") {
            const bool open = shelf.contains("grant/" + record->key.substr(6, record->key.rfind('/') - 6)) ||
                              record->value.int_or("stage") <= 2;
            keep(shelf, record, open);
            keep(grants, record, open);
        } else if (kind == "unit" || kind == "plan") {
            keep(shelf, record, true);
        }
    }

    std::map<std::string, View> scopes;
    View open_cases, grants;

    static bool one_of(std::string_view text, std::initializer_list<std::string_view> words) {
        return std::find(words.begin(), words.end(), text) != words.end();
    }

private:
    static void keep(View& shelf, const model::RecordPtr& record, bool wanted) {
        if (wanted) {
            shelf[record->key] = record;
        } else {
            shelf.erase(record->key);
        }
    }
    static void drop_stages(View& shelf, const std::string& id) {
        const std::string prefix = "stage/" + id + "/";
        for (auto at = shelf.lower_bound(prefix); at != shelf.end() && at->first.starts_with(prefix);) {
            at = shelf.erase(at);
        }
    }
};

struct Queued {
    log::ChangeSet change_set;
    model::Checked checked;
    std::string what;
};

// A signed submission that its head has not seen yet.
struct Unsigned {
    std::string key, pending, of, commitment;
};

struct Terminal {
    std::string unit;                 // empty: the office or a department
    std::vector<std::string> people;  // aliases; the first enrolled the device
    View view;
    std::deque<Queued> outbox;
    std::map<std::string, std::vector<std::uint64_t>> own;  // record → own numbers since the view
    std::vector<Unsigned> drafts;
};

}  // namespace zj::test
