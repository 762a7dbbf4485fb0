// SPDX-License-Identifier: Apache-2.0
#include "gateway/county/warning_table.hpp"

#include <algorithm>
#include <array>

#include "gateway/county/projection.hpp"
#include "gateway/county/schema.hpp"

namespace zj::county {

namespace {

// It reads along the log and writes some rows: what is read once needs no room in memory.
constexpr std::int64_t kCacheKib = 4 * 1024;

constexpr int kColumns = 10;

std::array<const std::string*, kColumns> cells_of(const FindingRow& row) {
    return {&row.id,    &row.rule, &row.level, &row.unit,  &row.subject,
            &row.since, &row.due,  &row.owner, &row.state, &row.evidence};
}

}  // namespace

Hash FindingRow::digest() const {
    std::vector<Cell> cells;
    for (const std::string* cell : cells_of(*this)) {
        cells.emplace_back(*cell);
    }
    return row_hash(cells);
}

Result<WarningTable> WarningTable::open(const std::string& path, const crypto::Secret& key) {
    store::OpenOptions how;
    how.cache_kib = kCacheKib;
    ZJ_TRY(store::Database db, store::Database::open(path, key, migrations(), how));
    return WarningTable(std::move(db));
}

Result<std::uint64_t> WarningTable::size() {
    store::Statement row = db_.prepare("SELECT ifnull(max(size), 0) FROM checkpoints");
    ZJ_TRY(const bool found, row.step());
    return found ? static_cast<std::uint64_t>(row.integer(0)) : 0;
}

Result<> WarningTable::read_records(store::Statement rows, const Each& take) {
    for (;;) {
        ZJ_TRY(const bool row, rows.step());
        if (!row) {
            return {};
        }
        ZJ_TRY(const log::Record record, log::parse_record(rows.text(0)));
        take(record);
    }
}

Result<std::string> WarningTable::records_after(const std::string& after, std::size_t limit, const Each& take) {
    store::Statement rows = db_.prepare(
        "SELECT r.bytes FROM current c JOIN records r ON r.id = c.idx * 8192 + c.ordinal WHERE c.key > ?1 ORDER BY "
        "c.key LIMIT ?2");
    rows.bind(1, std::string_view(after)).bind(2, static_cast<std::int64_t>(limit));
    std::string last;
    ZJ_CHECK(read_records(std::move(rows), [&](const log::Record& record) {
        last = record.key;
        take(record);
    }));
    return last;
}

Result<> WarningTable::records_of(std::uint64_t from, std::uint64_t to, const Each& take) {
    store::Statement rows = db_.prepare("SELECT bytes FROM records WHERE id >= ?1 AND id < ?2 ORDER BY id");
    rows.bind(1, row_id(from, 0)).bind(2, row_id(to, 0));
    return read_records(std::move(rows), take);
}

Result<DeviceDays> WarningTable::uses(Date today) {
    store::Statement rows = db_.prepare("SELECT device, at FROM sessions WHERE at > 0");
    DeviceDays out;
    for (;;) {
        ZJ_TRY(const bool row, rows.step());
        if (!row) {
            return out;
        }
        out.emplace(rows.text(0), std::min(date_of(Time{rows.integer(1)}), today));
    }
}

Result<std::optional<WarningRun>> WarningTable::run() {
    std::optional<WarningRun> out;
    ZJ_CHECK(db_.reading([&]() -> Result<> {
        store::Statement row = db_.prepare("SELECT on_day, size FROM warning_run");
        ZJ_TRY(const bool found, row.step());
        const auto on = found ? parse_date(row.text(0)) : Result<Date>(fail("date.none"));
        if (!on) {
            return {};
        }
        out = WarningRun{*on, static_cast<std::uint64_t>(row.integer(1)), {}};
        store::Statement uses = db_.prepare("SELECT device, on_day FROM warning_use");
        for (;;) {
            ZJ_TRY(const bool more, uses.step());
            if (!more) {
                return {};
            }
            if (const auto day = parse_date(uses.text(1))) {
                out->uses.emplace(uses.text(0), *day);
            }
        }
    }));
    return out;
}

Result<std::map<std::string, Hash>> WarningTable::rows() {
    store::Statement rows = db_.prepare("SELECT * FROM warning_finding");
    std::map<std::string, Hash> out;
    for (;;) {
        ZJ_TRY(const bool row, rows.step());
        if (!row) {
            return out;
        }
        std::vector<Cell> cells;
        for (int column = 0; column < kColumns; ++column) {
            cells.emplace_back(std::string(rows.text(column)));
        }
        out.emplace(rows.text(0), row_hash(cells));
    }
}

Result<> WarningTable::write_uses(const DeviceDays& uses) {
    ZJ_CHECK(db_.prepare("DELETE FROM warning_use").run());
    for (const auto& [device, day] : uses) {
        ZJ_CHECK(db_.prepare("INSERT INTO warning_use(device, on_day) VALUES(?1, ?2)")
                     .bind(1, std::string_view(device))
                     .bind(2, std::string_view(format_date(day)))
                     .run());
    }
    return {};
}

Result<> WarningTable::write(const WarningChange& change, const WarningRun& shows) {
    ZJ_TRY(const auto before, run());
    return db_.transaction([&]() -> Result<> {
        for (const std::string& id : change.gone) {
            ZJ_CHECK(db_.prepare("DELETE FROM warning_finding WHERE id = ?1").bind(1, std::string_view(id)).run());
        }
        for (const FindingRow& one : change.put) {
            store::Statement row =
                db_.prepare("INSERT OR REPLACE INTO warning_finding VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
            int column = 0;
            for (const std::string* cell : cells_of(one)) {
                row.bind(++column, std::string_view(*cell));
            }
            ZJ_CHECK(row.run());
        }
        if (!before || before->uses != shows.uses) {
            ZJ_CHECK(write_uses(shows.uses));
        }
        ZJ_CHECK(db_.prepare("DELETE FROM warning_run").run());
        return db_.prepare("INSERT INTO warning_run VALUES(?1, ?2)")
            .bind(1, std::string_view(format_date(shows.on)))
            .bind(2, static_cast<std::int64_t>(shows.size))
            .run();
    });
}

}  // namespace zj::county
