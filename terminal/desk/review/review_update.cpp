// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "terminal/desk/review/review_desk.hpp"

namespace zj::desk {

namespace {

Effects ask_page(ReviewDesk& desk) {
    const auto first = desk.wait ? std::nullopt : desk.pages.wanted(desk.first, desk.last);
    if (!first) {
        return {};
    }
    desk.asked = *first;
    desk.again = false;
    return effects(Do{work::job::Review{desk.matter, *first, work::kPageRows}, &desk.wait});
}

Effects ask_case(ReviewDesk& desk) {
    if (desk.current.empty()) {
        return {};
    }
    if (desk.view.wait) {
        desk.view_again = true;
        return {};
    }
    desk.view_again = false;
    desk.view.error.reset();
    return effects(Do{work::job::Case{desk.current}, &desk.view.wait});
}

Effects make_current(ReviewDesk& desk, std::string key) {
    if (key == desk.current) {
        return {};
    }
    desk.current = std::move(key);
    desk.view.error.reset();
    desk.draft.reset();
    desk.preview = {};
    return ask_case(desk);
}

// Rows have come or gone: the current case keeps its row; where it has gone, the one in its place is current.
Effects follow(ReviewDesk& desk) {
    if (const auto place = desk.current.empty() ? std::nullopt : desk.pages.find(desk.current)) {
        desk.list.at = *place;
        desk.pinned = false;
        return {};
    }
    if (desk.pinned) {
        return {};
    }
    const std::size_t total = desk.pages.total();
    if (total == 0) {
        desk.current.clear();
        desk.view = {};
        return {};
    }
    desk.list.at = std::min(desk.list.at, total - 1);
    const work::CaseRow* row = desk.pages.at(desk.list.at);
    return make_current(desk, row == nullptr ? std::string() : row->key);
}

Effects ask_anew(ReviewDesk& desk) {
    desk.pages.start_over();
    desk.again = true;
    desk.first = desk.last = desk.list.at = 0;
    desk.list.show = true;
    desk.current.clear();
    desk.pinned = false;
    desk.ticked.clear();
    desk.error.reset();
    return ask_page(desk);
}

using Lines = std::vector<std::pair<std::string, std::string>>;

Lines about(const work::CaseRow& row) {
    Lines out;
    const auto add = [&](const char* key, const std::string& value) {
        if (!value.empty()) {
            out.emplace_back(key, value);
        }
    };
    add("review.sign.case", row.case_no);
    add("review.sign.unit", row.unit_name);
    add("review.sign.subject", row.subject);
    return out;
}

// The entry that a row of the queue shows; 0 where it has gone.
std::uint64_t entry_of(const ReviewDesk& desk, const std::string& key) {
    const auto place = desk.pages.find(key);
    const work::CaseRow* row = place ? desk.pages.at(*place) : nullptr;
    return row == nullptr ? 0 : row->entry;
}

Effects ask_to_sign(ReviewDesk& desk, std::vector<work::job::Decide::On> cases, Lines lines, work::Decision decision,
                    std::string title) {
    AskToSign out;
    out.title = std::move(title);
    out.question = "review.sign." + decision.act + ".then";
    out.lines = std::move(lines);
    if (!decision.reason.empty()) {
        out.lines.emplace_back("review.sign.reason", decision.reason);
    }
    desk.signing.clear();
    for (const work::job::Decide::On& on : cases) {
        desk.signing.push_back(on.key);
    }
    work::job::Decide job;
    job.cases = std::move(cases);
    job.decision = std::move(decision);
    out.job = std::move(job);
    return effects(std::move(out));
}

// Names of the ticked cases for the dialog.
Lines batch_lines(const ReviewDesk& desk) {
    Lines out{{"review.sign.count", std::to_string(desk.ticked.size())}};
    for (const std::string& key : desk.ticked) {
        const auto place = desk.pages.find(key);
        const work::CaseRow* row = place ? desk.pages.at(*place) : nullptr;
        if (row != nullptr) {
            const std::string gap = row->unit_name.empty() || row->subject.empty() ? "" : " ";
            out.emplace_back(row->case_no, row->unit_name + gap + row->subject);
        }
    }
    return out;
}

std::vector<work::job::Decide::On> batch(const ReviewDesk& desk) {
    std::vector<work::job::Decide::On> out;
    for (const std::string& key : desk.ticked) {
        out.push_back({key, entry_of(desk, key)});
    }
    return out;
}

struct Update {
    ReviewDesk& desk;

