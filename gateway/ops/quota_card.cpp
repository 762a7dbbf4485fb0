// SPDX-License-Identifier: Apache-2.0
#include "gateway/ops/quota_card.hpp"

#include <algorithm>

#include "assets/texts.hpp"
#include "gateway/ops/overview.hpp"
#include "gateway/ops/witnessed.hpp"
#include "shared/log/note.hpp"
#include "shared/model/checks.hpp"

namespace zj::ops {

namespace {

using codec::Value;

std::string word(const std::string& key, const std::vector<std::string>& args = {}) {
    return texts::term(key, texts::Lang::zh, args);  // papers of the county are Chinese, whatever the operator speaks
}

// Members that no form of entry has, under their names on the card and with their lists.
struct Member {
    std::string_view name, term, list;
};
constexpr std::array<Member, 6> kBesideTheForm{{{"unit", "paper.card_unit", ""},
                                                {"status", "paper.card_state", "roster"},
                                                {"off_reason", "paper.card_off", "off"},
                                                {"exit_mode", "paper.card_exit_mode", "exit"},
                                                {"left_on", "paper.card_left_on", ""},
                                                {"exit_doc", "paper.card_exit_doc", ""}}};
// Of a move these follow from the new place, which the line has.
constexpr std::array<std::string_view, 5> kFollowsFromMove{"quota_since", "entry_mode", "entered_on", "exit_mode",
                                                           "left_on"};
// They stand in a column of their own.
constexpr std::array<std::string_view, 2> kDocuments{"quota_doc", "exit_doc"};

bool among(const auto& list, std::string_view member) {
    return std::find(list.begin(), list.end(), member) != list.end();
}

class Composer {
public:
    Composer(county::County& county, const model::Catalogue& catalogue, bool whole_number)
        : county_(county), catalogue_(catalogue), whole_number_(whole_number) {}

    paper::CardFact fact(const Value& row, std::string_view member) const {
        const bool wide = member == "unit";
        return {label(member), shown(row, member), wide};
    }

    paper::CardChange change(const PersonChange& one) const {
        paper::CardChange out;
        out.on = date_of(one.at);
        out.matter = matter(one);
        out.change = differences(one);
        out.unit = shown(one.after, "unit");
        out.quota_type = shown(one.after, "quota_type");
        out.doc_no = document(one);
        out.case_no = one.decided.str_or("case_no");
        out.handler = one.handler;
        return out;
    }

private:
    const model::Field* of_form(std::string_view member) const {
        const model::Matter* entry = catalogue_.matter("IN");
        return entry == nullptr ? nullptr : entry->field(member);
    }

    std::string label(std::string_view member) const {
        const auto beside = std::ranges::find(kBesideTheForm, member, &Member::name);
        if (beside != kBesideTheForm.end()) {
            return word(std::string(beside->term));
        }
        const model::Field* field = of_form(member);
        return field == nullptr ? std::string(member) : field->label.zh;
    }

    std::string called(std::string_view list, std::string_view code) const {
        const model::CodeItem* item = list.empty() || code.empty() ? nullptr : catalogue_.code(list, code);
        return item == nullptr ? std::string(code) : item->label.zh;
    }

    // As people read it; empty where the row does not have it.
    std::string shown(const Value& row, std::string_view member) const {
        const std::string_view value = row.str_or(member);
        if (member == "unit") {
            const model::Found unit = county_.record("unit/" + std::string(value));
            const std::string name(unit.record ? unit.record->value.str_or("name") : std::string_view());
            return name.empty() ? std::string(value) : name;
        }
        if (member == "id_no") {
            return whole_number_ ? std::string(value) : model::mask_id_numbers(value, true);
        }
        if (member == "status" && value.empty()) {
            return row.object().empty() ? std::string()
                                        : word(row.str_or("state") == "void" ? "paper.card_void" : "paper.card_out");
        }
        const auto beside = std::ranges::find(kBesideTheForm, member, &Member::name);
        const model::Field* field = of_form(member);
        return called(beside != kBesideTheForm.end() ? beside->list
                      : field != nullptr             ? std::string_view(field->list)
                                                     : std::string_view(),
                      value);
    }

    std::string matter(const PersonChange& one) const {
        const std::string code(one.decided.str_or("matter"));
        if (!code.empty()) {
            const model::Matter* known = catalogue_.matter(code);
            const std::string name = known == nullptr ? code : known->label.zh;
            return one.reversed ? word("paper.card_reversed", {name}) : name;
        }
        if (one.before.object().empty()) {
            return word(one.after.str_or("status") == "4" ? "paper.card_outside" : "paper.card_open");
        }
        return word(one.before.str_or("roster_since") != one.after.str_or("roster_since") ? "paper.card_roster"
                                                                                          : "paper.card_other");
    }

