// SPDX-License-Identifier: Apache-2.0
// 弹性退休 (domain.md 12): earlier or later than the statutory month by up to three years, by notice of the person that
// the unit reports; or a month that a document sets. `retire_on` stays the statutory one.
#include "shared/model/checks.hpp"
#include "shared/model/rules/1/cases.hpp"
#include "shared/model/rules/1/flows.hpp"
#include "shared/model/rules/1/personal.hpp"

namespace zj::model::rules1 {
namespace {

constexpr std::size_t kUnitBytesMax = 24;
constexpr std::int64_t kFlexMonths = 36;
// Written notice before the day: three months to go early, one to stay on.
constexpr int kNoticeEarlyMonths = 3, kNoticeLateMonths = 1;

struct Wish {
    std::string person, until, doc_no;
    std::int64_t flex = 0;
};

Outcome read_wish(const Act& act, Wish& out) {
    codec::Reader r(act.intent);
    read_head(r);
    out.person = r.string("person", kKeyBytesMax, 1);
    if (r.has("retire_override")) {
        out.until = date_in(r, "retire_override");
        out.doc_no = doc_no_in(r, "doc_no");
    } else {
        out.flex = r.integer("flex", -kFlexMonths, kFlexMonths);
        if (r.ok() && out.flex == 0) {
            r.fault("flex", "json.range", "nothing changes");
        }
    }
    const auto whole = r.finish();
    return whole ? applied() : malformed(whole.error());
}

// 公务员 and leaders, and management of institutions, retire when due.
bool may_stay_on(const Value& person) {
    return stage_owner(person.str_or("quota_type"), person.str_or("staff_class")) != "org" &&
           person.str_or("post_kind") != "1" && !person.bool_or("cs_registered");
}

// `told_on`: the day on which the unit told the office.
Outcome flex_fits(const Act& act, const Value& person, std::int64_t flex, Date told_on) {
    if (person.find("flex") != nullptr) {
        return refuse("G28", "it was fixed already, and is fixed once");
    }
    const auto due = parse_date(person.str_or("retire_on"));
    const std::optional<Date> before = old_age(act.catalogue, person);
    if (!due || !before || *before <= date_from({2024, 12, 31})) {
        return refuse("G28", "not for who reached the age before 2025");
    }
    const Date on = add_months(*due, static_cast<int>(flex));
    if (flex > 0 && !may_stay_on(person)) {
        return refuse("G28", "whoever holds such a post retires when due");
    }
    if (on < *before) {
        return refuse("G28", "before the age of retirement of old");
    }
    const Date notice = flex < 0 ? add_months(on, -kNoticeEarlyMonths) : add_months(*due, -kNoticeLateMonths);
    return told_on <= notice ? applied() : refuse("G28", "notice was due on " + format_date(notice));
}

// A document moves somebody from one schedule to another, and nobody beyond the latest one: that of men, and three
// years more for who may stay on (domain.md 12).
Outcome override_fits(const Value& person, std::string_view until) {
    const auto birth = parse_date(person.str_or("birth")), on = parse_date(until);
    const int more = may_stay_on(person) ? static_cast<int>(kFlexMonths) : 0;
    const std::optional<Date> last =
        birth ? std::optional(add_months(retire_month(RetireCategory::male60, *birth), more)) : std::nullopt;
    const bool fits = last && on && month_of(*on) <= month_of(*last);
    return fits ? applied() : refuse("G28", std::string(until) + " is beyond the latest age");
}

Outcome wish_fits(Act& act, const std::string& key, std::int64_t flex, std::string_view until, Date told_on) {
    const Value* person = act.work.get(key);
    if (person == nullptr) {
        return applied();
    }
    ZJ_RULE(active_here(act, key, person->str_or("unit")));
    return flex == 0 ? override_fits(*person, until) : flex_fits(act, *person, flex, told_on);
}

}  // namespace

std::optional<Date> retires_on(const Value& person) {
    if (const auto by_document = parse_date(person.str_or("retire_override"))) {
        return *by_document;
    }
    const auto statutory = parse_date(person.str_or("retire_on"));
    if (!statutory) {
        return std::nullopt;
    }
    const std::int64_t flex = person.int_or("flex");
    return flex < 0 || may_stay_on(person) ? add_months(*statutory, static_cast<int>(flex)) : *statutory;
}

Outcome propose_retire(Act& act) {
    Wish wish;
    ZJ_RULE(act.need_role({"unit_clerk"}));
    ZJ_RULE(read_wish(act, wish));
    const Value* person = nullptr;
    ZJ_RULE(subject(act, wish.person, "person", person));
    ZJ_RULE(
        of_unit(act, person == nullptr ? std::string_view(act.author.unit) : person->str_or("unit"), {"unit_clerk"}));
    ZJ_RULE(fresh(act, {{wish.person, Freshness::exact, {}, {}}}));
    ZJ_RULE(wish_fits(act, wish.person, wish.flex, wish.until, date_of(act.at)));
    make_pending(act, "person.retire", {"ob_section"},
                 Object{{"person", wish.person},
                        {"flex", wish.flex},
                        {"retire_override", wish.until},
                        {"doc_no", wish.doc_no},
                        {"told_on", format_date(date_of(act.at))}},
                 {}, "office");
    return applied();
}

Outcome retire_confirmed(Act& act, const Value& body) {
    const std::string key(body.str_or("person"));
    const auto told_on = parse_date(body.str_or("told_on"));
    ZJ_RULE(
        wish_fits(act, key, body.int_or("flex"), body.str_or("retire_override"), told_on ? *told_on : date_of(act.at)));
    if (!act.work.has(key)) {
        return applied();
    }
    act.unit = act.work.get(key)->str_or("unit");
    Value& person = act.work.edit(key);
    if (const std::int64_t flex = body.int_or("flex"); flex != 0) {
        person.set("flex", flex);
    } else {
        person.set("retire_override", body.str_or("retire_override")).set("retire_doc", body.str_or("doc_no"));
    }
    touch(act, key, {"flex", "retire_override"});
    return applied();
}

// Where the person works, where that is not the unit of their quota; an empty unit says that they are back.
Outcome place_person(Act& act) {
    ZJ_RULE(act.need_role({"unit_clerk"}));
    codec::Reader r(act.intent);
    read_head(r);
    const std::string key = r.string("person", kKeyBytesMax, 1), unit = r.string("work_unit", kUnitBytesMax),
                      since = date_in(r, "since");
    if (const auto whole = r.finish(); !whole) {
        return malformed(whole.error());
    }
    const Value* person = nullptr;
    ZJ_RULE(subject(act, key, "person", person));
    const std::string own(person == nullptr ? std::string_view(act.author.unit) : person->str_or("unit"));
    ZJ_RULE(of_unit(act, own, {"unit_clerk"}));
    ZJ_RULE(fresh(act, {{key, Freshness::exact, {}, {}}}));
    ZJ_RULE(active_here(act, key, own));
    ZJ_RULE(unit.empty() ? applied() : known_unit(act, unit));
    if (*parse_date(since) > date_of(act.at)) {
        return refuse("G17", "since " + since);
    }
    if (!act.work.has(key)) {
        return applied();
    }
    Value& now = act.work.edit(key);
    if (unit.empty() || unit == own) {
        now.object().erase("work_unit");
        now.object().erase("work_unit_since");
    } else {
        // Said again, it has lasted since it was first said: W16 counts from there.
        const bool stays = now.str_or("work_unit") == unit && now.str_or("work_unit_since") < since;
        now.set("work_unit", unit).set("work_unit_since", stays ? std::string(now.str_or("work_unit_since")) : since);
    }
    touch(act, key, {"work_unit"});
    return applied();
}

}  // namespace zj::model::rules1
