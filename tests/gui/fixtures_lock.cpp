// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "terminal/desk/lock/lock_draw.hpp"
#include "tests/gui/fixtures.hpp"

namespace zj::gui {

namespace {

void add(std::vector<Fixture>& out, const char* state, const std::shared_ptr<desk::LockDesk>& desk, bool focus) {
    out.push_back({"lock", state, [desk, focus](ui::Ui& ui) {
                       if (focus) {
                           ui.focus("lock.passphrase");
                       }
                       static_cast<void>(desk::draw(ui, ui.screen(), {}, *desk));
                   }});
}

work::reply::People people() {
    work::reply::People out;
    out.present = out.known = true;
    out.device_name = "巴河镇 1 号机";
    out.unit_name = "浠水县巴河镇人民政府";
    out.county = "浠水县";
    out.waiting = 3;
    out.last_sync = fixed_now() + -63 * kHourMs;
    out.persons = {{"p1", "甲小满", "town-clerk"}, {"p2", "乙立夏", "town-head"}, {"p3", "丙大雪", "archive"}};
    return out;
}

}  // namespace

void add_lock(std::vector<Fixture>& out) {
    auto ready = std::make_shared<desk::LockDesk>();
    ready->people.value = people();
    for (const char32_t c : std::u32string_view(U"ten dots..")) {
        ready->passphrase.insert(c);
    }
    add(out, "ready", ready, true);
    auto wrong = std::make_shared<desk::LockDesk>();
    wrong->people.value = people();
    wrong->error = fail("passphrase.wrong");
    add(out, "error", wrong, true);
    auto busy = std::make_shared<desk::LockDesk>();
    busy->people.value = people();
    busy->unlocking = {7, 0};
    add(out, "busy", busy, false);
    auto loading = std::make_shared<desk::LockDesk>();
    loading->people.wait = {1, 0};
    add(out, "loading", loading, false);
    auto broken = std::make_shared<desk::LockDesk>();
    broken->people.error = fail("vault.corrupt", "slots.json");
    add(out, "corrupt", broken, false);
    auto long_text = std::make_shared<desk::LockDesk>();
    long_text->people.value = people();
    long_text->people.value->unit_name = "浠水县三角山旅游度假区管理委员会综合行政执法与安全生产监督服务中心";
    long_text->people.value->device_name = "三角山旅游度假区管理委员会综合服务大厅三号窗口";
    for (int i = 0; i < 6; ++i) {
        long_text->people.value->persons.push_back(
            {"x", "欧阳䶮𠮷㛃阿卜杜拉·买买提", "a-very-long-alias-of-somebody-" + std::to_string(i)});
    }
    add(out, "long", long_text, false);
}

}  // namespace zj::gui
