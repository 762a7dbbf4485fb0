// SPDX-License-Identifier: Apache-2.0
#pragma once
// 填报: one form being filled. The draft is in the vault as it is typed: it is saved kSaveQuietMs after the last key,
// and at the latest kSaveLatestMs after the first key that is not saved, so that nothing typed more than a second ago
// can be lost. What the form lacks is told beside it at any time; the filled button leads there, and signs when nothing
// is missing.

#include <array>

#include "terminal/desk/desk.hpp"
#include "terminal/ui/edit.hpp"
#include "terminal/ui/field.hpp"
#include "terminal/ui/option.hpp"

namespace zj::desk {

inline constexpr std::int64_t kSaveQuietMs = 250;   // a pause in typing
inline constexpr std::int64_t kSaveLatestMs = 500;  // leaves half of the second for a slow disk and a busy processor
inline constexpr std::int64_t kSaveAgainMs = 3000;  // after a save that failed: a full disk is not freed in less

// What stands under a field: a key of the string table (or a code of an error), and its arguments.
struct FieldNote {
    ui::FieldState state = ui::FieldState::rest;
    std::string code;
    std::vector<std::string> args;
};

struct FormBox {
    const model::Field* field = nullptr;             // of the catalogue that the desk holds
    ui::Edit edit;                                   // what is typed
    ui::Choice choice;                               // of what is chosen
    std::array<std::vector<ui::Option>, 2> options;  // by texts::Lang
    std::string chosen;                              // key of an option; "true", "false"
    bool touched = false;                            // was left once, or the button was pressed: faults are told
    bool required = false, faulty = false;
    bool placed = true;   // false: it belongs to another kind of case than the one chosen; what it holds is kept
    bool tidied = false;  // what was typed has been replaced by its normal form
    FieldNote note;

    bool typed() const;  // by hand, not chosen
    std::string value() const { return typed() ? edit.text() : chosen; }
};

// One line of a list of changes: which item of the person, and its new value.
struct ChangeBox {
    FormBox item;
    FormBox value;
};

struct FormDocument {
    work::DraftMaterial material;
    ui::Edit pages;
};

// One thing that is missing or wrong, in the order of the form.
struct FormGap {
    std::string pointer;  // /fields/reason, /materials/minutes
    std::string code;
    std::vector<std::string> args;
};

struct FormSaving {
    std::uint64_t typed = 0, sent = 0, saved = 0;  // serials of changes
    std::optional<std::int64_t> first_ms;          // the first change that was not sent
    std::int64_t last_ms = 0, sent_ms = 0, not_before_ms = 0;
    Wait wait;
    bool follows = false;    // an unanswered save has made the draft, or will: later ones name it by that
    std::optional<Time> at;  // of the last one that is durable
    std::optional<Error> error;
    bool safe() const { return saved == typed; }
};

// Where a document is taken from: permitted folders, drawn over the form.
struct FormPicker {
    bool open = false;
    std::string slot;
    std::string folder;  // kept from one document to the next
    Loaded<work::reply::Places> places;
    std::vector<work::reply::Place> rows;  // folders by name, then files, newest first
    Wait attach;
    std::string reading;  // path of the file that is read
    bool waits_for_id = false;
    std::optional<Error> error;
};

struct FormPreview {
    bool open = false;
    std::string sha256, media_type, title;
    int page = 0;
    Loaded<work::reply::Picture> picture;
};

struct FormDesk {
    Go came;  // how the person came here
    Loaded<work::FormView> form;
    const model::Matter* matter = nullptr;  // in the catalogue of the form
    std::vector<FormBox> boxes;             // computed fields have none
    std::vector<ChangeBox> changes;
    std::vector<FormDocument> documents;
    std::uint64_t seen = 0;  // revisions of all texts, as of the last step: a higher sum is typing to be saved
    std::size_t open = 0;    // the section that is not folded
    codec::Value fields;     // normalised, as of the last change
    std::vector<FormGap> gaps;
    bool pressed_sign = false;  // gaps are told at every field
    std::vector<work::Fact> facts;
    Wait facts_wait;
    bool facts_known = false;
    FormSaving saving;
    FormPicker picker;
    FormPreview preview;
    bool asks_drop = false;
    bool drops = false;  // as soon as the first save, which is under way, has told which draft it made
    Wait drop_wait;
    std::optional<Go> next;              // another form, which is opened once the words in this one are durable
    bool signing = false;                // the dialog has it
    bool signs_next = false;             // as soon as everything is saved
    texts::Lang lang = texts::Lang::zh;  // of the summary that is signed
    std::string basis;                   // on what it was filled, in words: the checkpoint
    std::optional<Error> trouble;        // of the last step

    std::int64_t draft() const { return form.value ? form.value->draft.id : 0; }
};

struct FormIntent {
    enum class Kind : std::uint8_t {
        typed,          // `key` has new text
        chosen,         // `key` has `value`
        left,           // the focus has gone from `key`
        next,           // Enter in `key`
        section,        // unfold section `at`
        go_to,          // the gap with pointer `key`
        add_change,     // a further line of changes
        drop_change,    // line `at`
        attach,         // choose a document for slot `key`
        place,          // row `at` of the picker
        up,             // back to the permitted places
        look,           // preview document `key`
        page,           // page `at` of it
        close,          // what is open over the form
        pages,          // document `at` has another number of pages
        drop_document,  // document `at`
        sign,           // the filled button; `lang`, `value`: basis
        ask_drop,       // delete the draft, asked once
        drop,
        keep,
        flow,  // flow chart and materials of the matter
        leave,
        retry,
    };
    Kind kind = Kind::typed;
    std::string key, value;
    std::string left;  // the field that the focus has gone from in the same frame
    std::size_t at = 0;
    std::int64_t now_ms = 0;  // monotonic, of the frame
    texts::Lang lang = texts::Lang::zh;
};

// Go.draft: that draft. Else Go.key: a matter, or a case (with a '/') whose return is answered.
Effects enter(FormDesk& desk, const Go& go);
Effects refresh(FormDesk& desk);
Effects update(FormDesk& desk, FormIntent&& intent);
Effects receive(FormDesk& desk, work::Reply& reply);
Effects tick(FormDesk& desk, std::int64_t now_ms);
std::int64_t next_due_ms(const FormDesk& desk);
// Saves what is not saved yet: before a lock, and before another desk is shown.
Effects flush(FormDesk& desk);
// The person goes to another desk: nothing that was begun here opens there.
Effects leave(FormDesk& desk);

}  // namespace zj::desk
