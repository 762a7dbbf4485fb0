// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/chain.hpp"

#include <algorithm>

#include "shared/model/checks.hpp"

namespace zj::work {

namespace {

struct Grant {
    std::string key;
    codec::Value value;
};

Result<Grant> find_grant(vault::Vault& vault, std::string_view reference) {
    std::vector<Grant> matches;
    for (const log::Record& record : vault.records("grant/")) {
        const std::string_view id = std::string_view(record.key).substr(6);
        if (record.key == reference || id == reference || record.value.str_or("grant_no") == reference) {
            return Grant{record.key, record.value};
        }
        if (reference.size() >= 4 && id.starts_with(reference)) {
            matches.push_back({record.key, record.value});
        }
    }
    if (matches.size() == 1) {
        return std::move(matches[0]);
    }
    if (matches.empty()) {
        if (const auto on = find_case(vault, reference)) {
            if (const auto record = vault.record(on->value.str_or("grant"))) {
                return Grant{record->key, record->value};
            }
        }
    }
    return fail(matches.empty() ? "grant.none" : "grant.several", std::string(reference),
                "no single grant goes by this here", {std::string(reference)});
}

std::string id_of(const Grant& grant) {
    return grant.key.substr(std::string_view("grant/").size());
}

// A closing of ours that the county has not answered for.
bool sent_already(vault::Vault& vault, const std::string& grant, std::int64_t stage) {
    for (const vault::Sent& sent : vault.outbox_open()) {
        for (const codec::Value& intent : sent.intents) {
            if (!sent.in_feed && sent.state != "refused" && intent.str_or("do") == "stage.close" &&
                intent.str_or("grant") == grant && intent.int_or("stage") == stage) {
                return true;
            }
        }
    }
    return false;
}

Result<codec::Array> persons_from(const std::vector<std::string>& texts) {
    codec::Array out;
    for (const std::string& text : texts) {
        const auto colon = text.rfind(':');
        const std::string name = text.substr(0, colon == text.npos ? 0 : colon);
        const std::string number =
            colon == text.npos ? std::string() : model::normalise_id_number(text.substr(colon + 1));
        if (name.empty() || !model::parse_id_number(number)) {
            return fail("chain.person", "--person", "NAME:ID with a valid ID number is needed");
        }
        out.push_back(codec::Object{{"name", name}, {"id_no", number}});
    }
    if (out.empty()) {
        return fail("chain.person", "--person", "at least one person");
    }
    return out;
}

}  // namespace

Result<codec::Value> chain(const Context& context, std::string_view reference) {
    vault::Vault& vault = context.vault;
    ZJ_TRY(const Grant grant, find_grant(vault, reference));
    codec::Array stages;
    for (const log::Record& record : vault.records("stage/" + id_of(grant) + "/")) {
        codec::Value stage = record.value;
        stage.set("key", record.key).set("sent", sent_already(vault, grant.key, stage.int_or("stage")));
        stage.object().erase("trail");
        stages.push_back(std::move(stage));
    }
    codec::Value about = grant.value;
    about.object().erase("trail");
    about.set("key", grant.key);
    return codec::Value(codec::Object{{"grant", std::move(about)}, {"stages", std::move(stages)}});
}

Result<codec::Value> close_stage(const Context& context, std::string_view reference, const StageClosing& closing) {
    vault::Vault& vault = context.vault;
    ZJ_TRY(const Grant grant, find_grant(vault, reference));
    const std::string doc_no = model::normalise_doc_number(closing.doc_no);
    if (!model::valid_doc_number(doc_no) || !parse_date(closing.doc_date)) {
        return fail("chain.document", "--doc-no", "a document number and its date are needed", {closing.doc_no});
    }
    constexpr std::int64_t kStaffing = 2;  // names who was chosen; no other stage does
    codec::Array persons;
    if (closing.stage == kStaffing || !closing.persons.empty()) {
        ZJ_TRY(persons, persons_from(closing.persons));
    }
    const codec::Value record =
        codec::Object{{"doc_no", doc_no}, {"doc_date", closing.doc_date}, {"persons", std::move(persons)}};
    ZJ_TRY(codec::Value out, sign(vault, {codec::Object{{"do", "stage.close"},
                                                        {"grant", grant.key},
                                                        {"stage", closing.stage},
                                                        {"record", record},
                                                        {"base", base_for(vault, {grant.key})}}}));
    return out.set("grant", grant.key).set("stage", closing.stage);
}

}  // namespace zj::work
