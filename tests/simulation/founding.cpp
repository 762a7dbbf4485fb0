// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/founding.hpp"

#include "assets/assets.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/model/catalogue_assemble.hpp"
#include "shared/sync/session.hpp"
#include "tests/simulation/books.hpp"
#include "tests/simulation/disk.hpp"

namespace zj::sim {

using codec::Array;
using codec::Value;

namespace {

struct VariableClock final : Clock {
    Time time;
    Time now() override { return time; }
};

struct Hire {
    std::string alias, name, role, scope;
    std::size_t terminal;  // its first person enrols the device, the others join
};

const std::vector<Hire>& hires() {
    static const std::vector<Hire> list{
        {"clerk-a", "田小满", "unit_clerk", "unit/421125101", 0},
        {"head", "夏立新", "unit_head", "unit/421125101", 0},
        {"clerk-b", "万青", "unit_clerk", "unit/421125101", 1},
        {"ob-clerk", "郑文澜", "ob_clerk", "office", 2},
        {"ob-section", "许思远", "ob_section", "office", 2},
        {"ob-deputy", "沈明川", "ob_deputy", "office", 2},
        {"ob-head", "顾长河", "ob_head", "office", 2},
    };
    return list;
}

// One faultless exchange.
Result<> exchange(vault::Vault& vault, county::County& county) {
    ZJ_TRY(const crypto::VerifyKey peer, crypto::certificate_key(vault.tls_certificate().certificate_pem));
    sync::TerminalSession session(vault, {});
    sync::GatewaySession gateway(county);
    while (const auto request = session.next()) {
        ZJ_CHECK(session.on_response(gateway.handle(*request, peer)));
    }
    return {};
}

class Founding {
public:
    Founding(Ground& ground, std::string_view slow) : ground_(ground), slow_(slow), random_(20'261'123) {
        clock_.time = ground.start + -2 * kHourMs;
    }

    Result<> run() {
        ZJ_CHECK(genesis());
        for (std::size_t i = 0; i < 2; ++i) {
            const std::string alias = "admin-" + std::to_string(i + 1);
            ZJ_CHECK(enrol(ground_.folder + "/" + alias, admins_[i].clone(), statement_.tickets[i].person,
                           statement_.tickets[i].name, alias, {"admin"}));
        }
        for (const Hire& hire : hires()) {
            ZJ_CHECK(take_on(hire));
        }
        return open_books();
    }

private:
    vault::Settings settings() {
        return {&clock_, &random_, cheap_cost(), [] { return std::int64_t{0}; }, {}};
    }

    Result<> genesis() {
        ground_.keys.database = crypto::Secret(32);
        random_.fill(ground_.keys.database.bytes());
        ground_.keys.log = crypto::SigningKey::generate(random_);
        root_ = crypto::SigningKey::generate(random_);
        ground_.fingerprint = log::fingerprint(root_.verify_key());
        ZJ_TRY(ground_.catalogue, model::assemble_catalogue(assets::all()));
        statement_.county = kCounty;
        statement_.county_name = "浠水县";
        statement_.issued_at = clock_.time;
        statement_.log_key = ground_.keys.log.verify_key();
        statement_.bundle_key = crypto::BoxKey::generate(random_).public_key();
        statement_.catalogue = crypto::sha256(ground_.catalogue);
        for (std::size_t i = 0; i < 2; ++i) {
            admins_.push_back(crypto::SigningKey::generate(random_));
            statement_.tickets.push_back(
                {admins_[i].verify_key(), "admin" + std::to_string(i + 1), "管理员", clock_.time + 7 * kDayMs});
        }
        signed_root_ = {{std::string(log::kRootType), log::write_root_statement(statement_), {}}, ground_.catalogue};
        sign_root(signed_root_.envelope);
        county::CountyOptions options = county_options(ground_.folder + "/county");
        options.create = true;
        make_folder(ground_.folder + "/county");
        ZJ_TRY(county_,
               county::County::open(options, ground_.keys.database, ground_.keys.log.clone(), clock_, random_));
        return county_->append_root(signed_root_);
    }

    void sign_root(log::Envelope& envelope) {
        envelope.signatures.push_back({codec::base64(root_.verify_key().bytes), root_.sign(envelope.pae())});
    }

    Result<> enrol(const std::string& folder, crypto::SigningKey one_time, const std::string& person,
                   const std::string& name, const std::string& alias, std::vector<std::string> scopes) {
        vault::Founding founding;
        founding.county = kCounty;
        founding.person = person;
        founding.name = name;
        founding.alias = alias;
        founding.root_fingerprint = ground_.fingerprint;
        founding.gateway = "gateway:8443";
        founding.scopes = std::move(scopes);
        founding.roots = {signed_root_};
        founding.one_time = std::move(one_time);
        founding.device_name = alias;
        ZJ_TRY(const auto vault, vault::Vault::create(folder, std::move(founding), passphrase(), settings()));
        return settled(*vault);
    }

    // Everything the vault signed has been applied.
    Result<> settled(vault::Vault& vault) {
        clock_.time = clock_.time + 1000;
        ZJ_CHECK(exchange(vault, *county_));
        for (const vault::Sent& sent : vault.outbox()) {
            if (sent.state != "applied") {
                return fail("sim.founding", vault.folder(),
                            "number " + std::to_string(sent.seq) + " is " + sent.state + " " + sent.code);
            }
        }
        return {};
    }

