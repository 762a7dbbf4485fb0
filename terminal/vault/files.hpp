// SPDX-License-Identifier: Apache-2.0
#pragma once
// The file operations of store/files.hpp with the codes of a vault: vault.io (with the system's words), vault.full,
// vault.missing, vault.exists, vault.corrupt, vault_busy.

#include <string>

#include "shared/store/files.hpp"

namespace zj::vault {

using store::exists;
using store::FolderLock;

Error as_vault(Error error);

template <class T>
Result<T> as_vault(Result<T> result) {
    return result ? std::move(result) : Result<T>(as_vault(std::move(result).error()));
}

Result<> write_file(const std::string& path, ByteView bytes);
Result<> write_new_file(const std::string& path, ByteView bytes);
Result<Bytes> read_file(const std::string& path, std::size_t bytes_max);
// Gives a finished file its name, on any file system that a stick may have (FAT knows no hard links), durably and
// without replacing another: "vault.exists", "file.write".
Result<> give_name(const std::string& from, const std::string& to);
Result<> make_folder(const std::string& path);
Result<FolderLock> take_lock(const std::string& path);

}  // namespace zj::vault
