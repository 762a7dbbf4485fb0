// SPDX-License-Identifier: Apache-2.0
#include "terminal/desk/home/home_desk.hpp"

namespace zj::desk {

namespace {

Effects take(const work::Waiting& waiting) {
    switch (waiting.ask) {
        case work::Ask::answer:
            return effects(Go{Place::form, waiting.on.key, 0});
        case work::Ask::draft:
            return effects(Go{Place::form, {}, waiting.draft});
        case work::Ask::decide:
            return effects(Go{Place::review, waiting.on.key, 0});
        case work::Ask::confirm:
            break;
    }
    if (!waiting.on.key.empty()) {
        return effects(Go{Place::one_case, waiting.on.key, 0});
    }
    AskToSign ask;
    ask.title = "sign.confirm";
    ask.lines = {{"sign.act", "home.act." + waiting.act}};
    ask.lines.insert(ask.lines.end(), waiting.content.begin(), waiting.content.end());
    ask.question = "sign.confirm.follows";
    ask.job = work::job::Confirm{{waiting.pending}, {}};
    return effects(std::move(ask));
}

Effects update_one(HomeDesk& desk, const home::Take& intent) {
    if (desk.view.value) {
        for (const work::Waiting& one : desk.view.value->waiting) {
            if (id_of(one) == intent.id) {
                return take(one);
            }
        }
    }
    return {};
}
Effects update_one(HomeDesk& /*desk*/, const home::OpenCase& intent) {
    return effects(Go{Place::one_case, intent.key, 0});
}
Effects update_one(HomeDesk& /*desk*/, const home::NewCase& intent) {
    return effects(Go{Place::matters, intent.matter, 0});
}
Effects update_one(HomeDesk& /*desk*/, const home::Review& /*intent*/) {
    return effects(Go{Place::review, {}, 0});
}
Effects update_one(HomeDesk& desk, const home::Sync& /*intent*/) {
    return desk.syncing ? Effects{} : effects(Do{work::job::Sync{}, &desk.syncing});
}
Effects update_one(HomeDesk& /*desk*/, const home::StopSync& /*intent*/) {
    return effects(Do{work::job::StopSync{}, nullptr});
}
Effects update_one(HomeDesk& desk, const home::Retry& /*intent*/) {
    return refresh(desk);
}

}  // namespace

std::string id_of(const work::Waiting& waiting) {
    if (waiting.ask == work::Ask::draft) {
        return "draft/" + std::to_string(waiting.draft);
    }
    return waiting.ask == work::Ask::confirm && waiting.on.key.empty() ? waiting.pending : waiting.on.key;
}

Effects enter(HomeDesk& desk, const Go& /*go*/) {
    desk.take_focus = true;
    return refresh(desk);
}

Effects refresh(HomeDesk& desk) {
    return effects(Do{work::job::Home{}, &desk.view.wait});
}

Effects update(HomeDesk& desk, HomeIntent&& intent) {
    return std::visit([&](const auto& one) { return update_one(desk, one); }, intent);
}

Effects receive(HomeDesk& desk, work::Reply& reply) {
    if (auto* home = std::get_if<work::reply::Home>(&reply.what)) {
        desk.view.take(reply.to, std::move(home->home));
    } else if (auto* failed = std::get_if<work::reply::Failed>(&reply.what)) {
        desk.view.fail(reply.to, failed->error);
    } else if (std::holds_alternative<work::reply::SyncState>(reply.what)) {
        desk.syncing.ends_with(reply.to);
    }
    return {};
}

}  // namespace zj::desk
