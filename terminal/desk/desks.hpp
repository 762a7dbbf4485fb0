// SPDX-License-Identifier: Apache-2.0
#pragma once
// All desks of the window.

#include "terminal/desk/cases/cases_desk.hpp"
#include "terminal/desk/first_run/first_run_desk.hpp"
#include "terminal/desk/form/form_desk.hpp"
#include "terminal/desk/home/home_desk.hpp"
#include "terminal/desk/lock/lock_desk.hpp"
#include "terminal/desk/matters/matters_desk.hpp"
#include "terminal/desk/one_case/one_case_desk.hpp"
#include "terminal/desk/review/review_desk.hpp"
#include "terminal/desk/settings/settings_desk.hpp"

namespace zj::desk {

struct Desks {
    FirstRunDesk first_run;
    LockDesk lock;
    HomeDesk home;
    MattersDesk matters;
    FormDesk form;
    CasesDesk cases;
    OneCaseDesk one_case;
    ReviewDesk review;
    SettingsDesk settings;
};

}  // namespace zj::desk
