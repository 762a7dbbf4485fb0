// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/decide.hpp"

#include <algorithm>

#include "terminal/work/batch.hpp"
#include "terminal/work/cases.hpp"
#include "terminal/work/material_fetch.hpp"
#include "terminal/work/preview.hpp"

namespace zj::work {

namespace {

Result<> check_decision(const Decision& decision, const model::Matter& matter) {
    if (decision.act != "pass" && decision.act != "resume" && decision.reason.empty()) {
        return fail("decide.reason", "--reason", "the unit is told why");
    }
    if (decision.act != "return" && !decision.missing.empty()) {
        return fail("usage.missing_slots", "--missing");
    }
    for (const std::string& slot : decision.missing) {
        if (matter.slot(slot) == nullptr) {
            return fail("decide.slot", slot, "the matter has no such material", {slot});
        }
    }
    return {};
}

}  // namespace

Result<DecisionSigned> decision_intent(const Context& context, const model::Catalogue& catalogue, const Case& on,
                                       const Decision& decision) {
    const std::string code(on.value.str_or("matter"));
    const model::Matter* matter = catalogue.matter(code);
    if (matter == nullptr) {
        return fail("matter.unknown", code, "the catalogue has no such matter", {code});
    }
    ZJ_CHECK(check_decision(decision, *matter));
    if (on.local) {
        return fail("case.local", on.key, "the county has not received it yet");
    }
    DecisionSigned out;
    out.intent = codec::Object{{"do", "case.decide"}, {"case", on.key}, {"act", decision.act}};
    if (decision.act == "pass") {
        ZJ_TRY(out.fetched, fetch_materials(context, on));
        codec::Array seen;
        for (const codec::Value& material : on.value.items("materials")) {
            seen.emplace_back(material.str_or("sha256"));
        }
        out.intent.set("materials", std::move(seen));
    }
    if (!decision.reason.empty()) {
        out.intent.set("reason", decision.reason);
    }
    if (!decision.missing.empty()) {
        out.intent.set("missing", to_array(decision.missing));
    }
    out.intent.set("base", base_for(context.vault, {on.key}));
    return out;
}

Result<codec::Value> sign_decisions(const Context& context, std::vector<codec::Value> intents,
                                    const std::string& where) {
    vault::Vault& vault = context.vault;
    context.tell("preview");
    const Foretold foretold = signed_before(vault, intents) ? Foretold() : foretell(vault, intents);
    // A decision is `exact`: what would be refused here and now helps nobody as a signature.
    if (foretold.known && foretold.verdict == "refused") {
        return fail(foretold.code, where, foretold.detail);
    }
    ZJ_TRY(codec::Value out, sign(vault, std::move(intents)));
    return out.set("preview", to_value(foretold));
}

Result<codec::Value> decide(const Context& context, std::string_view reference, const Decision& decision) {
    ZJ_TRY(const auto catalogue, context.vault.catalogue());
    const auto found = find_case(context.vault, reference);
    if (!found) {
        ZJ_TRY(const std::vector<Case> batch, cases_of_batch(context.vault, reference));
        return batch.empty() ? Result<codec::Value>(found.error()) : decide_batch(context, batch, decision);
    }
    ZJ_TRY(DecisionSigned made, decision_intent(context, *catalogue, *found, decision));
    const std::size_t seen = made.intent.items("materials").size();
    ZJ_TRY(codec::Value out, sign_decisions(context, {std::move(made.intent)}, found->key));
    return out.set("case", found->key)
        .set("act", decision.act)
        .set("materials", seen)
        .set("chunks_fetched", made.fetched);
}

}  // namespace zj::work
