// SPDX-License-Identifier: Apache-2.0
#pragma once
// Batch 划转 (domain.md 4.5, 机构划转): many persons of one reform by one form, one change set and one signature; then
// the sign-off and each layer in one go again. A batch is called by the document of its reform (批次 `batch_id`);
// single persons of it may be returned, refused or withdrawn by their own cases as ever.

#include <string>

#include "terminal/work/decide.hpp"
#include "terminal/work/filled.hpp"

namespace zj::work {

// For submit() of a form that has `persons`. All rows are checked before anything is attached; faults name their row
// (batch_rows.hpp). Besides what submit() says: "form.batch" (not a transfer with an organ), "form.batch_twice" (a
// person in two rows), "form.batch_inner" (an organ that the unit's register does not have).
Result<codec::Value> submit_batch(const Context& context, const Submission& submission, Filled filled,
                                  FormFaults& faults);

// The batch's cases that this device knows, in order of their keys; empty where no batch goes by this.
Result<std::vector<Case>> cases_of_batch(vault::Vault& vault, std::string_view document);
// One line a batch: {"batch","key","units","count","states":{state: n}}.
Result<codec::Array> batch_lines(vault::Vault& vault);
// {"batch","count","states","items":[{"case","name","state",…}]}.
codec::Value batch_shown(vault::Vault& vault, const model::Catalogue& catalogue, std::string_view document,
                         const std::vector<Case>& cases);
// One change set with the pass, return, … of every case of it that waits for this person's role: all or none.
// "batch.nothing" where none does.
Result<codec::Value> decide_batch(const Context& context, const std::vector<Case>& cases, const Decision& decision);

}  // namespace zj::work
