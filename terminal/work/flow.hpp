// SPDX-License-Identifier: Apache-2.0
#pragma once
// Intents that are no case and have no verb of their own, signed from a file: documents, sanctions, chain, payroll,
// leaves, reviews, handling of warnings, files of closed cases, consents (shared/model/INTENTS.md; domain.md 5 to 9).

#include <string_view>

#include "terminal/work/context.hpp"

namespace zj::work {

// `text`: one intent as JSON, {"do", members…, "base": [keys of the records it names]}; the versions are those that
// this vault shows. With `preview` nothing is signed. The judge's code where it would be refused whatever others do; a
// json.* code, "flow.intent" for an intent that has a verb of its own, "flow.base".
Result<codec::Value> sign_flow(const Context& context, std::string_view text, bool preview);

// The same of an intent that is made here; `keys` are the records that its base names.
Result<codec::Value> sign_intent(const Context& context, codec::Value intent, const std::vector<std::string>& keys,
                                 bool preview);

}  // namespace zj::work
