// SPDX-License-Identifier: Apache-2.0
// P2: an outbox that filled up offline drains over mutual TLS: verified, admitted, logged and receipted by the gateway,
// the receipts verified and stored by the terminal. Both share this machine.
#include <thread>

#include "shared/log/change_set.hpp"
#include "tests/bench/desk.hpp"
#include "tests/bench/peers.hpp"

namespace zj::bench {

namespace {

// Cases and their withdrawals in turn, since a unit may only have so many open ones.
Result<std::size_t> fill_outbox(Desk& desk, int count) {
    std::size_t bytes = 0;
    for (int i = 0; i < count; ++i) {
        const std::string mark = std::to_string(i);
        const std::uint64_t seq = desk.vault().next_seq();
        codec::Value intent = i % 2 == 0 ? desk.use_form(mark, desk.absent_materials(mark)) : desk.withdrawal(seq - 1);
        ZJ_TRY(const log::ChangeSet made, desk.vault().sign({{std::move(intent)}, {}}));
        bytes += made.envelope.payload.size() + made.bodies[0].bytes.size();
    }
    return bytes;
}

}  // namespace

Result<> drain(const std::string& folder, const Sizes& sizes, Table& table) {
    ZJ_TRY(const auto desk, Desk::open(folder + "/county"));
    ZJ_TRY(const std::size_t bytes, fill_outbox(*desk, sizes.drain));
    ZJ_CHECK(desk->serve(std::thread::hardware_concurrency()));
    const double before = verify_rate(1, 1.0);
    ZJ_TRY(auto stages, desk->sync());
    const double after = verify_rate(1, 1.0);
    ZJ_CHECK(desk->all_applied());
    const double limit = (before + after) / 2 / 2;  // two signatures each
    Row row{"P2 drain",
            sizes.drain / stages["push"],
            "change sets/s",
            Against{"one core's libsodium verify rate / 2", limit, 0.6},
            {}};
    row.remark = std::to_string(sizes.drain) + " change sets of " +
                 std::to_string(bytes / static_cast<std::size_t>(sizes.drain)) +
                 " bytes on average, TLS 1.3 on loopback, until the last receipt is stored";
    table.add(std::move(row));
    table.add({"P2 feed back",
               sizes.drain / stages["feed"],
               "entries/s",
               {},
               "the same entries fetched by the terminal, proofs verified, records stored"});
    return {};
}

}  // namespace zj::bench
