// SPDX-License-Identifier: Apache-2.0
// Judging a group and answering for it; group_rows.cpp writes it.
#include "gateway/county/group.hpp"

#include <algorithm>

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"

namespace zj::county {

namespace {

// log.md, Time passes by ticks.
constexpr std::int64_t kBehindMs = 2 * 60 * kSecondMs;
constexpr std::int64_t kPauseMs = 36 * kHourMs;
constexpr std::int64_t kStopMs = 30 * kDayMs;
// Refused envelopes that one group keeps in full; the rest is only counted.
constexpr std::size_t kEvidencePerGroup = 16;
// Refused enrolments under one ticket that the log takes: both sides of a race, and some mistakes. Whoever holds an old
// ticket can make devices without end, and must not fill the log with them.
constexpr std::int64_t kTicketRefusalsMax = 8;

std::string text_of(const log::Envelope& envelope) {
    return codec::write_json(log::to_value(envelope));
}

}  // namespace

sync::PushAnswer later(const Hash& id, std::string code) {
    return {id, "later", std::move(code), 0, {}, {}};
}

Result<> Group::begin() {
    s_.step("locked");
    if (s_.stopped) {
        return fail("county.stopped", {}, "an earlier write did not come to a known end");
    }
    now_ = s_.clock.now();
    if (s_.tree.size() == 0) {
        return {};
    }
    const model::Found rules = overlay_.get("system/rules");
    if (rules.record && rules.record->value.int_or("number") > model::kNewestRules) {
        const std::string number = std::to_string(rules.record->value.int_or("number"));
        return fail("rules.unknown", {}, "rules " + number + " are in force", {number});
    }
    if (now_ - s_.last_entry < -kBehindMs) {
        return fail("clock.behind", {}, format_time(now_) + " is before " + format_time(s_.last_entry));
    }
    const std::int64_t pause = s_.appended ? kPauseMs : kStopMs;
    if (now_ - s_.last_entry > pause && !s_.time_confirmed) {
        return fail("clock.ahead", {}, format_time(now_) + " is long after " + format_time(s_.last_entry));
    }
    at_ = std::max(now_, s_.last_entry);
    last_ = s_.last_entry;
    finish_ticks();
    while (next_tick_boundary(last_) <= at_) {
        tick(next_tick_boundary(last_));
        finish_ticks();
    }
    return {};
}

void Group::root(const log::SignedRoot& root, const log::RootStatement& statement) {
    if (size_before_ == 0) {
        at_ = now_;
    }
    Draft& draft =
        add(s_.judge.root(overlay_, root, statement, at_), log::EntryKind::root, at_, "local", root.envelope.id());
    draft.root = &root;
    draft.root_number = statement.number;
    s_.origin = log::origin_of(statement.county, statement.epoch, statement.simulated.has_value());
}

void Group::push(Waiting& waiting) {
    while (!waiting.finished() && !full()) {
        waiting.answers.push_back(one(waiting, waiting.answers.size()));
    }
}

Draft& Group::add(model::Judgement judgement, log::EntryKind kind, Time at, std::string_view via,
                  std::optional<Hash> id) {
    const model::Found rules = overlay_.get("system/rules");
    const std::int64_t number = rules.record ? rules.record->value.int_or("number", 1) : 1;
    Draft draft;
    draft.sealed = model::seal(judgement, kind, s_.tree.size(), number, at, via, id, s_.scopes, s_.random);
    draft.effects = std::move(judgement.effects);
    written_ += draft.sealed.entry_bytes.size();
    for (const log::SaltedRecord& record : draft.sealed.records) {
        written_ += record.bytes.size();
    }
    for (const model::RecordPtr& record : draft.effects) {
        s_.directory.learn(*record);
    }
    s_.tree.append(log::leaf_hash(as_bytes(draft.sealed.entry_bytes)));
    last_ = at;
    drafts_.push_back(std::move(draft));
    return drafts_.back();
}

void Group::tick(Time boundary) {
    add(s_.judge.tick(overlay_, boundary), log::EntryKind::tick, boundary, "local", {});
}

void Group::finish_ticks() {
    while (s_.judge.tick_again(overlay_, last_)) {
        tick(last_);
    }
}

// Where this change set stands already, in the tables or in this group.
Result<std::optional<std::uint64_t>> Group::known(const model::Checked& checked) {
    if (const auto here = places_.find(checked.id); here != places_.end()) {
        return std::optional(here->second);
    }
    if (checked.header.seq > s_.registers.chain(checked.header.device).seq) {
        return std::optional<std::uint64_t>();
    }
    ZJ_TRY(const auto place, s_.place_of(checked.header.device, checked.header.seq));
    if (!place) {
        return std::optional<std::uint64_t>();
    }
    ZJ_TRY(const std::string bytes, s_.entry_bytes(*place));
    ZJ_TRY(const log::Entry entry, log::parse_entry(bytes));
    return entry.change_set == checked.id ? place : std::optional<std::uint64_t>();
}

sync::PushAnswer Group::one(Waiting& waiting, std::size_t i) {
    const log::ChangeSet& change_set = (*waiting.change_sets)[i];
    model::Checked& checked = waiting.checked[i];
    if (s_.tree.size() == 0) {
        return later(checked.id, "county.empty");
    }
    // Keys that came into the log since, perhaps a line before in this very push.
    if (checked.header_ok && (!checked.device_signed || !checked.person_signed) &&
        waiting.generation != s_.directory.generation()) {
        checked = model::check(change_set, s_.directory);
    }
    const std::string& device = checked.header.device;
    if (checked.header_ok) {
        const auto place = known(checked);
        if (!place) {
            return later(checked.id, place.error().code);
        }
        if (*place) {
            places_.emplace(checked.id, **place);
            return {checked.id, "receipt", {}, 0, {}, {}};
        }
        if (s_.closed_doors.contains(device) || forks_.contains(device)) {
            return {checked.id, "refused", "door.frozen", 0, {}, {}};
        }
    }
    const model::DoorAnswer door = model::at_door(checked, overlay_);
    switch (door.kind) {
        case model::DoorAnswer::append:
            break;
        case model::DoorAnswer::expected:
            return {checked.id, "expected", {}, door.expected_seq, {}, {}};
        case model::DoorAnswer::fork:
            return fork(change_set, checked);
        case model::DoorAnswer::refused:
            noise(door.code, device, change_set);
            return {checked.id, "refused", door.code, 0, {}, {}};
    }
    const bool enrols = checked.header.seq == 1;  // known devices begin with number 2
    if (enrols) {
        const auto refused = refusals(checked.header.prev);
        if (!refused) {
            return later(checked.id, refused.error().code);
        }
        if (*refused >= kTicketRefusalsMax) {
            noise("door.spent", {}, change_set);
            return {checked.id, "refused", "door.spent", 0, {}, {}};
        }
    }
    places_.emplace(checked.id, s_.tree.size());
    Draft& draft = add(s_.judge.change(overlay_, checked, at_), log::EntryKind::change, at_, waiting.via, checked.id);
    draft.change_set = &change_set;
    draft.checked = &checked;
    if (enrols && draft.sealed.entry.verdict == log::Verdict::refused) {
        ++refused_here_[checked.header.prev];
    }
    finish_ticks();
    return {checked.id, "receipt", {}, 0, {}, {}};
}

// Of a change entry, from the tables or this group; empty where there is none.
Result<std::string> Group::envelope_at(std::uint64_t index) {
    if (index >= size_before_) {
        const log::ChangeSet* change_set = drafts_[index - size_before_].change_set;
        return change_set != nullptr ? text_of(change_set->envelope) : std::string();
    }
    store::Statement row = s_.db.prepare("SELECT envelope FROM headers WHERE idx = ?1");
    row.bind(1, static_cast<std::int64_t>(index));
    ZJ_TRY(const bool found, row.step());
    return found ? std::string(row.text(0)) : std::string();
}

// Two change sets of one number, or one that continues another chain: the door is closed, and both envelopes are kept
// for those who freeze the device in the log.
sync::PushAnswer Group::fork(const log::ChangeSet& change_set, const model::Checked& checked) {
    const std::string& device = checked.header.device;
    const model::ChainHead head = overlay_.chain(device);
    const std::uint64_t seq = std::min(checked.header.seq, head.seq);
    std::optional<std::uint64_t> index;
    for (const auto& draft : drafts_) {
        if (draft.checked != nullptr && draft.checked->header.device == device && draft.checked->header.seq == seq) {
            index = draft.sealed.entry.index;
        }
    }
    if (!index) {
        const auto place = s_.place_of(device, seq);
        if (!place) {
            return later(checked.id, place.error().code);
        }
        index = *place;
    }
    const auto first = index ? envelope_at(*index) : Result<std::string>(std::string());
    if (!first) {
        return later(checked.id, first.error().code);
    }
    forks_.emplace(device, "[" + *first + (first->empty() ? "" : ",") + text_of(change_set.envelope) + "]");
    return {checked.id, "fork", "door.fork", 0, {}, {}};
}

// In the tables and in this group.
Result<std::int64_t> Group::refusals(const Hash& ticket) {
    store::Statement row = s_.db.prepare("SELECT n FROM ticket_refusals WHERE ticket = ?1");
    row.bind(1, ticket.view());
    ZJ_TRY(const bool found, row.step());
    const auto here = refused_here_.find(ticket);
    return (found ? row.integer(0) : 0) + (here == refused_here_.end() ? 0 : here->second);
}

void Group::noise(const std::string& kind, const std::string& device, const log::ChangeSet& change_set) {
    // Names that nobody enrolled are not counted apart: whoever makes them up would fill the table.
    const bool named = overlay_.get("device/" + device).presence == model::Presence::present;
    ++counts_[{kind, named ? device : std::string()}];
    if (noticed_.size() < kEvidencePerGroup) {
        noticed_.push_back({kind, named ? device : std::string(), "refused at the door", text_of(change_set.envelope)});
    }
}

Result<> Group::commit() {
    s_.step("judged");
    // The tree is the entries' own: its root is computed from them here, never taken from what was signed before.
    const log::Checkpoint head{s_.origin, s_.tree.size(), s_.tree.root()};
    std::string note = log::sign_checkpoint(head, s_.log_key);
    auto done = s_.db.transaction([&] { return write_all(head, note); });
    // Where the disk lost a write, what can be read back may be gone with the next power cut.
    s_.stopped = s_.stopped || s_.db.lost();
    if (!done && !s_.stopped) {
        done = read_back(std::move(done).error(), note);
    }
    if (!done) {
        undo();
        return done;
    }
    committed_ = true;
    s_.note = std::move(note);
    s_.last_entry = last_;
    s_.appended = true;
    s_.time_confirmed = false;
    s_.scopes.keep();
    overlay_.apply();
    for (const Draft& draft : drafts_) {
        if (draft.root != nullptr) {
            s_.roots.push_back(*draft.root);
        }
        for (const model::RecordPtr& record : draft.effects) {
            s_.note_device(*record);
        }
    }
    s_.step("published");
    return {};
}

void Group::undo() {
    if (committed_) {
        return;
    }
    s_.origin = origin_before_;
    s_.tree.truncate(size_before_);
    s_.scopes.forget();
    overlay_.discard();
}

// The outcome of a failed commit is unknown until the head is read back.
Result<> Group::read_back(Error error, const std::string& note) {
    store::Statement row = s_.db.prepare("SELECT note FROM checkpoints ORDER BY size DESC LIMIT 1");
    const auto found = row.step();
    if (!found) {
        s_.stopped = true;
        return error;
    }
    return *found && row.text(0) == note ? Result<>() : Result<>(std::move(error));
}

void Group::close_doors() {
    for (const auto& [device, evidence] : forks_) {
        if (const auto closed = s_.close_door(device, "fork", evidence); !closed) {
            open_still_.emplace(device, closed.error().code);
        }
    }
}

void Group::answer(Waiting& waiting) {
    for (std::size_t& i = waiting.told; i < waiting.answers.size(); ++i) {
        sync::PushAnswer& answer = waiting.answers[i];
        if (answer.state == "receipt") {
            if (const auto filled = fill(answer); !filled) {
                answer = later(answer.id, filled.error().code);
            }
        } else if (answer.state == "fork" || answer.state == "refused") {
            if (const auto open = open_still_.find(waiting.checked[i].header.device); open != open_still_.end()) {
                answer = later(answer.id, open->second);
            }
        }
    }
}

Result<> Group::fill(sync::PushAnswer& answer) {
    const auto place = places_.find(answer.id);
    ZJ_ASSERT(place != places_.end());
    ZJ_TRY(answer.receipt, receipt(place->second));
    if (place->second >= size_before_) {
        const log::Verdict verdict = drafts_[place->second - size_before_].sealed.entry.verdict;
        if (verdict == log::Verdict::applied || verdict == log::Verdict::merged) {
            return {};  // final, and no outcome is written of it
        }
    }
    const model::Found outcome = s_.registers.get("outcome/" + codec::hex(answer.id));
    if (outcome.presence == model::Presence::present) {
        answer.outcome = outcome.record->value;
    }
    return {};
}

Result<log::Receipt> Group::receipt(std::uint64_t index) {
    if (index < size_before_) {
        return s_.receipt(index);
    }
    return log::Receipt{drafts_[index - size_before_].sealed.entry_bytes,
                        log::write_tlog_proof({index, s_.tree.inclusion(index, s_.tree.size()), s_.note})};
}

void Group::note_noise() {
    if (!counts_.empty()) {
        // Only remembered: a disk that is full must not keep the others from their answers.
        static_cast<void>(s_.note_incidents(noticed_, counts_));
    }
}

}  // namespace zj::county
