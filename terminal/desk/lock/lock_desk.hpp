// SPDX-License-Identifier: Apache-2.0
#pragma once
// 锁屏: who, passphrase, device and sync health, language. It tells what was known when the vault was locked and claims
// nothing about a vault that it cannot read.

#include "terminal/desk/desk.hpp"
#include "terminal/ui/edit.hpp"

namespace zj::desk {

struct LockDesk {
    Loaded<work::reply::People> people;
    std::size_t chosen = 0;
    ui::SecretEdit passphrase;
    bool shown = false;  // the passphrase, at the person's wish
    Wait unlocking;
    std::optional<Error> error;  // of the last try
};

namespace lock {
struct Choose {
    std::size_t person = 0;
};
struct Unlock {};
struct Language {
    std::string lang;
};
}  // namespace lock
using LockIntent = std::variant<lock::Choose, lock::Unlock, lock::Language>;

Effects enter(LockDesk& desk, const Go& go);
Effects update(LockDesk& desk, LockIntent&& intent);
Effects receive(LockDesk& desk, work::Reply& reply);

}  // namespace zj::desk
