// SPDX-License-Identifier: Apache-2.0
#pragma once
// What is done about warnings (domain.md 7): an inspector verifies them, the office puts them right or closes them.

#include "gateway/demo/life.hpp"

namespace zj::demo {

class Handling {
public:
    // `life` outlives it; `county` is the code of its log.
    Handling(Life& life, std::string county) : life_(life), county_(std::move(county)) {}

    // On that day the warnings are looked through, as `report` shows them: too many leaders are to be put right, and a
    // few notices of retirement are closed with what was seen.
    void schedule(Date day);

private:
    void look_through();
    void act(std::string_view who, const std::string& warning, codec::Value step);
    void rectify(const std::string& warning);
    void close(const std::string& warning, const std::string& digest);

    Life& life_;
    std::string county_;
};

}  // namespace zj::demo
