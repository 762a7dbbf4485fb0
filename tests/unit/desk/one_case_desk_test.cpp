// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>

#include "terminal/desk/case_words.hpp"
#include "terminal/desk/one_case/one_case_desk.hpp"

using namespace zj;
using namespace zj::desk;
using What = PreviewMove::What;

namespace {

template <class Kind>
const Kind* only(const Effects& effects) {
    return effects.size() == 1 ? std::get_if<Kind>(effects.data()) : nullptr;
}

work::Material material(const char* slot, work::Material::State state, std::int64_t pages) {
    work::Material out;
    out.slot = slot;
    out.state = state;
    out.pages = pages;
    out.sha256 = state == work::Material::State::missing ? "" : std::string("hash-") + slot;
    return out;
}

work::CaseView view() {
    using S = work::Material::State;
    work::CaseView out;
    out.row.key = "case/1";
    out.row.case_no = "101-2026-012";
    out.row.unit_name = "巴河镇人民政府";
    out.row.subject = "己秋分";
    out.materials = {material("application", S::missing, 0), material("vacancy", S::here, 2),
                     material("minutes", S::county, 1)};
    return out;
}

OneCaseDesk opened(work::CaseView&& shown) {
    OneCaseDesk out;
    Effects effects = enter(out, {Place::one_case, "case/1"});
    const auto* doing = only<Do>(effects);
    REQUIRE(doing != nullptr);
    *doing->wait = {1, 0};
    work::Reply reply{1, work::reply::Case{std::move(shown)}};
    receive(out, reply);
    REQUIRE(out.view.value);
    return out;
}

}  // namespace

TEST_CASE("The filled button is the next right step for this person") {
    work::CaseView v = view();
    CHECK(next_step(v) == NextStep::none);
    v.receipts.resize(1);
    CHECK(next_step(v) == NextStep::receipt);
    v.grant = "grant/1";
    v.row.matter = "IN";  // names the notice that it uses; it issues none
    CHECK(next_step(v) == NextStep::receipt);
    v.row.matter = "USE";
    CHECK(next_step(v) == NextStep::receipt);
    v.row.state = "approved";
    CHECK(next_step(v) == NextStep::notice);
    v.row.local = true;
    CHECK(next_step(v) == NextStep::sync);
    v.can_decide = true;
    CHECK(next_step(v) == NextStep::review);
    v.can_confirm = true;
    CHECK(next_step(v) == NextStep::review);  // nothing is pending
    v.pending = "pending/1";
    CHECK(next_step(v) == NextStep::confirm);
    v.can_answer = true;
    CHECK(next_step(v) == NextStep::answer);
}

TEST_CASE("A returned case is answered in the form") {
    work::CaseView v = view();
    v.can_answer = true;
    OneCaseDesk desk = opened(std::move(v));
    const Effects effects = update(desk, one_case_intent::Answer{});
    const auto* go = only<Go>(effects);
    REQUIRE(go != nullptr);
    CHECK(go->place == Place::form);
    CHECK(go->key == "case/1");
}

TEST_CASE("The unit head confirms what is pending, after a summary") {
    work::CaseView v = view();
    v.can_confirm = true;
    v.pending = "pending/7";
    OneCaseDesk desk = opened(std::move(v));
    const Effects effects = update(desk, one_case_intent::Confirm{});
    const auto* ask = only<AskToSign>(effects);
    REQUIRE(ask != nullptr);
    const auto* job = std::get_if<work::job::Confirm>(&ask->job);
    REQUIRE(job != nullptr);
    CHECK(job->pending == std::vector<std::string>{"pending/7"});
    CHECK(ask->lines.size() == 3);
}

TEST_CASE("Withdrawing wants a reason, and nobody is asked to sign what the case does not allow") {
    work::CaseView v = view();
    OneCaseDesk desk = opened(std::move(v));
    CHECK(update(desk, one_case_intent::Withdraw{}).empty());
    CHECK(update(desk, one_case_intent::Confirm{}).empty());
    CHECK(update(desk, one_case_intent::Answer{}).empty());
    desk.view.value->can_withdraw = true;
    const Effects effects = update(desk, one_case_intent::Withdraw{});
    const auto* ask = only<AskToSign>(effects);
    REQUIRE(ask != nullptr);
    CHECK(ask->wants_reason);
    CHECK(std::get<work::job::Withdraw>(ask->job).on == "case/1");
}

