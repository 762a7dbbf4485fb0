// SPDX-License-Identifier: Apache-2.0
#include "shared/codec/value.hpp"

namespace zj::codec {

const Value* Value::find(std::string_view key) const {
    if (!is_object()) {
        return nullptr;
    }
    const auto it = object().find(key);
    return it == object().end() ? nullptr : &it->second;
}

std::string_view Value::str_or(std::string_view key, std::string_view otherwise) const {
    const Value* v = find(key);
    return v != nullptr && v->is_string() ? std::string_view(v->string()) : otherwise;
}

std::int64_t Value::int_or(std::string_view key, std::int64_t otherwise) const {
    const Value* v = find(key);
    return v != nullptr && v->is_int() ? v->integer() : otherwise;
}

bool Value::bool_or(std::string_view key, bool otherwise) const {
    const Value* v = find(key);
    return v != nullptr && v->is_bool() ? v->boolean() : otherwise;
}

const Array& Value::items(std::string_view key) const {
    static const Array kNone;
    const Value* v = find(key);
    return v != nullptr && v->is_array() ? v->array() : kNone;
}

Value& Value::set(std::string key, Value value) {
    object().insert_or_assign(std::move(key), std::move(value));
    return *this;
}

}  // namespace zj::codec
