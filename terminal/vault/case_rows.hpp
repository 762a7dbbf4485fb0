// SPDX-License-Identifier: Apache-2.0
#pragma once
// One case as lists need it, and what a list asks for. Rows are made from the record or the own submission alone, so
// that the index can be made again (Vault::rebuild_index) and comes out the same.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/base/time.hpp"
#include "shared/codec/value.hpp"

namespace zj::vault {

struct CaseEntry {
    std::string key, case_no, matter, unit, state, step;
    std::string place;    // who has it: see place_of()
    std::string subject;  // whom or what it is about
    std::string about;    // key of the record that names the subject, where one does
    std::string barred;   // "|person|…": who may not decide at this step
    bool local = false;   // an own submission without a record
    bool held = false;
    std::uint64_t seq = 0;  // own number that submitted it; 0: none
    std::int64_t n = 0;     // 本机 n 号; 0: not made here
    std::optional<Time> received_at, closed_at, changed_at;
    std::vector<std::pair<Time, std::optional<Time>>> pauses;
    std::int64_t half_days = 0;  // 0: as the matter says
    std::uint64_t entry = 0;     // log index + 1; 0: local

    bool operator==(const CaseEntry&) const = default;
};

// "<matter>/<step>" of a layer, "returned/<matter>", "signed/<matter>"; empty where nobody has it.
std::string place_of(std::string_view state, std::string_view matter, std::string_view step);
bool closed_state(std::string_view state);
// `name_of` tells the name of a person or unit by its key, empty where not known here.
CaseEntry case_entry_of(std::string_view key, const codec::Value& value,
                        const std::function<std::string(std::string_view key)>& name_of);

struct CaseFilter {
    enum class Kind { all, open, returned, held, closed } kind = Kind::all;
    std::string matter;              // empty: all
    std::string text;                // part of subject, number or key of a unit in `units`; empty: all
    std::vector<std::string> units;  // codes whose names have the text
};
struct CaseCount {
    std::string matter, state;
    bool open = false, held = false;
    std::int64_t n = 0;
};

// A form being filled, as stored. Its person is the unlocked one.
struct StoredDraft {
    std::int64_t id = 0;  // 0: not stored yet
    std::string matter, unit, on_case;
    std::string form;                    // JSON text
    std::vector<std::string> documents;  // SHA-256 in hex of what must stay for it
    Time saved_at;
};

}  // namespace zj::vault
