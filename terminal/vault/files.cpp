// SPDX-License-Identifier: Apache-2.0
#include "terminal/vault/files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

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

Result<> give_name(const std::string& from, const std::string& to) {
    const auto failed = [&](int error) {
        const std::string what = std::generic_category().message(error);
        return error == EEXIST
                   ? fail("vault.exists", to, "the file is there already", {to})
                   : fail(error == ENOSPC || error == EDQUOT ? "vault.full" : "file.write", to, what, {to, what});
    };
    bool named = ::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0;
    if (!named && (errno == EINVAL || errno == ENOSYS || errno == ENOTSUP)) {
        // A file system without that flag. What appears between the look and the rename would be replaced.
        errno = EEXIST;
        named = !exists(to) && ::rename(from.c_str(), to.c_str()) == 0;
    }
    if (!named) {
        return failed(errno);
    }
    const auto slash = to.rfind('/');
    const int folder =
        ::open(slash == to.npos ? "." : to.substr(0, slash + 1).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const int error = folder >= 0 && ::fsync(folder) == 0 ? 0 : errno;
    if (folder >= 0) {
        ::close(folder);
    }
    // Some file systems cannot sync a folder by itself; the file's own content is on the disk.
    return error == 0 || error == EINVAL || error == ENOSYS || error == ENOTSUP ? Result<>() : Result<>(failed(error));
}

Result<> make_folder(const std::string& path) {
    return as_vault(store::make_folder(path));
}

Result<FolderLock> take_lock(const std::string& path) {
    return as_vault(FolderLock::take(path));
}

}  // namespace zj::vault
