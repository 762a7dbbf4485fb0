// SPDX-License-Identifier: Apache-2.0
#pragma once
// The rows of the further flows (domain.md 5, 6, 9): papers, sanctions, pay, budgets, leave, ceilings, reviews,
// warnings, files, and the persons of stages. Inside of projection.cpp and schema.cpp only.

#include <string>
#include <vector>

#include "gateway/county/projection.hpp"

namespace zj::county {

// Their SQL, with the meaning of each table beside it.
const char* flow_schema();
const char* file_schema();  // the step after it that tells secrecy, kind and other files
const std::vector<Table>& flow_tables();
// Rows of the newest version of a record of these kinds, numbered from `first`, where flow_tables() stand in tables().
void project_flow(const log::Record& record, const std::vector<std::string>& id, std::size_t first,
                  std::vector<Row>& rows);

// Cells of a record's value; an absent text is NULL, an absent number 0.
Cell text_cell(const codec::Value& value, std::string_view key);
Cell number_cell(const codec::Value& value, std::string_view key);

}  // namespace zj::county
