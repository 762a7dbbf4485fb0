// SPDX-License-Identifier: Apache-2.0
// zj_sim: runs seeds, prints what the checkers found and how to see it again. Exit 0: nothing found; 1: faults; 2:
// wrong usage.

#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>

#include "shared/codec/text.hpp"
#include "tests/simulation/world.hpp"

using namespace zj;

namespace {

constexpr const char* kUsage =
    "usage: zj_sim [--seeds N] [--from N] [--seed S] [--plant NAME] [--dir D] [--verbose]\n"
    "  --seeds N     run N seeds (default 10), each hundredth and the first twice\n"
    "  --from N      the first seed (default 1)\n"
    "  --seed S      run one seed, twice\n"
    "  --plant NAME  take one protection away: gateway-forgets-commit terminal-forgets-commit terminal-signs-again\n"
    "                terminal-trusts-answers terminal-drops-record; stops at the first seed that shows it\n"
    "  --dir D       where the disks are (default: in memory, /dev/shm)\n";

struct Arguments {
    std::uint64_t from = 1, seeds = 10;
    sim::Plant plant = sim::Plant::none;
    std::string folder;
    bool verbose = false;
};

bool parse(int argc, char** argv, Arguments& out) {
    for (int i = 1; i < argc; ++i) {
        const std::string option = argv[i];
        if (option == "--verbose") {
            out.verbose = true;
            continue;
        }
        if (i + 1 == argc) {
            return false;
        }
        const std::string value = argv[++i];
        if (option == "--plant") {
            const auto plant = sim::plant_named(value);
            if (!plant) {
                return false;
            }
            out.plant = *plant;
        } else if (option == "--dir") {
            out.folder = value;
        } else {
            char* end = nullptr;
            const std::uint64_t number = std::strtoull(value.c_str(), &end, 10);
            if (value.empty() || *end != '\0') {
                return false;
            }
            if (option == "--seeds") {
                out.seeds = number;
            } else if (option == "--from") {
                out.from = number;
            } else if (option == "--seed") {
                out.from = number;
                out.seeds = 1;
            } else {
                return false;
            }
        }
    }
    return true;
}

void print_faults(const sim::Outcome& outcome, const Arguments& arguments, std::uint64_t seed) {
    std::printf("seed %llu:\n", static_cast<unsigned long long>(seed));
    for (const std::string& fault : outcome.faults) {
        std::printf("  %s\n", fault.c_str());
    }
    std::string again = "zj_sim --seed " + std::to_string(seed) + " --verbose";
    if (arguments.plant != sim::Plant::none) {
        again += " --plant " + std::string(sim::name_of(arguments.plant));
    }
    std::printf("  again: %s\n", again.c_str());
}

std::string to_text(const std::map<std::string, std::uint64_t>& verdicts) {
    std::string out;
    for (const auto& [verdict, n] : verdicts) {
        out += (out.empty() ? "" : ", ") + std::to_string(n) + " " + verdict;
    }
    return out;
}

int run(const Arguments& arguments, const std::string& folder) {
    const auto ground = sim::lay_ground(folder + "/ground");
    if (!ground) {
        std::printf("the county cannot be founded: %s\n", to_string(ground.error()).c_str());
        return 1;
    }
    const auto began = std::chrono::steady_clock::now();
    std::map<std::string, std::uint64_t> verdicts;
    std::uint64_t bad = 0, entries = 0, crashes = 0, hurt = 0, acknowledged = 0;
    for (std::uint64_t seed = arguments.from; seed < arguments.from + arguments.seeds; ++seed) {
        const sim::Plan plan = sim::draw_plan(seed, arguments.plant);
        sim::Outcome outcome = sim::run_seed(*ground, folder + "/run", plan, arguments.verbose);
        if (seed == arguments.from || seed % 100 == 0) {
            const sim::Outcome again = sim::run_seed(*ground, folder + "/run", plan, false);
            if (again.trace != outcome.trace) {
                outcome.faults.push_back(
                    "the same seed gave another trace: " + codec::hex(outcome.trace).substr(0, 16) + ", then " +
                    codec::hex(again.trace).substr(0, 16));
            }
        }
        if (arguments.verbose) {
            std::printf("seed %llu: trace %s, %llu lines, %s\n", static_cast<unsigned long long>(seed),
                        codec::hex(outcome.trace).c_str(), static_cast<unsigned long long>(outcome.lines),
                        to_text(outcome.verdicts).c_str());
        }
        for (const auto& [verdict, n] : outcome.verdicts) {
            verdicts[verdict] += n;
        }
        entries += outcome.entries;
        crashes += outcome.history.crashes;
        hurt += outcome.messages_hurt;
        acknowledged += outcome.history.acknowledged.size();
        if (!outcome.faults.empty()) {
            ++bad;
            print_faults(outcome, arguments, seed);
            if (arguments.plant != sim::Plant::none) {
                break;
            }
        }
    }
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    std::printf(
        "%llu seeds from %llu, %llu bad; %llu entries, %llu receipts, %llu crashes, %llu messages hurt; %.1f s\n",
        static_cast<unsigned long long>(arguments.seeds), static_cast<unsigned long long>(arguments.from),
        static_cast<unsigned long long>(bad), static_cast<unsigned long long>(entries),
        static_cast<unsigned long long>(acknowledged), static_cast<unsigned long long>(crashes),
        static_cast<unsigned long long>(hurt), seconds);
    std::printf("%s\n", to_text(verdicts).c_str());
    return bad == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    Arguments arguments;
    if (!parse(argc, argv, arguments)) {
        std::fputs(kUsage, stderr);
        return 2;
    }
    if (const auto started = crypto::start(); !started) {
        std::fprintf(stderr, "%s\n", to_string(started.error()).c_str());
        return 1;
    }
    std::string base = arguments.folder;
    if (base.empty()) {
        base = std::filesystem::exists("/dev/shm") ? "/dev/shm" : std::filesystem::temp_directory_path().string();
    }
    const std::string folder = base + "/zj_sim." + std::to_string(::getpid());
    const int status = run(arguments, folder);
    std::filesystem::remove_all(folder);
    return status;
}
