// SPDX-License-Identifier: Apache-2.0
#include "shared/store/guard.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>

namespace zj::store {

namespace {

// Pragmas that may be given a value after the store is open; any other may only be read.
constexpr std::array<std::string_view, 9> kSettable = {
    "user_version", "wal_checkpoint", "integrity_check", "quick_check",       "max_page_count",
    "table_info",   "index_list",     "optimize",        "foreign_key_check",
};
// These act without a value.
constexpr std::array<std::string_view, 4> kNever = {"key", "rekey", "cipher_migrate", "cipher_export"};
constexpr std::array<std::string_view, 3> kFunctionsNever = {"load_extension", "sqlcipher_export", "fts3_tokenizer"};

std::string lower(const char* text) {
    std::string out(text == nullptr ? "" : text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

template <std::size_t N>
bool among(const std::array<std::string_view, N>& list, const std::string& name) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

}  // namespace

int authorize(void*, int action, const char* first, const char* second, const char*, const char*) {
    switch (action) {
        case SQLITE_ATTACH:
        case SQLITE_DETACH:
            return SQLITE_DENY;
        case SQLITE_PRAGMA: {
            const std::string name = lower(first);
            const bool allowed = !among(kNever, name) && (second == nullptr || among(kSettable, name));
            return allowed ? SQLITE_OK : SQLITE_DENY;
        }
        case SQLITE_FUNCTION:
            return among(kFunctionsNever, lower(second)) ? SQLITE_DENY : SQLITE_OK;
        default:
            return SQLITE_OK;
    }
}

}  // namespace zj::store
