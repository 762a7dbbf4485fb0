// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/people.hpp"

#include <algorithm>

#include "shared/codec/text.hpp"

namespace zj::work {

namespace {

constexpr std::size_t kTicketBytesMax = 4096;

Result<> check_wish(const model::Catalogue& catalogue, const TicketWish& wish) {
    if (wish.kind != "device" && wish.kind != "person") {
        return fail("usage.ticket_kind", "--kind");
    }
    if (wish.person.empty() && (wish.name.empty() || wish.roles.empty())) {
        return fail("usage.ticket_name", "--name");
    }
    if (!wish.person.empty() && !wish.roles.empty()) {
        return fail("usage.ticket_role", "--role");
    }
    if ((wish.kind == "device") == wish.scopes.empty()) {
        return fail("usage.ticket_scope", "--scope");
    }
    const std::int64_t term = catalogue.policy_int("ticket_term_days");
    if (wish.days < 0 || wish.days > term) {
        return fail("usage.ticket_days", "--days", {}, {std::to_string(term)});
    }
    for (const std::string& role : wish.roles) {
        if (catalogue.role_scope(role).empty()) {
            return fail("role.unknown", role, "not a role of the catalogue", {role});
        }
    }
    for (const std::string& scope : wish.scopes) {
        if (!catalogue.device_scope(scope)) {
            return fail("scope.unknown", scope, "not a scope of the catalogue", {scope});
        }
    }
    return {};
}

std::optional<vault::Sent> signed_with(vault::Vault& vault, const std::string& one_time) {
    for (vault::Sent& sent : vault.outbox()) {
        if (!sent.intents.empty() && sent.intents[0].str_or("do") == "identity.ticket" &&
            sent.intents[0].str_or("ticket") == one_time) {
            return std::move(sent);
        }
    }
    return std::nullopt;
}

std::string one_time_of(const log::Ticket& ticket) {
    return codec::base64(crypto::SigningKey::from_seed(ticket.seed).verify_key().bytes);
}

// The ticket that an interrupted run left, signed. A part that is no ticket, or whose seed was not signed for, was
// never used.
Result<std::optional<log::Ticket>> begun(vault::Vault& vault, const std::string& part) {
    if (!vault::exists(part)) {
        return std::nullopt;
    }
    ZJ_TRY(Bytes text, vault::read_file(part, kTicketBytesMax));
    auto ticket = log::parse_ticket(as_text(text));
    crypto::wipe(text);
    if (!ticket || !signed_with(vault, one_time_of(*ticket))) {
        return std::nullopt;
    }
    return std::optional(std::move(*ticket));
}

// A new seed, on the disk before it is used.
Result<log::Ticket> fresh_ticket(vault::Vault& vault, const std::string& part, Time expires) {
    log::Ticket fresh;
    fresh.seed = crypto::Secret(32);
    vault.random().fill(fresh.seed.bytes());
    ZJ_TRY(fresh.root_fingerprint, codec::hash_from_hex(vault.root_fingerprint()));
    fresh.gateway = vault.gateway();
    fresh.expires = expires;
    const crypto::Secret text = log::write_ticket(fresh);
    ZJ_CHECK(vault::write_file(part, text.view()));
    return fresh;
}

Result<std::string> person_key(vault::Vault& vault, const std::string& who) {
    std::vector<std::string> named;
    for (const log::Record& record : vault.records("identity/")) {
        if (record.key == who || record.key == "identity/" + who) {
            return record.key;
        }
        if (record.value.str_or("name") == who) {
            named.push_back(record.key);
        }
    }
    const vault::Slot* here = vault.slots().find(who);
    if (named.empty() && here != nullptr && vault.record("identity/" + here->person)) {
        return "identity/" + here->person;
    }
    if (named.size() == 1) {
        return named[0];
    }
    return fail(named.empty() ? "person.none" : "person.several", who, "no single person goes by this here", {who});
}

}  // namespace

Result<codec::Value> ticket(const Context& context, const TicketWish& wish) {
    vault::Vault& vault = context.vault;
    ZJ_TRY(const auto catalogue, vault.catalogue());
    ZJ_CHECK(check_wish(*catalogue, wish));
    if (vault::exists(wish.out)) {
        return fail("vault.exists", wish.out, "the file is there already", {wish.out});
    }
    std::string person, name = wish.name;
    if (!wish.person.empty()) {
        ZJ_TRY(const std::string key, person_key(vault, wish.person));
        person = key.substr(std::string_view("identity/").size());
        name = vault.record(key)->value.str_or("name");
    }
    const int days = wish.days > 0 ? wish.days : static_cast<int>(catalogue->policy_int("ticket_term_days"));
    const std::string part = wish.out + ".part";
    ZJ_TRY(std::optional<log::Ticket> ticket, begun(vault, part));
    const bool again = ticket.has_value();
    if (!again) {
        ZJ_TRY(ticket, fresh_ticket(vault, part, vault.now() + days * kDayMs));
    }
    const std::string one_time = one_time_of(*ticket);
    const codec::Value intent = codec::Object{{"do", "identity.ticket"},
                                              {"ticket", one_time},
                                              {"kind", wish.kind},
                                              {"person", person},
                                              {"name", name},
                                              {"phone", wish.phone},
                                              {"unit", wish.unit},
                                              {"roles", to_array(wish.roles)},
                                              {"scopes", to_array(wish.scopes)},
                                              {"expires", format_time(ticket->expires)},
                                              {"base", codec::Object{}}};
    if (!again) {
        ZJ_CHECK(sign(vault, {intent}));
    }
    const auto made = signed_with(vault, one_time);
    ZJ_ASSERT(made);
    const std::int64_t asked_ms = days * kDayMs, given_ms = ticket->expires - made->signed_at;
    if (made->intents[0] != intent || given_ms > asked_ms || given_ms <= asked_ms - kDayMs) {
        return fail("ticket.begun", part, "an interrupted run signed another ticket", {part});
    }
    // Last: whoever finds the file finds a ticket that is signed.
    ZJ_CHECK(vault::give_name(part, wish.out));
    return codec::Value(
        codec::Object{{"seq", static_cast<std::int64_t>(made->seq)},
                      {"state", made->state},
                      {"pending", log::record_key("pending", vault.county(), vault.device(), made->seq, 0)},
                      {"expires", format_time(ticket->expires)},
                      {"out", wish.out}});
}

Result<codec::Value> grant(const Context& context, const std::string& person, const std::vector<std::string>& roles) {
    vault::Vault& vault = context.vault;
    ZJ_TRY(const auto catalogue, vault.catalogue());
    for (const std::string& role : roles) {
        if (catalogue->role_scope(role).empty()) {
            return fail("role.unknown", role, "not a role of the catalogue", {role});
        }
    }
    ZJ_TRY(const std::string key, person_key(vault, person));
    ZJ_TRY(codec::Value out, sign(vault, {codec::Object{{"do", "identity.grant"},
                                                        {"person", key.substr(std::string_view("identity/").size())},
                                                        {"roles", to_array(roles)},
                                                        {"base", base_for(vault, {key})}}}));
    const std::string pending = record_of(vault, out, "pending");
    return out.set("person", key).set("roles", to_array(roles)).set("pending", pending);
}

Result<codec::Value> revoke(const Context& context, const std::string& subject, const std::string& reason) {
    vault::Vault& vault = context.vault;
    const bool kind = subject.starts_with("identity/") || subject.starts_with("device/") || subject.starts_with("key/");
    if (!kind || !vault.record(subject)) {
        return fail("subject.none", subject, "no such identity, device or key is known here", {subject});
    }
    ZJ_TRY(codec::Value out, sign(vault, {codec::Object{{"do", "identity.revoke"},
                                                        {"subject", subject},
                                                        {"reason", reason},
                                                        {"base", base_for(vault, {subject})}}}));
    return out.set("subject", subject).set("reason", reason);
}

}  // namespace zj::work
