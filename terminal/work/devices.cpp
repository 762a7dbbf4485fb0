// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/devices.hpp"

#include <algorithm>

#include "shared/codec/text.hpp"
#include "shared/sync/answers.hpp"
#include "shared/sync/fetch.hpp"
#include "shared/sync/target.hpp"
#include "terminal/work/sync.hpp"

namespace zj::work {

namespace {

constexpr std::size_t kAliasBytesMax = 64;
constexpr std::size_t kNameBytesMax = 100;

crypto::SigningKey one_time_key(const log::Ticket& ticket) {
    return crypto::SigningKey::from_seed(ticket.seed);
}

// The county's signed word on the ticket, with the root statements that make it believable.
Result<sync::EnrolOffer> ask_offer(Line& line, const log::Ticket& ticket, Time now) {
    const Hash id = log::ticket_id(one_time_key(ticket).verify_key());
    ZJ_TRY(const sync::Response response, line.send({"GET", sync::enrol_target(id), {}}));
    if (response.status == 404) {
        // The device's clock may be wrong, so the date on the ticket only explains what the county said.
        return ticket.expires < now ? fail("ticket.expired", {}, "its term ended " + format_time(ticket.expires))
                                    : fail("ticket.unknown", {}, "the county has no open ticket of this kind");
    }
    if (response.status != 200) {
        return sync::refusal_of(response);
    }
    ZJ_TRY(sync::EnrolOffer offer, sync::open_enrol_offer(response.body, codec::hex(ticket.root_fingerprint), id));
    if (offer.ticket.str_or("state", "open") != "open") {
        return fail("ticket.used", {}, "the county's record says " + std::string(offer.ticket.str_or("state")));
    }
    ZJ_CHECK(line.pin(offer.statements.back().tls_ca));
    return offer;
}

std::vector<std::string> texts_in(const codec::Array& array) {
    std::vector<std::string> out;
    for (const codec::Value& item : array) {
        if (item.is_string()) {
            out.push_back(item.string());
        }
    }
    return out;
}

Result<> check_names(const std::string& alias, const std::string& device_name) {
    if (alias.size() > kAliasBytesMax || device_name.size() > kNameBytesMax) {
        return fail("usage.too_long", alias.size() > kAliasBytesMax ? "--alias" : "--device-name");
    }
    return {};
}

Result<std::unique_ptr<vault::Vault>> found(const Enrolling& enrolling) {
    ZJ_TRY(const std::unique_ptr<Line> line, enrolling.stranger());
    ZJ_TRY(const sync::EnrolOffer offer, ask_offer(*line, *enrolling.ticket, enrolling.settings.clock->now()));
    const log::RootStatement& newest = offer.statements.back();
    const bool demo = offer.statements.front().simulated.has_value();
    if (demo && !enrolling.demo) {
        return fail("root.demo", {}, "a demonstration county");
    }
    vault::Founding founding;
    founding.county = newest.county;
    founding.person = offer.ticket.str_or("person");
    founding.name = offer.ticket.str_or("name");
    founding.alias = enrolling.alias;
    founding.root_fingerprint = codec::hex(enrolling.ticket->root_fingerprint);
    founding.gateway = enrolling.ticket->gateway;
    founding.demo = demo;  // what is shown says so from here on
    founding.scopes = texts_in(offer.ticket.items("scopes"));
    founding.roots = offer.roots;
    founding.one_time = one_time_key(*enrolling.ticket);
    founding.device_name = enrolling.device_name.empty() ? founding.name : enrolling.device_name;
    if (founding.scopes.empty()) {
        return fail("ticket.kind", {}, "a ticket for a person, not for a device");
    }
    return vault::Vault::create(enrolling.folder, std::move(founding), *enrolling.passphrase, enrolling.settings);
}

bool made_with(vault::Vault& vault, const log::Ticket& ticket) {
    const auto sent = vault.sent(1);
    return sent && !sent->intents.empty() &&
           sent->intents[0].str_or("ticket") == codec::base64(one_time_key(ticket).verify_key().bytes);
}

// The vault of an enrolment that was interrupted, or a new one.
Result<std::unique_ptr<vault::Vault>> vault_for(const Enrolling& enrolling) {
    if (!vault::Vault::present(enrolling.folder)) {
        return found(enrolling);
    }
    ZJ_TRY(auto vault, vault::Vault::open(enrolling.folder, {}, *enrolling.passphrase, enrolling.settings));
    if (made_with(*vault, *enrolling.ticket)) {
        return vault;
    }
    if (vault->enrolled() || vault->next_seq() != 2) {
        return fail("vault.exists", enrolling.folder, "this folder is an enrolled device", {enrolling.folder});
    }
    // The first ticket led nowhere (used by another, or expired meanwhile); people gave a new one.
    ZJ_CHECK(vault->abandon());
    vault.reset();
    return found(enrolling);
}

codec::Value about(vault::Vault& vault) {
    return codec::Object{{"device", vault.device()},
                         {"county", vault.county()},
                         {"person", vault.person().person},
                         {"name", vault.person().name},
                         {"alias", vault.person().alias},
                         {"scopes", to_array(vault.scopes())},
                         {"demonstration", vault.demonstration()}};
}

Error as_ticket_error(const vault::Sent& refused) {
    const char* code = refused.code == "B6"   ? "ticket.used"
                       : refused.code == "B7" ? "ticket.expired"
                                              : "ticket.refused";
    return fail(code, {}, "the county answered " + refused.code, {refused.code});
}

}  // namespace

Result<codec::Value> enrol(const Enrolling& enrolling) {
    ZJ_CHECK(check_names(enrolling.alias, enrolling.device_name));
    ZJ_TRY(const auto vault, vault_for(enrolling));
    Context context{*vault, enrolling.line(*vault), enrolling.progress, enrolling.stop};
    const auto synced = sync_now(context, {});
    const auto first = vault->sent(1).value();
    if (first.state == "refused") {
        return as_ticket_error(first);
    }
    if (!synced) {
        return synced.error();
    }
    return about(*vault).set("sync", *synced);
}

Result<codec::Value> join(const Context& context, const Joining& joining) {
    vault::Vault& vault = context.vault;
    ZJ_CHECK(check_names(joining.alias, {}));
    const crypto::SigningKey one_time = one_time_key(*joining.ticket);
    const std::string ticket = codec::base64(one_time.verify_key().bytes);
    const auto signed_before = [&]() -> std::optional<vault::Sent> {
        for (vault::Sent& sent : vault.outbox()) {
            if (!sent.intents.empty() && sent.intents[0].str_or("do") == "identity.join" &&
                sent.intents[0].str_or("ticket") == ticket) {
                return std::move(sent);
            }
        }
        return std::nullopt;
    };
    if (const auto before = signed_before()) {
        // Only the first passphrase opens the slot; another one would be learnt to be wrong when it is needed.
        const auto key = codec::from_base64(before->intents[0].str_or("person_key"));
        crypto::VerifyKey person;
        if (before->state != "refused" && key && key->size() == person.bytes.size()) {
            std::ranges::copy(*key, person.bytes.begin());
            ZJ_CHECK(vault.try_slot(person, *joining.passphrase));
        }
    } else {
        if (codec::hex(joining.ticket->root_fingerprint) != vault.root_fingerprint()) {
            return fail("ticket.county", {}, "a ticket of another county");
        }
        ZJ_TRY(const std::unique_ptr<Line> line, context.line());
        ZJ_TRY(const sync::EnrolOffer offer, ask_offer(*line, *joining.ticket, vault.clock().now()));
        const std::string person(offer.ticket.str_or("person"));
        if (person.empty() || offer.ticket.str_or("kind") == "device") {
            return fail("ticket.kind", {}, "a ticket for a device, not for a person");
        }
        // The slot first: the county must never know a key that nobody can open. Where this is cut off, the next run
        // makes another key, and the first was never shown. It counts only when the county has applied the join.
        const auto key = crypto::SigningKey::generate(vault.random());
        ZJ_CHECK(
            vault.add_slot(person, std::string(offer.ticket.str_or("name")), joining.alias, *joining.passphrase, key));
        vault::Vault::Work work;
        work.intents.push_back(codec::Object{{"do", "identity.join"},
                                             {"ticket", ticket},
                                             {"person_key", codec::base64(key.verify_key().bytes)},
                                             {"base", codec::Object{}}});
        work.signer = vault::Vault::Signer{person, &key, &one_time, std::nullopt};
        ZJ_CHECK(vault.sign(work));
    }
    const auto synced = sync_now(context, {});
    const auto made = signed_before();
    if (made && made->state == "refused") {
        return as_ticket_error(*made);
    }
    if (!synced) {
        return synced.error();
    }
    const vault::Slot* slot = made ? vault.slots().find(made->person) : nullptr;
    codec::Value out = about(vault);
    if (slot != nullptr) {
        out.set("person", slot->person).set("name", slot->name).set("alias", slot->alias);
    }
    return out.set("state", made ? made->state : "signed").set("sync", *synced);
}

}  // namespace zj::work
