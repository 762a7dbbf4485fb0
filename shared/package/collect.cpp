// SPDX-License-Identifier: Apache-2.0
#include "shared/package/collect.hpp"

#include <algorithm>
#include <utility>

#include "shared/codec/json.hpp"

namespace zj::package {
namespace {

constexpr std::string_view kKeyMember = R"({"key":")";  // records are canonical: this comes first

// Both entries show records of one entry: in order of their places, each once.
void merge(ShownRecords more, ShownRecords& into) {
    into.of = std::max(into.of, more.of);
    for (ShownRecord& one : more.records) {
        const auto at = std::lower_bound(into.records.begin(), into.records.end(), one.n,
                                         [](const ShownRecord& a, std::uint64_t n) { return a.n < n; });
        if (at == into.records.end() || at->n != one.n) {
            into.records.insert(at, std::move(one));
        }
    }
}

void merge(std::pair<std::uint64_t, Picked> from, std::map<std::uint64_t, Picked>& into) {
    const auto [at, added] = into.try_emplace(from.first, std::move(from.second));
    if (!added) {
        merge(std::move(from.second.records), at->second.records);
    }
}

}  // namespace

Collector::Collector(std::string_view case_key, std::string_view unit)
    : scope_(case_key), unit_key_("unit/" + std::string(unit)), id_(scope_.archive_key().substr(8)) {}

// A look at the text first: most of a log is none of this case's, and parsing is what takes the time.
bool Collector::may_matter(const std::string& record) const {
    const std::string_view key = std::string_view(record).substr(std::min(kKeyMember.size(), record.size()));
    return key.starts_with("device/") || key.starts_with("key/") || key.starts_with(unit_key_ + "\"") ||
           record.find(id_) != std::string::npos;
}

Result<> Collector::take(const LogEntry& entry) {
    const std::uint64_t index = next_++;
    if (entry.bytes.find(R"("kind":"root")") != std::string::npos) {
        out_.entries[index].bytes = entry.bytes;
        out_.roots_before += closed_ ? 0 : 1;
    }
    return closed_ ? Result<>() : take_records(index, entry);
}

Result<> Collector::take_records(std::uint64_t index, const LogEntry& entry) {
    std::vector<std::size_t> places;
    for (std::size_t n = 0; n < entry.records.size(); ++n) {
        if (!may_matter(entry.records[n].bytes)) {
            continue;
        }
        ZJ_TRY(const log::Record record, log::parse_record(entry.records[n].bytes));
        const bool key = record.key.starts_with("device/") || record.key.starts_with("key/");
        if (key && record.version == 1) {
            keys_.insert_or_assign(record.key,
                                   std::pair{index, Picked{entry.bytes, false, {}, show(entry.records, {n})}});
        } else if (record.key == unit_key_) {
            unit_ = std::pair{index, Picked{entry.bytes, false, {}, show(entry.records, {n})}};
        } else if (scope_.owns(record)) {
            scope_.note(record);
            places.push_back(n);
            closed_ = closed_ || record.key == scope_.archive_key();
        }
    }
    if (closed_) {
        out_.archived = index;
    }
    return places.empty() ? Result<>() : take_case(index, entry, places);
}

Result<> Collector::take_case(std::uint64_t index, const LogEntry& entry, const std::vector<std::size_t>& places) {
    Picked picked{entry.bytes, true, {}, show(entry.records, places)};
    if (entry.change_set) {
        ZJ_TRY(const log::ChangeSet change_set, entry.change_set());
        ZJ_TRY(const log::Header header, log::parse_header(change_set.envelope.payload));
        picked.change_set = ShownChangeSet{change_set.envelope, {}};
        for (std::size_t i = 0; i < change_set.bodies.size(); ++i) {
            const log::Body& body = change_set.bodies[i];
            const auto intent = codec::parse_json(body.bytes, limits::kBodyBytesMax);
            if (intent && scope_.owns(*intent, header, i)) {
                picked.change_set->bodies.push_back({i, body});
            }
        }
        if (picked.change_set->bodies.empty()) {
            picked.change_set.reset();  // somebody else's act, which only let go of what the case waits for
        } else {
            authors_.insert({"device/" + header.device, "key/" + header.key});
        }
    }
    merge({index, std::move(picked)}, out_.entries);
    return {};
}

Result<Collected> Collector::finish() {
    if (!closed_) {
        return fail("package.none", scope_.case_key(), "no entry has closed a file of this case");
    }
    for (const std::string& author : authors_) {
        if (const auto known = keys_.find(author); known != keys_.end()) {
            merge(known->second, out_.entries);
        }
    }
    if (unit_) {
        merge(std::move(*unit_), out_.entries);
    }
    return std::move(out_);
}

Result<CaseEntry> case_entry(const CaseScope& scope, std::string_view bytes, const ShownChangeSet* change_set,
                             const ShownRecords& records) {
    CaseEntry out;
    ZJ_TRY(out.entry, log::parse_entry(bytes));
    if (change_set != nullptr) {
        ZJ_TRY(out.header, log::parse_header(change_set->envelope.payload));
        for (const ShownBody& one : change_set->bodies) {
            ZJ_TRY(codec::Value intent, codec::parse_canonical(one.body.bytes, limits::kBodyBytesMax));
            out.intents.push_back(std::move(intent));
        }
    }
    for (const ShownRecord& one : records.records) {
        ZJ_TRY(log::Record record, log::parse_record(one.record.bytes));
        if (scope.owns(record)) {
            out.records.push_back(std::move(record));
        }
    }
    return out;
}

}  // namespace zj::package
