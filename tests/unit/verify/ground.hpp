// SPDX-License-Identifier: Apache-2.0
#pragma once
// A county with a life worth auditing, made once a program: grants, people taken on, refused, held and withdrawn cases,
// ticks.

#include "shared/verify/verify.hpp"
#include "tests/support/bundle.hpp"
#include "tests/unit/model/case_world.hpp"

namespace zj::test {

const CaseWorld& lived();
BundleParts parts_of_lived();

// Verified with the county's fingerprint, one thread.
verify::Report verified(verify::MemoryFiles& files, const std::string& root);
inline verify::Report verified(verify::MemoryFiles& files) {
    return verified(files, lived().county.fingerprint());
}

// "rule file entry" of the first finding.
std::string first_of(const verify::Report& report);
bool names(const verify::Report& report, std::string_view rule);

// The last entry that `wanted` says yes to.
template <class Wanted>
std::size_t last_entry(const BundleParts& parts, Wanted wanted) {
    for (std::size_t i = parts.entries.size(); i-- > 0;) {
        if (wanted(parts.entries[i], *log::parse_entry(parts.entries[i].entry))) {
            return i;
        }
    }
    return 0;
}

}  // namespace zj::test
