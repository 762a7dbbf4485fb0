// SPDX-License-Identifier: Apache-2.0
// P7, the data part: what desks wait for, over vaults with ever more cases. Frames are the window's own measurement.
#include <algorithm>

#include "terminal/work/views.hpp"
#include "tests/bench/big_vault.hpp"

namespace zj::bench {

namespace {

constexpr int kTimes = 200;  // of each question; p99 is the third worst

work::Context context_of(vault::Vault& vault) {
    return {vault, [] { return Result<std::unique_ptr<work::Line>>(fail("net.connect", "nowhere")); }, {}, nullptr};
}

// The 99th percentile in milliseconds.
template <class Ask>
Result<double> p99(Ask ask) {
    std::vector<double> all;
    for (int i = 0; i < kTimes; ++i) {
        const Watch watch;
        ZJ_CHECK(ask(static_cast<std::size_t>(i)));
        all.push_back(watch.seconds() * 1000);
    }
    std::ranges::sort(all);
    return all[all.size() * 99 / 100];
}

void tell(Table& table, const std::string& what, double ms, double limit, const std::string& remark = {}) {
    Row row{"P7 " + what, ms, "ms", Against{"limit", limit, 1}, remark};
    row.against->at_most = true;
    table.add(std::move(row));
}

Result<> ask_pages(const work::Context& context, BigVault& big, std::size_t cases, const std::string& size,
                   Table& table) {
    ZJ_TRY(const double page, p99([&](std::size_t i) -> Result<> {
               ZJ_CHECK(work::cases_page(context, {}, i * cases / kTimes, work::kPageRows));
               return {};
           }));
    tell(table, "page of 200, " + size, page, 50, "anywhere in the list of all cases");
    ZJ_TRY(const double open, p99([&](std::size_t) -> Result<> {
               ZJ_CHECK(work::cases_page(context, {work::CasesQuery::Which::open, "USE", {}}, 0, work::kPageRows));
               return {};
           }));
    tell(table, "page of open, " + size, open, 50, "one matter, with the counts of all");
    ZJ_TRY(
        const double found, p99([&](std::size_t i) -> Result<> {
            ZJ_CHECK(work::cases_page(context, {work::CasesQuery::Which::all, {}, "岗位 " + std::to_string(i)}, 0, 50));
            return {};
        }));
    table.add({"P7 search, " + size, found, "ms", {}, "part of a subject in the list of cases, through all rows"});
    ZJ_TRY(const double queue, p99([&](std::size_t) -> Result<> {
               ZJ_CHECK(work::review_page(context, {}, 0, 40));
               return {};
           }));
    tell(table, "queue of a layer, " + size, queue, 50);
    ZJ_TRY(const double one, p99([&](std::size_t i) -> Result<> {
               ZJ_CHECK(work::case_view(context, big.key(cases - 1 - i)));
               return {};
           }));
    tell(table, "one open case, " + size, one, 50, "with its facts and its effect, judged through all layers");
    return {};
}

Result<> ask_drafts(const work::Context& context, const std::string& size, Table& table) {
    work::Draft draft;
    draft.matter = "USE";
    ZJ_TRY(const double saved, p99([&](std::size_t i) -> Result<> {
               draft.fields.set("reason", "综合执法中心空缺一名工作人员。" + std::to_string(i));
               ZJ_TRY(draft.id, work::save_draft(context, draft));
               return {};
           }));
    tell(table, "saving a draft, " + size, saved, 50, "durable, as it is typed");
    return {};
}

Result<> measure(const std::string& folder, std::size_t cases, Table& table) {
    ZJ_TRY(const auto big, BigVault::make(folder, cases));
    const std::string size = cases >= 100'000 ? "10⁵" : "10⁴";
    std::vector<double> unlocks, here, home;
    std::unique_ptr<vault::Vault> vault;
    for (int round = 0; round < 5; ++round) {
        vault.reset();
        const Watch unlock;
        ZJ_TRY(vault, big->unlock());
        unlocks.push_back(unlock.seconds() * 1000 - big->argon_ms());
        const work::Context context = context_of(*vault);
        const Watch at_here;
        ZJ_CHECK(work::here_view(context));
        here.push_back(at_here.seconds() * 1000);
        const Watch at_home;
        ZJ_CHECK(work::home_view(context));
        home.push_back(at_home.seconds() * 1000);
    }
    const double together = median(unlocks) + median(here) + median(home);
    tell(table, "unlock to home, " + size, together, 300,
         "less Argon2id, nothing of the vault in memory: unlock " + std::to_string(median(unlocks)) + ", here " +
             std::to_string(median(here)) + ", home " + std::to_string(median(home)));
    const work::Context context = context_of(*vault);
    ZJ_CHECK(ask_pages(context, *big, cases, size, table));
    return ask_drafts(context, size, table);
}

}  // namespace

Result<> views(const std::string& folder, const Sizes& sizes, Table& table) {
    for (const std::size_t cases : sizes.view_cases) {
        ZJ_CHECK(measure(folder + "/" + std::to_string(cases), cases, table));
    }
    return {};
}

}  // namespace zj::bench
