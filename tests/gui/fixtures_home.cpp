// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "terminal/desk/first_run/first_run_draw.hpp"
#include "terminal/desk/home/home_draw.hpp"
#include "tests/gui/fixtures.hpp"

namespace zj::gui {

namespace {

using desk::HomeDesk;

work::CaseRow on(const char* matter, const char* subject, const char* state, std::int64_t used, std::int64_t limit) {
    work::CaseRow out;
    out.key = std::string("case/") + matter + subject;
    out.matter = matter;
    out.subject = subject;
    out.state = state;
    out.unit = "421125101";
    out.unit_name = "巴河镇人民政府";
    out.limit = {used, limit, limit > 0, false};
    return out;
}

work::HomeView full() {
    work::HomeView out;
    work::Waiting answer;
    answer.ask = work::Ask::answer;
    answer.on = on("IN", "壬立秋", "returned", 4, 6);
    answer.reason = "聘用合同缺第 3 页，补齐后重新提交";
    work::Waiting confirm;
    confirm.ask = work::Ask::confirm;
    confirm.on = on("MOVE", "丁芒种", "signed", 0, 0);
    confirm.pending = "pending/1";
    confirm.act = "case.submit";
    work::Waiting decide;
    decide.ask = work::Ask::decide;
    decide.on = on("OUT", "癸夏至", "in_review", 7, 6);
    work::Waiting draft;
    draft.ask = work::Ask::draft;
    draft.on = on("USE", "", "draft", 0, 0);
    draft.draft = 1;
    draft.faults = 1;
    draft.saved_at = fixed_now() + -26 * 60'000;
    out.waiting = {answer, confirm, decide, draft};
    out.waiting_all = 4;
    out.since = fixed_now() + -64 * kHourMs;
    const auto news = [&](work::News::Kind kind, work::CaseRow row, std::int64_t count, const char* text, int minutes) {
        out.news.push_back({kind, std::move(row), count, text, fixed_now() + (-63 * kHourMs - minutes * 60'000)});
    };
    news(work::News::Kind::receipts, {}, 5, "", 0);
    news(work::News::Kind::closed, on("OUT", "戊大暑", "approved", 1, 6), 0, "", 14);
    news(work::News::Kind::grant, on("USE", "农业技术推广岗", "approved", 2, 6), 0, "浠编用〔2026〕12号", 47);
    news(work::News::Kind::held, on("USE", "水利站站长", "received", 1, 6), 0, "", 93);
    out.queue = {{on("MOD", "己寒食", "signed", 0, 0), "case.submit", "", 0, 0},
                 {on("OUT", "庚处暑", "signed", 0, 0), "case.submit", "", 0, 0},
                 {on("USE", "林业站", "signed", 0, 0), "case.submit", "", 6, 4}};
    out.seats = {{"10", 42, 40, 1, 0, 0}, {"20", 58, 54, 2, 1, 0}};
    return out;
}

void add(std::vector<Fixture>& out, const char* state, std::shared_ptr<HomeDesk> desk, const work::HereView& who) {
    out.push_back({"home", state, [desk = std::move(desk), &who](ui::Ui& ui) {
                       in_shell(ui, desk::Place::home, who, [&](ui::Rect page, const desk::Around& around) {
                           static_cast<void>(desk::draw(ui, page, around, *desk));
                       });
                   }});
}

}  // namespace

void add_home(std::vector<Fixture>& out) {
    auto ready = std::make_shared<HomeDesk>();
    ready->view.value = full();
    add(out, "ready", ready, clerk());
    auto office = std::make_shared<HomeDesk>();
    office->view.value = full();
    office->view.value->seats.clear();
    office->view.value->queue.clear();
    office->view.value->waiting.clear();
    for (const auto& [matter, subject, used] :
         {std::tuple("OUT", "癸夏至", 7), {"IN", "庚大暑", 5}, {"USE", "农业技术推广岗", 3}, {"MOD", "己寒食", 1}}) {
        work::Waiting decide;
        decide.ask = work::Ask::decide;
        decide.on = on(matter, subject, "in_review", used, 6);
        office->view.value->waiting.push_back(std::move(decide));
    }
    office->view.value->waiting_all = 38;
    office->view.value->due = work::Due{3, 6, 27, 2};
    add(out, "office", office, reviewer());
    auto empty = std::make_shared<HomeDesk>();
    empty->view.value = work::HomeView{};
    add(out, "empty", empty, clerk());
    auto loading = std::make_shared<HomeDesk>();
    loading->view.wait = {1, 0};
    add(out, "loading", loading, clerk());
    auto error = std::make_shared<HomeDesk>();
    error->view.error = fail("vault.corrupt", "vault.db");
    add(out, "error", error, clerk());
    auto long_text = std::make_shared<HomeDesk>();
    long_text->view.value = full();
    for (work::Waiting& waiting : long_text->view.value->waiting) {
        waiting.on.subject = "浠水县三角山旅游度假区管理委员会综合行政执法与安全生产监督服务中心𠮷㛃䶮";
        waiting.reason =
            "申请表第二页单位盖章不清楚，空编情况说明没有写明截止日期，班子会议纪要缺参会人员签名，请一并补齐";
    }
    add(out, "long", long_text, clerk());
}

void add_first_run(std::vector<Fixture>& out) {
    const auto add_one = [&](const char* state, const std::shared_ptr<desk::FirstRunDesk>& desk) {
        out.push_back({"first_run", state, [desk](ui::Ui& ui) {
                           static_cast<void>(desk::draw(ui, ui.screen(), {}, *desk));
                       }});
    };
    add_one("empty", std::make_shared<desk::FirstRunDesk>());
    auto filled = std::make_shared<desk::FirstRunDesk>();
    filled->ticket.set("ZJ1-8F3K-9QWE-RT5Y-0PAS-DFGH-JKZX-CVBN-M123-4567-89AB");
    filled->gateway = "10.20.0.8:8443";
    filled->device.set("巴河镇 1 号机");
    filled->alias.set("jia");
    for (const char32_t c : std::u32string_view(U"bamu diga neko hibu sawe")) {
        filled->passphrase.insert(c);
        filled->again.insert(c);
    }
    filled->drawn = crypto::Secret::from(as_bytes("bamu diga neko hibu sawe"));
    filled->strength = desk::Strength::strong;
    filled->same = true;
    add_one("filled", filled);
    auto wrong = std::make_shared<desk::FirstRunDesk>();
    wrong->ticket.set("ZJ1-8F3K-9QWE");
    for (const char32_t c : std::u32string_view(U"short")) {
        wrong->passphrase.insert(c);
    }
    wrong->again.insert(U'x');
    wrong->strength = desk::Strength::weak;
    wrong->error = fail("ticket.expired");
    add_one("error", wrong);
    auto picking = std::make_shared<desk::FirstRunDesk>();
    picking->picking = true;
    picking->places.value =
        work::reply::Places{"x", {{"a", "U盘", true, 0, {}}, {"b", "town-clerk.ticket", false, 400, fixed_now()}}};
    add_one("picker", picking);
}

}  // namespace zj::gui
