// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/desk/form_ground.hpp"

#include <algorithm>

#include "assets/assets.hpp"
#include "shared/model/catalogue_assemble.hpp"

namespace zj::desk_test {

Ground::Ground(work::FormView form) {
    perform(desk::enter(desk, {desk::Place::form, "USE", 0}));
    answer<work::job::NewForm>(work::reply::Form{std::move(form)});
}

work::FormView Ground::view(const char* matter) {
    static const auto catalogue = *model::Catalogue::load(*model::assemble_catalogue(assets::all()));
    work::FormView out;
    out.catalogue = catalogue;
    out.draft.matter = matter;
    out.draft.unit = "421125101";
    out.seats = {{"20", 28, 24, 2, 0, 0}, {"10", 10, 10, 0, 0, 0}};
    out.choices = {{"plan_line", {{"plan/421125101/2026-03", "2026-事-03", "1/2"}}},
                   {"person", {{"person/1", "己秋分", "农技员"}}}};
    return out;
}

work::DraftMaterial document(const std::string& slot) {
    return {slot, slot + ".pdf", "application/pdf", std::string(64, 'a'), 1000, 2};
}

work::FormView Ground::complete() {
    work::FormView out = view("USE");
    out.draft.id = 7;
    out.draft.fields = codec::Object{{"quota_type", "20"},
                                     {"count", "1"},
                                     {"entry_mode", "03"},
                                     {"source_scope", out.catalogue->codes("source_scope")->front().code},
                                     {"funding", out.catalogue->codes("funding")->front().code},
                                     {"post_kind", out.catalogue->codes("post_kind")->front().code},
                                     {"staff_class", "none"},
                                     {"plan_line", "plan/421125101/2026-03"},
                                     {"meeting_on", "2026-11-12"},
                                     {"meeting_no", "21"},
                                     {"reason", "有人退休"}};
    for (const char* slot : {"application", "vacancy", "minutes"}) {
        out.draft.materials.push_back(document(slot));
    }
    return out;
}

void Ground::perform(desk::Effects&& effects) {
    for (desk::Effect& effect : effects) {
        if (auto* job = std::get_if<desk::Do>(&effect)) {
            if (job->wait != nullptr) {
                *job->wait = {next_, now};
            }
            jobs.emplace_back(next_++, std::move(job->job));
        } else if (auto* go = std::get_if<desk::Go>(&effect)) {
            went.push_back(*go);
        } else if (auto* ask = std::get_if<desk::AskToSign>(&effect)) {
            asked.push_back(std::move(*ask));
        } else if (auto* where = std::get_if<desk::FocusOn>(&effect)) {
            focus = where->id;
        }
    }
}

void Ground::say(Kind kind, std::string key, std::string value, std::size_t at) {
    FormIntent intent;
    intent.kind = kind;
    intent.key = std::move(key);
    intent.value = std::move(value);
    intent.at = at;
    intent.now_ms = now;
    perform(desk::update(desk, std::move(intent)));
}

void Ground::type(const std::string& key, const std::string& text) {
    for (desk::FormBox& one : desk.boxes) {
        if (one.field->key == key) {
            one.edit.set(text);
        }
    }
    say(Kind::typed, key);
}

void Ground::pass(std::int64_t ms) {
    const std::int64_t end = now + ms;
    while (desk::next_due_ms(desk) <= end) {
        now = std::max(now, desk::next_due_ms(desk));
        perform(desk::tick(desk, now));
    }
    now = end;
}

bool Ground::save(std::int64_t id) {
    const auto* job = this->job<work::job::SaveDraft>();
    return job != nullptr && answer<work::job::SaveDraft>(work::reply::Saved{id, job->serial, Time{now}});
}

const desk::FormBox& Ground::box(std::string_view key) const {
    return *std::find_if(desk.boxes.begin(), desk.boxes.end(), [&](const auto& b) { return b.field->key == key; });
}

bool Ground::lacks(std::string_view pointer) const {
    return std::any_of(desk.gaps.begin(), desk.gaps.end(), [&](const auto& g) { return g.pointer == pointer; });
}

}  // namespace zj::desk_test
