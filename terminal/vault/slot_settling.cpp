// SPDX-License-Identifier: Apache-2.0
// What the county's answers mean for who may open the vault: a join that it took, a clerk who handed over.
#include <algorithm>

#include "shared/codec/text.hpp"
#include "terminal/vault/vault.hpp"

namespace zj::vault {

namespace {

bool settled(const std::vector<Sent>& all, const Slot& slot, SlotFile& changed) {
    const std::string key = codec::base64(slot.key.bytes);
    const auto join = std::find_if(all.begin(), all.end(), [&](const Sent& sent) {
        return !sent.intents.empty() && sent.intents[0].str_or("do") == "identity.join" &&
               sent.intents[0].str_or("person_key") == key;
    });
    // Where it was never signed, or was refused, nobody knows this key.
    const bool applied = join != all.end() && (join->state == "applied" || join->state == "merged");
    if (applied) {
        std::erase_if(changed.slots, [&](const Slot& former) { return former.person == slot.person; });
        changed.slots.push_back(slot);
    }
    return applied || join == all.end() || join->state == "refused";
}

}  // namespace

// A slot goes when its key was handed over before a witness (INTENTS.md: identity.handover). Nobody's own session ends
// under their hands: the next person's, which is the witness's as a rule, does it.
void Vault::drop_handed_over(SlotFile& changed) {
    if (!handover_seen_ || changed.slots.size() < 2) {
        return;
    }
    bool own = false;
    for (const log::Record& record : records("pending/")) {
        if (record.value.str_or("act") != "identity.handover" || record.value.str_or("state") != "done") {
            continue;
        }
        std::erase_if(changed.slots, [&](const Slot& slot) {
            const bool ended = slot.key.id() == record.value.str_or("key");
            own = own || (ended && slot.person == person_id_);
            return ended && slot.person != person_id_;
        });
    }
    handover_seen_ = own;
}

Result<> Vault::settle_slots() {
    SlotFile changed = slots_;
    if (!slots_.joining.empty()) {
        const auto all = outbox();
        std::erase_if(changed.joining, [&](const Slot& slot) { return settled(all, slot, changed); });
    }
    drop_handed_over(changed);
    const bool same = changed.joining.size() == slots_.joining.size() && changed.slots.size() == slots_.slots.size();
    return same ? Result<>() : change_slots(std::move(changed));
}

}  // namespace zj::vault
