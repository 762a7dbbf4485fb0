// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a desk draws with, and how it hears the person: Dear ImGui's fonts, draw lists and input; our own focus, hit
// testing and scrolling, since an on-screen keyboard and an input method must never lose a field's focus (terminal.md).
//
// One frame:  ui.begin(…)  desk draws; each thing that can be acted on calls press() or area()  ui.end()
//
// Everything that can be acted on has a stable id, a path of words and record ids such as "case.withdraw" or
// "cases.row.case/abcd": keyboard order is drawing order, and the ids with their rectangles are the UI map by which
// tests and assistive tools find things. Nothing here knows a desk. UI thread only.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assets/texts.hpp"
#include "shared/base/time.hpp"
#include "terminal/ui/edit.hpp"
#include "terminal/ui/icons.hpp"
#include "terminal/ui/rect.hpp"
#include "terminal/ui/theme.hpp"

struct ImDrawList;
struct ImFont;

namespace zj::ui {

struct Fonts {
    ImFont* regular = nullptr;
    ImFont* bold = nullptr;
    ImFont* icons = nullptr;
};

enum class Align : std::uint8_t { left, centre, right };

struct Style {
    float size = size::kBody;  // ems
    bool bold = false;
    Token colour = Token::text;
    Align align = Align::left;
};
inline constexpr Style kBodyText{};
inline constexpr Style kMuted{size::kBody, false, Token::text_muted, Align::left};
inline constexpr Style kCaptionText{size::kCaption, false, Token::text_muted, Align::left};
inline constexpr Style kBold{size::kBody, true, Token::text, Align::left};
inline constexpr Style kSectionText{size::kSection, true, Token::text, Align::left};
inline constexpr Style kTitleText{size::kTitle, true, Token::text, Align::left};
inline Style coloured(Style style, Token colour) {
    style.colour = colour;
    return style;
}
inline Style aligned(Style style, Align align) {
    style.align = align;
    return style;
}

// A chord that acts as if its button had been pressed; the button shows nothing of it, so it is always extra.
enum class Chord : std::uint8_t { none, ctrl_enter, escape, ctrl_l, ctrl_f, f1, f2, f3, f4, f5, f6, f7, f8, f9 };

struct Press {
    bool hovered = false, focused = false, ring = false, down = false;
    bool pressed = false;  // released on it, or Enter, Space or its chord: act now
    bool twice = false;    // the second press of a double click
};

// One line of the UI map.
struct Mapped {
    std::string id;
    Rect rect;
    bool enabled = true;
};

struct Frame {
    float width = 0, height = 0;  // pixels
    float em = 20;                // pixels of the body size: 20 at 100 %
    texts::Lang lang = texts::Lang::zh;
    Mode mode = Mode::light;
    Time now;                        // wall clock, for what is shown
    std::int64_t ticks_ms = 0;       // monotonic, for what moves or waits
    Clipboard* clipboard = nullptr;  // none on desks that must not leak
};

class Ui {
    struct OpenScroll {
        std::string id;
        Rect view;
    };

public:
    explicit Ui(Fonts fonts) : fonts_(fonts) {}

    void begin(const Frame& frame);
    void end();
    const Frame& frame() const { return frame_; }
    Rect screen() const { return {0, 0, frame_.width, frame_.height}; }

    // --- measures and words
    float em(float n = 1) const;                                  // whole pixels
    bool wide() const { return frame_.width >= 58 * frame_.em; }  // room for a right column
    texts::Lang lang() const { return frame_.lang; }
    bool zh() const { return frame_.lang == texts::Lang::zh; }
    std::string tr(std::string_view key) const { return texts::term(key, frame_.lang); }
    std::string tr(std::string_view key, const std::vector<std::string>& args) const {
        return texts::term(key, frame_.lang, args);
    }

    // --- drawing
    void fill(const Rect& r, Token colour, float radius_em = 0);
    void outline(const Rect& r, Token colour, float px = 1, float radius_em = 0);
    void line(Vec a, Vec b, Token colour, float px = 1);
    void dashed(Vec a, Vec b, Token colour, float px = 1);
    void disc(Vec centre, float radius_px, Token colour);
    void ring(Vec centre, float radius_px, Token colour, float px);
    void triangle(Vec a, Vec b, Vec c, Token colour);
    void picture(const Rect& r, std::uint64_t texture);
    void icon(Icon icon, Vec centre, float size_em, Token colour);
    void icon_in(const Rect& r, Icon icon, float size_em, Token colour) {
        this->icon(icon, r.centre(), size_em, colour);
    }
    void focus_ring(const Rect& r, float radius_em);
    void push_clip(const Rect& r);
    void pop_clip();

    // Text on one line, centred in the height of `r`; ends in … where it does not fit. The width drawn.
    float text(const Rect& r, std::string_view text, const Style& style = kBodyText);
    struct Told {
        std::string text;
        bool cut = false;
    };
    // From now on, what text() draws is added there: for tests of layout only, since it may be anybody's words.
    void tell_texts(std::vector<Told>* into) { told_ = into; }
    float width_of(std::string_view text, const Style& style = kBodyText) const;
    // Text over lines from the top of `r`, broken as Chinese and English are; at most `lines_max` (0: as many as it
    // takes). The height used.
    float paragraph(const Rect& r, std::string_view text, const Style& style = kBodyText, int lines_max = 0);
    float height_of(std::string_view text, float width, const Style& style = kBodyText, int lines_max = 0) const;
    float advance(char32_t c) const;  // of one character of the body text
    float line_height(const Style& style = kBodyText) const { return em(style.size * size::kLine); }

