// SPDX-License-Identifier: Apache-2.0
#pragma once
// The UI map as text (terminal.md, Scriptable): where each thing that can be acted on is, by its stable id. No content
// of fields and nothing typed is ever in it.

#include <string>
#include <string_view>
#include <vector>

#include "terminal/ui/ui.hpp"

namespace zj::ui {

struct MapHead {
    std::string_view desk, lang, focused;
    bool busy = false;        // a job of the store thread is on its way
    std::uint64_t frame = 0;  // drawn so far
    double work_ms = 0;       // our own work for the frame before
};
// {"desk","lang","focused","busy","frame","work_us","items":[["id",x,y,w,h,enabled],…]} with whole pixels.
std::string map_text(const MapHead& head, const std::vector<Mapped>& items);

}  // namespace zj::ui
