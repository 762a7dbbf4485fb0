// SPDX-License-Identifier: Apache-2.0
#include "terminal/desk/shell/shell.hpp"

#include <algorithm>

namespace zj::desk {

namespace {

template <class Act>
Effects at(Desks& d, Place place, Act act) {
    switch (place) {
        case Place::first_run:
            return act(d.first_run);
        case Place::lock:
            return act(d.lock);
        case Place::home:
            return act(d.home);
        case Place::matters:
            return act(d.matters);
        case Place::form:
            return act(d.form);
        case Place::cases:
            return act(d.cases);
        case Place::one_case:
            return act(d.one_case);
        case Place::review:
            return act(d.review);
        case Place::settings:
            break;
    }
    return act(d.settings);
}

constexpr std::array<Place, 9> kPlaces{Place::first_run, Place::lock,     Place::home,   Place::matters, Place::form,
                                       Place::cases,     Place::one_case, Place::review, Place::settings};

bool contains_role(const work::HereView& here, std::string_view role) {
    return std::find(here.roles.begin(), here.roles.end(), role) != here.roles.end();
}

void perform_one(Shell& shell, Do& effect) {
    const std::uint64_t number = shell.ask(std::move(effect.job));
    if (effect.wait != nullptr) {
        *effect.wait = {number, shell.now_ms};
    }
}
void perform_one(Shell& shell, Go& effect) {
    go(shell, std::move(effect));
}
void perform_one(Shell& shell, Toast& effect) {
    shell.toast = ToastShown{std::move(effect), shell.now_ms + kToastMs};
}
void perform_one(Shell& shell, FocusOn& effect) {
    shell.focus = std::move(effect.id);
}
void perform_one(Shell& shell, AskToSign& effect) {
    const bool reason = effect.wants_reason;
    shell.sign.emplace(std::move(effect));
    shell.focus = reason ? "sign.reason" : "sign.passphrase";
}
void perform_one(Shell& shell, Prefs& effect) {
    if (!effect.lang.empty()) {
        shell.prefs.lang = texts::lang_from(effect.lang);
    }
    if (!effect.mode.empty()) {
        shell.prefs.mode = ui::mode_from(effect.mode);
    }
    if (effect.scale != 0) {
        shell.prefs.scale = std::clamp(effect.scale, kScaleMin, kScaleMax);
    }
    shell.prefs_changed = true;
}

// The first desk of a role: a reviewer's is home as everybody's.
void unlocked(Shell& shell, work::HereView&& here) {
    shell.here = std::move(here);
    touched(shell);
    go(shell, {Place::home, {}, 0});
}

// Nothing of the person stays: desks, dialog, what is on its way.
void locked(Shell& shell) {
    shell.desks = {};
    shell.sign.reset();
    shell.here.reset();
    shell.toast.reset();
    shell.pictures.clear();
    shell.sync = {};
    shell.forget = true;
    shell.place = Place::lock;
    perform(shell, enter(shell.desks.lock, {Place::lock, {}, 0}));
}

void refresh_place(Shell& shell) {
    switch (shell.place) {
        case Place::home:
            return perform(shell, refresh(shell.desks.home));
        case Place::cases:
            return perform(shell, refresh(shell.desks.cases));
        case Place::one_case:
            return perform(shell, refresh(shell.desks.one_case));
        case Place::review:
            return perform(shell, refresh(shell.desks.review));
        case Place::matters:
            return perform(shell, refresh(shell.desks.matters));
        case Place::form:
            return perform(shell, refresh(shell.desks.form));
        default:
            break;
    }
}

bool changed(const work::HereView& before, const work::HereView& now) {
    return before.checkpoint != now.checkpoint || before.fetched != now.fetched || before.waiting != now.waiting ||
           before.to_do != now.to_do || before.materials_waiting != now.materials_waiting;
}

// To every desk, the one that is shown first: a desk that was left still waits for what it asked, and each takes only
// its own. But only the desk that is shown may move the person, take the focus or ask for a signature.
void offer(Shell& shell, work::Reply& reply) {
    const auto receives = [&](auto& desk) {
        return receive(desk, reply);
    };
    const Place shown = shell.place;
    perform(shell, at(shell.desks, shown, receives));
    for (const Place place : kPlaces) {
        if (place != shown) {
            Effects told = at(shell.desks, place, receives);
            std::erase_if(told, [](const Effect& one) {
                return std::holds_alternative<Go>(one) || std::holds_alternative<FocusOn>(one) ||
                       std::holds_alternative<AskToSign>(one);
            });
            perform(shell, std::move(told));
        }
    }
}

}  // namespace

std::vector<Place> places_for(const work::HereView& here) {
    std::vector<Place> out{Place::home};
    if (contains_role(here, "unit_clerk")) {
        out.push_back(Place::matters);
    }
    const bool reviews =
        here.catalogue != nullptr &&
        std::any_of(here.catalogue->matters().begin(), here.catalogue->matters().end(),
                    [&](const model::Matter& matter) {
                        return std::any_of(matter.layers.begin(), matter.layers.end(),
                                           [&](const model::Layer& layer) { return contains_role(here, layer.role); });
                    });
    if (reviews) {
        out.push_back(Place::review);
    }
    if (!here.unit.empty() || reviews || contains_role(here, "leader") || contains_role(here, "auditor")) {
        out.push_back(Place::cases);
    }
    out.push_back(Place::settings);
    return out;
}

void start(Shell& shell) {
    shell.place = Place::lock;
    perform(shell, enter(shell.desks.lock, {Place::lock, {}, 0}));
}

void perform(Shell& shell, Effects&& effects) {
    for (Effect& effect : effects) {
        std::visit([&](auto& one) { perform_one(shell, one); }, effect);
    }
}

void go(Shell& shell, Go to) {
    if (shell.place == Place::form && to.place != Place::form) {
        perform(shell, leave(shell.desks.form));
    }
    shell.place = to.place;
    perform(shell, at(shell.desks, to.place, [&](auto& desk) { return enter(desk, to); }));
}

void lock_up(Shell& shell) {
    if (!shell.here || shell.locking) {
        return;
    }
    // What is typed and not yet saved goes first: jobs are done in order.
    perform(shell, flush(shell.desks.form));
    shell.locking = {shell.ask(work::job::Lock{}), shell.now_ms};
    // The screen goes at once; keys go when the store thread comes to it.
    shell.here.reset();
    shell.sign.reset();
    shell.place = Place::lock;
}

void touched(Shell& shell) {
    shell.last_touch_ms = shell.now_ms;
}

void receive(Shell& shell, work::Reply&& reply) {
    if (std::holds_alternative<work::reply::Locked>(reply.what)) {
        if (shell.locking.ends_with(reply.to)) {
            locked(shell);
        }
        return;
    }
    if (shell.locking) {
        return;  // asked before the lock: nobody is there for it
    }
    if (auto* here = std::get_if<work::reply::Here>(&reply.what)) {
        const bool fresh = !shell.here || changed(*shell.here, here->here);
        if (shell.here) {
            shell.here = std::move(here->here);
            if (fresh) {
                refresh_place(shell);
            }
        }
        return;
    }
    if (const auto* sync = std::get_if<work::reply::SyncState>(&reply.what)) {
        shell.sync = *sync;
    }
    if (const auto* picture = std::get_if<work::reply::Picture>(&reply.what)) {
        shell.pictures.push_back(*picture);
    }
    if (shell.sign) {
        bool closes = false;
        Effects told = receive(*shell.sign, reply, closes);
        if (closes) {
            shell.sign.reset();
        }
        perform(shell, std::move(told));
    }
    auto* unlocks = std::get_if<work::reply::Unlocked>(&reply.what);
    offer(shell, reply);
    if (unlocks != nullptr) {
        unlocked(shell, std::move(unlocks->here));
    }
}

void tick(Shell& shell) {
    if (shell.toast && shell.now_ms >= shell.toast->until_ms) {
        shell.toast.reset();
    }
    if (shell.here && shell.now_ms - shell.last_touch_ms >= shell.lock_after_ms) {
        return lock_up(shell);
    }
    if (shell.here) {
        perform(shell, tick(shell.desks.form, shell.now_ms));
    }
}

std::int64_t next_due_ms(const Shell& shell) {
    std::int64_t out = INT64_MAX;
    if (shell.toast) {
        out = std::min(out, shell.toast->until_ms);
    }
    if (shell.here) {
        out = std::min({out, shell.last_touch_ms + shell.lock_after_ms, next_due_ms(shell.desks.form)});
    }
    return out;
}

}  // namespace zj::desk
