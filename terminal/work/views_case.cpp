// SPDX-License-Identifier: Apache-2.0
// One case with everything that its people ask.

#include <algorithm>
#include <map>

#include "shared/codec/text.hpp"
#include "terminal/work/case_steps.hpp"
#include "terminal/work/cases.hpp"
#include "terminal/work/view_rows.hpp"

namespace zj::work {

namespace {

const codec::Value& fields_of(const codec::Value& value) {
    static const codec::Value kNone;
    const codec::Value* fields = value.find("fields");
    return fields == nullptr ? kNone : *fields;
}

codec::Value changed_from(const codec::Value& first, const codec::Value& now) {
    codec::Value out;
    for (const auto& [key, value] : first.object()) {
        const codec::Value* stands = now.find(key);
        if (stands == nullptr || !(*stands == value)) {
            out.set(key, value);
        }
    }
    return out;
}

// What this device's own change sets still have to deliver, by digest.
std::map<std::string, vault::Delivery> undelivered(vault::Vault& vault, const std::vector<vault::Sent>& own) {
    std::map<std::string, vault::Delivery> out;
    for (const vault::Sent& sent : own) {
        for (vault::Delivery& document : vault.deliveries(sent.id)) {
            if (!document.confirmed && sent.state != "refused") {
                const std::string sha256 = codec::hex(document.sha256);
                out.emplace(sha256, std::move(document));
            }
        }
    }
    return out;
}

Material material_in(vault::Vault& vault, const model::Matter* matter, const codec::Value& value,
                     const std::map<std::string, vault::Delivery>& queue) {
    Material out;
    out.slot = value.str_or("slot");
    out.title = value.str_or("title");
    out.media_type = value.str_or("media_type");
    out.sha256 = value.str_or("sha256");
    out.size = value.int_or("size");
    out.pages = value.int_or("pages");
    out.chunks = value.items("chunks").size();
    out.required =
        matter != nullptr && matter->slot(out.slot) != nullptr && matter->slot(out.slot)->required.has_value();
    const auto sha256 = codec::hash_from_hex(out.sha256);
    if (queue.contains(out.sha256)) {
        out.state = Material::State::queued;
    } else if (sha256 && vault.document(*sha256)) {
        out.state = Material::State::here;
        out.chunks_done = out.chunks;
    } else if (sha256) {
        vault::Document wanted;
        wanted.sha256 = *sha256;
        for (const codec::Value& chunk : value.items("chunks")) {
            const auto hash =
                chunk.is_string() ? codec::hash_from_hex(chunk.string()) : Result<Hash>(fail("blob.hash"));
            wanted.chunks.push_back(hash ? *hash : Hash{});
        }
        out.chunks_done = out.chunks - vault.missing_chunks(wanted).size();
    }
    return out;
}

std::vector<Material> materials_of(vault::Vault& vault, const model::Matter* matter, const codec::Value& value,
                                   const std::vector<vault::Sent>& own) {
    const auto queue = undelivered(vault, own);
    std::vector<Material> out;
    for (const codec::Value& material : value.items("materials")) {
        out.push_back(material_in(vault, matter, material, queue));
    }
    if (matter == nullptr) {
        return out;
    }
    for (const model::Slot* slot : matter->required_slots(fields_of(value))) {
        const auto at =
            std::find_if(out.begin(), out.end(), [&](const Material& one) { return one.slot == slot->key; });
        if (at == out.end()) {
            Material one;
            one.slot = slot->key;
            one.state = Material::State::missing;
            one.required = true;
            out.push_back(std::move(one));
        } else {
            at->required = true;
        }
    }
    return out;
}

// Under whose key the log was when it was given: the newest statement's, or an earlier one's.
bool proves(vault::Vault& vault, const log::Receipt& receipt) {
    const std::string origin = vault.origin();
    const auto root = vault.root();
    if (root && log::verify_receipt(receipt, origin, root->log_key)) {
        return true;
    }
    for (const log::SignedRoot& earlier : vault.roots()) {
        const auto statement = log::parse_root_statement(earlier.envelope.payload);
        if (statement &&
            log::verify_receipt(receipt, log::origin_of(statement->county, statement->epoch, vault.demonstration()),
                                statement->log_key)) {
            return true;
        }
    }
    return false;
}

Receipt receipt_of(vault::Vault& vault, const vault::Sent& sent) {
    Receipt out;
    out.seq = sent.seq;
    out.entry = sent.entry;
    out.act = sent.intents.empty() ? std::string_view() : sent.intents[0].str_or("do");
    out.state = sent.state;
    out.code = sent.code;
    out.change_set = codec::hex(sent.id);
    out.signed_at = sent.signed_at;
    const auto stored = sent.receipt ? vault.receipt(sent.seq) : std::nullopt;
    const auto receipt = stored ? log::receipt_from(*stored) : Result<log::Receipt>(fail("receipt.none"));
    if (!receipt) {
        return out;
    }
    if (const auto entry = log::parse_entry(receipt->entry)) {
        out.received_at = entry->received_at;
    }
    const auto proof = log::parse_tlog_proof(receipt->proof);
    const auto note = proof ? log::parse_note(proof->checkpoint) : Result<log::Note>(fail("receipt.none"));
    if (const auto at = note ? log::parse_checkpoint_text(note->text) : Result<log::Checkpoint>(fail("receipt.none"))) {
        out.checkpoint = at->size;
    }
    out.verified = proves(vault, *receipt);
    return out;
}

void take_thread(const codec::Value& value, CaseView& out) {
    for (const codec::Value& one : value.items("thread")) {
        const auto at = parse_time(one.str_or("at"));
        out.thread.push_back({std::string(one.str_or("name")), std::string(one.str_or("text")),
                              std::string(one.str_or("kind")), at ? *at : Time{}});
    }
}

void take_holder(vault::Vault& vault, const RowMaker& rows, CaseView& out) {
    out.holder_role = out.row.role;
    if (out.holder_role.empty()) {
        return;
    }
    const bool of_unit = rows.catalogue().role_scope(out.holder_role) == "unit";
    const codec::Array persons =
        persons_with(vault, out.holder_role, of_unit ? std::string_view(out.row.unit) : std::string_view());
    if (!persons.empty()) {
        out.holder_name = persons[0].str_or("name");
        out.holder_phone = persons[0].str_or("phone");
    }
}

void take_reason(const codec::Value& value, CaseView& out) {
    const std::string_view state = value.str_or("state");
    const char* act = state == "returned" ? "return" : state == "paused" ? "pause" : state == "refused" ? "refuse" : "";
    out.reason = last_reason(value, act);
    if (out.reason.empty() && (state == "refused" || state == "withdrawn")) {
        out.reason = value.str_or("result");
    }
    if (state == "returned") {
        const codec::Array& steps = value.items("steps");
        const auto at = std::find_if(steps.rbegin(), steps.rend(),
                                     [](const codec::Value& step) { return step.str_or("act") == "return"; });
        for (const codec::Value& slot : at == steps.rend() ? codec::Array{} : at->items("missing")) {
            out.missing.push_back(slot.is_string() ? slot.string() : std::string());
        }
    }
}

void take_pending(vault::Vault& vault, const RowMaker& rows, CaseView& out) {
    for (const Pending& pending : all_pending(vault)) {
        if (pending.value.str_or("case") == out.row.key) {
            out.pending = pending.key;
            out.can_confirm = may_confirm(vault, rows.roles(), pending);
        }
    }
}

// What this person may do now, as the judge will ask: role, unit, state, and nothing of this device unanswered on it.
void take_permissions(vault::Vault& vault, const RowMaker& rows, const vault::CaseEntry& entry,
                      const std::vector<vault::Sent>& own, CaseView& out) {
    const bool own_unit = my_unit(vault) == entry.unit;
    const bool open = !vault::closed_state(entry.state);
    out.own_waits = std::any_of(own.begin(), own.end(),
                                [](const vault::Sent& sent) { return !sent.in_feed && sent.state != "refused"; });
    const bool moved = !vault.own_unjudged(entry.key).empty();
    const bool withdrawn = std::any_of(own.begin(), own.end(), [](const vault::Sent& sent) {
        return !sent.in_feed && sent.state != "refused" && !sent.intents.empty() &&
               sent.intents[0].str_or("do") == "case.withdraw";
    });
    out.can_withdraw = open && own_unit && (rows.has("unit_clerk") || rows.has("unit_head")) && !withdrawn;
    out.can_answer = entry.state == "returned" && own_unit && rows.has("unit_clerk") && !moved;
    const auto layers = layer_places(rows.catalogue(), rows.roles());
    const std::string me = "|" + vault.person().person + "|";
    out.can_decide = std::find(layers.begin(), layers.end(), entry.place) != layers.end() && !moved && !entry.held &&
                     entry.barred.find(me) == std::string::npos;
}

}  // namespace

Result<CaseView> case_view(const Context& context, std::string_view reference) {
    vault::Vault& vault = context.vault;
    ZJ_TRY(RowMaker rows, RowMaker::make(vault));
    ZJ_TRY(const Case on, find_case(vault, reference));
    const vault::CaseEntry entry = vault.case_entry(on.key).value();
    const std::vector<vault::Sent> own = vault.sent_on(on.key);
    const model::Matter* matter = rows.catalogue().matter(entry.matter);
    CaseView out;
    out.row = rows.row(entry);
    out.fields = fields_of(on.value);
    for (const auto& [name, value] : out.fields.object()) {
        const bool names_record =
            value.is_string() && (value.string().starts_with("plan/") || value.string().starts_with("grant/") ||
                                  value.string().starts_with("person/"));
        if (names_record) {
            out.named.emplace_back(value.string(), name_of_record(vault, value.string()));
        }
    }
    out.before = changed_from(vault.first_fields(on.key), out.fields);
    out.steps = steps_of_case(vault, rows, on, entry, own);
    out.materials = materials_of(vault, matter, on.value, own);
    take_thread(on.value, out);
    for (const vault::Sent& sent : own) {
        out.receipts.push_back(receipt_of(vault, sent));
    }
    take_holder(vault, rows, out);
    take_reason(on.value, out);
    out.grant = on.value.str_or("grant");
    if (const auto grant = vault.record(out.grant)) {
        out.grant_no = grant->value.str_or("grant_no");
    }
    take_pending(vault, rows, out);
    take_permissions(vault, rows, entry, own, out);
    if (!vault::closed_state(entry.state)) {
        Approval approval = foretell_approval(vault, on.key);
        out.facts = facts_of_case(context, rows, on, entry, approval);
        out.effect = std::move(approval.effect);
        for (SeatsChange& change : out.effect) {
            const auto unit = vault.record("unit/" + change.unit);
            change.unit = unit ? std::string(unit->value.str_or("name", change.unit)) : change.unit;
        }
    }
    return out;
}

}  // namespace zj::work
