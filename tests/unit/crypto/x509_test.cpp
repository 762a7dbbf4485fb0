// SPDX-License-Identifier: Apache-2.0
#include "shared/crypto/x509.hpp"

#include <memory>

#include <catch2/catch_test_macros.hpp>

#include "shared/codec/text.hpp"
#include "tests/support/show_result.hpp"

using namespace zj;
using crypto::SigningKey;

namespace {

const Time kNow = *parse_time("2026-11-23T09:00:00.000+08:00");

// The DER bytes between the PEM lines.
Bytes der_of(const std::string& pem) {
    std::string digits;
    std::size_t at = pem.find('\n') + 1;
    while (pem[at] != '-') {
        const std::size_t end = pem.find('\n', at);
        digits += pem.substr(at, end - at);
        at = end + 1;
    }
    return codec::from_base64(digits).value();
}

bool holds(const Bytes& der, std::string_view text) {
    return as_text(der).find(text) != std::string_view::npos;
}

}  // namespace

TEST_CASE("a device certificate carries the device's key and id, and the hash is over its DER form") {
    SeededRandom random(1);
    const SigningKey key = SigningKey::generate(random);
    const auto made = crypto::make_device_certificate(key.verify_key().id(), key, kNow);
    REQUIRE(made);
    CHECK(made->certificate_pem.starts_with("-----BEGIN CERTIFICATE-----\n"));
    CHECK(made->key_pem.text().starts_with("-----BEGIN PRIVATE KEY-----\n"));
    CHECK(*crypto::certificate_key(made->certificate_pem) == key.verify_key());
    const Bytes der = der_of(made->certificate_pem);
    CHECK(*crypto::certificate_hash(made->certificate_pem) == crypto::sha256(der));
    CHECK(holds(der, key.verify_key().id()));
    const auto again = crypto::make_device_certificate(key.verify_key().id(), key, kNow);
    CHECK(again->certificate_pem != made->certificate_pem);  // a serial number of its own
}

TEST_CASE("a county's CA certifies a gateway for its names and addresses") {
    SeededRandom random(2);
    const SigningKey ca_key = SigningKey::generate(random), key = SigningKey::generate(random);
    const auto ca = crypto::make_ca("421125", ca_key, kNow);
    REQUIRE(ca);
    const auto server = crypto::make_server_certificate(*ca, key, {"gateway.county", "127.0.0.1", "::1"}, kNow);
    REQUIRE(server);
    CHECK(*crypto::certificate_key(server->certificate_pem) == key.verify_key());
    const Bytes der = der_of(server->certificate_pem);
    CHECK(holds(der, "zhijian county 421125"));  // issuer
    CHECK(holds(der, "gateway.county"));
    CHECK(holds(der, std::string_view("\x87\x04\x7f\x00\x00\x01", 6)));  // iPAddress 127.0.0.1
    // Signed by the CA: the last 64 bytes of the DER form are the signature over its first part.
    const std::size_t body_at = 4, body = 4 + (std::size_t{der[6]} << 8) + der[7];
    crypto::Signature signature;
    std::copy(der.end() - 64, der.end(), signature.bytes.begin());
    CHECK(ca_key.verify_key().verify(ByteView(der).subspan(body_at, body), signature));
    CHECK(!key.verify_key().verify(ByteView(der).subspan(body_at, body), signature));
}

TEST_CASE("a server certificate needs a host and a real CA") {
    SeededRandom random(3);
    const SigningKey key = SigningKey::generate(random);
    const auto ca = crypto::make_ca("421125", key, kNow);
    REQUIRE(ca);
    CHECK(crypto::make_server_certificate(*ca, key, {}, kNow).error().code == "x509.make");
    const crypto::Certificate none{"not a certificate", crypto::Secret::from(as_bytes("nor a key"))};
    CHECK(crypto::make_server_certificate(none, key, {"a"}, kNow).error().code == "x509.syntax");
    const crypto::Certificate half{ca->certificate_pem, crypto::Secret::from(as_bytes("not a key"))};
    CHECK(crypto::make_server_certificate(half, key, {"a"}, kNow).error().code == "x509.syntax");
}

TEST_CASE("what is no certificate of an Ed25519 key is refused") {
    CHECK(crypto::certificate_hash("").error().code == "x509.syntax");
    CHECK(crypto::certificate_key("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n").error().code ==
          "x509.syntax");
    // A P-256 certificate: made once with openssl, valid in form.
    constexpr const char* kP256 = R"(-----BEGIN CERTIFICATE-----
MIIBdTCCARugAwIBAgIUZBjFUWeLjtnY85JAl8t1romYqkQwCgYIKoZIzj0EAwIw
DzENMAsGA1UEAwwEcDI1NjAgFw0yNjExMjUwODEzNDlaGA8yMTI2MTEwMTA4MTM0
OVowDzENMAsGA1UEAwwEcDI1NjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABLn7
YbhKRliG5jBLmbYi5r3YZXK6xekEscIsbaNUQuf2J6xAYTCEsgGvt1VhRTry7vPp
XgrYTb5m0aHSnZCW9bajUzBRMB0GA1UdDgQWBBS+vYhXID4ALu3h1tmywFbho12N
0zAfBgNVHSMEGDAWgBS+vYhXID4ALu3h1tmywFbho12N0zAPBgNVHRMBAf8EBTAD
AQH/MAoGCCqGSM49BAMCA0gAMEUCIQCkb5Wf1ooQyieQVjYoBIvAOdQeHt1rE3tH
j4z7HDPK6QIgGEN0usa+BcU3lWwQKfoseGv7o0suSbJe28ZJLfyfWKE=
-----END CERTIFICATE-----
)";
    CHECK(crypto::certificate_hash(kP256).has_value());
    CHECK(crypto::certificate_key(kP256).error().code == "x509.key");
}
