// SPDX-License-Identifier: Apache-2.0
#pragma once
// Keeps the warnings up while the gateway serves, on a thread of its own: the records are read without the county's
// head lock, so that neither the start nor a group commit waits for it. What keeps it is said on the journal and tried
// again; it never ends the service.

#include <chrono>
#include <functional>
#include <memory>
#include <thread>

#include "gateway/ops/journal.hpp"
#include "gateway/ops/kept_findings.hpp"

namespace zj::ops {

class WarningKeeper {
public:
    using Open = std::function<Result<std::unique_ptr<KeptFindings>>()>;
    // A look at the log a second, so that a burst of groups is one change of the table; after an error the next try
    // comes later each time, up to a minute.
    struct Pace {
        std::chrono::milliseconds look{1000}, longest{60'000};
    };
    // `open` may be called again after an error. `clock` and `journal` outlive it and are used on its thread.
    WarningKeeper(Open open, Clock& clock, Journal& journal, Pace pace);
    WarningKeeper(Open open, Clock& clock, Journal& journal) : WarningKeeper(std::move(open), clock, journal, Pace{}) {}
    // Ends within one page of records, one evaluation or one transaction.
    ~WarningKeeper() = default;
    WarningKeeper(const WarningKeeper&) = delete;
    WarningKeeper& operator=(const WarningKeeper&) = delete;

private:
    void run(const std::stop_token& stop);
    bool keep(const std::stop_token& stop);  // false: try again later
    Result<> keep_once(const std::stop_token& stop);
    void say(const KeptFindings::Kept& kept, std::chrono::milliseconds took);

    Open open_;
    Clock& clock_;
    Journal& journal_;
    Pace pace_;
    std::unique_ptr<KeptFindings> kept_;
    bool failing_ = false;
    std::jthread thread_;  // the last member: it uses the others
};

}  // namespace zj::ops
