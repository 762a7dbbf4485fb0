// SPDX-License-Identifier: Apache-2.0
#pragma once
// A county that is at work: its people, a township with opened books, and the forms that its clerk fills.

#include <map>
#include <string>
#include <vector>

#include "terminal/work/forms.hpp"
#include "tests/unit/work/county.hpp"

namespace zj::work::test {

// The tables of an opening by file name, each a list of rows by column.
using Rows = std::vector<std::map<std::string, std::string>>;
using Books = std::map<std::string, Rows>;
// The office's clerk imports them, the section confirms.
void open_books(Town& town, const Books& tables);
// Administrators, a township with clerk and head, the office's four on one device, the department, the opened books.
void people_and_books(Town& town);
// Fields of 用编核准 for one seat of the township's plan.
codec::Value use_case();
// A document in `folder` for this slot, as a form names it.
codec::Value material(const Folder& folder, const char* slot);
Result<codec::Value> submit_form(const Context& context, const Folder& folder, const codec::Value& form);
// This person's pass, synced before and after.
void pass(Town& town, const std::string& alias, const std::string& on);

}  // namespace zj::work::test