    // --- acting
    // Ids of what follows begin with "scope."; ends with the returned object.
    class [[nodiscard]] Scope {
    public:
        Scope(Ui& ui, std::string_view name);
        ~Scope();
        Scope(const Scope&) = delete;
        Scope& operator=(const Scope&) = delete;

    private:
        Ui& ui_;
        std::size_t size_;
    };
    Scope scope(std::string_view name) { return {*this, name}; }
    std::string full(std::string_view id) const { return scope_ + std::string(id); }

    struct Acting {
        bool enabled = true;
        bool text = false;  // takes typing: keys and characters are its own, the ring always shows
        Chord chord = Chord::none;
        bool by_key = true;  // part of the keyboard's order
    };
    // Registers something that can be acted on.
    Press press(std::string_view id, const Rect& r, const Acting& acting);
    Press press(std::string_view id, const Rect& r) { return press(id, r, Acting{}); }
    // In the map, but nothing to act on: what tests look for.
    void mark(std::string_view id, const Rect& r);

    // Focus moves at the next frame in which the id is drawn, within two seconds. Full ids.
    void focus(std::string_view full_id);
    const std::string& focused() const { return focus_; }
    bool is_focused(std::string_view id) const { return focus_ == full(id); }
    // At the beginning of the frame before: with not being focused now, true once after the focus has gone.
    bool had_focus(std::string_view id) const { return previous_focus_ == full(id); }
    float& kept(std::string_view id) { return kept_[full(id)]; }  // one number that a field keeps between frames
    void focus_next() { move_focus_ = 1; }
    // Characters typed in this frame, and keys, for the focused text; taken once.
    std::vector<char32_t> take_characters();
    std::vector<KeyPress> take_keys();
    // A key that nobody has taken yet, for lists and dialogs.
    bool take_key(Key key);
    void give_back(const KeyPress& key) { keys_.push_back(key); }
    bool take_escape();
    bool take_page(int& direction);    // page up (-1) or down (1)
    bool chord(Chord chord);           // taken by whoever asks first
    bool chord_anywhere(Chord chord);  // also from under a dialog
    Vec mouse() const { return mouse_; }
    bool mouse_down() const { return mouse_down_; }
    bool mouse_held() const { return mouse_down_ && !mouse_went_down_; }  // since an earlier frame
    bool clicked_outside(const Rect& r) const;
    bool touched() const { return touched_; }  // by anybody in this frame: keys, characters, mouse

    // --- layers: what is drawn in a higher one lies above all lower ones, outside of their clips, and takes all input.
    // Dialogs and lists that drop down; at most kLayers - 1 above the desk.
    static constexpr int kLayers = 4;
    class [[nodiscard]] Layer {
    public:
        explicit Layer(Ui& ui);
        ~Layer();
        Layer(const Layer&) = delete;
        Layer& operator=(const Layer&) = delete;

    private:
        Ui& ui_;
        std::vector<OpenScroll> open_;
    };
    Layer layer() { return Layer(*this); }
    bool in_front() const { return layer_ == top_; }

    // --- scrolling
    // Content may be higher than `r`; drag, wheel, bar and keyboard move it. Returns where the content begins.
    Rect begin_scroll(std::string_view id, const Rect& r);
    void end_scroll(float content_height);
    float& scroll_offset(std::string_view full_id) { return scrolls_[std::string(full_id)].offset; }

    // --- what the loop asks
    const std::vector<Mapped>& map() const { return map_; }
    bool wants_frame() const { return wants_frame_; }
    void want_frame() { wants_frame_ = true; }
    // Forgets what a person left behind: focus, scrolling.
    void forget();

private:
    friend class Layer;
    struct Scroll {
        float offset = 0, content = 0, height = 0;
        bool dragging = false, bar = false;
        float grab = 0;
    };
    struct Target {
        std::string id;
        Rect rect;
        int layer;
    };
    ImFont* font(bool bold) const { return bold ? fonts_.bold : fonts_.regular; }
    std::uint32_t colour(Token token) const;
    ImDrawList* list() const;
    std::vector<std::string_view> lines_of(std::string_view text, float width, const Style& style) const;
    void read_input();
    void move_focus();
    void move_towards(int dx, int dy);
    void reveal(const Rect& r);
    void draw_bar(const Rect& view, Scroll& scroll, std::string_view id);

    Fonts fonts_;
    Frame frame_;
    std::vector<Told>* told_ = nullptr;
    std::string scope_, focus_, last_focus_, previous_focus_, wanted_focus_, active_;
    bool focus_by_key_ = false, moved_by_key_ = false;
    std::int64_t wanted_since_ms_ = 0;
    int move_focus_ = 0, towards_x_ = 0, towards_y_ = 0;
    Vec mouse_, pressed_at_;
    bool mouse_down_ = false, mouse_went_down_ = false, mouse_went_up_ = false, double_click_ = false;
    float wheel_ = 0;
    bool escape_ = false, touched_ = false;
    int page_ = 0;
    Chord chord_ = Chord::none;
    std::vector<char32_t> characters_;
    std::vector<KeyPress> keys_;
    std::vector<Target> targets_, last_targets_;
    std::vector<Mapped> map_;
    std::vector<OpenScroll> open_;
    std::vector<Rect> clips_;
    std::map<std::string, Scroll, std::less<>> scrolls_;
    std::map<std::string, float, std::less<>> kept_;
    int layer_ = 0, top_ = 0, highest_ = 0;
    bool wants_frame_ = false;
};

}  // namespace zj::ui
