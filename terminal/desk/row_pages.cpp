// SPDX-License-Identifier: Apache-2.0
#include "terminal/desk/row_pages.hpp"

#include <algorithm>
#include <utility>

namespace zj::desk {

using work::kPageRows;

const work::CaseRow* RowPages::at(std::size_t i) const {
    const auto page = pages_.find(i / kPageRows);
    if (page == pages_.end() || i % kPageRows >= page->second.rows.size()) {
        return nullptr;
    }
    return &page->second.rows[i % kPageRows];
}

std::optional<std::size_t> RowPages::find(std::string_view key) const {
    for (const auto& [number, page] : pages_) {
        for (std::size_t i = 0; i < page.rows.size(); ++i) {
            if (page.rows[i].key == key) {
                return number * kPageRows + i;
            }
        }
    }
    return std::nullopt;
}

std::optional<std::size_t> RowPages::wanted(std::size_t first, std::size_t last) const {
    if (!total_ || start_over_) {
        return 0;
    }
    // Before anything was drawn, and in an empty list, the first page is what matters.
    last = std::min(std::max(last, first + 1), std::max<std::size_t>(1, *total_));
    for (std::size_t number = first / kPageRows; number * kPageRows < last; ++number) {
        const auto page = pages_.find(number);
        if (page == pages_.end() || page->second.old) {
            return number * kPageRows;
        }
    }
    return std::nullopt;
}

void RowPages::put(std::size_t first, std::size_t total, std::vector<work::CaseRow>&& rows) {
    if (std::exchange(start_over_, false)) {
        pages_.clear();
    } else if (total_ && *total_ != total) {
        make_old();  // rows have moved
    }
    total_ = total;
    const std::size_t number = first / kPageRows;
    pages_[number] = {std::move(rows), false};
    std::erase_if(pages_, [&](const auto& page) { return page.first * kPageRows >= std::max<std::size_t>(1, total); });
    while (pages_.size() > kPagesMax) {
        const auto lowest = pages_.begin(), highest = std::prev(pages_.end());
        pages_.erase(number - lowest->first > highest->first - number ? lowest : highest);
    }
}

void RowPages::make_old() {
    for (auto& [number, page] : pages_) {
        page.old = true;
    }
}

void RowPages::start_over() {
    start_over_ = true;
}

void RowPages::erase(std::string_view key) {
    const auto place = find(key);
    if (!place) {
        return;
    }
    const auto page = pages_.find(*place / kPageRows);
    auto& rows = page->second.rows;
    rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(*place % kPageRows));
    pages_.erase(std::next(page), pages_.end());  // their rows have moved up by one
    make_old();
    total_ = total() == 0 ? 0 : total() - 1;
}

}  // namespace zj::desk
