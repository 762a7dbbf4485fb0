// SPDX-License-Identifier: Apache-2.0
// A new pay of somebody on the register (domain.md 5, stage 4): increments, a new grade, a new post. Whoever approves
// the pay of entries approves it: the organisation department for civil servants and leaders, human resources else.
#include "shared/model/rules/1/flows.hpp"
#include "shared/model/rules/1/personal.hpp"

namespace zj::model::rules1 {
namespace {

constexpr std::size_t kGradeBytesMax = 100;
// A month of one person, in fen: a million yuan, as in stage 4.
constexpr std::int64_t kPayFenMax = 100'000'000;
// The newest are kept: two changes a year over sixteen years; no comparison looks further back.
constexpr std::size_t kBeforeMax = 32;

struct Revision {
    std::string person, grade, from_month, doc_no;
    std::int64_t amount = 0;
};

Outcome read_revision(const Act& act, Revision& out) {
    codec::Reader r(act.intent);
    read_head(r);
    out.person = r.string("person", kKeyBytesMax, 1);
    out.amount = r.integer("amount", 1, kPayFenMax);
    out.grade = r.string("grade", kGradeBytesMax, 1);
    out.from_month = month_in(r, "from_month");
    out.doc_no = doc_no_in(r, "doc_no");
    const auto whole = r.finish();
    return whole ? applied() : malformed(whole.error());
}

// The month from which the newest pay holds that people are paid by now: one that is still to come may be set anew.
std::string holds_since(const Act& act, const Value& person) {
    const std::string this_month = month_of(date_of(act.at));
    if (const Value* now = person.find("pay"); now == nullptr || now->str_or("from_month") <= this_month) {
        return now == nullptr ? std::string{} : std::string(now->str_or("from_month"));
    }
    const Array& before = person.items("pay_before");
    for (auto at = before.rbegin(); at != before.rend(); ++at) {
        if (at->str_or("from_month") <= this_month) {
            return std::string(at->str_or("from_month"));
        }
    }
    return {};
}

}  // namespace

void set_pay(Value& person, Object pay) {
    if (const Value* now = person.find("pay")) {
        Value earlier = *now;
        Array& before = person.object().try_emplace("pay_before", Array{}).first->second.array();
        before.push_back(std::move(earlier));
        if (before.size() > kBeforeMax) {
            before.erase(before.begin());
        }
    }
    person.set("pay", std::move(pay));
}

Outcome revise_pay(Act& act) {
    ZJ_RULE(act.need_role({"hr", "org"}));
    Revision revision;
    ZJ_RULE(read_revision(act, revision));
    const Value* person = nullptr;
    ZJ_RULE(subject(act, revision.person, "person", person));
    ZJ_RULE(fresh(act, {{revision.person, Freshness::exact, {}, {}}}));
    if (person == nullptr) {
        return applied();
    }
    ZJ_RULE(act.need_role({stage_owner(person->str_or("quota_type"), person->str_or("staff_class"))}));
    if (person->str_or("state") != "active") {
        return refuse("G7", "the person is not on the register");
    }
    if (revision.from_month < holds_since(act, *person)) {
        return malformed(bad_member("/from_month", "before the pay that stands"));
    }
    ZJ_RULE(month_near(act, revision.from_month));
    act.unit = person->str_or("unit");
    set_pay(act.work.edit(revision.person), Object{{"amount", revision.amount},
                                                   {"grade", revision.grade},
                                                   {"from_month", revision.from_month},
                                                   {"doc_no", revision.doc_no},
                                                   {"approved_on", format_date(date_of(act.at))}});
    touch(act, revision.person, {"pay"});
    return applied();
}

}  // namespace zj::model::rules1
