// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which unit of the county a cell names. Pure.

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace zj::tables {

// What the caller knows of each unit (domain.md 3.3): its register's code, name, short_name and uscc.
struct Unit {
    std::string code, name, short_name, uscc;
};

enum class UnitBy { code, name, short_name, uscc };
std::string_view name_of(UnitBy by);

class Units {
public:
    explicit Units(const std::vector<Unit>& units);

    struct Found {
        enum class State { one, none, several };
        State state = State::none;
        std::string_view code;  // of the one; valid as long as the Units
    };
    // Compared without spaces and width of signs. Two units of one short name are told as several, never guessed.
    Found find(UnitBy by, std::string_view text) const;

private:
    // One map for each UnitBy: key → code, empty where several units share it.
    std::array<std::map<std::string, std::string, std::less<>>, 4> by_;
};

}  // namespace zj::tables
