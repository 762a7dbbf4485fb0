// SPDX-License-Identifier: Apache-2.0
#pragma once
// Fields: label above, box, message below (mock/README.md, field). The text lives in the desk's own Edit; a field only
// draws it and hands it the keys. Ready for an input method: what is being composed is drawn at the caret, underlined.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "terminal/ui/option.hpp"
#include "terminal/ui/ui.hpp"

namespace zj::ui {

enum class FieldState : std::uint8_t { rest, ok, normalised, warning, error, computed, read_only };

struct Field {
    std::string label;
    std::string message;  // under the box: a hint at rest, else what is good or wrong
    std::string placeholder;
    FieldState state = FieldState::rest;
    bool required = false;
    int lines = 1;      // more: several lines of text
    bool bare = false;  // the box alone: neither label nor message
};
float field_height(const Ui& ui, const Field& field);

struct FieldEvent {
    bool changed = false;
    bool entered = false;  // Enter: the desk moves on (focus_next) or acts
    bool left = false;     // the focus has gone elsewhere: time for full checks
};
FieldEvent text_field(Ui& ui, std::string_view id, const Rect& r, Edit& edit, const Field& field);

// Dots instead of characters; `shown` is the person's wish to see them, kept by the desk.
FieldEvent secret_field(Ui& ui, std::string_view id, const Rect& r, SecretEdit& edit, bool& shown, const Field& field);

// One of a list: a box that opens a list with a search line.
struct ChoiceEvent {
    std::optional<std::string> chosen;
    bool left = false;
};
ChoiceEvent choice_field(Ui& ui, std::string_view id, const Rect& r, Choice& choice, const std::vector<Option>& options,
                         const std::string& selected, const Field& field);
}  // namespace zj::ui
