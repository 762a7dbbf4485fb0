// SPDX-License-Identifier: Apache-2.0
// zj_bench: measures, prints a table, writes JSON. Exit 0: every limit reached; 1: one was missed; 2: wrong usage, or
// it could not be measured.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "shared/crypto/crypto.hpp"
#include "shared/store/files.hpp"
#include "tests/bench/bench.hpp"

using namespace zj;

namespace {

constexpr const char* kUsage =
    "usage: zj_bench [P1 P2 P3 P5 P7 P7-search P9] [--dir D] [--json FILE]\n"
    "  P1 …         only those; all without\n"
    "  --dir D      where the stores are (default: bench.work here); its P1 … are removed before and after\n"
    "  --json FILE  the figures for programs\n"
    "ZJ_BENCH_FULL=1 takes the sizes of quality.md instead of the quick ones.\n";

struct Measurement {
    const char* name;
    Result<> (*run)(const std::string& folder, const bench::Sizes& sizes, bench::Table& table);
};
constexpr Measurement kMeasurements[] = {{"P1", bench::submit}, {"P2", bench::drain}, {"P3", bench::attachments},
                                         {"P5", bench::audit},  {"P7", bench::views}, {"P7-search", bench::search},
                                         {"P9", bench::growth}};

struct Arguments {
    std::string folder = "bench.work", json;
    std::vector<std::string> only;
};

bool parse(int argc, char** argv, Arguments& out) {
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--dir" || word == "--json") {
            if (++i == argc) {
                return false;
            }
            (word == "--dir" ? out.folder : out.json) = argv[i];
        } else if (std::ranges::any_of(kMeasurements, [&](const Measurement& m) { return m.name == word; })) {
            out.only.push_back(word);
        } else {
            return false;
        }
    }
    return true;
}

bench::Sizes full_sizes() {
    bench::Sizes out;
    out.submits = 20'000;
    out.drain = 10'000;
    out.documents = 256;
    out.audit_cases = 200'000;
    out.growth = {10'000, 100'000, 1'000'000};
    out.search_records = 1'000'000;
    return out;
}

Result<> run(const Arguments& arguments, const bench::Sizes& sizes, bench::Table& table) {
    for (const Measurement& m : kMeasurements) {
        if (!arguments.only.empty() && std::ranges::find(arguments.only, m.name) == arguments.only.end()) {
            continue;
        }
        const std::string folder = arguments.folder + "/" + m.name;
        std::filesystem::remove_all(folder);
        ZJ_CHECK(store::make_folder(folder));
        ZJ_CHECK(m.run(folder, sizes, table));
        std::filesystem::remove_all(folder);
    }
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    Arguments arguments;
    if (!parse(argc, argv, arguments)) {
        std::fputs(kUsage, stderr);
        return 2;
    }
    const char* const wanted = std::getenv("ZJ_BENCH_FULL");
    const bool full = wanted != nullptr && std::string_view(wanted) == "1";
    auto ran = crypto::start();
    bench::Table table;
    if (ran) {
        ran = run(arguments, full ? full_sizes() : bench::Sizes{}, table);
    }
    table.print();
    if (ran && !arguments.json.empty()) {
        ran = table.write_json(arguments.json, full ? "full" : "quick");
    }
    if (!ran) {
        std::fprintf(stderr, "zj_bench: %s\n", to_string(ran.error()).c_str());
        return 2;
    }
    return table.missed() ? 1 : 0;
}
