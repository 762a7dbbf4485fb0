// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/opening.hpp"

#include <map>
#include <set>

namespace zj::work {

namespace {

// persons.csv of a county with 10^4 persons has some 3 MiB; ten times that is no table of ours.
constexpr std::size_t kTableBytesMax = 32 * 1024 * 1024;

using Tables = std::map<std::string, std::string, std::less<>>;

Result<Tables> read_tables(const std::string& folder) {
    Tables out;
    for (const model::OpeningTable& table : model::opening_tables()) {
        const std::string path = folder + "/" + table.file;
        if (!vault::exists(path)) {
            continue;  // told with all other faults
        }
        auto bytes = vault::read_file(path, kTableBytesMax);
        if (!bytes) {
            return fail("file.read", path, bytes.error().detail);
        }
        out[table.file] = as_text(*bytes);
    }
    return out;
}

std::string unit_of(const codec::Value& body) {
    const codec::Value* unit = body.find("unit");
    return unit == nullptr ? std::string() : std::string(unit->str_or("unit_code"));
}

std::set<std::string> signed_units(vault::Vault& vault) {
    std::set<std::string> out;
    for (const vault::Sent& sent : vault.outbox()) {
        for (const codec::Value& intent : sent.intents) {
            if (sent.state != "refused" && intent.str_or("do") == "register.open") {
                out.insert(unit_of(intent));
            }
        }
    }
    return out;
}

}  // namespace

Result<codec::Value> import_opening(const Context& context, const std::string& folder, std::size_t units_max,
                                    std::vector<model::OpeningFault>& faults) {
    vault::Vault& vault = context.vault;
    ZJ_TRY(const auto catalogue, vault.catalogue());
    context.tell("read");
    ZJ_TRY(const Tables tables, read_tables(folder));
    model::Opening opening = model::parse_opening(*catalogue, tables);
    faults = std::move(opening.faults);
    if (!faults.empty()) {
        return fail("opening.faults", folder, std::to_string(faults.size()) + " faults",
                    {std::to_string(faults.size())});
    }
    const std::set<std::string> before = signed_units(vault);
    const std::size_t wanted = units_max == 0 ? opening.bodies.size() : std::min(units_max, opening.bodies.size());
    std::size_t made = 0, skipped = 0, persons = 0;
    for (std::size_t i = 0; i < wanted && !context.stopped(); ++i) {
        context.tell("open", i, wanted);
        codec::Value& body = opening.bodies[i];
        const std::string unit = unit_of(body);
        if (before.contains(unit) || vault.record("unit/" + unit)) {
            ++skipped;
            continue;
        }
        body.set("do", "register.open").set("base", codec::Object{});
        persons += body.items("persons").size();
        ZJ_CHECK(sign(vault, {std::move(body)}));
        ++made;
    }
    return codec::Value(codec::Object{{"units", opening.bodies.size()},
                                      {"signed", made},
                                      {"skipped", skipped},
                                      {"left", wanted - made - skipped},
                                      {"persons", persons}});
}

}  // namespace zj::work
