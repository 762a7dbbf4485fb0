// SPDX-License-Identifier: Apache-2.0
#pragma once
// The little X.509 that TLS needs: Ed25519 keys in self-signed device certificates and a county CA with one gateway
// certificate. Trust never comes from a signature chain alone: a device's key stands in a live device record, the CA's
// hash in a root statement.

#include <string>
#include <string_view>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/crypto/crypto.hpp"

namespace zj::crypto {

struct Certificate {
    std::string certificate_pem;
    Secret key_pem;  // PKCS#8
};

// A device's client certificate: self-signed, subject CN = device id, valid 20 years (standing is checked per request,
// not by date).
Result<Certificate> make_device_certificate(const std::string& device_id, const SigningKey& tls_key, Time now);
// A county CA and a server certificate under it for the given host names and addresses ("127.0.0.1", "gateway.county").
Result<Certificate> make_ca(const std::string& county, const SigningKey& key, Time now);
Result<Certificate> make_server_certificate(const Certificate& ca, const SigningKey& key,
                                            const std::vector<std::string>& hosts, Time now);

// SHA-256 over the DER form, as a root statement states it for the CA.
Result<Hash> certificate_hash(std::string_view certificate_pem);
// The raw Ed25519 public key of a certificate; "x509.key" for any other kind.
Result<VerifyKey> certificate_key(std::string_view certificate_pem);

}  // namespace zj::crypto
