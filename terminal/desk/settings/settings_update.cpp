// SPDX-License-Identifier: Apache-2.0
#include "terminal/desk/settings/settings_desk.hpp"

namespace zj::desk {

Effects enter(SettingsDesk& /*desk*/, const Go& /*go*/) {
    return {};
}

Effects update(SettingsDesk& desk, SettingsIntent&& intent) {
    if (auto* wish = std::get_if<settings::Wish>(&intent)) {
        return effects(std::move(wish->prefs));
    }
    if (std::holds_alternative<settings::StopSync>(intent)) {
        return effects(Do{work::job::StopSync{}, nullptr});
    }
    return desk.syncing ? Effects{} : effects(Do{work::job::Sync{}, &desk.syncing});
}

Effects receive(SettingsDesk& desk, work::Reply& reply) {
    if (std::holds_alternative<work::reply::SyncState>(reply.what) ||
        std::holds_alternative<work::reply::Failed>(reply.what)) {
        desk.syncing.ends_with(reply.to);
    }
    return {};
}

}  // namespace zj::desk
