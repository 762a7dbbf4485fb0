// SPDX-License-Identifier: Apache-2.0
// Saving as it is typed, and signing what is saved. One save is on its way at a time: a new draft gets its id with the
// first, and a slow disk is never asked for more than it can do.
#include <algorithm>
#include <limits>

#include "terminal/desk/form/form_boxes.hpp"
#include "terminal/desk/form/form_steps.hpp"

namespace zj::desk {

namespace form {

namespace {

bool may_save(const FormDesk& desk) {
    const bool first = desk.draft() == 0 && desk.picker.attach;  // that job makes the draft
    return desk.form.value && desk.saving.typed != desk.saving.sent && !desk.saving.wait && !first && !desk.drop_wait &&
           !desk.drops;
}

std::int64_t due(const FormDesk& desk) {
    const FormSaving& s = desk.saving;
    if (desk.signs_next) {
        return s.not_before_ms;
    }
    return std::max(s.not_before_ms,
                    std::min(s.last_ms + kSaveQuietMs, s.first_ms.value_or(s.last_ms) + kSaveLatestMs));
}

AskToSign question(const FormDesk& desk) {
    const bool zh = desk.lang == texts::Lang::zh;
    AskToSign out;
    out.title = "form.sign.title";
    out.question = desk.form.value->draft.on.empty() ? "form.sign.question" : "form.sign.question_answer";
    out.lines.emplace_back("form.sign.matter", zh ? desk.matter->label.zh : desk.matter->label.en);
    for (std::size_t i = 0; i < desk.matter->sections.size(); ++i) {
        const std::string summary = summary_of(desk, i, desk.lang);
        if (!summary.empty()) {
            const model::Text2& label = desk.matter->sections[i].label;
            out.lines.emplace_back(zh ? label.zh : label.en, summary);
        }
    }
    std::int64_t pages = 0;
    for (const FormDocument& document : desk.documents) {
        pages += document.material.pages;
    }
    out.lines.emplace_back(
        "form.sign.materials",
        texts::term("form.sign.documents", desk.lang, {std::to_string(desk.documents.size()), std::to_string(pages)}));
    if (!desk.basis.empty()) {
        out.lines.emplace_back("form.sign.basis", desk.basis);
    }
    out.job = work::job::SignDraft{desk.draft(), {}};
    return out;
}

Effects ask(FormDesk& desk) {
    desk.signs_next = false;
    desk.signing = true;
    return effects(question(desk));
}

Effects saved(FormDesk& desk, const work::reply::Saved& reply) {
    FormSaving& s = desk.saving;
    desk.form.value->draft.id = reply.id;
    s.saved = std::max(s.saved, std::min(reply.serial, s.typed));
    s.at = reply.at;
    s.error.reset();
    if (desk.drops) {
        return drop_now(desk);
    }
    if (desk.next && s.safe()) {
        return open_next(desk);
    }
    Effects out = attach_waiting(desk);
    if (!s.safe()) {
        return out;
    }
    if (desk.signs_next && desk.gaps.empty()) {
        append(out, ask(desk));
    } else if (desk.gaps.empty() && !desk.facts_wait) {
        out.emplace_back(Do{work::job::Facts{draft_of(desk)}, &desk.facts_wait});
    }
    return out;
}

Effects signed_(FormDesk& desk, const work::reply::Signed& reply) {
    desk.signing = false;
    if (reply.count == 0) {
        return {};
    }
    // The draft is gone with the signature: nothing of it may be saved again. The case goes on from here.
    desk = FormDesk{};
    return reply.key.empty() ? effects(Go{Place::cases, {}, 0}) : effects(Go{Place::one_case, reply.key, 0});
}

void refused(FormDesk& desk, const work::reply::Failed& reply) {
    desk.signing = false;
    if (reply.faults.empty()) {
        return;
    }
    desk.pressed_sign = true;
    check(desk);
    for (const model::FormFault& fault : reply.faults) {  // those that only the vault can see
        const bool told = std::any_of(desk.gaps.begin(), desk.gaps.end(),
                                      [&](const FormGap& g) { return g.pointer == fault.pointer; });
        if (!told) {
            desk.gaps.push_back({fault.pointer, fault.code, fault.args});
        }
    }
}

}  // namespace

void changed(FormDesk& desk, std::int64_t now_ms) {
    FormSaving& s = desk.saving;
    ++s.typed;
    s.last_ms = now_ms;
    s.first_ms = s.first_ms ? s.first_ms : std::optional(now_ms);
    desk.facts_known = false;
    desk.signs_next = false;
    desk.trouble.reset();
}

Effects save_now(FormDesk& desk, std::int64_t now_ms) {
    if (!may_save(desk)) {
        return {};
    }
    FormSaving& s = desk.saving;
    s.sent = s.typed;
    s.sent_ms = std::min(now_ms, std::numeric_limits<std::int64_t>::max() - kSaveAgainMs);  // "at once" is a time too
    s.first_ms.reset();
    return effects(Do{work::job::SaveDraft{draft_of(desk), s.sent, desk.draft() == 0 && s.follows}, &s.wait});
}

std::optional<Effects> receive_saving(FormDesk& desk, work::Reply& reply) {
    if (const auto* done = std::get_if<work::reply::Saved>(&reply.what)) {
        return desk.saving.wait.ends_with(reply.to) && desk.form.value ? saved(desk, *done) : Effects{};
    }
    if (auto* facts = std::get_if<work::reply::Facts>(&reply.what)) {
        if (desk.facts_wait.ends_with(reply.to)) {
            desk.facts = std::move(facts->facts);
            desk.facts_known = desk.saving.safe();
        }
        return Effects{};
    }
    if (const auto* done = std::get_if<work::reply::Signed>(&reply.what)) {
        return desk.signing ? signed_(desk, *done) : Effects{};
    }
    const auto* failed = std::get_if<work::reply::Failed>(&reply.what);
    if (failed == nullptr) {
        return std::nullopt;
    }
    FormSaving& s = desk.saving;
    if (s.wait.ends_with(reply.to)) {
        s.error = failed->error;
        s.sent = s.saved;
        s.first_ms = s.first_ms ? s.first_ms : std::optional(s.sent_ms);
        s.not_before_ms = s.sent_ms + kSaveAgainMs;
        desk.signs_next = false;
        desk.next.reset();  // these words are on the screen alone: they stay there
        return desk.drops ? drop_now(desk) : Effects{};
    }
    if (desk.facts_wait.ends_with(reply.to)) {
        return Effects{};
    }
    if (desk.signing && !failed->faults.empty()) {
        refused(desk, *failed);
        return Effects{};
    }
    return std::nullopt;
}

Effects sign(FormDesk& desk, FormIntent&& intent) {
    tidy_all(desk);
    desk.pressed_sign = true;
    desk.lang = intent.lang;
    desk.basis = std::move(intent.value);
    check(desk);
    if (!desk.gaps.empty()) {
        desk.open = section_of(desk, desk.gaps[0].pointer);
        return effects(FocusOn{focus_of(desk, desk.gaps[0].pointer)});
    }
    // What the boxes hold now is what is signed: it is stored first, whatever was stored before.
    changed(desk, intent.now_ms);
    desk.signs_next = true;
    return save_now(desk, intent.now_ms);
}

}  // namespace form

Effects tick(FormDesk& desk, std::int64_t now_ms) {
    if (!form::may_save(desk) || form::due(desk) > now_ms) {
        return {};
    }
    return form::save_now(desk, now_ms);
}

std::int64_t next_due_ms(const FormDesk& desk) {
    return form::may_save(desk) ? form::due(desk) : std::numeric_limits<std::int64_t>::max();
}

// Whatever is on its way: nobody is there for its answer any more, and jobs are done in order.
Effects flush(FormDesk& desk) {
    FormSaving& s = desk.saving;
    if (form::may_save(desk)) {
        return form::save_now(desk, s.last_ms);
    }
    const bool attaching = desk.draft() == 0 && desk.picker.attach;  // holds what is typed, and makes the draft
    if (!desk.form.value || s.typed == s.sent || desk.drop_wait || desk.drops || attaching) {
        return {};
    }
    s.follows = s.follows || desk.draft() == 0;
    s.sent = s.typed;
    s.first_ms.reset();
    return effects(Do{work::job::SaveDraft{form::draft_of(desk), s.sent, s.follows && desk.draft() == 0}, &s.wait});
}

Effects leave(FormDesk& desk) {
    desk.signs_next = false;
    return flush(desk);
}

}  // namespace zj::desk
