// SPDX-License-Identifier: Apache-2.0
#pragma once
// An audit bundle in memory, written from a test's county as gateway/ops/BUNDLE.md says. The parts can be changed
// before they are written and signed: that is what a county does that holds the log key and lies.

#include <optional>
#include <string>
#include <vector>

#include "shared/log/entry.hpp"
#include "shared/verify/files.hpp"
#include "tests/support/county.hpp"

namespace zj::test {

struct BundlePart {
    std::string entry;
    std::optional<log::ChangeSet> change_set;
    std::vector<log::SaltedRecord> records;
    std::vector<log::ScopeItem> scopes;

    // The entry with one thing changed, written again.
    template <class Change>
    void change_entry(Change change) {
        log::Entry read = *log::parse_entry(entry);
        change(read);
        entry = log::write_entry(read);
    }
    void commit();  // effects and scopes of the entry to the records and scopes that stand here
};

struct BundleParts {
    std::vector<log::SignedRoot> roots;
    std::vector<BundlePart> entries;
    std::vector<std::string> blobs;  // contents
    crypto::SigningKey log_key;
    std::string origin;
    std::string checkpoint;  // instead of the true one
    std::string cosignatures;

    verify::MemoryFiles write() const;
};
BundleParts bundle_of(const County& county);

// Lists the files anew and signs the manifest.
void sign_manifest(verify::MemoryFiles& files, const std::string& origin, const crypto::SigningKey& log_key);

}  // namespace zj::test
