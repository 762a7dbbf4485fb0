// SPDX-License-Identifier: Apache-2.0
// The member reader over any object: one of every kind of member, required and optional. The first fault wins, whatever
// else is wrong.

#include "shared/codec/json.hpp"
#include "shared/codec/reader.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace zj;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto value = codec::parse_json(fuzz::text_of(data, size));
    if (!value) {
        return 0;
    }
    codec::Reader r(*value, "/x");
    (void)r.boolean("b");
    const std::int64_t n = r.integer("n", -5, 5);
    const std::string s = r.string("s", 8, 1);
    (void)r.choice("c", {"one", "two"});
    const Bytes bytes = r.base64("d", 16);
    (void)r.hash("h");
    (void)r.time("t");
    (void)r.object("o");
    const codec::Array& list = r.array("a", 3);
    const std::vector<std::string> strings = r.strings("l", 2, 4);
    (void)r.integer_if("i", 0, 9);
    (void)r.string_if("j", 9);
    (void)r.object_if("k");
    const auto end = r.finish();
    if (end) {
        ZJ_PROMISE(n >= -5 && n <= 5 && !s.empty() && s.size() <= 8 && bytes.size() <= 16 && list.size() <= 3 &&
                   strings.size() <= 2);
    } else {
        ZJ_PROMISE(end.error().where.starts_with("/x"));
    }
    return 0;
}
