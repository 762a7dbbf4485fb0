// SPDX-License-Identifier: Apache-2.0
#pragma once
// Strict JSON text to Value and back. Reading refuses, with the JSON pointer in Error::where: duplicate members
// ("json.duplicate"), floats and integers beyond ±(2^53−1) ("json.number"), null ("json.null"), depth, item count and
// size over the limits ("json.depth", "json.items", "json.size"), invalid UTF-8 ("json.utf8"), and anything that is not
// one JSON text
// ("json.syntax"). The tokenizer is Boost.JSON's; Boost accepts several of these, see security.md part 4.

#include <string>
#include <string_view>

#include "shared/base/limits.hpp"
#include "shared/base/result.hpp"
#include "shared/codec/value.hpp"

namespace zj::codec {

Result<Value> parse_json(std::string_view text, std::size_t bytes_max = limits::kBodyBytesMax);

// Canonical bytes: no white space, members in code-point order, shortest escapes. parse_json(write_json(v)) == v.
std::string write_json(const Value& value);
// The same with two-space indent and a final newline, for files a person reads.
std::string write_json_pretty(const Value& value);

// For records whose bytes are hashed: refuses a text that differs from its own canonical form ("json.not_canonical").
Result<Value> parse_canonical(std::string_view text, std::size_t bytes_max = limits::kRecordBytesMax);

// What the bounds of parse_json count of a value once it is written: canonical bytes, values in it, nesting.
struct Extent {
    std::size_t bytes = 0, items = 0, depth = 0;
};
Extent extent_of(const Value& value);

bool is_valid_utf8(std::string_view text);

}  // namespace zj::codec