    const work::CaseView* decidable() const {
        const work::CaseView* view = current_view(desk);
        return view != nullptr && view->can_decide ? view : nullptr;
    }
    Effects operator()(const review_intent::Seen& seen) const {
        desk.first = seen.first;
        desk.last = seen.last;
        return desk.error ? Effects{} : ask_page(desk);
    }
    Effects operator()(review_intent::Matter& matter) const {
        desk.matter = std::move(matter.code);
        return ask_anew(desk);
    }
    Effects operator()(const review_intent::Current& current) const {
        desk.list.at = current.at;
        desk.pinned = false;
        const work::CaseRow* row = desk.pages.at(current.at);
        return make_current(desk, row == nullptr ? std::string() : row->key);
    }
    Effects operator()(review_intent::Tick& tick) const {
        const auto found = std::find(desk.ticked.begin(), desk.ticked.end(), tick.key);
        if (found != desk.ticked.end()) {
            desk.ticked.erase(found);
        } else if (desk.pages.find(tick.key)) {
            desk.ticked.push_back(std::move(tick.key));
        }
        desk.list.take_focus = true;
        return {};
    }
    Effects operator()(const review_intent::Untick& /*none*/) const {
        desk.ticked.clear();
        desk.list.take_focus = true;
        return {};
    }
    Effects operator()(const review_intent::Pass& /*pass*/) const { return decide("pass", "review.sign.pass"); }
    Effects operator()(const review_intent::Resume& /*resume*/) const { return decide("resume", "review.sign.resume"); }
    Effects decide(const char* act, const char* title) const {
        const work::CaseView* view = decidable();
        return view == nullptr
                   ? Effects{}
                   : ask_to_sign(desk, {{desk.current, view->row.entry}}, about(view->row), {act, {}, {}}, title);
    }
    Effects operator()(const review_intent::Batch& /*batch*/) const {
        return desk.ticked.empty()
                   ? Effects{}
                   : ask_to_sign(desk, batch(desk), batch_lines(desk), {"pass", {}, {}}, "review.sign.batch");
    }
    Effects operator()(review_intent::Draft& draft) const {
        if (decidable() == nullptr) {
            return {};
        }
        if (desk.draft && desk.draft->act == draft.act) {  // signing was left: what was written is still there
            desk.draft->signing = false;
            return effects(FocusOn{"review.dialog.reason"});
        }
        desk.draft.emplace();
        desk.draft->act = std::move(draft.act);
        desk.draft->reason.multiline = true;
        desk.draft->reason.chars_max = 500;  // a page of a letter: more belongs into a talk
        return effects(FocusOn{"review.dialog.reason"});
    }
    Effects operator()(review_intent::Slot& slot) const {
        if (desk.draft && desk.draft->missing.erase(slot.key) == 0) {
            desk.draft->missing.insert(std::move(slot.key));
        }
        return {};
    }
    Effects operator()(const review_intent::Sign& sign) const {
        const work::CaseView* view = decidable();
        if (!desk.draft || view == nullptr) {
            return {};
        }
        desk.draft->tried = true;
        if (desk.draft->reason.text().find_first_not_of(" \n\t") == std::string::npos) {
            return effects(FocusOn{"review.dialog.reason"});
        }
        work::Decision decision{desk.draft->act, desk.draft->reason.text(), {}};
        if (decision.act == "return") {
            decision.missing.assign(desk.draft->missing.begin(), desk.draft->missing.end());
        }
        Lines lines = about(view->row);
        if (!decision.missing.empty()) {
            lines.emplace_back("review.sign.missing", sign.missing);
        }
        desk.draft->signing = true;
        std::string title = "review.sign." + decision.act;
        return ask_to_sign(desk, {{desk.current, view->row.entry}}, std::move(lines), std::move(decision),
                           std::move(title));
    }
    Effects operator()(const review_intent::Cancel& /*cancel*/) const {
        desk.draft.reset();
        desk.list.take_focus = true;
        return {};
    }
    Effects operator()(const review_intent::Page& page) const {
        const work::CaseView* view = current_view(desk);
        if (page.move.what == PreviewMove::What::close) {
            desk.list.take_focus = true;
        }
        return view == nullptr ? Effects{} : move(desk.preview, *view, page.move);
    }
    Effects operator()(const review_intent::Retry& /*retry*/) const {
        desk.error.reset();
        desk.pages.make_old();
        Effects out = ask_page(desk);
        append(out, ask_case(desk));
        return out;
    }
};

// What was signed leaves the queue at once; the county's word comes with the next sync.
Effects receive_signed(ReviewDesk& desk, const work::reply::Signed& done) {
    const bool mine = !desk.signing.empty() && done.count + done.failed.size() == desk.signing.size() &&
                      (done.key.empty() || desk.signing.size() > 1 || done.key == desk.signing.front());
    if (!mine) {
        return desk.pages.known() ? refresh(desk) : Effects{};
    }
    for (const std::string& key : desk.signing) {
        const bool failed =
            std::any_of(done.failed.begin(), done.failed.end(), [&](const auto& one) { return one.first == key; });
        if (failed) {
            continue;
        }
        // Rows that go above the current place move it up: what came after a batch is current next, nothing is skipped.
        const auto place = desk.pages.find(key);
        desk.list.at -= place && *place < desk.list.at ? 1 : 0;
        desk.pages.erase(key);
        std::erase(desk.ticked, key);
        if (key == desk.current) {
            desk.current.clear();
            desk.pinned = false;
            desk.draft.reset();
            desk.preview = {};
        }
    }
    desk.signing.clear();
    desk.list.show = desk.list.take_focus = true;
    Effects out = follow(desk);
    append(out, ask_page(desk));
    return out;
}

Effects receive_page(ReviewDesk& desk, work::reply::Review& fresh) {
    if (desk.again) {
        return ask_page(desk);
    }
    desk.by_matter = std::move(fresh.page.by_matter);
    desk.pages.put(desk.asked, fresh.page.total, std::move(fresh.page.rows));
    desk.error.reset();
    std::erase_if(desk.ticked, [&](const std::string& key) { return !desk.pages.find(key); });
    Effects out = follow(desk);
    append(out, ask_page(desk));
    return out;
}

}  // namespace

const work::CaseView* current_view(const ReviewDesk& desk) {
    return desk.view.value && !desk.current.empty() && desk.view.value->row.key == desk.current ? &*desk.view.value
                                                                                                : nullptr;
}

bool ticked(const ReviewDesk& desk, std::string_view key) {
    return std::find(desk.ticked.begin(), desk.ticked.end(), key) != desk.ticked.end();
}

Effects enter(ReviewDesk& desk, const Go& go) {
    desk.list.show = desk.list.take_focus = true;
    if (!go.key.empty() && go.key != desk.current) {
        desk.current = go.key;
        desk.pinned = true;
        desk.draft.reset();
        desk.preview = {};
        follow(desk);  // to its row, where that is here; asks for nothing
    }
    return refresh(desk);
}

Effects refresh(ReviewDesk& desk) {
    desk.pages.make_old();
    desk.again = true;
    desk.error.reset();
    Effects out = ask_page(desk);
    append(out, ask_case(desk));
    return out;
}

Effects update(ReviewDesk& desk, ReviewIntent&& intent) {
    return std::visit(Update{desk}, intent);
}

Effects receive(ReviewDesk& desk, work::Reply& reply) {
    if (receive(desk.preview, reply)) {
        return {};
    }
    if (auto* page = std::get_if<work::reply::Review>(&reply.what)) {
        return desk.wait.ends_with(reply.to) ? receive_page(desk, *page) : Effects{};
    }
    if (auto* fresh = std::get_if<work::reply::Case>(&reply.what)) {
        if (desk.view.take(reply.to, std::move(fresh->view)) && desk.view_again) {
            return ask_case(desk);
        }
    } else if (const auto* done = std::get_if<work::reply::Signed>(&reply.what)) {
        return receive_signed(desk, *done);
    } else if (auto* failed = std::get_if<work::reply::Failed>(&reply.what)) {
        if (desk.wait.ends_with(reply.to)) {
            desk.error = std::move(failed->error);
        } else if (desk.view.fail(reply.to, failed->error) && desk.view_again) {
            return ask_case(desk);
        }
    }
    return {};
}

}  // namespace zj::desk
