// SPDX-License-Identifier: Apache-2.0
#pragma once
// The window of zhijian-terminal: wires screen, shell and store thread, and keeps the few files that belong to the
// window itself. Runs until the window is closed.

#include <string>
#include <vector>

#include "terminal/app/session.hpp"

namespace zj::app {

struct WindowWishes {
    std::vector<std::string> places;  // folders from which documents may be taken, beside removable media
    std::string papers;               // where PDFs go; empty: a folder beside the vault
    std::string size;                 // "1280x800"; empty: that
    bool full_screen = false;
    bool demo = false;  // a county with simulated time is accepted at the first run
    int lock_after_s = 600;
};

// "window.*", "font.missing"; "usage.value" for a size that is none.
Result<> run_window(const Globals& globals, const WindowWishes& wishes);

}  // namespace zj::app
