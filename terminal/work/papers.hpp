// SPDX-License-Identifier: Apache-2.0
#pragma once
// The papers of one case, composed from the vault and written as PDF (shared/paper): the receipt 收件回执 and the
// quota-use notice 编制使用通知单, each with the place in the county's log that proves it.

#include <string>

#include "terminal/work/jobs.hpp"

namespace zj::work {

// The path of the PDF, a durable new file in `folder` (made with mode 0700 if missing), named after the paper and the
// case: 收件回执-USE-2026-0012.pdf, 收件回执-本机3号.pdf. Nothing is replaced: a file of that name with the same bytes
// is answered, one with others is left and -2, -3 … follow, up to kPrintsMax.
//
// A receipt proves the own change set that handed the case in, else the newest that moved it; a notice the one that
// approved it. Where that has no place under a checkpoint held here the paper says 待同步 and carries its hash.
//
// Errors: those of find_case(), "grant.none" (the case has no grant, or none that is seen here), "paper.refused" (the
// county took the submission for nothing), "paper.unproved" (nothing here tells which change set it was), the other
// paper.* of paper.hpp, "paper.many", "file.full", "file.write".
Result<std::string> write_paper(const Context& context, const job::Paper& job, const std::string& folder);

// Prints of one case; who needs more removes some.
inline constexpr int kPrintsMax = 99;

}  // namespace zj::work
