// SPDX-License-Identifier: Apache-2.0
#include "terminal/desk/lock/lock_desk.hpp"

namespace zj::desk {

namespace {

Effects update_one(LockDesk& desk, const lock::Choose& intent) {
    if (intent.person != desk.chosen) {
        desk.chosen = intent.person;
        desk.passphrase.clear();
        desk.error.reset();
    }
    return effects(FocusOn{"lock.passphrase"});
}

Effects update_one(LockDesk& desk, const lock::Unlock& /*intent*/) {
    const auto& people = desk.people.value;
    if (desk.unlocking || !people || desk.chosen >= people->persons.size()) {
        return {};
    }
    if (desk.passphrase.empty()) {
        return effects(FocusOn{"lock.passphrase"});
    }
    desk.error.reset();
    return effects(Do{work::job::Unlock{people->persons[desk.chosen].person, desk.passphrase.take()}, &desk.unlocking});
}

Effects update_one(LockDesk& /*desk*/, lock::Language& intent) {
    return effects(Prefs{std::move(intent.lang), {}, 0});
}

}  // namespace

Effects enter(LockDesk& desk, const Go& /*go*/) {
    const std::size_t chosen = desk.chosen;
    desk = {};
    desk.chosen = chosen;  // who worked here last is there again
    return effects(Do{work::job::People{}, &desk.people.wait}, FocusOn{"lock.passphrase"});
}

Effects update(LockDesk& desk, LockIntent&& intent) {
    return std::visit([&](auto& one) { return update_one(desk, one); }, intent);
}

Effects receive(LockDesk& desk, work::Reply& reply) {
    if (auto* people = std::get_if<work::reply::People>(&reply.what);
        people != nullptr && desk.people.take(reply.to, std::move(*people))) {
        if (!desk.people.value->present) {
            return effects(Go{Place::first_run, {}, 0});
        }
        desk.chosen = desk.chosen < desk.people.value->persons.size() ? desk.chosen : 0;
    } else if (auto* failed = std::get_if<work::reply::Failed>(&reply.what)) {
        if (desk.unlocking.ends_with(reply.to)) {
            desk.error = failed->error;
            return effects(FocusOn{"lock.passphrase"});
        }
        desk.people.fail(reply.to, failed->error);
    } else if (std::holds_alternative<work::reply::Unlocked>(reply.what)) {
        desk.unlocking.ends_with(reply.to);  // the shell goes on from here
    }
    return {};
}

}  // namespace zj::desk
