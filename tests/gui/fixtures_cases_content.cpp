// SPDX-License-Identifier: Apache-2.0
#include "tests/gui/fixtures_cases_content.hpp"

#include <array>

namespace zj::gui {

using codec::Array;
using codec::Object;
using codec::Value;

Time at(const char* text) {
    const auto out = parse_time(std::string(text) + ":00.000+08:00");
    ZJ_ASSERT(out);
    return *out;
}

work::TimeLimit limit(std::int64_t used, std::int64_t of) {
    work::TimeLimit out;
    out.used = used;
    out.limit = of;
    out.running = true;
    return out;
}

work::CaseRow case_row(const std::string& key, const std::string& matter, const std::string& subject,
                       const std::string& state) {
    work::CaseRow out;
    out.key = "case/" + key;
    out.case_no = "101-2026-0" + key;
    out.matter = matter;
    out.unit = "421125101";
    out.unit_name = "巴河镇人民政府";
    out.subject = subject;
    out.state = state;
    out.changed_at = at("2026-11-20T17:21");
    if (state == "in_review") {
        out.step = "second_review";
        out.role = "ob_section";
        out.limit = limit(2, 6);
    } else if (state == "signed") {
        out.case_no.clear();
        out.local = true;
        out.count = 17;
    } else if (state == "returned") {
        out.role = "unit_clerk";
        out.limit = limit(5, 6);
    } else if (state == "paused") {
        out.limit = limit(3, 6);
        out.limit.paused = true;
    }
    return out;
}

std::vector<work::CaseRow> case_rows(std::size_t count) {
    std::vector<work::CaseRow> out{case_row("31", "USE", "农业技术推广岗", "signed"),
                                   case_row("30", "IN", "壬立秋", "returned"),
                                   case_row("29", "OUT", "庚处暑", "in_review"),
                                   case_row("28", "MOVE", "丁芒种", "in_review"),
                                   case_row("27", "USE", "综合执法岗", "paused"),
                                   case_row("26", "MOD", "己寒食", "in_review"),
                                   case_row("25", "IN", "欧阳䶮𠮷㛃", "approved"),
                                   case_row("24", "ORG", "综合行政执法大队与旅游服务中心合署办公", "received"),
                                   case_row("23", "OUT", "戊大暑", "approved"),
                                   case_row("22", "USE", "社区网格管理岗", "refused"),
                                   case_row("21", "IN", "丙小雪", "withdrawn"),
                                   case_row("20", "MOD", "乙霜降", "approved")};
    out[3].limit = limit(8, 6);
    out[4].held = true;
    out[7].unit_name = kLongUnit;
    out[7].unit = "421125401";
    out[7].step = "first_review";
    while (out.size() < count) {
        work::CaseRow next = out[out.size() % 12];
        next.key = "case/n" + std::to_string(out.size());
        out.push_back(next);
    }
    return out;
}

namespace {

work::Step step(const char* name, work::Step::State state, const char* who, const char* when) {
    work::Step out;
    out.step = name;
    out.state = state;
    out.name = who;
    if (*when != '\0') {
        out.at = at(when);
    }
    return out;
}

work::Material material(const char* slot, work::Material::State state, std::int64_t pages) {
    work::Material out;
    out.slot = slot;
    out.state = state;
    out.pages = pages;
    out.size = 1'800'000;
    out.required = true;
    out.media_type = "application/pdf";
    if (state != work::Material::State::missing) {
        out.sha256 = std::string(64, 'a') + slot;
    }
    return out;
}

work::Receipt receipt(std::uint64_t entry) {
    work::Receipt out;
    out.seq = 12;
    out.entry = entry;
    out.act = "case.submit";
    out.state = "applied";
    out.change_set = "9f2c71d05be84a6613d7c0e8a94b52f07c1e3d98b6450fa2e7713c9d4b80516e";
    out.signed_at = at("2026-11-22T08:40");
    out.received_at = at("2026-11-22T08:41");
    out.checkpoint = 4803;
    out.verified = true;
    return out;
}

}  // namespace

work::CaseView entry_under_review() {
    using S = work::Step::State;
    work::CaseView out;
    out.row = case_row("12", "IN", "己秋分", "in_review");
    out.fields = Object{{"name", "己秋分"},
                        {"id_no", "429099199003070022"},
                        {"sex", "2"},
                        {"quota_type", "20"},
                        {"funding", "1"},
                        {"post_kind", "2"},
                        {"grant_no", "浠编办函〔2026〕71号"},
                        {"hire_doc", "浠人社聘〔2026〕36号"},
                        {"entry_mode", "03"},
                        {"entered_on", "2026-11-16"},
                        {"quota_since", "2026-11-23"},
                        {"inner", "巴河镇党群服务中心"}};
    out.before = Object{{"quota_since", "2026-11-20"}};
    work::Step now = step("second_review", S::current, "丁寒露", "");
    now.phone = "0713-0000121";
    now.limit = limit(5, 6);
    work::Step third = step("third_review", S::ahead, "戊霜降", "");
    third.limit_half_days = 1;
    out.steps = {step("signed", S::done, "甲小满", "2026-11-22T08:40"),
                 step("received", S::done, "", "2026-11-22T08:41"),
                 step("first_review", S::done, "丙白露", "2026-11-22T14:20"),
                 now,
                 third,
                 step("closed", S::ahead, "", "")};
    out.materials = {material("application", work::Material::State::county, 2),
                     material("contract", work::Material::State::here, 3),
                     material("id_card", work::Material::State::queued, 4)};
    out.materials[2].chunks = 8;
    out.materials[2].chunks_done = 5;
    out.receipts = {receipt(4788)};
    out.thread = {{"丙白露", "聘期与入编时间不一致，请核对。", "ask", at("2026-11-22T09:20")},
                  {"甲小满", "入编时间已更正为 11-23。", "answer", at("2026-11-22T09:24")}};
    out.can_withdraw = true;
    return out;
}

work::CaseView use_returned() {
    using S = work::Step::State;
    work::CaseView out;
    out.row = case_row("30", "USE", "农业技术推广岗", "returned");
    out.fields = Object{{"quota_type", "20"},
                        {"count", 1},
                        {"entry_mode", "03"},
                        {"source_scope", "open"},
                        {"funding", "1"},
                        {"post_kind", "2"},
                        {"post_name", "农业技术推广岗"},
                        {"meeting_on", "2026-11-12"},
                        {"meeting_no", "2026 年第 21 次"},
                        {"reason",
                         "镇农业技术推广岗去年退休一人，至今空缺；秋播和防疫任务重，现有两人要管二十三个村，急需补充一"
                         "名专业技术人员。"}};
    work::Step back = step("first_review", S::returned, "丙白露", "2026-11-20T16:02");
    out.steps = {step("signed", S::done, "甲小满", "2026-11-19T10:12"),
                 step("received", S::done, "", "2026-11-19T10:13"), back, step("second_review", S::ahead, "", ""),
                 step("closed", S::ahead, "", "")};
    out.materials = {material("application", work::Material::State::county, 2),
                     material("vacancy", work::Material::State::missing, 0),
                     material("minutes", work::Material::State::missing, 0)};
    out.reason = "班子会议纪要缺第 3 页，空编情况说明没有盖章，请补齐后重新提交。";
    out.missing = {"vacancy", "minutes"};
    out.receipts = {receipt(4711), receipt(4729)};
    out.can_answer = out.can_withdraw = true;
    return out;
}

work::CaseView exit_to_review(const work::CaseRow& row) {
    using Mark = work::Fact::Mark;
    work::CaseView out;
    out.row = row;
    out.fields = Object{{"person", "person/1"},
                        {"exit_mode", "01"},
                        {"event_on", "2026-11-12"},
                        {"left_on", "2026-11-30"},
                        {"exit_doc", "浠人社退〔2026〕12号"},
                        {"pay_stop", "2026-12"}};
    out.materials = {material("form", work::Material::State::here, 2),
                     material("retirement", work::Material::State::here, 3)};
    work::SeatsChange change;
    change.now = {"20", 46, 45, 1, 1, 0};
    change.then = {"20", 46, 44, 1, 0, 0};
    change.unit = row.unit_name;
    out.effect = {change};
    out.facts = {{Mark::good, "fact.materials_complete", {"2"}}, {Mark::good, "fact.foretold_good", {}}};
    out.receipts = {receipt(4720)};
    out.can_decide = true;
    return out;
}

}  // namespace zj::gui
