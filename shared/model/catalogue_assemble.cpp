// SPDX-License-Identifier: Apache-2.0
#include "shared/model/catalogue_assemble.hpp"

#include <algorithm>
#include <map>

#include "shared/codec/json.hpp"
#include "shared/codec/reader.hpp"
#include "shared/model/catalogue.hpp"

namespace zj::model {

namespace {

using codec::Value;

constexpr std::string_view kIndexFile = "matters/catalogue.json";

// Files that become one member each, by their own name.
constexpr std::pair<std::string_view, std::string_view> kMemberFiles[] = {
    {"matters/policy.json", "policy"},     {"matters/quota_by_nature.json", "quota_by_nature"},
    {"matters/roles.json", "roles"},       {"matters/scopes.json", "scopes"},
    {"matters/calendar.json", "calendar"}, {"matters/chain.json", "chain"},
    {"matters/archive.json", "archive"}};

}  // namespace

Result<std::string> assemble_catalogue(const std::vector<std::pair<std::string, std::string_view>>& files) {
    std::map<std::string, Value> parsed;  // sorted: the order of `files` does not show
    for (const auto& [name, bytes] : files) {
        if (!name.ends_with(".json") || (!name.starts_with("matters/") && !name.starts_with("codes/"))) {
            continue;
        }
        auto value = codec::parse_json(bytes, limits::kCatalogueBytesMax);
        if (!value) {
            Error error = std::move(value).error();
            error.where = name + error.where;
            return error;
        }
        parsed.emplace(name, std::move(*value));
    }
    const auto take = [&parsed](const std::string& name) -> Result<Value> {
        const auto at = parsed.find(name);
        if (at == parsed.end()) {
            return fail("catalogue.file", name, "missing");
        }
        Value value = std::move(at->second);
        parsed.erase(at);
        return value;
    };

    Value out;
    ZJ_TRY(const Value index, take(std::string(kIndexFile)));
    codec::Reader r(index);
    out.set("number", r.integer("number", 1, 1'000'000));
    const std::vector<std::string> order = r.strings("matters", 100, 40);
    ZJ_CHECK(r.finish());
    codec::Array matters, codes;
    for (const std::string& code : order) {
        ZJ_TRY(Value matter, take("matters/" + code + ".json"));
        matters.push_back(std::move(matter));
    }
    for (const auto& [file, member] : kMemberFiles) {
        ZJ_TRY(Value value, take(std::string(file)));
        out.set(std::string(member), std::move(value));
    }
    for (auto& [name, value] : parsed) {
        if (!name.starts_with("codes/")) {
            return fail("catalogue.file", name, "not in the index");
        }
        codes.push_back(std::move(value));
    }
    out.set("matters", std::move(matters));
    out.set("codes", std::move(codes));
    ZJ_TRY(const auto checked, Catalogue::from(out));
    return codec::write_json(out);
}

}  // namespace zj::model
