// SPDX-License-Identifier: Apache-2.0
#include "shared/verify/replay.hpp"

#include <algorithm>
#include <utility>

namespace zj::verify {
namespace {

// Times worth a look (check 6); none of them fails anything, since device time is shown and never trusted.
constexpr std::int64_t kAheadMs = 10 * 60 * kSecondMs;  // as for a cosignature just received (log.md)
constexpr std::int64_t kDelayMs = 30 * kDayMs;          // the default offline lease
constexpr std::int64_t kJumpMs = 36 * kHourMs;          // beyond it a running gateway must have stopped

std::string short_of(std::string_view bytes) {
    constexpr std::size_t kShown = 160;
    return bytes.size() <= kShown ? std::string(bytes) : std::string(bytes.substr(0, kShown)) + "…";
}

}  // namespace

void Replay::find(Check check, std::string file, const Decoded& decoded, std::string rule, std::string evidence) {
    report_.find(check, std::move(file), decoded.index, std::move(rule), std::move(evidence));
}

void Replay::take(const Decoded& decoded) {
    for (const Finding& finding : decoded.findings) {
        report_.find(finding.check, finding.file, finding.entry, finding.rule, finding.evidence);
    }
    tree_.append(decoded.leaf);
    ++report_.entries;
    ++report_.checked[static_cast<std::size_t>(Check::entries)];
    if (!decoded.entry) {
        return;
    }
    const log::Entry& entry = *decoded.entry;
    report_.verdicts[std::string(log::to_text(entry.verdict))] += entry.kind == log::EntryKind::change;
    check_time(decoded);
    check_shape(decoded);
    blobs_.insert(decoded.blobs.begin(), decoded.blobs.end());
    if (entry.kind == log::EntryKind::change) {
        ++report_.changes;
        report_.signatures += decoded.signatures;
        ++report_.checked[static_cast<std::size_t>(Check::headers)];
        note_unshown(decoded);
        note_times(decoded);
        note_seen(decoded);
    }
    report_.records += decoded.records.size();
    report_.checked[static_cast<std::size_t>(Check::contents)] += decoded.records.size() + decoded.scopes.size();
    if (const auto judgement = judge(decoded)) {
        ++report_.checked[static_cast<std::size_t>(Check::replay)];
        compare(decoded, *judgement);
    }
    last_ = entry.received_at;
}

void Replay::check_time(const Decoded& decoded) {
    const log::Entry& entry = *decoded.entry;
    ++report_.checked[static_cast<std::size_t>(Check::times)];
    if (entry.received_at < last_) {
        find(Check::times, "entries.ndjson", decoded, "entry.time",
             format_time(entry.received_at) + " is before " + format_time(last_));
    }
    const auto& simulated = anchors_.roots.front().simulated;
    if (simulated && entry.received_at < simulated->until) {
        report_.simulated_until = decoded.index + 1;
    } else if (entry.via == "simulated") {
        find(Check::times, "entries.ndjson", decoded, "entry.simulated",
             "simulated time outside the span that root statement 1 grants");
    }
    if (decoded.index > 0 && entry.received_at - last_ > kJumpMs) {
        report_.note(decoded.index, "time.jump", format_time(last_) + " → " + format_time(entry.received_at));
    }
}

// Members of the entry that no verdict depends on, and that must not say anything else for that.
void Replay::check_shape(const Decoded& decoded) {
    const log::Entry& entry = *decoded.entry;
    const bool named = entry.kind == log::EntryKind::change || entry.kind == log::EntryKind::root;
    if (entry.change_set.has_value() != named) {
        find(Check::entries, "entries.ndjson", decoded, "entry.change_set",
             named ? "a change or root names nothing" : "a tick or seal names a change set");
    }
    const bool carried = entry.via == "net" || entry.via == "usb";
    if (entry.via != "simulated" && carried != (entry.kind == log::EntryKind::change)) {
        find(Check::entries, "entries.ndjson", decoded, "entry.via",
             std::string(log::to_text(entry.kind)) + " via " + entry.via);
    }
}

// The view that the author had seen, against this log. Not a fault of the log by itself, since a device may claim
// anything; but a signed view of another log is evidence of two logs.
void Replay::note_seen(const Decoded& decoded) {
    if (!decoded.checked || !decoded.checked->header_ok) {
        return;
    }
    const log::Header& header = decoded.checked->header;
    const log::Seen& seen = header.seen;
    if (seen.size == 0) {
        return;
    }
    if (seen.size > decoded.index) {
        report_.note(decoded.index, "seen.size", header.device + " had seen " + std::to_string(seen.size) + " entries");
        return;
    }
    auto known = seen_roots_.find(seen.size);
    if (known == seen_roots_.end()) {
        known = seen_roots_.emplace(seen.size, tree_.root(seen.size)).first;
    }
    if (known->second != seen.root) {
        report_.note(decoded.index, "seen.root",
                     header.device + " had seen another log of size " + std::to_string(seen.size));
    }
}

// Where the county says that a body was broken or a signature missing, nothing shows that it came so: the author's
// device keeps what it signed.
void Replay::note_unshown(const Decoded& decoded) {
    const std::string& code = decoded.entry->code;
    if (decoded.entry->verdict == log::Verdict::refused && (code == "D1" || code == "D4")) {
        report_.note(decoded.index, code == "D1" ? "person.unsigned" : "body.foreign",
                     code == "D1" ? "refused for want of the person's signature: ask whose it is"
                                  : "refused for its bodies: those that stand here are not what was signed");
    }
}

void Replay::note_times(const Decoded& decoded) {
    if (!decoded.checked || !decoded.checked->header_ok) {
        return;
    }
    const log::Header& header = decoded.checked->header;
    const Time received = decoded.entry->received_at;
    Time& newest = written_[header.device];
    if (header.written_at < newest) {
        report_.note(decoded.index, "time.rollback",
                     header.device + " wrote " + format_time(header.written_at) + " after " + format_time(newest));
    }
    newest = std::max(newest, header.written_at);
    if (header.written_at - received > kAheadMs) {
        report_.note(
            decoded.index, "time.ahead",
            header.device + " wrote " + format_time(header.written_at) + ", received " + format_time(received));
    }
    if (received - header.written_at > kDelayMs) {
        report_.note(
            decoded.index, "time.delayed",
            header.device + " wrote " + format_time(header.written_at) + ", received " + format_time(received));
    }
}

std::optional<model::Judgement> Replay::judge_tick(const Decoded& decoded) {
    const Time at = decoded.entry->received_at;
    const bool again = at == last_ && judge_.tick_again(registers_, at);
    if (!again && at != next_tick_boundary(last_)) {
        find(Check::replay, "entries.ndjson", decoded, "tick.boundary",
             "a tick must move to " + format_time(next_tick_boundary(last_)));
        return std::nullopt;
    }
    return judge_.tick(registers_, at);
}

std::optional<model::Judgement> Replay::judge_root(const Decoded& decoded) {
    if (roots_seen_ >= anchors_.roots.size()) {
        find(Check::roots, "entries.ndjson", decoded, "root.unknown", "the bundle holds no statement for this entry");
        return std::nullopt;
    }
    const std::size_t i = roots_seen_++;
    if (decoded.entry->change_set != anchors_.signed_roots[i].envelope.id()) {
        find(Check::roots, "entries.ndjson", decoded, "root.id", "the entry names another statement");
        return std::nullopt;
    }
    model::Judgement out =
        judge_.root(registers_, anchors_.signed_roots[i], anchors_.roots[i], decoded.entry->received_at);
    check_rules(decoded);  // genesis brings its own
    return out;
}

// An entry says under which rules it was judged; the record says which are in force.
void Replay::check_rules(const Decoded& decoded) {
    const model::Found rules = registers_.get("system/rules");
    const std::int64_t number = rules.record ? rules.record->value.int_or("number") : 0;
    if (number != decoded.entry->rules) {
        find(Check::replay, "entries.ndjson", decoded, "entry.rules",
             "rules " + std::to_string(decoded.entry->rules) + " where " + std::to_string(number) + " are in force");
    } else if (decoded.entry->rules > model::kNewestRules) {
        find(Check::replay, "entries.ndjson", decoded, "rules.unknown",
             "this program knows rules up to " + std::to_string(model::kNewestRules) + ": verify with a newer one");
    }
}

std::optional<model::Judgement> Replay::judge(const Decoded& decoded) {
    const log::Entry& entry = *decoded.entry;
    if (entry.kind != log::EntryKind::root) {
        check_rules(decoded);
    }
    if (decoded.index > 0 && entry.kind != log::EntryKind::tick) {
        // Ticks come before anything else at or after their boundary (log.md, Time passes by ticks).
        if (entry.received_at >= next_tick_boundary(last_) || judge_.tick_again(registers_, last_)) {
            find(Check::replay, "entries.ndjson", decoded, "tick.missing", "a tick was due before this entry");
        }
    }
    switch (entry.kind) {
        case log::EntryKind::tick:
            return judge_tick(decoded);
        case log::EntryKind::root:
            return judge_root(decoded);
        case log::EntryKind::change:
            break;
        case log::EntryKind::seal:
            find(Check::replay, "entries.ndjson", decoded, "entry.kind", "seals are not part of rules 1");
            return std::nullopt;
    }
    if (!decoded.checked) {
        return std::nullopt;
    }
    const model::DoorAnswer door = model::at_door(*decoded.checked, registers_);
    if (door.kind != model::DoorAnswer::append) {
        const std::string evidence =
            door.kind == model::DoorAnswer::expected ? "number " + std::to_string(door.expected_seq) + " was due"
            : door.kind == model::DoorAnswer::fork   ? "another change set of this number is in the log"
                                                     : door.code;
        find(Check::headers, "headers.ndjson", decoded, "header.sequence", evidence);
        return std::nullopt;
    }
    return judge_.change(registers_, *decoded.checked, entry.received_at);
}

void Replay::compare(const Decoded& decoded, const model::Judgement& judgement) {
    const log::Entry& entry = *decoded.entry;
    if (judgement.verdict != entry.verdict || judgement.code != entry.code) {
        find(Check::replay, "entries.ndjson", decoded, "replay.verdict",
             std::string(log::to_text(entry.verdict)) + " " + entry.code + ", recomputed " +
                 std::string(log::to_text(judgement.verdict)) + " " + judgement.code + " " + judgement.detail);
    }
    const std::string path = shard_path("records", decoded.index);
    if (judgement.effects.size() != decoded.records.size()) {
        find(Check::replay, path, decoded, "replay.effects",
             std::to_string(decoded.records.size()) + " records, recomputed " +
                 std::to_string(judgement.effects.size()));
    }
    const std::size_t n = std::min(judgement.effects.size(), decoded.records.size());
    for (std::size_t i = 0; i < n; ++i) {
        const std::string expected = log::write_record(*judgement.effects[i]);
        if (expected != decoded.records[i].bytes) {
            find(Check::replay, path, decoded, "replay.record",
                 short_of(decoded.records[i].bytes) + " recomputed " + short_of(expected));
            break;
        }
        current_[judgement.effects[i]->key] = decoded.commitments[i];
    }
    std::vector<std::string> names;
    for (const log::ScopeItem& scope : decoded.scopes) {
        names.push_back(scope.scope);
        if (scope.n != ++scope_numbers_[scope.scope]) {
            find(Check::replay, path, decoded, "replay.scope_number",
                 scope.scope + " numbered " + std::to_string(scope.n));
        }
    }
    if (names != judgement.scopes) {
        find(Check::replay, path, decoded, "replay.scopes", "other scopes see this entry");
    }
}

Hash Replay::digest() const {
    std::vector<std::pair<std::string_view, const Hash*>> sorted;
    sorted.reserve(current_.size());
    for (const auto& [key, commitment] : current_) {
        sorted.emplace_back(key, &commitment);
    }
    std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<Hash> commitments;
    commitments.reserve(sorted.size());
    for (const auto& [key, commitment] : sorted) {
        commitments.push_back(*commitment);
    }
    return model::register_digest(commitments);
}

}  // namespace zj::verify
