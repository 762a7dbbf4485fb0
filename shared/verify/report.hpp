// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a verification found, for people and for programs (log.md, What "verified" means).

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/codec/value.hpp"

namespace zj::verify {

// The six checks of log.md. `files` comes before them: manifest, listed hashes, nothing unlisted.
enum class Check { files = 0, roots = 1, entries = 2, headers = 3, contents = 4, replay = 5, times = 6 };
inline constexpr std::size_t kChecks = 7;

struct Finding {
    Check check = Check::files;
    std::string file;  // path in the bundle
    std::optional<std::uint64_t> entry;
    std::string rule;      // stable code, explained in assets/i18n
    std::string evidence;  // what stands there, and what should
};

struct Report {
    bool trusted = false;        // the fingerprint was given, not taken from the bundle
    bool demonstration = false;  // root statement 1 grants simulated time: nothing in this log is a county's business
    std::string fingerprint, origin;
    std::uint64_t entries = 0, changes = 0, signatures = 0, records = 0, blobs = 0;
    std::array<std::uint64_t, kChecks> checked{};  // how many things each check looked at
    std::array<std::uint64_t, kChecks> found{};    // findings of each, also those that are not kept
    std::array<bool, kChecks> done{};              // whether the check ran to its end
    std::vector<Finding> findings;                 // the first kFindingsMax
    std::uint64_t findings_total = 0;
    std::vector<std::string> absent;  // attachments named by a body and not in the bundle
    std::vector<Finding> notes;       // worth a look, the first kFindingsMax: they fail nothing
    std::uint64_t notes_total = 0;
    std::map<std::string, std::uint64_t> verdicts;
    std::optional<std::uint64_t>
        simulated_until;  // entries before this index are simulated time, vouched for by nobody
    double seconds = 0;

    // Trusted, nothing found, and every check ran to its end.
    bool passed() const;
    void find(Check check, std::string file, std::optional<std::uint64_t> entry, std::string rule,
              std::string evidence);
    void note(std::optional<std::uint64_t> entry, std::string rule, std::string evidence);
};
inline constexpr std::size_t kFindingsMax = 200;  // a person reads the first few; the total is counted

codec::Value to_value(const Report& report);
std::string to_text(const Report& report);

}  // namespace zj::verify
