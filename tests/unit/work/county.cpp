// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/work/county.hpp"

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/sync/session.hpp"
#include "terminal/work/acts.hpp"
#include "terminal/work/people.hpp"
#include "terminal/work/sync.hpp"

namespace zj::work::test {

namespace {

const crypto::Secret& passphrase() {
    static const crypto::Secret secret = crypto::Secret::from(as_bytes("bamu diga foku zelu wayi"));
    return secret;
}

// Requests go through their JSON forms only, as on any other line.
class StraightLine final : public Line {
public:
    StraightLine(Town& town, std::optional<crypto::VerifyKey> peer) : town_(town), peer_(peer) {}
    Result<sync::Response> send(const sync::Request& request) override {
        if (!town_.reachable) {
            return fail("net.connect", "gateway", "down");
        }
        town_.clock.time = town_.clock.time + 100;
        return sync::GatewaySession(*town_.county).handle(request, peer_);
    }
    Result<> pin(const Hash&) override { return {}; }

private:
    Town& town_;
    std::optional<crypto::VerifyKey> peer_;
};

}  // namespace

Town::Town() {
    root_ = crypto::SigningKey::generate(random_);
    const auto log_key = crypto::SigningKey::generate(random_);
    log::RootStatement statement;
    statement.county = "421125";
    statement.county_name = "浠水县";
    statement.issued_at = clock.time;
    statement.log_key = log_key.verify_key();
    statement.bundle_key = crypto::BoxKey::generate(random_).public_key();
    statement.catalogue = crypto::sha256(catalogue_text());
    for (int i = 1; i <= 2; ++i) {
        log::Ticket ticket;
        ticket.seed = crypto::Secret(32);
        random_.fill(ticket.seed.bytes());
        ticket.root_fingerprint = codec::hash_from_hex(log::fingerprint(root_.verify_key())).value();
        ticket.gateway = "gateway:8443";
        ticket.expires = clock.time + 7 * kDayMs;
        const std::string person = codec::short_id(crypto::sha256("admin" + std::to_string(i)));
        statement.tickets.push_back({crypto::SigningKey::from_seed(ticket.seed).verify_key(), person,
                                     "管理员" + std::to_string(i), ticket.expires});
        root_tickets.push_back(home.write("root-" + std::to_string(i) + ".txt", log::write_ticket(ticket).text()));
    }
    log::SignedRoot signed_root{{std::string(log::kRootType), log::write_root_statement(statement), {}},
                                catalogue_text()};
    signed_root.envelope.signatures.push_back(
        {codec::base64(root_.verify_key().bytes), root_.sign(signed_root.envelope.pae())});
    county::CountyOptions options;
    options.path = home.file("county.db");
    options.create = true;
    options.full_sync = false;
    options.page_cache_kib = 16 * 1024;
    crypto::Secret key(32);
    random_.fill(key.bytes());
    county = must(county::County::open(options, key, log_key.clone(), clock, random_));
    REQUIRE(county->append_root(signed_root).has_value());
}

Town::~Town() = default;

vault::Settings Town::settings() {
    vault::Settings out;
    out.clock = &clock;
    out.random = &random_;
    out.cost = {crypto::kArgon2Floor, crypto::kArgon2Floor};
    return out;
}

LineMaker Town::line_of(vault::Vault* vault) {
    return [this, vault]() -> Result<std::unique_ptr<Line>> {
        std::optional<crypto::VerifyKey> peer;
        if (vault != nullptr) {
            peer = crypto::certificate_key(vault->tls_certificate().certificate_pem).value();
        }
        return std::unique_ptr<Line>(std::make_unique<StraightLine>(*this, peer));
    };
}

Result<std::unique_ptr<vault::Vault>> Town::open(const std::string& alias) {
    return vault::Vault::open(folders_.at(alias), alias, passphrase(), settings());
}

void Town::enrol(const std::string& alias, const std::string& ticket_file) {
    folders_[alias] = home.file(alias);
    const auto ticket = must(log::parse_ticket(read_text(ticket_file)));
    Enrolling enrolling;
    enrolling.folder = folders_[alias];
    enrolling.ticket = &ticket;
    enrolling.alias = alias;
    enrolling.device_name = alias + " 机";
    enrolling.passphrase = &passphrase();
    enrolling.settings = settings();
    enrolling.stranger = line_of(nullptr);
    enrolling.line = [this](vault::Vault& vault) {
        return line_of(&vault);
    };
    must(work::enrol(enrolling));
}

void Town::join(const std::string& host, const std::string& alias, const std::string& ticket_file) {
    folders_[alias] = folders_.at(host);
    const auto ticket = must(log::parse_ticket(read_text(ticket_file)));
    as(host, [&](const Context& context) { return work::join(context, {&ticket, alias, &passphrase()}); });
}

std::string Town::ticket(const std::string& alias, const std::string& name, const std::string& role,
                         const std::string& unit, std::vector<std::string> scopes) {
    TicketWish wish;
    wish.kind = scopes.empty() ? "person" : "device";
    wish.name = name;
    wish.phone = "0713-5550100";
    wish.unit = unit;
    wish.roles = {role};
    wish.scopes = std::move(scopes);
    wish.out = home.file("ticket-" + alias + ".txt");
    as("admin-1", [&](const Context& context) { return work::ticket(context, wish); });
    sync("admin-1");
    sync("admin-2");
    as("admin-2", [&](const Context& context) { return confirm_all(context); });
    sync("admin-2");
    return wish.out;
}

Result<codec::Value> Town::try_as(const std::string& alias,
                                  const std::function<Result<codec::Value>(const Context&)>& work) {
    ZJ_TRY(const auto vault, open(alias));
    return work({*vault, line_of(vault.get()), {}, nullptr});
}

codec::Value Town::as(const std::string& alias, const std::function<Result<codec::Value>(const Context&)>& work) {
    INFO("as " << alias);
    return must(try_as(alias, work));
}

void Town::sync(const std::string& alias) {
    const auto answer = as(alias, [](const Context& context) { return sync_now(context, {}); });
    INFO("after syncing " << alias << ": " << codec::write_json(answer));
    REQUIRE(answer.find("outbox")->items("refused").empty());
}

}  // namespace zj::work::test
