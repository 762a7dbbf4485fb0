// SPDX-License-Identifier: Apache-2.0
#pragma once
// The open connections of the listener: those that may be closed to make room, because they have not yet shown whose
// they are, and all of them for its end. Any thread.

#include <boost/asio/ip/address.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>

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
        boost::beast::tcp_stream* stream = nullptr;
        boost::asio::ip::address from;
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
    Guest(Guests& guests, boost::beast::tcp_stream& stream, const boost::asio::ip::address& from);
    Guest(const Guest&) = delete;
    Guest& operator=(const Guest&) = delete;
    ~Guest();
    void arrived();  // it has a place of its own from here on

private:
    Guests& guests_;
    std::uint64_t number_ = 0;
};

}  // namespace zj::http
