// SPDX-License-Identifier: Apache-2.0
#include "shared/crypto/x509.hpp"

#include <algorithm>
#include <memory>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace zj::crypto {
namespace {

template <auto Free>
struct Freer {
    template <class T>
    void operator()(T* p) const {
        Free(p);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using Cert = std::unique_ptr<X509, Freer<X509_free>>;
using Bio = std::unique_ptr<BIO, Freer<BIO_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freer<X509_EXTENSION_free>>;

constexpr std::int64_t kValidMs = 20LL * 365 * kDayMs;  // standing is checked per request, not by date
constexpr std::int64_t kSlackMs = kDayMs;               // a device with a slow clock must not find it "not yet valid"

Error failed(const char* what) {
    return fail("x509.make", {}, what);
}

Key to_openssl(const SigningKey& key) {
    const Secret seed = key.seed();
    return Key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.view().data(), seed.size()));
}

bool add_name(X509_NAME* name, const std::string& common_name) {
    const auto* text = reinterpret_cast<const unsigned char*>(common_name.data());
    return X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, text, static_cast<int>(common_name.size()), -1, 0) ==
           1;
}

bool add_extension(X509* cert, X509* issuer, int nid, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, cert, nullptr, nullptr, 0);
    const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
    return extension && X509_add_ext(cert, extension.get(), -1) == 1;
}

struct Wanted {
    std::string subject;
    std::vector<std::pair<int, std::string>> extensions;
};

Result<Cert> make(const Wanted& wanted, EVP_PKEY* key, X509* issuer, EVP_PKEY* issuer_key, Time now) {
    Cert cert(X509_new());
    if (!cert || key == nullptr || issuer_key == nullptr) {
        return failed("no memory");
    }
    std::uint8_t serial[16];
    SystemRandom().fill(serial);
    serial[0] &= 0x7f;
    const std::unique_ptr<BIGNUM, Freer<BN_free>> number(BN_bin2bn(serial, sizeof serial, nullptr));
    bool good = X509_set_version(cert.get(), 2) == 1 &&
                BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(cert.get())) != nullptr;
    good = good && ASN1_TIME_set(X509_getm_notBefore(cert.get()), (now.ms - kSlackMs) / 1000) != nullptr;
    good = good && ASN1_TIME_set(X509_getm_notAfter(cert.get()), (now.ms + kValidMs) / 1000) != nullptr;
    good = good && add_name(X509_get_subject_name(cert.get()), wanted.subject);
    X509* const signer = issuer != nullptr ? issuer : cert.get();
    good = good && X509_set_issuer_name(cert.get(), X509_get_subject_name(signer)) == 1 &&
           X509_set_pubkey(cert.get(), key) == 1;
    for (const auto& [nid, value] : wanted.extensions) {
        good = good && add_extension(cert.get(), signer, nid, value);
    }
    if (!good || X509_sign(cert.get(), issuer_key, nullptr) == 0) {
        return failed("the certificate could not be built");
    }
    return cert;
}

Result<Certificate> to_pem(X509* cert, EVP_PKEY* key) {
    const Bio out(BIO_new(BIO_s_mem())), secret(BIO_new(BIO_s_secmem()));
    if (!out || !secret || PEM_write_bio_X509(out.get(), cert) != 1 ||
        PEM_write_bio_PKCS8PrivateKey(secret.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1) {
        return failed("the certificate could not be written");
    }
    char* text = nullptr;
    const long size = BIO_get_mem_data(out.get(), &text);
    Certificate made;
    made.certificate_pem.assign(text, static_cast<std::size_t>(size));
    const long secret_size = BIO_get_mem_data(secret.get(), &text);
    made.key_pem = Secret::from({reinterpret_cast<const std::uint8_t*>(text), static_cast<std::size_t>(secret_size)});
    return made;
}

Result<Cert> from_pem(std::string_view pem) {
    const Bio in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    Cert cert(in ? PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr) : nullptr);
    if (!cert) {
        return fail("x509.syntax", {}, "not a certificate in PEM form");
    }
    return cert;
}

