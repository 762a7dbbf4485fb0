// SPDX-License-Identifier: Apache-2.0
#include "gateway/county/store_registers.hpp"

#include <algorithm>

#include "gateway/county/schema.hpp"

namespace zj::county {

namespace {

constexpr std::size_t kSlotBytes = 256;

std::size_t cost_of(const codec::Value& value) {
    constexpr std::size_t kNode = 64;
    if (value.is_string()) {
        return kNode + value.string().size();
    }
    std::size_t cost = kNode;
    if (value.is_array()) {
        for (const codec::Value& item : value.array()) {
            cost += cost_of(item);
        }
    } else if (value.is_object()) {
        for (const auto& [key, item] : value.object()) {
            cost += kNode + key.size() + cost_of(item);
        }
    }
    return cost;
}

}  // namespace

Result<> StoreRegisters::load_chains() {
    auto rows = db_.prepare("SELECT device, seq, id, seen_size FROM chains");
    for (;;) {
        ZJ_TRY(const bool row, rows.step());
        if (!row) {
            return {};
        }
        model::ChainHead head;
        head.seq = static_cast<std::uint64_t>(rows.integer(1));
        if (rows.blob(2).size() != head.id.bytes.size()) {
            return fail("store.corrupt", "chains");
        }
        std::copy_n(rows.blob(2).begin(), head.id.bytes.size(), head.id.bytes.begin());
        head.seen_size = static_cast<std::uint64_t>(rows.integer(3));
        chains_[std::string(rows.text(0))] = head;
    }
}

std::optional<Location> StoreRegisters::locate(std::string_view key) {
    auto row = db_.prepare("SELECT version, idx, ordinal FROM current WHERE key = ?");
    row.bind(1, key);
    const auto found = row.step();
    if (!found) {
        throw ReadFailed{found.error()};
    }
    if (!*found) {
        return std::nullopt;
    }
    return Location{row.integer(0), static_cast<std::uint64_t>(row.integer(1)),
                    static_cast<std::size_t>(row.integer(2))};
}

Result<model::RecordPtr> StoreRegisters::read(std::uint64_t index, std::size_t ordinal) {
    auto row = db_.prepare("SELECT bytes FROM records WHERE id = ?");
    row.bind(1, row_id(index, ordinal));
    ZJ_TRY(const bool found, row.step());
    if (!found) {
        return fail("store.corrupt", "records",
                    "entry " + std::to_string(index) + " has no record " + std::to_string(ordinal));
    }
    ZJ_TRY(log::Record record, log::parse_record(row.text(0)));
    return model::RecordPtr(std::make_shared<const log::Record>(std::move(record)));
}

model::Found StoreRegisters::get(std::string_view key) {
    if (const auto cached = cache_.find(key); cached != cache_.end()) {
        order_.splice(order_.begin(), order_, cached->second.place);
        return {model::Presence::present, cached->second.record};
    }
    const auto location = locate(key);
    if (!location) {
        return {};
    }
    auto record = read(location->index, location->ordinal);
    if (!record) {
        throw ReadFailed{record.error()};
    }
    if ((*record)->key != key || (*record)->version != location->version) {
        throw ReadFailed{fail("store.corrupt", std::string(key), "current names another record")};
    }
    keep(*record, cost_of((*record)->value));
    return {model::Presence::present, *record};
}

void StoreRegisters::put(model::RecordPtr record) {
    const std::size_t cost = cost_of(record->value);
    keep(std::move(record), cost);
}

void StoreRegisters::keep(model::RecordPtr record, std::size_t cost) {
    cost += kSlotBytes;
    auto [at, added] = cache_.try_emplace(record->key);
    Slot& slot = at->second;
    if (added) {
        order_.push_front(&at->first);
        slot.place = order_.begin();
    } else {
        order_.splice(order_.begin(), order_, slot.place);
        used_ -= slot.cost;
    }
    slot.record = std::move(record);
    slot.cost = cost;
    used_ += cost;
    while (used_ > cache_bytes_ && order_.size() > 1) {
        const auto oldest = cache_.find(*order_.back());
        used_ -= oldest->second.cost;
        order_.pop_back();
        cache_.erase(oldest);
    }
}

model::ChainHead StoreRegisters::chain(std::string_view device) {
    const auto found = chains_.find(device);
    return found == chains_.end() ? model::ChainHead() : found->second;
}

void StoreRegisters::set_chain(std::string_view device, const model::ChainHead& head) {
    chains_[std::string(device)] = head;
}

}  // namespace zj::county
