// SPDX-License-Identifier: Apache-2.0
#pragma once
// One group commit: from pushes that wait to durable rows and a signed checkpoint. Lives under the head lock; a group
// that is dropped before commit() leaves nothing behind. A push that would write more than one group
// may (CountyOptions::group_written_max) goes on in the next one.
//
// Durable order (reconcile.md), with what a crash after each step leaves:
//   verified    signatures checked, outside of the head lock           nothing happened; the sender asks again
//   locked      the head is ours, the clock was looked at              nothing happened
//   judged      entries made in memory, on top of the registers        nothing happened
//   begin … entries … checkpoint … commit   one transaction: rows of the log, projections, the signed checkpoint
//                                                                       rolled back by the next open: nothing happened
//   committed   durable, answers not sent                              the sender asks again and gets the same receipt
//   published   memory follows: tree, registers, scopes                (memory only)
// Nothing that was signed leaves before the commit, so a checkpoint that anybody saw is one that the database holds.

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/county/state.hpp"

namespace zj::county {

// One entry on its way into the tables.
struct Draft {
    model::Sealed sealed;
    std::vector<model::RecordPtr> effects;
    const log::ChangeSet* change_set = nullptr;  // of changes; outlives the draft
    const model::Checked* checked = nullptr;     // likewise
    const log::SignedRoot* root = nullptr;       // of root statements; likewise
    std::int64_t root_number = 0;
};

class Group {
public:
    explicit Group(County::State& state)
        : s_(state), overlay_(state.registers), size_before_(state.tree.size()), origin_before_(state.origin) {}

    // Clock, rules, and the ticks that are due: they come before anything else.
    Result<> begin();
    void root(const log::SignedRoot& root, const log::RootStatement& statement);
    // What is not answered yet, as far as the group may write more.
    void push(Waiting& waiting);
    // It has written what one group may, or more by its last change set.
    bool full() const { return written_ >= s_.options.group_written_max; }
    bool empty() const { return drafts_.empty(); }
    std::size_t size() const { return drafts_.size(); }
    // Everything durable, or nothing. An error leaves the group undone.
    Result<> commit();
    // Takes the entries out of memory again; does nothing once they are durable.
    void undo();

    // After the commit, or where there was nothing to commit. Closed doors stand outside the log and are durable before
    // anybody is told.
    void close_doors();
    // Receipts under the newest checkpoint, and what became of held ones: of what this group answered.
    void answer(Waiting& waiting);
    void note_noise();

private:
    struct Place {
        const log::Record* record = nullptr;
        std::uint64_t index = 0;
        std::size_t ordinal = 0;
    };

    Draft& add(model::Judgement judgement, log::EntryKind kind, Time at, std::string_view via, std::optional<Hash> id);
    void tick(Time boundary);
    void finish_ticks();
    sync::PushAnswer one(Waiting& waiting, std::size_t i);
    sync::PushAnswer fork(const log::ChangeSet& change_set, const model::Checked& checked);
    Result<std::string> envelope_at(std::uint64_t index);
    Result<std::optional<std::uint64_t>> known(const model::Checked& checked);
    Result<std::int64_t> refusals(const Hash& ticket);
    void noise(const std::string& kind, const std::string& device, const log::ChangeSet& change_set);
    Result<log::Receipt> receipt(std::uint64_t index);
    Result<> fill(sync::PushAnswer& answer);

    Result<> write_all(const log::Checkpoint& head, const std::string& note);
    Result<> head_is_ours();
    Result<> read_back(Error error, const std::string& note);
    Result<> write(const Draft& draft);
    Result<> write_change(const Draft& draft);
    Result<> write_refusals(const Draft& draft);
    Result<> write_materials(const Draft& draft);
    Result<> write_current();

    County::State& s_;
    model::Overlay overlay_;
    std::uint64_t size_before_;
    std::string origin_before_;
    bool committed_ = false;
    Time now_, at_, last_;
    std::deque<Draft> drafts_;
    std::size_t written_ = 0;                    // bytes of `drafts_`: entries and their records
    std::map<Hash, std::uint64_t> places_;       // change sets of this group's senders → entry
    std::map<std::string_view, Place> newest_;   // by the keys of `drafts_`; in the order of the table they go to
    std::map<Hash, std::int64_t> refused_here_;  // enrolments by ticket
    std::vector<Noticed> noticed_;
    NoticeCounts counts_;                                         // of all noise
    std::map<std::string, std::string, std::less<>> forks_;       // device → evidence
    std::map<std::string, std::string, std::less<>> open_still_;  // doors that could not be closed → why
};

}  // namespace zj::county