Result<Key> key_from_pem(const Secret& pem) {
    const Bio in(BIO_new_mem_buf(pem.view().data(), static_cast<int>(pem.size())));
    Key key(in ? PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr) : nullptr);
    if (!key) {
        return fail("x509.syntax", {}, "not a private key in PEM form");
    }
    return key;
}

bool is_address(const std::string& host) {
    return !host.empty() && host.find_first_not_of("0123456789.:abcdefABCDEF") == std::string::npos &&
           (host.find(':') != std::string::npos || host.find_first_not_of("0123456789.") == std::string::npos);
}

}  // namespace

Result<Certificate> make_device_certificate(const std::string& device_id, const SigningKey& tls_key, Time now) {
    const Key key = to_openssl(tls_key);
    ZJ_TRY(const Cert cert,
           make({device_id, {{NID_basic_constraints, "critical,CA:FALSE"}, {NID_ext_key_usage, "clientAuth"}}},
                key.get(), nullptr, key.get(), now));
    return to_pem(cert.get(), key.get());
}

Result<Certificate> make_ca(const std::string& county, const SigningKey& signing_key, Time now) {
    const Key key = to_openssl(signing_key);
    const Wanted wanted{"zhijian county " + county,
                        {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
                         {NID_key_usage, "critical,keyCertSign,cRLSign"},
                         {NID_subject_key_identifier, "hash"}}};
    ZJ_TRY(const Cert cert, make(wanted, key.get(), nullptr, key.get(), now));
    return to_pem(cert.get(), key.get());
}

Result<Certificate> make_server_certificate(const Certificate& ca, const SigningKey& signing_key,
                                            const std::vector<std::string>& hosts, Time now) {
    if (hosts.empty()) {
        return fail("x509.make", {}, "a server certificate needs a host");
    }
    ZJ_TRY(const Cert issuer, from_pem(ca.certificate_pem));
    ZJ_TRY(const Key issuer_key, key_from_pem(ca.key_pem));
    const Key key = to_openssl(signing_key);
    std::string names;
    for (const std::string& host : hosts) {
        names += (names.empty() ? "" : ",") + std::string(is_address(host) ? "IP:" : "DNS:") + host;
    }
    const Wanted wanted{hosts.front(),
                        {{NID_basic_constraints, "critical,CA:FALSE"},
                         {NID_key_usage, "critical,digitalSignature"},
                         {NID_ext_key_usage, "serverAuth"},
                         {NID_subject_alt_name, names},
                         {NID_authority_key_identifier, "keyid"}}};
    ZJ_TRY(const Cert cert, make(wanted, key.get(), issuer.get(), issuer_key.get(), now));
    return to_pem(cert.get(), key.get());
}

Result<Hash> certificate_hash(std::string_view certificate_pem) {
    ZJ_TRY(const Cert cert, from_pem(certificate_pem));
    unsigned char* der = nullptr;
    const int size = i2d_X509(cert.get(), &der);
    if (size <= 0) {
        return fail("x509.syntax", {}, "the certificate has no DER form");
    }
    const Hash out = sha256(ByteView(der, static_cast<std::size_t>(size)));
    OPENSSL_free(der);
    return out;
}

Result<VerifyKey> certificate_key(std::string_view certificate_pem) {
    ZJ_TRY(const Cert cert, from_pem(certificate_pem));
    EVP_PKEY* const key = X509_get0_pubkey(cert.get());
    VerifyKey out;
    std::size_t size = out.bytes.size();
    if (key == nullptr || EVP_PKEY_id(key) != EVP_PKEY_ED25519 ||
        EVP_PKEY_get_raw_public_key(key, out.bytes.data(), &size) != 1 || size != 32) {
        return fail("x509.key", {}, "not an Ed25519 key");
    }
    return out;
}

}  // namespace zj::crypto
