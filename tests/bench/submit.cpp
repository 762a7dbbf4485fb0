// SPDX-License-Identifier: Apache-2.0
// P1: sign and commit one change set after the other, durable and encrypted, as a clerk's submit does.
#include "shared/log/change_set.hpp"
#include "tests/bench/desk.hpp"
#include "tests/bench/peers.hpp"

namespace zj::bench {

Result<> submit(const std::string& folder, const Sizes& sizes, Table& table) {
    ZJ_TRY(const auto desk, Desk::open(folder + "/county"));
    ZJ_TRY(BarePeer bare, BarePeer::open(folder + "/bare.db"));
    const int each = sizes.submits / sizes.rounds;
    std::vector<double> rates, bare_rates;
    std::size_t bytes = 0;
    for (int round = 0; round < sizes.rounds; ++round) {
        // Forms are filled before the clock starts: that is the clerk's work.
        std::vector<codec::Value> forms;
        for (int i = 0; i < each; ++i) {
            const std::string mark = std::to_string(round) + "-" + std::to_string(i);
            forms.push_back(desk->use_form(mark, desk->absent_materials(mark)));
        }
        const Watch watch;
        for (codec::Value& form : forms) {
            ZJ_TRY(const log::ChangeSet made, desk->vault().sign({{std::move(form)}, {}}));
            bytes = made.envelope.payload.size() + made.bodies[0].bytes.size();
        }
        rates.push_back(each / watch.seconds());
        ZJ_TRY(const double rate, bare.commits(each, bytes));
        bare_rates.push_back(rate);
    }
    Row row{"P1 submit",
            median(rates),
            "change sets/s",
            Against{"bare SQLCipher row commit, FULL", median(bare_rates), 0.7},
            {}};
    row.remark = std::to_string(bytes) + " bytes of header and body, Vault::sign, medians of " +
                 std::to_string(sizes.rounds) + " rounds in turn";
    table.add(std::move(row));
    return {};
}

}  // namespace zj::bench
