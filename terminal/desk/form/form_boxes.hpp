// SPDX-License-Identifier: Apache-2.0
#pragma once
// Between a draft of the vault and the boxes on the screen: filling them, reading them back, checking them. Pure; only
// for the files of this desk.

#include "terminal/desk/form/form_desk.hpp"

namespace zj::desk::form {

// Boxes of the form that has arrived, with its options in both languages and what the draft holds.
void fill(FormDesk& desk);

// What is typed, as a draft that can be saved.
work::Draft draft_of(const FormDesk& desk);

// Fields and documents are checked as they would be before signing; notes and gaps follow.
void check(FormDesk& desk);

// Replaces what is typed by its normal form: at a field that is left, and everywhere before signing.
void tidy(FormBox& box);
void tidy_all(FormDesk& desk);

// "reason", "changes.0" (which item), "changes.0.new".
FormBox* find(FormDesk& desk, std::string_view key);
FormBox make_box(const FormDesk& desk, const model::Field& field);
// The box of a new value after another item was chosen.
void choose_item(FormDesk& desk, ChangeBox& change, const std::string& item);

// Index of the section that a pointer stands in; matter->sections.size(): materials.
std::size_t section_of(const FormDesk& desk, std::string_view pointer);
std::size_t gaps_in(const FormDesk& desk, std::size_t section);
// Where the focus goes for a pointer, as an id of the UI map.
std::string focus_of(const FormDesk& desk, std::string_view pointer);

// Documents of the slot that are here or, where a return is answered, in the county.
bool slot_filled(const FormDesk& desk, std::string_view slot);
// Slots to show: required now, filled, asked for, or never required.
std::vector<const model::Slot*> slots_shown(const FormDesk& desk);

// The values of a section, in words, for a folded section and for what is signed.
std::string summary_of(const FormDesk& desk, std::size_t section, texts::Lang lang);

}  // namespace zj::desk::form
