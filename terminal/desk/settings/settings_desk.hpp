// SPDX-License-Identifier: Apache-2.0
#pragma once
// 设置: language, look, size; the line; who and what this device is.

#include "terminal/desk/desk.hpp"

namespace zj::desk {

struct SettingsDesk {
    Wait syncing;
};

namespace settings {
struct Wish {
    Prefs prefs;
};
struct Sync {};
struct StopSync {};
}  // namespace settings
using SettingsIntent = std::variant<settings::Wish, settings::Sync, settings::StopSync>;

Effects enter(SettingsDesk& desk, const Go& go);
Effects update(SettingsDesk& desk, SettingsIntent&& intent);
Effects receive(SettingsDesk& desk, work::Reply& reply);

}  // namespace zj::desk
