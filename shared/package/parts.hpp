// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a package shows of one entry: the bodies and records that are the case's, the rest by commitments alone. A shown
// record comes with its path under the entry's `effects`, so that nothing of the others need be told. Pure.

#include <cstdint>
#include <string>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/codec/value.hpp"
#include "shared/log/change_set.hpp"
#include "shared/log/entry.hpp"

namespace zj::package {

struct ShownBody {
    std::size_t n = 0;  // among the header's commitments, from 0
    log::Body body;
};

struct ShownChangeSet {
    log::Envelope envelope;
    std::vector<ShownBody> bodies;  // in order of n
};
codec::Value to_value(const ShownChangeSet& shown);
// json.* with the pointer. What it says is not yet checked against anything.
Result<ShownChangeSet> change_set_from(const codec::Value& value);
// Each body against the header's commitment of its place: "body.commitment".
Result<> check_bodies(const ShownChangeSet& shown, const log::Header& header);

struct ShownRecord {
    std::uint64_t n = 0;  // among the entry's records, from 0
    log::Proof path;
    log::SaltedRecord record;
};

struct ShownRecords {
    std::uint64_t of = 0;  // how many the entry wrote: what the paths are read by, not itself proved
    std::vector<ShownRecord> records;
};
codec::Value to_value(const ShownRecords& shown);
Result<ShownRecords> records_from(const codec::Value& value);
// Those of `all` whose places stand in `places`. REQUIRES: places below all.size().
ShownRecords show(const std::vector<log::SaltedRecord>& all, const std::vector<std::size_t>& places);
// Each record under the entry's commitment: "records.commitment".
Result<> check_records(const ShownRecords& shown, const log::Entry& entry);

}  // namespace zj::package
