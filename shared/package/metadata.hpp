// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a file is called and what is in it, as the log says: the row of the catalogue 归档文件目录, and the whole of
// metadata.json. A function of records alone, so that the auditor computes it again and compares bytes: the words that
// it writes itself belong to the format and never change within it. Members follow what DA/T 46-2009 describes for a
// file (件); no conformity is claimed. Pure.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/codec/value.hpp"
#include "shared/log/change_set.hpp"
#include "shared/log/entry.hpp"
#include "shared/log/note.hpp"
#include "shared/model/catalogue.hpp"
#include "shared/package/scope.hpp"

namespace zj::package {

inline constexpr const char* kFormat = "zhijian-package-v1";

struct Names {
    const model::Catalogue* catalogue = nullptr;  // in force when the file was closed; never null
    std::string county;                           // 浠水县
    std::string unit;                             // 浠水县巴河镇人民政府
};

// 档号 文号 责任者 题名 日期 页数 备注 of one file, its class, retention and unit. `archive` and `file_case` are the
// values of archive/<id> and case/<id>. What the log does not know (密级 of a case) is absent.
codec::Value catalogue_row(const codec::Value& archive, const codec::Value& file_case, const Names& names);
// The same of a file that is of no case: a sanction, review, incoming paper (`about`: its record) or a year's
// statistics.
codec::Value other_row(const codec::Value& archive, const codec::Value& about, const Names& names);

// One entry of the case with what is shown of it.
struct CaseEntry {
    log::Entry entry;
    std::optional<log::Header> header;  // of a change set
    std::vector<codec::Value> intents;  // the case's, in order
    std::vector<log::Record> records;   // the case's, in order of writing
};

struct ItemFile {
    std::uint64_t bytes = 0;
    std::string head;  // the first eight bytes
};

struct Facts {
    std::string origin, fingerprint;
    bool demonstration = false;
    log::Checkpoint checkpoint;
    Names names;
    std::vector<CaseEntry> entries;         // in order
    std::map<std::string, ItemFile> files;  // by sha256 in hex: those that are there
};

// The newest version of a record among the entries; null where none wrote it.
const log::Record* newest(const std::vector<CaseEntry>& entries, std::string_view key);
// The act of two (pending/…) that this entry confirms, as it left it: what was proposed and whose word it needed. Null
// where it confirms none.
const codec::Value* confirmed_act(const CaseEntry& one);
// The entry that closed the file of the case; null where none did.
const CaseEntry* closing_of(const CaseScope& scope, const std::vector<CaseEntry>& entries);
// "package.course" where no entry closed a file of this case.
Result<codec::Value> metadata_of(const CaseScope& scope, const Facts& facts);

}  // namespace zj::package
