// SPDX-License-Identifier: Apache-2.0
// zj_screens OUT [DESK]: draws the style page and every desk in every state, zh and en, light and dark, and writes a
// picture of each to OUT as PNG. tests/gui/sheet makes the contact sheet of them.
#include <cstdio>
#include <string>

#include "shared/crypto/crypto.hpp"
#include "tests/gui/gallery.hpp"

int main(int argc, char** argv) {
    using namespace zj;
    if (argc < 2 || argc > 3 || !crypto::start()) {
        std::fprintf(stderr, "usage: zj_screens OUT [DESK]\n");
        return 2;
    }
    Result<> written;
    const auto shown = gui::show(
        gui::all_shots(argc == 3 ? argv[2] : ""), [&](const gui::Shot& shot, gui::Picture&& picture, const auto&) {
            if (written) {
                written = gui::write_png(std::string(argv[1]) + "/" + shot.name() + ".png", picture);
            }
        });
    for (const Result<>& one : {shown, written}) {
        if (!one) {
            std::fprintf(stderr, "%s\n", to_string(one.error()).c_str());
            return 1;
        }
    }
    return 0;
}
