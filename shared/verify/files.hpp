// SPDX-License-Identifier: Apache-2.0
#pragma once
// The files of an audit bundle, read as streams: a folder, or memory for tests. Paths are relative, '/'-separated and
// already safe.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"

namespace zj::verify {

class Stream {
public:
    virtual ~Stream() = default;
    virtual std::size_t read(std::span<char> out) = 0;  // 0 at the end
};

class Files {
public:
    virtual ~Files() = default;
    virtual Result<std::vector<std::string>> list() = 0;  // sorted; refuses anything but files and folders
    virtual Result<std::unique_ptr<Stream>> open(const std::string& path) = 0;  // "bundle.missing"
    virtual Result<std::uint64_t> size(const std::string& path) = 0;
    virtual Result<Hash> sha256(const std::string& path);                      // of all that open() gives
    Result<std::string> read(const std::string& path, std::size_t bytes_max);  // "bundle.size" beyond
};

std::unique_ptr<Files> open_folder(const std::string& folder);

// Files held in memory; replacing one forgets only its own hash, so that tests can flip a million bits.
class MemoryFiles final : public Files {
public:
    void put(std::string path, std::string bytes);
    std::string& at(const std::string& path);  // for mutation; forgets the hash
    void remove(const std::string& path);
    Result<std::vector<std::string>> list() override;
    Result<std::unique_ptr<Stream>> open(const std::string& path) override;
    Result<std::uint64_t> size(const std::string& path) override;
    Result<Hash> sha256(const std::string& path) override;

private:
    std::map<std::string, std::string> files_;
    std::map<std::string, Hash> hashes_;
};

// Lines of a stream without their newline; a line beyond `bytes_max` or a last one without newline is "bundle.line".
class Lines {
public:
    Lines(std::unique_ptr<Stream> stream, std::size_t bytes_max);
    Result<bool> next(std::string& line);  // false at the end

private:
    std::unique_ptr<Stream> stream_;
    std::size_t bytes_max_;
    std::string buffer_;
    std::size_t at_ = 0;
    bool end_ = false;
};

}  // namespace zj::verify
