// SPDX-License-Identifier: Apache-2.0
#include "shared/model/rules/1/stage_record.hpp"

#include <algorithm>

#include "shared/model/checks.hpp"
#include "shared/model/rules/1/flows.hpp"

namespace zj::model::rules1 {
namespace {

constexpr std::size_t kPersonsMax = 99;  // as a request may ask for
constexpr std::size_t kNameBytesMax = 200;
constexpr std::size_t kGradeBytesMax = 100;
// A month of one person, in fen: a million yuan.
constexpr std::int64_t kPayFenMax = 100'000'000;

// {name, id_no}, and what is paid from when where pay is approved.
Outcome read_person(const Value& value, const std::string& at, bool pay, Object& out) {
    codec::Reader r(value, at);
    out["name"] = r.string("name", kNameBytesMax, 1);
    const std::string id_no = r.string("id_no", 18, 18);
    out["id_no"] = id_no;
    if (r.ok() && !parse_id_number(id_no)) {
        r.fault("id_no", "form.id_no");
    }
    if (pay) {
        out["grade"] = r.string("grade", kGradeBytesMax, 1);
        out["amount"] = r.integer("amount", 1, kPayFenMax);
        out["from_month"] = month_in(r, "from_month");
    }
    const auto whole = r.finish();
    return whole ? applied() : malformed(whole.error());
}

Outcome read_persons(const Array& persons, bool pay, Object& out) {
    Array list;
    for (std::size_t i = 0; i < persons.size(); ++i) {
        const std::string at = "/record/persons/" + std::to_string(i);
        Object person;
        ZJ_RULE(read_person(persons[i], at, pay, person));
        const Value& number = person["id_no"];
        if (std::ranges::any_of(list, [&](const Value& one) { return *one.find("id_no") == number; })) {
            return malformed(bad_member(at, "listed twice"));
        }
        list.push_back(std::move(person));
    }
    out["persons"] = std::move(list);
    return applied();
}

void read_member(codec::Reader& r, const std::string& key, Object& out, const Array*& persons) {
    if (key == "persons") {
        persons = &r.array(key, kPersonsMax);
    } else if (key == "doc_no") {
        out[key] = doc_no_in(r, key);
    } else if (key == "doc_date") {
        out[key] = date_in(r, key);
    } else if (key == "pay_unit") {
        out[key] = unit_code_in(r, key);
    } else if (key == "budget_unit") {
        out[key] = r.string(key, kNameBytesMax, 1);
    } else {
        out[key] = month_in(r, key);  // first_pay_month, stop_month, cut_month: the catalogue knows no others
    }
}

}  // namespace

Outcome read_closing(const Act& act, Closing& out) {
    codec::Reader r(act.intent);
    read_head(r);
    out.exit = r.has("case");
    out.subject = r.string(out.exit ? "case" : "grant", kKeyBytesMax, 1);
    const Chain& chain = out.exit ? act.catalogue.chain().exit : act.catalogue.chain().entry;
    out.stage = chain.stage(r.integer("stage", 1, chain.last()));
    out.record = &r.object("record");
    const auto whole = r.finish();
    return whole ? applied() : malformed(whole.error());
}

Outcome read_stage_record(const Closing& closing, Object& out) {
    codec::Reader r(*closing.record, "/record");
    const Array* persons = nullptr;
    for (const std::string& key : closing.stage->record) {
        read_member(r, key, out, persons);
    }
    for (const std::string& key : closing.stage->may) {
        if (r.has(key)) {
            read_member(r, key, out, persons);
        }
    }
    if (const auto whole = r.finish(); !whole) {
        return malformed(whole.error());
    }
    return persons == nullptr ? applied() : read_persons(*persons, closing.stage->key == "pay", out);
}

Outcome pay_complete(const Array& persons, Object& record) {
    Array& paid = record["persons"].array();
    for (const Value& person : persons) {
        const auto at =
            std::ranges::find_if(paid, [&](const Value& one) { return one.str_or("id_no") == person.str_or("id_no"); });
        if (at == paid.end()) {
            return refuse("G23", std::string(person.str_or("name")) + " is missing");
        }
        at->set("name", person.str_or("name"));
        if (const std::string_view row = person.str_or("person"); !row.empty()) {
            at->set("person", row);  // whoever is to enter later has none yet
        }
    }
    if (paid.size() != persons.size()) {
        return refuse("G23", "somebody whom the stage before does not list");
    }
    return applied();
}

}  // namespace zj::model::rules1
