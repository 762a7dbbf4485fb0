// SPDX-License-Identifier: Apache-2.0
#include "gateway/ops/overview.hpp"

#include "shared/codec/json.hpp"

namespace zj::ops {

namespace {

using codec::Value;

using Rows = std::map<std::string, county::FindingRow>;

// From scratch, by id.
Rows rows_of(const Overview& seen, Date today) {
    oversight::Warnings warnings;
    warnings.recompute(seen.index, *seen.catalogue, today);
    Rows out;
    for (const oversight::Shown& one : oversight::shown(warnings, seen.index)) {
        county::FindingRow row = row_of(one, seen);
        out.emplace(row.id, std::move(row));
    }
    return out;
}

}  // namespace

county::FindingRow row_of(const oversight::Shown& one, const Overview& seen) {
    const oversight::Finding& finding = one.finding;
    return {seen.references.of(finding),
            finding.rule,
            std::string(oversight::level_name(finding.level)),
            finding.unit,
            seen.references.of(finding.subject),
            format_date(finding.since),
            format_date(one.due),
            one.owner,
            std::string(oversight::handled_name(one.handled)),
            codec::write_json(Value(evidence_of(finding, seen)))};
}

Result<std::shared_ptr<const model::Catalogue>> catalogue_of(const log::Record& record) {
    const Value* catalogue = record.value.find("catalogue");
    return catalogue == nullptr ? Result<std::shared_ptr<const model::Catalogue>>(
                                      fail("store.corrupt", "system/catalogue", "no catalogue"))
                                : model::Catalogue::from(*catalogue);
}

Result<Overview> overview(county::County& county, const CountyFacts& facts, Date on) {
    ZJ_TRY(const std::uint64_t size, county.size_at(start_of(Date{on.days + 1})));
    ZJ_TRY(const auto uses, county.last_sessions());
    county::DeviceDays days;
    for (const auto& [device, at] : uses) {
        days.emplace(device, std::min(date_of(at), on));
    }
    return overview_at(county, facts, size, days);
}

Result<Overview> overview_at(county::County& county, const CountyFacts& facts, std::uint64_t size,
                             const county::DeviceDays& uses) {
    Overview out{nullptr, oversight::Index(facts.county), size, References(county.log_key())};
    std::optional<log::Record> catalogue;
    const auto take = [&](const log::Record& record) {
        out.index.put(record);
        if (record.key == "system/catalogue") {
            catalogue = record;
        }
        return true;
    };
    const bool current = out.size == county.size();
    ZJ_CHECK(current ? county.each_record("", take) : county.each_record_at(out.size, take));
    if (!catalogue) {
        return fail("store.corrupt", "system/catalogue", "no catalogue");
    }
    ZJ_TRY(out.catalogue, catalogue_of(*catalogue));
    for (const auto& [device, day] : uses) {
        out.index.note_use(device, day);
    }
    return out;
}

codec::Array evidence_of(const oversight::Finding& finding, const Overview& overview) {
    return oversight::shown_evidence(finding, overview.index, *overview.catalogue,
                                     [&](const std::string& record) { return overview.references.of(record); });
}

Result<std::size_t> refresh_findings(county::County& county, county::WarningTable& table, const CountyFacts& facts,
                                     Date today) {
    ZJ_TRY(const county::DeviceDays uses, table.uses(today));
    ZJ_TRY(const Overview seen, overview_at(county, facts, county.size(), uses));
    const Rows rows = rows_of(seen, today);
    ZJ_TRY(const auto stored, table.rows());
    county::WarningChange change;
    for (const auto& [id, row] : rows) {
        if (const auto at = stored.find(id); at == stored.end() || at->second != row.digest()) {
            change.put.push_back(row);
        }
    }
    for (const auto& [id, digest] : stored) {
        if (!rows.contains(id)) {
            change.gone.push_back(id);
        }
    }
    ZJ_CHECK(table.write(change, {today, seen.size, uses}));
    return rows.size();
}

Result<std::vector<std::string>> findings_astray(county::County& county, county::WarningTable& table,
                                                 const CountyFacts& facts) {
    ZJ_TRY(const auto run, table.run());
    ZJ_TRY(auto stored, table.rows());
    const std::uint64_t size = county.size();
    if (run && run->size > size) {
        return std::vector{"warning_run: shows " + std::to_string(run->size) + " entries of " + std::to_string(size)};
    }
    Rows rows;
    if (run && run->size > 0) {
        ZJ_TRY(const Overview seen, overview_at(county, facts, run->size, run->uses));
        rows = rows_of(seen, run->on);
    }
    std::vector<std::string> out;
    for (const auto& [id, row] : rows) {
        const auto at = stored.find(id);
        if (at == stored.end()) {
            out.push_back("warning_finding: " + id + " is missing");
            continue;
        }
        if (at->second != row.digest()) {
            out.push_back("warning_finding: " + id + " differs from what the log gives");
        }
        stored.erase(at);
    }
    for (const auto& [id, digest] : stored) {
        out.push_back("warning_finding: the log does not give " + id);
    }
    return out;
}

}  // namespace zj::ops
