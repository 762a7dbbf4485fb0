// SPDX-License-Identifier: Apache-2.0
#pragma once
// The gateway's verbs with their options, and what each does. Options are told in ops/README.md.

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <vector>

#include "gateway/app/arguments.hpp"
#include "gateway/county/county.hpp"
#include "shared/base/time.hpp"
#include "shared/codec/value.hpp"
#include "shared/crypto/crypto.hpp"

namespace zj::app {

inline constexpr const char* kVersion = "zhijian-gateway 0.1.0";

using Run = std::function<Result<codec::Value>(Clock&, Random&)>;

struct Verb {
    CLI::App* command;
    Run run;
};

class Verbs {
public:
    // Both outlive it.
    Verbs(CLI::App& app, Arguments& arguments);
    const std::vector<Verb>& all() const { return all_; }

private:
    CLI::App* add(const char* name, const char* about, Run run);
    void founding();  // init
    void serving();   // serve
    void ordering();  // open-door, confirm-time
    void reading();   // status, registers, history, report, demo-report
    void noticing();  // incidents, evidence
    void filing();    // archives, package, card
    void keeping();   // bundle, check, backup

    CLI::App& app_;
    Arguments& a_;
    std::vector<Verb> all_;
};

// A county that is only read: nobody is kept from serving it.
Result<std::unique_ptr<county::County>> open(const Arguments& arguments, Clock& clock, Random& random);

}  // namespace zj::app
