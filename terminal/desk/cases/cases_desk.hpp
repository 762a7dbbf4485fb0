// SPDX-License-Identifier: Apache-2.0
#pragma once
// 我的业务: every case that this person may see, newest first, however many there are. Rows come in pages around what
// is in view; filters and search are the store's work, once per change.

#include <string>
#include <variant>

#include "terminal/desk/desk.hpp"
#include "terminal/desk/row_pages.hpp"
#include "terminal/ui/edit.hpp"
#include "terminal/ui/list.hpp"
#include "terminal/ui/option.hpp"

namespace zj::desk {

struct CasesDesk {
    work::CasesQuery query;
    ui::Edit search;
    std::uint64_t searched = 0;  // revision of `search` that the query holds
    ui::Choice which, matter;    // the filters, where there is no room for tabs
    ui::ListState list;
    RowPages pages;
    std::vector<std::pair<std::string, std::size_t>> by_matter;
    std::size_t first = 0, last = 0;  // rows in view, as drawn last
    Wait wait;
    std::size_t asked = 0;  // first row of the page on its way
    bool again = false;     // the question changed meanwhile: what comes is out of date
    std::optional<Error> error;
};

namespace cases_intent {
struct Seen {
    std::size_t first = 0, last = 0;
};
struct Which {
    work::CasesQuery::Which which = work::CasesQuery::Which::all;
};
struct Matter {
    std::string code;
};
struct Search {};  // the search line changed
struct All {};     // without filter and search
struct Open {
    std::string key;
};
struct NewCase {};
struct SyncNow {};
struct Retry {};
}  // namespace cases_intent
using CasesIntent =
    std::variant<cases_intent::Seen, cases_intent::Which, cases_intent::Matter, cases_intent::Search, cases_intent::All,
                 cases_intent::Open, cases_intent::NewCase, cases_intent::SyncNow, cases_intent::Retry>;

Effects enter(CasesDesk& desk, const Go& go);
Effects refresh(CasesDesk& desk);
Effects update(CasesDesk& desk, CasesIntent&& intent);
Effects receive(CasesDesk& desk, work::Reply& reply);

}  // namespace zj::desk
