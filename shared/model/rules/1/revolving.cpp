// SPDX-License-Identifier: Apache-2.0
// 编制周转 (domain.md 1 and 3.1): posts that the county lends to a unit for a term. They stand in T of the unit's line
// of type 30 (单列), never in H, so that neither the county's totals nor the unit's own quota count them; they give
// free places until their last day. A document lends and a document ends them; the day alone ends nothing, for people
// sit there: it gives no more free places, and W15 tells it.
#include <algorithm>

#include "shared/model/rules/1/cases.hpp"
#include "shared/model/rules/1/flows.hpp"

namespace zj::model::rules1 {
namespace {

constexpr std::size_t kUnitBytesMax = 24;
constexpr std::size_t kNameBytesMax = 200;
// A county's whole reserve is some dozens of posts; what is lent to one unit is a few.
constexpr std::int64_t kPostsMax = 1000;
// A unit has one loan or two at a time.
constexpr std::size_t kLentMax = 32;

struct Loan {
    std::string unit, decided_by, doc_no, until;
    std::int64_t count = 0;
};

Loan loan_of(const Value& body) {
    return {std::string(body.str_or("unit")), std::string(body.str_or("decided_by")),
            std::string(body.str_or("doc_no")), std::string(body.str_or("until")), body.int_or("count")};
}

const Value* line_of(Act& act, std::string_view unit) {
    return act.work.get(ledger_key(unit, kRevolving));
}

const Value* lent_by(const Value* line, std::string_view doc_no) {
    if (line == nullptr) {
        return nullptr;
    }
    const Array& lent = line->items("lent");
    const auto at = std::ranges::find_if(lent, [&](const Value& one) { return one.str_or("doc_no") == doc_no; });
    return at == lent.end() ? nullptr : &*at;
}

Outcome may_lend(Act& act, const Loan& loan) {
    ZJ_RULE(on_register(act, loan.unit));
    const Value* unit = act.work.get(unit_scope(loan.unit));
    if (unit != nullptr && !act.catalogue.quota_allowed(unit->str_or("nature"), unit->str_or("category"), kRevolving)) {
        return refuse("G2", "quota type " + std::string(kRevolving) + " is not for this unit");
    }
    if (*parse_date(loan.until) < date_of(act.at)) {
        return refuse("B7", "the term ended " + loan.until);
    }
    const Value* line = line_of(act, loan.unit);
    if (lent_by(line, loan.doc_no) != nullptr) {
        return refuse("B10", loan.doc_no + " lends to this unit already");
    }
    return line == nullptr || line->items("lent").size() < kLentMax ? applied()
                                                                    : refuse("Q1", "too many loans to one unit");
}

// As 机构修改 may cut H: below the people who are there, but not below what was promised.
Outcome may_end(Act& act, std::string_view unit, std::string_view lent) {
    const Value* line = line_of(act, unit);
    if (line == nullptr && act.work.hidden(ledger_key(unit, kRevolving))) {
        return applied();
    }
    const Value* loan = lent_by(line, lent);
    if (loan == nullptr) {
        return refuse("B6", std::string(lent) + " lends nothing to this unit");
    }
    const std::int64_t reserved = line->int_or("r");
    return reserved == 0 || authorised(*line) - loan->int_or("count") >= line->int_or("a") + reserved
               ? applied()
               : refuse("G1", std::to_string(reserved) + " are reserved");
}

void post(Act& act, std::string_view unit, std::string_view what, std::string_view doc, std::int64_t n) {
    post_quota(act.work, act.catalogue, act.at, unit, kRevolving, {.t = n}, {what, {}, act.author.person, doc, false});
}

}  // namespace

Outcome lend_revolving(Act& act) {
    ZJ_RULE(act.need_role({"ob_clerk"}));
    codec::Reader r(act.intent);
    read_head(r);
    Loan loan;
    loan.unit = r.string("unit", kUnitBytesMax, 1);
    loan.count = r.integer("count", 1, kPostsMax);
    loan.until = date_in(r, "until");
    loan.decided_by = r.string("decided_by", kNameBytesMax, 1);
    loan.doc_no = doc_no_in(r, "doc_no");
    if (const auto whole = r.finish(); !whole) {
        return malformed(whole.error());
    }
    ZJ_RULE(known_unit(act, loan.unit));
    ZJ_RULE(fresh(act, {{unit_scope(loan.unit), Freshness::exact, {}, {}}}));
    ZJ_RULE(may_lend(act, loan));
    make_pending(act, "revolving.lend", {"ob_head"},
                 Object{{"unit", loan.unit},
                        {"count", loan.count},
                        {"until", loan.until},
                        {"decided_by", loan.decided_by},
                        {"doc_no", loan.doc_no}},
                 {}, "office");
    return applied();
}

Outcome revolving_lent(Act& act, const Value& body) {
    const Loan loan = loan_of(body);
    ZJ_RULE(may_lend(act, loan));
    act.unit = loan.unit;
    open_line(act.work, loan.unit, kRevolving, loan.doc_no);
    const std::string key = ledger_key(loan.unit, kRevolving);
    if (!act.work.has(key)) {
        return applied();  // a preview that does not see the line
    }
    act.work.edit(key)
        .object()
        .try_emplace("lent", Array{})
        .first->second.array()
        .push_back(Object{{"doc_no", loan.doc_no},
                          {"decided_by", loan.decided_by},
                          {"count", loan.count},
                          {"until", loan.until},
                          {"at", format_time(act.at)}});
    post(act, loan.unit, "revolving.lent", loan.doc_no, loan.count);
    return applied();
}

Outcome end_revolving(Act& act) {
    ZJ_RULE(act.need_role({"ob_clerk"}));
    codec::Reader r(act.intent);
    read_head(r);
    const std::string unit = r.string("unit", kUnitBytesMax, 1), lent = doc_no_in(r, "lent"),
                      doc_no = doc_no_in(r, "doc_no");
    if (const auto whole = r.finish(); !whole) {
        return malformed(whole.error());
    }
    ZJ_RULE(known_unit(act, unit));
    ZJ_RULE(fresh(act, {{unit_scope(unit), Freshness::exact, {}, {}}}));
    ZJ_RULE(may_end(act, unit, lent));
    make_pending(act, "revolving.end", {"ob_head"}, Object{{"unit", unit}, {"lent", lent}, {"doc_no", doc_no}}, {},
                 "office");
    return applied();
}

Outcome revolving_ended(Act& act, const Value& body) {
    const std::string unit(body.str_or("unit")), lent(body.str_or("lent")), key = ledger_key(unit, kRevolving);
    ZJ_RULE(may_end(act, unit, lent));
    act.unit = unit;
    if (!act.work.has(key)) {
        return applied();
    }
    const std::int64_t count = lent_by(line_of(act, unit), lent)->int_or("count");
    std::erase_if(act.work.edit(key).object().find("lent")->second.array(),
                  [&](const Value& one) { return one.str_or("doc_no") == lent; });
    post(act, unit, "revolving.ended", body.str_or("doc_no"), -count);
    return applied();
}

}  // namespace zj::model::rules1
