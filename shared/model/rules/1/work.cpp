// SPDX-License-Identifier: Apache-2.0
#include "shared/model/rules/1/work.hpp"

#include <algorithm>

#include "shared/base/limits.hpp"
#include "shared/codec/json.hpp"

namespace zj::model::rules1 {
namespace {

// Working records of the judge and those of other scopes: a vault is never expected to hold them, so their absence
// makes no guess. A unit's leave/ record is there once it has recorded a leave of the
// person; what another unit is asked for and the county's ceiling are told by the county.
bool expected_hidden(std::string_view key) {
    for (const std::string_view kind : {"counter/", "due/", "waiting/", "load/", "idno/", "device/", "key/", "leave/",
                                        "consent/", "total/", "system/log"}) {
        if (key.substr(0, kind.size()) == kind) {
            return true;
        }
    }
    return false;
}

// The object around a value: names of members, numbers and marks, beside key and owner.
constexpr std::size_t kAroundValue = 128;
// Lists of what waits, counters and the author's own standing come on top of what the intents write.
constexpr std::size_t kSpareRecords = 96;

bool is_readable(const log::Record& record, const codec::Extent& value, std::size_t bytes_max) {
    return record.key.size() <= limits::kRecordKeyBytesMax && record.owner.size() <= limits::kRecordOwnerBytesMax &&
           !record.owner.empty() &&
           value.bytes + 2 * (record.key.size() + record.owner.size()) + kAroundValue <= bytes_max &&
           value.items + 5 <= limits::kJsonItemsMax && value.depth < limits::kJsonDepthMax;
}

}  // namespace

bool Work::Extent::fits() const {
    return readable && records + kSpareRecords <= limits::kEffectsMax && bytes <= limits::kEffectsBytesMax;
}

bool Work::Extent::plenty() const {
    return 2 * records > limits::kEffectsMax || 2 * bytes > limits::kEffectsBytesMax;
}

Work::Extent& Work::Extent::operator+=(const Extent& other) {
    records += other.records;
    bytes += other.bytes;
    readable = readable && other.readable;
    return *this;
}

Work::Nodes::iterator Work::node(std::string_view key) {
    auto at = nodes_.lower_bound(key);
    if (at == nodes_.end() || at->first != key) {
        Node fresh;
        fresh.below = below_.get(key);
        if (fresh.below.presence == Presence::not_visible && !expected_hidden(key)) {
            unknown_ = true;
        }
        at = nodes_.emplace_hint(at, std::string(key), std::move(fresh));
    }
    return at;
}

const codec::Value* Work::get(std::string_view key) {
    const Node& n = node(key)->second;
    return n.staged ? &n.staged->value : n.below.record ? &n.below.record->value : nullptr;
}

std::int64_t Work::version(std::string_view key) {
    const Node& n = node(key)->second;
    return n.staged ? n.staged->version : n.below.record ? n.below.record->version : 0;
}

std::string_view Work::owner(std::string_view key) {
    const Node& n = node(key)->second;
    return n.staged         ? std::string_view(n.staged->owner)
           : n.below.record ? std::string_view(n.below.record->owner)
                            : std::string_view{};
}

bool Work::hidden(std::string_view key) {
    const Node& n = node(key)->second;
    return !n.staged && n.below.presence == Presence::not_visible;
}

std::int64_t Work::next_version(std::string_view key) {
    const Node& n = node(key)->second;
    return (n.below.record ? n.below.record->version : 0) + 1;
}

log::Record& Work::stage(Nodes::iterator at, const std::string* owner) {
    Node& n = at->second;
    if (!n.staged || n.since < marks_) {
        undo_.push_back({at->first, n.staged, n.since});
        if (n.staged) {
            n.staged = std::make_shared<log::Record>(*n.staged);
        } else {
            n.staged = std::make_shared<log::Record>();
            n.staged->key = at->first;
            if (n.below.record) {
                n.staged->version = n.below.record->version + 1;
                n.staged->owner = n.below.record->owner;
                if (owner == nullptr) {
                    n.staged->value = n.below.record->value;
                }
            }
            order_.push_back(at->first);
        }
        n.since = marks_;
    }
    if (owner != nullptr) {
        n.staged->owner = *owner;
    }
    return *n.staged;
}

codec::Value& Work::edit(std::string_view key) {
    const auto at = node(key);
    ZJ_ASSERT(at->second.staged || at->second.below.record);
    return stage(at, nullptr).value;
}

codec::Value& Work::put(std::string key, std::string owner, codec::Value value) {
    log::Record& record = stage(node(key), &owner);
    record.value = std::move(value);
    return record.value;
}

Work::Mark Work::mark() {
    ++marks_;
    return undo_.size();
}

void Work::rollback(Mark mark) {
    while (undo_.size() > mark) {
        Undo& last = undo_.back();
        Node& n = nodes_.find(last.key)->second;
        n.staged = std::move(last.staged);
        n.since = last.since;
        if (!n.staged) {
            order_.erase(std::find(order_.begin(), order_.end(), last.key));
        }
        undo_.pop_back();
    }
}

Work::Extent Work::extent_since(Mark mark, std::size_t record_bytes_max) const {
    Extent out;
    const auto count = [&](const std::string& key) {
        const log::Record& record = *nodes_.find(key)->second.staged;
        const codec::Extent value = codec::extent_of(record.value);
        ++out.records;
        out.bytes += value.bytes;
        out.readable = out.readable && is_readable(record, value, record_bytes_max);
    };
    if (mark == 0) {
        std::ranges::for_each(order_, count);
    } else {
        std::for_each(undo_.begin() + static_cast<std::ptrdiff_t>(mark), undo_.end(),
                      [&](const Undo& undo) { count(undo.key); });
    }
    return out;
}

std::vector<RecordPtr> Work::commit() {
    std::vector<RecordPtr> out;
    out.reserve(order_.size());
    for (const std::string& key : order_) {
        out.push_back(std::move(nodes_.find(key)->second.staged));
        below_.put(out.back());
    }
    return out;
}

}  // namespace zj::model::rules1
