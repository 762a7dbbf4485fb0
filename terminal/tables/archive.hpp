// SPDX-License-Identifier: Apache-2.0
#pragma once
// The parts of a workbook: a zip archive in memory, unpacked piece by piece under bounds. Only this file's source knows
// libzip.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"

struct zip;

namespace zj::tables {

class Archive {
public:
    // `bytes` outlive the archive. "table.zip": damaged, encrypted or no archive; "table.bomb": more parts than
    // bounds::kZipEntriesMax.
    static Result<Archive> open(ByteView bytes);

    bool has(const std::string& part) const;
    // Gives the part to `sink` in pieces until it returns false. "table.zip" where it is absent or damaged,
    // "table.bomb" where it unpacks to more than bounds allow; all parts read from one archive count together.
    Result<void> read(const std::string& part, const std::function<bool(std::string_view, bool last)>& sink);

private:
    struct Close {
        void operator()(zip* archive) const;
    };
    explicit Archive(zip* archive) : zip_(archive) {}

    std::unique_ptr<zip, Close> zip_;
    std::uint64_t unpacked_ = 0;
};

}  // namespace zj::tables