TEST_CASE("Printing is asked for once and says where the paper went") {
    OneCaseDesk desk = opened(view());
    const Effects effects = update(desk, one_case_intent::Print{work::job::Paper::Kind::receipt});
    const auto* doing = only<Do>(effects);
    REQUIRE(doing != nullptr);
    *doing->wait = {5, 0};
    CHECK(update(desk, one_case_intent::Print{}).empty());
    work::Reply reply{5, work::reply::Paper{"/media/usb/receipt.pdf"}};
    const Effects told = receive(desk, reply);
    const auto* toast = only<Toast>(told);
    REQUIRE(toast != nullptr);
    CHECK(toast->kind == Toast::Kind::good);
    CHECK_FALSE(desk.printing);
}

TEST_CASE("Back closes the proof first, then leads to the list") {
    OneCaseDesk desk = opened(view());
    update(desk, one_case_intent::Proof{true});
    CHECK(desk.proof);
    CHECK(update(desk, one_case_intent::Back{}).empty());
    CHECK_FALSE(desk.proof);
    const Effects effects = update(desk, one_case_intent::Back{});
    REQUIRE(only<Go>(effects) != nullptr);
    CHECK(only<Go>(effects)->place == Place::cases);
}

TEST_CASE("Another case shows nothing of the one before, and a late answer is dropped") {
    OneCaseDesk desk = opened(view());
    desk.proof = true;
    Effects effects = enter(desk, {Place::one_case, "case/2"});
    REQUIRE(only<Do>(effects) != nullptr);
    *only<Do>(effects)->wait = {9, 0};
    CHECK_FALSE(desk.view.value);
    CHECK_FALSE(desk.proof);
    work::Reply late{1, work::reply::Case{view()}};
    receive(desk, late);
    CHECK_FALSE(desk.view.value);
    work::Reply failed{9, work::reply::Failed{fail("case.none"), {}}};
    receive(desk, failed);
    CHECK(desk.view.error);
}

TEST_CASE("Looking through documents skips what is not there and goes on to the next one") {
    const work::CaseView v = view();
    Preview preview;
    Effects effects = move(preview, v, {What::open, 0});
    REQUIRE(only<Do>(effects) != nullptr);
    CHECK(std::get<work::job::Preview>(only<Do>(effects)->job).sha256 == "hash-vacancy");
    CHECK(preview.pages == 2);
    effects = move(preview, v, {What::page, 1});
    CHECK(std::get<work::job::Preview>(only<Do>(effects)->job).page == 1);
    effects = move(preview, v, {What::page, 1});
    CHECK(std::get<work::job::Preview>(only<Do>(effects)->job).sha256 == "hash-minutes");
    CHECK(preview.page == 0);
    CHECK(move(preview, v, {What::page, 1}).empty());  // the last page of the last one
    effects = move(preview, v, {What::page, -1});
    CHECK(std::get<work::job::Preview>(only<Do>(effects)->job).sha256 == "hash-vacancy");
    move(preview, v, {What::close, 0});
    CHECK_FALSE(preview.open);
}

TEST_CASE("The first picture tells how many pages there are") {
    const work::CaseView v = view();
    Preview preview;
    const Effects effects = move(preview, v, {What::open, 2});
    *only<Do>(effects)->wait = {3, 0};
    work::Reply reply{3, work::reply::Picture{"hash-minutes", 0, 7, 800, 1100, {}}};
    CHECK(receive(preview, reply));
    CHECK(preview.pages == 7);
    CHECK_FALSE(receive(preview, reply));
}

TEST_CASE("Words of a case: masked numbers, times by their distance, counts in groups") {
    CHECK(masked_id("429099199003070022") == "429099********0022");
    CHECK(masked_id("12345") == "*****");
    const Time now = *parse_time("2026-11-23T09:18:00.000+08:00");
    CHECK(when_text(*parse_time("2026-11-23T08:40:07.000+08:00"), now) == "08:40");
    CHECK(when_text(*parse_time("2026-11-20T17:35:07.000+08:00"), now, true) == "11-20 17:35:07");
    CHECK(when_text(*parse_time("2025-12-31T17:35:00.000+08:00"), now) == "2025-12-31 17:35");
    CHECK(count_text(0) == "0");
    CHECK(count_text(999) == "999");
    CHECK(count_text(1'000) == "1,000");
    CHECK(count_text(100'000) == "100,000");
    CHECK(count_text(1'234'567) == "1,234,567");
}
