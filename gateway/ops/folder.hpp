// SPDX-License-Identifier: Apache-2.0
#pragma once
// A county's folder on the gateway: where each thing stands, and its keys. Mode 0700, files 0600.
//
//   county.json          what the county is
//   county.db            log and registers (gateway/county)
//   keys/                database (32 bytes), log (seed), bundle (secret), tls.pem (chain), tls.key.pem
//   tickets/             of the first two administrators: handed over and deleted by people
//   root-key.json        the county root, wrapped under a passphrase: carried away by people; the gateway never reads
//   it root-passphrase.txt  that passphrase, where init drew it: carried away elsewhere, and first opening/
//   demonstration counties only: the tables that import-opening reads orders/              what operators tell the
//   process that serves (ops/orders) lock                 held by the process that serves, or writes

#include <memory>
#include <string>

#include "gateway/county/county.hpp"
#include "gateway/county/warning_table.hpp"
#include "shared/base/result.hpp"
#include "shared/crypto/crypto.hpp"
#include "shared/store/files.hpp"

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
// As people type folders: "county/" is "county".
std::string without_slash(std::string folder);

Result<> write_facts(const std::string& folder, const CountyFacts& facts);
// "gateway.missing" where no county was founded here.
Result<CountyFacts> read_facts(const std::string& folder);
Result<Keys> read_keys(const std::string& folder);

// Opens the county of a folder. Several processes may read it; only who holds the lock writes. `threads`: for checking
// signatures.
Result<std::unique_ptr<county::County>> open_county(const std::string& folder, unsigned threads, Clock& clock,
                                                    Random& random);
// The stored warnings of a folder's county, which has been opened before.
Result<county::WarningTable> open_warnings(const std::string& folder);
// "gateway.busy" where another process serves the folder.
Result<store::FolderLock> lock_county(const std::string& folder);

}  // namespace zj::ops
