// SPDX-License-Identifier: Apache-2.0
#pragma once
// Papers that come in, and the files of what is no case: papers, sanctions, reviews, the statistics of a year
// (domain.md 6.7 and 9).

#include <string>

#include "gateway/demo/life.hpp"
#include "shared/model/catalogue_chain.hpp"

namespace zj::demo {

class Files {
public:
    explicit Files(Life& life) : life_(life) {}

    // So many papers over the year, `wrong` of them registered in error first; the statistics of the year that ended.
    void schedule(Date from, std::size_t papers, std::size_t wrong);
    // Of a sanction that is lifted, a circular, a review that is closed, a paper that is open: some days from now.
    void file_later(const std::string& of);

private:
    struct Paper {
        std::string from, doc_no, title;
        int pages = 1;
        bool internal = false;  // 内部
    };
    Paper some_paper();
    bool enter(const std::string& clerk, const Paper& paper);
    void lay_down(const std::string& clerk, const Paper& paper);
    void paper();
    void paper_in_error();
    void statistics();
    void file(const std::string& of, codec::Array items);

    Life& life_;
};

// What the office itself adds to a file that ends in this state: its forms, each by a digest that stands for it.
codec::Array papers_of_office(const model::ArchiveClass& kept, std::string_view state, const std::string& of);
codec::Value file_item(std::string title, std::string sha256);

}  // namespace zj::demo
