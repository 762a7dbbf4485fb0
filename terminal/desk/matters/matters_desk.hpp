// SPDX-License-Identifier: Apache-2.0
#pragma once
// 办事: the matters, and of the chosen one where it will go, what it takes and which seats there are, before a word is
// filled in.

#include "terminal/desk/desk.hpp"

namespace zj::desk {

struct MattersDesk {
    Loaded<work::HomeView> home;  // for the seats
    std::string chosen;           // code of a matter; empty: the first that is open
    bool take_focus = false;      // for the button that begins a case, as soon as it is drawn
};

struct MattersIntent {
    enum class Kind : std::uint8_t { choose, start, retry } kind = Kind::choose;
    std::string matter;
};

// Go.key: the matter to show.
Effects enter(MattersDesk& desk, const Go& go);
Effects refresh(MattersDesk& desk);
Effects update(MattersDesk& desk, MattersIntent&& intent);
Effects receive(MattersDesk& desk, work::Reply& reply);

// The matter that is shown; null where the catalogue has none.
const model::Matter* shown(const MattersDesk& desk, const model::Catalogue& catalogue);

}  // namespace zj::desk
