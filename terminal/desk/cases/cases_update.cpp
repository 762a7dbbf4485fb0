// SPDX-License-Identifier: Apache-2.0
#include "terminal/desk/cases/cases_desk.hpp"

namespace zj::desk {

namespace {

// One question at a time: a list that is scrolled or typed at faster than the store answers skips what lies between.
Effects ask(CasesDesk& desk) {
    if (desk.wait) {
        return {};
    }
    const auto first = desk.pages.wanted(desk.first, desk.last);
    if (!first) {
        return {};
    }
    desk.asked = *first;
    desk.again = false;
    return effects(Do{work::job::Cases{desk.query, *first, work::kPageRows}, &desk.wait});
}

Effects ask_anew(CasesDesk& desk) {
    desk.pages.start_over();
    desk.again = true;
    desk.first = desk.last = 0;
    desk.list.at = 0;
    desk.list.show = true;
    desk.list.take_focus = false;  // it stays where the person types or chooses
    desk.error.reset();
    return ask(desk);
}

struct Update {
    CasesDesk& desk;

    Effects operator()(const cases_intent::Seen& seen) const {
        desk.first = seen.first;
        desk.last = seen.last;
        return desk.error ? Effects{} : ask(desk);
    }
    Effects operator()(const cases_intent::Which& which) const {
        desk.query.which = which.which;
        return ask_anew(desk);
    }
    Effects operator()(cases_intent::Matter& matter) const {
        desk.query.matter = std::move(matter.code);
        return ask_anew(desk);
    }
    Effects operator()(const cases_intent::Search& /*search*/) const {
        desk.searched = desk.search.revision();
        if (desk.search.text() == desk.query.text) {
            return {};
        }
        desk.query.text = desk.search.text();
        return ask_anew(desk);
    }
    Effects operator()(const cases_intent::All& /*all*/) const {
        desk.query = {};
        desk.search.set({});
        desk.searched = desk.search.revision();
        return ask_anew(desk);
    }
    Effects operator()(cases_intent::Open& open) const {
        if (const auto place = desk.pages.find(open.key)) {
            desk.list.at = *place;
        }
        return effects(Go{Place::one_case, std::move(open.key)});
    }
    Effects operator()(const cases_intent::NewCase& /*new_case*/) const { return effects(Go{Place::matters}); }
    Effects operator()(const cases_intent::SyncNow& /*sync*/) const { return effects(Do{work::job::Sync{}, nullptr}); }
    Effects operator()(const cases_intent::Retry& /*retry*/) const {
        desk.error.reset();
        desk.pages.make_old();
        return ask(desk);
    }
};

}  // namespace

Effects enter(CasesDesk& desk, const Go& /*go*/) {
    desk.list.show = desk.list.take_focus = true;
    return refresh(desk);
}

Effects refresh(CasesDesk& desk) {
    desk.pages.make_old();
    desk.again = true;
    desk.error.reset();
    return ask(desk);
}

Effects update(CasesDesk& desk, CasesIntent&& intent) {
    return std::visit(Update{desk}, intent);
}

Effects receive(CasesDesk& desk, work::Reply& reply) {
    if (auto* fresh = std::get_if<work::reply::Cases>(&reply.what)) {
        if (!desk.wait.ends_with(reply.to)) {
            return {};
        }
        if (!desk.again) {
            desk.by_matter = std::move(fresh->page.by_matter);
            desk.pages.put(desk.asked, fresh->page.total, std::move(fresh->page.rows));
            desk.error.reset();
        }
        return ask(desk);
    }
    if (auto* failed = std::get_if<work::reply::Failed>(&reply.what); failed && desk.wait.ends_with(reply.to)) {
        desk.error = std::move(failed->error);
    }
    return {};
}

}  // namespace zj::desk
