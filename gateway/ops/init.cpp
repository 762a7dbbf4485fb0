// SPDX-License-Identifier: Apache-2.0
#include "gateway/ops/init.hpp"

#include <algorithm>

#include "assets/assets.hpp"
#include "gateway/ops/demo.hpp"
#include "gateway/ops/folder.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/crypto/x509.hpp"
#include "shared/model/catalogue_assemble.hpp"
#include "shared/store/files.hpp"

namespace zj::ops {

namespace {

constexpr std::int64_t kTicketMs = 7 * kDayMs;  // log.md, Bootstrap
constexpr std::uint64_t kDemoSeed = 421125;     // the same demonstration county everywhere
constexpr std::int32_t kDemoDays = 365;         // span of simulated time that the root statement would allow

// Everything a founding makes, before any of it is public.
struct Made {
    crypto::SigningKey root, log, ca, server;
    crypto::BoxKey bundle;
    crypto::Secret database{32};
    crypto::SigningKey one_time[2];
    std::string catalogue, fingerprint;
    crypto::Certificate ca_certificate, server_certificate;
    log::RootStatement statement;
    log::SignedRoot signed_root;
};

std::string host_of(const std::string& address) {
    const auto colon = address.rfind(':');
    std::string host = address.substr(0, colon);
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
        host = host.substr(1, host.size() - 2);
    }
    return host;
}

Result<> address_fits(const std::string& address) {
    const auto colon = address.rfind(':');
    const std::string port = colon == std::string::npos ? std::string() : address.substr(colon + 1);
    const bool digits = !port.empty() && port.size() <= 5 &&
                        std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; });
    return digits && colon > 0 && address.size() <= 200 ? Result<>()
                                                        : Result<>(fail("usage.address", address, {}, {address}));
}

Result<Made> make(const Founding& founding, Time now, Random& random) {
    Made m;
    for (crypto::SigningKey* key : {&m.root, &m.log, &m.ca, &m.server, &m.one_time[0], &m.one_time[1]}) {
        *key = crypto::SigningKey::generate(random);
    }
    m.bundle = crypto::BoxKey::generate(random);
    random.fill(m.database.bytes());
    m.fingerprint = log::fingerprint(m.root.verify_key());
    ZJ_TRY(m.catalogue, model::assemble_catalogue(assets::all()));
    ZJ_TRY(m.ca_certificate, crypto::make_ca(founding.county, m.ca, now));
    ZJ_TRY(m.server_certificate,
           crypto::make_server_certificate(m.ca_certificate, m.server, {host_of(founding.address)}, now));
    log::RootStatement& s = m.statement;
    s.county = founding.county;
    s.county_name = founding.name;
    s.issued_at = now;
    s.log_key = m.log.verify_key();
    ZJ_TRY(s.tls_ca, crypto::certificate_hash(m.ca_certificate.certificate_pem));
    s.bundle_key = m.bundle.public_key();
    s.catalogue = crypto::sha256(m.catalogue);
    for (int i = 0; i < 2; ++i) {
        s.tickets.push_back({m.one_time[i].verify_key(), "admin" + std::to_string(i + 1),
                             i == 0 ? "系统管理员一" : "系统管理员二", now + kTicketMs});
    }
    if (founding.demo) {
        const Date until = founding.demo_until.value_or(date_of(now));
        s.simulated = log::Simulated{static_cast<std::int64_t>(kDemoSeed), start_of(Date{until.days - kDemoDays}),
                                     start_of(until)};
    }
    m.signed_root = {{std::string(log::kRootType), log::write_root_statement(s), {}}, m.catalogue};
    m.signed_root.envelope.signatures.push_back(
        {codec::base64(m.root.verify_key().bytes), m.root.sign(m.signed_root.envelope.pae())});
    return m;
}

// Argon2id over the passphrase, so that the file alone is worth nothing; parameters stand in it.
Result<std::string> wrapped_root(const Made& m, const crypto::Secret& passphrase, Random& random) {
    Salt salt;
    random.fill(salt);
    const crypto::Argon2Cost cost;
    ZJ_TRY(const crypto::Secret key, crypto::argon2id(passphrase, salt, cost));
    const Bytes wrapped =
        crypto::wrap(key, m.root.seed().view(), as_bytes("zhijian-root-key-v1\n" + m.fingerprint), random);
    return codec::write_json_pretty(codec::Object{{"v", 1},
                                                  {"fingerprint", m.fingerprint},
                                                  {"salt", codec::base64(salt)},
                                                  {"memory_kib", static_cast<std::int64_t>(cost.memory_kib)},
                                                  {"passes", static_cast<std::int64_t>(cost.passes)},
                                                  {"wrapped", codec::base64(wrapped)}});
}

