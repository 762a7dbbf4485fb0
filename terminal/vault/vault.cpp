// SPDX-License-Identifier: Apache-2.0
#include "terminal/vault/vault.hpp"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "shared/codec/text.hpp"
#include "terminal/vault/passphrase.hpp"
#include "terminal/vault/schema.hpp"
#include "terminal/vault/tries.hpp"

namespace zj::vault {

namespace {

codec::Value enrolment(const Founding& founding, const crypto::SigningKey& sign, const crypto::SigningKey& tls,
                       const crypto::BoxKey& bundle, const crypto::SigningKey& person) {
    return codec::Object{{"do", "identity.enrol"},
                         {"base", codec::Object{}},
                         {"ticket", codec::base64(founding.one_time.verify_key().bytes)},
                         {"name", founding.device_name},
                         {"sign", codec::base64(sign.verify_key().bytes)},
                         {"tls", codec::base64(tls.verify_key().bytes)},
                         {"bundle", codec::base64(bundle.public_key().bytes)},
                         {"person_key", codec::base64(person.verify_key().bytes)}};
}

Slot slot_for(const std::string& person, const std::string& name, const std::string& alias) {
    Slot slot;
    slot.person = person;
    slot.name = name;
    slot.alias = alias;
    return slot;
}

}  // namespace

Error as_vault_error(Error error, const std::string& folder) {
    const auto at_the_folder = [&](const char* code) {
        const std::string detail = to_string(error);
        return fail(code, folder, detail, {folder, detail});
    };
    if (error.code == "store.full") {
        return at_the_folder("vault.full");
    }
    if (error.code == "store.corrupt" || error.code == "store.key" || error.code == "store.empty") {
        return at_the_folder("vault.corrupt");
    }
    return error.code == "store.io" ? at_the_folder("vault.io") : error;
}

void Vault::damaged(std::string_view what) const {
    throw ReadFailed{fail("vault.corrupt", folder_, std::string(what), {folder_})};
}

Vault::Vault(std::string folder, FolderLock lock, Settings settings)
    : folder_(std::move(folder)), lock_(std::move(lock)), settings_(std::move(settings)) {}

Vault::~Vault() = default;

bool Vault::present(const std::string& folder) {
    return exists(folder + "/slots.json");
}

Result<> Vault::abandon() {
    ZJ_ASSERT(next_seq() == 2 && !enrolled());
    // The slots went in last, so they go out first; what is left is an enrolment that was cut off.
    if (::unlink(path("slots.json").c_str()) != 0) {
        return fail("vault.io", path("slots.json"), "cannot be removed", {path("slots.json"), "unlink"});
    }
    return {};
}

Result<std::unique_ptr<Vault>> Vault::take(const std::string& folder, Settings settings) {
    ZJ_ASSERT(settings.clock != nullptr && settings.random != nullptr);
    ZJ_TRY(FolderLock lock, take_lock(folder + "/lock"));
    return std::unique_ptr<Vault>(new Vault(folder, std::move(lock), std::move(settings)));
}

Result<std::unique_ptr<Vault>> Vault::create(const std::string& folder, Founding founding,
                                             const crypto::Secret& passphrase, Settings settings) {
    ZJ_CHECK(check_passphrase(passphrase));
    ZJ_CHECK(make_folder(folder));
    ZJ_TRY(std::unique_ptr<Vault> vault, take(folder, std::move(settings)));
    if (present(folder)) {
        return fail("vault.exists", folder, "a vault is there already", {folder});
    }
    ZJ_CHECK(told([&] { return vault->found(founding, passphrase); }));
    return vault;
}

Result<> Vault::found(const Founding& founding, const crypto::Secret& passphrase) {
    // An earlier enrolment that was cut off before its slots were written has shown nothing to anybody.
    for (const char* left : {"vault.db", "vault.db-wal", "vault.db-shm", "device.secret", "witness", "tries.json"}) {
        ::unlink(path(left).c_str());
    }
    Random& random = *settings_.random;
    device_secret_ = crypto::Secret(32);
    random.fill(device_secret_.bytes());
    vault_key_ = crypto::Secret(32);
    random.fill(vault_key_.bytes());
    ZJ_CHECK(write_file(path("device.secret"), device_secret_.view()));

    const auto sign_key = crypto::SigningKey::generate(random);
    const auto tls_key = crypto::SigningKey::generate(random);
    const auto bundle_key = crypto::BoxKey::generate(random);
    person_key_ = crypto::SigningKey::generate(random);
    person_id_ = founding.person;
    slots_.county = founding.county;
    slots_.device = sign_key.verify_key().id();
    slots_.secret = secret_check(device_secret_);
    ZJ_TRY(Slot slot, make_slot(slot_for(founding.person, founding.name, founding.alias), passphrase, device_secret_,
                                vault_key_, person_key_, settings_.cost, random));
    slots_.slots.push_back(std::move(slot));

    ZJ_CHECK(Tries(path("tries.json"), device_secret_, *settings_.clock).make());
    ZJ_CHECK(open_database(true));
    ZJ_TRY(witness_, WitnessFile::make(path("witness"), vault_key_));
    device_key_ = crypto::SigningKey::from_seed(sign_key.seed());
    const auto write = [&]() -> Result<> {
        ZJ_CHECK(set_bytes("key.sign", sign_key.seed().view()));
        ZJ_CHECK(set_bytes("key.tls", tls_key.seed().view()));
        ZJ_CHECK(set_bytes("key.bundle", bundle_key.secret().view()));
        ZJ_CHECK(set_text("root_fingerprint", founding.root_fingerprint));
        ZJ_CHECK(set_text("gateway", founding.gateway));
        ZJ_CHECK(set_number("demo", founding.demo ? 1 : 0));
        for (const std::string& scope : founding.scopes) {
            ZJ_CHECK(db_->prepare("INSERT OR IGNORE INTO scope(name) VALUES(?1)").bind(1, scope).run());
        }
        return {};
    };
    ZJ_CHECK(transaction(write));
    ZJ_CHECK(index_if_needed());
    ZJ_CHECK(open_texts());
    ZJ_CHECK(store_roots(founding.roots));
    Work work;
    work.intents.push_back(enrolment(founding, sign_key, tls_key, bundle_key, person_key_));
    work.signer = Signer{person_id_, &person_key_, &founding.one_time, log::ticket_id(founding.one_time.verify_key())};
    ZJ_CHECK(sign(work));
    // Last: from here on the folder is a vault.
    step("slots");
    return write_slots(path("slots.json"), slots_);
}

Result<std::unique_ptr<Vault>> Vault::open(const std::string& folder, std::string_view who,
                                           const crypto::Secret& passphrase, Settings settings) {
    if (!present(folder)) {
        const bool begun = exists(folder + "/device.secret");
        return fail(begun ? "vault.unfinished" : "vault.missing", folder,
                    begun ? "the enrolment was cut off" : "no vault here", {folder});
    }
    ZJ_TRY(std::unique_ptr<Vault> vault, take(folder, std::move(settings)));
    ZJ_CHECK(told([&] { return vault->unlock(who, passphrase); }));
    return vault;
}

Result<> Vault::unlock(std::string_view who, const crypto::Secret& passphrase) {
    ZJ_TRY(Bytes secret, read_file(path("device.secret"), 32));
    device_secret_ = crypto::Secret::from(secret);
    crypto::wipe(secret);
    if (device_secret_.size() != 32) {
        return fail("vault.corrupt", path("device.secret"), "not 32 bytes", {path("device.secret")});
    }
    ZJ_TRY(slots_, read_slots(path("slots.json"), settings_.cost));
    if (slots_.secret != secret_check(device_secret_)) {
        return fail("vault.corrupt", path("device.secret"), "not the one of these slots", {path("device.secret")});
    }
    const Slot* slot = who.empty() ? (slots_.slots.size() == 1 ? &slots_.slots[0] : nullptr) : slots_.find(who);
    if (slot == nullptr && slots_.find_joining(who) != nullptr) {
        return fail("as.joining", std::string(who), "the county has not answered the join", {std::string(who)});
    }
    if (slot == nullptr) {
        return who.empty() ? fail("as.needed", {}, "several persons use this device")
                           : fail("as.unknown", std::string(who), "no such person on this device", {std::string(who)});
    }
    Tries tries(path("tries.json"), device_secret_, *settings_.clock);
    ZJ_CHECK(tries.begin(slot->person));
    ZJ_TRY(Opened opened, open_slot(*slot, passphrase, device_secret_));
    // The passphrase was right: a damaged database must not count as a wrong try and make its owner wait.
    ZJ_CHECK(tries.succeeded(slot->person));
    vault_key_ = std::move(opened.vault_key);
    person_key_ = std::move(opened.person);
    person_id_ = slot->person;
    ZJ_CHECK(open_database(false));
    ZJ_CHECK(compare_with_witness());
    device_key_ = key_of("key.sign");
    if (!device_key_) {
        damaged("no device key");
    }
    // Whoever edits these would have this device sign for another county, which takes none of it.
    if (const auto newest = root();
        newest && (newest->county != slots_.county || device_key_->verify_key().id() != slots_.device)) {
        return fail("vault.corrupt", path("slots.json"), "of another county or device", {path("slots.json")});
    }
    ZJ_CHECK(index_if_needed());
    ZJ_CHECK(open_texts());
    // An answer that was stored last time, but not what follows from it. On a full disk the vault opens all the same.
    static_cast<void>(settle_slots());
    return {};
}

Result<> Vault::open_database(bool create) {
    store::OpenOptions options;
    options.create = create;
    options.cache_kib = 16 * 1024;  // a terminal may have little memory; 10⁵ records fit
    options.fault = settings_.fault;
    auto db = store::Database::open(path("vault.db"), vault_key_, migrations(), std::move(options));
    if (!db) {
        return as_vault_error(std::move(db).error(), folder_);
    }
    db_.emplace(std::move(*db));
    return {};
}

Result<> Vault::compare_with_witness() {
    const auto rolled_back = [&](const std::string& what) {
        return fail("vault.rolled_back", folder_, what);
    };
    if (!exists(path("witness"))) {
        return rolled_back("the witness file is missing");
    }
    ZJ_TRY(witness_, WitnessFile::open(path("witness"), vault_key_));
    const Witness& witness = witness_->last();
    Rows row = read("SELECT count(*), ifnull(max(seq), 0) FROM outbox");
    const bool any = row.next();
    const auto count = any ? row.integer(0) : 0, last = any ? row.integer(1) : 0;
    if (count != last) {
        return rolled_back("numbers are missing from the outbox");
    }
    if (static_cast<std::uint64_t>(last) < witness.seq) {
        return rolled_back("the database ends at number " + std::to_string(last) + ", but " +
                           std::to_string(witness.seq) + " was signed");
    }
    Rows at = read("SELECT id FROM outbox WHERE seq = ?1", static_cast<std::int64_t>(witness.seq));
    const bool found = at.next();
    if (witness.seq > 0 && (!found || !std::ranges::equal(at.blob(0), witness.id.view()))) {
        return rolled_back("number " + std::to_string(witness.seq) + " is another one than was signed");
    }
    if (static_cast<std::uint64_t>(number("session")) < witness.session) {
        return rolled_back("a later session was opened than the database knows");
    }
    if (static_cast<std::uint64_t>(number("checkpoint.size")) < witness.size) {
        return rolled_back("a later checkpoint was seen than the database holds");
    }
    // A receipt names its entry, and the checkpoint it came with is stored with it.
    if (witness.clock_ms > number("clock_high")) {
        return transaction([&] { return set_number("clock_high", witness.clock_ms); });
    }
    return {};
}

Result<> Vault::write_witness() {
    Witness witness;
    {
        Rows last = read("SELECT seq, id FROM outbox ORDER BY seq DESC LIMIT 1");
        if (last.next()) {
            witness.seq = static_cast<std::uint64_t>(last.integer(0));
            std::ranges::copy(last.blob(1), witness.id.bytes.begin());
        }
    }
    witness.session = static_cast<std::uint64_t>(number("session"));
    witness.size = static_cast<std::uint64_t>(number("checkpoint.size"));
    witness.clock_ms = number("clock_high");
    step("witness");
    return witness_->write(witness);
}

Result<> Vault::add_slot(const std::string& person, const std::string& name, const std::string& alias,
                         const crypto::Secret& passphrase, const crypto::SigningKey& key) {
    ZJ_CHECK(check_passphrase(passphrase));
    for (const Slot* other : {slots_.find(alias), slots_.find_joining(alias)}) {
        if (!alias.empty() && other != nullptr && other->person != person) {
            return fail("as.taken", {}, "another person here goes by this alias", {alias});
        }
    }
    ZJ_TRY(Slot slot, make_slot(slot_for(person, name, alias), passphrase, device_secret_, vault_key_, key,
                                settings_.cost, *settings_.random));
    SlotFile changed = slots_;
    std::erase_if(changed.joining, [&](const Slot& s) { return s.person == person; });
    changed.joining.push_back(std::move(slot));
    return change_slots(std::move(changed));
}

Result<> Vault::change_slots(SlotFile changed) {
    step("slots");
    ZJ_CHECK(write_slots(path("slots.json"), changed));
    slots_ = std::move(changed);
    return {};
}

Result<> Vault::try_slot(const crypto::VerifyKey& key, const crypto::Secret& passphrase) {
    for (const std::vector<Slot>& slots : {slots_.slots, slots_.joining}) {
        for (const Slot& slot : slots) {
            if (slot.key == key) {
                Tries tries(path("tries.json"), device_secret_, *settings_.clock);
                ZJ_CHECK(tries.begin(slot.person));
                ZJ_CHECK(open_slot(slot, passphrase, device_secret_));
                return tries.succeeded(slot.person);
            }
        }
    }
    return fail("as.unknown", key.id(), "no slot of this key");
}

}  // namespace zj::vault
