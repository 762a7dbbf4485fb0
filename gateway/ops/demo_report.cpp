// SPDX-License-Identifier: Apache-2.0
#include "gateway/ops/demo_report.hpp"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "shared/codec/json.hpp"
#include "shared/store/files.hpp"

namespace zj::ops {

namespace {

using codec::Array;
using codec::Object;
using codec::Value;

// Some twenty mistakes of one line each; a year plants no more.
constexpr std::size_t kPlantedBytesMax = 1024 * 1024;

using Pairs = std::vector<std::pair<std::string, std::string>>;  // rule and unit, sorted; one as often as it was found

Result<Pairs> planted_in(const std::string& folder) {
    const std::string path = path_in(folder, "planted.json");
    if (!store::exists(path)) {
        return fail("demo.none", folder, "no planted.json", {folder});
    }
    ZJ_TRY(const Bytes bytes, store::read_file(path, kPlantedBytesMax));
    ZJ_TRY(const Value all, codec::parse_json(as_text(bytes), kPlantedBytesMax));
    Pairs out;
    if (all.is_array()) {
        for (const Value& one : all.array()) {
            for (const Value& rule : one.items("rules")) {
                out.emplace_back(rule.is_string() ? rule.string() : std::string(), std::string(one.str_or("unit")));
            }
        }
    }
    std::sort(out.begin(), out.end());
    return out;
}

Pairs found_in(const Value& report) {
    Pairs out;
    const Value* warnings = report.find("warnings");
    for (const Value& one : warnings == nullptr ? Array{} : warnings->items("items")) {
        if (one.str_or("rule") != "W04" || one.str_or("level") == "red") {
            out.emplace_back(std::string(one.str_or("rule")), std::string(one.str_or("unit")));
        }
    }
    std::sort(out.begin(), out.end());
    return out;
}

Array to_array(const Pairs& pairs) {
    Array out;
    for (const auto& [rule, unit] : pairs) {
        out.push_back(Object{{"rule", rule}, {"unit", unit}});
    }
    return out;
}

Result<Date> last_day(county::County& county, const std::string& folder) {
    const std::vector<log::SignedRoot> roots = county.roots();
    if (!roots.empty()) {
        ZJ_TRY(const log::RootStatement first, log::parse_root_statement(roots.front().envelope.payload));
        if (first.simulated) {
            return date_of(first.simulated->until);
        }
    }
    return fail("demo.none", folder, "no simulated time", {folder});
}

}  // namespace

Result<Value> demo_report(county::County& county, const CountyFacts& facts, const std::string& folder) {
    Reporting reporting;
    ZJ_TRY(reporting.on, last_day(county, folder));
    ZJ_TRY(const Pairs planted, planted_in(folder));
    ZJ_TRY(Value out, report(county, facts, reporting));
    const Pairs told = found_in(out);
    Pairs found, missing, beyond;
    std::set_intersection(planted.begin(), planted.end(), told.begin(), told.end(), std::back_inserter(found));
    std::set_difference(planted.begin(), planted.end(), told.begin(), told.end(), std::back_inserter(missing));
    std::set_difference(told.begin(), told.end(), planted.begin(), planted.end(), std::back_inserter(beyond));
    return out.set("planted", Object{{"exact", missing.empty() && beyond.empty()},
                                     {"found", to_array(found)},
                                     {"missing", to_array(missing)},
                                     {"beyond", to_array(beyond)}});
}

}  // namespace zj::ops
