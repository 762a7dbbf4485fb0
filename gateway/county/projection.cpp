// SPDX-License-Identifier: Apache-2.0
#include "gateway/county/projection.hpp"

#include <algorithm>

#include "gateway/county/projection_flows.hpp"
#include "shared/codec/json.hpp"
#include "shared/crypto/crypto.hpp"

namespace zj::county {

namespace {

enum : std::size_t { kUnit, kPerson, kLedger, kPosting, kPost, kCase, kStep, kGrant, kPlan, kStage, kOutcome };

Cell text(const codec::Value& value, std::string_view key) {
    return text_cell(value, key);
}

Cell number(const codec::Value& value, std::string_view key) {
    return number_cell(value, key);
}

// The parts of a record key after its kind: "ledger/421125101/20" → {"421125101", "20"}.
std::vector<std::string> parts_of(std::string_view key) {
    std::vector<std::string> parts;
    std::size_t at = key.find('/');
    while (at != std::string_view::npos) {
        const std::size_t next = key.find('/', at + 1);
        parts.emplace_back(key.substr(at + 1, next == std::string_view::npos ? next : next - at - 1));
        at = next;
    }
    return parts;
}

std::string_view kind_of(std::string_view key) {
    return key.substr(0, key.find('/'));
}

std::vector<Cell> ledger_cells(const log::Record& record, const std::vector<std::string>& id) {
    const codec::Value& v = record.value;
    return {id[0], id[1], number(v, "h"), number(v, "a"), number(v, "r"), number(v, "o"), number(v, "t")};
}

void project_case(const log::Record& record, const std::string& id, std::vector<Row>& rows) {
    const codec::Value& v = record.value;
    rows.push_back({kCase,
                    {id, text(v, "case_no"), text(v, "matter"), text(v, "unit"), text(v, "state"), text(v, "clerk"),
                     text(v, "result"), text(v, "received_at"), text(v, "accepted_at"), text(v, "closed_at"),
                     record.version, codec::write_json(v)}});
    std::int64_t ordinal = 0;
    for (const codec::Value& step : v.items("steps")) {
        rows.push_back(
            {kStep,
             {id, ordinal++, text(step, "step"), text(step, "act"), text(step, "person"), codec::write_json(step)}});
    }
}

}  // namespace

const std::vector<Table>& tables() {
    static const std::vector<Table> all = [] {
        std::vector<Table> own = {
            ZJ_TABLE("unit", 1, 13, "code", "?,?,?,?,?,?,?,?,?,?,?,?,?", ""),
            ZJ_TABLE("person", 1, 15, "id", "?,?,?,?,?,?,?,?,?,?,?,?,?,?,?", ""),
            ZJ_TABLE("quota_ledger", 2, 8, "unit, quota_type", "?,?,?,?,?,?,?,?", ""),
            ZJ_TABLE("quota_posting", 4, 21, "unit, quota_type, version, ordinal",
                     "?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?", ""),
            ZJ_TABLE("post", 2, 6, "unit, level", "?,?,?,?,?,?", ""),
            ZJ_TABLE("case_file", 1, 12, "id", "?,?,?,?,?,?,?,?,?,?,?,?", "DELETE FROM case_step WHERE case_id = ?1"),
            ZJ_TABLE("case_step", 2, 6, "case_id, ordinal", "?,?,?,?,?,?", ""),
            ZJ_TABLE("grant_file", 1, 11, "id", "?,?,?,?,?,?,?,?,?,?,?", ""),
            ZJ_TABLE("plan_line", 1, 9, "id", "?,?,?,?,?,?,?,?,?", ""),
            ZJ_TABLE("stage", 1, 8, "id", "?,?,?,?,?,?,?,?", "DELETE FROM stage_person WHERE stage_id = ?1"),
            ZJ_TABLE("outcome", 1, 8, "id", "?,?,?,?,?,?,?,?", ""),
        };
        own.insert(own.end(), flow_tables().begin(), flow_tables().end());
        return own;
    }();
    return all;
}

std::vector<Row> project(const log::Record& record) {
    const std::string_view kind = kind_of(record.key);
    const std::vector<std::string> id = parts_of(record.key);
    const codec::Value& v = record.value;
    std::vector<Row> rows;
    if (kind == "unit" && id.size() == 1) {
        rows.push_back({kUnit,
                        {id[0], text(v, "name"), text(v, "short_name"), text(v, "rank"), text(v, "nature"),
                         text(v, "category"), text(v, "system"), text(v, "parent"), text(v, "uscc"),
                         text(v, "division"), text(v, "state"), record.version, codec::write_json(v)}});
    } else if (kind == "person" && id.size() == 1) {
        rows.push_back(
            {kPerson,
             {id[0], text(v, "name"), text(v, "id_no"), text(v, "sex"), text(v, "birth"), text(v, "unit"),
              text(v, "inner"), text(v, "quota_type"), text(v, "staff_class"), text(v, "post_name"), text(v, "status"),
              text(v, "state"), text(v, "entered_on"), record.version, codec::write_json(v)}});
    } else if (kind == "ledger" && id.size() == 2) {
        std::vector<Cell> cells = ledger_cells(record, id);
        cells.emplace_back(record.version);
        rows.push_back({kLedger, std::move(cells)});
    } else if (kind == "posts" && id.size() == 2) {
        rows.push_back(
            {kPost, {id[0], id[1], number(v, "auth"), number(v, "actual"), number(v, "reserved"), record.version}});
    } else if (kind == "case" && id.size() == 1) {
        project_case(record, id[0], rows);
    } else if (kind == "grant" && id.size() == 1) {
        rows.push_back({kGrant,
                        {id[0], text(v, "grant_no"), text(v, "case"), text(v, "unit"), text(v, "quota_type"),
                         text(v, "entry_mode"), number(v, "count"), number(v, "used"), text(v, "valid_until"),
                         text(v, "state"), record.version}});
    } else if (kind == "plan" && id.size() == 2) {
        rows.push_back({kPlan,
                        {id[0] + "/" + id[1], id[0], number(v, "year"), text(v, "quota_type"), text(v, "entry_mode"),
                         number(v, "count"), number(v, "used"), number(v, "reserved"), record.version}});
    } else if (kind == "stage" && id.size() == 2) {
        rows.push_back(
            {kStage,
             {id[0] + "/" + id[1], number(v, "stage"), std::string(v.str_or("chain", "entry")), text(v, "owner"),
              text(v, "state"), text(v, "for_month"), record.version, codec::write_json(v)}});
    } else if (kind == "outcome" && id.size() == 1) {
        rows.push_back({kOutcome,
                        {id[0], text(v, "state"), text(v, "code"), text(v, "device"), number(v, "seq"),
                         text(v, "person"), text(v, "case"), record.version}});
    }
    project_flow(record, id, tables().size() - flow_tables().size(), rows);
    return rows;
}

namespace {

void add_counts(const codec::Value& counts, std::vector<Cell>& cells) {
    for (const char* account : {"h", "a", "r", "o"}) {
        cells.push_back(number(counts, account));
    }
}

Cell case_of(const codec::Value& posting) {
    const std::string_view key = posting.str_or("case");
    return key.empty() ? Cell() : Cell(std::string(key.substr(key.find('/') + 1)));
}

}  // namespace

// What stands after a posting is what stands before the next one, or in the record after the last.
std::vector<Row> project_version(const log::Record& record, std::uint64_t index) {
    const std::vector<std::string> id = parts_of(record.key);
    if (kind_of(record.key) != "ledger" || id.size() != 2) {
        return {};
    }
    static const codec::Value kNone;
    const codec::Array& posted = record.value.items("posted");
    std::vector<Row> rows;
    for (std::size_t i = 0; i < posted.size(); ++i) {
        const codec::Value& one = posted[i];
        if (one.int_or("v") != record.version) {  // those of an earlier version that this one has kept
            continue;
        }
        std::vector<Cell> cells{id[0],
                                id[1],
                                record.version,
                                static_cast<std::int64_t>(rows.size()),
                                static_cast<std::int64_t>(index),
                                text(one, "what"),
                                case_of(one),
                                text(one, "doc"),
                                text(one, "by"),
                                text(one, "at")};
        const codec::Value* before = one.find("before");
        const codec::Value* next = i + 1 < posted.size() ? posted[i + 1].find("before") : &record.value;
        const codec::Value &was = before == nullptr ? kNone : *before, &is = next == nullptr ? kNone : *next;
        add_counts(was, cells);
        add_counts(is, cells);
        cells.emplace_back(codec::write_json(codec::Value(one.items("moves"))));
        cells.push_back(number(was, "t"));
        cells.push_back(number(is, "t"));
        rows.push_back({kPosting, std::move(cells)});
    }
    return rows;
}

namespace {

void bind(store::Statement& statement, const std::vector<Cell>& cells, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        const int position = static_cast<int>(i + 1);
        if (const auto* n = std::get_if<std::int64_t>(&cells[i])) {
            statement.bind(position, *n);
        } else if (const auto* s = std::get_if<std::string>(&cells[i])) {
            statement.bind(position, std::string_view(*s));
        } else {
            statement.bind_null(position);
        }
    }
}

}  // namespace

