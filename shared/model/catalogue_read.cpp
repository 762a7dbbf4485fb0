// SPDX-License-Identifier: Apache-2.0
#include "shared/model/catalogue_read.hpp"

#include <algorithm>

namespace zj::model {

std::string index_pointer(const std::string& pointer, std::size_t index) {
    return pointer + "/" + std::to_string(index);
}

bool plain_key(std::string_view key) {
    return !key.empty() && key.size() <= kKeyBytesMax && std::all_of(key.begin(), key.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    });
}

Text2 read_label(codec::Reader& r) {
    Text2 out;
    out.zh = r.string("zh", kLabelBytesMax, 1);
    out.en = r.string("en", kLabelBytesMax, 1);
    return out;
}

std::string read_key(codec::Reader& r, std::string_view member) {
    std::string key = r.string(member, kKeyBytesMax, 1);
    if (r.ok() && !plain_key(key)) {
        r.fault(member, "catalogue.key", "a key has letters, digits, dots and underscores");
    }
    return key;
}

}  // namespace zj::model
