// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/lock_note.hpp"

#include <algorithm>

#include "shared/codec/json.hpp"
#include "terminal/vault/files.hpp"
#include "terminal/vault/slots.hpp"
#include "terminal/vault/vault.hpp"
#include "terminal/work/sync.hpp"

namespace zj::work {

namespace {

constexpr std::size_t kNoteBytesMax = 4096;  // a handful of members

std::string path_in(const std::string& folder) {
    return folder + "/lock.json";
}

}  // namespace

reply::People read_lock_note(const std::string& folder, const vault::Cost& cost) {
    reply::People out;
    out.present = vault::Vault::present(folder);
    if (!out.present) {
        return out;
    }
    if (const auto slots = vault::read_slots(folder + "/slots.json", cost)) {
        out.county = slots->county;
        for (const vault::Slot& slot : slots->slots) {
            out.persons.push_back({slot.person, slot.name, slot.alias});
        }
    }
    const auto bytes = vault::read_file(path_in(folder), kNoteBytesMax);
    const auto note = bytes ? codec::parse_json(as_text(*bytes)) : Result<codec::Value>(bytes.error());
    if (!note || !note->is_object()) {
        return out;
    }
    out.known = true;
    out.device_name = note->str_or("device");
    out.unit_name = note->str_or("unit");
    out.waiting = static_cast<std::size_t>(std::max<std::int64_t>(0, note->int_or("waiting")));
    out.materials_waiting = static_cast<std::size_t>(std::max<std::int64_t>(0, note->int_or("materials_waiting")));
    if (const auto at = parse_time(note->str_or("last_sync"))) {
        out.last_sync = *at;
    }
    return out;
}

Result<> write_lock_note(vault::Vault& vault) {
    ZJ_TRY(const HereView here, here_view(Context{vault, {}, {}, nullptr}));
    codec::Value note = codec::Object{{"device", here.device_name},
                                      {"unit", here.unit_name},
                                      {"waiting", here.waiting},
                                      {"materials_waiting", here.materials_waiting}};
    if (here.checkpoint_at) {
        note.set("last_sync", format_time(*here.checkpoint_at));
    }
    return vault::write_file(path_in(vault.folder()), as_bytes(codec::write_json(note)));
}

}  // namespace zj::work
