// SPDX-License-Identifier: Apache-2.0
#pragma once
// What surrounds every desk: where the person is, the rail, the strip, dialogs and toasts; and the way of effects and
// replies between desks and store thread. Still pure: jobs go out through a function, time comes in.

#include <array>
#include <functional>
#include <map>

#include "terminal/desk/desk.hpp"
#include "terminal/desk/desks.hpp"
#include "terminal/desk/sign/sign_dialog.hpp"

namespace zj::desk {

struct Preferences {
    texts::Lang lang = texts::Lang::zh;
    ui::Mode mode = ui::Mode::light;
    int scale = 100;  // per cent, 80 to 200
};
inline constexpr int kScaleMin = 80, kScaleMax = 200;

struct ToastShown {
    Toast toast;
    std::int64_t until_ms = 0;
};
inline constexpr std::int64_t kToastMs = 6'000;  // long enough to be read twice

struct Shell {
    Preferences prefs;
    Place place = Place::lock;
    std::optional<work::HereView> here;
    work::reply::SyncState sync;
    Wait locking;
    std::int64_t last_touch_ms = 0;  // of keyboard, mouse or screen, for the lock by itself
    std::int64_t lock_after_ms = 10 * 60'000;
    std::optional<ToastShown> toast;
    std::string focus;           // asked for by an effect, taken by the drawing
    bool prefs_changed = false;  // to be written down by whoever has the file
    std::optional<SignDialog> sign;
    std::vector<work::reply::Picture> pictures;                  // to be made into textures by whoever has the window
    std::map<std::string, std::uint64_t, std::less<>> textures;  // "sha256/page" → number
    bool forget = false;  // the window is to forget what it keeps: textures, focus, scrolling
    Desks desks;

    // Posts a job and returns its number. REQUIRED.
    std::function<std::uint64_t(work::Job)> ask;
    std::int64_t now_ms = 0;  // monotonic; set before every call below
};

// What a role may see; the rail shows these.
std::vector<Place> places_for(const work::HereView& here);

void start(Shell& shell);  // asks who may unlock
void perform(Shell& shell, Effects&& effects);
void receive(Shell& shell, work::Reply&& reply);
void go(Shell& shell, Go to);
void lock_up(Shell& shell);
void touched(Shell& shell);
// What is due: autosave, the end of a toast, the lock. Call when next_due_ms() has come.
void tick(Shell& shell);
std::int64_t next_due_ms(const Shell& shell);

}  // namespace zj::desk
