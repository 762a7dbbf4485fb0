// SPDX-License-Identifier: Apache-2.0
#pragma once
// From an empty form to a signed submission: templates, complete checks, attachments, preview, and the changes an
// author may still make.

#include <string>

#include "terminal/tables/apart.hpp"
#include "terminal/work/context.hpp"

namespace zj::work {

Result<codec::Value> matters(const Context& context);

// {"matter","unit","fields":{…},"materials":[{"slot","file":""}],"choices":{…},"about":[…]}: what submit takes back,
// filled. An empty text is no value; the program prints the empty files as null.
Result<codec::Value> form(const Context& context, std::string_view matter);

// All faults of a form as one error: form.faults; Error::args hold "pointer code args…" of each.
struct FormFaults {
    std::vector<model::FormFault> faults;
};

struct Submission {
    std::string text;        // the filled form
    std::string folder;      // paths in it are relative to this
    bool preview = false;    // check and foretell only: nothing is attached or signed
    bool stored = false;     // materials named by sha256 may be documents that this vault holds already
    std::int64_t draft = 0;  // goes with the signature; 0: none
    tables::Program reader = tables::program_beside_us();  // of a list of persons
};
// Normalises, checks everything at once (`faults` is filled where the answer is form.faults), attaches, foretells,
// signs.
Result<codec::Value> submit(const Context& context, const Submission& submission, FormFaults& faults);
// Sends the changed fields of an own case that nobody has passed yet.
Result<codec::Value> amend(const Context& context, std::string_view reference, const Submission& submission,
                           FormFaults& faults);
// Answers a return with the changed fields and the complete new list of materials.
Result<codec::Value> answer(const Context& context, std::string_view reference, const Submission& submission,
                            FormFaults& faults);
Result<codec::Value> withdraw(const Context& context, std::string_view reference, const std::string& reason);

}  // namespace zj::work
