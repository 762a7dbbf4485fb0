// SPDX-License-Identifier: Apache-2.0
// 自查 (domain.md 6.5): what the unit itself says of its quota, people and leader posts, set against the figures that
// the review was opened with. The differences are found here, never typed.
#include "shared/model/rules/1/cases.hpp"
#include "shared/model/rules/1/flows.hpp"

namespace zj::model::rules1 {
namespace {

// More people than any unit of a county has.
constexpr std::int64_t kPeopleMax = 100'000;

struct Told {
    std::string key, text;
    Object h, a, posts;
    std::optional<std::int64_t> funded;
};

// {code: number} with codes of this list.
Outcome read_numbers(const Act& act, const Value& value, const std::string& pointer, const char* list, Object& out) {
    codec::Reader r(value, pointer);
    for (const auto& [code, number] : value.object()) {
        if (act.catalogue.code(list, code) == nullptr) {
            return malformed(bad_member(pointer + "/" + code, "no such code"));
        }
        out[code] = r.integer(code, 0, kPeopleMax);
    }
    const auto whole = r.finish();
    return whole ? applied() : malformed(whole.error());
}

Outcome read_posts(const Value& value, Object& out) {
    for (const auto& [level, line] : value.object()) {
        if (!is_leader(level)) {
            return malformed(bad_member("/posts/" + level, "no such level"));
        }
        codec::Reader r(line, "/posts/" + level);
        out[level] = Object{{"auth", r.integer("auth", 0, kPeopleMax)}, {"actual", r.integer("actual", 0, kPeopleMax)}};
        if (const auto whole = r.finish(); !whole) {
            return malformed(whole.error());
        }
    }
    return applied();
}

Outcome read_told(const Act& act, Told& out) {
    codec::Reader r(act.intent);
    read_head(r);
    out.key = r.string("review", kKeyBytesMax, 1);
    out.text = r.string("text", kReasonBytesMax, 1);
    const Value &h = r.object("h"), &a = r.object("a"), &posts = r.object("posts");
    out.funded = r.integer_if("funded", 0, kPeopleMax);
    if (const auto whole = r.finish(); !whole) {
        return malformed(whole.error());
    }
    ZJ_RULE(read_numbers(act, h, "/h", "quota", out.h));
    ZJ_RULE(read_numbers(act, a, "/a", "quota", out.a));
    return read_posts(posts, out.posts);
}

void differ(Array& out, const char* what, const std::string& of, std::int64_t told, std::int64_t on_register) {
    if (told != on_register) {
        out.push_back(Object{{"what", what}, {"of", of}, {"told", told}, {"register", on_register}});
    }
}

// What one side does not have counts as 0 there.
void compare(Array& out, const char* what, const Object& told, const Object& on_register) {
    Object all = told;
    all.insert(on_register.begin(), on_register.end());
    for (const auto& [code, unused] : all) {
        differ(out, what, code, Value(told).int_or(code), Value(on_register).int_or(code));
    }
}

Object column(const Object& posts, const char* member) {
    Object out;
    for (const auto& [level, line] : posts) {
        out[level] = line.int_or(member);
    }
    return out;
}

Array differences(const Told& told, const Value& review) {
    const auto on_register = [&](const char* member) {
        const Value* found = review.find(member);
        return found != nullptr && found->is_object() ? found->object() : Object{};
    };
    Array out;
    compare(out, "h", told.h, on_register("h"));
    compare(out, "a", told.a, on_register("a"));
    const Object posts = on_register("posts");
    for (const char* member : {"auth", "actual"}) {
        compare(out, member, column(told.posts, member), column(posts, member));
    }
    if (told.funded && review.find("funded") != nullptr) {
        differ(out, "funded", {}, *told.funded, review.int_or("funded"));
    }
    return out;
}

}  // namespace

// A unit that says nothing does not hold the county up for longer than the policy's term; a catalogue of before that
// has none.
Outcome unit_has_checked(const Act& act, const Value& review) {
    if (review.find("self") != nullptr) {
        return applied();
    }
    const std::int64_t days = act.catalogue.policy().int_or("review_self_days", 0);
    const auto opened = parse_time(review.str_or("at"));
    const Date from = opened ? date_of(*opened) : date_of(act.at);
    const Date until{from.days + static_cast<std::int32_t>(days)};
    return days > 0 && date_of(act.at) <= until
               ? refuse("G8", "the unit has until " + format_date(until) + " to check its own figures")
               : applied();
}

// Until the first opinion the unit may say it anew: opinions are given on what it said.
Outcome check_review(Act& act) {
    Told told;
    ZJ_RULE(read_told(act, told));
    const Value* review = nullptr;
    ZJ_RULE(subject(act, told.key, "review", review));
    const std::string unit(review == nullptr ? std::string_view(act.author.unit) : review->str_or("unit"));
    ZJ_RULE(of_unit(act, unit, {"unit_head"}));
    ZJ_RULE(fresh(act, {{told.key, Freshness::exact, {}, {}}}));
    if (review == nullptr) {
        return applied();
    }
    act.unit = unit;
    if (review->str_or("state") != "open" || !review->find("opinions")->object().empty()) {
        return refuse("G8", "opinions are given on it, or the review is over");
    }
    Value self = Object{{"person", act.author.person},
                        {"name", act.author.name},
                        {"at", format_time(act.at)},
                        {"text", told.text},
                        {"differences", differences(told, *review)}};
    self.set("h", std::move(told.h)).set("a", std::move(told.a)).set("posts", std::move(told.posts));
    if (told.funded) {
        self.set("funded", *told.funded);
    }
    act.work.edit(told.key).set("self", std::move(self));
    touch(act, told.key);
    return applied();
}

}  // namespace zj::model::rules1
