// SPDX-License-Identifier: Apache-2.0
#pragma once
// One case, followed: where it is and who has it, what was filled and what was changed since, its documents, what the
// county receipted, and what this person can do about it.

#include <string>
#include <variant>

#include "terminal/desk/desk.hpp"
#include "terminal/desk/preview.hpp"

namespace zj::desk {

struct OneCaseDesk {
    std::string key;
    Loaded<work::CaseView> view;
    bool proof = false;  // the overlay that shows what the receipt proves
    Preview preview;
    Wait printing;
};

namespace one_case_intent {
struct Back {};
struct Retry {};
struct Answer {};
struct Confirm {};
struct Review {};
struct Withdraw {};
struct SyncNow {};
struct Print {
    work::job::Paper::Kind kind = work::job::Paper::Kind::receipt;
};
struct Proof {
    bool open = true;
};
struct Page {  // of the preview
    PreviewMove move;
};
}  // namespace one_case_intent
using OneCaseIntent =
    std::variant<one_case_intent::Back, one_case_intent::Retry, one_case_intent::Answer, one_case_intent::Confirm,
                 one_case_intent::Review, one_case_intent::Withdraw, one_case_intent::SyncNow, one_case_intent::Print,
                 one_case_intent::Proof, one_case_intent::Page>;

// The next right step for this person: the one filled button.
enum class NextStep : std::uint8_t { none, answer, confirm, review, sync, notice, receipt };
// Whether its approval has issued a 编制使用通知单; later cases that use one name it, too.
bool gives_notice(const work::CaseView& view);
NextStep next_step(const work::CaseView& view);

Effects enter(OneCaseDesk& desk, const Go& go);
Effects refresh(OneCaseDesk& desk);
Effects update(OneCaseDesk& desk, OneCaseIntent&& intent);
Effects receive(OneCaseDesk& desk, work::Reply& reply);

}  // namespace zj::desk
