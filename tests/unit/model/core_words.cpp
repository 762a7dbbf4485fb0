// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/model/core_words.hpp"

#include "shared/codec/text.hpp"

namespace zj::test {

using codec::Array;
using codec::Object;
using codec::Value;

namespace {

std::string b64(const crypto::SigningKey& key) {
    return codec::base64(key.verify_key().bytes);
}

}  // namespace

Value ticket_intent(County& county, const crypto::VerifyKey& one_time, const TicketWords& words) {
    return county.intent("identity.ticket")
        .set("ticket", codec::base64(one_time.bytes))
        .set("kind", words.kind)
        .set("person", words.person)
        .set("name", "新人")
        .set("phone", "0713-5550100")
        .set("unit", words.unit)
        .set("roles", Array(words.roles.begin(), words.roles.end()))
        .set("scopes", Array(words.scopes.begin(), words.scopes.end()))
        .set("expires", format_time(county.now() + words.term_ms));
}

crypto::SigningKey open_ticket(County& county, const TicketWords& words) {
    auto one_time = crypto::SigningKey::generate(county.random());
    ZJ_ASSERT(county.act("admin-1", {ticket_intent(county, one_time.verify_key(), words)}).verdict ==
              log::Verdict::applied);
    const std::string pending = county.made("admin-1", "pending");
    ZJ_ASSERT(county.act("admin-2", {county.confirm_of(pending)}).verdict == log::Verdict::applied);
    return one_time;
}

std::string ticket_key(const crypto::SigningKey& one_time) {
    return "ticket/" + codec::hex(log::ticket_id(one_time.verify_key()));
}

std::string person_on(County& county, const crypto::SigningKey& one_time) {
    return std::string(county.value(ticket_key(one_time))->str_or("person"));
}

Newcomer::Newcomer(County& county)
    : sign(crypto::SigningKey::generate(county.random())),
      tls(crypto::SigningKey::generate(county.random())),
      person(crypto::SigningKey::generate(county.random())) {}

Value enrol_intent(const Newcomer& newcomer, const crypto::SigningKey& one_time) {
    return Object{{"do", "identity.enrol"},      {"base", Value()},
                  {"ticket", b64(one_time)},     {"name", "新终端"},
                  {"sign", b64(newcomer.sign)},  {"tls", b64(newcomer.tls)},
                  {"bundle", b64(newcomer.tls)}, {"person_key", b64(newcomer.person)}};
}

log::ChangeSet enrolment(County& county, const Newcomer& newcomer, const crypto::SigningKey& one_time,
                         const std::string& person) {
    log::Header header;
    header.county = county.statement().county;
    header.device = newcomer.id();
    header.person = person;
    header.key = newcomer.person.verify_key().id();
    header.seq = 1;
    header.prev = log::ticket_id(one_time.verify_key());
    header.written_at = county.now();
    header.seen.root = log::empty_root();
    header.catalogue = county.statement().catalogue;
    return log::make_change_set(header, {enrol_intent(newcomer, one_time)},
                                {&newcomer.sign, &newcomer.person, &one_time}, county.random());
}

log::Header next_header(County& county, const std::string& alias) {
    const Device& device = county.device_of(alias);
    const Person& person = county.person(alias);
    log::Header header;
    header.county = county.statement().county;
    header.device = device.id;
    header.person = person.id;
    header.key = person.key.verify_key().id();
    header.seq = device.seq + 1;
    header.prev = device.last;
    header.written_at = county.now();
    header.seen = {device.seen_size, log::empty_root(), {}};
    header.catalogue = county.statement().catalogue;
    return header;
}

log::ChangeSet sign_header(County& county, const std::string& alias, log::Header header,
                           const std::vector<Value>& intents) {
    Device& device = county.device_of(alias);
    log::ChangeSet made = log::make_change_set(std::move(header), intents,
                                               {&device.sign, &county.person(alias).key, nullptr}, county.random());
    ++device.seq;
    device.last = made.id();
    return made;
}

}  // namespace zj::test
