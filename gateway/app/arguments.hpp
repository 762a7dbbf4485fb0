// SPDX-License-Identifier: Apache-2.0
#pragma once
// What may stand on the gateway's command line, of all verbs together; each reads what is its own.

#include <string>

#include "gateway/ops/archives.hpp"
#include "gateway/ops/check.hpp"
#include "gateway/ops/init.hpp"
#include "gateway/ops/package.hpp"
#include "gateway/ops/quota_card.hpp"
#include "gateway/ops/registers.hpp"
#include "gateway/ops/report.hpp"
#include "gateway/ops/serve.hpp"

namespace zj::app {

struct Arguments {
    std::string folder, lang, out, device, demo_until, on, key;
    ops::Reporting reporting;
    ops::RegistersAsked asked;
    ops::Founding founding;
    ops::Serving serving;
    ops::Checking checking;
    ops::Listing listing;
    ops::Packing packing;
    ops::CardAsked card;
    int passphrase_fd = -1;
    std::size_t newest = 50;
    bool json = false, registers = false;
};

}  // namespace zj::app
