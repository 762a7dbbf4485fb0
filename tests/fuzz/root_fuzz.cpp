// SPDX-License-Identifier: Apache-2.0
// Root statements as they travel. No chain of statements verifies under a fingerprint that is not its own.

#include "shared/log/root_statement.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace zj;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const bool kStarted = crypto::start().has_value();
    ZJ_ASSERT(kStarted);
    const std::string_view text = fuzz::text_of(data, size);
    if (const auto statement = log::parse_root_statement(text)) {
        const auto again = log::parse_root_statement(log::write_root_statement(*statement));
        ZJ_PROMISE(again && log::write_root_statement(*again) == log::write_root_statement(*statement));
    }
    if (const auto root = log::parse_signed_root(text)) {
        (void)log::claimed_fingerprint({*root});
        ZJ_PROMISE(!log::verify_roots({*root}, std::string(64, '0')));
    }
    return 0;
}
