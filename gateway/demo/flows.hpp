// SPDX-License-Identifier: Apache-2.0
#pragma once
// The further flows of an office's year (domain.md 6): questions and reminders, leaves, ceilings, posts that are lent,
// the annual review with its four signatures, sanctions by two people.

#include <string>

#include "gateway/demo/files.hpp"

namespace zj::demo {

class Flows {
public:
    Flows(Life& life, Files& files) : life_(life), files_(files) {}

    // Of a case that the office has in hand; its state is asked again when the unit speaks.
    void question(const std::string& case_key, const std::string& unit);
    void reminder(const std::string& case_key, const std::string& unit);
    void leave();
    void ceilings();
    // A line of the plan that the opening books had wrongly, and nobody has used, is taken back. False where the unit
    // that is looked at has none.
    bool opening_line_in_error();
    // Revolving posts to the first unit: two until the end of the next year, one that a document takes back sooner.
    void lend_posts();
    void review(const std::string& unit, int year);
    // On figures that are put right first: cancelled, and opened anew the day after.
    void review_opened_in_error(const std::string& unit, int year);
    // One after the other: a circular, a term to rectify, a suspension; each is lifted some days later.
    void sanction(const std::string& unit, const std::string& measure);

private:
    std::string lend(const std::string& unit, int posts, Date until);  // the document that lends
    bool open_review(const std::string& unit, int year);
    void opinion(const std::string& review, const std::string& who, const std::string& text, bool rectify = false);

    Life& life_;
    Files& files_;
};

}  // namespace zj::demo
