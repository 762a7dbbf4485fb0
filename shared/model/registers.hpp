// SPDX-License-Identifier: Apache-2.0
#pragma once
// The registers as admit() sees them: versioned records by key, and the head of each device's chain. Three
// implementations: county database, in memory (auditor, simulator, tests), vault (preview). Everything admit() knows
// comes through here, and nothing else.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/codec/value.hpp"
#include "shared/log/entry.hpp"

namespace zj::model {

// `not_visible`: a vault cannot see it, so a preview that needs it says "cannot be foretold here".
enum class Presence { present, absent, not_visible };

// Shared and immutable, so that overlays, caches and feeds can hold one copy.
using RecordPtr = std::shared_ptr<const log::Record>;

struct Found {
    Presence presence = Presence::absent;
    RecordPtr record;  // set where present
};

struct ChainHead {
    std::uint64_t seq = 0;  // last number consumed; 0 before enrolment
    Hash id;                // its change-set id
    std::uint64_t seen_size = 0;
};

class Registers {
public:
    virtual ~Registers() = default;
    virtual Found get(std::string_view key) = 0;
    virtual void put(RecordPtr record) = 0;  // REQUIRES: version = current version + 1
    virtual ChainHead chain(std::string_view device) = 0;
    virtual void set_chain(std::string_view device, const ChainHead& head) = 0;
};

// Writes on top of another register without touching it: admit() works on one and its caller keeps or drops it.
class Overlay final : public Registers {
public:
    explicit Overlay(Registers& below) : below_(below) {}
    Found get(std::string_view key) override;
    void put(RecordPtr record) override;
    ChainHead chain(std::string_view device) override;
    void set_chain(std::string_view device, const ChainHead& head) override;
    void apply();  // into the register below, every version in order of writing
    void discard();

private:
    Registers& below_;
    std::vector<RecordPtr> order_;  // every version written, in order
    std::map<std::string, RecordPtr, std::less<>> records_;
    std::map<std::string, ChainHead, std::less<>> chains_;
};

class MemoryRegisters final : public Registers {
public:
    Found get(std::string_view key) override;
    void put(RecordPtr record) override;
    ChainHead chain(std::string_view device) override;
    void set_chain(std::string_view device, const ChainHead& head) override;
    const std::map<std::string, RecordPtr, std::less<>>& records() const { return records_; }

private:
    std::map<std::string, RecordPtr, std::less<>> records_;
    std::map<std::string, ChainHead, std::less<>> chains_;
};

}  // namespace zj::model
