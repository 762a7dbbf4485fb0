// SPDX-License-Identifier: Apache-2.0
#include "shared/model/rules/1/work.hpp"

#include <algorithm>

namespace zj::model::rules1 {
namespace {

// Working records of the judge and those of other scopes: a vault is never expected to hold them, so their absence
// makes no guess.
bool expected_hidden(std::string_view key) {
    for (const std::string_view kind :
         {"counter/", "due/", "waiting/", "load/", "idno/", "device/", "key/", "system/log"}) {
        if (key.substr(0, kind.size()) == kind) {
            return true;
        }
    }
    return false;
}

}  // namespace

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