    // 职务：科员 → 股长
    std::string differences(const PersonChange& one) const {
        std::string out;
        const auto add = [&](std::string_view member) {
            const std::string before = shown(one.before, member), after = shown(one.after, member);
            if (before == after && one.before.str_or(member) != one.after.str_or(member)) {
                // what is masked looks the same
                out += (out.empty() ? "" : "；") + label(member) + "：" + word("paper.card_corrected");
            } else if (before != after) {
                out += (out.empty() ? "" : "；") + label(member) + "：" + (before.empty() ? "" : before + " → ") +
                       (after.empty() ? "—" : after);
            }
        };
        if (one.before.object().empty()) {
            return out;  // the first line: all of it is new
        }
        const bool moved = one.before.str_or("unit") != one.after.str_or("unit");
        for (const std::string_view member : kCardPerson) {
            add(member);
        }
        for (const std::string_view member : kCardQuota) {
            if (!among(kDocuments, member) && !(moved && among(kFollowsFromMove, member))) {
                add(member);
            }
        }
        return out;
    }

    // The paper that the change is by: the row's own where it came with it, else that of the case's form or result.
    std::string document(const PersonChange& one) const {
        if (one.reversed) {
            return std::string(one.decided.find("reversed")->str_or("doc_no"));
        }
        for (const char* member : {"exit_doc", "quota_doc", "roster_doc"}) {
            const std::string_view now = one.after.str_or(member);
            if (!now.empty() && now != one.before.str_or(member)) {
                return std::string(now);
            }
        }
        const model::Matter* form = catalogue_.matter(one.decided.str_or("matter"));
        const Value* fields = one.decided.find("fields");
        if (form != nullptr && fields != nullptr) {
            const auto named = std::ranges::find_if(form->fields, [&](const model::Field& field) {
                return field.type == model::FieldType::doc_no && !fields->str_or(field.key).empty();
            });
            if (named != form->fields.end()) {
                return std::string(fields->str_or(named->key));
            }
        }
        const std::string_view result = one.decided.str_or("result");
        return model::valid_doc_number(result) ? std::string(result) : std::string();
    }

    county::County& county_;
    const model::Catalogue& catalogue_;
    bool whole_number_;
};

// Of the last change that somebody signed.
Result<paper::Proof> proof_of(county::County& county, const PersonHistory& history, Time now) {
    const auto last = std::find_if(history.changes.rbegin(), history.changes.rend(),
                                   [](const PersonChange& one) { return one.change_set.has_value(); });
    if (last == history.changes.rend()) {
        return fail("store.corrupt", history.key, "no change set made this person's row");
    }
    const std::string note = county.checkpoint();
    ZJ_TRY(const log::Checkpoint head, log::open_checkpoint(note, county.origin(), county.log_key().verify_key()));
    ZJ_TRY(const Witnessed seen, witnessed(county.roots(), note));
    paper::Proof out;
    out.origin = county.origin();
    out.change_set = *last->change_set;
    out.device = word("paper.gateway");
    out.made_at = now;
    out.entered = paper::Entered{last->entry, head.size, head.root, seen.witnesses, seen.quorum};
    return out;
}

}  // namespace

Result<paper::QuotaCard> card_of(county::County& county, const CountyFacts& facts, const PersonHistory& history,
                                 bool whole_number, Time now) {
    const model::Found in_force = county.record("system/catalogue");
    if (!in_force.record) {
        return fail("store.corrupt", "system/catalogue", "no catalogue");
    }
    ZJ_TRY(const auto catalogue, catalogue_of(*in_force.record));
    const Composer composer(county, *catalogue, whole_number);
    paper::QuotaCard out;
    out.office = word("paper.office", {facts.name});
    out.number = word("paper.card_number", {history.key.substr(history.key.find('/') + 1)});
    out.name = history.now.str_or("name");
    for (const std::string_view member : kCardPerson) {
        out.person.push_back(composer.fact(history.now, member));
    }
    for (const std::string_view member : kCardQuota) {
        out.quota.push_back(composer.fact(history.now, member));
    }
    for (const PersonChange& one : history.changes) {
        out.changes.push_back(composer.change(one));
    }
    out.note =
        (whole_number ? std::string() : word("paper.card_masked")) + (facts.demo ? word("paper.demonstration") : "");
    ZJ_TRY(out.proof, proof_of(county, history, now));
    return out;
}

Result<Value> write_card(county::County& county, const CountyFacts& facts, const CardAsked& asked, Time now) {
    ZJ_TRY(const PersonHistory history, person_history(county, asked.person));
    ZJ_TRY(const paper::QuotaCard card, card_of(county, facts, history, asked.whole_number, now));
    ZJ_TRY(const Bytes pdf, paper::quota_card(card));
    ZJ_CHECK(store::write_new_file(asked.out, pdf));
    return Value(codec::Object{{"person", history.key}, {"changes", card.changes.size()}, {"out", asked.out}});
}

}  // namespace zj::ops
