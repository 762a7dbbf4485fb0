// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/decide.hpp"

#include <algorithm>

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

Result<codec::Value> decide(const Context& context, std::string_view reference, const Decision& decision) {
    vault::Vault& vault = context.vault;
    ZJ_TRY(const auto catalogue, vault.catalogue());
    ZJ_TRY(const Case on, find_case(vault, reference));
    const model::Matter* matter = catalogue->matter(on.value.str_or("matter"));
    if (matter == nullptr) {
        return fail("matter.unknown", std::string(on.value.str_or("matter")), "the catalogue has no such matter",
                    {std::string(on.value.str_or("matter"))});
    }
    ZJ_CHECK(check_decision(decision, *matter));
    if (on.local) {
        return fail("case.local", on.key, "the county has not received it yet");
    }
    codec::Value intent = codec::Object{{"do", "case.decide"}, {"case", on.key}, {"act", decision.act}};
    std::size_t fetched = 0;
    codec::Array seen;
    if (decision.act == "pass") {
        ZJ_TRY(fetched, fetch_materials(context, on));
        for (const codec::Value& material : on.value.items("materials")) {
            seen.emplace_back(material.str_or("sha256"));
        }
        intent.set("materials", seen);
    }
    if (!decision.reason.empty()) {
        intent.set("reason", decision.reason);
    }
    if (!decision.missing.empty()) {
        intent.set("missing", to_array(decision.missing));
    }
    intent.set("base", base_for(vault, {on.key}));
    context.tell("preview");
    const Foretold foretold = signed_before(vault, {intent}) ? Foretold() : foretell(vault, {intent});
    // A decision is `exact`: what would be refused here and now helps nobody as a signature.
    if (foretold.known && foretold.verdict == "refused") {
        return fail(foretold.code, on.key, foretold.detail);
    }
    ZJ_TRY(codec::Value out, sign(vault, {std::move(intent)}));
    return out.set("case", on.key)
        .set("act", decision.act)
        .set("materials", seen.size())
        .set("chunks_fetched", fetched)
        .set("preview", to_value(foretold));
}

}  // namespace zj::work
