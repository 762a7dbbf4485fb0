// SPDX-License-Identifier: Apache-2.0
#pragma once
// Looking after the database: derive it again and compare, and copy it while it is served.

#include <string>

#include "gateway/county/county.hpp"

namespace zj::ops {

struct Checking {
    bool replay = false;   // judge every change set again too
    bool rebuild = false;  // write the relational registers anew first: only while nobody serves
};
// {"checked":"database"|"copy","replayed","size"}: what is being served is checked on a copy beside it, which is
// removed again. "county.check" with every finding, "county.warnings" where only the stored warnings are not what the
// log gives for the entries and the day that they say they show; "gateway.busy" where it must not be served.
Result<codec::Value> check(const std::string& folder, const Checking& checking, const county::Progress& progress,
                           Clock& clock, Random& random);

// {"bytes","out","root","size"}: a copy under the same key, opened and checked as a database and as a log.
Result<codec::Value> backup(const std::string& folder, const std::string& out, const county::Progress& progress,
                            Clock& clock, Random& random);

}  // namespace zj::ops
