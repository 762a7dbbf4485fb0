// SPDX-License-Identifier: Apache-2.0
#include "terminal/ui/edit.hpp"

#include <algorithm>
#include <array>

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"

namespace zj::ui {

namespace {

bool continues(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

char32_t code_point(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) {
        return static_cast<unsigned char>(text[at + i]);
    };
    const unsigned char first = byte(0);
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (length == 1 || at + length > text.size()) {
        return first;
    }
    char32_t out = first & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        out = (out << 6U) | (byte(i) & 0x3FU);
    }
    return out;
}

bool is_character(char32_t c) {
    return c <= 0x10FFFF && (c < 0xD800 || c >= 0xE000);
}

std::size_t encode(char32_t c, std::array<std::uint8_t, 4>& bytes) {
    std::size_t n = 0;
    const auto add = [&](char32_t value) {
        bytes[n++] = static_cast<std::uint8_t>(value);
    };
    if (c < 0x80) {
        add(c);
    } else if (c < 0x800) {
        add(0xC0 | (c >> 6U));
        add(0x80 | (c & 0x3FU));
    } else if (c < 0x10000) {
        add(0xE0 | (c >> 12U));
        add(0x80 | ((c >> 6U) & 0x3FU));
        add(0x80 | (c & 0x3FU));
    } else {
        add(0xF0 | (c >> 18U));
        add(0x80 | ((c >> 12U) & 0x3FU));
        add(0x80 | ((c >> 6U) & 0x3FU));
        add(0x80 | (c & 0x3FU));
    }
    return n;
}

// Marks that belong to the character before them: accents and the selectors of variant forms of Han characters.
bool is_mark(char32_t c) {
    return (c >= 0x300 && c <= 0x36F) || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF) || c == 0x200D;
}

bool is_word(char32_t c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c > 0x7F;
}

std::size_t next_word(std::string_view text, std::size_t at) {
    while (at < text.size() && is_word(code_point(text, at))) {
        at = next_character(text, at);
    }
    while (at < text.size() && !is_word(code_point(text, at))) {
        at = next_character(text, at);
    }
    return at;
}

std::size_t previous_word(std::string_view text, std::size_t at) {
    while (at > 0 && !is_word(code_point(text, previous_character(text, at)))) {
        at = previous_character(text, at);
    }
    while (at > 0 && is_word(code_point(text, previous_character(text, at)))) {
        at = previous_character(text, at);
    }
    return at;
}

// The start or the end of the line that `at` stands in.
std::size_t line_start(std::string_view text, std::size_t at) {
    const std::size_t before = at == 0 ? text.npos : text.rfind('\n', at - 1);
    return before == text.npos ? 0 : before + 1;
}

std::size_t line_end(std::string_view text, std::size_t at) {
    return std::min(text.find('\n', at), text.size());
}

}  // namespace

std::size_t next_character(std::string_view text, std::size_t offset) {
    if (offset >= text.size()) {
        return text.size();
    }
    do {
        ++offset;
        while (offset < text.size() && continues(text[offset])) {
            ++offset;
        }
    } while (offset < text.size() && is_mark(code_point(text, offset)));
    return offset;
}

std::size_t previous_character(std::string_view text, std::size_t offset) {
    offset = std::min(offset, text.size());
    do {
        if (offset == 0) {
            return 0;
        }
        --offset;
        while (offset > 0 && continues(text[offset])) {
            --offset;
        }
    } while (offset > 0 && is_mark(code_point(text, offset)));
    return offset;
}

std::size_t count_characters(std::string_view text) {
    std::size_t out = 0;
    for (std::size_t at = 0; at < text.size(); at = next_character(text, at)) {
        ++out;
    }
    return out;
}

void append_utf8(std::string& out, char32_t c) {
    if (is_character(c)) {
        std::array<std::uint8_t, 4> bytes{};
        const std::size_t n = encode(c, bytes);
        out.append(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(n));
    }
}

void Edit::set(std::string text) {
    text_ = std::move(text);
    composition_.clear();
    caret_ = anchor_ = text_.size();
    undo_.clear();
    redo_.clear();
    typing_ = false;
    ++revision_;
    refused_ = Refused::nothing;
}

std::size_t Edit::chars() const {
    return count_characters(text_);
}

void Edit::place(std::size_t offset, bool select) {
    caret_ = std::min(offset, text_.size());
    while (caret_ > 0 && caret_ < text_.size() && continues(text_[caret_])) {
        --caret_;
    }
    if (!select) {
        anchor_ = caret_;
    }
    typing_ = false;
}

void Edit::select_all() {
    anchor_ = 0;
    caret_ = text_.size();
    typing_ = false;
}

void Edit::select_word(std::size_t offset) {
    place(offset, false);
    anchor_ = previous_word(text_, caret_);
    caret_ = next_word(text_, anchor_);
}

void Edit::remember(bool typing) {
    if (!(typing && typing_)) {
        undo_.push_back({text_, caret_, anchor_});
        if (undo_.size() > kUndoMax) {
            undo_.erase(undo_.begin());
        }
    }
    redo_.clear();
    typing_ = typing;
}

void Edit::replace(std::string_view with) {
    const std::size_t at = from();
    text_.replace(at, to() - at, with);
    caret_ = anchor_ = at + with.size();
    ++revision_;
    refused_ = Refused::nothing;
}

