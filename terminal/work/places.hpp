// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where documents may be taken from: removable media and the folders that the operator names (scan folder). Nothing
// else of the machine can be looked at from a desk (terminal.md, Kiosk).

#include <string>
#include <vector>

#include "terminal/work/jobs.hpp"

namespace zj::work {

class Places {
public:
    // `named`: folders of the operator. `media`: below which sticks are mounted, one folder each or one a user.
    Places(std::vector<std::string> named, std::vector<std::string> media);

    // The places themselves (folder empty), or what lies in a folder of them: folders first, files newest first.
    // "place.outside" where it is no such folder (links are followed before it is asked), "place.read". At most
    // kPlacesMax entries, of those that may be attached by their name.
    Result<reply::Places> look(const job::Browse& where) const;
    // The file by its real path, if it lies in a permitted place.
    Result<std::string> permitted(const std::string& path) const;

    static constexpr std::size_t kPlacesMax = 2'000;  // a stick full of photographs stays scrollable
    static constexpr std::size_t kNamesMax = 20'000;  // looked at for that, of whatever kind: a second on a slow stick

private:
    std::vector<std::string> roots() const;

    std::vector<std::string> named_, media_;
};

}  // namespace zj::work
