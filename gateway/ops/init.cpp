// SPDX-License-Identifier: Apache-2.0
#include "gateway/ops/init.hpp"

#include <algorithm>
#include <filesystem>

#include "assets/assets.hpp"
#include "gateway/demo/opening_books.hpp"
#include "gateway/demo/year.hpp"
#include "gateway/ops/folder.hpp"
#include "gateway/ops/root_key.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/crypto/x509.hpp"
#include "shared/model/catalogue_assemble.hpp"

namespace zj::ops {

namespace {

constexpr std::int64_t kTicketMs = 7 * kDayMs;      // log.md, Bootstrap
constexpr std::int32_t kDemoDays = 365;             // span of simulated time that the root statement allows
constexpr std::int64_t kFoundedAtMs = 8 * kHourMs;  // of the first simulated day, before anybody works
constexpr std::size_t kPassphraseBytesMin = 14;
constexpr std::size_t kAddressBytesMax = 200;  // a ticket holds 255

// Everything a founding makes, before any of it is public.
struct Made {
    crypto::SigningKey root, log, ca, server;
    crypto::BoxKey bundle;
    crypto::Secret database{32};
    crypto::SigningKey one_time[2];  // of the two tickets for administrators
    Time tickets_expire;
    std::string catalogue, fingerprint;
    crypto::Certificate ca_certificate, server_certificate;
    log::RootStatement statement;
    log::SignedRoot signed_root;
};

std::string host_of(const std::string& address) {
    std::string host = address.substr(0, address.rfind(':'));
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
        host = host.substr(1, host.size() - 2);
    }
    return host;
}

bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::uint64_t seed_of(const Founding& founding) {
    return founding.seed.value_or(kDemoSeed);
}

Result<> seed_fits(const Founding& founding) {
    if (founding.seed && !founding.demo) {
        return fail("usage.demo", "--seed", "only a demonstration county is drawn from a seed");
    }
    return seed_of(founding) <= kSeedMax
               ? Result<>()
               : Result<>(fail("usage.seed", "--seed", "beyond 2^53-1", {std::to_string(kSeedMax)}));
}

// What ends in a certificate, on tickets and in origins must be what it looks like.
Result<> fits(const Founding& founding) {
    const auto colon = founding.address.rfind(':');
    const std::string port = colon == std::string::npos ? std::string() : founding.address.substr(colon + 1);
    const std::string host = host_of(founding.address);
    constexpr std::string_view kHost = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:";
    if (!all_digits(port) || port.size() > 5 || std::stoul(port) < 1 || std::stoul(port) > 65535 || host.empty() ||
        founding.address.size() > kAddressBytesMax || host.find_first_not_of(kHost) != std::string::npos) {
        return fail("usage.address", "--address", "HOST:PORT is needed, not " + founding.address);
    }
    if (!all_digits(founding.county) || founding.county.size() != 6) {
        return fail("usage.county", "--county", "a division code has six digits");
    }
    if (founding.name.empty() || founding.name.size() > 200 || !codec::is_valid_utf8(founding.name)) {
        return fail("usage.name", "--name", "a name of at most 200 bytes is needed");
    }
    if (!founding.root_passphrase.empty() && founding.root_passphrase.size() < kPassphraseBytesMin) {
        return fail("passphrase.weak", "--passphrase-fd", "at least 14 characters", {"14"});
    }
    if (founding.year_cases != 0 && !founding.demo) {
        return fail("usage.demo", "--year-cases", "only a demonstration county has simulated time");
    }
    if (founding.year_cases != 0 &&
        (founding.year_cases < demo::kYearCasesMin || founding.year_cases > demo::kYearCasesMax)) {
        return fail("usage.year", "--year-cases",
                    std::to_string(demo::kYearCasesMin) + " to " + std::to_string(demo::kYearCasesMax),
                    {std::to_string(demo::kYearCasesMin), std::to_string(demo::kYearCasesMax)});
    }
    if (founding.demo_until && !founding.demo) {
        return fail("usage.demo", "--demo-until", "only a demonstration county has simulated time");
    }
    return seed_fits(founding);
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
    const Date until = founding.demo_until.value_or(date_of(now));
    log::RootStatement& s = m.statement;
    s.county = founding.county;
    s.county_name = founding.name;
    s.issued_at = founding.year_cases == 0 ? now : start_of(Date{until.days - kDemoDays}) + kFoundedAtMs;
    s.log_key = m.log.verify_key();
    ZJ_TRY(s.tls_ca, crypto::certificate_hash(m.ca_certificate.certificate_pem));
    s.bundle_key = m.bundle.public_key();
    s.catalogue = crypto::sha256(m.catalogue);
    for (int i = 0; i < 2; ++i) {
        s.tickets.push_back({m.one_time[i].verify_key(), "admin" + std::to_string(i + 1),
                             i == 0 ? "系统管理员一" : "系统管理员二", s.issued_at + kTicketMs});
    }
    m.tickets_expire = s.issued_at + kTicketMs;
    if (founding.demo) {
        s.simulated = log::Simulated{static_cast<std::int64_t>(seed_of(founding)),
                                     start_of(Date{until.days - kDemoDays}), start_of(until)};
    }
    m.signed_root = {{std::string(log::kRootType), log::write_root_statement(s), {}}, m.catalogue};
    m.signed_root.envelope.signatures.push_back(
        {codec::base64(m.root.verify_key().bytes), m.root.sign(m.signed_root.envelope.pae())});
    ZJ_CHECK(log::verify_roots({m.signed_root}, m.fingerprint));
    return m;
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

Result<> write_root_key(const std::string& folder, const Founding& founding, const Made& m, Random& random) {
    crypto::Secret drawn;
    if (founding.root_passphrase.empty()) {
        drawn = draw_passphrase(random);
        ZJ_CHECK(store::write_file(path_in(folder, "root-passphrase.txt"), drawn.view()));
    }
    const crypto::Secret& passphrase = drawn.empty() ? founding.root_passphrase : drawn;
    ZJ_TRY(const std::string wrapped, wrap_root_key(m.root, passphrase, founding.cost, random));
    // Tried before the key itself is gone for good.
    ZJ_CHECK(open_root_key(wrapped, passphrase));
    return store::write_file(path_in(folder, "root-key.json"), as_bytes(wrapped));
}

Result<> write_tickets(const std::string& folder, const Founding& founding, const Made& m) {
    ZJ_CHECK(store::make_folder(path_in(folder, "tickets")));
    for (std::size_t i = 0; i < 2; ++i) {
        log::Ticket ticket;
        ticket.seed = m.one_time[i].seed();
        ZJ_TRY(ticket.root_fingerprint, codec::hash_from_hex(m.fingerprint));
        ticket.gateway = founding.address;
        ticket.expires = m.tickets_expire;
        const std::string name = "tickets/admin-" + std::to_string(i + 1) + ".txt";
        ZJ_CHECK(store::write_file(path_in(folder, name), log::write_ticket(ticket).view()));
    }
    return {};
}

Result<> write_county(const std::string& folder, const Made& m, Clock& clock, Random& random) {
    county::CountyOptions options;
    options.path = path_in(folder, "county.db");
    options.create = true;
    ZJ_TRY(const auto county, county::County::open(options, m.database, m.log.clone(), clock, random));
    return county->append_root(m.signed_root);
}

// The same with a year of simulated time in it, whose last act are the tickets for the real administrators. Nothing of
// it is durable before the end: until then there is no county.
Result<codec::Value> write_year(const std::string& folder, const Founding& founding, Made& m, Random& random,
                                const county::Progress& progress) {
    demo::SimulatedClock clock(m.statement.issued_at);
    SeededRandom salts(seed_of(founding));
    county::CountyOptions options;
    options.path = path_in(folder, "county.db");
    options.create = true;
    options.full_sync = false;
    demo::YearTold told;
    {
        ZJ_TRY(const auto county, county::County::open(options, m.database, m.log.clone(), clock, salts));
        ZJ_CHECK(county->append_root(m.signed_root));
        demo::YearPlan plan;
        plan.statement = &m.statement;
        plan.one_time[0] = &m.one_time[0];
        plan.one_time[1] = &m.one_time[1];
        plan.catalogue = m.catalogue;
        plan.seed = seed_of(founding);
        plan.from = date_of(m.statement.issued_at);
        plan.until = date_of(m.statement.simulated->until);
        plan.cases = founding.year_cases;
        const county::Progress nobody_asks = [](std::string_view, std::uint64_t, std::uint64_t) {
            return true;
        };
        ZJ_TRY(told, demo::play_year(*county, clock, plan, random, progress ? progress : nobody_asks));
    }
    ZJ_TRY(auto database, store::PatchFile::open(options.path));
    ZJ_CHECK(database.sync());
    for (int i = 0; i < 2; ++i) {
        m.one_time[i] = std::move(told.admin_tickets[i]);
    }
    m.tickets_expire = told.tickets_expire;
    return std::move(told.summary);
}

// What the year of a demonstration tells, null where there is none.
Result<codec::Value> write_all(const std::string& folder, const Founding& founding, Made& m, Clock& clock,
                               Random& random, const county::Progress& progress) {
    codec::Value year;
    ZJ_CHECK(store::make_folder(folder));
    ZJ_CHECK(write_keys(folder, m));
    ZJ_CHECK(write_root_key(folder, founding, m, random));
    if (founding.year_cases == 0) {
        ZJ_CHECK(write_county(folder, m, clock, random));
    } else {
        ZJ_TRY(year, write_year(folder, founding, m, random, progress));
        ZJ_CHECK(store::write_file(path_in(folder, "planted.json"),
                                   as_bytes(codec::write_json_pretty(*year.find("planted")))));
    }
    ZJ_CHECK(write_tickets(folder, founding, m));
    if (founding.demo && founding.year_cases == 0) {  // a year begins with its books opened
        ZJ_CHECK(demo::write_opening(path_in(folder, "opening"), seed_of(founding), date_of(clock.now())));
    }
    ZJ_CHECK(write_facts(folder, {founding.county, founding.name, founding.address, m.fingerprint, founding.demo}));
    return year;
}

codec::Value told(const Founding& founding, const std::string& folder, const std::string& fingerprint,
                  const codec::Value& year) {
    codec::Value out = codec::Object{
        {"county", founding.county},
        {"fingerprint", fingerprint},
        {"tickets", codec::Array{path_in(folder, "tickets/admin-1.txt"), path_in(folder, "tickets/admin-2.txt")}},
        {"root_key", path_in(folder, "root-key.json")}};
    if (founding.root_passphrase.empty()) {
        out.set("root_passphrase", path_in(folder, "root-passphrase.txt"));
    }
    if (founding.year_cases != 0) {
        out.set("year", year).set("planted", path_in(folder, "planted.json"));
    } else if (founding.demo) {
        out.set("opening", path_in(folder, "opening"));
    }
    return out;
}

// A folder with something in it is not ours to found a county in, and a file of that name may be another county's root.
Result<> is_free(const std::string& folder, const std::string& root_file) {
    std::error_code error;
    if (store::exists(folder) && !std::filesystem::is_empty(folder, error)) {
        return fail("file.exists", folder, "not an empty folder", {folder});
    }
    return !root_file.empty() && store::exists(root_file)
               ? Result<>(fail("file.exists", root_file, "not overwritten", {root_file}))
               : Result<>();
}

}  // namespace

// Order of the steps. All is made in DIR.founding, of which nobody holds a key, a ticket or the fingerprint:
//   1. keys               2. root key, wrapped (and its passphrase)    3. database with root statement 1
//   4. tickets            5. opening folder (demo)                     6. county.json
//   7. the fingerprint beside the file that is asked for
//   8. DIR.founding becomes DIR                           9. the fingerprint in that file
// A crash before 8 leaves no county: the next init removes DIR.founding and makes everything anew. After 8 there is a
// founded county; what is printed, and the fingerprint (`status`), stand in it. What is refused leaves nothing behind.
Result<codec::Value> init(const Founding& founding, Clock& clock, Random& random, const county::Progress& progress) {
    ZJ_CHECK(fits(founding));
    const std::string folder = without_slash(founding.folder);
    if (store::exists(path_in(folder, "county.json"))) {
        return fail("gateway.exists", folder, "a county was founded here", {folder});
    }
    ZJ_CHECK(is_free(folder, founding.root_file));
    const std::string part = folder + ".founding";
    std::error_code error;
    std::filesystem::remove_all(part, error);
    if (error) {
        return fail("file.io", part, error.message(), {part, error.message()});
    }
    ZJ_TRY(Made made, make(founding, clock.now(), random));
    auto written = write_all(part, founding, made, clock, random, progress);
    Result<> done = written ? Result<>() : Result<>(written.error());
    const bool tell = !founding.root_file.empty();
    const std::string root_part = founding.root_file + ".founding";
    if (done && tell) {
        done = store::write_file(root_part, as_bytes(made.fingerprint + "\n"));
    }
    if (done) {
        done = store::rename_durably(part, folder);
    }
    if (!done && !store::exists(path_in(folder, "county.json"))) {
        std::filesystem::remove_all(part, error);  // keys and tickets of no county
        std::filesystem::remove(root_part, error);
        return done.error();
    }
    ZJ_CHECK(std::move(done));  // named, and perhaps not on the disk: the county stands, its fingerprint in root_part
    if (tell) {
        ZJ_CHECK(store::rename_durably(root_part, founding.root_file));
    }
    return told(founding, folder, made.fingerprint, *written);
}

}  // namespace zj::ops
