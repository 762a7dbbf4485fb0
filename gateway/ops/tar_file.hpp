// SPDX-License-Identifier: Apache-2.0
#pragma once
// Writes the tar of a package (shared/package/tar.hpp): one folder, plain files one after the other, all of one time.

#include <string>

#include "shared/base/time.hpp"
#include "shared/store/files.hpp"

namespace zj::ops {

class TarFile {
public:
    // "file.exists", file.*. `top`: the folder that everything is in; `at`: what every file's time says.
    static Result<TarFile> make(const std::string& path, std::string top, Time at);
    // A file of so many bytes, which follow by append().
    Result<> begin(const std::string& path, std::uint64_t bytes);
    // "package.changed" where more come than begin() said.
    Result<> append(ByteView bytes);
    Result<> whole(const std::string& path, std::string_view bytes);
    // Durable when it returns. "package.changed" where the last file is short.
    Result<> close();

private:
    TarFile(store::NewFile file, std::string top, Time at) : file_(std::move(file)), top_(std::move(top)), at_(at) {}
    Result<> pad();

    store::NewFile file_;
    std::string top_, path_;
    Time at_;
    std::uint64_t bytes_ = 0, left_ = 0;
};

}  // namespace zj::ops
