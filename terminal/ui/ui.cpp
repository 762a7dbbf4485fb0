// SPDX-License-Identifier: Apache-2.0
// The frame: what was typed and pressed, who has the focus, what is in front.
#include "terminal/ui/ui.hpp"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <utility>

#include "shared/base/result.hpp"

namespace zj::ui {

namespace {

constexpr std::array<std::pair<ImGuiKey, Key>, 15> kKeys{{{ImGuiKey_LeftArrow, Key::left},
                                                          {ImGuiKey_RightArrow, Key::right},
                                                          {ImGuiKey_UpArrow, Key::up},
                                                          {ImGuiKey_DownArrow, Key::down},
                                                          {ImGuiKey_Home, Key::home},
                                                          {ImGuiKey_End, Key::end},
                                                          {ImGuiKey_Backspace, Key::backspace},
                                                          {ImGuiKey_Delete, Key::del},
                                                          {ImGuiKey_Enter, Key::enter},
                                                          {ImGuiKey_A, Key::a},
                                                          {ImGuiKey_C, Key::c},
                                                          {ImGuiKey_V, Key::v},
                                                          {ImGuiKey_X, Key::x},
                                                          {ImGuiKey_Y, Key::y},
                                                          {ImGuiKey_Z, Key::z}}};

// A focus that was asked for waits so long for its desk to have loaded.
constexpr std::int64_t kWantedMs = 2'000;

constexpr bool is_letter(Key key) {
    return key >= Key::a;
}

Chord read_chord(bool ctrl) {
    if (ctrl && (ImGui::IsKeyPressed(ImGuiKey_Enter, false) || ImGui::IsKeyPressed(ImGuiKey_KeypadEnter, false))) {
        return Chord::ctrl_enter;
    }
    if (ctrl && ImGui::IsKeyPressed(ImGuiKey_L, false)) {
        return Chord::ctrl_l;
    }
    if (ctrl && ImGui::IsKeyPressed(ImGuiKey_F, false)) {
        return Chord::ctrl_f;
    }
    for (int n = 0; n < 9; ++n) {
        if (ImGui::IsKeyPressed(static_cast<ImGuiKey>(ImGuiKey_F1 + n), false)) {
            return static_cast<Chord>(static_cast<int>(Chord::f1) + n);
        }
    }
    return Chord::none;
}

}  // namespace

void Ui::begin(const Frame& frame) {
    frame_ = frame;
    wants_frame_ = false;
    scope_.clear();
    map_.clear();
    last_targets_ = std::move(targets_);
    targets_.clear();
    top_ = highest_;
    highest_ = 0;
    layer_ = 0;
    list()->ChannelsSplit(kLayers);
    read_input();
    move_focus();
    previous_focus_ = std::exchange(last_focus_, focus_);
}

void Ui::read_input() {
    const ImGuiIO& io = ImGui::GetIO();
    mouse_ = {io.MousePos.x, io.MousePos.y};
    mouse_down_ = io.MouseDown[0];
    mouse_went_down_ = ImGui::IsMouseClicked(ImGuiMouseButton_Left);
    mouse_went_up_ = ImGui::IsMouseReleased(ImGuiMouseButton_Left);
    double_click_ = ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left);
    wheel_ = io.MouseWheel;
    if (mouse_went_down_) {
        pressed_at_ = mouse_;
        moved_by_key_ = false;
    }
    characters_.clear();
    keys_.clear();
    for (const ImWchar c : io.InputQueueCharacters) {
        characters_.push_back(static_cast<char32_t>(c));
    }
    const bool ctrl = io.KeyCtrl && !io.KeyAlt;  // AltGr types characters
    chord_ = read_chord(ctrl);
    for (const auto& [from, to] : kKeys) {
        const bool pressed =
            ImGui::IsKeyPressed(from, true) || (to == Key::enter && ImGui::IsKeyPressed(ImGuiKey_KeypadEnter, true));
        if (pressed && (ctrl || !is_letter(to)) && !(ctrl && to == Key::enter)) {
            keys_.push_back({to, io.KeyShift, ctrl});
        }
    }
    escape_ = ImGui::IsKeyPressed(ImGuiKey_Escape, false);
    page_ = (ImGui::IsKeyPressed(ImGuiKey_PageDown) ? 1 : 0) - (ImGui::IsKeyPressed(ImGuiKey_PageUp) ? 1 : 0);
    touched_ = mouse_down_ || wheel_ != 0 || io.MouseDelta.x != 0 || io.MouseDelta.y != 0 || !characters_.empty() ||
               !keys_.empty() || chord_ != Chord::none || escape_ || page_ != 0 || ImGui::IsKeyPressed(ImGuiKey_Tab);
    if (ImGui::IsKeyPressed(ImGuiKey_Tab, true)) {
        move_focus_ = io.KeyShift ? -1 : 1;
        moved_by_key_ = true;
    }
    if (!keys_.empty()) {
        moved_by_key_ = true;  // where the focus goes next is shown: the eyes have no pointer to follow
    }
    if (!characters_.empty() || !keys_.empty()) {
        want_frame();
    }
}

