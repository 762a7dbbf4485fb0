// SPDX-License-Identifier: Apache-2.0
#pragma once
// A vault in a folder of its own, with a cheap passphrase cost, a clock that the test moves and a seeded source of
// randomness; and the county in memory of the sync tests to talk to.

#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "terminal/vault/vault.hpp"
#include "tests/unit/sync/ground.hpp"

namespace zj::vault::test {

struct TestClock final : Clock {
    Time time = sync::test::kNow;
    Time now() override { return time; }
};

struct Folder {
    std::filesystem::path path;
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string file(const std::string& name) const { return (path / name).string(); }
};

inline constexpr const char* kPassphrase = "bamu diga foku zelu wayi";
crypto::Secret secret(std::string_view text = kPassphrase);

// Everything a test needs of one device.
struct Desk {
    Folder home;
    TestClock clock;
    SeededRandom random{41};
    std::int64_t uptime = 1000;
    store::FaultSeam fault;
    sync::test::ToyCounty county;
    crypto::SigningKey one_time = crypto::SigningKey::from_seed(secret("0123456789abcdef0123456789abcdef"));

    std::string folder() const { return home.file("vault"); }
    Settings settings();
    Founding founding();
    std::unique_ptr<Vault> make();
    Result<std::unique_ptr<Vault>> try_open(std::string_view who = {}, std::string_view passphrase = kPassphrase);
    std::unique_ptr<Vault> open(std::string_view who = {});
    // One faultless session.
    Result<> sync(Vault& vault);
};

codec::Value note_intent(const std::string& text);  // a message on a case: names nothing in its base
log::ChangeSet sign(Vault& vault, const std::string& text);
// Looked at and stored, as a submission does.
Result<Document> attach(Vault& vault, const std::string& path, const std::string& title);
// A slot for a second person, and the join that makes it count; the county has not seen it yet.
log::ChangeSet propose(Desk& desk, Vault& vault, const std::string& person, const std::string& name,
                       const std::string& alias, const std::string& passphrase,
                       const crypto::SigningKey* with = nullptr);
struct Crash {
    std::string step;
};
// Does `work` on the desk's vault and dies before its n-th step, if it has as many (desk.fault names them); what was on
// the disk at that moment is what the next process finds.
bool dies(Desk& desk, std::size_t n, const std::function<void(Vault&)>& work);
// What the county says to it, as an answer of a session.
Result<> answer(Desk& desk, Vault& vault, const log::ChangeSet& change_set, log::Verdict verdict);
void write_text(const std::string& path, std::string_view content);
std::string read_text(const std::string& path);
// The error's code, or "" where it went well.
template <class T>
std::string code_of(const Result<T>& result) {
    return result ? std::string() : result.error().code;
}

}  // namespace zj::vault::test
