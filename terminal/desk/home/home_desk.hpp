// SPDX-License-Identifier: Apache-2.0
#pragma once
// 首页: what waits for me, what changed since last time, whether it is safe to switch off, seats, and the six matters.

#include "terminal/desk/desk.hpp"

namespace zj::desk {

struct HomeDesk {
    Loaded<work::HomeView> view;
    Wait syncing;
    bool take_focus = false;  // for the first thing to do, as soon as it is drawn
};

// Names a waiting row, wherever it stands by now: key of the act or of the case, or "draft/<id>".
std::string id_of(const work::Waiting& waiting);

namespace home {
struct Take {  // the verb of a waiting row
    std::string id;
};
struct OpenCase {
    std::string key;
};
struct NewCase {
    std::string matter;  // empty: to choose
};
struct Review {};
struct Sync {};
struct StopSync {};
struct Retry {};
}  // namespace home
using HomeIntent =
    std::variant<home::Take, home::OpenCase, home::NewCase, home::Review, home::Sync, home::StopSync, home::Retry>;

Effects enter(HomeDesk& desk, const Go& go);
Effects refresh(HomeDesk& desk);
Effects update(HomeDesk& desk, HomeIntent&& intent);
Effects receive(HomeDesk& desk, work::Reply& reply);

}  // namespace zj::desk
