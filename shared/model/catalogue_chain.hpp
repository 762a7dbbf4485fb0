// SPDX-License-Identifier: Apache-2.0
#pragma once
// Two tables of the catalogue beside the matters: the chain of the four departments (domain.md 5) and how files are
// kept (domain.md 9). Data in assets/matters/chain.json and archive.json; what loads can be judged without further
// tests.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/codec/value.hpp"

namespace zj::model {

struct ChainStage {
    std::int64_t n = 0;  // its place, and the last part of its record key
    std::string key;     // use staffing entry pay fund; exit pay_stop fund_cut
    std::string zh, en;
    std::string owner;                // office (closed by its case), org, hr, fin, or hire: org or hr by the quota
    std::vector<std::string> record;  // what stage.close must say: doc_no, doc_date, persons, budget_unit, …
    std::vector<std::string> may;     // and what it may say
};

// The stages of one direction in their order, which is data (domain.md 5, 14-2), as owners, names and what a closing
// says are. Which keys there are is the rules' affair, for each writes other records; they ask for a stage by its key.
class Chain {
public:
    // "catalogue.chain" and json.* with the pointer of the fault. Each of `keys` once; use, staffing and exit lead.
    static Result<Chain> from(const codec::Value& value, const std::string& pointer,
                              const std::vector<std::string_view>& keys);

    const std::vector<ChainStage>& stages() const { return stages_; }
    const ChainStage* stage(std::int64_t n) const;        // null where there is none
    const ChainStage* stage(std::string_view key) const;  // the same by key
    std::int64_t last() const { return static_cast<std::int64_t>(stages_.size()); }

private:
    std::vector<ChainStage> stages_;
};

struct Chains {
    Chain entry, exit;
};
Result<Chains> chains_from(const codec::Value& value);

// How the files of one matter are kept.
struct ArchiveClass {
    struct Paper {
        std::string zh, en;
        std::vector<std::string> results;  // of the case: approved, refused; of another file: the state of its record
    };
    std::string matter, code;   // 机构(问题)代码
    std::string zh, en;         // the cabinet's name
    std::string retention;      // Y for ever, D30, D10 (DA/T 22-2015)
    std::vector<Paper> papers;  // what the office adds to the case's materials, by title
};

struct ArchiveRules {
    std::string fonds, category;  // 全宗号, 档案门类代码
    std::vector<ArchiveClass> classes;
    std::vector<ArchiveClass> files;  // of what is no case: `matter` is sanction, review, doc or statistics
    const ArchiveClass* of(std::string_view matter) const;  // null where the matter has none
    const ArchiveClass* of_file(std::string_view kind) const;
    // 全宗号-门类·年度-保管期限-机构(问题)-件号: J021-WS·2024-D30-YB-0007.
    std::string number(const ArchiveClass& kept, std::int64_t year, std::int64_t n) const;
};
// "catalogue.archive" and json.* with the pointer of the fault.
Result<ArchiveRules> archive_from(const codec::Value& value);

}  // namespace zj::model
