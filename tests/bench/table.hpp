// SPDX-License-Identifier: Apache-2.0
#pragma once
// What was measured, for people and for programs.

#include <optional>
#include <string>
#include <vector>

#include "shared/base/result.hpp"

namespace zj::bench {

// A limit or peer of the same run.
struct Against {
    std::string what;
    double figure = 0;     // in the row's unit
    double reach = 0;      // the least share of it that is good
    bool at_most = false;  // the other way round, where less is better: the most that is good
};

struct Row {
    std::string name;  // "P1 submit"
    double figure = 0;
    std::string unit;
    std::optional<Against> against;  // absent: told, not judged
    std::string remark;              // how it was measured

    double share() const { return figure / against->figure; }
    bool missed() const {
        return against && !(against->at_most ? share() <= against->reach : share() >= against->reach);
    }
};

class Table {
public:
    void add(Row row);  // prints it too, so that a long run shows where it is
    bool missed() const;
    void print() const;
    // `sizes` is "quick" or "full".
    Result<> write_json(const std::string& path, const std::string& sizes) const;

private:
    std::vector<Row> rows_;
};

// The middle one; of an even count the mean of the two. REQUIRES: not empty.
double median(std::vector<double> values);

}  // namespace zj::bench
