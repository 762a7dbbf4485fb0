// SPDX-License-Identifier: Apache-2.0
// Taking back a grant or a plan line that the opening books had wrongly (domain.md 3.2-10): no case made it that
// case.reverse could name. Nothing is erased; the record says why and by whom it was withdrawn. Once somebody has
// entered under the grant here, or a request uses the line, the way back begins there (G27).
#include "shared/model/rules/1/cases.hpp"
#include "shared/model/rules/1/flows.hpp"
#include "shared/model/rules/1/stage_book.hpp"

namespace zj::model::rules1 {
namespace {

constexpr std::string_view kPlan = "plan/";

std::string_view kind_of(const std::string& key) {
    return key.starts_with(kPlan) ? "plan" : "grant";
}

Outcome grant_unused(Act& act, const std::string& key, const Value& grant) {
    if (grant.str_or("state") != "open") {
        return refuse("G27", "the grant is " + std::string(grant.str_or("state")));
    }
    // Its `used` counts those who had entered before the books were opened.
    const bool unused =
        grant.int_or("reserved") == 0 && persons_of(act.work, key, entry_stage(act.catalogue).n).empty();
    return unused ? applied() : refuse("G27", "somebody has entered under the grant, or is about to");
}

Outcome line_unused(const Value& line) {
    const bool unused = line.int_or("count") > 0 && line.int_or("used") == 0 && line.int_or("reserved") == 0;
    return unused ? applied() : refuse("G27", "the line is in use, or withdrawn already");
}

// Asked when it is proposed and again when it takes effect.
Outcome reversible(Act& act, const std::string& key) {
    const Value& value = *act.work.get(key);
    if (!value.str_or("case").empty()) {
        return refuse("G27", "a case gave it out; that is reversed");
    }
    return kind_of(key) == "plan" ? line_unused(value) : grant_unused(act, key, value);
}

std::string unit_of(Act& act, const std::string& key) {
    return std::string(after_slash(act.work.owner(key)));
}

}  // namespace

Outcome reverse_opening(Act& act) {
    ZJ_RULE(act.need_role({"ob_section"}));
    codec::Reader r(act.intent);
    read_head(r);
    const std::string key = r.string("of", kKeyBytesMax, 1), reason = r.string("reason", kReasonBytesMax, 1);
    const std::string doc_no = doc_no_in(r, "doc_no");
    if (const auto whole = r.finish(); !whole) {
        return malformed(whole.error());
    }
    const Value* value = nullptr;
    ZJ_RULE(subject(act, key, kind_of(key), value));
    ZJ_RULE(fresh(act, {{key, Freshness::exact, {}, {}}}));
    if (value == nullptr) {
        return applied();
    }
    ZJ_RULE(reversible(act, key));
    act.unit = unit_of(act, key);
    make_pending(act, "opening.reverse", {"ob_head"}, Object{{"of", key}, {"reason", reason}, {"doc_no", doc_no}}, {},
                 "office");
    return applied();
}

Outcome opening_reversed(Act& act, const Value& body) {
    const std::string key(body.str_or("of"));
    if (!act.work.has(key)) {
        return applied();
    }
    if (frozen(act.catalogue, date_of(act.at))) {
        return refuse("C8", "the registers are frozen");
    }
    ZJ_RULE(reversible(act, key));
    act.unit = unit_of(act, key);
    if (kind_of(key) == "plan") {
        withdraw_line(act, key);
    } else {
        withdraw_grant(act, key);
    }
    act.work.edit(key).set("reversed", Object{{"reason", body.str_or("reason")},
                                              {"doc_no", body.str_or("doc_no")},
                                              {"confirmed_by", act.author.person},
                                              {"name", act.author.name},
                                              {"at", format_time(act.at)}});
    return applied();
}

}  // namespace zj::model::rules1
