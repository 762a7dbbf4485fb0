// SPDX-License-Identifier: Apache-2.0
#pragma once
// A reviewer's decision on a case. A pass says which documents were seen: each is fetched from the county, its chunks
// and whole checked against what the case states, kept in the vault, and named (reconcile.md, admit(): materials).

#include <string>
#include <vector>

#include "terminal/work/context.hpp"
#include "terminal/work/material_fetch.hpp"

namespace zj::work {

struct Decision {
    std::string act;  // pass, return, refuse, pause, resume
    std::string reason;
    std::vector<std::string> missing;  // slots, with a return: told once, completely
};
// `reference`: a case, or the document of a batch 划转 (batch.hpp).
// What the judge would refuse here and now is not signed: its code. "decide.reason", "decide.slot", "blob.missing"
// (材料上传中), "blob.hash". Fetching may be stopped between two chunks and is taken up where it was.
Result<codec::Value> decide(const Context& context, std::string_view reference, const Decision& decision);

// Inside: what is signed for one case, its documents fetched and hashed before; and the signature over some of them.
struct DecisionSigned {
    codec::Value intent;
    std::size_t fetched = 0;  // chunks
};
Result<DecisionSigned> decision_intent(const Context& context, const model::Catalogue& catalogue, const Case& on,
                                       const Decision& decision);
Result<codec::Value> sign_decisions(const Context& context, std::vector<codec::Value> intents,
                                    const std::string& where);

}  // namespace zj::work
