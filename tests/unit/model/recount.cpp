// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/model/recount.hpp"

#include <map>

#include "shared/model/rules/1/rules.hpp"

namespace zj::test {
namespace {

bool in_hand(std::string_view state) {
    return state == "received" || state == "in_review" || state == "paused";
}

bool is_leader(std::string_view level) {
    return !level.empty() && level != "none";
}

std::string ledger_of(std::string_view unit, std::string_view type) {
    return "ledger/" + std::string(unit) + "/" + std::string(type);
}

std::string posts_of(std::string_view unit, std::string_view level) {
    return "posts/" + std::string(unit) + "/" + std::string(level);
}

class Recount {
public:
    explicit Recount(CaseWorld& w) : w_(w) {}

    std::string run() {
        each("person/", [this](const std::string& key, const Value& v) { person(key, v); });
        each("grant/", [this](const std::string&, const Value& v) { grant(v); });
        each("case/", [this](const std::string&, const Value& v) { open_case(v); });
        each("unit/", [this](const std::string& key, const Value& v) { marks(key, v); });
        each("ledger/", [this](const std::string& key, const Value& v) { lent(key, v); });
        compare("ledger/", {"a", "r", "o", "t"});
        compare("posts/", {"actual", "reserved"});
        compare("grant/", {"reserved"});
        each("stage/", [this](const std::string& key, const Value& v) { stage(key, v); });
        return fault_;
    }

private:
    template <class Each>
    void each(const char* kind, Each what) {
        for (const std::string& key : w_.county.keys(kind)) {
            what(key, *w_.county.value(key));
        }
    }

    void add(const std::string& book, const char* column, std::int64_t n) { sums_[book + " " + column] += n; }
    void must(bool holds, const std::string& what) {
        if (!holds && fault_.empty()) {
            fault_ = what;
        }
    }

    void marks(const std::string& key, const Value& v) {
        if (const Value* changing = v.find("changing")) {
            for (const auto& [what, by] : changing->object()) {
                must(in_hand(w_.text(by.string(), "state")), key + ": " + what + " is marked by a case that is over");
            }
        }
    }

    void person(const std::string& key, const Value& v) {
        const std::string_view unit = v.str_or("unit"), type = v.str_or("quota_type"), level = v.str_or("staff_class");
        const bool occupies = v.str_or("state") == "active" && v.str_or("status") == "1";
        marks(key, v);
        if (occupies) {
            add(ledger_of(unit, type), "a", 1);
            is_leader(level) ? add(posts_of(unit, level), "actual", 1) : void();
        }
        if (v.str_or("state") == "active") {
            const std::string number = model::rules1::idno_key("421125", v.str_or("id_no"));
            must(w_.text(number, "state") == "active" && w_.text(number, "person") == key,
                 key + ": active, and its number does not say so");
        }
        const std::string by(v.str_or("case"));
        if (by.empty()) {
            return;
        }
        must(in_hand(w_.text(by, "state")), key + ": held by a case that is over");
        const std::string_view kind = w_.county.value(by)->find("fields")->str_or("kind");
        if (occupies && kind != "inner" && kind != "post") {
            add(ledger_of(unit, type), "o", 1);
        }
    }

    void lent(const std::string& key, const Value& v) {
        for (const Value& loan : v.items("lent")) {
            add(key, "t", loan.int_or("count"));
        }
    }

    void grant(const Value& v) {
        const bool open = v.str_or("state") == "open";
        const std::int64_t slots = open ? v.int_or("count") - v.int_or("used") : v.int_or("reserved");
        reserve(v.str_or("unit"), v.str_or("quota_type"), v.str_or("staff_class"), slots);
    }

    void reserve(std::string_view unit, std::string_view type, std::string_view level, std::int64_t n) {
        type.empty() ? void() : add(ledger_of(unit, type), "r", n);
        is_leader(level) ? add(posts_of(unit, level), "reserved", n) : void();
    }

    void open_case(const Value& v) {
        const std::string_view matter = v.str_or("matter"), unit = v.str_or("unit");
        if (!in_hand(v.str_or("state"))) {
            return;
        }
        const Value& fields = *v.find("fields");
        const std::string_view kind = fields.str_or("kind"), level = fields.str_or("to_staff_class");
        if (matter == "USE") {
            reserve(unit, fields.str_or("quota_type"), fields.str_or("staff_class"), fields.int_or("count"));
        } else if (matter == "IN" || kind == "cross") {
            add(std::string(fields.str_or("grant_no")), "reserved", 1);
        } else if (kind == "reform") {
            reserve(unit, fields.str_or("to_quota_type"), level, 1);
        } else if (kind == "quota") {
            reserve(unit, fields.str_or("to_quota_type"), {}, 1);
        } else if (kind == "post" && w_.text(std::string(fields.str_or("person")), "staff_class") != level) {
            reserve(unit, {}, level, 1);
        }
    }

    void compare(const char* kind, std::initializer_list<const char*> columns) {
        for (const std::string& key : w_.county.keys(kind)) {
            for (const char* column : columns) {
                const std::int64_t told = w_.number(key, column), counted = sums_[key + " " + column];
                must(told == counted,
                     key + ": " + column + " " + std::to_string(told) + ", counted " + std::to_string(counted));
            }
        }
    }

    // 9: only after the one before was closed, if only for those who came first.
    void stage(const std::string& key, const Value& v) {
        if (v.str_or("state") == "void") {
            return;  // what a reversal ended
        }
        const std::int64_t n = v.int_or("stage");
        const Value* before = w_.county.value(key.substr(0, key.rfind('/') + 1) + std::to_string(n - 1));
        must(
            n == 1 || (before != nullptr && (before->str_or("state") == "closed" || !before->items("earlier").empty())),
            key + ": before its earlier stage");
    }

    CaseWorld& w_;
    std::map<std::string, std::int64_t> sums_;
    std::string fault_;
};

}  // namespace

std::string recount(CaseWorld& w) {
    return Recount(w).run();
}

}  // namespace zj::test
