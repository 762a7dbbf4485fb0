// SPDX-License-Identifier: Apache-2.0
#pragma once
// Memory for secrets: locked (checked), excluded from core dumps, zeroed when released, never copied, never printed.
// The only type that passphrases, seeds and symmetric keys live in (terminal.md, Vault; security.md part 4:
// sodium_malloc ignores a failed mlock, so we check it).

#include <cstddef>
#include <span>
#include <string_view>
#include <utility>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"

namespace zj::crypto {

class Secret {
public:
    Secret() = default;
    explicit Secret(std::size_t size);   // zeroed; aborts where memory cannot be had
    static Secret from(ByteView bytes);  // the caller wipes its own copy
    static Secret random(std::size_t size);
    Secret(Secret&& other) noexcept
        : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
    Secret& operator=(Secret&& other) noexcept;
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    ~Secret() { wipe(); }

    bool empty() const { return size_ == 0; }
    std::size_t size() const { return size_; }
    std::span<std::uint8_t> bytes() { return {data_, size_}; }
    ByteView view() const { return {data_, size_}; }
    std::string_view text() const { return {reinterpret_cast<const char*>(data_), size_}; }
    Secret clone() const { return from(view()); }
    void wipe();                             // zeroes and releases now
    bool equals(const Secret& other) const;  // constant time for equal lengths

private:
    std::uint8_t* data_ = nullptr;
    std::size_t size_ = 0;
};

// Zeroes any buffer that held a secret on its way.
void wipe(std::span<std::uint8_t> bytes);

// For main(): raises RLIMIT_MEMLOCK as far as allowed, turns core dumps and ptrace attach off. Returns what could not
// be had; the program goes on and says so.
Result<> harden_process();

}  // namespace zj::crypto
