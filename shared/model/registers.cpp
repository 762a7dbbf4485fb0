// SPDX-License-Identifier: Apache-2.0
#include "shared/model/registers.hpp"

#include <utility>

#include "shared/base/result.hpp"

namespace zj::model {

Found Overlay::get(std::string_view key) {
    if (const auto it = records_.find(key); it != records_.end()) {
        return {Presence::present, it->second};
    }
    return below_.get(key);
}

void Overlay::put(RecordPtr record) {
    std::string key = record->key;
    order_.push_back(record);
    records_.insert_or_assign(std::move(key), std::move(record));
}

ChainHead Overlay::chain(std::string_view device) {
    if (const auto it = chains_.find(device); it != chains_.end()) {
        return it->second;
    }
    return below_.chain(device);
}

void Overlay::set_chain(std::string_view device, const ChainHead& head) {
    chains_.insert_or_assign(std::string(device), head);
}

void Overlay::apply() {
    for (RecordPtr& record : order_) {
        below_.put(std::move(record));
    }
    for (const auto& [device, head] : chains_) {
        below_.set_chain(device, head);
    }
    discard();
}

void Overlay::discard() {
    records_.clear();
    order_.clear();
    chains_.clear();
}

Found MemoryRegisters::get(std::string_view key) {
    const auto it = records_.find(key);
    return it == records_.end() ? Found{} : Found{Presence::present, it->second};
}

void MemoryRegisters::put(RecordPtr record) {
    const auto it = records_.find(record->key);
    ZJ_ASSERT(record->version == (it == records_.end() ? 0 : it->second->version) + 1);
    if (it != records_.end()) {
        it->second = std::move(record);
    } else {
        records_.emplace(record->key, std::move(record));
    }
}

ChainHead MemoryRegisters::chain(std::string_view device) {
    const auto it = chains_.find(device);
    return it == chains_.end() ? ChainHead{} : it->second;
}

void MemoryRegisters::set_chain(std::string_view device, const ChainHead& head) {
    chains_.insert_or_assign(std::string(device), head);
}

}  // namespace zj::model
