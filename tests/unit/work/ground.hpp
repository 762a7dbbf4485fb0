// SPDX-License-Identifier: Apache-2.0
#pragma once
// A device of a county whose root, log and bundle keys the test holds, with the real catalogue; its records come by
// feed pages that the test signs. No gateway: what needs one is in path_test.cpp.

#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "terminal/tables/apart.hpp"
#include "terminal/work/context.hpp"

namespace zj::work::test {

inline constexpr const char* kUnit = "421125101";
inline constexpr const char* kScope = "unit/421125101";
inline const Time kNow{1'795'392'000'000};  // 2026-11-23 08:00 at +08:00, a Monday

struct TestClock final : Clock {
    Time time = kNow;
    Time now() override { return time; }
};

struct Folder {
    std::filesystem::path path;
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string file(const std::string& name) const { return (path / name).string(); }
    std::string write(const std::string& name, std::string_view content) const;
};

const std::string& catalogue_text();
std::string read_text(const std::string& path);

// The county's side of trust: keys, root statement 1, and a log that grows with what the test says.
class Seat {
public:
    Seat();
    const std::vector<log::SignedRoot>& roots() const { return roots_; }
    std::string fingerprint() const { return log::fingerprint(root_.verify_key()); }
    const crypto::BoxKey& bundle_key() const { return bundle_; }
    std::string origin() const { return "zhijian/421125/1"; }
    const crypto::SigningKey& log_key() const { return log_; }

    // Appends one entry that kScope sees, with these records.
    void append(std::vector<log::Record> records, std::optional<Hash> change_set = std::nullopt);
    sync::FeedPage page(std::uint64_t after);  // everything after, up to the head
    std::string checkpoint() { return log::sign_checkpoint({origin(), tree_.size(), tree_.root()}, log_); }
    log::Proof consistency(std::uint64_t from) { return tree_.consistency(from, tree_.size()); }
    log::Receipt receipt(std::uint64_t index);
    std::uint64_t size() const { return tree_.size(); }

private:
    struct Stored {
        std::string bytes;
        std::vector<log::SaltedRecord> records;
        log::ScopeItem scope;
    };
    SeededRandom random_{11};
    crypto::SigningKey root_, log_;
    crypto::BoxKey bundle_;
    std::vector<log::SignedRoot> roots_;
    log::Tree tree_;
    std::vector<Stored> entries_;
};

struct Desk {
    Folder home;
    TestClock clock;
    SeededRandom random{41};
    Seat seat;
    std::unique_ptr<vault::Vault> vault;
    std::atomic<bool> stop{false};

    Desk();
    Context context();
    // Brings these records to the vault as the county would.
    void deliver(std::vector<log::Record> records, std::optional<Hash> change_set = std::nullopt);
    log::Record record(std::string key, codec::Value value, std::int64_t version = 1) const;
    // Identity of the unlocked person, the unit and a plan line, as after the opening of the books.
    void open_books();
};

// zhijian-tables of this build.
tables::Program tables_program();

// The error's code, or "" where it went well.
template <class T>
std::string code_of(const Result<T>& result) {
    return result ? std::string() : result.error().code;
}
template <class T>
T must(Result<T> result) {
    INFO((result ? std::string() : to_string(result.error())));
    REQUIRE(result.has_value());
    return std::move(*result);
}

// A complete and right form of 用编核准 with three documents in `folder`.
codec::Value use_form(const Folder& folder);

}  // namespace zj::work::test
