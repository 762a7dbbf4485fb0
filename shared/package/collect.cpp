// SPDX-License-Identifier: Apache-2.0
#include "shared/package/collect.hpp"

#include <algorithm>
#include <utility>

#include "shared/codec/json.hpp"

namespace zj::package {
namespace {

constexpr std::string_view kKeyMember = R"({"key":")";  // records are canonical: this comes first
constexpr std::string_view kHeld = R"("verdict":"held")";

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
    : unit_key_("unit/" + std::string(unit)), out_{CaseScope(case_key), {}, 0, 0} {
    id_ = out_.scope.archive_key().substr(8);
}

// A look at the text first: most of a log is none of this case's, and parsing is what takes the time.
bool Collector::may_matter(const std::string& record) const {
    const std::string_view begins = std::string_view(record).substr(std::min(kKeyMember.size(), record.size()));
    const std::string_view key = begins.substr(0, begins.find('"'));
    return key.starts_with("device/") || key.starts_with("key/") || key == unit_key_ || out_.scope.noted(key) ||
           record.find(id_) != std::string::npos;
}

Result<> Collector::take(const LogEntry& entry) {
    const std::uint64_t index = next_++;
    if (entry.bytes.find(R"("kind":"root")") != std::string::npos) {
        out_.entries[index].bytes = entry.bytes;
        out_.roots_before += closed_ ? 0 : 1;
    }
    return take_records(index, entry);
}

Result<> Collector::take_records(std::uint64_t index, const LogEntry& entry) {
    std::optional<ShownChangeSet> held;
    if (entry.change_set && entry.bytes.find(kHeld) != std::string::npos) {
        ZJ_TRY(held, shown_of(entry));
    }
    const bool was_closed = closed_;
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
        } else if (record.key == unit_key_ && !was_closed) {
            unit_ = std::pair{index, Picked{entry.bytes, false, {}, show(entry.records, {n})}};
        } else if (was_closed ? out_.scope.owns_after_closing(record) : out_.scope.owns(record)) {
            out_.scope.note(record);
            places.push_back(n);
            closed_ = closed_ || record.key == out_.scope.archive_key();
        }
    }
    if (closed_ && !was_closed) {
        out_.archived = index;
    }
    if (places.empty() && !held) {
        return {};
    }
    if (!held && entry.change_set) {
        ZJ_TRY(held, shown_of(entry));
    }
    take_case(index, entry, places, std::move(held));
    return {};
}

// Its bodies that are the case's; nothing where it has none: somebody else's act, which only let go of what the case
// waits for.
Result<std::optional<ShownChangeSet>> Collector::shown_of(const LogEntry& entry) {
    ZJ_TRY(const log::ChangeSet change_set, entry.change_set());
    ZJ_TRY(const log::Header header, log::parse_header(change_set.envelope.payload));
    const bool held = entry.bytes.find(kHeld) != std::string::npos;
    ShownChangeSet out{change_set.envelope, {}};
    for (std::size_t i = 0; i < change_set.bodies.size(); ++i) {
        const log::Body& body = change_set.bodies[i];
        const auto intent = codec::parse_json(body.bytes, limits::kBodyBytesMax);
        if (!intent || !out_.scope.owns(*intent, header, i)) {
            continue;
        }
        out.bodies.push_back({i, body});
        if (held) {
            out_.scope.note_held(change_set.envelope.id(), header, i);
        }
    }
    if (out.bodies.empty()) {
        return std::optional<ShownChangeSet>();
    }
    authors_.insert({"device/" + header.device, "key/" + header.key});
    return std::optional(std::move(out));
}

void Collector::take_case(std::uint64_t index, const LogEntry& entry, const std::vector<std::size_t>& places,
                          std::optional<ShownChangeSet> change_set) {
    merge({index, Picked{entry.bytes, true, std::move(change_set), show(entry.records, places)}}, out_.entries);
}

Result<Collected> Collector::finish() {
    if (!closed_) {
        return fail("package.none", out_.scope.case_key(), "no entry has closed a file of this case");
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
