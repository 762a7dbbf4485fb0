// SPDX-License-Identifier: Apache-2.0
#pragma once
// One session with the gateway: sends what waits, fetches what is new. May be stopped between two requests and is taken
// up where it was; what is durable at either end is never repeated with another effect.

#include "terminal/work/context.hpp"

namespace zj::work {

struct SyncOptions {
    bool materials = true;  // attachments too; false sends the cases alone, which the county shows as 材料上传中
};

// {"sent","fetched","size","outbox":{…},"safe_off","held_back"?}. Errors of the session, "net.*", "sync.stopped".
Result<codec::Value> sync_now(const Context& context, const SyncOptions& options);

// {"waiting","materials_waiting","held","refused":[{"seq","code","do"}…],"safe_off"}: what the home desk shows too.
// "Safe to switch off" means that everything signed has its receipt and its documents are with the county.
codec::Value outbox_summary(vault::Vault& vault);

}  // namespace zj::work
