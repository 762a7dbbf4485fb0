// SPDX-License-Identifier: Apache-2.0
#pragma once
// Every desk in every state, with made-up content: what the contact sheet shows and the headless frames draw. Each desk
// has a file of its own; times are fixed, so that pictures can be compared.

#include <functional>
#include <string>
#include <vector>

#include "terminal/desk/desk.hpp"
#include "terminal/ui/ui.hpp"

namespace zj::gui {

struct Fixture {
    std::string desk, state;  // "home", "empty"
    std::function<void(ui::Ui&)> draw;
};

void add_home(std::vector<Fixture>& out);
void add_lock(std::vector<Fixture>& out);
void add_first_run(std::vector<Fixture>& out);
void add_settings(std::vector<Fixture>& out);
void add_matters(std::vector<Fixture>& out);
void add_form(std::vector<Fixture>& out);
void add_cases(std::vector<Fixture>& out);
void add_one_case(std::vector<Fixture>& out);
void add_review(std::vector<Fixture>& out);
std::vector<Fixture> all_fixtures();

// 2026-11-23 09:18 local time, a Monday, as in design/mock.
Time fixed_now();
// Who sits there: the clerk 甲小满 of 巴河镇, or the reviewer 丁寒露 of the office.
const work::HereView& clerk();
const work::HereView& reviewer();
// A page inside rail and strip.
void in_shell(ui::Ui& ui, desk::Place place, const work::HereView& here,
              const std::function<void(ui::Rect page, const desk::Around&)>& draw);

}  // namespace zj::gui
