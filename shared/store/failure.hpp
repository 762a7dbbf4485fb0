// SPDX-License-Identifier: Apache-2.0
#pragma once
// From SQLite's and the system's error numbers to ours. Texts of SQLite name tables and files, never values.

#include <string_view>

#include "shared/base/result.hpp"

struct sqlite3;

namespace zj::store {

Error failure(sqlite3* connection, int code, std::string_view where);
Error system_failure(int error_number, std::string_view path);

}  // namespace zj::store
