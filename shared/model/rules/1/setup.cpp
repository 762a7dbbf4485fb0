// SPDX-License-Identifier: Apache-2.0
// 机构设置调整 (domain.md 6.2): one request for one change, discussed beforehand, decided and signed by the commission.
// Its approval (批复) is a ruling/ that 机构修改 carries out; a new organ's books are opened on it.
#include "shared/model/rules/1/cases.hpp"
#include "shared/model/rules/1/flows.hpp"

namespace zj::model::rules1 {
namespace {

Outcome asked(Act& act, const Value& fields, std::string_view, Date) {
    for (const Value& party : fields.items("parties")) {
        ZJ_RULE(known_unit(act, after_slash(party.str_or("unit"))));  // nobody else would ever carry it out (W18)
    }
    const auto discussed = parse_date(fields.str_or("discussed_on"));
    return discussed && *discussed <= date_of(act.at)
               ? applied()
               : refuse("G17", "the discussion of " + std::string(fields.str_or("discussed_on")) + " lies ahead");
}

Outcome taken(Act& act, const std::string& case_key) {
    const Value& value = *act.work.get(case_key);
    return asked(act, fields_of(value), value.str_or("unit"), asked_on(act, value));
}

void given_back(Act&, const std::string&) {}  // it reserves nothing

// The unit that asks, and the others that the request is about.
Array parties(const std::string& unit, const Value& fields) {
    Array out{unit};
    for (const Value& row : fields.items("parties")) {
        const std::string other(after_slash(row.str_or("unit")));
        if (!contains(strings_of(out), other)) {
            out.emplace_back(other);
        }
    }
    return out;
}

Outcome approved(Act& act, const std::string& case_key) {
    const Value fields = fields_of(*act.work.get(case_key));
    const std::string unit(act.work.get(case_key)->str_or("unit"));
    std::string doc;
    ZJ_RULE(next_ruling_number(act, doc));
    const Date today = date_of(act.at);
    const auto proposed = parse_date(fields.str_or("effective_on"));
    const Date effective = proposed && *proposed > today ? *proposed : today;
    act.work.put(ruling_key(doc), "office",
                 Object{{"doc_no", doc},
                        {"doc_date", format_date(today)},
                        {"effective_on", format_date(effective)},
                        {"units", parties(unit, fields)},
                        {"kind", fields.str_or("setup_kind")},
                        {"title", fields.str_or("title")},
                        {"terms", fields.str_or("terms")},
                        {"state", "open"},
                        {"source", case_key}});
    act.work.edit(case_key).set("result", doc);
    return applied();
}

std::vector<Need> needs(const Catalogue&, const Value&) {
    return {};
}

}  // namespace

const MatterRules& setup_rules() {
    static const MatterRules rules{asked, taken, given_back, approved, needs};
    return rules;
}

}  // namespace zj::model::rules1
