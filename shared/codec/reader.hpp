// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads one JSON object into a typed record, member by member. The first fault wins and carries the JSON pointer of the
// offending member; finish() also refuses members that nobody asked for.
//
//     Reader r(value);                       // or Reader r(value, "/intents/0")
//     out.seq = r.integer("seq", 1, codec::kIntegerMax);
//     out.device = r.string("device", 64);
//     ZJ_CHECK(r.finish());
//
// Codes: json.missing, json.type, json.range, json.length, json.base64, json.time, json.unknown, json.choice.

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/codec/value.hpp"

namespace zj::codec {

class Reader {
public:
    // `value` must outlive the reader. A value that is no object is the first fault.
    explicit Reader(const Value& value, std::string pointer = {});

    bool has(std::string_view key) const;

    // Required members; after a fault each returns an empty value.
    bool boolean(std::string_view key);
    std::int64_t integer(std::string_view key, std::int64_t min, std::int64_t max);
    std::string string(std::string_view key, std::size_t bytes_max, std::size_t bytes_min = 0);
    std::string choice(std::string_view key, std::initializer_list<std::string_view> allowed);
    Bytes base64(std::string_view key, std::size_t bytes_max);
    Hash hash(std::string_view key);  // base64 of 32 bytes
    Time time(std::string_view key);
    const Value& object(std::string_view key);  // an empty object after a fault
    const Array& array(std::string_view key, std::size_t items_max);
    std::vector<std::string> strings(std::string_view key, std::size_t items_max, std::size_t bytes_max);
    const Value& any(std::string_view key);

    // Optional members.
    std::optional<std::int64_t> integer_if(std::string_view key, std::int64_t min, std::int64_t max);
    std::optional<std::string> string_if(std::string_view key, std::size_t bytes_max);
    bool boolean_if(std::string_view key, bool otherwise);
    const Value* object_if(std::string_view key);
    const Array* array_if(std::string_view key, std::size_t items_max);

    // Records a fault of the caller's own at a member ("/key" is appended to the pointer).
    void fault(std::string_view key, std::string code, std::string detail = {});
    bool ok() const { return !fault_.has_value(); }
    std::string pointer(std::string_view key) const;  // RFC 6901, escaped

    // The first fault, or json.unknown for the first member not asked for.
    Result<> finish();

private:
    const Value* take(std::string_view key, bool required);

    const Value& value_;
    std::string pointer_;
    std::set<std::string, std::less<>> seen_;
    std::optional<Error> fault_;
};

}  // namespace zj::codec
