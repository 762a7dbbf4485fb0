// SPDX-License-Identifier: Apache-2.0
#pragma once
// Rail and strip, the same on every desk (mock/README.md, Components).

#include "terminal/desk/desk.hpp"
#include "terminal/ui/ui.hpp"

namespace zj::desk {

struct RailItem {
    Place place;
    std::int64_t badge = 0;
};
struct ShellPressed {
    std::optional<Place> go;
    bool lock = false, sync = false;
};
// Draws both and returns what is left for the desk's page in `page`.
ShellPressed draw_surroundings(ui::Ui& ui, const std::vector<RailItem>& rail, Place on, const Around& around,
                               ui::Rect& page);

// Whether it is safe to switch off, as strip and home say it.
struct Safety {
    bool safe = true;
    std::string word;  // in the person's language
};
Safety safety_of(const Around& around, texts::Lang lang);  // REQUIRES: somebody is here

}  // namespace zj::desk
