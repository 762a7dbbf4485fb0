// SPDX-License-Identifier: Apache-2.0
#pragma once
// A county's folder on the gateway: where each thing stands, and its keys.
//
//   county.json     what the county is; written last by init, so a folder without it is a founding that was cut off
//   county.db       log and registers (gateway/county)
//   keys/           0600 each: database (32 bytes), log (seed), bundle (secret), tls.pem (chain), tls.key.pem
//   tickets/        of the first two administrators: handed over and deleted by people
//   root-key.json   the county root, wrapped under a passphrase: carried away by people; the gateway never reads it
//   opening/        demonstration counties only: the tables that import-opening reads
//   lock            the process that serves the folder

#include <memory>
#include <string>

#include "gateway/county/county.hpp"
#include "shared/base/result.hpp"
#include "shared/crypto/crypto.hpp"

namespace zj::ops {

struct CountyFacts {
    std::string county, name, address;  // address: host:port as on tickets
    std::string fingerprint;            // of the county root
    bool demo = false;
};

struct Keys {
    crypto::Secret database;
    crypto::SigningKey log;
};

std::string path_in(const std::string& folder, std::string_view file);

Result<> write_facts(const std::string& folder, const CountyFacts& facts);
// "gateway.missing" where no county was founded here, "gateway.unfinished" where the founding was cut off.
Result<CountyFacts> read_facts(const std::string& folder);
Result<Keys> read_keys(const std::string& folder);

// Opens the county of a folder; several processes may, one of them serves. `threads`: for checking signatures.
Result<std::unique_ptr<county::County>> open_county(const std::string& folder, unsigned threads, Clock& clock,
                                                    Random& random);

}  // namespace zj::ops
