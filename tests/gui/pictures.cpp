// SPDX-License-Identifier: Apache-2.0
// zj_pictures compare|accept ACCEPTED OUT [DESK]: draws what zj_screens draws and compares it with the accepted
// pictures of the folder ACCEPTED, or puts it there. What differs is left in OUT for people to see.
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "shared/crypto/crypto.hpp"
#include "tests/gui/accepted.hpp"

namespace {

using namespace zj;

struct Run {
    gui::Accepted accepted;
    std::string out, desk;
    int failed = 0, compared = 0;
    gui::Difference largest;
};

void put(const std::string& path, const gui::Picture& picture) {
    if (const auto done = gui::write_png(path, picture); !done) {
        std::fprintf(stderr, "%s\n", to_string(done.error()).c_str());
    }
}

void judge(Run& run, const gui::Shot& shot, const gui::Picture& drawn) {
    ++run.compared;
    const std::string name = shot.name(), path = run.out + "/" + name;
    const gui::Picture* accepted = run.accepted.find(shot);
    if (accepted == nullptr) {
        ++run.failed;
        put(path + ".new.png", drawn);
        std::printf("%s: no picture of it has been accepted\n", name.c_str());
        return;
    }
    const gui::Difference found = gui::compare(*accepted, gui::shrink(drawn));
    run.largest.pixels = std::max(run.largest.pixels, found.pixels);
    run.largest.pixel = std::max(run.largest.pixel, found.pixel);
    run.largest.tile = std::max(run.largest.tile, found.tile);
    if (found.passes()) {
        return;
    }
    ++run.failed;
    put(path + ".new.png", drawn);
    put(path + ".accepted.png", gui::enlarge(*accepted));
    put(path + ".difference.png", gui::difference(*accepted, drawn));
    if (found.size) {
        std::printf("%s: not of the accepted size\n", name.c_str());
    } else {
        std::printf("%s: %d pixels off, the most by %d; the worst tile by %.1f\n", name.c_str(), found.pixels,
                    found.pixel, static_cast<double>(found.tile));
    }
}

int compare_all(Run& run, const std::vector<gui::Shot>& shots) {
    // Pictures of an earlier failure would be taken for this one's.
    std::error_code error;
    std::filesystem::remove_all(run.out, error);
    std::filesystem::create_directories(run.out, error);
    const auto shown =
        gui::show(shots, [&](const gui::Shot& shot, gui::Picture&& drawn, const auto&) { judge(run, shot, drawn); });
    if (!shown) {
        std::fprintf(stderr, "%s\n", to_string(shown.error()).c_str());
        return 1;
    }
    for (const std::string& name : run.accepted.left_over(shots, run.desk)) {
        ++run.failed;
        std::printf("%s: accepted, but nothing draws it any more\n", name.c_str());
    }
    std::printf("%d pictures, %d not as accepted; at most %d pixels off, a pixel by %d, a tile by %.1f\n", run.compared,
                run.failed, run.largest.pixels, run.largest.pixel, static_cast<double>(run.largest.tile));
    if (run.failed > 0) {
        std::printf("The new, the accepted and the difference of each are in %s.\n", run.out.c_str());
        std::printf("If they are as they should be:  tests/gui/sheet --accept%s%s\n", run.desk.empty() ? "" : " ",
                    run.desk.c_str());
    }
    return run.failed == 0 && run.compared > 0 ? 0 : 1;
}

int accept_all(Run& run, const std::vector<gui::Shot>& shots) {
    std::vector<gui::Picture> kept;
    const auto shown = gui::show(
        shots, [&](const gui::Shot&, gui::Picture&& drawn, const auto&) { kept.push_back(gui::shrink(drawn)); });
    if (!shown || kept.size() != shots.size()) {
        std::fprintf(stderr, "%s\n", shown ? "the window was closed" : to_string(shown.error()).c_str());
        return 1;
    }
    const auto changed = run.accepted.accept(shots, kept, run.desk);
    if (!changed) {
        std::fprintf(stderr, "%s\n", to_string(changed.error()).c_str());
        return 1;
    }
    for (const std::string& sheet : *changed) {
        std::printf("%s\n", sheet.c_str());
    }
    std::printf("%zu pictures, %zu sheets changed\n", kept.size(), changed->size());
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string what = argc > 1 ? argv[1] : "";
    if (argc < 4 || argc > 5 || (what != "compare" && what != "accept") || !crypto::start()) {
        std::fprintf(stderr, "usage: zj_pictures compare|accept ACCEPTED OUT [DESK]\n");
        return 2;
    }
    auto accepted = gui::Accepted::read(argv[2]);
    if (!accepted) {
        std::fprintf(stderr, "%s\n", to_string(accepted.error()).c_str());
        return 1;
    }
    Run run{std::move(*accepted), argv[3], argc == 5 ? argv[4] : "", 0, 0, {}};
    const auto shots = gui::all_shots(run.desk);
    if (shots.empty()) {
        std::fprintf(stderr, "zj_pictures: no desk %s\n", run.desk.c_str());
        return 2;
    }
    return what == "compare" ? compare_all(run, shots) : accept_all(run, shots);
}
