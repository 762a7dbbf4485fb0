// SPDX-License-Identifier: Apache-2.0
#include "shared/base/result.hpp"

#include <cstdio>
#include <cstdlib>
#include <stdexcept>

namespace zj {

void throw_exception_from_error(const Error& error, const boost::source_location&) {
    throw std::runtime_error(to_string(error));
}

std::string to_string(const Error& error) {
    std::string out = error.code;
    if (!error.where.empty()) {
        out += " at " + error.where;
    }
    if (!error.detail.empty()) {
        out += ": " + error.detail;
    }
    return out;
}

void assertion_failed(const char* expression, const char* file, int line) {
    std::fprintf(stderr, "zhijian: broken invariant: %s (%s:%d)\n", expression, file, line);
    std::abort();
}

}  // namespace zj
