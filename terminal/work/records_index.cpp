// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/records_index.hpp"

namespace zj::work {

namespace {

// All that the index reads.
constexpr const char* kKinds[] = {"unit/",  "ledger/", "posts/",  "plan/",  "total/",  "person/", "case/", "grant/",
                                  "stage/", "pay/",    "budget/", "leave/", "ruling/", "device/", "key/",  "warning/"};

}  // namespace

oversight::Index index_of(vault::Vault& vault) {
    oversight::Index out(vault.county());
    for (const char* kind : kKinds) {
        for (const log::Record& record : vault.records(kind)) {
            out.put(record);
        }
    }
    return out;
}

}  // namespace zj::work
