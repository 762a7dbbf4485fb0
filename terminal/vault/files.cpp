// SPDX-License-Identifier: Apache-2.0
#include "terminal/vault/files.hpp"

namespace zj::vault {

Error as_vault(Error error) {
    if (error.code == "file.busy") {
        error.code = "vault_busy";
    } else if (error.code == "file.size") {
        error.code = "vault.corrupt";
    } else if (error.code.starts_with("file.")) {
        error.code = "vault." + error.code.substr(5);
    }
    return error;
}

Result<> write_file(const std::string& path, ByteView bytes) {
    return as_vault(store::write_file(path, bytes));
}

Result<> write_new_file(const std::string& path, ByteView bytes) {
    return as_vault(store::write_new_file(path, bytes));
}

Result<Bytes> read_file(const std::string& path, std::size_t bytes_max) {
    return as_vault(store::read_file(path, bytes_max));
}

Result<> make_folder(const std::string& path) {
    return as_vault(store::make_folder(path));
}

Result<FolderLock> take_lock(const std::string& path) {
    return as_vault(FolderLock::take(path));
}

}  // namespace zj::vault
