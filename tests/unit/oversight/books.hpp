// SPDX-License-Identifier: Apache-2.0
#pragma once
// A few records of a county put into an index, each with its next version, and the findings about a subject. Ids are
// short words; the day is 2026-11-27, a Friday.

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "shared/codec/value.hpp"
#include "shared/oversight/warnings.hpp"

namespace zj::test {

using codec::Array;
using codec::Object;
using codec::Value;
using oversight::Finding;
using oversight::Level;

inline const std::string kTown = "421125101", kVillage = "421125102";

Date day(std::string_view text);  // 2026-11-27
std::shared_ptr<const model::Catalogue> shipped_catalogue();
// A valid number of the division that was never assigned; odd sequences are men.
std::string id_number(std::string_view birth, int sequence);

Value with(Value value, std::initializer_list<std::pair<const char*, Value>> members);
Value without(Value value, std::string_view member);

// Complete and without any fault: a man of the town on line 10, in the register since 2010.
Value person_record(int n, const std::string& unit = kTown);
Value unit_record(const std::string& name, std::string_view nature = "1", std::string_view category = "09");
Value ledger_record(std::int64_t h, std::int64_t a, std::int64_t r = 0);
Value pay_record(const std::vector<Value>& rows);
Value pay_row(const Value& person, std::int64_t paid, std::string_view item = "active");

struct Books {
    oversight::Index index{"421125"};
    std::shared_ptr<const model::Catalogue> catalogue = shipped_catalogue();
    std::map<std::string, std::int64_t> versions;
    Date today = day("2026-11-27");

    Books();  // two towns, each with a line of type 10 that is neither full nor over

    log::Record put(const std::string& key, Value value);
    // A person and, as a subject, what is paid to their number.
    std::string pay_subject(const Value& person) const;
    // Findings of one rule about a subject.
    std::vector<Finding> found(std::string_view rule, std::string_view subject) const;
    std::vector<Finding> found(std::string_view rule, std::string_view subject, std::string_view on) const;
};

// "red 2026-11-01" of the only finding; "none"; "3 findings".
std::string told(const std::vector<Finding>& findings);

}  // namespace zj::test
