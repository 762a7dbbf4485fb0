// SPDX-License-Identifier: Apache-2.0
// ruling/<id>: an approval (批复, 三定) that the register knows by its document number and that 机构修改 must carry out
// (domain.md 4.1, 6.2; W18 where it does not).
#include <algorithm>

#include "shared/model/rules/1/cases.hpp"
#include "shared/model/rules/1/flows.hpp"

namespace zj::model::rules1 {

namespace {

// Numbers of the commission's own series that papers registered by hand have taken, one after the other: far more than
// it decides in a year.
constexpr int kTakenMax = 500;

}  // namespace

std::string ruling_key(std::string_view doc_no) {
    return named_key("ruling", doc_no);
}

Outcome next_ruling_number(Act& act, std::string& out) {
    for (int i = 0; i < kTakenMax; ++i) {
        out = document_number(act, "编发", "ruling");
        if (!act.work.has(ruling_key(out))) {
            return applied();
        }
    }
    return refuse("Q1", std::to_string(kTakenMax) + " numbers after the last one are registered");
}

Outcome ruling_fits(Act& act, std::string_view doc_no, std::string_view unit, std::string_view kind, bool must_exist) {
    const std::string key = ruling_key(doc_no);
    const Value* ruling = act.work.get(key);
    if (ruling == nullptr) {
        return !must_exist || act.work.hidden(key) ? applied()
                                                   : refuse("G26", "no approval " + std::string(doc_no) + " is known");
    }
    if (ruling->str_or("state") == "void") {
        return refuse("G26", std::string(doc_no) + " is void");
    }
    if (!contains(strings_of(ruling->items("units")), unit)) {
        return refuse("G26", std::string(doc_no) + " does not name unit " + std::string(unit));
    }
    const std::string_view about = ruling->str_or("kind");
    return kind.empty() || about.empty() || about == kind || about == "reform"
               ? applied()
               : refuse("G26", std::string(doc_no) + " is about " + std::string(ruling->str_or("kind")));
}

Outcome ruling_in_hand(Act& act, std::string_view doc_no) {
    const Value* ruling = act.work.get(ruling_key(doc_no));
    const auto done = ruling == nullptr ? Result<Date>(fail("date")) : parse_date(ruling->str_or("carried_out_on"));
    if (!done) {
        return applied();
    }
    const Date until{done->days + static_cast<std::int32_t>(act.catalogue.policy_int("ruling_days"))};
    return date_of(act.at) <= until ? applied()
                                    : refuse("G26", std::string(doc_no) + " was carried out on " + format_date(*done));
}

void count_moved(Act& act, std::string_view doc_no) {
    if (const std::string key = ruling_key(doc_no); act.work.has(key)) {
        Value& ruling = act.work.edit(key);
        ruling.set("moved", ruling.int_or("moved") + 1);
    }
}

void carry_out(Act& act, std::string_view doc_no, const std::string& unit, const std::string& case_key) {
    const std::string key = ruling_key(doc_no);
    if (doc_no.empty() || !act.work.has(key)) {
        return;
    }
    Value& ruling = act.work.edit(key);
    if (ruling.str_or("state") != "open") {
        return;
    }
    Array& done = ruling.object().try_emplace("done", Array{}).first->second.array();
    std::erase_if(done, [&](const Value& item) { return item.str_or("unit") == unit; });  // the newest of each
    done.push_back(Object{{"unit", unit}, {"case", case_key}, {"at", format_time(act.at)}});
    const auto carried = [&](const Value& party) {
        return std::any_of(done.begin(), done.end(),
                           [&](const Value& item) { return party == Value(item.str_or("unit")); });
    };
    const Array& parties = ruling.items("units");
    if (std::all_of(parties.begin(), parties.end(), carried)) {
        ruling.set("state", "carried_out").set("carried_out_on", format_date(date_of(act.at)));
    }
}

}  // namespace zj::model::rules1
