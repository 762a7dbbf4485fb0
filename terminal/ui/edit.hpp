// SPDX-License-Identifier: Apache-2.0
#pragma once
// The text of one field while it is edited: buffer, caret, selection, undo, and the composition of an input method that
// is not yet part of the text. No window, no clock: keys in, text out, so that all of it is tested without either.
// Offsets are bytes of UTF-8 and always stand before a whole character: a code point with the marks that belong to it.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/crypto/secret.hpp"

namespace zj::ui {

enum class Key : std::uint8_t { left, right, up, down, home, end, backspace, del, enter, a, c, v, x, y, z };
struct KeyPress {
    Key key = Key::left;
    bool shift = false, ctrl = false;
};

// Where cut and copied text goes; desks that must not leak have none.
class Clipboard {
public:
    virtual ~Clipboard() = default;
    virtual std::string get() = 0;
    virtual void set(const std::string& text) = 0;
};

class Edit {
public:
    // Undo steps kept of one field: far beyond what anybody takes back.
    static constexpr std::size_t kUndoMax = 200;
    // Pasted in one go: the longest field of any form holds 1,000 characters.
    static constexpr std::size_t kPasteBytesMax = 16 * 1024;

    std::size_t chars_max = 1000;
    bool multiline = false;

    void set(std::string text);  // caret at the end; nothing to undo
    const std::string& text() const { return text_; }
    std::size_t chars() const;
    std::uint64_t revision() const { return revision_; }  // rises whenever the text changes

    std::size_t caret() const { return caret_; }
    std::size_t from() const { return caret_ < anchor_ ? caret_ : anchor_; }
    std::size_t to() const { return caret_ < anchor_ ? anchor_ : caret_; }
    bool selecting() const { return caret_ != anchor_; }
    void place(std::size_t offset, bool select);
    void select_all();
    void select_word(std::size_t offset);

    // Replaces the selection. What steers a screen is left out, line ends become spaces in a single line, and what goes
    // beyond chars_max is cut; refused() says so until the next change.
    void insert(std::string_view utf8);
    enum class Refused : std::uint8_t { nothing, length, signs };
    Refused refused() const { return refused_; }
    // Left, right, home, end, backspace, del, enter (multiline) and the chords a c v x y z. False: not this field's.
    bool press(const KeyPress& key, Clipboard* clipboard);

    // Text under way in an input method, shown at the caret; empty: none.
    void compose(std::string utf8) { composition_ = std::move(utf8); }
    const std::string& composition() const { return composition_; }

private:
    struct Past {
        std::string text;
        std::size_t caret, anchor;
    };
    void remember(bool typing);
    void replace(std::string_view with);
    bool erase_towards(bool forward, bool word);
    void step(std::vector<Past>& back, std::vector<Past>& forth);

    std::string text_, composition_;
    std::size_t caret_ = 0, anchor_ = 0;
    std::uint64_t revision_ = 0;
    std::vector<Past> undo_, redo_;
    Refused refused_ = Refused::nothing;
    bool typing_ = false;  // the last change was typing at the caret: more of it joins the same undo step
};

// Boundaries of whole characters.
std::size_t next_character(std::string_view text, std::size_t offset);
std::size_t previous_character(std::string_view text, std::size_t offset);
std::size_t count_characters(std::string_view text);
void append_utf8(std::string& out, char32_t c);  // nothing where `c` is no character

// A passphrase being typed: in locked memory from the first key to the last, without selection, clipboard or undo.
class SecretEdit {
public:
    static constexpr std::size_t kBytesMax = 1024;  // as a passphrase on a descriptor
    bool insert(char32_t c);                        // false: full
    void backspace();
    void clear() {
        secret_.wipe();
        size_ = 0;
    }
    bool empty() const { return size_ == 0; }
    std::size_t characters() const { return count_characters(view()); }
    std::string_view view() const { return secret_.text().substr(0, size_); }
    crypto::Secret take();  // what was typed; this one is empty afterwards

private:
    crypto::Secret secret_;
    std::size_t size_ = 0;
};

}  // namespace zj::ui
