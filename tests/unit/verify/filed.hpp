// SPDX-License-Identifier: Apache-2.0
#pragma once
// A county with three closed files, made once a program: one of the town, approved with a talk on the way, one of the
// village, and one more of the town whose sign-off waited for the lifting of a suspension; other cases before, between
// and after them.

#include "shared/verify/package.hpp"
#include "tests/support/package.hpp"
#include "tests/unit/model/case_world.hpp"

namespace zj::test {

struct Filed {
    CaseWorld world;
    std::string town, village, waited;  // case keys
    std::string other;                  // of a case of the town that is still open
    std::size_t talk = 0;  // the entry of a change set with two messages, the first on another case of the town
    // 编制使用通知单 is on paper alone.
    std::vector<std::string> contents;

    Filed();
    PackageFiles package(const std::string& case_key) { return package_of(world.county, case_key, contents); }
};
Filed& filed();
// Signs archive.close for a case that is done, with the papers that its catalogue asks for.
void close_file(CaseWorld& world, const std::string& key);
// An inspector proposes and the director confirms that the town is suspended: what it signs off waits. Gives the
// sanction. REQUIRES: an "inspector".
std::string suspend_town(CaseWorld& world);
void lift(CaseWorld& world, const std::string& sanction);

verify::PackageReport verified(const PackageFiles& files, const std::string& root);
inline verify::PackageReport verified(const PackageFiles& files) {
    return verified(files, filed().world.county.fingerprint());
}
// "rule path" of each finding, sorted.
std::vector<std::string> told(const verify::PackageReport& report);
bool names(const verify::PackageReport& report, std::string_view rule);
// The path of the one file that begins so. REQUIRES: there is one.
std::string path_of(const PackageFiles& files, std::string_view begins);

}  // namespace zj::test