void Ui::move_focus() {
    if (!wanted_focus_.empty()) {
        return;  // a desk has said where it goes
    }
    std::vector<const Target*> order;
    for (const Target& target : last_targets_) {
        if (target.layer == top_) {
            order.push_back(&target);
        }
    }
    if (move_focus_ != 0 && !order.empty()) {
        const auto here = std::find_if(order.begin(), order.end(), [&](const Target* t) { return t->id == focus_; });
        const auto n = static_cast<std::ptrdiff_t>(order.size());
        const std::ptrdiff_t now = here - order.begin();
        const std::ptrdiff_t next = here == order.end() ? (move_focus_ > 0 ? 0 : n - 1) : (now + move_focus_ + n) % n;
        focus_ = order[static_cast<std::size_t>(next)]->id;
        focus_by_key_ = true;
        want_frame();
    }
    move_focus_ = 0;
}

// The nearest target in a direction, seen from the middle of the focused one.
void Ui::move_towards(int dx, int dy) {
    const auto here = std::find_if(targets_.begin(), targets_.end(),
                                   [&](const Target& t) { return t.id == focus_ && t.layer == top_; });
    if (here == targets_.end()) {
        return;
    }
    const Target* best = nullptr;
    float least = 0;
    for (const Target& target : targets_) {
        if (target.layer != top_ || &target == &*here) {
            continue;
        }
        const Rect &a = here->rect, &b = target.rect;
        // Distance along the direction between the edges, and how far it lies aside of it.
        const float along = dx > 0   ? b.x - a.right()
                            : dx < 0 ? a.x - b.right()
                            : dy > 0 ? b.y - a.bottom()
                                     : a.y - b.bottom();
        const float aside = dx != 0 ? std::max({0.0F, b.y - a.bottom(), a.y - b.bottom()})
                                    : std::max({0.0F, b.x - a.right(), a.x - b.right()});
        if (along < -2) {
            continue;
        }
        const float score = along + 4 * aside;
        if (best == nullptr || score < least) {
            best = &target;
            least = score;
        }
    }
    if (best != nullptr) {
        focus_ = best->id;
        focus_by_key_ = moved_by_key_ = true;
        want_frame();
    }
}

void Ui::end() {
    list()->ChannelsMerge();
    ZJ_ASSERT(open_.empty() && clips_.empty() && scope_.empty());
    // Arrows that no list and no text has taken move the focus.
    for (const KeyPress& key : std::exchange(keys_, {})) {
        if (!key.ctrl && !key.shift && key.key <= Key::down) {
            move_towards((key.key == Key::right ? 1 : 0) - (key.key == Key::left ? 1 : 0),
                         (key.key == Key::down ? 1 : 0) - (key.key == Key::up ? 1 : 0));
        }
    }
    if (!wanted_focus_.empty()) {
        const bool shown = std::any_of(targets_.begin(), targets_.end(),
                                       [&](const Target& t) { return t.id == wanted_focus_ && t.layer == highest_; });
        if (shown) {
            focus_ = std::exchange(wanted_focus_, {});
            focus_by_key_ = true;
        } else if (frame_.ticks_ms - wanted_since_ms_ > kWantedMs) {
            wanted_focus_.clear();  // it is not on this desk; waiting on would draw without end
        }
        want_frame();
    }
    if (highest_ != top_) {
        want_frame();  // a dialog opened or closed: its input begins with the next frame
    }
    if (mouse_went_up_) {
        active_.clear();
    }
}

