// SPDX-License-Identifier: Apache-2.0
#include "gateway/ops/warning_keeper.hpp"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>

namespace zj::ops {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Or until it should stop.
void sleep(const std::stop_token& stop, milliseconds time) {
    std::mutex lock;
    std::condition_variable_any never;
    std::unique_lock held(lock);
    never.wait_for(held, stop, time, [] { return false; });
}

}  // namespace

WarningKeeper::WarningKeeper(Open open, Clock& clock, Journal& journal, Pace pace)
    : open_(std::move(open)),
      clock_(clock),
      journal_(journal),
      pace_(pace),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

void WarningKeeper::run(const std::stop_token& stop) {
    milliseconds wait = pace_.look;
    while (!stop.stop_requested()) {
        wait = keep(stop) ? pace_.look : std::min(2 * wait, pace_.longest);
        sleep(stop, wait);
    }
}

// Where it could not be kept, memory is given up with the connection: what is left of either is not worth relying on. A
// store that is busy for long leaves both as they were.
bool WarningKeeper::keep(const std::stop_token& stop) {
    std::string code, where;
    try {
        const auto done = keep_once(stop);
        if (done || stop.stop_requested()) {
            return true;
        }
        code = done.error().code;
        where = done.error().where;
    } catch (const std::exception&) {  // no memory: the service goes on without
        code = "exception";
    }
    if (code != "store.busy") {
        kept_.reset();
    }
    failing_ = true;
    journal_.error("warnings are not kept up", {{"code", code}, {"where", where}});
    return false;
}

Result<> WarningKeeper::keep_once(const std::stop_token& stop) {
    const auto begun = steady_clock::now();
    if (!kept_) {
        ZJ_TRY(kept_, open_());
    }
    ZJ_TRY(const KeptFindings::Kept kept, kept_->keep(date_of(clock_.now()), stop));
    if (failing_ || kept.wrote) {
        say(kept, std::chrono::duration_cast<milliseconds>(steady_clock::now() - begun));
    }
    failing_ = false;
    return {};
}

void WarningKeeper::say(const KeptFindings::Kept& kept, milliseconds took) {
    journal_.info("warnings", {{"size", kept.size},
                               {"entries", kept.entries},
                               {"asked", kept.asked},
                               {"count", kept_->findings()},
                               {"put", kept.put},
                               {"gone", kept.gone},
                               {"ms", static_cast<std::int64_t>(took.count())}});
}

}  // namespace zj::ops
