// SPDX-License-Identifier: Apache-2.0
#pragma once
// Our fields, and the headers that programs of finance write above them. A header is matched without spaces, brackets
// (实发合计（元）) and width of its signs. Pure.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zj::tables {

enum class Kind { payroll, budget };
std::string_view name_of(Kind kind);  // payroll, budget

enum class Field { unit, id_no, name, paid, item, month, paid_on, year, amount, funded };
std::string_view name_of(Field field);  // as in a mapping's JSON: unit, id_no …
std::optional<Field> field_named(std::string_view name);
const std::vector<Field>& fields_of(Kind kind);

// Known headers of a field, the one that says it best first. Invented from the practice of county finance [K].
const std::vector<std::string>& headers_of(Field field);

// What two headers are compared by.
std::string header_key(std::string_view header);
// Whether it stands among the known headers of any field.
bool is_known_header(std::string_view header);

// Names of items of pay → active, retired, other; nothing for an unknown one.
std::optional<std::string> item_of(std::string_view text);

}  // namespace zj::tables
