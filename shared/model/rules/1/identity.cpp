// SPDX-License-Identifier: Apache-2.0
// Who may sign, and on which device (log.md, Identities): tickets, enrolment, joining, roles, and their ends.
#include <algorithm>

#include "shared/codec/text.hpp"
#include "shared/log/root_statement.hpp"
#include "shared/model/checks.hpp"
#include "shared/model/rules/1/rules.hpp"

namespace zj::model::rules1 {
namespace {

constexpr std::size_t kNameBytes = 200;
constexpr std::size_t kRolesMax = 16;

std::string ticket_key(const Hash& id) {
    return "ticket/" + codec::hex(id);
}

std::optional<crypto::VerifyKey> key_from(std::string_view base64) {
    const auto hash = codec::hash_from_base64(base64);
    return hash ? std::optional(crypto::VerifyKey{hash->bytes}) : std::nullopt;
}

// Known roles, those of a unit only with a unit, and business apart from administration: the watched do not appoint the
// watchers.
Outcome roles_fit(const Catalogue& catalogue, const std::vector<std::string>& roles, std::string_view unit) {
    std::size_t business = 0;
    for (const std::string& role : roles) {
        const std::string_view scope = catalogue.role_scope(role);
        if (scope.empty()) {
            return refuse("B3", "/roles: unknown role " + role);
        }
        if (scope == "unit" && unit.empty()) {
            return refuse("B3", "/unit: the role " + role + " is one of a unit");
        }
        business += catalogue.role_business(role) ? 1 : 0;
    }
    return business != 0 && business != roles.size() ? refuse("B11") : applied();
}

// The scope of the person's unit or department.
std::string home_scope(const Catalogue& catalogue, const std::vector<std::string>& roles, std::string_view unit) {
    if (!unit.empty()) {
        return unit_scope(unit);
    }
    const std::string_view scope = roles.empty() ? std::string_view() : catalogue.role_scope(roles.front());
    return scope.empty() || scope == "unit" ? "admin" : std::string(scope);
}

// The ticket that an enrolment or a join uses up.
Outcome open_ticket(Work& work, Time at, std::string_view kind, const std::string& key, const Author& author) {
    const Value* ticket = work.get(key);
    if (ticket == nullptr) {
        return refuse("B6", "no such ticket");
    }
    if (ticket->str_or("kind") != kind) {
        return refuse("B9", "a ticket for a " + std::string(ticket->str_or("kind")));
    }
    if (ticket->str_or("state") != "open") {
        return refuse("B6", "the ticket is used");
    }
    const auto expires = parse_time(ticket->str_or("expires"));
    if (!expires || at >= *expires) {
        return refuse("B7", "the ticket ended " + std::string(ticket->str_or("expires")));
    }
    if (ticket->str_or("person") != author.person) {
        return refuse("B9", "the ticket is another person's");
    }
    return applied();
}

void use_up(Work& work, const std::string& key, Time at, const Author& author) {
    work.edit(key).set("state", "used").set("device", author.device).set("used_at", format_time(at));
}

void put_key(Work& work, const Author& author, const crypto::VerifyKey& key, std::string_view person) {
    work.put("key/" + key.id(), "admin",
             Object{{"person", person},
                    {"device", author.device},
                    {"public", codec::base64(key.bytes)},
                    {"state", "live"},
                    {"trail", first_trail(author)}});
}

void put_identity(Work& work, const Author& author, const std::string& person, const Value& from, std::string owner) {
    work.put("identity/" + person, std::move(owner),
             Object{{"name", from.str_or("name")},
                    {"phone", from.str_or("phone")},
                    {"unit", from.str_or("unit")},
                    {"roles", from.items("roles")},
                    {"state", "live"},
                    {"trail", first_trail(author)}});
}

std::optional<log::Envelope> envelope_in(const Value& item) {
    auto read = log::envelope_from(item);
    return read ? std::optional(std::move(*read)) : std::nullopt;
}

}  // namespace

Outcome enrol(Work& work, const Catalogue& catalogue, Time at, const Checked& checked, Author& author) {
    codec::Reader r(checked.intents.front());
    read_head(r);
    const auto ticket_public = key_from(r.string("ticket", 64));
    const std::string name = r.string("name", kNameBytes, 1);
    const auto sign = key_from(r.string("sign", 64)), tls = key_from(r.string("tls", 64)),
               person_key = key_from(r.string("person_key", 64));
    const Hash bundle = r.hash("bundle");
    if (const auto read = r.finish(); !read) {
        return malformed(read.error());
    }
    if (!ticket_public || !sign || !tls || !person_key) {
        return refuse("B3", "keys are 32 bytes in base64");
    }
    const std::string key = ticket_key(log::ticket_id(*ticket_public));
    if (!checked.ticket_signed || log::ticket_id(*ticket_public) != checked.header.prev ||
        sign->id() != author.device || person_key->id() != author.key) {
        return refuse("B9", "the signatures are not those of the keys named");
    }
    ZJ_RULE(open_ticket(work, at, "device", key, author));
    const Value* known = work.get("identity/" + author.person);
    if (known != nullptr && known->str_or("state") != "live") {
        return refuse("C9", "the person has left or is suspended");
    }
    if (work.has("key/" + person_key->id()) || work.has("key/" + tls->id())) {
        return refuse("B10", "a key serves once");
    }
    const Value ticket = *work.get(key);
    if (known == nullptr) {
        put_identity(work, author, author.person, ticket,
                     home_scope(catalogue, strings_of(ticket.items("roles")), ticket.str_or("unit")));
    }
    use_up(work, key, at, author);
    put_key(work, author, *person_key, author.person);
    put_key(work, author, *tls, "");  // nobody signs with it; it stands there so that no other device can name it
    work.put("device/" + author.device, "admin",
             Object{{"name", name},
                    {"person", author.person},
                    {"sign", codec::base64(sign->bytes)},
                    {"tls", codec::base64(tls->bytes)},
                    {"bundle", codec::base64(bundle)},
                    {"scopes", ticket.items("scopes")},
                    {"state", "live"},
                    {"enrolled_at", format_time(at)},
                    {"unsettled", Array{}},
                    {"trail", first_trail(author)}});
    return applied();
}

Outcome join(Act& act, const Checked& checked) {
    codec::Reader r(act.intent);
    read_head(r);
    const auto ticket_public = key_from(r.string("ticket", 64)), person_key = key_from(r.string("person_key", 64));
    if (const auto read = r.finish(); !read) {
        return malformed(read.error());
    }
    if (!ticket_public || !person_key) {
        return refuse("B3", "keys are 32 bytes in base64");
    }
    if (!checked.ticket_signed || person_key->id() != act.author.key) {
        return refuse("B9", "the signatures are not those of the keys named");
    }
    const std::string key = ticket_key(log::ticket_id(*ticket_public));
    ZJ_RULE(open_ticket(act.work, act.at, "person", key, act.author));
    if (act.work.has("key/" + person_key->id())) {
        return refuse("B10", "a key serves once");
    }
    use_up(act.work, key, act.at, act.author);
    put_key(act.work, act.author, *person_key, act.author.person);
    return applied();
}

Outcome ticket(Act& act) {
    ZJ_RULE(act.need_role({"sysadmin"}));
    codec::Reader r(act.intent);
    read_head(r);
    const auto one_time = key_from(r.string("ticket", 64));
    const std::string kind = r.choice("kind", {"device", "person"});
    const std::string person = r.string("person", 64), name = r.string("name", kNameBytes, 1);
    r.string("phone", 40);
    const std::string unit = r.string("unit", 24);
    const std::vector<std::string> roles = r.strings("roles", kRolesMax, 40),
                                   scopes = r.strings("scopes", limits::kTicketScopesMax, 40);
    const Time expires = r.time("expires");
    if (const auto read = r.finish(); !read) {
        return malformed(read.error());
    }
    ZJ_RULE(fresh(act, {}));
    if (!one_time) {
        return refuse("B3", "/ticket: a key is 32 bytes in base64");
    }
    if (expires <= act.at || expires > act.at + act.catalogue.policy_int("ticket_term_days") * kDayMs + kDayMs) {
        return refuse("B7", "/expires: outside the term of tickets");
    }
    if (!unit.empty() && !is_unit_code(unit)) {
        return refuse("B3", "/unit: no code of a unit");
    }
    ZJ_RULE(roles_fit(act.catalogue, roles, unit));
    if (person.empty() == roles.empty()) {
        return refuse("B3", "/roles: a new person comes with roles, a known one keeps theirs");
    }
    if (!person.empty() && !act.work.has("identity/" + person)) {
        return refuse("B6", "no such person");
    }
    if ((kind == "device") == scopes.empty()) {
        return refuse("B3", "/scopes: of devices, and of nothing else");
    }
    for (const std::string& scope : scopes) {
        if (!act.catalogue.device_scope(scope)) {
            return refuse("B3", "/scopes: unknown scope " + scope);
        }
    }
    if (act.work.has(ticket_key(log::ticket_id(*one_time)))) {
        return refuse("B10", "the ticket is there already");
    }
    Value body = act.intent;
    body.object().erase("base");
    make_pending(act, "identity.ticket", {"sysadmin"}, std::move(body), {}, "admin");
    return applied();
}

namespace {

// Where there are two administrators, one confirms the other's device; but nobody a device that sees more than their
// own roles are for.
Outcome no_more_for_oneself(const Act& act, const std::string& person, const Value& identity, const Value& body) {
    if (person != act.author.person) {
        return applied();
    }
    const std::vector<std::string> roles = strings_of(identity.items("roles"));
    for (const std::string& scope : strings_of(body.items("scopes"))) {
        const bool own = std::any_of(roles.begin(), roles.end(), [&](const std::string& role) {
            return home_scope(act.catalogue, {role}, identity.str_or("unit")) == scope;
        });
        if (!own) {
            return refuse("B8", "a device of one's own with scope " + scope);
        }
    }
    return applied();
}

}  // namespace

Outcome ticket_confirmed(Act& act, const Value& body, std::string_view pending_key) {
    const auto one_time = key_from(body.str_or("ticket"));
    const std::string key = one_time ? ticket_key(log::ticket_id(*one_time)) : std::string();
    if (!one_time || act.work.has(key)) {
        return refuse("B10", "the ticket is there already");
    }
    const bool known = !body.str_or("person").empty();
    const std::string person(known ? body.str_or("person") : after_slash(pending_key));
    if (known) {
        const Value* identity = act.work.get("identity/" + person);
        if (identity == nullptr || identity->str_or("state") != "live") {
            return refuse("B6", "no such person in service");
        }
        ZJ_RULE(no_more_for_oneself(act, person, *identity, body));
    } else {
        put_identity(act.work, act.author, person, body,
                     home_scope(act.catalogue, strings_of(body.items("roles")), body.str_or("unit")));
        tell_duty(act.work, act.catalogue, person);
    }
    const Value* identity = act.work.get("identity/" + person);
    Value record = Object{{"kind", body.str_or("kind")},
                          {"person", person},
                          {"name", identity->str_or("name")},
                          {"phone", identity->str_or("phone")},
                          {"unit", identity->str_or("unit")},
                          {"roles", identity->items("roles")},
                          {"scopes", body.items("scopes")},
                          {"expires", body.str_or("expires")},
                          {"state", "open"}};
    const Array& scopes = body.items("scopes");
    const std::string owner = scopes.empty() ? std::string(act.work.owner("identity/" + person)) : scopes[0].string();
    act.work.put(key, owner, std::move(record));
    return applied();
}

Outcome grant_roles(Act& act) {
    ZJ_RULE(act.need_role({"sysadmin"}));
    codec::Reader r(act.intent);
    read_head(r);
    const std::string person = r.string("person", 64, 1);
    const std::vector<std::string> roles = r.strings("roles", kRolesMax, 40);
    if (const auto read = r.finish(); !read) {
        return malformed(read.error());
    }
    const std::string key = "identity/" + person;
    const Value* identity = act.work.get(key);
    if (identity == nullptr) {
        return refuse("B6", "no such person");
    }
    ZJ_RULE(fresh(act, {{key, Freshness::exact, {}, {}}}));
    ZJ_RULE(roles_fit(act.catalogue, roles, identity->str_or("unit")));
    make_pending(act, "identity.grant", {"sysadmin"},
                 Object{{"person", person}, {"roles", values_of(roles)}, {"version", act.work.version(key)}}, {},
                 "admin");
    return applied();
}

Outcome roles_confirmed(Act& act, const Value& body) {
    const std::string person(body.str_or("person")), key = "identity/" + person;
    if (person == act.author.person) {
        return refuse("B8", "nobody confirms roles of their own");
    }
    if (act.work.version(key) != body.int_or("version")) {
        return refuse("C2", key + " moved since the proposal");
    }
    act.work.edit(key).set("roles", body.items("roles"));
    touch(act, key, {"roles"});
    tell_duty(act.work, act.catalogue, person);
    return applied();
}

Outcome revoke(Act& act) {
    ZJ_RULE(act.need_role({"sysadmin"}));
    codec::Reader r(act.intent);
    read_head(r);
    const std::string subject = r.string("subject", 80, 1);
    const std::string reason = r.choice("reason", {"left", "suspended", "compromised", "lost"});
    if (const auto read = r.finish(); !read) {
        return malformed(read.error());
    }
    const bool identity = subject.starts_with("identity/"), device = subject.starts_with("device/");
    if (!identity && !device && !subject.starts_with("key/")) {
        return refuse("B3", "/subject: a person, a device or a key");
    }
    if (!act.work.has(subject)) {
        return refuse("B6", "no such subject");
    }
    ZJ_RULE(fresh(act, {{subject, Freshness::exact, {}, {}}}));
    const std::string before(act.work.get(subject)->str_or("reason"));
    if ((is_theft(before) || before == kHandoverReason) && !is_theft(reason)) {
        return refuse("G8", "it ended as " + before + ", which nothing makes milder");
    }
    const std::string_view state = device ? "revoked" : !identity ? "ended" : reason == "left" ? "left" : "suspended";
    act.work.edit(subject).set("state", state).set("reason", reason);
    act.work.edit(subject).object().erase("sanction");  // no lifting of a sanction undoes it
    touch(act, subject, {"state"});
    if (identity) {
        tell_duty(act.work, act.catalogue, after_slash(subject));
    }
    return applied();
}

namespace {

// Both headers of a fork stand in the intent, so the log itself holds the evidence: two change sets of one number, or
// one that continues another chain than the one before it.
Outcome is_fork(const std::string& device, const crypto::VerifyKey& sign, const Array& evidence) {
    std::vector<log::Header> headers;
    std::vector<Hash> ids;
    for (const Value& item : evidence) {
        const auto envelope = envelope_in(item);
        const auto header = envelope ? log::parse_header(envelope->payload) : Result<log::Header>(fail("B9"));
        const crypto::Signature* signature = header ? envelope->signature_of(sign.id()) : nullptr;
        if (signature == nullptr || !sign.verify(envelope->pae(), *signature) || header->device != device) {
            return refuse("B9", "/evidence: not signed by the device");
        }
        headers.push_back(*header);
        ids.push_back(envelope->id());
    }
    const bool twice = headers.size() == 2 && headers[0].seq == headers[1].seq && ids[0] != ids[1];
    const bool beside = headers.size() == 2 && headers[0].seq + 1 == headers[1].seq && headers[1].prev != ids[0];
    return twice || beside ? applied() : refuse("B9", "/evidence: no two change sets that contradict each other");
}

}  // namespace

Outcome freeze(Act& act) {
    ZJ_RULE(act.need_role({"sysadmin", "operator"}));
    codec::Reader r(act.intent);
    read_head(r);
    const std::string device = r.string("device", 64, 1);
    const Array evidence = r.array("evidence", 2);
    if (const auto read = r.finish(); !read) {
        return malformed(read.error());
    }
    const std::string key = "device/" + device;
    const Value* record = act.work.get(key);
    const auto sign = record == nullptr ? std::nullopt : key_from(record->str_or("sign"));
    if (!sign) {
        return refuse("B6", "no such device");
    }
    ZJ_RULE(fresh(act, {{key, Freshness::exact, {}, {}}}));
    ZJ_RULE(is_fork(device, *sign, evidence));
    make_pending(act, "device.freeze", {"sysadmin"}, Object{{"device", device}}, {}, "admin");
    return applied();
}

// What was proved once stays true; only a device that is no longer live has nothing left to freeze.
Outcome freeze_confirmed(Act& act, const Value& body) {
    const std::string key = "device/" + std::string(body.str_or("device"));
    const Value* record = act.work.get(key);
    if (record == nullptr || record->str_or("state") != "live") {
        return refuse("B6", "the device is not in service");
    }
    act.work.edit(key).set("state", "frozen").set("reason", "fork");
    touch(act, key, {"state"});
    return applied();
}

}  // namespace zj::model::rules1
