// SPDX-License-Identifier: Apache-2.0
#include "terminal/desk/matters/matters_desk.hpp"

namespace zj::desk {

Effects enter(MattersDesk& desk, const Go& go) {
    if (!go.key.empty()) {
        desk.chosen = go.key;
    }
    Effects out = refresh(desk);
    out.emplace_back(FocusOn{"matters.start"});
    return out;
}

Effects refresh(MattersDesk& desk) {
    return effects(Do{work::job::Home{}, &desk.home.wait});
}

Effects update(MattersDesk& desk, MattersIntent&& intent) {
    switch (intent.kind) {
        case MattersIntent::Kind::choose:
            desk.chosen = std::move(intent.matter);
            return {};
        case MattersIntent::Kind::start:
            return effects(Go{Place::form, std::move(intent.matter), 0});
        default:
            return refresh(desk);
    }
}

Effects receive(MattersDesk& desk, work::Reply& reply) {
    if (auto* home = std::get_if<work::reply::Home>(&reply.what)) {
        desk.home.take(reply.to, std::move(home->home));
    } else if (const auto* failed = std::get_if<work::reply::Failed>(&reply.what)) {
        desk.home.fail(reply.to, failed->error);
    }
    return {};
}

const model::Matter* shown(const MattersDesk& desk, const model::Catalogue& catalogue) {
    if (const model::Matter* matter = catalogue.matter(desk.chosen)) {
        return matter;
    }
    for (const model::Matter& matter : catalogue.matters()) {
        if (matter.open && !matter.tabular()) {
            return &matter;
        }
    }
    return catalogue.matters().empty() ? nullptr : catalogue.matters().data();
}

}  // namespace zj::desk
