// SPDX-License-Identifier: Apache-2.0
#include "tests/gui/style_page.hpp"

#include <array>

#include "terminal/ui/field.hpp"
#include "terminal/ui/gauge.hpp"
#include "terminal/ui/widgets.hpp"

namespace zj::gui {

using namespace ui;

StylePage::StylePage() {
    focused.set("农业技术");
    ok.set("2026-事-03");
    normalised.set("巴政〔2026〕9号");
    warning.set("2026-08-30");
    error.set("429099199013");
    computed.set("可用 2");
    fixed.set("1990-03-07");
}

namespace {

Rect label_row(Ui& ui, Rect& page, const char* key, float height) {
    Rect row = page.cut_top(ui.em(height));
    page.cut_top(ui.em(0.4F));
    ui.text(row.cut_left(ui.em(4)), ui.tr(key), kMuted);
    return row;
}

void fields(Ui& ui, Rect& page, StylePage& s) {
    struct One {
        const char* id;
        Edit* edit;
        Field field;
    };
    const std::array<One, 8> all{
        {{"rest", &s.rest, {"平常", "最多 30 字", "请填岗位名称", FieldState::rest}},
         {"focused", &s.focused, {"焦点", "", "", FieldState::rest}},
         {"ok", &s.ok, {"合格", "本行余 1 人", "", FieldState::ok}},
         {"normalised", &s.normalised, {"已规范", "已改成六角括号", "", FieldState::normalised}},
         {"warning", &s.warning, {"提醒", "离今天超过 60 天", "", FieldState::warning}},
         {"error", &s.error, {"错误", "少 6 位，应为 18 位", "", FieldState::error}},
         {"computed", &s.computed, {"自动算出", "截至 11-20 17:35", "", FieldState::computed}},
         {"fixed", &s.fixed, {"只读", "只有县编办能改", "", FieldState::read_only}}}};
    for (int row = 0; row < 2; ++row) {
        const Rect line = page.cut_top(field_height(ui, all[0].field) + ui.em(0.3F));
        for (int i = 0; i < 4; ++i) {
            const One& one = all[static_cast<std::size_t>(row * 4 + i)];
            text_field(ui, one.id, line.column(i, 4, ui.em(1)), *one.edit, one.field);
        }
    }
}

void buttons(Ui& ui, Rect& page) {
    Rect row = label_row(ui, page, "style.buttons", 2.8F);
    const auto one = [&](const char* id, const char* text, const Button& spec, float height) {
        const Rect r = row.cut_left(button_width(ui, text, spec));
        button(ui, id, r.middle(r.w, ui.em(height)), text, spec);
        row.cut_left(ui.em(0.6F));
    };
    one("primary", "主操作", {Kind::primary, Icon::pencil}, 2.8F);
    one("busy", "正在签名", {Kind::secondary, Icon::none, true, true}, 2.8F);
    one("second", "次操作", {}, 2.4F);
    one("off", "不可用", {Kind::secondary, Icon::none, false}, 2.4F);
    one("ghost", "轻操作", {Kind::ghost}, 2.4F);
    one("refuse", "不予核准", {Kind::danger, Icon::x}, 2.4F);
    checkbox(ui, "tick", row.cut_left(ui.em(6)).middle(ui.em(6), ui.em(2.2F)), "已选", true);
    const std::vector<std::string> names{"本月", "本季"};
    const Rect right = row.cut_right(segmented_width(ui, names));
    segmented(ui, "span", right.middle(right.w, ui.em(2.2F)), names, 0);
}

void chips(Ui& ui, Rect& page) {
    Rect row = label_row(ui, page, "style.states", 1.8F);
    const auto one = [&](const char* text, Tone tone, Icon icon) {
        row.cut_left(chip(ui, row, text, tone, icon) + ui.em(0.5F));
    };
    one("草稿", Tone::neutral, Icon::file);
    one("办理中", Tone::accent, Icon::circle_play);
    one("待传", Tone::pending, Icon::upload);
    one("已核准", Tone::ok, Icon::circle_check);
    one("已冻结", Tone::held, Icon::octagon_pause);
    one("退回补正", Tone::warning, Icon::undo_2);
    one("不予核准", Tone::danger, Icon::circle_x);
    one("离线", Tone::offline, Icon::link_2_off);
    one("暂缓", Tone::offline, Icon::circle_pause);
}

void gauges(Ui& ui, Rect& page) {
    Rect row = label_row(ui, page, "style.seats", 4.6F);
    const std::array<SeatParts, 4> all{SeatParts{28, 24, 0, 2, 0}, SeatParts{28, 24, 1, 2, 1},
                                       SeatParts{26, 26, 0, 2, 0}, SeatParts{310, 299, 0, 2, 0}};
    for (int i = 0; i < 4; ++i) {
        Rect cell = row.column(i, 4, ui.em(1.4F));
        const SeatParts& parts = all[static_cast<std::size_t>(i)];
        seats_legend(ui, cell.cut_top(seats_legend_height(ui, cell.w, parts, true)), parts, true);
        seats(ui, cell, parts);
    }
}

}  // namespace

void draw(Ui& ui, StylePage& style) {
    Rect page = ui.screen().inset(ui.em(1.2F), ui.em(0.6F));
    fields(ui, page, style);
    ui.focus("focused");
    buttons(ui, page);
    chips(ui, page);
    const Rect banners = label_row(ui, page, "style.banners", 2.6F);
    banner(ui, banners.column(0, 2, ui.em(0.6F)), Tone::held, Icon::octagon_pause, "此件已冻结",
           "两台终端争同一席位，等县里裁定");
    banner(ui, banners.column(1, 2, ui.em(0.6F)), Tone::warning, Icon::triangle_alert, "离线 26 天",
           "再过 4 天只能存草稿，请用 U 盘同步");
    gauges(ui, page);
    page.cut_top(ui.em(0.4F));
    const Rect left = page.column(0, 3, ui.em(0.8F)), middle = page.column(1, 3, ui.em(0.8F)),
               right = page.column(2, 3, ui.em(0.8F));
    card(ui, left);
    empty_state(ui, left, Icon::circle_check, Tone::ok, "都办完了", "没有等您办理的业务，新来的会排在这里。",
                "办新业务");
    card(ui, middle);
    loading_rows(ui, middle, 0, 4);
    card(ui, right);
    Rect rows = right.inset(1);
    for (int i = 0; i < 3; ++i) {
        Rect one = rows.cut_top(ui.em(3.5F));
        row(ui, "row." + std::to_string(i), one, i == 1);
        if (i > 0) {
            divider(ui, one);
        }
        one = one.inset(ui.em(1), ui.em(0.2F));
        disc_icon(ui, one.cut_left(ui.em(2.2F)).centre(), Icon::undo_2, Tone::warning);
        one.cut_left(ui.em(0.7F));
        paper_thumb(ui, one.cut_right(ui.em(1.85F)).middle(ui.em(1.85F), ui.em(2.4F)), true, true);
        ui.paragraph(one, "浠水县三角山旅游度假区管理委员会综合行政执法与安全生产监督服务中心", kBodyText, 2);
    }
}

}  // namespace zj::gui
