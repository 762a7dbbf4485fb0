// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "terminal/desk/form/form_draw.hpp"
#include "tests/gui/fixtures.hpp"

namespace zj::gui {

namespace {

using desk::FormDesk;
using desk::FormIntent;
using Ready = std::shared_ptr<FormDesk>;

work::FormView view(const char* matter) {
    work::FormView out;
    out.catalogue = clerk().catalogue;
    out.draft.matter = matter;
    out.draft.unit = clerk().unit;
    out.seats = {{"20", 58, 54, 2, 0, 0}, {"10", 26, 25, 0, 1, 0}};
    out.choices = {
        {"plan_line",
         {{"plan/421125101/2026-03", "2026-事-03 农业技术", "1/2"},
          {"plan/421125101/2026-04", "2026-事-04 社区网格", "0/1"}}},
        {"person", {{"person/1", "己秋分", "农业技术推广岗"}, {"person/2", "欧阳䶮𠮷㛃", "综合执法大队副大队长"}}},
        {"grant_no", {{"grant/1", "浠编办函〔2026〕71号", "2027-05-23"}}}};
    return out;
}

Ready opened(work::FormView form) {
    auto out = std::make_shared<FormDesk>();
    out->came = {desk::Place::form, "USE", 0};
    out->form.wait = {7, 0};
    work::Reply reply{7, work::reply::Form{std::move(form)}};
    static_cast<void>(desk::receive(*out, reply));
    return out;
}

work::DraftMaterial document(const char* slot, const char* title, std::int64_t pages) {
    return {slot, title, "application/pdf", std::string(64, 'a'), 1'887'000, pages};
}

work::FormView filled() {
    work::FormView out = view("USE");
    out.draft.id = 31;
    out.draft.saved_at = fixed_now();
    out.draft.fields = codec::Object{{"quota_type", "20"},
                                     {"count", "1"},
                                     {"entry_mode", "03"},
                                     {"source_scope", "social"},
                                     {"funding", "1"},
                                     {"post_kind", "1"},
                                     {"post_name", "农业技术推广岗"},
                                     {"staff_class", "none"},
                                     {"plan_line", "plan/421125101/2026-03"},
                                     {"meeting_on", "2026-11-12"},
                                     {"meeting_no", "第 21 次"},
                                     {"reason", "农业技术推广岗原有 2 人，今年退休 1 人，春耕技术服务人手不足。"}};
    for (const auto& [field, list] : {std::pair{"source_scope", "source_scope"},
                                      {"funding", "funding"},
                                      {"post_kind", "post_kind"},
                                      {"staff_class", "staff_class"}}) {
        out.draft.fields.set(field, out.catalogue->codes(list)->front().code);
    }
    out.draft.fields.set("staff_class", "none");
    return out;
}

void say(FormDesk& desk, FormIntent::Kind kind, const char* key = "", const char* value = "") {
    FormIntent intent;
    intent.kind = kind;
    intent.key = key;
    intent.value = value;
    static_cast<void>(desk::update(desk, std::move(intent)));
}

void type(FormDesk& desk, const char* key, const char* text) {
    for (desk::FormBox& box : desk.boxes) {
        if (box.field->key == key) {
            box.edit.set(text);
        }
    }
    say(desk, FormIntent::Kind::typed, key);
    say(desk, FormIntent::Kind::left, key);
}

void add(std::vector<Fixture>& out, const char* state, const Ready& desk, const char* focus = "",
         const work::HereView& here = clerk()) {
    out.push_back({"form", state, [desk, focus = std::string(focus), &here](ui::Ui& ui) {
                       if (!focus.empty()) {
                           ui.focus(focus);
                       }
                       in_shell(ui, desk::Place::matters, here, [&](ui::Rect page, const desk::Around& around) {
                           static_cast<void>(desk::draw(ui, page, around, *desk));
                       });
                   }});
}

Ready half() {
    work::FormView form = filled();
    for (const char* later : {"post_kind", "staff_class", "reason", "meeting_on"}) {
        form.draft.fields.object().erase(later);
    }
    form.draft.materials = {document("application", "编制使用申请表.pdf", 2),
                            document("minutes", "班子会议纪要 扫描件.pdf", 3)};
    Ready out = opened(form);
    out->open = 2;
    type(*out, "meeting_on", "2026-11-31");
    type(*out, "meeting_no", "２１");
    out->saving = {};
    out->saving.at = fixed_now();
    return out;
}

Ready complete() {
    work::FormView form = filled();
    form.draft.materials = {document("application", "编制使用申请表.pdf", 2),
                            document("vacancy", "空编情况说明.pdf", 3), document("minutes", "班子会议纪要.pdf", 2)};
    Ready out = opened(form);
    out->facts_known = true;
    out->facts = {{work::Fact::Mark::good, "fact.seats", {"2", "1"}},
                  {work::Fact::Mark::good, "fact.plan", {"2026", "1", "0"}},
                  {work::Fact::Mark::good, "fact.foretold_good", {}}};
    return out;
}

Ready answering() {
    work::FormView form = filled();
    form.on.emplace();
    form.on->row.case_no = "101-2026-012";
    form.on->row.matter = "USE";
    form.on->reason = "会议纪要缺第 2 页，空编情况说明没有盖章";
    form.on->missing = {"minutes", "vacancy"};
    form.draft.on = "case/1";
    for (const char* slot : {"application", "minutes", "vacancy"}) {
        work::Material one;
        one.slot = slot;
        one.title = "原来的扫描件.pdf";
        form.on->materials.push_back(one);
    }
    return opened(form);
}

Ready changing() {
    work::FormView form = view("MOD");
    form.draft.fields =
        codec::Object{{"person", "person/2"},
                      {"changes", codec::Array{codec::Object{{"field", "title"}, {"new", "高级农艺师"}},
                                               codec::Object{{"field", "edu"}}, codec::Object{{"field", ""}}}}};
    Ready out = opened(form);
    out->open = 1;
    return out;
}

// Items of another kind than the one that is chosen have no place.
Ready transfer(const char* kind, std::size_t section) {
    work::FormView form = view("MOVE");
    form.draft.fields = codec::Object{{"kind", kind}, {"to_inner", "党政综合办公室"}};
    Ready out = opened(form);
    out->open = section;
    return out;
}

Ready picking(bool files) {
    Ready out = half();
    out->picker.open = true;
    out->picker.slot = "vacancy";
    out->picker.folder = files ? "/media/clerk/巴河镇政府 U 盘" : "";
    out->picker.places.value = work::reply::Places{};
    if (files) {
        out->picker.rows.push_back({"/media/a", "2026 年上编材料", true, 0, {}});
        for (int i = 0; i < 30; ++i) {
            out->picker.rows.push_back(
                {"/media/b" + std::to_string(i),
                 (i == 1
                      ? "浠水县三角山旅游度假区管理委员会综合行政执法与安全生产监督服务中心空编情况说明（盖章）最终版"
                      : "空编情况说明 " + std::to_string(i)) +
                     std::string(".pdf"),
                 false, 1'800'000 + i * 7000, fixed_now() + -i * kDayMs});
        }
        out->picker.reading = "/media/b2";
    }
    return out;
}

Ready long_text() {
    work::FormView form = filled();
    const char* name = "浠水县三角山旅游度假区管理委员会综合行政执法与安全生产监督服务中心";
    form.draft.fields.set("post_name", std::string("欧阳䶮𠮷㛃") + name);
    form.draft.fields.set("reason", std::string(name) + "，" + name + "，" + name + "，" + name + "。");
    form.draft.fields.set("count", "12");
    form.draft.materials = {
        document("application", (std::string(name) + "编制使用申请表（单位和主管部门盖章）.pdf").c_str(), 128)};
    Ready out = opened(form);
    out->open = 1;
    return out;
}

}  // namespace

void add_form(std::vector<Fixture>& out) {
    add(out, "new", opened(view("USE")), "form.field.quota_type");
    add(out, "half", half(), "form.field.meeting_no");
    Ready pressed = opened(view("USE"));
    say(*pressed, FormIntent::Kind::sign);
    add(out, "gaps", pressed);
    add(out, "complete", complete(), "form.sign");
    add(out, "answer", answering());
    add(out, "changes", changing());
    add(out, "move_within", transfer("inner", 0));
    add(out, "move_between", transfer("cross", 1));
    Ready papers = half();
    papers->open = 3;
    add(out, "papers", papers, "form.slot.vacancy.attach");
    add(out, "picker", picking(true), "form.picker.row.1");
    add(out, "picker_empty", picking(false));
    Ready preview = half();
    preview->preview = {true, std::string(64, 'a'), "application/pdf", "班子会议纪要 扫描件.pdf", 0, {}};
    preview->preview.picture.wait = {3, 0};
    add(out, "preview", preview);
    Ready question = half();
    question->asks_drop = true;
    add(out, "drop", question, "form.question.keep");
    Ready unsaved = half();
    unsaved->saving.error = fail("vault.disk", "vault.db");
    add(out, "unsaved", unsaved);
    auto loading = std::make_shared<FormDesk>();
    loading->form.wait = {1, 0};
    add(out, "loading", loading);
    auto broken = std::make_shared<FormDesk>();
    broken->form.error = fail("matter.closed", "MOVE", "", {"MOVE"});
    add(out, "error", broken);
    add(out, "empty", std::make_shared<FormDesk>());
    add(out, "forbidden", std::make_shared<FormDesk>(), "", reviewer());
    add(out, "long", long_text());
}

}  // namespace zj::gui
