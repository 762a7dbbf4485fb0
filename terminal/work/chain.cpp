// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/chain.hpp"

#include <optional>

#include "shared/model/checks.hpp"
#include "shared/model/masking.hpp"
#include "terminal/tables/bounds.hpp"
#include "terminal/tables/cells.hpp"
#include "terminal/work/preview.hpp"

namespace zj::work {

namespace {

using codec::Array;
using codec::Object;
using codec::Value;

// A grant's chain or an exit's; stages are named by the id of either.
struct Subject {
    std::string key;
    std::optional<Value> grant;  // none of an exit
    bool exit() const { return !grant; }
    std::string stages() const { return "stage/" + key.substr(key.find('/') + 1) + "/"; }
};

std::vector<Subject> subjects_by(vault::Vault& vault, std::string_view reference) {
    std::vector<Subject> out;
    for (log::Record& record : vault.records("grant/")) {
        if (record.value.str_or("grant_no") == reference || goes_by(record.key, reference)) {
            out.push_back({std::move(record.key), std::move(record.value)});
        }
    }
    for (const log::Record& record : vault.records("stage/")) {
        const std::string on(record.value.str_or("case"));
        if (record.value.str_or("chain") == "exit" && record.value.int_or("stage") == 1 && goes_by(on, reference)) {
            out.push_back({on, std::nullopt});
        }
    }
    return out;
}

Result<Subject> find_subject(vault::Vault& vault, std::string_view reference) {
    std::vector<Subject> found = subjects_by(vault, reference);
    if (found.empty()) {
        const auto on = find_case(vault, reference);
        found = on ? subjects_by(vault, on->key) : found;
        const std::string grant(on ? on->value.str_or("grant") : std::string_view());
        if (found.empty() && !grant.empty()) {
            found = subjects_by(vault, grant);
        }
    }
    if (found.size() != 1) {
        return fail(found.empty() ? "grant.none" : "grant.several", std::string(reference),
                    "no single chain goes by this here", {std::string(reference)});
    }
    return std::move(found[0]);
}

const char* member_of(const Subject& subject) {
    return subject.exit() ? "case" : "grant";
}

// A closing of ours that the county has not answered for.
bool sent_already(vault::Vault& vault, const Subject& subject, std::int64_t stage) {
    for (const vault::Sent& sent : vault.outbox_open()) {
        for (const Value& intent : sent.intents) {
            if (!sent.in_feed && sent.state != "refused" && intent.str_or("do") == "stage.close" &&
                intent.str_or(member_of(subject)) == subject.key && intent.int_or("stage") == stage) {
                return true;
            }
        }
    }
    return false;
}

std::vector<std::string> parts_of(std::string_view text) {
    std::vector<std::string> out{""};
    for (const char c : text) {
        if (c == ':') {
            out.emplace_back();
        } else {
            out.back() += c;
        }
    }
    return out;
}

Error bad_person(bool pay) {
    return Error{"chain.person",
                 "--person",
                 pay ? "NAME:ID:GRADE:YUAN:MONTH with a valid ID number, an amount and a month as 2026-11 is needed"
                     : "NAME:ID with a valid ID number is needed",
                 {}};
}

Result<Value> person_from(std::string_view text, bool pay) {
    const std::vector<std::string> parts = parts_of(text);
    if (parts.size() != (pay ? 5U : 2U) || parts[0].empty()) {
        return bad_person(pay);
    }
    const std::string number = model::normalise_id_number(parts[1]);
    if (!model::parse_id_number(number)) {
        return bad_person(pay);
    }
    Value out = Object{{"name", parts[0]}, {"id_no", number}};
    if (pay) {
        tables::Tidied tidied;
        const auto fen = tables::read_amount(parts[3], tables::AmountUnit::yuan, tables::bounds::kPaidFenMax, tidied);
        const auto month = tables::read_month(parts[4], tidied);
        if (!fen || !month || parts[2].empty()) {
            return bad_person(pay);
        }
        out.set("grade", parts[2]).set("amount", *fen).set("from_month", *month);
    }
    return out;
}

Result<Value> member_from(const std::string& member, const StageClosing& said, bool pay) {
    if (member == "persons") {
        Array persons;
        for (const std::string& text : said.persons) {
            ZJ_TRY(Value person, person_from(text, pay));
            persons.push_back(std::move(person));
        }
        return persons.empty() ? Result<Value>(bad_person(pay)) : Value(std::move(persons));
    }
    if (member == "doc_no") {
        const std::string doc_no = model::normalise_doc_number(said.doc_no);
        return model::valid_doc_number(doc_no)
                   ? Result<Value>(doc_no)
                   : fail("chain.document", "--doc-no", "a document number and its date are needed", {said.doc_no});
    }
    if (member == "doc_date") {
        return parse_date(said.doc_date)
                   ? Result<Value>(said.doc_date)
                   : fail("chain.document", "--doc-date", "a document number and its date are needed", {said.doc_no});
    }
    const std::string& text = member == "budget_unit" ? said.budget_unit
                              : member == "pay_unit"  ? said.pay_unit
                                                      : said.month;
    return text.empty() ? Result<Value>(fail("chain.member", member, "this stage asks for it")) : Value(text);
}

bool is_said(const std::string& member, const StageClosing& said) {
    return member == "doc_no"     ? !said.doc_no.empty()
           : member == "doc_date" ? !said.doc_date.empty()
           : member == "pay_unit" ? !said.pay_unit.empty()
                                  : false;
}

Result<Value> record_of(const model::ChainStage& stage, const StageClosing& said) {
    Value out = Object{};
    for (const std::string& member : stage.record) {
        ZJ_TRY(Value value, member_from(member, said, stage.key == "pay"));
        out.set(member, std::move(value));
    }
    for (const std::string& member : stage.may) {
        if (is_said(member, said)) {
            ZJ_TRY(Value value, member_from(member, said, false));
            out.set(member, std::move(value));
        }
    }
    return out;
}

}  // namespace

Result<Value> chain(const Context& context, std::string_view reference) {
    vault::Vault& vault = context.vault;
    ZJ_TRY(const Subject subject, find_subject(vault, reference));
    Array stages;
    for (const log::Record& record : vault.records(subject.stages())) {
        Value stage = record.value;
        stage.set("key", record.key).set("sent", sent_already(vault, subject, stage.int_or("stage")));
        stage.object().erase("trail");
        stages.push_back(model::with_numbers_masked(std::move(stage)));
    }
    Value out = Object{{"stages", std::move(stages)}};
    if (subject.exit()) {
        return out.set("case", subject.key);
    }
    Value about = *subject.grant;
    about.object().erase("trail");
    return out.set("grant", about.set("key", subject.key));
}

Result<Value> stage_intent(const Context& context, std::string_view reference, const StageClosing& closing) {
    vault::Vault& vault = context.vault;
    ZJ_TRY(const Subject subject, find_subject(vault, reference));
    ZJ_TRY(const auto catalogue, vault.catalogue());
    const model::Chain& chain = subject.exit() ? catalogue->chain().exit : catalogue->chain().entry;
    const model::ChainStage* stage = chain.stage(closing.stage);
    if (stage == nullptr || stage->owner == "office") {
        return fail("chain.stage", "--stage", "the stage is closed by its case, or there is none");
    }
    ZJ_TRY(Value record, record_of(*stage, closing));
    const std::string at = subject.stages() + std::to_string(closing.stage);
    const auto known = vault.record(at);
    // INTENTS.md, stage.close: on which records it is signed.
    const bool names = record.find("persons") != nullptr;
    const bool again = stage->key == "staffing" && known && known->value.str_or("state") == "closed";
    std::vector<std::string> keys;
    if (!subject.exit()) {
        keys.push_back(subject.key);
    }
    if (subject.exit() || again || !names) {
        keys.push_back(at);
    }
    return Value(Object{{"do", "stage.close"},
                        {member_of(subject), subject.key},
                        {"stage", closing.stage},
                        {"record", std::move(record)},
                        {"base", base_for(vault, keys)}});
}

Result<Value> close_stage(const Context& context, std::string_view reference, const StageClosing& closing) {
    ZJ_TRY(const Value intent, stage_intent(context, reference, closing));
    ZJ_CHECK(worth_signing(foretell(context.vault, {intent}), "/do"));
    ZJ_TRY(Value out, sign(context.vault, {intent}));
    const char* subject = intent.find("grant") == nullptr ? "case" : "grant";
    return out.set(subject, intent.str_or(subject)).set("stage", closing.stage);
}

}  // namespace zj::work
