// SPDX-License-Identifier: Apache-2.0
#include "gateway/ops/overview.hpp"

#include "assets/texts.hpp"
#include "shared/codec/json.hpp"

namespace zj::ops {

namespace {

using codec::Object;
using codec::Value;

// Of all that was put, the catalogue alone is read besides the index.
Result<std::shared_ptr<const model::Catalogue>> catalogue_of(const std::optional<Value>& record) {
    const Value* catalogue = record ? record->find("catalogue") : nullptr;
    return catalogue == nullptr ? Result<std::shared_ptr<const model::Catalogue>>(
                                      fail("store.corrupt", "system/catalogue", "no catalogue"))
                                : model::Catalogue::from(*catalogue);
}

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

}  // namespace

Result<Overview> overview(county::County& county, const CountyFacts& facts, Date on) {
    Overview out{nullptr, oversight::Index(facts.county), 0, References(county.log_key())};
    std::optional<Value> catalogue;
    const auto take = [&](const log::Record& record) {
        out.index.put(record);
        if (record.key == "system/catalogue") {
            catalogue = record.value;
        }
        return true;
    };
    ZJ_TRY(out.size, county.size_at(start_of(Date{on.days + 1})));
    const bool current = out.size == county.size();
    ZJ_CHECK(current ? county.each_record("", take) : county.each_record_at(out.size, take));
    ZJ_TRY(out.catalogue, catalogue_of(catalogue));
    ZJ_TRY(const auto uses, county.last_sessions());
    for (const auto& [device, at] : uses) {
        out.index.note_use(device, std::min(date_of(at), on));
    }
    return out;
}

codec::Array evidence_of(const oversight::Finding& finding, const Overview& overview) {
    codec::Array out;
    for (const oversight::Evidence& one : finding.evidence) {
        const auto zh = oversight::shown_args(one, overview.index, *overview.catalogue, true);
        const auto en = oversight::shown_args(one, overview.index, *overview.catalogue, false);
        out.push_back(Object{{"record", overview.references.of(one.record)},
                             {"zh", texts::term(one.text, texts::Lang::zh, zh)},
                             {"en", texts::term(one.text, texts::Lang::en, en)}});
    }
    return out;
}

Result<std::size_t> refresh_findings(county::County& county, const CountyFacts& facts, Date today) {
    ZJ_TRY(const Overview seen, overview(county, facts, today));
    oversight::Warnings warnings;
    warnings.recompute(seen.index, *seen.catalogue, today);
    std::vector<county::FindingRow> rows;
    for (const oversight::Shown& one : oversight::shown(warnings, seen.index)) {
        rows.push_back(row_of(one, seen));
    }
    ZJ_CHECK(county.store_findings(today, seen.size, rows));
    return rows.size();
}

}  // namespace zj::ops
