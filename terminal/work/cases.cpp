// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/cases.hpp"

#include <algorithm>
#include <set>

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/model/masking.hpp"
#include "shared/oversight/index.hpp"
#include "shared/oversight/worktime.hpp"
#include "terminal/work/acts.hpp"
#include "terminal/work/batch.hpp"

namespace zj::work {

namespace {

const model::Layer* layer_of(const model::Catalogue& catalogue, const codec::Value& on) {
    const model::Matter* matter = catalogue.matter(on.str_or("matter"));
    if (matter == nullptr) {
        return nullptr;
    }
    const auto at = std::find_if(matter->layers.begin(), matter->layers.end(),
                                 [&](const model::Layer& layer) { return layer.step == on.str_or("step"); });
    return at == matter->layers.end() ? nullptr : &*at;
}

codec::Value holder_of(vault::Vault& vault, const model::Catalogue& catalogue, const codec::Value& on) {
    const std::string role = role_in_charge(catalogue, on);
    codec::Value out = codec::Object{{"role", role}};
    if (role.empty()) {
        return out;
    }
    const bool of_unit = catalogue.role_scope(role) == "unit";
    if (const codec::Value* words = catalogue.roles().find(role)) {
        out.set("zh", words->str_or("zh")).set("en", words->str_or("en"));
    }
    return out.set("persons", persons_with(vault, role, of_unit ? on.str_or("unit") : std::string_view()));
}

// What warnings count (W23): neither pauses, nor the time with the unit or the commission. None before the receipt.
std::optional<std::int64_t> used_half_days(vault::Vault& vault, const model::Catalogue& catalogue,
                                           const codec::Value& on) {
    oversight::Index index(vault.county());
    log::Record record;
    record.key = on.str_or("key");
    record.version = 1;
    record.value = on;
    index.put(record);
    const oversight::WorkTime time(catalogue);
    for (const auto& [key, one] : index.tables().cases) {
        if (one.received_at) {
            return oversight::elapsed_of(time, one, vault.now()).minutes * 2 /
                   std::max<std::int64_t>(1, time.minutes_a_day());
        }
    }
    return std::nullopt;
}

codec::Value limit_of(vault::Vault& vault, const model::Catalogue& catalogue, const codec::Value& on) {
    const model::Matter* matter = catalogue.matter(on.str_or("matter"));
    codec::Value out =
        codec::Object{{"half_days", on.int_or("limit_half_days", matter == nullptr ? 0 : matter->limit_half_days)}};
    if (const auto used = used_half_days(vault, catalogue, on)) {
        out.set("used_half_days", *used);
    }
    if (const model::Layer* layer = layer_of(catalogue, on)) {
        out.set("step_half_days", layer->limit_half_days);
    }
    return out.set("paused", on.str_or("state") == "paused");
}

codec::Array steps_of(vault::Vault& vault, const model::Catalogue& catalogue, const codec::Value& on) {
    codec::Array out;
    for (codec::Value step : on.items("steps")) {
        if (!step.is_object()) {
            continue;
        }
        step.set("by_me", step.str_or("person") == vault.person().person);
        if (const auto identity = identity_of(vault, step.str_or("person"))) {
            step.set("name", identity->str_or("name"));
        }
        out.push_back(std::move(step));
    }
    // Decisions of this device that the county has not answered for.
    for (const vault::Sent& sent : vault.sent_on(on.str_or("key"))) {
        for (const codec::Value& intent : sent.intents) {
            if (!sent.in_feed && sent.state != "refused" && intent.str_or("do") == "case.decide" &&
                intent.str_or("case") == on.str_or("key")) {
                const model::Layer* layer = layer_of(catalogue, on);
                out.push_back(codec::Object{{"step", layer == nullptr ? std::string() : layer->step},
                                            {"act", intent.str_or("act")},
                                            {"person", sent.person},
                                            {"at", format_time(sent.signed_at)},
                                            {"by_me", sent.person == vault.person().person},
                                            {"state", sent.state}});
            }
        }
    }
    return out;
}

// queued: here, not yet confirmed by the county; here: this device holds it; county: only the county does.
codec::Array materials_of(vault::Vault& vault, const codec::Value& on) {
    std::set<Hash> queued;
    for (const sync::PendingBlob& blob : vault.undelivered_blobs()) {
        queued.insert(blob.name.sha256);
    }
    codec::Array out;
    for (const codec::Value& material : on.items("materials")) {
        const auto sha256 = codec::hash_from_hex(material.str_or("sha256"));
        const bool here = sha256 && vault.document(*sha256).has_value();
        codec::Value line = material;
        line.object().erase("chunks");
        line.set("state", sha256 && queued.contains(*sha256) ? "queued" : here ? "here" : "county");
        out.push_back(std::move(line));
    }
    return out;
}

Result<> write_proof(vault::Vault& vault, const std::string& key, const std::vector<vault::Sent>& sent,
                     const std::string& file) {
    codec::Array receipts;
    for (const vault::Sent& one : sent) {
        if (auto receipt = vault.receipt(one.seq)) {
            receipts.push_back(codec::Object{{"change_set", codec::hex(one.id)}, {"receipt", std::move(*receipt)}});
        }
    }
    if (receipts.empty()) {
        return fail("receipt.none", key, "the county has not receipted anything of this case yet");
    }
    const codec::Value proof = codec::Object{{"case", key},
                                             {"county", vault.county()},
                                             {"root", vault.root_fingerprint()},
                                             {"receipts", std::move(receipts)}};
    return vault::write_new_file(file, as_bytes(codec::write_json_pretty(proof)));
}

}  // namespace

std::int64_t working_half_days(const model::Catalogue& catalogue, Time from, Time to) {
    constexpr std::int64_t kNoon = 12 * kHourMs, kEvening = 17 * kHourMs;
    std::int64_t out = 0;
    for (Date day = date_of(from); day <= date_of(to); ++day.days) {
        if (!catalogue.is_workday(day)) {
            continue;
        }
        for (const std::int64_t mark : {kNoon, kEvening}) {
            const Time at = start_of(day) + mark;
            out += at > from && at <= to ? 1 : 0;
        }
    }
    return out;
}

codec::Array persons_with(vault::Vault& vault, std::string_view role, std::string_view unit) {
    codec::Array out;
    for (const log::Record& record : vault.records(unit.empty() ? "duty/" : "identity/", role)) {
        const codec::Value& person = record.value;
        const bool here = unit.empty() || (person.str_or("unit") == unit && person.str_or("state") == "live");
        if (here && contains(person.items("roles"), role)) {
            out.push_back(codec::Object{{"name", person.str_or("name")}, {"phone", person.str_or("phone")}});
        }
    }
    return out;
}

std::vector<std::string> places_of(const model::Catalogue& catalogue, const std::vector<std::string>& roles) {
    const auto mine = [&](std::string_view role) {
        return std::find(roles.begin(), roles.end(), role) != roles.end();
    };
    std::vector<std::string> out;
    for (const model::Matter& matter : catalogue.matters()) {
        if (mine("unit_clerk")) {
            out.push_back("returned/" + matter.code);
        }
        for (const model::Layer& layer : matter.layers) {
            if (mine(layer.role)) {
                out.push_back(matter.code + "/" + layer.step);
            }
        }
    }
    return out;
}

std::string role_in_charge(const model::Catalogue& catalogue, const codec::Value& on) {
    const std::string_view state = on.str_or("state");
    const model::Matter* matter = catalogue.matter(on.str_or("matter"));
    if (state == "signed") {
        return matter == nullptr ? "unit_head" : matter->confirm_role;
    }
    if (state == "returned") {
        return "unit_clerk";
    }
    const model::Layer* layer = layer_of(catalogue, on);
    const bool open = state == "received" || state == "in_review" || state == "paused";
    return open && layer != nullptr ? layer->role : std::string();
}

Result<codec::Value> show(const Context& context, std::string_view reference, const std::string& proof_file) {
    vault::Vault& vault = context.vault;
    ZJ_TRY(const auto catalogue, vault.catalogue());
    const auto known = find_case(vault, reference);
    if (!known) {
        ZJ_TRY(const std::vector<Case> batch, cases_of_batch(vault, reference));
        return batch.empty() ? Result<codec::Value>(known.error()) : batch_shown(vault, *catalogue, reference, batch);
    }
    const Case& found = *known;
    codec::Value on = found.value;
    on.set("key", found.key);
    std::vector<vault::Sent> own;
    codec::Array receipts;
    for (vault::Sent& sent : vault.sent_on(found.key)) {
        receipts.push_back(sent_line(sent));
        own.push_back(std::move(sent));
    }
    codec::Value out = codec::Object{{"steps", steps_of(vault, *catalogue, on)},
                                     {"holder", holder_of(vault, *catalogue, on)},
                                     {"limit", limit_of(vault, *catalogue, on)},
                                     {"materials", materials_of(vault, on)},
                                     {"thread", on.items("thread")},
                                     {"receipts", std::move(receipts)},
                                     {"local", found.local}};
    if (found.count) {
        out.set("n", *found.count);
    }
    bool confirm_sent = false;
    for (const Pending& pending : all_pending(vault)) {
        if (pending.value.str_or("case") == found.key) {
            confirm_sent = pending.confirm_signed;
            out.set("pending", pending_line(vault, pending));
        }
    }
    out.set("confirm_sent", confirm_sent);
    for (const char* told_apart : {"steps", "thread", "materials", "trail"}) {
        on.object().erase(told_apart);
    }
    out.set("case", model::with_numbers_masked(on));
    if (!proof_file.empty()) {
        ZJ_CHECK(write_proof(vault, found.key, own, proof_file));
        out.set("proof", proof_file);
    }
    return out;
}

}  // namespace zj::work
