// SPDX-License-Identifier: Apache-2.0
#include "gateway/ops/tar_file.hpp"

#include "shared/package/tar.hpp"

namespace zj::ops {

Result<TarFile> TarFile::make(const std::string& path, std::string top, Time at) {
    ZJ_TRY(store::NewFile file, store::NewFile::make(path));
    return TarFile(std::move(file), std::move(top), at);
}

Result<> TarFile::begin(const std::string& path, std::uint64_t bytes) {
    ZJ_CHECK(pad());
    ZJ_TRY(const std::string header, package::tar_header({top_ + "/" + path, bytes, at_}));
    path_ = path;
    bytes_ = left_ = bytes;
    return file_.append(as_bytes(header));
}

Result<> TarFile::append(ByteView bytes) {
    if (bytes.size() > left_) {
        return fail("package.changed", path_, "longer than it was a moment ago");
    }
    left_ -= bytes.size();
    return file_.append(bytes);
}

Result<> TarFile::whole(const std::string& path, std::string_view bytes) {
    ZJ_CHECK(begin(path, bytes.size()));
    return append(as_bytes(bytes));
}

Result<> TarFile::pad() {
    if (left_ != 0) {
        return fail("package.changed", path_, "shorter than it was a moment ago");
    }
    return file_.append(as_bytes(std::string(package::tar_padding(bytes_), '\0')));
}

Result<> TarFile::close() {
    ZJ_CHECK(pad());
    ZJ_CHECK(file_.append(as_bytes(std::string(package::kTarEndBlocks * package::kTarBlock, '\0'))));
    return file_.close();
}

}  // namespace zj::ops
