// SPDX-License-Identifier: Apache-2.0
#include "shared/package/parts.hpp"

#include <algorithm>

#include "shared/base/limits.hpp"
#include "shared/codec/reader.hpp"
#include "shared/codec/text.hpp"

namespace zj::package {
namespace {

using codec::Array;
using codec::Object;
using codec::Value;

Salt salt_in(codec::Reader& r) {
    Salt out{};
    const Bytes bytes = r.base64("salt", out.size());
    if (bytes.size() == out.size()) {
        std::copy(bytes.begin(), bytes.end(), out.begin());
    } else {
        r.fault("salt", "json.length");
    }
    return out;
}

log::Proof path_in(codec::Reader& r) {
    log::Proof out;
    for (const std::string& text : r.strings("path", limits::kProofLinesMax, 64)) {
        const auto hash = codec::hash_from_base64(text);
        if (!hash) {
            r.fault("path", "json.base64");
            return out;
        }
        out.push_back(*hash);
    }
    return out;
}

}  // namespace

Value to_value(const ShownChangeSet& shown) {
    Array bodies;
    for (const ShownBody& one : shown.bodies) {
        bodies.push_back(Object{{"body", one.body.bytes}, {"n", one.n}, {"salt", codec::base64(one.body.salt)}});
    }
    return Object{{"bodies", std::move(bodies)}, {"envelope", log::to_value(shown.envelope)}};
}

Result<ShownChangeSet> change_set_from(const Value& value) {
    codec::Reader r(value);
    ShownChangeSet out;
    std::int64_t next = 0;
    for (const Value& item : r.array("bodies", limits::kIntentsMax)) {
        codec::Reader one(item, "/bodies");
        ShownBody shown;
        shown.n = static_cast<std::size_t>(one.integer("n", next, limits::kIntentsMax - 1));
        shown.body.salt = salt_in(one);
        shown.body.bytes = one.string("body", limits::kBodyBytesMax);
        ZJ_CHECK(one.finish());
        next = static_cast<std::int64_t>(shown.n) + 1;
        out.bodies.push_back(std::move(shown));
    }
    ZJ_TRY(out.envelope, log::envelope_from(r.object("envelope")));
    ZJ_CHECK(r.finish());
    return out;
}

Result<> check_bodies(const ShownChangeSet& shown, const log::Header& header) {
    for (const ShownBody& one : shown.bodies) {
        if (one.n >= header.intents.size() || one.body.commitment() != header.intents[one.n]) {
            return fail("body.commitment", std::to_string(one.n), "not the body that the header commits to");
        }
    }
    return {};
}

Value to_value(const ShownRecords& shown) {
    Array records;
    for (const ShownRecord& one : shown.records) {
        Array path;
        for (const Hash& hash : one.path) {
            path.emplace_back(codec::base64(hash));
        }
        records.push_back(Object{{"n", static_cast<std::int64_t>(one.n)},
                                 {"path", std::move(path)},
                                 {"record", one.record.bytes},
                                 {"salt", codec::base64(one.record.salt)}});
    }
    return Object{{"of", static_cast<std::int64_t>(shown.of)}, {"records", std::move(records)}};
}

Result<ShownRecords> records_from(const Value& value) {
    codec::Reader r(value);
    ShownRecords out;
    out.of = static_cast<std::uint64_t>(r.integer("of", 1, limits::kEffectsMax));
    std::int64_t next = 0;
    for (const Value& item : r.array("records", limits::kEffectsMax)) {
        codec::Reader one(item, "/records");
        ShownRecord shown;
        shown.n = static_cast<std::uint64_t>(one.integer("n", next, limits::kEffectsMax - 1));
        shown.path = path_in(one);
        shown.record.salt = salt_in(one);
        shown.record.bytes = one.string("record", limits::kRecordBytesMax);
        ZJ_CHECK(one.finish());
        next = static_cast<std::int64_t>(shown.n) + 1;
        out.records.push_back(std::move(shown));
    }
    ZJ_CHECK(r.finish());
    return out;
}

ShownRecords show(const std::vector<log::SaltedRecord>& all, const std::vector<std::size_t>& places) {
    std::vector<Hash> commitments;
    for (const log::SaltedRecord& record : all) {
        commitments.push_back(record.commitment());
    }
    ShownRecords out;
    out.of = all.size();
    for (const std::size_t n : places) {
        out.records.push_back({n, log::path_in(commitments, n), all[n]});
    }
    return out;
}

Result<> check_records(const ShownRecords& shown, const log::Entry& entry) {
    for (const ShownRecord& one : shown.records) {
        const Hash leaf = log::leaf_hash(one.record.commitment().view());
        if (!log::verify_inclusion(leaf, one.n, shown.of, one.path, entry.effects)) {
            return fail("records.commitment", std::to_string(one.n), "not a record that the entry commits to");
        }
    }
    return {};
}

}  // namespace zj::package
