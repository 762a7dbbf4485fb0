// SPDX-License-Identifier: Apache-2.0
#pragma once
// The open connections of the listener: those that may be closed to make room, because they have not yet shown whose
// they are, and all of them for its end. Any thread.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>

namespace zj::http {

class Guests {
public:
    // Where `max` are arriving, the oldest one of the address with the most of them is told to close. True where one
    // was.
    bool make_room(std::size_t max);
    void close_all();

private:
    friend class Guest;
    struct Entry {
        std::string from;
        std::function<void(std::function<void()>)> post;
        std::function<void()> close;
        bool arriving = true;
    };
    void close(std::uint64_t number, const Entry& entry);  // under the lock

    std::mutex lock_;
    std::uint64_t next_ = 0;
    std::map<std::uint64_t, Entry> all_;  // oldest first
};

// One connection's place among them, for as long as it lives.
class Guest {
public:
    // `post` hands a job to the connection's own executor, where alone it may be touched; `close` is called there.
    Guest(Guests& guests, std::string from, std::function<void(std::function<void()>)> post,
          std::function<void()> close);
    Guest(const Guest&) = delete;
    Guest& operator=(const Guest&) = delete;
    ~Guest();
    void arrived();  // it has a place of its own from here on

private:
    Guests& guests_;
    std::uint64_t number_ = 0;
};

}  // namespace zj::http
