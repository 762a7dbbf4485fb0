// SPDX-License-Identifier: Apache-2.0
#include "shared/store/failure.hpp"

#include <sqlite3.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace zj::store {

namespace {

bool disk_full(int error_number) {
    return error_number == ENOSPC || error_number == EDQUOT || error_number == EFBIG;
}

std::string code_of(sqlite3* connection, int code) {
    switch (code & 0xff) {
        case SQLITE_NOTADB:
            return "store.key";
        case SQLITE_CORRUPT:
            return "store.corrupt";
        case SQLITE_FULL:
            return "store.full";
        case SQLITE_IOERR:
            // SQLite calls only ENOSPC full; a quota or a file-size limit is the same to whoever must act.
            return connection != nullptr && disk_full(sqlite3_system_errno(connection)) ? "store.full" : "store.io";
        case SQLITE_CANTOPEN:
        case SQLITE_READONLY:
        case SQLITE_PERM:
            return "store.io";
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return "store.busy";
        case SQLITE_CONSTRAINT:
            return "store.constraint";
        default:
            return "store.sql";
    }
}

}  // namespace

Error failure(sqlite3* connection, int code, std::string_view where) {
    std::string detail = connection == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(connection);
    detail += " (" + std::to_string(code) + ")";
    return fail(code_of(connection, code), std::string(where), std::move(detail));
}

Error system_failure(int error_number, std::string_view path) {
    return fail(disk_full(error_number) ? "store.full" : "store.io", std::string(path),
                std::generic_category().message(error_number));
}

}  // namespace zj::store
