// SPDX-License-Identifier: Apache-2.0
#pragma once
// Inside the views: drafts as the vault keeps them and as desks fill them (views.hpp has what desks call).

#include <optional>
#include <string>
#include <vector>

#include "terminal/work/forms.hpp"
#include "terminal/work/preview.hpp"
#include "terminal/work/views.hpp"

namespace zj::work {

std::vector<Draft> my_drafts(vault::Vault& vault);  // newest first
// What is missing or wrong in it, as submit() and answer() would say, without reading a document.
std::vector<model::FormFault> faults_of(vault::Vault& vault, const model::Catalogue& catalogue, const Draft& draft);
// Absent where it cannot be told; `faults` is filled where it has any.
std::optional<Foretold> foretell_draft(const Context& context, const Draft& draft, FormFaults& faults);

}  // namespace zj::work
