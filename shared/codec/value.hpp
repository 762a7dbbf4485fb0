// SPDX-License-Identifier: Apache-2.0
#pragma once
// The JSON that Zhijian signs and stores: UTF-8 strings, integers within ±(2^53−1), booleans, arrays and objects. No
// nulls, no floats, no duplicate members. Members are kept sorted by code point (byte order of UTF-8), so writing a
// Value always gives its canonical bytes (log.md, Entry, effects, verdict).

#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace zj::codec {

inline constexpr std::int64_t kIntegerMax = (std::int64_t{1} << 53) - 1;

class Value;
using Array = std::vector<Value>;
using Object = std::map<std::string, Value, std::less<>>;

class Value {
public:
    Value() : data_(Object{}) {}
    Value(bool b) : data_(b) {}
    Value(std::int64_t n) : data_(n) {}
    Value(int n) : data_(std::int64_t{n}) {}
    Value(std::size_t n) : data_(static_cast<std::int64_t>(n)) {}
    Value(std::string s) : data_(std::move(s)) {}
    Value(std::string_view s) : data_(std::string(s)) {}
    Value(const char* s) : data_(std::string(s)) {}
    Value(Array a) : data_(std::move(a)) {}
    Value(Object o) : data_(std::move(o)) {}

    bool is_bool() const { return std::holds_alternative<bool>(data_); }
    bool is_int() const { return std::holds_alternative<std::int64_t>(data_); }
    bool is_string() const { return std::holds_alternative<std::string>(data_); }
    bool is_array() const { return std::holds_alternative<Array>(data_); }
    bool is_object() const { return std::holds_alternative<Object>(data_); }

    // REQUIRES: the matching is_*().
    bool boolean() const { return std::get<bool>(data_); }
    std::int64_t integer() const { return std::get<std::int64_t>(data_); }
    const std::string& string() const { return std::get<std::string>(data_); }
    const Array& array() const { return std::get<Array>(data_); }
    const Object& object() const { return std::get<Object>(data_); }
    Array& array() { return std::get<Array>(data_); }
    Object& object() { return std::get<Object>(data_); }

    // Lenient look-ups for values that our own code wrote or a Reader has already checked.
    const Value* find(std::string_view key) const;  // null where absent or no object
    std::string_view str_or(std::string_view key, std::string_view otherwise = {}) const;
    std::int64_t int_or(std::string_view key, std::int64_t otherwise = 0) const;
    bool bool_or(std::string_view key, bool otherwise = false) const;
    const Array& items(std::string_view key) const;  // an empty array where absent

    // Sets a member. REQUIRES: an object.
    Value& set(std::string key, Value value);

    bool operator==(const Value&) const = default;

private:
    std::variant<bool, std::int64_t, std::string, Array, Object> data_;
};

}  // namespace zj::codec
