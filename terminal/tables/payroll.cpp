// SPDX-License-Identifier: Apache-2.0
#include "terminal/tables/payroll.hpp"

#include <optional>
#include <unordered_map>
#include <utility>

#include "terminal/tables/bounds.hpp"

namespace zj::tables {

namespace {

class PayrollReader {
public:
    PayrollReader(const Table& table, const Mapping& mapping, const Units& units, std::map<Field, std::size_t> columns)
        : mapping_(mapping), cells_(table, mapping, units, std::move(columns)) {}

    void read(const Row& row) {
        if (!cells_.begin(row)) {
            return;
        }
        // Every cell is looked at, so that all faults of a row are told at once.
        auto unit = cells_.unit();
        auto id_no = cells_.read(Field::id_no, read_id_number);
        auto name = cells_.read(Field::name, read_name);
        const auto paid = cells_.read(Field::paid, [this](std::string_view cell, Tidied& tidied) {
            return read_amount(cell, mapping_.amount_unit, bounds::kPaidFenMax, tidied);
        });
        auto item = read_item();
        auto month = cells_.period(Field::month, read_month, mapping_.month);
        if (cells_.has(Field::paid_on)) {
            cells_.read(Field::paid_on, read_day);  // not loaded; an impossible day shows that the row is another's
        }
        const std::string key = unit && id_no && month && item ? *id_no + *item + *month + *unit : std::string();
        if (const auto at = first_.find(key); at != first_.end()) {
            cells_.add(Field::id_no, "table.duplicate", {std::to_string(at->second)});
        }
        if (cells_.end()) {
            UnitTotal& total = sheet_.totals[*unit];
            ++total.rows;
            total.fen += *paid;
            first_.emplace(key, row.number);
            sheet_.rows.push_back({row.number, std::move(*month), std::move(*unit), std::move(*id_no), std::move(*name),
                                   *paid, std::move(*item)});
        }
    }

    PayrollSheet take() {
        sheet_.reading = cells_.take();
        return std::move(sheet_);
    }

private:
    std::optional<std::string> read_item() {
        if (!cells_.has(Field::item)) {
            return mapping_.item;
        }
        const auto text = cells_.read(Field::item, read_text_cell);
        if (!text) {
            return std::nullopt;
        }
        const auto at = mapping_.items.find(*text);
        if (at == mapping_.items.end()) {
            cells_.add(Field::item, "table.item");
            return std::nullopt;
        }
        return at->second;
    }

    const Mapping& mapping_;
    RowReader cells_;
    PayrollSheet sheet_;
    std::unordered_map<std::string, std::size_t> first_;  // number, item, month and unit → row
};

}  // namespace

Result<PayrollSheet> read_payroll(const Table& table, const Mapping& mapping, const Units& units) {
    ZJ_CHECK(check_use(mapping, Kind::payroll, units));
    if (!mapping.columns.contains(Field::month) && mapping.month.empty()) {
        return fail("mapping.month");
    }
    ZJ_TRY(auto columns, find_columns(table, mapping));
    PayrollReader reader(table, mapping, units, std::move(columns));
    for (const Row& row : table.rows) {
        reader.read(row);
    }
    return reader.take();
}

}  // namespace zj::tables
