// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/table.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "shared/codec/json.hpp"
#include "shared/store/files.hpp"

namespace zj::bench {

using codec::Array;
using codec::Object;
using codec::Value;

namespace {

std::string short_number(double value) {
    char text[32];
    std::snprintf(text, sizeof text, std::abs(value) < 100 ? "%.2f" : "%.0f", value);
    return text;
}

std::string verdict_of(const Row& row) {
    return !row.against ? "-" : row.missed() ? "MISSED" : "ok";
}

// Our JSON has no fractions: figures are told in thousandths.
std::int64_t milli(double value) {
    return std::llround(value * 1000);
}

}  // namespace

double median(std::vector<double> values) {
    ZJ_ASSERT(!values.empty());
    std::ranges::sort(values);
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

void Table::add(Row row) {
    std::printf("  %s: %s %s\n", row.name.c_str(), short_number(row.figure).c_str(), row.unit.c_str());
    std::fflush(stdout);
    rows_.push_back(std::move(row));
}

bool Table::missed() const {
    return std::ranges::any_of(rows_, &Row::missed);
}

void Table::print() const {
    std::printf("\n%-26s %10s %-14s %-44s %10s %7s %7s  %s\n", "name", "figure", "unit", "limit or peer, same run",
                "is", "share", "reach", "verdict");
    for (const Row& row : rows_) {
        std::printf("%-26s %10s %-14s ", row.name.c_str(), short_number(row.figure).c_str(), row.unit.c_str());
        if (row.against) {
            std::printf("%-44s %10s %7.2f %7.2f  %s\n", row.against->what.c_str(),
                        short_number(row.against->figure).c_str(), row.share(), row.against->reach,
                        verdict_of(row).c_str());
        } else {
            std::printf("%-44s %10s %7s %7s  -\n", "", "", "", "");
        }
    }
    std::printf("\n");
    for (const Row& row : rows_) {
        if (!row.remark.empty()) {
            std::printf("%s: %s\n", row.name.c_str(), row.remark.c_str());
        }
    }
}

Result<> Table::write_json(const std::string& path, const std::string& sizes) const {
    Array rows;
    for (const Row& row : rows_) {
        Value out = Object{{"name", row.name},
                           {"figure_milli", milli(row.figure)},
                           {"unit", row.unit},
                           {"remark", row.remark},
                           {"verdict", verdict_of(row)}};
        if (row.against) {
            out.set("against", row.against->what)
                .set("against_milli", milli(row.against->figure))
                .set("share_milli", milli(row.share()))
                .set("reach_milli", milli(row.against->reach));
        }
        rows.push_back(std::move(out));
    }
    const Value all = Object{{"missed", missed()}, {"rows", std::move(rows)}, {"sizes", sizes}, {"v", 1}};
    return store::write_file(path, as_bytes(codec::write_json(all) + "\n"));
}

}  // namespace zj::bench
