// SPDX-License-Identifier: Apache-2.0
#pragma once
// The further flows of an office's year (domain.md 6): papers that come in, questions and reminders, leaves, ceilings,
// the annual review with its four signatures, sanctions by two people, the handling of warnings.

#include <string>

#include "gateway/demo/life.hpp"

namespace zj::demo {

class Flows {
public:
    explicit Flows(Life& life) : life_(life) {}

    void paper();  // registered, and filed some days later
    // Of a case that the office has in hand; its state is asked again when the unit speaks.
    void question(const std::string& case_key, const std::string& unit);
    void reminder(const std::string& case_key, const std::string& unit);
    void leave();
    void ceilings();
    void lend();  // two revolving posts to the first unit, until the end of the next year
    void review(const std::string& unit, int year);
    // One after the other: a circular, a term to rectify, a suspension; each is lifted some days later.
    void sanction(const std::string& unit, const std::string& measure);
    // An inspector verifies, and the unit is to rectify.
    void handle(const std::string& warning_id);

private:
    void opinion(const std::string& review, const std::string& who, const std::string& text, bool rectify = false);

    Life& life_;
};

}  // namespace zj::demo
