// SPDX-License-Identifier: Apache-2.0
#include "shared/codec/json.hpp"
#include "shared/codec/reader.hpp"
#include "shared/codec/text.hpp"
#include "shared/log/change_set.hpp"

namespace zj::log {
namespace {

std::int64_t as_int(std::uint64_t n) {
    return static_cast<std::int64_t>(n);
}

Seen seen_from(codec::Reader& reader) {
    Seen out;
    out.size = static_cast<std::uint64_t>(reader.integer("size", 0, codec::kIntegerMax));
    out.root = reader.hash("root");
    for (const codec::Value& item : reader.array("scopes", limits::kDeviceScopesMax)) {
        if (!item.is_array() || item.array().size() != 2 || !item.array()[0].is_string() || !item.array()[1].is_int() ||
            item.array()[1].integer() < 0) {
            reader.fault("scopes", "json.type", "[scope, number] is needed");
            return out;
        }
        out.scopes.emplace_back(item.array()[0].string(), static_cast<std::uint64_t>(item.array()[1].integer()));
    }
    return out;
}

}  // namespace

std::string write_header(const Header& h) {
    codec::Array scopes, intents;
    for (const auto& [scope, n] : h.seen.scopes) {
        scopes.emplace_back(codec::Array{scope, as_int(n)});
    }
    for (const Hash& intent : h.intents) {
        intents.emplace_back(codec::base64(intent));
    }
    codec::Value seen, out;
    seen.set("root", codec::base64(h.seen.root)).set("scopes", std::move(scopes)).set("size", as_int(h.seen.size));
    out.set("v", 1)
        .set("suite", kSuite)
        .set("county", h.county)
        .set("epoch", h.epoch)
        .set("device", h.device)
        .set("person", h.person);
    out.set("key", h.key)
        .set("seq", as_int(h.seq))
        .set("prev", codec::base64(h.prev))
        .set("written_at", format_time(h.written_at));
    out.set("elapsed_ms", h.elapsed_ms)
        .set("seen", std::move(seen))
        .set("rules", h.rules)
        .set("catalogue", codec::base64(h.catalogue));
    out.set("intents", std::move(intents));
    return codec::write_json(out);
}

Result<Header> parse_header(std::string_view bytes) {
    ZJ_TRY(const codec::Value value, codec::parse_json(bytes, limits::kHeaderBytesMax));
    codec::Reader reader(value);
    Header h;
    reader.integer("v", 1, 1);
    reader.choice("suite", {kSuite});
    h.county = reader.string("county", 16, 1);
    h.epoch = reader.integer("epoch", 1, codec::kIntegerMax);
    h.device = reader.string("device", 32, 1);
    h.person = reader.string("person", 32, 1);
    h.key = reader.string("key", 32, 1);
    h.seq = static_cast<std::uint64_t>(reader.integer("seq", 1, codec::kIntegerMax));
    h.prev = reader.hash("prev");
    h.written_at = reader.time("written_at");
    h.elapsed_ms = reader.integer("elapsed_ms", 0, codec::kIntegerMax);
    codec::Reader seen(reader.object("seen"), reader.pointer("seen"));
    h.seen = seen_from(seen);
    if (auto good = seen.finish(); !good) {
        return reader.ok() ? good.error() : reader.finish().error();
    }
    h.rules = reader.integer("rules", 1, 1'000'000);
    h.catalogue = reader.hash("catalogue");
    for (const codec::Value& item : reader.array("intents", limits::kIntentsMax)) {
        const auto hash = item.is_string() ? codec::hash_from_base64(item.string()) : Result<Hash>(fail("json.type"));
        if (!hash) {
            reader.fault("intents", hash.error().code, "commitments are needed");
            break;
        }
        h.intents.push_back(*hash);
    }
    if (reader.ok() && h.intents.empty()) {
        reader.fault("intents", "json.length", "at least one intent is needed");
    }
    ZJ_CHECK(reader.finish());
    return h;
}

}  // namespace zj::log