Press Ui::press(std::string_view id, const Rect& r, const Acting& acting) {
    const std::string whole = full(id);
    const Rect seen = clips_.empty() ? r : r.clipped(clips_.back());
    const bool front = in_front();
    if (!seen.empty()) {
        map_.push_back({whole, seen, acting.enabled && front});
    }
    Press out;
    if (acting.by_key && acting.enabled) {
        targets_.push_back({whole, r, layer_});
    }
    if (!acting.enabled || !front) {
        return out;
    }
    out.hovered = seen.contains(mouse_);
    if (out.hovered && mouse_went_down_) {
        active_ = whole;
        focus_ = whole;
        focus_by_key_ = false;
        want_frame();
    }
    out.down = active_ == whole && mouse_down_ && out.hovered;
    if (active_ == whole && mouse_went_up_ && out.hovered) {
        out.pressed = true;
        out.twice = double_click_;
    }
    if (wanted_focus_ == whole) {
        focus_ = std::exchange(wanted_focus_, {});
        focus_by_key_ = true;
    }
    out.focused = focus_ == whole;
    out.ring = out.focused && (acting.text || moved_by_key_);
    if (out.focused && focus_by_key_) {
        reveal(r);
        focus_by_key_ = false;
    }
    if (out.focused && !acting.text) {
        const bool space = std::find(characters_.begin(), characters_.end(), U' ') != characters_.end();
        if (space || take_key(Key::enter)) {
            characters_.clear();
            out.pressed = true;
        }
    }
    if (acting.chord != Chord::none && chord(acting.chord)) {
        out.pressed = true;
    }
    if (out.pressed) {
        want_frame();
    }
    return out;
}

void Ui::mark(std::string_view id, const Rect& r) {
    const Rect seen = clips_.empty() ? r : r.clipped(clips_.back());
    if (!seen.empty()) {
        map_.push_back({full(id), seen, false});
    }
}

void Ui::focus(std::string_view full_id) {
    wanted_focus_ = full_id;
    wanted_since_ms_ = frame_.ticks_ms;
    want_frame();
}

std::vector<char32_t> Ui::take_characters() {
    return std::exchange(characters_, {});
}

std::vector<KeyPress> Ui::take_keys() {
    return std::exchange(keys_, {});
}

bool Ui::take_key(Key key) {
    const auto found =
        std::find_if(keys_.begin(), keys_.end(), [&](const KeyPress& k) { return k.key == key && !k.ctrl; });
    if (found == keys_.end()) {
        return false;
    }
    keys_.erase(found);
    return true;
}

bool Ui::take_escape() {
    return std::exchange(escape_, false);
}

bool Ui::take_page(int& direction) {
    direction = std::exchange(page_, 0);
    return direction != 0;
}

bool Ui::chord(Chord wanted) {
    if (wanted == Chord::escape) {
        return in_front() && take_escape();
    }
    return in_front() && chord_anywhere(wanted);
}

bool Ui::chord_anywhere(Chord wanted) {
    const bool mine = wanted != Chord::none && chord_ == wanted;
    chord_ = mine ? Chord::none : chord_;
    return mine;
}

bool Ui::clicked_outside(const Rect& r) const {
    return mouse_went_down_ && !r.contains(mouse_);
}

void Ui::forget() {
    focus_.clear();
    wanted_focus_.clear();
    active_.clear();
    scrolls_.clear();
    kept_.clear();
    characters_.clear();
    keys_.clear();
    want_frame();
}

Ui::Scope::Scope(Ui& ui, std::string_view name) : ui_(ui), size_(ui.scope_.size()) {
    ui_.scope_ += name;
    ui_.scope_ += '.';
}

Ui::Scope::~Scope() {
    ui_.scope_.resize(size_);
}

Ui::Layer::Layer(Ui& ui) : ui_(ui), open_(std::exchange(ui.open_, {})) {
    ++ui_.layer_;
    ZJ_ASSERT(ui_.layer_ < kLayers);
    ui_.highest_ = std::max(ui_.highest_, ui_.layer_);
    ui_.list()->ChannelsSetCurrent(ui_.layer_);
    ui_.clips_.push_back(ui_.screen());
    ui_.list()->PushClipRectFullScreen();
}

Ui::Layer::~Layer() {
    ui_.list()->PopClipRect();
    ui_.clips_.pop_back();
    --ui_.layer_;
    ui_.list()->ChannelsSetCurrent(ui_.layer_);
    ui_.open_ = std::move(open_);
}

}  // namespace zj::ui
