// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reading the vault's database. A read that fails must never pass for "nothing there", and accessors that return what
// they read have no other way to say so: it is thrown, through whatever use case is at work, and told() at the outside
// makes it the answer. `error` is as as_vault_error() has it.

#include <concepts>
#include <utility>

#include "shared/store/database.hpp"

namespace zj::vault {

struct ReadFailed {
    Error error;
};

// Errors of the store as a vault in `folder` tells them.
Error as_vault_error(Error error, const std::string& folder);

// A store::Statement whose steps throw. `folder` outlives it.
class Rows {
public:
    Rows(store::Statement statement, const std::string& folder) : statement_(std::move(statement)), folder_(folder) {}
    bool next() {
        auto more = statement_.step();
        if (!more) {
            throw ReadFailed{as_vault_error(std::move(more).error(), folder_)};
        }
        return *more;
    }
    std::int64_t integer(int column) const { return statement_.integer(column); }
    std::string_view text(int column) const { return statement_.text(column); }
    ByteView blob(int column) const { return statement_.blob(column); }
    bool is_null(int column) const { return statement_.is_null(column); }

private:
    store::Statement statement_;
    const std::string& folder_;
};

template <std::invocable Work>
auto told(Work work) -> decltype(work()) {
    try {
        return work();
    } catch (const ReadFailed& failed) {
        return failed.error;
    }
}

}  // namespace zj::vault
