// SPDX-License-Identifier: Apache-2.0
#pragma once
// The archive package of a case of a test's county, in memory; its cover is a stand-in, since the auditor reads none.
// What is changed afterwards can be listed anew, as a thief could, or sealed anew, as only the county could.

#include <functional>
#include <map>
#include <string>

#include "shared/package/assemble.hpp"
#include "shared/verify/files.hpp"
#include "tests/support/county.hpp"

namespace zj::test {

using PackageFiles = std::map<std::string, std::string>;  // by path

// What a county kept of an entry, for a Collector. REQUIRES: `kept` outlives it.
package::LogEntry log_entry(const Kept& kept);
// A county that lies in its log: what it wrote instead of an entry's records, which are committed to anew.
using Lie = std::function<void(std::size_t index, std::vector<log::SaltedRecord>& records)>;
// REQUIRES: the file of the case is closed. `contents` are attachments; those that are no item's are left out.
PackageFiles package_of(County& county, const std::string& case_key, const std::vector<std::string>& contents,
                        const Lie& lie = {});
// Manifests that fit what is there; the seal stays.
void list_anew(PackageFiles& files);
// Information, manifests and seal by the county's own log key.
void seal_anew(PackageFiles& files, const County& county);
verify::MemoryFiles in_memory(const PackageFiles& files);
// As zhijian-gateway writes it, below the folder `top`.
std::string tar_of(const PackageFiles& files, const std::string& top = "J021-WS.2026-D30-YB-0001");

}  // namespace zj::test
