// SPDX-License-Identifier: Apache-2.0
#pragma once
// From the lines of a bundle to one entry's parts, checked as far as one entry alone can be: hashes, commitments,
// signatures. Runs on any thread; what needs the entries before it is replay.hpp's.

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "shared/log/change_set.hpp"
#include "shared/log/entry.hpp"
#include "shared/model/judge.hpp"
#include "shared/verify/files.hpp"
#include "shared/verify/report.hpp"

namespace zj::verify {

inline constexpr std::uint64_t kShard = 10'000;  // entries a bodies/ or records/ file (BUNDLE.md)
std::string shard_path(std::string_view folder, std::uint64_t index);

// The raw lines of one entry.
struct RawEntry {
    std::uint64_t index = 0;
    std::string entry, header, bodies, records;  // header and bodies empty but for changes
    bool is_change() const;
};

// Reads entry after entry, opening shards as it goes.
class BundleReader {
public:
    static Result<BundleReader> open(Files& files);
    // False at the end. Faults name the file in `where`.
    Result<bool> next(RawEntry& out);
    Result<> finish();                              // every stream must be at its end too
    std::uint64_t index() const { return index_; }  // of the entry that comes next
    const std::set<std::string>& opened() const { return opened_; }

private:
    struct Sharded {
        std::string folder, path;
        std::unique_ptr<Lines> lines;
    };
    explicit BundleReader(Files& files) : files_(&files) {}
    Result<bool> line(Lines& lines, const std::string& path, std::string& out);
    Result<> shard_line(Sharded& sharded, std::string& out);

    Files* files_;
    std::unique_ptr<Lines> entries_, headers_;
    Sharded bodies_{"bodies", {}, nullptr}, records_{"records", {}, nullptr};
    std::uint64_t index_ = 0;
    std::set<std::string> opened_{"entries.ndjson", "headers.ndjson"};
};

// Public keys that the log has shown so far, also in what was refused, by id. Ids are digests of keys, and a key that
// is in no register is D2 whoever knows it, so knowing more than the county did cannot mislead.
class KnownKeys final : public model::KeyFinder {
public:
    void learn(const RawEntry& raw);  // from enrol and join intents; not concurrent with find()
    std::optional<crypto::VerifyKey> find(std::string_view key_id) override;

private:
    std::map<std::string, crypto::VerifyKey, std::less<>> keys_;
};

struct Decoded {
    std::uint64_t index = 0;
    std::optional<log::Entry> entry;
    Hash leaf;
    std::optional<model::Checked> checked;  // changes
    std::vector<log::SaltedRecord> records;
    std::vector<Hash> commitments;  // of the records
    std::vector<log::ScopeItem> scopes;
    std::vector<std::string> blobs;  // sha256 hex that its bodies name
    unsigned signatures = 0;         // good ones
    std::vector<Finding> findings;
};
Decoded decode(const RawEntry& raw, KnownKeys& keys);

// The parts that locate.cpp asks one by one. Each returns whether the line is what the entry commits to.
bool records_line_good(std::string_view line, const log::Entry& entry);
bool header_line_good(std::string_view line, const log::Entry& entry);  // id only
// The bodies against the header of the same change set; lost bodies are for the replay to judge.
bool bodies_line_good(std::string_view line, std::string_view header_line, std::uint64_t index);

}  // namespace zj::verify
