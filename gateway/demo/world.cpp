// SPDX-License-Identifier: Apache-2.0
#include "gateway/demo/world.hpp"

#include "shared/base/limits.hpp"
#include "shared/codec/text.hpp"
#include "shared/log/entry.hpp"
#include "shared/model/confirmation.hpp"

namespace zj::demo {

namespace {

using codec::Array;
using codec::Object;
using codec::Value;

constexpr std::size_t kFaultsMax = 20;

std::string b64(const crypto::VerifyKey& key) {
    return codec::base64(key.bytes);
}

}  // namespace

Value material_of(const std::string& slot, const std::string& title, ByteView document, int pages) {
    const Hash hash = crypto::sha256(document);
    return Object{{"slot", slot},
                  {"title", title},
                  {"pages", pages},
                  {"media_type", "application/pdf"},
                  {"size", static_cast<std::int64_t>(document.size())},
                  {"sha256", codec::hex(hash)},
                  {"chunks", Array{codec::hex(hash)}}};  // one chunk: far below limits::kChunkBytes
}

World::World(county::County& county, SimulatedClock& clock, const log::RootStatement& statement,
             const model::Catalogue& catalogue, Random& keys)
    : county_(county), clock_(clock), statement_(statement), catalogue_(catalogue), keys_(keys) {}

void World::fault(std::string what) {
    if (faults_.size() < kFaultsMax) {
        faults_.push_back(format_time(clock_.now()).substr(0, 16) + " " + std::move(what));
    }
}

// ---- people ----

Person& World::enrol(const std::string& alias, const std::string& id, const std::string& name,
                     const crypto::SigningKey& one_time) {
    Terminal& terminal = terminals_[alias];
    terminal.sign = crypto::SigningKey::generate(keys_);
    terminal.tls = crypto::SigningKey::generate(keys_);
    terminal.id = terminal.sign.verify_key().id();
    Person& person =
        people_.insert_or_assign(alias, Person{id, name, alias, crypto::SigningKey::generate(keys_)}).first->second;
    const Value enrolment = Object{{"do", "identity.enrol"},
                                   {"base", Value()},
                                   {"ticket", b64(one_time.verify_key())},
                                   {"name", name},
                                   {"sign", b64(terminal.sign.verify_key())},
                                   {"tls", b64(terminal.tls.verify_key())},
                                   {"bundle", codec::base64(crypto::BoxKey::generate(keys_).public_key().bytes)},
                                   {"person_key", b64(person.key.verify_key())}};
    sign(person, terminal, {enrolment}, &one_time, log::ticket_id(one_time.verify_key()));
    return person;
}

void World::enrol_admin(std::size_t i, const crypto::SigningKey& one_time) {
    const log::RootTicket& ticket = statement_.tickets[i];
    enrol("admin/" + std::to_string(i + 1), ticket.person, ticket.name, one_time);
}

Value World::ticket(const crypto::VerifyKey& one_time, const std::string& kind, const std::string& name,
                    const std::string& unit, const std::string& role, Time expires) {
    const std::string scope(catalogue_.role_scope(role));
    Array scopes;
    if (kind == "device") {
        scopes.emplace_back(scope == "unit" ? "unit/" + unit : scope);
    }
    return intent("identity.ticket")
        .set("ticket", b64(one_time))
        .set("kind", kind)
        .set("person", "")
        .set("name", name)
        .set("phone", "0713-5550100")
        .set("unit", unit)
        .set("roles", Array{role})
        .set("scopes", std::move(scopes))
        .set("expires", format_time(expires));
}

void World::hire(const std::string& alias, const std::string& role, const std::string& name, const std::string& unit,
                 const std::string& beside) {
    const auto one_time = crypto::SigningKey::generate(keys_);
    const Time expires = now() + 5 * kDayMs;
    if (!act_of_two("admin/1", "admin/2",
                    ticket(one_time.verify_key(), beside.empty() ? "device" : "person", name, unit, role, expires))) {
        return;
    }
    const std::string id(get("ticket/" + codec::hex(log::ticket_id(one_time.verify_key()))).str_or("person"));
    if (beside.empty()) {
        enrol(alias, id, name, one_time);
        return;
    }
    const std::string terminal = people_.find(beside)->second.terminal;
    Person& person =
        people_.insert_or_assign(alias, Person{id, name, terminal, crypto::SigningKey::generate(keys_)}).first->second;
    const Value join = Object{{"do", "identity.join"},
                              {"base", Value()},
                              {"ticket", b64(one_time.verify_key())},
                              {"person_key", b64(person.key.verify_key())}};
    sign(person, terminals_.find(terminal)->second, {join}, &one_time, {});
}

crypto::SigningKey World::ticket_for_admin(const std::string& name, Time expires, Random& random) {
    auto one_time = crypto::SigningKey::generate(random);
    act_of_two("admin/1", "admin/2", ticket(one_time.verify_key(), "device", name, "", "sysadmin", expires));
    return one_time;
}

void World::grant_roles(std::string_view alias, const std::vector<std::string>& roles, const std::string& too_many) {
    const std::string id = person(alias).id;
    const auto granted = [&](std::vector<std::string> list) {
        return intent("identity.grant", {"identity/" + id})
            .set("person", id)
            .set("roles", Array(list.begin(), list.end()));
    };
    std::vector<std::string> wrong = roles;
    wrong.push_back(too_many);
    if (act("admin/1", {granted(wrong)})) {
        act("admin/1", {intent("cancel").set("pending", made("admin/1", "pending"))});
        act_of_two("admin/1", "admin/2", granted(roles));
    }
}

void World::hand_over(const std::string& clerk, const std::string& head, const std::string& unit,
                      const std::string& name) {
    const std::string next = clerk + "/next";
    hire(next, "unit_clerk", name, unit, clerk);
    const auto came = people_.find(next);
    if (came == people_.end()) {
        return;
    }
    const std::string to = "key/" + came->second.key.verify_key().id();
    act_of_two(clerk, head, intent("identity.handover").set("unit", unit).set("to", to));
    people_.insert_or_assign(clerk, std::move(came->second));
    people_.erase(next);
}

void World::dismiss_all() {
    const std::string last = "admin/1";
    std::vector<std::string> aliases;
    for (const auto& [alias, terminal] : terminals_) {
        if (alias != last) {
            aliases.push_back(alias);
        }
    }
    aliases.push_back(last);
    for (const std::string& alias : aliases) {
        const std::string subject = "device/" + terminals_.find(alias)->second.id;
        act(last, {intent("identity.revoke", {subject}).set("subject", subject).set("reason", "left")});
    }
}

// ---- acts ----

Value World::intent(std::string_view name, const std::vector<std::string>& base) {
    log::Bases bases;
    for (const std::string& key : base) {
        bases[key].version = version(key);
    }
    return Object{{"do", name}, {"base", log::to_value(bases)}};
}

bool World::sign(const Person& person, Terminal& terminal, const std::vector<Value>& intents,
                 const crypto::SigningKey* one_time, std::optional<Hash> prev) {
    log::Header header;
    header.county = statement_.county;
    header.device = terminal.id;
    header.person = person.id;
    header.key = person.key.verify_key().id();
    header.seq = ++terminal.seq;
    header.prev = prev.value_or(terminal.last);
    header.written_at = now();
    const auto seen = log::open_checkpoint(county_.checkpoint(), county_.origin(), statement_.log_key);
    if (seen) {
        header.seen.size = seen->size;
        header.seen.root = seen->root;
    }
    header.catalogue = statement_.catalogue;
    const log::ChangeSet made = log::make_change_set(header, intents, {&terminal.sign, &person.key, one_time}, keys_);
    terminal.last = made.id();
    ++change_sets_;
    return taken(made, person.name,
                 std::string(intents.front().str_or("do")) + " " + std::string(intents.front().str_or("matter")) + " " +
                     std::string(intents.front().str_or("unit")));
}

bool World::taken(const log::ChangeSet& change_set, const std::string& who, const std::string& what) {
    const auto answers = county_.push({change_set}, "simulated");
    const sync::PushAnswer& answer = answers.front();
    if (!answer.receipt) {
        fault(who + ": " + what + ": " + answer.state + " " + answer.code);
        return false;
    }
    const auto entry = log::parse_entry(answer.receipt->entry);
    const bool good = entry && (entry->verdict == log::Verdict::applied || entry->verdict == log::Verdict::merged);
    if (!good) {
        fault(who + ": " + what + ": " +
              (entry ? std::string(log::to_text(entry->verdict)) + " " + entry->code : to_string(entry.error())));
    }
    return good;
}

bool World::act(std::string_view alias, const std::vector<Value>& intents) {
    const auto person = people_.find(alias);
    if (person == people_.end()) {
        fault("nobody is called " + std::string(alias));
        return false;
    }
    return sign(person->second, terminals_.find(person->second.terminal)->second, intents, nullptr, {});
}

Value World::confirm_of(const std::string& pending_key) {
    const Value pending = get(pending_key);
    const Value base = intent("confirm", model::confirmation_names(pending_key, pending));
    return model::confirmation_of(pending_key, pending).set("base", *base.find("base"));
}

bool World::act_of_two(std::string_view first, std::string_view second, Value intent) {
    return act(first, {std::move(intent)}) && act(second, {confirm_of(made(first, "pending"))});
}

std::string World::made(std::string_view alias, std::string_view kind, std::size_t i) const {
    const Terminal& terminal = terminals_.find(people_.find(alias)->second.terminal)->second;
    return log::record_key(kind, statement_.county, terminal.id, terminal.seq, i);
}

void World::attach(std::string_view alias, const std::string& slot, ByteView document) {
    const Terminal& terminal = terminals_.find(people_.find(alias)->second.terminal)->second;
    const auto put = county_.put_chunk({terminal.last, slot, crypto::sha256(document)}, 0, document);
    if (!put) {
        fault(std::string(alias) + ": attachment " + slot + ": " + to_string(put.error()));
    }
}

// ---- what stands ----

Value World::get(std::string_view key) {
    const model::Found found = county_.record(key);
    return found.presence == model::Presence::present ? found.record->value : Value();
}

std::int64_t World::version(std::string_view key) {
    const model::Found found = county_.record(key);
    return found.presence == model::Presence::present ? found.record->version : 0;
}

void World::pass_until(Time time) {
    while (next_tick_boundary(clock_.now()) <= time) {
        clock_.set(next_tick_boundary(clock_.now()));
        if (const auto ticked = county_.advance(); !ticked) {
            fault("tick: " + to_string(ticked.error()));
        }
    }
    clock_.set(std::max(clock_.now(), time));
}

}  // namespace zj::demo
