// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/preview.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"

namespace zj::work {

namespace {

// The judge's own working records: counters, due lists and waiting lists. They decide numbers and times that a preview
// does not tell, so a device starts with none.
constexpr std::array<std::string_view, 4> kWorking{"counter/", "due/", "waiting/", "load/"};

// A device that has no feed of the public scope has the root statements themselves.
std::optional<codec::Value> in_force(vault::Vault& vault, std::string_view key) {
    const auto root = vault.root();
    if (!root) {
        return std::nullopt;
    }
    if (key == "system/rules") {
        return codec::Object{{"number", root->rules}};
    }
    if (key == "system/root") {
        return codec::Object{{"county", root->county}, {"epoch", root->epoch}};
    }
    const auto all = vault.roots();
    const auto newest = std::find_if(all.rbegin(), all.rend(), [](const auto& one) { return !one.catalogue.empty(); });
    if (key != "system/catalogue" || newest == all.rend()) {
        return std::nullopt;
    }
    auto catalogue = codec::parse_json(newest->catalogue, limits::kCatalogueBytesMax);
    if (!catalogue) {
        return std::nullopt;
    }
    const std::int64_t number = catalogue->int_or("number");
    return codec::Object{{"sha256", codec::hex(crypto::sha256(newest->catalogue))},
                         {"number", number},
                         {"catalogue", std::move(*catalogue)},
                         {"previous", codec::Array{}}};
}

}  // namespace

model::Checked as_checked(const log::Header& header, const ChangeSetId& id, std::vector<codec::Value> intents,
                          std::vector<Hash> commitments) {
    model::Checked out;
    out.id = id;
    out.header_ok = true;
    out.header = header;
    out.device_signed = out.person_signed = out.ticket_signed = true;
    out.intents = std::move(intents);
    out.commitments = std::move(commitments);
    return out;
}

log::Header header_now(vault::Vault& vault) {
    log::Header header;
    const auto root = vault.root();
    header.county = vault.county();
    header.epoch = root ? root->epoch : 1;
    header.device = vault.device();
    header.person = vault.person().person;
    header.key = vault.person().key.id();
    header.seq = vault.next_seq();
    header.written_at = vault.now();
    if (const auto seen = vault.checkpoint()) {
        header.seen.size = seen->size;
        header.seen.root = seen->root;
    }
    header.rules = root ? root->rules : 1;
    if (const auto rules = vault.record("system/rules")) {
        header.rules = rules->value.int_or("number", header.rules);
    }
    if (root) {
        header.catalogue = root->catalogue;
    }
    return header;
}

VaultRegisters::VaultRegisters(vault::Vault& vault) : vault_(vault) {}

void VaultRegisters::will_make(std::uint64_t seq, std::size_t intents) {
    will_make(vault_.device(), seq, intents);
}

void VaultRegisters::will_make(std::string_view device, std::uint64_t seq, std::size_t intents) {
    for (std::size_t i = 0; i < intents; ++i) {
        for (const char* kind : {"case", "pending", "person", "grant"}) {
            const std::string key = log::record_key(kind, vault_.county(), device, seq, i);
            made_here_.insert(key);
            if (std::string_view(kind) == "grant") {
                for (int stage = 1; stage <= 5; ++stage) {
                    made_here_.insert("stage/" + key.substr(std::string_view("grant/").size()) + "/" +
                                      std::to_string(stage));
                }
            }
        }
    }
}

void VaultRegisters::stand(std::string key, codec::Value value) {
    log::Record record;
    record.key = key;
    record.owner = "admin";
    record.value = std::move(value);
    read_[std::move(key)] = std::make_shared<log::Record>(std::move(record));
}

void VaultRegisters::stand_in(const std::string& person, const std::string& role, const std::string& unit,
                              const model::Catalogue& catalogue) {
    stand("identity/" + person,
          codec::Object{{"name", person}, {"unit", unit}, {"roles", codec::Array{role}}, {"state", "live"}});
    stand("key/" + person, codec::Object{{"person", person}, {"device", kStandIn}, {"state", "live"}});
    codec::Array scopes{"unit/" + unit};
    for (const auto& [name, about] : catalogue.roles().object()) {
        if (about.str_or("scope") != "unit") {
            scopes.emplace_back(about.str_or("scope"));
        }
    }
    stand(std::string("device/") + kStandIn,
          codec::Object{{"scopes", std::move(scopes)}, {"state", "live"}, {"unsettled", codec::Array{}}});
}

// Records that stand in the vault in another form: what the root statements put in force, and what this device knows of
// itself and its persons, whose records are the administrators'.
model::Found VaultRegisters::own(std::string_view key) {
    log::Record record;
    record.key = key;
    if (key.starts_with("system/")) {
        auto value = in_force(vault_, key);
        if (!value) {
            return {};
        }
        record.owner = "public";
        record.value = std::move(*value);
        return {model::Presence::present, std::make_shared<log::Record>(std::move(record))};
    }
    record.owner = "admin";
    if (key == "device/" + vault_.device()) {
        record.value =
            codec::Object{{"scopes", to_array(vault_.scopes())}, {"state", "live"}, {"unsettled", codec::Array{}}};
        return {model::Presence::present, std::make_shared<log::Record>(std::move(record))};
    }
    for (const vault::Slot& slot : vault_.slots().slots) {
        if (key == "key/" + slot.key.id()) {
            record.value = codec::Object{{"person", slot.person},
                                         {"device", vault_.device()},
                                         {"public", codec::base64(slot.key.bytes)},
                                         {"state", "live"}};
            return {model::Presence::present, std::make_shared<log::Record>(std::move(record))};
        }
    }
    return {};
}

model::Found VaultRegisters::get(std::string_view key) {
    if (const auto read = read_.find(key); read != read_.end()) {
        return {model::Presence::present, read->second};
    }
    if (auto known = vault_.record(key)) {
        auto record = std::make_shared<log::Record>(std::move(*known));
        read_.emplace(key, record);
        return {model::Presence::present, std::move(record)};
    }
    if (auto mine = own(key); mine.record != nullptr) {
        return mine;
    }
    const bool working =
        std::any_of(kWorking.begin(), kWorking.end(), [&](std::string_view start) { return key.starts_with(start); });
    if (working || made_here_.contains(key) || vault_.sees(key)) {
        return {};
    }
    return {model::Presence::not_visible, nullptr};
}

void VaultRegisters::put(model::RecordPtr record) {
    static_cast<void>(record);
    ZJ_ASSERT(!"previews write into an overlay");
}

model::ChainHead VaultRegisters::chain(std::string_view device) {
    model::ChainHead head;
    if (device == vault_.device()) {
        std::tie(head.seq, head.id) = vault_.last_judged();
    }
    return head;
}

void VaultRegisters::set_chain(std::string_view device, const model::ChainHead& head) {
    static_cast<void>(device);
    static_cast<void>(head);
    ZJ_ASSERT(!"previews write into an overlay");
}

void judge_own_work(vault::Vault& vault, VaultRegisters& registers, model::Registers& overlay, model::Judge& judge) {
    const Time now = vault.now();
    for (vault::Sent& sent : vault.outbox_open()) {
        if (sent.in_feed || sent.receipt || sent.seq == 1) {
            continue;
        }
        log::Header header = header_now(vault);
        header.seq = sent.seq;
        header.person = sent.person;
        for (const vault::Slot& slot : vault.slots().slots) {
            if (slot.person == sent.person) {
                header.key = slot.key.id();
            }
        }
        header.intents = sent.commitments;
        registers.will_make(sent.seq, sent.intents.size());
        static_cast<void>(judge.change(overlay, as_checked(header, sent.id, sent.intents, sent.commitments), now));
    }
}

Foretold foretell(vault::Vault& vault, const std::vector<codec::Value>& intents) {
    VaultRegisters registers(vault);
    model::Overlay overlay(registers);
    model::Judge judge;
    Foretold out;
    const Time now = vault.now();
    judge_own_work(vault, registers, overlay, judge);
    log::Header header = header_now(vault);
    registers.will_make(header.seq, intents.size());
    std::vector<Hash> commitments;
    for (const codec::Value& intent : intents) {
        commitments.push_back(crypto::sha256(codec::write_json(intent)));
    }
    header.intents = commitments;
    const model::Judgement judgement =
        judge.change(overlay, as_checked(header, crypto::sha256("preview"), intents, commitments), now);
    out.known = judgement.foretold;
    out.verdict = log::to_text(judgement.verdict);
    out.code = judgement.code;
    out.detail = judgement.detail;
    out.as_of = header.seen.size;
    return out;
}

Result<> worth_signing(const Foretold& foretold, const std::string& where) {
    constexpr std::array<std::string_view, 3> kFinal{"B5", "C6", "G8"};
    const bool final = foretold.known && foretold.verdict == "refused" &&
                       std::find(kFinal.begin(), kFinal.end(), foretold.code) != kFinal.end();
    return final ? Result<>(fail(foretold.code, where, foretold.detail)) : Result<>();
}

codec::Value to_value(const Foretold& foretold) {
    codec::Value out = codec::Object{{"known", foretold.known}, {"as_of", static_cast<std::int64_t>(foretold.as_of)}};
    if (foretold.known) {
        out.set("verdict", foretold.verdict).set("code", foretold.code);
    }
    return out;
}

}  // namespace zj::work
