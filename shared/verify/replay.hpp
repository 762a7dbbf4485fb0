// SPDX-License-Identifier: Apache-2.0
#pragma once
// What needs the entries before: order, sequence, keys in force, times, and the judge itself run again.

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "shared/log/merkle.hpp"
#include "shared/model/judge.hpp"
#include "shared/model/registers.hpp"
#include "shared/verify/decode.hpp"
#include "shared/verify/manifest.hpp"
#include "shared/verify/report.hpp"

namespace zj::verify {

class Replay {
public:
    Replay(const Anchors& anchors, Report& report) : anchors_(anchors), report_(report) {}

    // In order of index, without gaps.
    void take(const Decoded& decoded);
    const log::Tree& tree() const { return tree_; }
    Time last_received() const { return last_; }
    const std::set<std::string>& blobs() const { return blobs_; }
    const std::map<std::string, std::uint64_t>& scope_numbers() const { return scope_numbers_; }
    std::size_t roots_seen() const { return roots_seen_; }
    Hash digest() const;
    std::uint64_t current_records() const { return current_.size(); }

private:
    void find(Check check, std::string file, const Decoded& decoded, std::string rule, std::string evidence);
    void check_time(const Decoded& decoded);
    void check_shape(const Decoded& decoded);
    void check_rules(const Decoded& decoded);
    std::optional<model::Judgement> judge(const Decoded& decoded);
    std::optional<model::Judgement> judge_tick(const Decoded& decoded);
    std::optional<model::Judgement> judge_root(const Decoded& decoded);
    void compare(const Decoded& decoded, const model::Judgement& judgement);
    void note_unshown(const Decoded& decoded);
    void note_times(const Decoded& decoded);
    void note_seen(const Decoded& decoded);

    const Anchors& anchors_;
    Report& report_;
    log::Tree tree_;
    model::MemoryRegisters registers_;
    model::Judge judge_;
    Time last_{};
    std::size_t roots_seen_ = 0;
    std::map<std::string, std::uint64_t> scope_numbers_;
    std::unordered_map<std::string, Hash> current_;       // record key → commitment of its newest version
    std::unordered_map<std::string, Time> written_;       // device → newest written_at
    std::unordered_map<std::uint64_t, Hash> seen_roots_;  // size → root, of the sizes that headers name
    std::set<std::string> blobs_;
};

}  // namespace zj::verify
