// SPDX-License-Identifier: Apache-2.0
#pragma once
// Acts of two: their second signature, and taking one's own back (INTENTS.md, confirm and cancel).

#include "terminal/work/context.hpp"

namespace zj::work {

// `references`: cases, the document of a batch 划转 (all of it in one change set), pending keys, or names of the
// persons a ticket or grant is for. "pending.none", "pending.own", "batch.nothing".
Result<codec::Value> confirm(const Context& context, const std::vector<std::string>& references);
// All open ones that another person wrote and that this person's roles allow; each its own change set. Resumable.
Result<codec::Value> confirm_all(const Context& context);
Result<codec::Value> cancel(const Context& context, const std::vector<std::string>& references);

// {"pending","act","by","needs","state","case","about"} for lists.
codec::Value pending_line(vault::Vault& vault, const Pending& pending);

}  // namespace zj::work
