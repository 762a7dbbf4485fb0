// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>

#include "terminal/desk/form/form_boxes.hpp"
#include "terminal/desk/form/form_steps.hpp"

namespace zj::desk {

using namespace form;
using Kind = FormIntent::Kind;

namespace {

Effects load(FormDesk& desk) {
    const Go& go = desk.came;
    if (go.draft != 0) {
        return effects(Do{work::job::OpenDraft{go.draft}, &desk.form.wait});
    }
    if (go.key.find('/') != std::string::npos) {
        return effects(Do{work::job::AnswerForm{go.key}, &desk.form.wait});
    }
    return effects(Do{work::job::NewForm{go.key}, &desk.form.wait});
}

// The first section where something is missing, from `from` on; then from the beginning; else the documents.
std::size_t section_to_open(const FormDesk& desk, std::size_t from) {
    const std::size_t n = desk.matter->sections.size();
    for (std::size_t i = 0; i < n; ++i) {
        const std::size_t at = (from + i) % n;
        if (gaps_in(desk, at) > 0) {
            return at;
        }
    }
    return n;
}

std::uint64_t revisions(const FormDesk& desk) {
    std::uint64_t out = 0;
    for (const FormBox& box : desk.boxes) {
        out += box.edit.revision();
    }
    for (const ChangeBox& change : desk.changes) {
        out += change.value.edit.revision();
    }
    for (const FormDocument& document : desk.documents) {
        out += document.pages.revision();
    }
    return out;
}

Effects arrived(FormDesk& desk) {
    fill(desk);
    if (desk.matter == nullptr) {
        desk.form.error = fail("matter.unknown", desk.form.value->draft.matter, "the catalogue has no such matter",
                               {desk.form.value->draft.matter});
        desk.form.value.reset();
        return {};
    }
    check(desk);
    desk.open = section_to_open(desk, 0);
    desk.seen = revisions(desk);
    desk.saving.at = desk.draft() != 0 ? std::optional(desk.form.value->draft.saved_at) : std::nullopt;
    return desk.gaps.empty() ? effects(FocusOn{"form.sign"}) : effects(FocusOn{focus_of(desk, desk.gaps[0].pointer)});
}

// Leads to what is missing: its section is unfolded, and the focus goes to it.
Effects go_to(FormDesk& desk, const std::string& pointer) {
    desk.open = section_of(desk, pointer);
    return effects(FocusOn{focus_of(desk, pointer)});
}

// Enter, or a choice made: on to the next thing that is missing, else to the filled button.
Effects go_on(FormDesk& desk, const std::string& key) {
    const std::size_t here = section_of(desk, "/fields/" + key);
    const auto place = [&](std::string_view pointer) {
        for (std::size_t i = 0; i < desk.matter->fields.size(); ++i) {
            const std::string own = "/fields/" + desk.matter->fields[i].key;
            if (pointer == own || pointer.starts_with(own + "/")) {
                return i;
            }
        }
        return desk.matter->fields.size();
    };
    const FormGap* next = nullptr;
    for (const FormGap& gap : desk.gaps) {
        if (section_of(desk, gap.pointer) == here && place(gap.pointer) > place("/fields/" + key)) {
            next = next == nullptr || place(gap.pointer) < place(next->pointer) ? &gap : next;
        }
    }
    for (const FormGap& gap : desk.gaps) {
        next = next == nullptr && gap.pointer != "/fields/" + key ? &gap : next;
    }
    if (next == nullptr) {
        return desk.gaps.empty() ? effects(FocusOn{"form.sign"}) : Effects{};
    }
    return go_to(desk, next->pointer);
}

Effects left(FormDesk& desk, const std::string& key, std::int64_t now_ms) {
    FormBox* box = find(desk, key);
    if (box == nullptr) {
        return {};
    }
    box->touched = true;
    const bool before = box->tidied;
    tidy(*box);
    if (box->tidied && !before) {
        changed(desk, now_ms);
    }
    check(desk);
    return {};
}

Effects chosen(FormDesk& desk, FormIntent& intent) {
    FormBox* box = find(desk, intent.key);
    if (box == nullptr) {
        return {};
    }
    const bool item = intent.key.starts_with("changes.") && !intent.key.ends_with(".new");
    if (item) {
        choose_item(desk,
                    desk.changes[static_cast<std::size_t>(box == nullptr ? 0 : std::atoi(intent.key.c_str() + 8))],
                    intent.value);
    } else {
        box->chosen = intent.value;
    }
    changed(desk, intent.now_ms);
    check(desk);
    if (item) {
        return effects(FocusOn{"form.field." + intent.key + ".new"});
    }
    // A yes or no is often looked at twice; the focus stays. A list is done with.
    const bool list = box->field != nullptr && box->field->type != model::FieldType::boolean;
    return list ? go_on(desk, intent.key) : Effects{};
}

Effects change_lines(FormDesk& desk, const FormIntent& intent) {
    if (intent.kind == Kind::drop_change) {
        if (intent.at < desk.changes.size()) {
            desk.changes.erase(desk.changes.begin() + static_cast<std::ptrdiff_t>(intent.at));
        }
        changed(desk, intent.now_ms);
        check(desk);
        return effects(FocusOn{"form.changes.add"});
    }
    for (const FormBox& box : desk.boxes) {
        if (box.field->type == model::FieldType::changes) {
            desk.changes.push_back({make_box(desk, *box.field), {}});
            changed(desk, intent.now_ms);
            check(desk);
            return effects(FocusOn{"form.field.changes." + std::to_string(desk.changes.size() - 1)});
        }
    }
    return {};
}

Effects typed(FormDesk& desk, const FormIntent& intent) {
    if (FormBox* box = find(desk, intent.key)) {
        box->tidied = false;
    }
    check(desk);
    return {};
}

Effects drop(FormDesk& desk, Kind kind) {
    desk.asks_drop = kind == Kind::ask_drop;
    if (kind != Kind::drop) {
        return {};
    }
    desk.drops = desk.draft() == 0 && (desk.saving.wait || desk.picker.attach);
    return desk.drops ? Effects{} : drop_now(desk);
}

Effects unfold(FormDesk& desk, std::size_t at) {
    desk.open = std::min(at, desk.matter->sections.size());
    for (const FormGap& gap : desk.gaps) {
        if (section_of(desk, gap.pointer) == desk.open) {
            return effects(FocusOn{focus_of(desk, gap.pointer)});
        }
    }
    return {};
}

Effects step(FormDesk& desk, FormIntent&& intent) {
    if (intent.kind == Kind::leave) {
        return effects(Go{Place::home, {}, 0});
    }
    if (!desk.form.value) {
        return {};
    }
    switch (intent.kind) {
        case Kind::typed:
            return typed(desk, intent);
        case Kind::chosen:
            return chosen(desk, intent);
        case Kind::left:
            return left(desk, intent.key, intent.now_ms);
        case Kind::next: {
            Effects out = left(desk, intent.key, intent.now_ms);
            append(out, go_on(desk, intent.key));
            return out;
        }
        case Kind::section:
            return unfold(desk, intent.at);
        case Kind::go_to:
            return go_to(desk, intent.key);
        case Kind::add_change:
        case Kind::drop_change:
            return change_lines(desk, intent);
        case Kind::sign:
            return sign(desk, std::move(intent));
        case Kind::ask_drop:
        case Kind::drop:
        case Kind::keep:
            return drop(desk, intent.kind);
        case Kind::flow:
            return effects(Go{Place::matters, desk.matter->code, 0});
        default:
            return documents(desk, std::move(intent));
    }
}

Effects open(FormDesk& desk, const Go& go) {
    std::string folder = std::move(desk.picker.folder);
    Go came = go;
    desk = FormDesk{};
    desk.picker.folder = std::move(folder);
    desk.came = std::move(came);
    return load(desk);
}

}  // namespace

Effects form::drop_now(FormDesk& desk) {
    desk.drops = false;
    if (const std::int64_t id = desk.draft(); id != 0) {
        return effects(Do{work::job::DropDraft{id}, &desk.drop_wait});
    }
    desk = FormDesk{};
    return effects(Go{Place::home, {}, 0});
}

Effects form::open_next(FormDesk& desk) {
    return open(desk, Go(*desk.next));
}

Effects enter(FormDesk& desk, const Go& go) {
    if (!desk.form.value || desk.saving.safe()) {
        return open(desk, go);
    }
    desk.next = go;
    return flush(desk);
}

// What is being filled stays as it is typed; only a form that has not arrived is asked for again.
Effects refresh(FormDesk& desk) {
    if (desk.form.value || desk.form.loading() || (desk.came.key.empty() && desk.came.draft == 0)) {
        return {};
    }
    return load(desk);
}

Effects update(FormDesk& desk, FormIntent&& intent) {
    if (intent.kind == Kind::retry) {
        desk.form.error.reset();
        return load(desk);
    }
    if (desk.form.value) {
        // Typing is noticed whatever else happened in the same frame.
        if (const std::uint64_t now = revisions(desk); now != desk.seen) {
            changed(desk, intent.now_ms);
        }
        if (!intent.left.empty() && intent.left != intent.key) {
            left(desk, intent.left, intent.now_ms);
        }
        // While the dialog is open nothing else can be pressed: it has been closed without a signature.
        desk.signing = desk.signing && intent.kind == Kind::left;
    }
    Effects out = step(desk, std::move(intent));
    desk.seen = desk.form.value ? revisions(desk) : 0;
    return out;
}

Effects receive(FormDesk& desk, work::Reply& reply) {
    if (auto* form = std::get_if<work::reply::Form>(&reply.what)) {
        return desk.form.take(reply.to, std::move(form->form)) ? arrived(desk) : Effects{};
    }
    if (std::holds_alternative<work::reply::Dropped>(reply.what) && desk.drop_wait.ends_with(reply.to)) {
        if (desk.next) {
            return open_next(desk);
        }
        desk = FormDesk{};
        return effects(Go{Place::home, {}, 0}, Toast{"form.toast.dropped", {}, Toast::Kind::good});
    }
    if (auto* failed = std::get_if<work::reply::Failed>(&reply.what)) {
        if (desk.form.fail(reply.to, failed->error)) {
            return {};
        }
        if (desk.drop_wait.ends_with(reply.to)) {
            desk.asks_drop = false;
            desk.trouble = failed->error;
            return {};
        }
    }
    if (auto out = receive_saving(desk, reply)) {
        return std::move(*out);
    }
    return receive_documents(desk, reply);
}

}  // namespace zj::desk