Result<> write_keys(const std::string& folder, const Made& m) {
    ZJ_CHECK(store::make_folder(path_in(folder, "keys")));
    const std::string chain = m.server_certificate.certificate_pem + m.ca_certificate.certificate_pem;
    ZJ_CHECK(store::write_file(path_in(folder, "keys/database"), m.database.view()));
    ZJ_CHECK(store::write_file(path_in(folder, "keys/log"), m.log.seed().view()));
    ZJ_CHECK(store::write_file(path_in(folder, "keys/bundle"), m.bundle.secret().view()));
    ZJ_CHECK(store::write_file(path_in(folder, "keys/tls.pem"), as_bytes(chain)));
    return store::write_file(path_in(folder, "keys/tls.key.pem"), m.server_certificate.key_pem.view());
}

Result<> write_tickets(const Founding& founding, const Made& m, codec::Array& paths) {
    ZJ_CHECK(store::make_folder(path_in(founding.folder, "tickets")));
    for (std::size_t i = 0; i < 2; ++i) {
        log::Ticket ticket;
        ticket.seed = m.one_time[i].seed();
        ZJ_TRY(ticket.root_fingerprint, codec::hash_from_hex(m.fingerprint));
        ticket.gateway = founding.address;
        ticket.expires = m.statement.tickets[i].expires;
        const std::string path = path_in(founding.folder, "tickets/admin-" + std::to_string(i + 1) + ".txt");
        ZJ_CHECK(store::write_file(path, log::write_ticket(ticket).view()));
        paths.emplace_back(path);
    }
    return {};
}

Result<> write_county(const Founding& founding, const Made& m, Clock& clock, Random& random) {
    county::CountyOptions options;
    options.path = path_in(founding.folder, "county.db");
    options.create = true;
    ZJ_TRY(const auto county, county::County::open(options, m.database, m.log.clone(), clock, random));
    return county->append_root(m.signed_root);
}

}  // namespace

// Order of the steps; a crash after any of them leaves a folder without county.json, which serves nobody and whose
// tickets open nothing: it is removed and founded again.
//   1. keys          2. root key, wrapped          3. database with root statement 1
//   4. tickets       5. opening folder (demo)      6. county.json          7. the fingerprint where it was asked for
Result<codec::Value> init(const Founding& founding, Clock& clock, Random& random) {
    const std::string& folder = founding.folder;
    ZJ_CHECK(address_fits(founding.address));
    ZJ_CHECK(store::make_folder(folder));
    if (store::exists(path_in(folder, "county.json"))) {
        return fail("gateway.exists", folder, {}, {folder});
    }
    if (store::exists(path_in(folder, "keys"))) {
        return fail("gateway.unfinished", folder, {}, {folder});
    }
    ZJ_TRY(const Made made, make(founding, clock.now(), random));
    ZJ_TRY(const std::string root_key, wrapped_root(made, founding.root_passphrase, random));
    ZJ_CHECK(write_keys(folder, made));
    const std::string root_path = path_in(folder, "root-key.json");
    ZJ_CHECK(store::write_file(root_path, as_bytes(root_key)));
    ZJ_CHECK(write_county(founding, made, clock, random));
    codec::Array tickets;
    ZJ_CHECK(write_tickets(founding, made, tickets));
    codec::Value out = codec::Object{{"county", founding.county},
                                     {"fingerprint", made.fingerprint},
                                     {"tickets", std::move(tickets)},
                                     {"root_key", root_path}};
    if (founding.demo) {
        const std::string opening = path_in(folder, "opening");
        ZJ_CHECK(write_opening(opening, kDemoSeed, date_of(clock.now())));
        out.set("opening", opening);
    }
    ZJ_CHECK(write_facts(folder, {founding.county, founding.name, founding.address, made.fingerprint, founding.demo}));
    if (!founding.root_file.empty()) {
        ZJ_CHECK(store::write_file(founding.root_file, as_bytes(made.fingerprint + "\n")));
    }
    return out;
}

}  // namespace zj::ops
