// SPDX-License-Identifier: Apache-2.0
#pragma once
// Operating errors and bad input as values. Exceptions stay inside adapters (Boost) and become an Error at the seam;
// broken invariants stop the program through ZJ_ASSERT (style.md part 2, Errors).

#include <string>
#include <utility>
#include <vector>

#include <boost/system/result.hpp>

namespace zj {

// What went wrong, in a form that can be shown, logged and tested. `code` is stable and names the texts of
// assets/i18n/errors.*.json (what happened, what it means, what to do). `where` is a JSON pointer, a file or a record
// key. `detail` adds plain facts in English for the log. Nothing secret is ever put in any of the three.
struct Error {
    Error() = default;
    // All four or none: were an Error constructible from one string, a Result<std::string> could not be.
    Error(std::string code_, std::string where_, std::string detail_, std::vector<std::string> args_)
        : code(std::move(code_)), where(std::move(where_)), detail(std::move(detail_)), args(std::move(args_)) {}

    std::string code;
    std::string where;
    std::string detail;
    std::vector<std::string> args;  // values for {0}, {1} … of the texts

    bool operator==(const Error&) const = default;
};

[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location& at);

template <class T = void>
using Result = boost::system::result<T, Error>;

// "code at where: detail", for logs and test failures; people see the texts of the string table instead.
std::string to_string(const Error& error);

inline Error fail(std::string code, std::string where = {}, std::string detail = {},
                  std::vector<std::string> args = {}) {
    return {std::move(code), std::move(where), std::move(detail), std::move(args)};
}

// A broken invariant: writes the expression and place to stderr (never values) and aborts, in release too.
[[noreturn]] void assertion_failed(const char* expression, const char* file, int line);

}  // namespace zj

#define ZJ_ASSERT(x) (static_cast<bool>(x) ? void(0) : ::zj::assertion_failed(#x, __FILE__, __LINE__))

#define ZJ_CONCAT_(a, b) a##b
#define ZJ_CONCAT(a, b) ZJ_CONCAT_(a, b)
// ZJ_TRY(auto x, f()); returns the error of f() from the enclosing function, or binds its value to x.
#define ZJ_TRY_(tmp, decl, ...)        \
    auto tmp = (__VA_ARGS__);          \
    if (!tmp)                          \
        return std::move(tmp).error(); \
    decl = std::move(*tmp)
#define ZJ_TRY(decl, ...) ZJ_TRY_(ZJ_CONCAT(zj_try_, __LINE__), decl, __VA_ARGS__)
// ZJ_CHECK(f()); the same for Result<void>.
#define ZJ_CHECK_(tmp, ...)             \
    if (auto tmp = (__VA_ARGS__); !tmp) \
    return std::move(tmp).error()
#define ZJ_CHECK(...) ZJ_CHECK_(ZJ_CONCAT(zj_check_, __LINE__), __VA_ARGS__)
