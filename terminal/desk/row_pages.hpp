// SPDX-License-Identifier: Apache-2.0
#pragma once
// Rows of a long list, fetched in pages around what is seen. A page that is no longer true stays in sight until its new
// content comes; rows that are not here yet are drawn as placeholders. Plain values, no thread.

#include <cstddef>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "terminal/work/views.hpp"

namespace zj::desk {

class RowPages {
public:
    // Rows kept: far beyond a screen, so that short ways back cost nothing, and yet little memory.
    static constexpr std::size_t kPagesMax = 16;

    bool known() const { return total_.has_value(); }
    std::size_t total() const { return total_.value_or(0); }
    const work::CaseRow* at(std::size_t i) const;  // null: not here yet
    std::optional<std::size_t> find(std::string_view key) const;
    // The first row of a page that is missing or old among rows first … last-1.
    std::optional<std::size_t> wanted(std::size_t first, std::size_t last) const;
    std::size_t pages() const { return pages_.size(); }

    void put(std::size_t first, std::size_t total, std::vector<work::CaseRow>&& rows);
    void make_old();    // all that is here is to be asked for again
    void start_over();  // another question: the next page that comes replaces everything
    // Before the county or the vault says so: what was decided leaves the list at once.
    void erase(std::string_view key);

private:
    struct Page {
        std::vector<work::CaseRow> rows;
        bool old = false;
    };
    std::map<std::size_t, Page> pages_;  // by number of the page
    std::optional<std::size_t> total_;
    bool start_over_ = false;
};

}  // namespace zj::desk
