// SPDX-License-Identifier: Apache-2.0
#pragma once
// Lets Catch2 print a Result: CHECK(f()) shows the error of what failed.

#include <string>

#include <catch2/catch_tostring.hpp>

#include "shared/base/result.hpp"

template <class T>
struct Catch::StringMaker<boost::system::result<T, zj::Error>> {
    static std::string convert(const boost::system::result<T, zj::Error>& result) {
        return result ? "a value" : zj::to_string(result.error());
    }
};
