// SPDX-License-Identifier: Apache-2.0
// The rosters beside the quota (domain.md 3.4): 非在职, 退休, 编外. Nobody on them occupies a quota, so that no book
// moves: the unit's clerk tells what happened and the office's section confirms it. Whoever goes off duty leaves their
// quota by 人员下编 and comes back to one by 人员上编; a row of 在编 is none of this file's.
#include "shared/model/checks.hpp"
#include "shared/model/rules/1/cases.hpp"
#include "shared/model/rules/1/flows.hpp"
#include "shared/model/rules/1/personal.hpp"

namespace zj::model::rules1 {
namespace {

constexpr std::size_t kNameBytesMax = 200;
constexpr std::size_t kUnitBytesMax = 24;
constexpr std::size_t kNumberBytes = 18;

// On a roster, and on none that counts in A.
Outcome beside_quota(Act& act, const std::string& key) {
    const Value* person = act.work.get(key);
    if (person == nullptr) {
        return applied();
    }
    const bool listed = person->str_or("state") != "active" && !person->str_or("status").empty();
    return listed ? applied() : refuse("G7", "the person is on no roster beside the quota");
}

Outcome not_ahead(const Act& act, const std::string& day) {
    return *parse_date(day) <= date_of(act.at) ? applied() : refuse("G17", "on " + day);
}

// G16, B10: whoever occupies a quota, or is listed as 编外 by the row that the number names, is not listed again.
Outcome not_listed(Act& act, std::string_view id_no, std::string_view unit) {
    const Value* number = act.work.get(idno_key(act.county, id_no));
    if (number == nullptr) {
        return applied();
    }
    if (number->str_or("state") == "active") {
        return number->str_or("unit") == unit ? refuse("G16", "the person is on this unit's register")
                                              : refuse("B10", "the person is active in another unit");
    }
    const Value* row = act.work.get(number->str_or("person"));
    return row == nullptr || row->str_or("status") != "4" ? applied() : refuse("B10", "the person is listed already");
}

}  // namespace

Outcome propose_roster(Act& act) {
    ZJ_RULE(act.need_role({"unit_clerk"}));
    codec::Reader r(act.intent);
    read_head(r);
    const std::string key = r.string("person", kKeyBytesMax, 1), status = r.choice("status", {"2", "3", "4", ""}),
                      on = date_in(r, "on"),
                      reason = r.choice("reason", {"retired", "died", "moved_away", "entered", "ended", "other"});
    const std::string off_reason = status == "2" ? code_in(r, "off_reason", act.catalogue, "off") : std::string{},
                      doc_no = r.has("doc_no") ? doc_no_in(r, "doc_no") : std::string{};
    if (const auto whole = r.finish(); !whole) {
        return malformed(whole.error());
    }
    const Value* person = nullptr;
    ZJ_RULE(subject(act, key, "person", person));
    ZJ_RULE(
        of_unit(act, person == nullptr ? std::string_view(act.author.unit) : person->str_or("unit"), {"unit_clerk"}));
    ZJ_RULE(fresh(act, {{key, Freshness::exact, {}, {}}}));
    ZJ_RULE(beside_quota(act, key));
    ZJ_RULE(not_ahead(act, on));
    make_pending(act, "person.roster", {"ob_section"},
                 Object{{"person", key},
                        {"status", status},
                        {"on", on},
                        {"reason", reason},
                        {"off_reason", off_reason},
                        {"doc_no", doc_no}},
                 {}, "office");
    return applied();
}

Outcome roster_confirmed(Act& act, const Value& body) {
    const std::string key(body.str_or("person")), status(body.str_or("status"));
    ZJ_RULE(beside_quota(act, key));
    if (!act.work.has(key)) {
        return applied();
    }
    act.unit = act.work.get(key)->str_or("unit");
    Value& person = act.work.edit(key);
    person.set("state", status == "3" ? "retired" : "out")
        .set("roster_since", body.str_or("on"))
        .set("roster_reason", body.str_or("reason"));
    for (const auto& [member, from] :
         {std::pair{"status", "status"}, {"off_reason", "off_reason"}, {"roster_doc", "doc_no"}}) {
        if (const std::string_view value = body.str_or(from); !value.empty()) {
            person.set(member, value);
        } else {
            person.object().erase(member);
        }
    }
    touch(act, key, {"state", "status"});
    return applied();
}

Outcome propose_outside(Act& act) {
    ZJ_RULE(act.need_role({"unit_clerk"}));
    codec::Reader r(act.intent);
    read_head(r);
    const std::string unit = r.string("unit", kUnitBytesMax, 1);
    Object row{{"name", r.string("name", kNameBytesMax, 1)}};
    const std::string id_no = r.string("id_no", kNumberBytes, 1), since = date_in(r, "since");
    row["inner"] = r.string("inner", kNameBytesMax, 1);
    row["post_name"] = r.string("post_name", kNameBytesMax, 1);
    row["quota_doc"] = doc_no_in(r, "doc_no");
    const auto number = parse_id_number(id_no);
    if (r.ok() && !number) {
        r.fault("id_no", number.error().code, "no valid number");
    }
    if (const auto whole = r.finish(); !whole) {
        return malformed(whole.error());
    }
    ZJ_RULE(of_unit(act, unit, {"unit_clerk"}));
    ZJ_RULE(fresh(act, {{unit_scope(unit), Freshness::exact, {}, {}}}));
    ZJ_RULE(on_register(act, unit));
    ZJ_RULE(place_fits(act, unit, row["inner"].string(), {}));
    ZJ_RULE(not_listed(act, id_no, unit));
    ZJ_RULE(not_ahead(act, since));
    row["unit"] = unit;
    row["id_no"] = id_no;
    row["sex"] = number->sex == Sex::male ? "1" : "2";
    row["birth"] = format_date(number->birth);
    row["entered_on"] = since;
    make_pending(act, "person.outside", {"ob_section"}, std::move(row), {}, "office");
    return applied();
}

Outcome outside_confirmed(Act& act, const Value& body) {
    const std::string unit(body.str_or("unit"));
    act.unit = unit;
    ZJ_RULE(on_register(act, unit));
    ZJ_RULE(not_listed(act, body.str_or("id_no"), unit));
    Value person = body;
    person.set("state", "out").set("status", "4").set("trail", fresh_trail(act));
    const std::string key = act.new_key("person");
    act.work.put(key, unit_scope(unit), std::move(person));
    list_number(act, body.str_or("id_no"), unit, key);
    return applied();
}

}  // namespace zj::model::rules1