Result<> write_row(store::Database& db, const Row& row) {
    const Table& table = tables()[row.table];
    ZJ_ASSERT(row.cells.size() == table.columns);
    if (*table.parts != '\0') {  // there may be fewer of them than before; they follow this row anew
        store::Statement parts = db.prepare(table.parts);
        bind(parts, row.cells, table.keys);
        ZJ_CHECK(parts.run());
    }
    store::Statement statement = db.prepare(table.insert);
    bind(statement, row.cells, row.cells.size());
    return statement.run();
}

namespace {

// Unambiguous: each cell with its kind and length.
std::string flatten(const std::vector<Cell>& cells, std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) {
        if (const auto* n = std::get_if<std::int64_t>(&cells[i])) {
            out += "i" + std::to_string(*n) + ";";
        } else if (const auto* s = std::get_if<std::string>(&cells[i])) {
            out += "s" + std::to_string(s->size()) + ":" + *s;
        } else {
            out += "n";
        }
    }
    return out;
}

}  // namespace

Hash row_hash(const std::vector<Cell>& cells) {
    return crypto::sha256(flatten(cells, cells.size()));
}

std::string row_key(std::size_t table, const std::vector<Cell>& cells) {
    return std::string(tables()[table].name) + " " + flatten(cells, tables()[table].keys);
}

Result<> each_row(store::Database& db, std::size_t table, const std::function<void(const std::vector<Cell>&)>& each) {
    store::Statement statement = db.prepare(tables()[table].select);
    std::vector<Cell> cells(tables()[table].columns);
    for (;;) {
        ZJ_TRY(const bool row, statement.step());
        if (!row) {
            return {};
        }
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const int column = static_cast<int>(i);
            if (statement.is_null(column)) {
                cells[i] = std::monostate();
            } else if (statement.is_integer(column)) {
                cells[i] = statement.integer(column);
            } else {
                cells[i] = std::string(statement.text(column));
            }
        }
        each(cells);
    }
}

}  // namespace zj::county
