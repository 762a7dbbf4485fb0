// SPDX-License-Identifier: Apache-2.0
#include "shared/codec/reader.hpp"

#include <algorithm>

#include "shared/codec/text.hpp"

namespace zj::codec {
namespace {

const Value kNoObject{Object{}};
const Array kNoArray;

}  // namespace

Reader::Reader(const Value& value, std::string pointer) : value_(value), pointer_(std::move(pointer)) {
    if (!value_.is_object()) {
        fault_ = fail("json.type", pointer_, "an object is needed");
    }
}

std::string Reader::pointer(std::string_view key) const {
    std::string out = pointer_ + "/";
    for (const char c : key) {
        if (c == '~') {
            out += "~0";
        } else if (c == '/') {
            out += "~1";
        } else {
            out += c;
        }
    }
    return out;
}

void Reader::fault(std::string_view key, std::string code, std::string detail) {
    if (!fault_) {
        fault_ = fail(std::move(code), pointer(key), std::move(detail));
    }
}

bool Reader::has(std::string_view key) const {
    return value_.find(key) != nullptr;
}

const Value* Reader::take(std::string_view key, bool required) {
    const Value* v = value_.find(key);
    if (v != nullptr) {
        seen_.emplace(key);
    } else if (required) {
        fault(key, "json.missing");
    }
    return v;
}

bool Reader::boolean(std::string_view key) {
    const Value* v = take(key, true);
    if (v == nullptr) {
        return false;
    }
    if (v->is_bool()) {
        return v->boolean();
    }
    fault(key, "json.type", "true or false is needed");
    return false;
}

bool Reader::boolean_if(std::string_view key, bool otherwise) {
    return has(key) ? boolean(key) : otherwise;
}

std::int64_t Reader::integer(std::string_view key, std::int64_t min, std::int64_t max) {
    const Value* v = take(key, true);
    if (v == nullptr) {
        return {};
    }
    if (!v->is_int()) {
        fault(key, "json.type", "an integer is needed");
        return {};
    }
    if (v->integer() < min || v->integer() > max) {
        fault(key, "json.range", std::to_string(min) + " to " + std::to_string(max));
        return {};
    }
    return v->integer();
}

std::optional<std::int64_t> Reader::integer_if(std::string_view key, std::int64_t min, std::int64_t max) {
    return has(key) ? std::optional(integer(key, min, max)) : std::nullopt;
}

std::string Reader::string(std::string_view key, std::size_t bytes_max, std::size_t bytes_min) {
    const Value* v = take(key, true);
    if (v == nullptr) {
        return {};
    }
    if (!v->is_string()) {
        fault(key, "json.type", "a string is needed");
        return {};
    }
    if (v->string().size() < bytes_min || v->string().size() > bytes_max) {
        fault(key, "json.length", std::to_string(bytes_min) + " to " + std::to_string(bytes_max) + " bytes");
        return {};
    }
    return v->string();
}

std::optional<std::string> Reader::string_if(std::string_view key, std::size_t bytes_max) {
    return has(key) ? std::optional(string(key, bytes_max)) : std::nullopt;
}

std::string Reader::choice(std::string_view key, std::initializer_list<std::string_view> allowed) {
    std::string out = string(key, 64);
    if (ok() && std::find(allowed.begin(), allowed.end(), out) == allowed.end()) {
        fault(key, "json.choice");
        return {};
    }
    return out;
}

Bytes Reader::base64(std::string_view key, std::size_t bytes_max) {
    const std::string text = string(key, (bytes_max + 2) / 3 * 4);
    if (!ok()) {
        return {};
    }
    auto bytes = from_base64(text);
    if (!bytes) {
        fault(key, "json.base64");
        return {};
    }
    if (bytes->size() > bytes_max) {
        fault(key, "json.length");
        return {};
    }
    return std::move(*bytes);
}

Hash Reader::hash(std::string_view key) {
    const Bytes bytes = base64(key, 32);
    Hash out;
    if (!ok()) {
        return out;
    }
    if (bytes.size() != out.bytes.size()) {
        fault(key, "json.length", "32 bytes are needed");
    } else {
        std::copy(bytes.begin(), bytes.end(), out.bytes.begin());
    }
    return out;
}

Time Reader::time(std::string_view key) {
    const std::string text = string(key, 64);
    if (!ok()) {
        return {};
    }
    const auto time = parse_time(text);
    if (!time) {
        fault(key, "json.time", time.error().detail);
    }
    return time ? *time : Time{};
}

const Value& Reader::object(std::string_view key) {
    const Value* v = take(key, true);
    if (v != nullptr && v->is_object()) {
        return *v;
    }
    if (v != nullptr) {
        fault(key, "json.type", "an object is needed");
    }
    return kNoObject;
}

const Value* Reader::object_if(std::string_view key) {
    return has(key) ? &object(key) : nullptr;
}

const Array& Reader::array(std::string_view key, std::size_t items_max) {
    const Value* v = take(key, true);
    if (v == nullptr) {
        return kNoArray;
    }
    if (!v->is_array()) {
        fault(key, "json.type", "an array is needed");
        return kNoArray;
    }
    if (v->array().size() > items_max) {
        fault(key, "json.length", "at most " + std::to_string(items_max) + " items");
        return kNoArray;
    }
    return v->array();
}

const Array* Reader::array_if(std::string_view key, std::size_t items_max) {
    return has(key) ? &array(key, items_max) : nullptr;
}

std::vector<std::string> Reader::strings(std::string_view key, std::size_t items_max, std::size_t bytes_max) {
    std::vector<std::string> out;
    for (const Value& item : array(key, items_max)) {
        if (!item.is_string()) {
            fault(key, "json.type", "strings are needed");
        } else if (item.string().size() > bytes_max) {
            fault(key, "json.length");
        } else {
            out.push_back(item.string());
        }
        if (!ok()) {
            return {};
        }
    }
    return out;
}

const Value& Reader::any(std::string_view key) {
    const Value* v = take(key, true);
    return v != nullptr ? *v : kNoObject;
}

Result<> Reader::finish() {
    if (fault_) {
        return *fault_;
    }
    if (seen_.size() != value_.object().size()) {
        for (const auto& [key, value] : value_.object()) {
            if (!seen_.contains(key)) {
                return fail("json.unknown", pointer(key), "nobody asked for this member");
            }
        }
    }
    return {};
}

}  // namespace zj::codec
