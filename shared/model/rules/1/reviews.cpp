// SPDX-License-Identifier: Apache-2.0
// 年度审查 (domain.md 6.5): the figures of a unit as they stand when it is opened, what the unit says of them
// (review_check.cpp), the opinions of 编办, 组织, 人社 and 财政, what is to be put right, and that it was.
#include <algorithm>

#include "shared/model/rules/1/cases.hpp"
#include "shared/model/rules/1/flows.hpp"

namespace zj::model::rules1 {
namespace {

constexpr std::size_t kUnitBytesMax = 24;
constexpr std::size_t kDifferencesMax = 50;  // a page of them
constexpr std::size_t kLineBytesMax = 600;
constexpr std::size_t kRectifyMax = 50;

// Who gives which opinion, in the order in which somebody of several roles gives theirs.
struct Opinion {
    const char* of;
    const char* role;
};
constexpr Opinion kOpinions[] = {{"office", "ob_section"}, {"org", "org"}, {"hr", "hr"}, {"fin", "fin"}};
constexpr const char* kLevels[] = {"chief", "deputy", "inner_chief", "inner_deputy"};

// The figures of the day. The county asks by key alone, so the types are those of the catalogue's list.
Object figures(Act& act, const std::string& unit, std::int64_t year) {
    Object h, a, posts;
    if (const std::vector<CodeItem>* types = act.catalogue.codes("quota")) {
        for (const CodeItem& type : *types) {
            if (const Value* line = act.work.get(ledger_key(unit, type.code))) {
                h[type.code] = line->int_or("h");
                a[type.code] = line->int_or("a");
            }
        }
    }
    for (const char* level : kLevels) {
        if (const Value* line = act.work.get(posts_key(unit, level))) {
            posts[level] = Object{{"auth", line->int_or("auth")}, {"actual", line->int_or("actual")}};
        }
    }
    Object out{{"h", std::move(h)}, {"a", std::move(a)}, {"posts", std::move(posts)}};
    if (const Value* budget = act.work.get("budget/" + std::to_string(year) + "/" + unit)) {
        out["funded"] = budget->int_or("funded");
    }
    return out;
}

// The figures are those of the day, so the last year is reviewed while they are still its own (domain.md 3.2-11
// and 6.5: figures as of 31 December, then the budget is made on them).
Outcome last_year_open(Act& act) {
    const Ymd today = ymd_of(date_of(act.at));
    const std::int64_t until = act.catalogue.policy_int("review_last_year_until_mmdd");
    return today.month * 100 + today.day <= until
               ? applied()
               : refuse("G30", "the last year is reviewed until " + std::to_string(until / 100) + "-" +
                                   std::to_string(until % 100));
}

struct Signature {
    std::string key, text;
    Array differences, rectify;
};

Outcome read_rectify(const Array& items, Array& out) {
    for (std::size_t i = 0; i < items.size(); ++i) {
        codec::Reader r(items[i], "/rectify/" + std::to_string(i));
        const std::string item = r.string("item", kLineBytesMax, 1), until = date_in(r, "until");
        if (const auto whole = r.finish(); !whole) {
            return malformed(whole.error());
        }
        out.push_back(Object{{"n", i + 1}, {"item", item}, {"until", until}, {"done", false}});
    }
    return applied();
}

Outcome read_signature(const Act& act, Signature& out) {
    codec::Reader r(act.intent);
    read_head(r);
    out.key = r.string("review", kKeyBytesMax, 1);
    out.text = r.string("text", kReasonBytesMax, 1);
    out.differences = values_of(r.strings("differences", kDifferencesMax, kLineBytesMax));
    const Array* rectify = r.array_if("rectify", kRectifyMax);
    if (const auto whole = r.finish(); !whole) {
        return malformed(whole.error());
    }
    return rectify == nullptr ? applied() : read_rectify(*rectify, out.rectify);
}

bool has_opinion(const Value& review, std::string_view of) {
    const Value* opinions = review.find("opinions");
    return opinions != nullptr && opinions->find(of) != nullptr;
}

// G22 where it is given, or where the person gave one already.
Outcome which_opinion(Act& act, const Value& review, const Opinion*& out) {
    for (const auto& [of, opinion] : review.find("opinions")->object()) {
        if (opinion.str_or("person") == act.author.person) {
            return refuse("G22", "the person gave the opinion of " + of);
        }
    }
    for (const Opinion& one : kOpinions) {
        if (act.author.has(act.catalogue, one.role) && !has_opinion(review, one.of)) {
            out = &one;
            return act.need_role({one.role});
        }
    }
    return refuse("G22", "the opinion is given");
}

Outcome open_state(const Value& review, std::string_view state) {
    return review.str_or("state") == state ? applied()
                                           : refuse("G8", "the review is " + std::string(review.str_or("state")));
}

void settle_review(Value& review) {
    const bool whole = std::ranges::all_of(kOpinions, [&](const Opinion& o) { return has_opinion(review, o.of); });
    if (whole) {
        review.set("state", review.items("rectify").empty() ? "closed" : "rectify");
    }
}

// The items by number, each once and not done yet.
Outcome mark_done(Act& act, const std::string& key, const Array& numbers) {
    Array& items = act.work.edit(key).object()["rectify"].array();
    for (const Value& n : numbers) {
        const auto item = std::ranges::find_if(items, [&](const Value& one) { return Value(one.int_or("n")) == n; });
        if (item == items.end()) {
            return malformed(bad_member("/items", "no such item"));
        }
        if (item->bool_or("done")) {
            return refuse("B10", "item " + std::to_string(item->int_or("n")) + " is accepted already");
        }
        item->set("done", true).set("by", act.author.person).set("at", format_time(act.at));
    }
    return applied();
}

}  // namespace

Outcome open_review(Act& act) {
    ZJ_RULE(act.need_role({"ob_clerk"}));
    codec::Reader r(act.intent);
    read_head(r);
    const int running = ymd_of(date_of(act.at)).year;
    const std::int64_t year = r.integer("year", running - 1, running);
    const std::string unit = r.string("unit", kUnitBytesMax, 1);
    if (const auto whole = r.finish(); !whole) {
        return malformed(whole.error());
    }
    ZJ_RULE(known_unit(act, unit));
    ZJ_RULE(fresh(act, {{"unit/" + unit, Freshness::exact, {}, {}}}));
    ZJ_RULE(year == running ? applied() : last_year_open(act));
    const std::string key = "review/" + std::to_string(year) + "/" + unit;
    if (const Value* there = act.work.get(key); there != nullptr && there->str_or("state") != "cancelled") {
        return refuse("B10", "the review of " + std::to_string(year) + " is there");
    }
    act.unit = unit;
    Value review(figures(act, unit, year));
    review.set("year", year)
        .set("unit", unit)
        .set("state", "open")
        .set("opinions", Object{})
        .set("rectify", Array{})
        .set("by", act.author.person)
        .set("at", format_time(act.at))
        .set("trail", fresh_trail(act));
    act.work.put(key, unit_scope(unit), std::move(review));
    return applied();
}

// Opened for the wrong unit or on wrong figures; it may be opened anew.
Outcome cancel_review(Act& act) {
    ZJ_RULE(act.need_role({"ob_section"}));
    codec::Reader r(act.intent);
    read_head(r);
    const std::string key = r.string("review", kKeyBytesMax, 1), reason = r.string("reason", kReasonBytesMax, 1);
    if (const auto whole = r.finish(); !whole) {
        return malformed(whole.error());
    }
    const Value* review = nullptr;
    ZJ_RULE(subject(act, key, "review", review));
    ZJ_RULE(fresh(act, {{key, Freshness::exact, {}, {}}}));
    if (review == nullptr) {
        return applied();
    }
    ZJ_RULE(open_state(*review, "open"));
    act.unit = review->str_or("unit");
    act.work.edit(key)
        .set("state", "cancelled")
        .set("cancelled", Object{{"reason", reason}, {"by", act.author.person}, {"at", format_time(act.at)}});
    touch(act, key);
    return applied();
}

// Opinions do not make each other stale: the departments sign side by side.
Outcome sign_review(Act& act) {
    ZJ_RULE(act.need_role({"ob_section", "org", "hr", "fin"}));
    Signature s;
    ZJ_RULE(read_signature(act, s));
    const Value* review = nullptr;
    ZJ_RULE(subject(act, s.key, "review", review));
    ZJ_RULE(fresh(act, {{s.key, Freshness::exact, {}, {}}}));
    if (review == nullptr) {
        return applied();
    }
    const Opinion* opinion = nullptr;
    ZJ_RULE(which_opinion(act, *review, opinion));
    ZJ_RULE(open_state(*review, "open"));
    ZJ_RULE(unit_has_checked(act, *review));
    const bool office = std::string_view(opinion->of) == "office";
    if (!office && !s.rectify.empty()) {
        return malformed(bad_member("/rectify", "of the office's opinion"));
    }
    act.unit = review->str_or("unit");
    Value& now = act.work.edit(s.key);
    now.object()["opinions"].set(opinion->of, Object{{"person", act.author.person},
                                                     {"name", act.author.name},
                                                     {"at", format_time(act.at)},
                                                     {"text", s.text},
                                                     {"differences", s.differences}});
    if (office) {
        now.set("rectify", s.rectify);
    }
    settle_review(now);
    return applied();
}

Outcome accept_review(Act& act) {
    ZJ_RULE(act.need_role({"ob_section"}));
    codec::Reader r(act.intent);
    read_head(r);
    const std::string key = r.string("review", kKeyBytesMax, 1);
    const Array& numbers = r.array("items", kRectifyMax);
    if (const auto whole = r.finish(); !whole) {
        return malformed(whole.error());
    }
    if (numbers.empty()) {
        return malformed(bad_member("/items", "nothing is accepted"));
    }
    const Value* review = nullptr;
    ZJ_RULE(subject(act, key, "review", review));
    ZJ_RULE(fresh(act, {{key, Freshness::exact, {}, {}}}));
    if (review == nullptr) {
        return applied();
    }
    ZJ_RULE(open_state(*review, "rectify"));
    act.unit = review->str_or("unit");
    ZJ_RULE(mark_done(act, key, numbers));
    Value& now = act.work.edit(key);
    if (std::ranges::all_of(now.items("rectify"), [](const Value& item) { return item.bool_or("done"); })) {
        now.set("state", "closed");
    }
    touch(act, key);
    return applied();
}

}  // namespace zj::model::rules1
