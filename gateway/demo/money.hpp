// SPDX-License-Identifier: Apache-2.0
#pragma once
// What finance brings each month: the payroll of every unit, and budgets that follow it (domain.md 7). Made from the
// registers themselves, so that nothing differs but what is planted.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gateway/demo/life.hpp"

namespace zj::demo {

struct PayRow {
    std::string id_no, name;
    std::int64_t paid = 0;  // fen
    std::string item;       // active, retired, other
};
using Payroll = std::map<std::string, std::vector<PayRow>>;  // unit → rows

class Money {
public:
    // `alter` makes the mistakes of a month: "2026-09".
    using Alter = std::function<void(const std::string& month, Payroll& payroll)>;
    Money(Life& life, Alter alter) : life_(life), alter_(std::move(alter)) {}

    // Of the month of today.
    void month();

    // What somebody of this row is paid for the month, in fen; absent where pay is not approved for it yet. Whom the
    // opening books found here was paid before the register knew of any approval.
    static std::optional<std::int64_t> pay_for(const codec::Value& person, const std::string& month);

private:
    Payroll made();
    void load(const std::string& month, const Payroll& payroll);
    void budget(int year, const Payroll& payroll);

    Life& life_;
    Alter alter_;
    std::map<std::string, std::map<int, std::int64_t>> largest_;  // unit → year → the largest month
};

}  // namespace zj::demo
