// SPDX-License-Identifier: Apache-2.0
// Single values of the vault: counters, keys, root statements, clock, and what is derived from them.

#include <algorithm>

#include "shared/codec/text.hpp"
#include "shared/crypto/x509.hpp"
#include "terminal/vault/vault.hpp"

namespace zj::vault {

Result<> Vault::transaction(const std::function<Result<>()>& work) {
    auto done = db_->transaction(work);
    if (!done) {
        return as_vault_error(std::move(done).error(), folder_);
    }
    return {};
}

std::int64_t Vault::number(std::string_view name, std::int64_t otherwise) {
    Rows row = read("SELECT number FROM meta WHERE name = ?1", name);
    return row.next() && !row.is_null(0) ? row.integer(0) : otherwise;
}

Bytes Vault::bytes(std::string_view name) {
    Rows row = read("SELECT data FROM meta WHERE name = ?1", name);
    if (!row.next()) {
        return {};
    }
    const ByteView data = row.blob(0);
    return {data.begin(), data.end()};
}

std::string Vault::text(std::string_view name) {
    return std::string(as_text(bytes(name)));
}

Result<> Vault::set_number(std::string_view name, std::int64_t value) {
    return db_
        ->prepare(
            "INSERT INTO meta(name, number) VALUES(?1, ?2) ON CONFLICT(name) DO UPDATE SET number = excluded.number")
        .bind(1, name)
        .bind(2, value)
        .run();
}

Result<> Vault::set_bytes(std::string_view name, ByteView value) {
    return db_
        ->prepare("INSERT INTO meta(name, data) VALUES(?1, ?2) ON CONFLICT(name) DO UPDATE SET data = excluded.data")
        .bind(1, name)
        .bind(2, value)
        .run();
}

Result<> Vault::set_text(std::string_view name, std::string_view value) {
    return set_bytes(name, as_bytes(value));
}

std::optional<crypto::SigningKey> Vault::key_of(std::string_view name) {
    Bytes seed = bytes(name);
    if (seed.size() != 32) {
        return std::nullopt;
    }
    auto key = crypto::SigningKey::from_seed(crypto::Secret::from(seed));
    crypto::wipe(seed);
    return key;
}

std::string Vault::gateway() {
    return text("gateway");
}

std::string Vault::root_fingerprint() {
    return text("root_fingerprint");
}

bool Vault::demonstration() {
    return number("demo") != 0;
}

std::string Vault::origin() {
    const auto newest = root();
    return log::origin_of(county(), newest ? newest->epoch : 1, demonstration());
}

Time Vault::now() {
    return {std::max(settings_.clock->now().ms, number("county_time"))};
}

crypto::Certificate Vault::tls_certificate() {
    const auto key = key_of("key.tls");
    if (!key) {
        damaged("no key for the line");
    }
    auto made = crypto::make_device_certificate(device(), *key, now());
    ZJ_ASSERT(made);
    return std::move(*made);
}

crypto::BoxKey Vault::bundle_key() {
    Bytes secret = bytes("key.bundle");
    if (secret.size() != 32) {
        damaged("no key for bundles");
    }
    auto key = crypto::BoxKey::from_secret(crypto::Secret::from(secret));
    crypto::wipe(secret);
    return key;
}

// The county's entries tell the time to a device whose own clock has lost it; within a transaction of the caller.
Result<> Vault::raise_clock(Time seen) {
    if (seen.ms > number("county_time")) {
        ZJ_CHECK(set_number("county_time", seen.ms));
    }
    return note_clock(seen);
}

// The highest time seen; within a transaction of the caller.
Result<> Vault::note_clock(Time seen) {
    return seen.ms > number("clock_high") ? set_number("clock_high", seen.ms) : Result<>();
}

std::vector<log::SignedRoot> Vault::roots() {
    std::vector<log::SignedRoot> out;
    Rows row = read("SELECT line FROM root ORDER BY number");
    while (row.next()) {
        auto root = log::parse_signed_root(row.text(0));
        if (!root) {
            damaged("a root statement");  // written by us after verification
        }
        out.push_back(std::move(*root));
    }
    return out;
}

Result<> Vault::store_roots(const std::vector<log::SignedRoot>& roots) {
    newest_root_.reset();
    return transaction([&]() -> Result<> {
        for (const log::SignedRoot& root : roots) {
            ZJ_TRY(const log::RootStatement statement, log::parse_root_statement(root.envelope.payload));
            ZJ_CHECK(db_->prepare("INSERT OR IGNORE INTO root(number, line) VALUES(?1, ?2)")
                         .bind(1, statement.number)
                         .bind(2, log::write_signed_root(root))
                         .run());
        }
        return {};
    });
}

std::optional<log::RootStatement> Vault::root() {
    if (newest_root_) {
        return newest_root_;
    }
    Rows row = read("SELECT line FROM root ORDER BY number DESC LIMIT 1");
    if (!row.next()) {
        return std::nullopt;
    }
    const auto root = log::parse_signed_root(row.text(0));
    auto statement = root ? log::parse_root_statement(root->envelope.payload) : root.error();
    if (!statement) {
        damaged("a root statement");
    }
    newest_root_ = std::move(*statement);
    return newest_root_;
}

Result<std::shared_ptr<const model::Catalogue>> Vault::catalogue() {
    // The record is large, and a version of it never changes.
    if (const std::int64_t version = version_of(kCatalogueKey); version != 0 && version == catalogue_version_) {
        return catalogues_.begin()->second;
    }
    catalogue_version_ = 0;
    if (const auto in_force = record(kCatalogueKey)) {
        catalogue_version_ = in_force->version;
        const std::string id(in_force->value.str_or("sha256"));
        if (const auto known = catalogues_.find(id); known != catalogues_.end()) {
            return known->second;
        }
        const codec::Value* body = in_force->value.find("catalogue");
        if (body == nullptr) {
            catalogue_version_ = 0;
            return fail("catalogue.missing", "system/catalogue", "the record has no catalogue");
        }
        auto loaded = body->is_string() ? model::Catalogue::load(body->string()) : model::Catalogue::from(*body);
        if (!loaded) {
            catalogue_version_ = 0;
            return std::move(loaded).error();
        }
        catalogues_ = {{id, *loaded}};
        return *loaded;
    }
    const auto all = roots();
    for (auto root = all.rbegin(); root != all.rend(); ++root) {
        if (!root->catalogue.empty()) {
            const std::string id = codec::hex(crypto::sha256(root->catalogue));
            if (const auto known = catalogues_.find(id); known != catalogues_.end()) {
                return known->second;
            }
            ZJ_TRY(auto loaded, model::Catalogue::load(root->catalogue));
            catalogues_ = {{id, loaded}};
            return loaded;
        }
    }
    return fail("catalogue.missing", {}, "no root statement here carries a catalogue");
}

std::optional<log::Checkpoint> Vault::checkpoint() {
    const Bytes root = bytes("checkpoint.root");
    if (root.size() != 32) {
        return std::nullopt;
    }
    log::Checkpoint out{origin(), static_cast<std::uint64_t>(number("checkpoint.size")), {}};
    std::ranges::copy(root, out.root.bytes.begin());
    return out;
}

std::optional<Time> Vault::checkpoint_at() {
    const std::int64_t at = number("checkpoint.at", number("county_time"));
    return at == 0 ? std::nullopt : std::optional(Time{at});
}

std::string Vault::checkpoint_note() {
    return text("checkpoint.note");
}

std::optional<std::pair<std::uint64_t, Time>> Vault::left_at() {
    const std::int64_t at = number("left.at." + person_id_);
    return at == 0 ? std::nullopt
                   : std::optional(std::pair{static_cast<std::uint64_t>(number("left.size." + person_id_)), Time{at}});
}

Result<> Vault::note_leaving() {
    return transaction([&]() -> Result<> {
        ZJ_CHECK(set_number("left.size." + person_id_, number("checkpoint.size")));
        return set_number("left.at." + person_id_, now().ms);
    });
}

Result<> Vault::store_checkpoint(const log::Checkpoint& checkpoint, const std::string& note) {
    if (checkpoint.size < static_cast<std::uint64_t>(number("checkpoint.size"))) {
        return fail("sync.behind", {}, "a device never lowers its checkpoint");
    }
    const auto write = [&]() -> Result<> {
        ZJ_CHECK(set_number("checkpoint.size", static_cast<std::int64_t>(checkpoint.size)));
        ZJ_CHECK(set_bytes("checkpoint.root", checkpoint.root.view()));
        ZJ_CHECK(set_text("checkpoint.note", note));
        ZJ_CHECK(set_number("checkpoint.at", now().ms));
        ZJ_CHECK(set_number("uptime.base", settings_.uptime_ms ? settings_.uptime_ms() : 0));
        return note_clock(settings_.clock->now());
    };
    ZJ_CHECK(transaction(write));
    return write_witness();
}

log::Envelope Vault::sign_hello(const sync::Hello& hello) {
    log::Envelope envelope{std::string(sync::kHelloType), sync::write_hello(hello), {}};
    envelope.sign(*device_key_);
    return envelope;
}

// The counter must be durable, and the side file must know it, before anybody sees it: a restored copy of this folder
// that says hello with an old counter is frozen by the county.
Result<sync::Hello> Vault::next_hello() {
    sync::Hello hello;
    hello.device = device();
    hello.session = static_cast<std::uint64_t>(number("session")) + 1;
    settings_.random->fill(hello.random.bytes);
    hello.checkpoint_size = static_cast<std::uint64_t>(number("checkpoint.size"));
    {
        Rows last = read("SELECT seq, id FROM outbox ORDER BY seq DESC LIMIT 1");
        if (last.next()) {
            hello.last_seq = static_cast<std::uint64_t>(last.integer(0));
            std::ranges::copy(last.blob(1), hello.last_id.bytes.begin());
        }
    }
    const auto write = [&]() -> Result<> {
        ZJ_CHECK(set_number("session", static_cast<std::int64_t>(hello.session)));
        return note_clock(settings_.clock->now());
    };
    ZJ_CHECK(transaction(write));
    ZJ_CHECK(write_witness());
    ZJ_CHECK(witness_->sync());
    return hello;
}

Result<> Vault::keep_evidence(const std::string& what, const std::string& target, const std::string& body) {
    return transaction([&] {
        return db_
            ->prepare(
                "INSERT INTO evidence(at, what, target, body) SELECT ?1, ?2, ?3, ?4 WHERE (SELECT count(*) FROM "
                "evidence) < ?5")
            .bind(1, now().ms)
            .bind(2, what)
            .bind(3, target)
            .bind(4, as_bytes(body))
            .bind(5, kEvidenceMax)
            .run();
    });
}

void Vault::outbox_state(const std::string& state, const std::string& cause) {
    const std::string words = cause.empty() ? state : state + ": " + cause;
    if (words == shown_state()) {
        return;
    }
    // Only shown; a full disk must not end a session that is bringing receipts.
    static_cast<void>(transaction([&] { return set_text("shown", words); }));
}

std::string Vault::shown_state() {
    return text("shown");
}

std::vector<std::string> Vault::scopes() {
    std::vector<std::string> out;
    Rows row = read("SELECT name FROM scope ORDER BY name");
    while (row.next()) {
        out.emplace_back(row.text(0));
    }
    return out;
}

std::uint64_t Vault::feed_position(const std::string& scope) {
    Rows row = read("SELECT n FROM scope WHERE name = ?1", scope);
    return row.next() ? static_cast<std::uint64_t>(row.integer(0)) : 0;
}

}  // namespace zj::vault
