// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/batch_rows.hpp"

#include <algorithm>

#include "shared/base/limits.hpp"
#include "shared/store/files.hpp"
#include "terminal/tables/bounds.hpp"
#include "terminal/tables/cells.hpp"
#include "terminal/tables/columns.hpp"
#include "terminal/tables/table.hpp"

namespace zj::work {

namespace {

using codec::Value;

// Each person is an intent of the one change set; a larger reform goes in several lists.
constexpr std::size_t kBatchMax = limits::kIntentsMax;

// What makes it one batch is not for a row to say.
bool of_all(std::string_view key) {
    return key == "kind" || key == "batch_id";
}

const model::Field* field_of(const model::Matter& matter, std::string_view header) {
    const std::string key = tables::header_key(header);
    const auto at = std::find_if(matter.fields.begin(), matter.fields.end(), [&](const model::Field& field) {
        return !field.computed && !of_all(field.key) &&
               (tables::header_key(field.key) == key || tables::header_key(field.label.zh) == key);
    });
    return at == matter.fields.end() ? nullptr : &*at;
}

std::vector<std::string> headers_of(const model::Matter& matter) {
    std::vector<std::string> out;
    for (const model::Field& field : matter.fields) {
        out.push_back(field.key);
        out.push_back(field.label.zh);
    }
    return out;
}

// As the form has it: a code where its name is written, a day in our form where a spreadsheet shows it in its own.
// What is neither stays as written, for the form's checks to tell.
std::string cell_value(const model::Catalogue& catalogue, const model::Field& field, const std::string& cell) {
    const auto* items = field.type == model::FieldType::code ? catalogue.codes(field.list) : nullptr;
    if (items != nullptr) {
        const auto at =
            std::find_if(items->begin(), items->end(), [&](const model::CodeItem& i) { return i.label.zh == cell; });
        return at == items->end() ? cell : at->code;
    }
    tables::Tidied unused;
    if (const auto day = field.type == model::FieldType::date ? tables::read_day(cell, unused)
                                                              : Result<std::string>(fail("table.date"))) {
        return *day;
    }
    return cell;
}

Result<tables::Table> table_of(const model::Matter& matter, const tables::Program& reader, const std::string& path) {
    const auto bytes = store::read_file(path, tables::bounds::kFileBytesMax);
    if (!bytes) {
        return fail("file.read", path, bytes.error().detail);
    }
    tables::Hints hints;
    hints.headers = headers_of(matter);
    return tables::read_apart(reader, *bytes, hints, nullptr);
}

Result<> rows_of_table(const model::Catalogue& catalogue, const model::Matter& matter, const tables::Program& reader,
                       const std::string& path, BatchRows& out, std::vector<model::FormFault>& faults) {
    ZJ_TRY(const tables::Table table, table_of(matter, reader, path));
    std::vector<const model::Field*> columns;
    for (const std::string& header : table.header) {
        columns.push_back(field_of(matter, header));
        if (columns.back() == nullptr && !header.empty()) {
            out.passed_over.push_back(header);
        }
    }
    for (const char* needed : {"person_name", "person_id_no"}) {
        if (std::find(columns.begin(), columns.end(), matter.field(needed)) == columns.end()) {
            return fail("form.batch_columns", path, {}, {matter.field(needed)->label.zh});
        }
    }
    for (const tables::Row& row : table.rows) {
        const std::string name = std::to_string(row.number);
        if (!row.fault.empty()) {
            faults.push_back({name, row.fault, {}});
            continue;
        }
        BatchRow one{name, {}, {}};
        for (std::size_t i = 0; i < std::min(columns.size(), row.cells.size()); ++i) {
            if (columns[i] != nullptr && !row.cells[i].empty()) {
                one.own.set(columns[i]->key, cell_value(catalogue, *columns[i], row.cells[i]));
            }
        }
        out.rows.push_back(std::move(one));
    }
    return {};
}

Result<> rows_of_list(const codec::Array& list, BatchRows& out, std::vector<model::FormFault>& faults) {
    for (std::size_t i = 0; i < list.size(); ++i) {
        BatchRow one{"/persons/" + std::to_string(i), list[i], {}};
        if (!list[i].is_object()) {
            return fail("form.type", one.name);
        }
        for (const auto& [key, value] : list[i].object()) {
            if (of_all(key)) {
                faults.push_back({one.name + "/" + key, "form.unknown", {}});
            }
        }
        out.rows.push_back(std::move(one));
    }
    return {};
}

Value merged(const model::Matter& matter, const Value& common, const Value& own) {
    Value out = common;
    for (const auto& [key, value] : own.object()) {
        if (!(value.is_string() && value.string().empty())) {
            out.set(key, value);
        }
    }
    return model::normalise_form(matter, std::move(out));
}

}  // namespace

Result<BatchRows> read_batch_rows(const model::Catalogue& catalogue, const model::Matter& matter, const Filled& filled,
                                  const Submission& submission, std::vector<model::FormFault>& faults) {
    BatchRows out;
    const Value& persons = *filled.persons;
    if (persons.is_string()) {
        ZJ_CHECK(rows_of_table(catalogue, matter, submission.reader, joined(submission.folder, persons.string()), out,
                               faults));
    } else if (persons.is_array()) {
        ZJ_CHECK(rows_of_list(persons.array(), out, faults));
    } else {
        return fail("form.type", "/persons");
    }
    if (out.rows.empty() || out.rows.size() > kBatchMax) {
        return fail("form.rows", "/persons", std::to_string(out.rows.size()) + " rows", {std::to_string(kBatchMax)});
    }
    for (BatchRow& row : out.rows) {
        row.fields = merged(matter, filled.fields, row.own);
    }
    return out;
}

std::string place_in_batch(const BatchRow& row, const Value& common, const std::string& pointer) {
    constexpr std::string_view kFields = "/fields/";
    if (!pointer.starts_with(kFields)) {
        return pointer;
    }
    const std::string key = pointer.substr(kFields.size());
    const bool said_for_all = row.own.find(key) == nullptr && common.find(key) != nullptr;
    const bool in_table = !row.name.starts_with('/');
    return said_for_all ? pointer : row.name + (in_table ? " " : "/") + key;
}

}  // namespace zj::work
