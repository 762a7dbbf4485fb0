// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/guests.hpp"

#include <algorithm>
#include <utility>

namespace zj::http {

bool Guests::make_room(std::size_t max) {
    const std::lock_guard guard(lock_);
    std::map<std::string, std::size_t> counts;
    std::size_t arriving = 0, most = 0;
    for (const auto& [number, entry] : all_) {
        if (entry.arriving) {
            ++arriving;
            most = std::max(most, ++counts[entry.from]);
        }
    }
    if (arriving < max) {
        return false;
    }
    for (auto& [number, entry] : all_) {
        if (entry.arriving && counts[entry.from] == most) {
            entry.arriving = false;  // on its way out: nobody counts it again
            close(number, entry);
            return true;
        }
    }
    return false;
}

void Guests::close_all() {
    const std::lock_guard guard(lock_);
    for (const auto& [number, entry] : all_) {
        close(number, entry);
    }
}

// It may have ended until then.
void Guests::close(std::uint64_t number, const Entry& entry) {
    entry.post([this, number] {
        const std::lock_guard again(lock_);
        if (const auto at = all_.find(number); at != all_.end()) {
            at->second.close();
        }
    });
}

Guest::Guest(Guests& guests, std::string from, std::function<void(std::function<void()>)> post,
             std::function<void()> close)
    : guests_(guests) {
    const std::lock_guard guard(guests_.lock_);
    number_ = guests_.next_++;
    guests_.all_[number_] = {std::move(from), std::move(post), std::move(close), true};
}

Guest::~Guest() {
    const std::lock_guard guard(guests_.lock_);
    guests_.all_.erase(number_);
}

void Guest::arrived() {
    const std::lock_guard guard(guests_.lock_);
    guests_.all_[number_].arriving = false;
}

}  // namespace zj::http