    Result<> act(const std::string& folder, std::string_view who, std::vector<Value> intents) {
        ZJ_TRY(const auto vault, vault::Vault::open(folder, who, passphrase(), settings()));
        ZJ_CHECK(exchange(*vault, *county_));
        ZJ_TRY(const log::ChangeSet made, vault->sign({std::move(intents), std::nullopt}));
        return settled(*vault);
    }

    Result<> confirm_all(const std::string& folder, std::string_view who) {
        ZJ_TRY(const auto vault, vault::Vault::open(folder, who, passphrase(), settings()));
        ZJ_CHECK(exchange(*vault, *county_));
        for (const log::Record& pending : vault->records("pending/")) {
            if (pending.value.str_or("state") == "open") {
                ZJ_TRY(const log::ChangeSet made,
                       vault->sign({{confirm_intent(pending, {{pending.key, vault->base_of(pending.key)}})}, {}}));
            }
        }
        return settled(*vault);
    }

    Result<> take_on(const Hire& hire) {
        auto& people = ground_.people[hire.terminal];
        const bool first = people.empty();
        const auto one_time = crypto::SigningKey::generate(random_);
        Value ticket;
        ticket.set("do", "identity.ticket")
            .set("base", Value())
            .set("ticket", codec::base64(one_time.verify_key().bytes));
        ticket.set("kind", first ? "device" : "person")
            .set("person", "")
            .set("name", hire.name)
            .set("phone", "0713-5550100");
        ticket.set("unit", hire.scope == "office" ? "" : std::string(kUnit)).set("roles", Array{hire.role});
        ticket.set("scopes", first ? Array{hire.scope} : Array{}).set("expires", format_time(clock_.time + 5 * kDayMs));
        ZJ_CHECK(act(ground_.folder + "/admin-1", "admin-1", {ticket}));
        ZJ_CHECK(confirm_all(ground_.folder + "/admin-2", "admin-2"));
        const auto record = county_->ticket(log::ticket_id(one_time.verify_key()));
        if (!record) {
            return fail("sim.ticket", hire.alias, "no open ticket after the confirm");
        }
        const std::string person(record->str_or("person"));
        const std::string folder = ground_.folder + "/t" + std::to_string(hire.terminal);
        if (first) {
            ZJ_CHECK(enrol(folder, one_time.clone(), person, hire.name, hire.alias, {hire.scope}));
        } else {
            ZJ_CHECK(join(folder, people.front(), one_time, person, hire));
        }
        people.push_back(hire.alias);
        return {};
    }

    Result<> join(const std::string& folder, const std::string& host, const crypto::SigningKey& one_time,
                  const std::string& person, const Hire& hire) {
        vault::Settings how = settings();
        how.cost.make = hire.alias == slow_ ? crypto::Argon2Cost{} : how.cost.make;
        ZJ_TRY(const auto vault, vault::Vault::open(folder, host, passphrase(), std::move(how)));
        const auto key = crypto::SigningKey::generate(random_);
        ZJ_CHECK(vault->add_slot(person, hire.name, hire.alias, passphrase(), key));
        Value intent;
        intent.set("do", "identity.join")
            .set("base", Value())
            .set("ticket", codec::base64(one_time.verify_key().bytes));
        intent.set("person_key", codec::base64(key.verify_key().bytes));
        ZJ_TRY(const log::ChangeSet made,
               vault->sign({{intent}, vault::Vault::Signer{person, &key, &one_time, std::nullopt}}));
        return settled(*vault);
    }

    Result<> open_books() {
        const std::string office = ground_.folder + "/t2";
        ZJ_CHECK(act(office, "ob-clerk", {opening_body()}));
        ZJ_CHECK(confirm_all(office, "ob-section"));
        for (std::size_t i = 0; i < kTerminals; ++i) {
            ZJ_TRY(const auto vault, vault::Vault::open(ground_.folder + "/t" + std::to_string(i),
                                                        ground_.people[i].front(), passphrase(), settings()));
            ZJ_CHECK(settled(*vault));
        }
        county_.reset();
        return {};
    }

    Ground& ground_;
    std::string_view slow_;
    VariableClock clock_;
    SeededRandom random_;
    crypto::SigningKey root_;
    std::vector<crypto::SigningKey> admins_;
    log::RootStatement statement_;
    log::SignedRoot signed_root_;
    std::unique_ptr<county::County> county_;
};

}  // namespace

crypto::Secret passphrase() {
    return crypto::Secret::from(as_bytes("bobo-dada-fufu-gigi-kaka"));
}

vault::Cost cheap_cost() {
    return {{8, 1}, {8, 1}};
}

county::CountyOptions county_options(const std::string& folder) {
    county::CountyOptions options;
    options.path = folder + "/county.db";
    options.threads = 1;
    options.cache_bytes = 16 * 1024 * 1024;
    options.page_cache_kib = 8 * 1024;
    return options;
}

Value confirm_intent(const log::Record& pending, const log::Bases& bases) {
    Value intent;
    intent.set("do", "confirm").set("base", log::to_value(bases)).set("pending", pending.key);
    intent.set("of", std::string(pending.value.str_or("of"))).set("intent", pending.value.int_or("intent"));
    intent.set("commitment", std::string(pending.value.str_or("commitment")));
    return intent;
}

Result<Ground> lay_ground(const std::string& folder, std::string_view slow) {
    Ground ground;
    ground.folder = folder;
    ground.start = Time{kStartMs};
    remove_folder(folder);
    make_folder(folder);
    ZJ_CHECK(Founding(ground, slow).run());
    return ground;
}

}  // namespace zj::sim
