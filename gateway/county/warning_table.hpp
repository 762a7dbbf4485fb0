// SPDX-License-Identifier: Apache-2.0
#pragma once
// The warnings as other systems read them (schema.cpp), and what of the county's database they are made of, over a
// connection of its own: neither reading for them nor writing them takes a turn at the county's head lock. What is read
// is committed, and the log only grows, so no entry can be missed or met half written. One thread at a time.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/log/entry.hpp"
#include "shared/store/database.hpp"

namespace zj::county {

// A row of warning_finding. Texts as the table has them.
struct FindingRow {
    std::string id, rule, level, unit, subject, since, due, owner, state, evidence;
    // Of all its cells, to tell by whether a row differs.
    Hash digest() const;
};

using DeviceDays = std::map<std::string, Date>;  // the day on which each device was last here

// What the stored warnings show: the records of the log's first `size` entries on the morning of `on`.
struct WarningRun {
    Date on;
    std::uint64_t size = 0;
    DeviceDays uses;
    bool operator==(const WarningRun&) const = default;
};

// From one state of warning_finding to another.
struct WarningChange {
    std::vector<FindingRow> put;    // new, or told otherwise than before
    std::vector<std::string> gone;  // ids
};

class WarningTable {
public:
    // Of the database at `path`, which a County made or migrated. Errors of all calls: store.*.
    static Result<WarningTable> open(const std::string& path, const crypto::Secret& key);

    // Entries of the log.
    Result<std::uint64_t> size();
    using Each = std::function<void(const log::Record&)>;
    // Newest versions of records in the order of their keys, at most `limit` after `after`. The last key; empty where
    // there was none.
    Result<std::string> records_after(const std::string& after, std::size_t limit, const Each& take);
    // Every record version that the entries from `from` up to but not including `to` wrote, in order.
    Result<> records_of(std::uint64_t from, std::uint64_t to, const Each& take);
    // A day after `today` is told as `today`.
    Result<DeviceDays> uses(Date today);

    // Nothing where no warnings were looked for yet, or where what stands there is no day.
    Result<std::optional<WarningRun>> run();
    // Digests of the rows by their ids.
    Result<std::map<std::string, Hash>> rows();
    // In one transaction, durable when it returns. After an error the table is as before, or as it should be.
    Result<> write(const WarningChange& change, const WarningRun& shows);

    // Nothing more can be written by way of this connection: another has to be opened.
    bool lost() const { return db_.lost(); }

private:
    explicit WarningTable(store::Database db) : db_(std::move(db)) {}
    Result<> read_records(store::Statement rows, const Each& take);
    Result<> write_uses(const DeviceDays& uses);

    store::Database db_;
};

}  // namespace zj::county
