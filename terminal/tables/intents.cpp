// SPDX-License-Identifier: Apache-2.0
#include "terminal/tables/intents.hpp"

#include <map>
#include <utility>

#include "shared/base/limits.hpp"
#include "shared/codec/json.hpp"
#include "terminal/tables/bounds.hpp"

namespace zj::tables {

namespace {

using codec::Array;
using codec::Object;
using codec::Value;

// What stands around the units of a body, with room to spare.
constexpr std::size_t kAroundBytes = 1024;
constexpr std::size_t kAroundItems = 16;

// Units of one period into bodies, each within the bounds of parse_json and of its rule.
class Bodies {
public:
    Bodies(std::string intent, std::string source) : intent_(std::move(intent)), source_(std::move(source)) {}

    // One period after the other.
    void begin(std::string member, Value period) {
        finish();
        member_ = std::move(member);
        period_ = std::move(period);
    }
    Result<void> add(const std::string& unit, Value value) {
        const codec::Extent extent = codec::extent_of(value);
        const std::size_t bytes = extent.bytes + unit.size() + 4, items = extent.items + 1;  // "unit":…,
        if (bytes + kAroundBytes > limits::kBodyBytesMax) {
            return fail("table.unit_bytes", {}, {}, {unit});
        }
        if (bytes_ + bytes > limits::kBodyBytesMax || items_ + items > limits::kJsonItemsMax ||
            units_.size() == bounds::kIntentUnitsMax) {
            finish();
        }
        bytes_ += bytes;
        items_ += items;
        units_.emplace(unit, std::move(value));
        return {};
    }
    Result<std::vector<Value>> take() {
        finish();
        if (bodies_.empty()) {
            return fail("table.nothing");
        }
        if (all_bytes_ > limits::kBodiesBytesMax || bodies_.size() > limits::kIntentsMax) {
            return fail("table.halves", {}, {}, {std::to_string(limits::kBodiesBytesMax / (1024 * 1024))});
        }
        return std::move(bodies_);
    }

private:
    void finish() {
        if (!units_.empty()) {
            Value body;
            body.set("do", intent_).set(member_, period_).set("source", source_).set("units", std::move(units_));
            bodies_.push_back(std::move(body));
            all_bytes_ += bytes_;
        }
        units_ = Object();
        bytes_ = kAroundBytes;
        items_ = kAroundItems;
    }

    std::string intent_, source_, member_;
    Value period_;
    Object units_;
    std::vector<Value> bodies_;
    std::size_t bytes_ = kAroundBytes, items_ = kAroundItems, all_bytes_ = 0;
};

}  // namespace

Result<std::vector<Value>> payroll_intents(const PayrollSheet& sheet, const std::string& source) {
    std::map<std::string, std::map<std::string, Array>> months;
    for (const PayrollRow& row : sheet.rows) {
        months[row.month][row.unit].push_back(Array{row.id_no, row.name, row.paid, row.item});
    }
    Bodies bodies("pay.load", source);
    for (auto& [month, units] : months) {
        bodies.begin("month", month);
        for (auto& [unit, rows] : units) {
            if (rows.size() > bounds::kUnitRowsMax) {
                return fail("table.unit_rows", {}, {}, {unit, std::to_string(bounds::kUnitRowsMax)});
            }
            ZJ_CHECK(bodies.add(unit, std::move(rows)));
        }
    }
    return bodies.take();
}

Result<std::vector<Value>> budget_intents(const BudgetSheet& sheet, const std::string& source) {
    std::map<int, std::map<std::string, Value>> years;
    for (const BudgetRow& row : sheet.rows) {
        years[row.year][row.unit] = Object{{"amount", row.amount}, {"funded", row.funded}};
    }
    Bodies bodies("budget.load", source);
    for (auto& [year, units] : years) {
        bodies.begin("year", year);
        for (auto& [unit, value] : units) {
            ZJ_CHECK(bodies.add(unit, std::move(value)));
        }
    }
    return bodies.take();
}

}  // namespace zj::tables
