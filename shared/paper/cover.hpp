// SPDX-License-Identifier: Apache-2.0
#pragma once
// Cover and contents of an archived file 归档文件 (DA/T 22-2015 asks for cover, list and number; the form is ours):
// what the file is, what lies in it with pages and hashes, who decided what when, and where the log holds its closing.
// Plain values in, bytes out, as paper.hpp says; errors as there, but that a character without a glyph stands as its
// code and does not keep a file from being handed over: the package's metadata have the character. Of a course that is
// longer than any that people work through, the first and the last entries are listed.

#include <cstdint>
#include <string>
#include <vector>

#include "shared/paper/paper.hpp"

namespace zj::paper {

struct CoverItem {
    std::string title, responsible;
    std::string doc_no, doc_date;  // may be empty
    int pages = 1;
    Hash sha256;
    bool here = true;  // false: on paper alone, no file of it in the package
    std::string kind;  // 附件; may be empty
};

// One entry of the log on the case's way.
struct CoverStep {
    Time at;
    std::string step;    // 初审
    std::string person;  // empty where time itself acted
    std::string result;  // 通过
    std::uint64_t entry = 0;
};

struct ArchiveCover {
    std::string office;      // 中共浠水县委机构编制委员会办公室
    std::string archive_no;  // J021-WS·2026-D30-YB-0007
    std::string title, unit, matter, case_no;
    std::string fonds, file_class, retention, year;
    std::string doc_no, note;  // may be empty
    std::string secrecy;       // 密级; may be empty
    Time from, to;             // received, and closed
    std::vector<CoverItem> items;
    std::vector<CoverStep> course;
    std::string fingerprint;  // of the county root, hex
    Proof proof;              // of the entry that closed the file; REQUIRES: entered
};
Result<Bytes> archive_cover(const ArchiveCover& cover);

}  // namespace zj::paper