void Edit::insert(std::string_view utf8) {
    std::string clean;
    bool signs = false;
    const std::string_view taken = utf8.substr(0, kPasteBytesMax);
    for (std::size_t at = 0; at < taken.size();) {
        const std::size_t next = next_character(taken, at);
        const std::string_view one = taken.substr(at, next - at);
        at = next;
        if (one == "\n" || one == "\t") {
            clean += one == "\n" && multiline ? '\n' : ' ';
        } else if (one == "\r") {
            continue;
        } else if (!codec::is_valid_utf8(one) || codec::steers_screen(one)) {
            signs = true;  // the last may be a character that the bound cut through
        } else {
            clean += one;
        }
    }
    const std::size_t kept = chars() - count_characters(std::string_view(text_).substr(from(), to() - from()));
    const std::size_t room = chars_max > kept ? chars_max - kept : 0;
    std::size_t end = 0;
    for (std::size_t n = 0; n < room && end < clean.size(); ++n) {
        end = next_character(clean, end);
    }
    if (end > 0 || (selecting() && !signs)) {
        remember(!selecting() && count_characters(clean) == 1 && clean != " ");
        replace(std::string_view(clean).substr(0, end));
    }
    refused_ = end < clean.size() || taken.size() < utf8.size() ? Refused::length
               : signs                                          ? Refused::signs
                                                                : Refused::nothing;
}

bool Edit::erase_towards(bool forward, bool word) {
    if (!selecting()) {
        const std::size_t other = forward ? (word ? next_word(text_, caret_) : next_character(text_, caret_))
                                          : (word ? previous_word(text_, caret_) : previous_character(text_, caret_));
        if (other == caret_) {
            return true;
        }
        remember(false);
        anchor_ = other;
    } else {
        remember(false);
    }
    replace({});
    return true;
}

void Edit::step(std::vector<Past>& back, std::vector<Past>& forth) {
    if (back.empty()) {
        return;
    }
    forth.push_back({text_, caret_, anchor_});
    Past& past = back.back();
    text_ = std::move(past.text);
    caret_ = past.caret;
    anchor_ = past.anchor;
    back.pop_back();
    typing_ = false;
    ++revision_;
    refused_ = Refused::nothing;
}

bool Edit::press(const KeyPress& key, Clipboard* clipboard) {
    const auto selected = [&] {
        return text_.substr(from(), to() - from());
    };
    switch (key.key) {
        case Key::left:
        case Key::right: {
            const bool forward = key.key == Key::right;
            if (selecting() && !key.shift && !key.ctrl) {
                place(forward ? to() : from(), false);
            } else if (key.ctrl) {
                place(forward ? next_word(text_, caret_) : previous_word(text_, caret_), key.shift);
            } else {
                place(forward ? next_character(text_, caret_) : previous_character(text_, caret_), key.shift);
            }
            return true;
        }
        case Key::home:
            place(key.ctrl ? 0 : line_start(text_, caret_), key.shift);
            return true;
        case Key::end:
            place(key.ctrl ? text_.size() : line_end(text_, caret_), key.shift);
            return true;
        case Key::backspace:
            return erase_towards(false, key.ctrl);
        case Key::del:
            return erase_towards(true, key.ctrl);
        case Key::enter:
            return multiline && !key.ctrl && (insert("\n"), true);
        case Key::up:
        case Key::down:
            return false;  // needs the lines as they are drawn
        default:
            break;
    }
    if (!key.ctrl) {
        return false;
    }
    switch (key.key) {
        case Key::a:
            select_all();
            return true;
        case Key::z:
            step(key.shift ? redo_ : undo_, key.shift ? undo_ : redo_);
            return true;
        case Key::y:
            step(redo_, undo_);
            return true;
        case Key::c:
        case Key::x:
            if (clipboard != nullptr && selecting()) {
                clipboard->set(selected());
                if (key.key == Key::x) {
                    erase_towards(true, false);
                }
            }
            return true;
        case Key::v:
            if (clipboard != nullptr) {
                insert(clipboard->get());
            }
            return true;
        default:
            return false;
    }
}

bool SecretEdit::insert(char32_t c) {
    if (c < 0x20 || c == 0x7F || !is_character(c)) {
        return true;
    }
    if (secret_.empty()) {
        secret_ = crypto::Secret(kBytesMax);
    }
    std::array<std::uint8_t, 4> bytes{};
    const std::size_t n = encode(c, bytes);
    const bool fits = size_ + n <= kBytesMax;
    if (fits) {
        std::copy_n(bytes.begin(), n, secret_.bytes().begin() + static_cast<std::ptrdiff_t>(size_));
        size_ += n;
    }
    crypto::wipe(bytes);
    return fits;
}

void SecretEdit::backspace() {
    const std::size_t at = previous_character(view(), size_);
    crypto::wipe(secret_.bytes().subspan(at, size_ - at));
    size_ = at;
}

crypto::Secret SecretEdit::take() {
    crypto::Secret out = size_ == 0 ? crypto::Secret() : crypto::Secret::from(secret_.view().first(size_));
    clear();
    return out;
}

}  // namespace zj::ui
