// SPDX-License-Identifier: Apache-2.0
#pragma once
// A clerk's terminal and its county, both with their stores in real files: the vault commits and syncs as it does in an
// office, the county's gateway listens on loopback with mutual TLS 1.3.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "gateway/county/county.hpp"
#include "gateway/http/server.hpp"
#include "terminal/vault/vault.hpp"
#include "terminal/work/context.hpp"
#include "tests/bench/bench.hpp"
#include "tests/simulation/founding.hpp"

namespace zj::bench {

// The founding's own moment, moving on as real time does.
class RunningClock final : public Clock {
public:
    void begin(Time start) { start_ = start; }
    Time now() override { return start_ + static_cast<std::int64_t>(watch_.seconds() * 1000); }

private:
    Time start_;
    Watch watch_;
};

class Desk {
public:
    // Founds the county below `folder` and unlocks the clerk's vault.
    static Result<std::unique_ptr<Desk>> open(const std::string& folder);
    ~Desk();

    vault::Vault& vault() { return *vault_; }
    // A 用编核准 with its required documents. `mark` makes it another one each time.
    codec::Value use_form(const std::string& mark, codec::Array materials);
    // Materials for it that name documents nobody holds.
    codec::Array absent_materials(const std::string& mark);
    std::vector<std::string> required_slots() const;
    codec::Value withdrawal(std::uint64_t of_seq);

    // Starts the gateway. `threads` check signatures.
    Result<> serve(unsigned threads);
    // One session over mutual TLS. Seconds by stage: hello, push, blobs, feed …
    Result<std::map<std::string, double>> sync();
    // "bench.verdict" where anything of the outbox has no receipt or was not applied; how many there are.
    Result<std::size_t> all_applied();

private:
    Desk() = default;

    sim::Ground ground_;
    RunningClock clock_;
    crypto::SystemRandom random_;
    std::shared_ptr<const model::Catalogue> catalogue_;
    std::unique_ptr<vault::Vault> vault_;
    std::unique_ptr<county::County> county_;
    std::unique_ptr<http::Server> server_;  // before the county goes
    Hash tls_ca_;
};

}  // namespace zj::bench
