// SPDX-License-Identifier: Apache-2.0
#pragma once
// The measurements of quality.md, one file each. They work on real stores in real files below `folder`, which is theirs
// and is left to the caller to remove.

#include <chrono>
#include <string>
#include <vector>

#include "tests/bench/table.hpp"

namespace zj::bench {

struct Sizes {
    int rounds = 5;                   // work and peer take turns, because machines drift
    int submits = 2'000;              // P1
    int drain = 2'000;                // P2
    int documents = 48;               // P3, 4 MiB each
    std::size_t audit_cases = 2'000;  // P5, some five change sets each
    int audit_rounds = 3;
    std::vector<std::size_t> view_cases{10'000, 100'000};  // P7
    std::vector<std::size_t> growth{10'000, 100'000};      // P9, entries
    std::size_t search_records = 100'000;                  // P7
};

Result<> submit(const std::string& folder, const Sizes& sizes, Table& table);       // P1
Result<> drain(const std::string& folder, const Sizes& sizes, Table& table);        // P2
Result<> attachments(const std::string& folder, const Sizes& sizes, Table& table);  // P3
Result<> audit(const std::string& folder, const Sizes& sizes, Table& table);        // P5
Result<> views(const std::string& folder, const Sizes& sizes, Table& table);        // P7, what desks read
Result<> growth(const std::string& folder, const Sizes& sizes, Table& table);       // P9, what an entry costs the judge
Result<> search(const std::string& folder, const Sizes& sizes, Table& table);       // P7, over all records

class Watch {
public:
    double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count(); }

private:
    std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
};

}  // namespace zj::bench
