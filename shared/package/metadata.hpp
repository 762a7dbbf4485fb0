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

// The newest version of each record among a case's entries, in one pass over them: a file may hold many thousands of
// entries (kFilesMax), and each of them may be asked about. More entries may come between two questions.
class Newest {
public:
    // `entries` outlives it; only its end may move.
    explicit Newest(const std::vector<CaseEntry>& entries) : entries_(entries) {}

    // Null where none wrote it. Holds until entries come in.
    const log::Record* of(const std::string& key);
    // How many records have been looked at so far, all questions together.
    std::uint64_t looked_at() const { return looked_at_; }

private:
    struct Place {
        std::size_t entry = 0, record = 0;
    };
    const log::Record& at(const Place& place) const { return entries_[place.entry].records[place.record]; }
    void catch_up();

    const std::vector<CaseEntry>& entries_;
    std::size_t taken_ = 0;  // of entries_
    std::uint64_t looked_at_ = 0;
    std::map<std::string, Place> places_;
};
// The act of two (pending/…) that this entry confirms, as it left it: what was proposed and whose word it needed. Null
// where it confirms none.
const codec::Value* confirmed_act(const CaseEntry& one);
// The entry that closed the file of the case; null where none did.
const CaseEntry* closing_of(const CaseScope& scope, const std::vector<CaseEntry>& entries);
// "package.course" where no entry closed a file of this case.
Result<codec::Value> metadata_of(const CaseScope& scope, const Facts& facts);

}  // namespace zj::package
