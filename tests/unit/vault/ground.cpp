// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/vault/ground.hpp"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "shared/codec/text.hpp"

namespace zj::vault::test {

Folder::Folder() {
    // Thousands of fsyncs: in memory where the machine has such a folder. A crash here is an image, not a power cut.
    const bool memory = ::access("/dev/shm", W_OK) == 0;
    const std::filesystem::path below = memory ? "/dev/shm" : std::filesystem::temp_directory_path();
    std::string name = (below / "zj-vault-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path = name;
}

Folder::~Folder() {
    std::filesystem::remove_all(path);
}

crypto::Secret secret(std::string_view text) {
    return crypto::Secret::from(as_bytes(text));
}

Settings Desk::settings() {
    Settings out;
    out.clock = &clock;
    out.random = &random;
    out.cost = {crypto::kArgon2Floor, crypto::kArgon2Floor};
    out.uptime_ms = [this] {
        return uptime;
    };
    out.fault = fault;
    return out;
}

Founding Desk::founding() {
    Founding out;
    out.county = "421125";
    out.person = "person-1";
    out.name = "田小满";
    out.alias = "clerk";
    out.root_fingerprint = county.fingerprint;
    out.gateway = "gateway.example:8443";
    out.scopes = {sync::test::kUnitScope};
    out.roots = county.roots();
    out.one_time = one_time.clone();
    out.device_name = "巴河镇一号机";
    return out;
}

std::unique_ptr<Vault> Desk::make() {
    auto made = Vault::create(folder(), founding(), secret(), settings());
    INFO((made ? std::string() : to_string(made.error())));
    REQUIRE(made.has_value());
    return std::move(*made);
}

Result<std::unique_ptr<Vault>> Desk::try_open(std::string_view who, std::string_view passphrase) {
    return Vault::open(folder(), who, secret(passphrase), settings());
}

std::unique_ptr<Vault> Desk::open(std::string_view who) {
    auto opened = try_open(who);
    INFO((opened ? std::string() : to_string(opened.error())));
    REQUIRE(opened.has_value());
    return std::move(*opened);
}

Result<> Desk::sync(Vault& vault) {
    ZJ_TRY(const crypto::VerifyKey peer, crypto::certificate_key(vault.tls_certificate().certificate_pem));
    sync::TerminalSession session(vault, {});
    sync::GatewaySession gateway(county);
    while (const auto request = session.next()) {
        ZJ_CHECK(session.on_response(gateway.handle(*request, peer)));
    }
    return session.result();
}

codec::Value note_intent(const std::string& text) {
    return codec::Object{
        {"do", "case.message"}, {"case", "case/of-somebody"}, {"text", text}, {"base", codec::Object{}}};
}

log::ChangeSet sign(Vault& vault, const std::string& text) {
    Vault::Work work;
    work.intents.push_back(note_intent(text));
    auto made = vault.sign(work);
    INFO((made ? std::string() : to_string(made.error())));
    REQUIRE(made.has_value());
    return std::move(*made);
}

Result<Document> attach(Vault& vault, const std::string& path, const std::string& title) {
    ZJ_TRY(Document seen, vault.look_at(path, title));
    ZJ_CHECK(vault.store_document(path, seen));
    return seen;
}

log::ChangeSet propose(Desk& desk, Vault& vault, const std::string& person, const std::string& name,
                       const std::string& alias, const std::string& passphrase, const crypto::SigningKey* with) {
    const auto key = with != nullptr ? with->clone() : crypto::SigningKey::generate(desk.random);
    const auto one_time = crypto::SigningKey::generate(desk.random);
    REQUIRE(vault.add_slot(person, name, alias, secret(passphrase), key).has_value());
    Vault::Work work;
    work.intents.push_back(codec::Object{{"do", "identity.join"},
                                         {"ticket", codec::base64(one_time.verify_key().bytes)},
                                         {"person_key", codec::base64(key.verify_key().bytes)},
                                         {"base", codec::Object{}}});
    work.signer = Vault::Signer{person, &key, &one_time, std::nullopt};
    auto made = vault.sign(work);
    REQUIRE(made.has_value());
    return std::move(*made);
}

Result<> answer(Desk& desk, Vault& vault, const log::ChangeSet& change_set, log::Verdict verdict) {
    desk.county.append(change_set.id(), {sync::test::kUnitScope}, verdict);
    sync::PushAnswer out;
    out.id = change_set.id();
    out.state = "receipt";
    out.receipt = desk.county.receipt(desk.county.size() - 1);
    return vault.store_answers({out});
}

void write_text(const std::string& path, std::string_view content) {
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out.write(content.data(), static_cast<std::streamsize>(content.size()));
    REQUIRE(out.good());
}

std::string read_text(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

bool dies(Desk& desk, std::size_t n, const std::function<void(Vault&)>& work) {
    const std::string image = desk.home.file("image");
    bool died = false;
    {
        std::size_t count = 0;
        bool armed = false;
        desk.fault = [&](std::string_view step) {
            if (armed && ++count == n) {
                std::filesystem::remove_all(image);
                std::filesystem::copy(desk.folder(), image, std::filesystem::copy_options::recursive);
                throw Crash{std::string(step)};
            }
        };
        auto vault = desk.open();
        armed = true;
        try {
            work(*vault);
        } catch (const Crash&) {
            died = true;
        }
        armed = false;
    }
    desk.fault = {};
    if (died) {
        std::filesystem::remove_all(desk.folder());
        std::filesystem::rename(image, desk.folder());
    }
    return died;
}

}  // namespace zj::vault::test
