// SPDX-License-Identifier: Apache-2.0
// idno/<id>: one ID number has at most one active row in the county (domain.md 3.2-2), and one open claim. A claim that
// its case or grant has outlived is void without anybody writing so; ticks need not know of it.
#include "shared/model/rules/1/cases.hpp"

namespace zj::model::rules1 {
namespace {

bool active(const Value& number) {
    return number.str_or("state") == "active";
}

bool claim_stands(Act& act, const std::string& case_key) {
    const Value* value = case_key.empty() ? nullptr : act.work.get(case_key);
    if (value == nullptr) {
        return false;
    }
    if (value->str_or("state") != "approved") {
        return !closed_state(value->str_or("state"));
    }
    const std::string grant(value->str_or("grant"));
    const Value* open = value->str_or("matter") == "USE" && !grant.empty() ? act.work.get(grant) : nullptr;
    return open != nullptr && open->str_or("state") == "open";
}

// On an active row the claim of a named transfer stands beside the person.
std::string claimant(const Value& number) {
    const Value* beside = number.find("claim");
    return std::string(active(number) ? (beside == nullptr ? std::string_view{} : beside->str_or("case"))
                                      : number.str_or("case"));
}

Outcome held_by(const std::string& key, const std::string& case_key, std::string competitor, std::string detail) {
    Outcome out = hold("C5", case_key, std::move(competitor), std::move(detail));
    out.waits_on = key;
    return out;
}

Outcome claimed_by_other(Act& act, const std::string& key, const std::string& case_key, const std::string& heir_of) {
    const Value* number = act.work.get(key);
    const std::string other = number == nullptr ? std::string{} : claimant(*number);
    if (other.empty() || other == case_key || other == heir_of || !claim_stands(act, other)) {
        return applied();
    }
    return held_by(key, case_key, may_name(act, other), "the person is claimed by " + other);
}

// Whose row a number was last stays with it, while it is claimed and when it is free again: list_number() asks.
void put_kept(Act& act, const std::string& key, Object number) {
    if (const Value* before = act.work.get(key); before != nullptr && !before->str_or("person").empty()) {
        number["person"] = before->str_or("person");
    }
    act.work.put(key, "office", std::move(number));
}

void set_claim(Act& act, const std::string& key, std::string_view unit, const std::string& case_key) {
    const Value* number = act.work.get(key);
    if (number != nullptr && active(*number)) {
        act.work.edit(key).set("claim", Object{{"case", case_key}, {"unit", unit}});
    } else if (!act.work.hidden(key)) {
        put_kept(act, key, Object{{"state", "claimed"}, {"unit", unit}, {"case", case_key}});
    }
}

}  // namespace

Outcome name_person(Act& act, std::string_view id_no, std::string_view unit, const std::string& case_key,
                    const std::string& heir_of) {
    const std::string key = idno_key(act.county, id_no);
    const Value* number = act.work.get(key);
    if (number != nullptr && active(*number) && number->str_or("unit") == unit) {
        return refuse("G16", "the person is on this unit's register");
    }
    ZJ_RULE(claimed_by_other(act, key, case_key, heir_of));
    set_claim(act, key, unit, case_key);
    return applied();
}

Outcome claim_number(Act& act, std::string_view id_no, std::string_view unit, const std::string& case_key,
                     const std::string& heir_of) {
    const std::string key = idno_key(act.county, id_no);
    const Value* number = act.work.get(key);
    if (number != nullptr && active(*number)) {
        return number->str_or("unit") == unit ? refuse("G16", "the person is on this unit's register")
                                              : held_by(key, case_key, {}, "the person is active in another unit");
    }
    ZJ_RULE(claimed_by_other(act, key, case_key, heir_of));
    set_claim(act, key, unit, case_key);
    return applied();
}

void free_number(Act& act, std::string_view id_no, const std::string& case_key, const std::string& back_to) {
    const std::string key = idno_key(act.county, id_no);
    const Value* number = act.work.get(key);
    if (number == nullptr || claimant(*number) != case_key) {
        return;
    }
    if (!back_to.empty()) {
        const Value* heir = act.work.get(back_to);
        set_claim(act, key, heir == nullptr ? std::string{} : std::string(heir->str_or("unit")), back_to);
    } else if (active(*number)) {
        act.work.edit(key).object().erase("claim");
    } else {
        put_kept(act, key, Object{{"state", "free"}});
    }
    wake_waiting(act.work, key);
}

void occupy_number(Act& act, std::string_view id_no, std::string_view unit, const std::string& person,
                   const std::string& case_key) {
    const std::string key = idno_key(act.county, id_no);
    if (!act.work.hidden(key)) {
        act.work.put(key, "office",
                     Object{{"state", "active"}, {"unit", unit}, {"person", person}, {"case", case_key}});
    }
}

void list_number(Act& act, std::string_view id_no, std::string_view unit, const std::string& person) {
    const std::string key = idno_key(act.county, id_no);
    const Value* known = act.work.get(key);
    if (known == nullptr ? !act.work.hidden(key) : known->str_or("state") == "free") {
        act.work.put(key, "office", Object{{"person", person}, {"unit", unit}, {"state", "free"}});
    }
}

void unlist_number(Act& act, std::string_view id_no, const std::string& person) {
    const std::string key = idno_key(act.county, id_no);
    const Value* known = act.work.get(key);
    if (known != nullptr && known->str_or("state") == "free" && known->str_or("person") == person) {
        act.work.put(key, "office", Object{{"state", "free"}});
    }
}

bool number_taken(Act& act, std::string_view id_no) {
    const Value* number = act.work.get(idno_key(act.county, id_no));
    return number != nullptr && (active(*number) || claim_stands(act, claimant(*number)));
}

void vacate_number(Act& act, std::string_view id_no) {
    const std::string key = idno_key(act.county, id_no);
    const Value* number = act.work.get(key);
    if (number == nullptr) {
        return;
    }
    const Value* beside = number->find("claim");
    Value freed = Object{{"state", "free"}};
    if (beside != nullptr) {  // who named the person for a transfer comes next
        freed = Object{{"state", "claimed"}, {"unit", beside->str_or("unit")}, {"case", beside->str_or("case")}};
    }
    act.work.put(key, "office", std::move(freed));
    wake_waiting(act.work, key);
}

}  // namespace zj::model::rules1
