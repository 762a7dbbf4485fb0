// SPDX-License-Identifier: Apache-2.0
#include "tests/gui/fixtures.hpp"

#include "assets/assets.hpp"
#include "shared/model/catalogue_assemble.hpp"
#include "terminal/desk/shell/shell_draw.hpp"

namespace zj::gui {

Time fixed_now() {
    const auto at = parse_time("2026-11-23T09:18:24.000+08:00");
    ZJ_ASSERT(at);
    return *at;
}

namespace {

work::HereView person(const char* name, const char* role, const char* unit) {
    work::HereView out;
    out.person = "p-1";
    out.name = name;
    out.alias = "a";
    out.roles = {role};
    out.unit = unit;
    out.unit_name = std::string(unit).empty() ? "" : "巴河镇人民政府";
    out.device_name = "巴河镇 1 号机";
    out.county = "浠水县";
    static const auto catalogue = *model::Catalogue::load(*model::assemble_catalogue(assets::all()));
    out.catalogue = catalogue;
    out.checkpoint = 4711;
    out.checkpoint_at = fixed_now() + -63 * kHourMs;
    out.waiting = 3;
    out.materials_waiting = 1;
    out.safe_off = false;
    out.to_do = 4;
    out.now = fixed_now();
    return out;
}

}  // namespace

const work::HereView& clerk() {
    static const work::HereView out = person("甲小满", "unit_clerk", "421125101");
    return out;
}

const work::HereView& reviewer() {
    static const work::HereView out = [] {
        work::HereView here = person("丁寒露", "ob_section", "");
        here.waiting = here.materials_waiting = 0;
        here.safe_off = true;
        here.to_do = 38;
        return here;
    }();
    return out;
}

std::vector<Fixture> all_fixtures() {
    std::vector<Fixture> out;
    add_lock(out);
    add_first_run(out);
    add_home(out);
    add_matters(out);
    add_form(out);
    add_cases(out);
    add_one_case(out);
    add_review(out);
    add_settings(out);
    return out;
}

void in_shell(ui::Ui& ui, desk::Place place, const work::HereView& here,
              const std::function<void(ui::Rect page, const desk::Around&)>& draw) {
    work::reply::SyncState sync;
    if (here.waiting > 0) {
        sync.error = fail("net.connect", "10.20.0.8:8443");
    } else {
        sync.at = fixed_now() + -5'000;
    }
    desk::Around around;
    around.here = &here;
    around.sync = &sync;
    std::vector<desk::RailItem> rail{{desk::Place::home}};
    if (here.unit.empty()) {
        rail.push_back({desk::Place::review, here.to_do});
        rail.push_back({desk::Place::cases});
    } else {
        rail.push_back({desk::Place::matters});
        rail.push_back({desk::Place::cases, here.to_do});
    }
    rail.push_back({desk::Place::settings});
    ui::Rect page = ui.screen();
    static_cast<void>(desk::draw_surroundings(ui, rail, place, around, page));
    draw(page, around);
}

}  // namespace zj::gui
