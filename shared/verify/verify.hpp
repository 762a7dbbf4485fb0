// SPDX-License-Identifier: Apache-2.0
#pragma once
// The auditor's library: all six checks of log.md over an audit bundle, streaming, on all cores, with nothing but the
// bundle and the county's root fingerprint. It recomputes verdicts with the same judge that the gateway runs.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/verify/files.hpp"
#include "shared/verify/report.hpp"

namespace zj::verify {

struct Options {
    std::optional<std::string> root;             // fingerprint in hex; without it trust is not established
    std::vector<std::string> older_checkpoints;  // signed notes that the log must be consistent with
    unsigned threads = 0;                        // 0: all cores
    // Without `root`: go on although the county is a demonstration. A fingerprint that somebody gives names the
    // county, so it is enough by itself; the report says what it is either way.
    bool allow_demo = false;
    // stage and share done; returning false cancels ("verify.cancelled").
    std::function<bool(const std::string& stage, std::uint64_t done, std::uint64_t total)> progress;
};

// An Error only where nothing can be said at all (unreadable folder, cancelled); everything else is a Finding.
Result<Report> verify_bundle(Files& files, const Options& options);

// One entry's parts, for `prove` and `show`. They are seen to be what the entry commits to, and the entry to stand
// under the bundle's checkpoint ("entry.parts", "entry.checkpoint"); who signed all that is verify_bundle()'s to say.
struct EntryParts {
    std::string entry;
    std::optional<std::string> header;  // envelope payload
    // Empty where they are not what the author signed (an entry that was refused for that).
    codec::Value bodies;
    codec::Value records, scopes;
};
Result<EntryParts> read_entry(Files& files, std::uint64_t index);
// C2SP tlog-proof text of one entry under the bundle's checkpoint, built from all entries' bytes.
Result<std::string> prove_entry(Files& files, std::uint64_t index);

}  // namespace zj::verify
