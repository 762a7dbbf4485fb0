// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/freeze.hpp"

#include "shared/codec/json.hpp"
#include "shared/codec/reader.hpp"

namespace zj::work {

namespace {

constexpr std::size_t kEvidenceBytesMax = 128 * 1024;  // two envelopes with full headers are some 40 KiB

}  // namespace

Result<codec::Value> freeze(const Context& context, const std::string& file) {
    vault::Vault& vault = context.vault;
    auto bytes = vault::read_file(file, kEvidenceBytesMax);
    if (!bytes) {
        return fail("file.read", file, bytes.error().detail);
    }
    const auto value = codec::parse_json(as_text(*bytes), kEvidenceBytesMax);
    if (!value) {
        return fail("evidence.file", file, to_string(value.error()));
    }
    codec::Reader reader(*value);
    const std::string device = reader.string("device", 64, 1);
    const codec::Array evidence = reader.array("evidence", 2);
    if (const auto read = reader.finish(); !read) {
        return fail("evidence.file", file, to_string(read.error()));
    }
    const std::string key = "device/" + device;
    if (!vault.record(key)) {
        return fail("subject.none", key, "no such device is known here", {key});
    }
    ZJ_TRY(codec::Value out, sign(vault, {codec::Object{{"do", "device.freeze"},
                                                        {"device", device},
                                                        {"evidence", evidence},
                                                        {"base", base_for(vault, {key})}}}));
    return out.set("device", device).set("pending", record_of(vault, out, "pending"));
}

}  // namespace zj::work
