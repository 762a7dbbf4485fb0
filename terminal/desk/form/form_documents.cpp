// SPDX-License-Identifier: Apache-2.0
// Documents: taken from a permitted folder, looked at, counted, removed.
#include <algorithm>
#include <charconv>

#include "terminal/desk/form/form_boxes.hpp"
#include "terminal/desk/form/form_steps.hpp"

namespace zj::desk::form {

using Kind = FormIntent::Kind;

namespace {

constexpr int kPreviewPixels = 1600;  // of the longer side: an A4 page that can be read at 150 dpi

Effects browse(FormDesk& desk, const std::string& folder) {
    FormPicker& picker = desk.picker;
    picker.folder = folder;
    picker.error.reset();
    return effects(Do{work::job::Browse{folder}, &picker.places.wait});
}

Effects open_picker(FormDesk& desk, const std::string& slot) {
    FormPicker& picker = desk.picker;
    picker.open = true;
    picker.slot = slot;
    picker.error.reset();
    desk.open = desk.matter->sections.size();
    Effects out = browse(desk, picker.folder);
    if (!picker.rows.empty()) {
        out.emplace_back(FocusOn{"form.picker.row.0"});
    }
    return out;
}

Effects read(FormDesk& desk, const std::string& path, std::int64_t now_ms) {
    FormPicker& picker = desk.picker;
    picker.reading = path;
    picker.error.reset();
    // A new draft gets its id from whatever is stored first: two jobs must not both make it.
    picker.waits_for_id = desk.draft() == 0 && (desk.saving.wait || desk.saving.typed != desk.saving.sent);
    if (picker.waits_for_id) {
        return save_now(desk, now_ms);
    }
    return effects(Do{work::job::Attach{draft_of(desk), picker.slot, path}, &picker.attach});
}

Effects choose(FormDesk& desk, const FormIntent& intent) {
    FormPicker& picker = desk.picker;
    if (intent.at >= picker.rows.size() || picker.attach || picker.waits_for_id) {
        return {};
    }
    const work::reply::Place& row = picker.rows[intent.at];
    return row.folder ? browse(desk, row.path) : read(desk, row.path, intent.now_ms);
}

Effects close(FormDesk& desk) {
    if (desk.preview.open) {
        desk.preview = {};
        return {};
    }
    FormPicker& picker = desk.picker;
    const std::string slot = picker.slot;
    picker.open = false;
    picker.waits_for_id = false;
    return effects(FocusOn{"form.slot." + slot + ".attach"});
}

Effects look(FormDesk& desk, int page) {
    FormPreview& preview = desk.preview;
    preview.page = page;
    return effects(Do{work::job::Preview{preview.sha256, preview.media_type, page, kPreviewPixels, kPreviewPixels},
                      &preview.picture.wait});
}

Effects open_preview(FormDesk& desk, const std::string& sha256) {
    for (const FormDocument& document : desk.documents) {
        if (document.material.sha256 == sha256) {
            desk.preview = {true, sha256, document.material.media_type, document.material.title, 0, {}};
            Effects out = look(desk, 0);
            out.emplace_back(FocusOn{"form.preview.close"});
            return out;
        }
    }
    return {};
}

Effects count_pages(FormDesk& desk, const FormIntent& intent) {
    if (intent.at >= desk.documents.size()) {
        return {};
    }
    FormDocument& document = desk.documents[intent.at];
    const std::string& text = document.pages.text();
    std::int64_t pages = 0;
    std::from_chars(text.data(), text.data() + text.size(), pages);
    document.material.pages = pages;  // 0 for anything else: told by the check
    check(desk);
    return {};
}

Effects drop(FormDesk& desk, const FormIntent& intent) {
    if (intent.at >= desk.documents.size()) {
        return {};
    }
    const std::string slot = desk.documents[intent.at].material.slot;
    desk.documents.erase(desk.documents.begin() + static_cast<std::ptrdiff_t>(intent.at));
    changed(desk, intent.now_ms);
    check(desk);
    return effects(FocusOn{"form.slot." + slot + ".attach"});
}

Effects listed(FormDesk& desk, const work::reply::Places& places) {
    FormPicker& picker = desk.picker;
    picker.rows = places.places;
    std::stable_sort(picker.rows.begin(), picker.rows.end(), [](const auto& a, const auto& b) {
        if (a.folder != b.folder) {
            return a.folder;
        }
        return a.folder ? a.name < b.name : a.changed > b.changed;
    });
    if (!picker.open) {
        return {};
    }
    if (places.folder.empty() && picker.rows.size() == 1 && picker.rows[0].folder) {
        return browse(desk, picker.rows[0].path);  // there is nothing to choose
    }
    return effects(FocusOn{picker.rows.empty() ? "form.picker.close" : "form.picker.row.0"});
}

Effects attached(FormDesk& desk, work::reply::Attached& reply) {
    FormPicker& picker = desk.picker;
    desk.form.value->draft.id = reply.id;
    desk.documents.push_back({std::move(reply.material), {}});
    desk.documents.back().pages.set(std::to_string(desk.documents.back().material.pages));
    picker.reading.clear();
    const bool was_open = picker.open;
    picker.open = false;
    changed(desk, 0);  // a save that was on its way did not have it: again, at once
    check(desk);
    if (!was_open) {
        return {};
    }
    return effects(FocusOn{desk.gaps.empty() ? "form.sign" : focus_of(desk, desk.gaps[0].pointer)});
}

}  // namespace

Effects attach_waiting(FormDesk& desk) {
    FormPicker& picker = desk.picker;
    if (!picker.waits_for_id) {
        return {};
    }
    picker.waits_for_id = false;
    return effects(Do{work::job::Attach{draft_of(desk), picker.slot, picker.reading}, &picker.attach});
}

Effects documents(FormDesk& desk, FormIntent&& intent) {
    switch (intent.kind) {
        case Kind::attach:
            return open_picker(desk, intent.key);
        case Kind::place:
            return choose(desk, intent);
        case Kind::up:
            return browse(desk, {});
        case Kind::look:
            return open_preview(desk, intent.key);
        case Kind::page:
            return look(desk, static_cast<int>(intent.at));
        case Kind::pages:
            return count_pages(desk, intent);
        case Kind::drop_document:
            return drop(desk, intent);
        case Kind::close:
            return close(desk);
        default:
            return {};
    }
}

Effects receive_documents(FormDesk& desk, work::Reply& reply) {
    FormPicker& picker = desk.picker;
    if (auto* places = std::get_if<work::reply::Places>(&reply.what)) {
        work::reply::Places copy = *places;
        return picker.places.take(reply.to, std::move(*places)) ? listed(desk, copy) : Effects{};
    }
    if (auto* picture = std::get_if<work::reply::Picture>(&reply.what)) {
        desk.preview.picture.take(reply.to, std::move(*picture));
        return {};
    }
    if (auto* done = std::get_if<work::reply::Attached>(&reply.what)) {
        if (!picker.attach.ends_with(reply.to) || !desk.form.value) {
            return {};
        }
        Effects out = attached(desk, *done);
        return desk.drops ? drop_now(desk) : std::move(out);
    }
    if (const auto* failed = std::get_if<work::reply::Failed>(&reply.what)) {
        if (picker.attach.ends_with(reply.to)) {
            picker.error = failed->error;
            picker.reading.clear();
            return desk.drops ? drop_now(desk) : Effects{};
        } else if (picker.places.fail(reply.to, failed->error)) {
            // A stick that was pulled out: back to the permitted places.
            return picker.folder.empty() ? Effects{} : browse(desk, {});
        } else {
            desk.preview.picture.fail(reply.to, failed->error);
        }
    }
    return {};
}

}  // namespace zj::desk::form
