// SPDX-License-Identifier: Apache-2.0
#pragma once
// The panels of the form. Each draws from the top of its rectangle and returns the height used. Only for its files.

#include "terminal/desk/form/form_desk.hpp"
#include "terminal/ui/ui.hpp"

namespace zj::desk::form {

struct Panel {
    ui::Ui& ui;
    FormDesk& desk;
    const Around& around;
    std::optional<FormIntent> out;
    std::string left;  // a field that the focus has gone from

    void say(FormIntent::Kind kind, std::string key = {}, std::string value = {}, std::size_t at = 0) {
        FormIntent intent;
        intent.kind = kind;
        intent.key = std::move(key);
        intent.value = std::move(value);
        intent.at = at;
        intent.now_ms = ui.frame().ticks_ms;
        intent.lang = ui.lang();
        out = std::move(intent);
    }
    const std::string& word(const model::Text2& text) const { return ui.zh() ? text.zh : text.en; }
};

float draw_section(Panel& p, const ui::Rect& r, std::size_t section);
float draw_papers(Panel& p, const ui::Rect& r);
float draw_seats(Panel& p, const ui::Rect& r);
float draw_checks(Panel& p, const ui::Rect& r);
void draw_sign(Panel& p, ui::Rect r);
float sign_height(const ui::Ui& ui);
void draw_picker(Panel& p);
void draw_preview(Panel& p);
void draw_question(Panel& p);

// What a note or gap says, in a few words.
std::string told(const ui::Ui& ui, const std::string& code, const std::vector<std::string>& args);

}  // namespace zj::desk::form
