// SPDX-License-Identifier: Apache-2.0
#pragma once
// What every desk is made of. A desk is a plain struct; `draw` turns it into pixels and returns at most one intent;
// `update` turns an intent, or a reply of the store thread, into a new state and effects. Draw changes nothing but the
// texts being edited and what a drop-down keeps; update sees no window (style.md part 3).
//
// A desk x in its folder terminal/desk/x has
//   x_desk.hpp    struct XDesk, XIntent, and
//                   Effects enter(XDesk&, const Go&);               the person comes here
//                   Effects refresh(XDesk&);                        something changed: ask again, keep what is shown
//                   Effects update(XDesk&, XIntent&&);
//                   Effects receive(XDesk&, work::Reply&);          every reply is offered; take your own
//                   Effects tick(XDesk&, std::int64_t now_ms);      only where something is due (autosave)
//                   std::int64_t next_due_ms(const XDesk&);         with tick; INT64_MAX: nothing
//   x_update.cpp  all of these; unit-tested without a window
//   x_draw.hpp    std::optional<XIntent> draw(ui::Ui&, ui::Rect page, const Around&, XDesk&);
//   x_draw.cpp

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "shared/base/result.hpp"
#include "terminal/work/jobs.hpp"

namespace zj::desk {

enum class Place : std::uint8_t { first_run, lock, home, matters, form, cases, one_case, review, settings };
std::string_view name_of(Place place);  // "home", as in the UI map

// What a desk waits for: a job on its way.
struct Wait {
    std::uint64_t number = 0;   // of the job; 0: nothing
    std::int64_t since_ms = 0;  // monotonic
    explicit operator bool() const { return number != 0; }
    // Whether this reply is the one; it is waited for no longer.
    bool ends_with(std::uint64_t to) {
        const bool mine = to != 0 && to == number;
        number = mine ? 0 : number;
        return mine;
    }
};

// --- effects

struct Do {  // a job for the store thread
    work::Job job;
    Wait* wait = nullptr;  // where the desk keeps what it waits for; lives as long as the desk. May be null
};
struct Go {
    Place place = Place::home;
    std::string key;  // the case, matter or draft it is about
    std::int64_t draft = 0;
};
struct Toast {  // a short word at the foot of the desk, in words of the string table
    std::string key;
    std::vector<std::string> args;
    enum class Kind : std::uint8_t { good, bad } kind = Kind::good;
    std::optional<Error> why;  // what happened, in words, is the last argument
};
struct FocusOn {
    std::string id;  // full id in the UI map
};
// The person is to sign: the dialog shows `lines`, asks for the passphrase, and posts `job` with it.
struct AskToSign {
    std::string title;                                       // key of the string table
    std::vector<std::pair<std::string, std::string>> lines;  // key of the string table or label, and value
    std::string question;                                    // key: what follows, one sentence
    work::Job job;                                           // SignDraft, Confirm, Decide or Withdraw
    bool wants_reason = false;                               // Withdraw, and decisions that need one
};
struct Prefs {
    std::string lang, mode;  // empty: as it is
    int scale = 0;           // per cent; 0: as it is
};
using Effect = std::variant<Do, Go, Toast, FocusOn, AskToSign, Prefs>;
using Effects = std::vector<Effect>;
// Effects cannot be copied (a job may carry a passphrase), so a braced list cannot make them.
template <class... E>
Effects effects(E&&... all) {
    Effects out;
    (out.emplace_back(std::forward<E>(all)), ...);
    return out;
}
inline void append(Effects& to, Effects&& more) {
    for (Effect& effect : more) {
        to.push_back(std::move(effect));
    }
}

// --- a view that comes from the store thread

template <class T>
struct Loaded {
    std::optional<T> value;      // the last one, also while a newer is on its way
    std::optional<Error> error;  // of the last attempt
    Wait wait;

    bool loading() const { return static_cast<bool>(wait); }
    // Takes the reply that was waited for; false: it is somebody else's, or too late.
    bool take(std::uint64_t to, T&& fresh) {
        if (!wait.ends_with(to)) {
            return false;
        }
        value = std::move(fresh);
        error.reset();
        return true;
    }
    bool fail(std::uint64_t to, const Error& why) {
        if (!wait.ends_with(to)) {
            return false;
        }
        error = why;
        return true;
    }
};

// What every draw is told of its surroundings.
struct Around {
    const work::HereView* here = nullptr;  // absent while locked
    const work::reply::SyncState* sync = nullptr;
    bool busy_signing = false;
    bool unsaved = false;  // the disk has refused what is typed in the form
    // Pages of documents that have been drawn, by "sha256/page"; filled by the shell from reply::Picture.
    const std::map<std::string, std::uint64_t, std::less<>>* textures = nullptr;
};

}  // namespace zj::desk
