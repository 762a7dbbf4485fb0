// SPDX-License-Identifier: Apache-2.0
#pragma once
// The registers as the judge sees them, over the table `current`, with the decoded records last used in memory. Under
// the head lock.
//
// The interface has no way to say that a read failed, and a judge must never go on without an answer: ReadFailed is
// thrown, and caught where a group is dropped or a call answered.

#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "shared/base/result.hpp"
#include "shared/model/registers.hpp"
#include "shared/store/database.hpp"

namespace zj::county {

struct ReadFailed {
    Error error;
};

struct Location {
    std::int64_t version = 0;
    std::uint64_t index = 0;
    std::size_t ordinal = 0;
    auto operator<=>(const Location&) const = default;
};

class StoreRegisters final : public model::Registers {
public:
    StoreRegisters(store::Database& db, std::size_t cache_bytes) : db_(db), cache_bytes_(cache_bytes) {}
    Result<> load_chains();

    model::Found get(std::string_view key) override;
    void put(model::RecordPtr record) override;  // into the cache: the row is written by the group commit
    model::ChainHead chain(std::string_view device) override;
    void set_chain(std::string_view device, const model::ChainHead& head) override;

    std::optional<Location> locate(std::string_view key);
    // The record version at a place, not by way of the cache.
    Result<model::RecordPtr> read(std::uint64_t index, std::size_t ordinal);

private:
    struct Slot {
        model::RecordPtr record;
        std::size_t cost = 0;
        std::list<const std::string*>::iterator place;
    };
    struct Hasher {
        using is_transparent = void;
        std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>()(s); }
    };
    void keep(model::RecordPtr record, std::size_t cost);

    store::Database& db_;
    std::size_t cache_bytes_;
    std::size_t used_ = 0;
    std::list<const std::string*> order_;  // newest use first
    std::unordered_map<std::string, Slot, Hasher, std::equal_to<>> cache_;
    std::map<std::string, model::ChainHead, std::less<>> chains_;
};

}  // namespace zj::county
