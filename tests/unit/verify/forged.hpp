// SPDX-License-Identifier: Apache-2.0
#pragma once
// A package of the town's case to be changed, and words for changing it.

#include <catch2/catch_test_macros.hpp>
#include <functional>

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/package/layout.hpp"
#include "tests/unit/verify/filed.hpp"

namespace zj::test {

using package::Part;
using package::part_path;

// The one byte in the middle of a file.
inline void spoil(PackageFiles& files, const std::string& path) {
    std::string& text = files.at(path);
    text[text.size() / 2] ^= 1;
}

inline void replace(std::string& text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
}

// A member of a part, changed and written again.
inline void edit(PackageFiles& files, const std::string& path, const std::function<void(Object&)>& change) {
    Value value = *codec::parse_json(files.at(path), package::kPartBytesMax);
    change(value.object());
    files[path] = codec::write_json(value) + "\n";
}

inline Object& first(Object& part, const char* list) {
    return part[list].array().front().object();
}

inline std::uint64_t entry_of(const PackageFiles& files, std::size_t step) {
    const Value metadata = *codec::parse_json(files.at(package::kMetadata));
    return static_cast<std::uint64_t>(metadata.items("course")[step].int_or("entry"));
}

struct Forged {
    Filed& f = filed();
    PackageFiles files = f.package(f.town);
    std::uint64_t submit = entry_of(files, 0), decision = entry_of(files, 3), closing = entry_of(files, 7);

    // As the county: what is left is what it says.
    verify::PackageReport sealed() {
        seal_anew(files, f.world.county);
        return verified(files);
    }
    void drop(std::uint64_t index) {
        for (const Part part : {Part::receipt, Part::change_set, Part::records}) {
            files.erase(part_path(part, index));
        }
    }
};

}  // namespace zj::test
