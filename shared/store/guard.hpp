// SPDX-License-Identifier: Apache-2.0
#pragma once
// What SQL may do through an open store: no other file, no change of keys or safety settings, no functions that reach
// outside.

namespace zj::store {

// An sqlite3 authorizer.
int authorize(void* context, int action, const char* first, const char* second, const char* database,
              const char* source);

}  // namespace zj::store
