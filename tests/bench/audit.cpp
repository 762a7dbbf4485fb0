// SPDX-License-Identifier: Apache-2.0
// P5: the bundle of a county's whole life, verified with full replay. The life is random (tests/support), signed for
// real and admitted by a real gateway store, which writes the bundle.
#include <algorithm>
#include <thread>

#include "gateway/county/county.hpp"
#include "gateway/ops/bundle.hpp"
#include "shared/store/files.hpp"
#include "shared/verify/verify.hpp"
#include "tests/bench/bench.hpp"
#include "tests/bench/peers.hpp"
#include "tests/support/random_cases.hpp"

namespace zj::bench {

namespace {

struct SetClock final : Clock {
    Time time;
    Time now() override { return time; }
};

// Change sets that arrive at one moment are one push; ticks are the county's own affair.
Result<> admit(county::County& county, SetClock& clock, const test::RandomHistory& history) {
    std::vector<log::ChangeSet> push;
    const auto flush = [&]() -> Result<> {
        for (const sync::PushAnswer& answer : county.push(push, "net")) {
            if (answer.state != "receipt") {
                return fail("bench.push", answer.state, answer.code);
            }
        }
        push.clear();
        return {};
    };
    for (const test::RandomStep& step : history.steps) {
        if (step.kind == log::EntryKind::tick) {
            continue;
        }
        if (step.at != clock.time && !push.empty()) {
            ZJ_CHECK(flush());
        }
        clock.time = step.at;
        if (step.kind == log::EntryKind::root) {
            ZJ_CHECK(county.append_root(history.county->signed_root()));
        } else {
            push.push_back(*step.change_set);
        }
    }
    return flush();
}

// Writes the bundle to `folder`/bundle; the county's root fingerprint.
Result<std::string> make_bundle(const std::string& folder, std::size_t cases) {
    const test::RandomHistory history = test::random_history({.cases = cases, .sign = true});
    if (!history.faults.empty()) {
        return fail("bench.history", {}, history.faults.front());
    }
    SetClock clock;
    clock.time = history.steps.front().at;
    crypto::SystemRandom random;
    crypto::Secret key(32);
    random.fill(key.bytes());
    county::CountyOptions options;
    options.path = folder + "/county.db";
    options.create = true;
    options.threads = std::thread::hardware_concurrency();
    ZJ_TRY(const auto county, county::County::open(options, key, history.county->log_key().clone(), clock, random));
    ZJ_CHECK(admit(*county, clock, history));
    ZJ_CHECK(ops::write_bundle(*county, folder + "/bundle", {}));
    return history.county->fingerprint();
}

}  // namespace

Result<> audit(const std::string& folder, const Sizes& sizes, Table& table) {
    ZJ_CHECK(store::make_folder(folder));
    const Watch making;
    ZJ_TRY(const std::string fingerprint, make_bundle(folder, sizes.audit_cases));
    const double made_in = making.seconds();
    const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
    std::vector<double> rates, limits;
    std::uint64_t changes = 0, signatures = 0;
    for (int round = 0; round < sizes.audit_rounds; ++round) {
        limits.push_back(verify_rate(cores, 1.0) / 2);  // two signatures each
        const auto files = verify::open_folder(folder + "/bundle");
        verify::Options options;
        options.root = fingerprint;
        const Watch watch;
        ZJ_TRY(const verify::Report report, verify::verify_bundle(*files, options));
        rates.push_back(static_cast<double>(report.changes) / watch.seconds());
        if (!report.passed()) {
            return fail("bench.audit", folder, verify::to_text(report));
        }
        changes = report.changes;
        signatures = report.signatures;
    }
    Row row{"P5 audit",
            median(rates),
            "change sets/s",
            Against{std::to_string(cores) + " cores' libsodium verify rate / 2", median(limits), 0.8},
            {}};
    row.remark = std::to_string(changes) + " change sets with " + std::to_string(signatures) +
                 " signatures, verify_bundle on a folder with full replay; medians of " +
                 std::to_string(sizes.audit_rounds) + " rounds in turn; made in " +
                 std::to_string(static_cast<int>(made_in)) + " s";
    table.add(std::move(row));
    return {};
}

}  // namespace zj::bench
