// SPDX-License-Identifier: Apache-2.0
#pragma once
// 审批: what waits for a decision of this layer, least time left first; beside it the case that is current, with the
// register's facts and what it does to the ledger. After a decision the next row is current by itself, so that a queue
// is cleared with the keyboard alone. Several like cases pass together, each signed for itself.

#include <set>
#include <string>
#include <variant>

#include "terminal/desk/desk.hpp"
#include "terminal/desk/preview.hpp"
#include "terminal/desk/row_pages.hpp"
#include "terminal/ui/edit.hpp"
#include "terminal/ui/list.hpp"
#include "terminal/ui/option.hpp"

namespace zj::desk {

// What is told with a return, a refusal or a pause, before it is signed.
struct DecisionDraft {
    std::string act;  // return, refuse, pause
    std::set<std::string> missing;
    ui::Edit reason;
    bool tried = false;    // signing was asked for: what is missing is marked from now on
    bool signing = false;  // the dialog of signing has taken its place; kept in case that is left without signing
};

struct ReviewDesk {
    std::string matter;  // empty: all
    ui::Choice matters;  // the list that drops down on low pages
    RowPages pages;
    std::vector<std::pair<std::string, std::size_t>> by_matter;
    ui::ListState list;
    std::size_t first = 0, last = 0, asked = 0;
    Wait wait;
    bool again = false;
    std::optional<Error> error;

    std::string current;  // key of the case beside the queue
    bool pinned = false;  // it was asked for by name and need not be in the queue
    Loaded<work::CaseView> view;
    bool view_again = false;  // another became current while one was on its way

    std::vector<std::string> ticked;  // keys, in the order they were ticked
    std::optional<DecisionDraft> draft;
    Preview preview;
    std::vector<std::string> signing;  // keys that the dialog of signing was last opened for
};

namespace review_intent {
struct Seen {
    std::size_t first = 0, last = 0;
};
struct Matter {
    std::string code;
};
struct Current {
    std::size_t at = 0;
};
struct Tick {
    std::string key;
};
struct Untick {};  // none
struct Pass {};    // the current one
struct Batch {};   // those that are ticked
struct Resume {};  // the current one, which is paused
struct Draft {     // return, refuse or pause the current one: the dialog opens
    std::string act;
};
struct Slot {  // ticked or not in the list of what is missing
    std::string key;
};
struct Sign {             // what the dialog holds
    std::string missing;  // names of the ticked slots
};
struct Cancel {};  // the dialog
struct Page {
    PreviewMove move;
};
struct Retry {};
}  // namespace review_intent
using ReviewIntent = std::variant<review_intent::Seen, review_intent::Matter, review_intent::Current,
                                  review_intent::Tick, review_intent::Untick, review_intent::Pass, review_intent::Batch,
                                  review_intent::Resume, review_intent::Draft, review_intent::Slot, review_intent::Sign,
                                  review_intent::Cancel, review_intent::Page, review_intent::Retry>;

// The view of the current case; null while it is on its way. Nothing is decided on any other.
const work::CaseView* current_view(const ReviewDesk& desk);
bool ticked(const ReviewDesk& desk, std::string_view key);

Effects enter(ReviewDesk& desk, const Go& go);
Effects refresh(ReviewDesk& desk);
Effects update(ReviewDesk& desk, ReviewIntent&& intent);
Effects receive(ReviewDesk& desk, work::Reply& reply);

}  // namespace zj::desk
