// SPDX-License-Identifier: Apache-2.0
#pragma once
// What one entry reads and writes: record versions on top of the registers, each key written at most once an entry,
// with marks to go back to, so that the intents of a change set take effect together or not at all. Not thread safe;
// lives for one entry.

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "shared/model/registers.hpp"

namespace zj::model::rules1 {

class Work {
public:
    explicit Work(Registers& below) : below_(below) {}

    // The newest value; null where there is none. Stays valid for the life of the Work, but shows later edits only if
    // fetched again.
    const codec::Value* get(std::string_view key);
    bool has(std::string_view key) { return get(key) != nullptr; }
    std::int64_t version(std::string_view key);  // 0 where there is none
    std::string_view owner(std::string_view key);
    // A vault that cannot see a record cannot deny it either: the rules then assume that it does not stand in the way.
    bool hidden(std::string_view key);

    codec::Value& edit(std::string_view key);  // REQUIRES: has(key)
    // Makes the record, or replaces its whole value.
    codec::Value& put(std::string key, std::string owner, codec::Value value);
    std::int64_t next_version(std::string_view key);  // the version that this entry writes or would write

    using Mark = std::size_t;
    Mark mark();
    void rollback(Mark mark);

    // Something that matters was hidden, so this is a guess.
    bool unknown() const { return unknown_; }
    // What was written since `mark`, as those who read it again count it; a record may count twice but where `mark` is
    // 0.
    struct Extent {
        std::size_t records = 0, bytes = 0;
        bool readable = true;  // each of them, within `record_bytes_max`
        // Leaves room for what the same entry releases and counts.
        bool fits() const;
        // So much that the rest is better left to another entry.
        bool plenty() const;
        Extent& operator+=(const Extent& other);
    };
    Extent extent_since(Mark mark, std::size_t record_bytes_max) const;
    // Hands the new versions to the registers, in order of first writing.
    std::vector<RecordPtr> commit();

private:
    struct Node {
        Found below;
        std::shared_ptr<log::Record> staged;
        Mark since = 0;  // the mark under which `staged` was made or cloned
    };
    struct Undo {
        std::string key;
        std::shared_ptr<log::Record> staged;  // as it was; null where this entry had not written it
        Mark since = 0;
    };
    using Nodes = std::map<std::string, Node, std::less<>>;
    Nodes::iterator node(std::string_view key);
    log::Record& stage(Nodes::iterator at, const std::string* owner);

    Registers& below_;
    Nodes nodes_;
    std::vector<std::string> order_;
    std::vector<Undo> undo_;
    Mark marks_ = 0;
    bool unknown_ = false;
};

}  // namespace zj::model::rules1
