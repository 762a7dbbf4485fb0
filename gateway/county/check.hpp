// SPDX-License-Identifier: Apache-2.0
#pragma once
// Derives every table again from the entries and compares. The walk is check.cpp, what follows it check_tables.cpp.
// Outside of the log, so not derived: sessions, doors, incidents; of the blobs only what their change sets say.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "gateway/county/projection.hpp"
#include "gateway/county/state.hpp"

namespace zj::county {

class Check {
public:
    Check(County::State& state, bool replay) : s_(state), replay_(replay) {}

    // One entry, in order.
    Result<> take(const StoredEntry& stored);
    // After the last one, under the head lock.
    Result<> compare();
    Result<> verdict() const;

private:
    struct Chain {
        std::vector<std::uint64_t> places;  // entry of each number
        Hash last;
        std::uint64_t seen_size = 0;
    };
    using MaterialKey = std::tuple<Hash, std::string, Hash>;            // change set, slot, sha256
    using BlobKey = std::tuple<std::string, Hash, std::int64_t, Hash>;  // as blobs: scope, sha256, size, digests

    void find(std::string what);
    void must(bool good, const std::string& otherwise);

    void take_records(const StoredEntry& stored, const log::Entry& entry, const std::string& at);
    void take_scopes(const StoredEntry& stored, const log::Entry& entry, const std::string& at);
    void take_root(const log::Entry& entry, const std::string& at);
    void take_change(const StoredEntry& stored, const log::Entry& entry, const log::ChangeSet& change_set,
                     const std::string& at);
    void take_materials(std::string_view device, const log::ChangeSet& change_set);
    void judge(const StoredEntry& stored, const log::Entry& entry, const std::optional<log::ChangeSet>& change_set,
               const std::string& at);

    Result<> compare_counts();
    Result<> compare_checkpoints();
    Result<> compare_current();
    Result<> compare_chains();
    Result<> compare_refusals();
    Result<> compare_chain_items(const std::string& device, const std::vector<std::uint64_t>& places);
    Result<> compare_scopes();
    Result<> compare_materials();
    Result<> compare_projections();
    Result<> compare_blobs();
    Result<> compare_blob(std::int64_t id, const Material& material, bool complete);
    Result<std::uint64_t> count(std::string_view sql);

    County::State& s_;
    bool replay_;
    log::Tree tree_;
    model::Judge judge_;
    model::MemoryRegisters registers_;
    std::uint64_t roots_ = 0, changes_ = 0, records_ = 0, scope_items_ = 0;
    std::map<std::string, Location> current_;
    std::map<std::string, std::vector<Row>> newest_;
    std::map<std::string, std::string, std::less<>> units_;  // of cases
    std::map<std::string, Hash> rows_;                       // of the registers
    std::map<std::string, Chain> chains_;
    std::map<Hash, std::int64_t> refusals_;  // enrolments by ticket
    std::map<std::string, std::vector<std::uint64_t>> scopes_;
    std::map<MaterialKey, Material> materials_;
    std::map<BlobKey, Material> documents_;
    std::vector<std::string> findings_;
};

}  // namespace zj::county
