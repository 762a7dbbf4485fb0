// SPDX-License-Identifier: Apache-2.0
#include "shared/model/checks.hpp"
#include "shared/paper/bounds.hpp"
#include "shared/paper/paper.hpp"
#include "shared/paper/parts.hpp"
#include "shared/paper/table.hpp"

namespace zj::paper {

namespace {

Result<> check(const NoticePaper& paper) {
    ZJ_CHECK(check_texts({{"/office", paper.office, true, kNameBytesMax},
                          {"/unit", paper.unit},
                          {"/case_no", paper.case_no},
                          {"/quota_type", paper.quota_type},
                          {"/entry_mode", paper.entry_mode},
                          {"/source_scope", paper.source_scope, false},
                          {"/post_kind", paper.post_kind, false},
                          {"/funding", paper.funding, false},
                          {"/post_name", paper.post_name, false},
                          {"/leader_level", paper.leader_level, false},
                          {"/conditions", paper.conditions, false},
                          {"/person", paper.person, false},
                          {"/plan", paper.plan, false},
                          {"/note", paper.note, false}}));
    if (paper.count < 1 || paper.count > kCountMax) {
        return fail("paper.content", "/count");
    }
    if (paper.valid_until < paper.decided_on) {
        return fail("paper.content", "/valid_until");
    }
    if (paper.decided.size() > kRowsMax || paper.copies.size() > kRowsMax) {
        return fail("paper.content", paper.decided.size() > kRowsMax ? "/decided" : "/copies");
    }
    for (const Decided& one : paper.decided) {
        ZJ_CHECK(check_texts({{"/decided", one.step}, {"/decided", one.name}}));
    }
    for (const std::string& one : paper.copies) {
        ZJ_CHECK(check_texts({{"/copies", one}}));
    }
    return check_proof(paper.proof);
}

// Only the county gives a number, and only with its receipt.
Result<std::string> number_of(const NoticePaper& paper) {
    if (paper.number.empty() && !paper.proof.entered) {
        return word("number_pending");
    }
    std::string number = model::normalise_doc_number(paper.number);
    if (!model::valid_doc_number(number)) {
        return fail("paper.number", "/number", {}, {paper.number});
    }
    return number;
}

std::string quota_of(const NoticePaper& paper) {
    if (!paper.quota) {
        return {};
    }
    const QuotaState& quota = *paper.quota;
    return word("quota_state", {std::to_string(quota.authorised), std::to_string(quota.actual),
                                std::to_string(quota.reserved), std::to_string(quota.available)});
}

std::vector<Field> fields_of(const NoticePaper& paper) {
    return {{word("quota_type"), paper.quota_type},
            {word("count"), word("count_of", {std::to_string(paper.count), capital_number(paper.count)})},
            {word("entry_mode"), paper.entry_mode},
            {word("source_scope"), paper.source_scope},
            {word("funding"), paper.funding},
            {word("plan"), paper.plan},
            {word("post_kind"), paper.post_kind},
            {word("post_name"), paper.post_name},
            {word("leader_level"), paper.leader_level},
            {word("person"), paper.person},
            {word("quota"), quota_of(paper), true},
            {word("conditions"), paper.conditions, true},
            {word("valid_until"), day(paper.valid_until)},
            {word("case_no"), paper.case_no},
            {word("note"), paper.note, true}};
}

void put_decided(Sheet& sheet, const std::vector<Decided>& decided) {
    std::vector<std::vector<std::string>> rows;
    for (const Decided& one : decided) {
        rows.push_back({one.step, one.name, day(one.on)});
    }
    put_grid(sheet,
             {{word("step"), 0.3, Face::song, Align::centre},
              {word("decided_by"), 0.35, Face::song, Align::centre},
              {word("decided_on"), 0.35, Face::song, Align::centre}},
             rows);
    sheet.y += mm(4);
}

std::vector<std::string> decided_lines(const std::vector<Decided>& decided) {
    std::vector<std::string> out;
    for (const Decided& one : decided) {
        out.push_back(one.step + kWideSpace + one.name + kWideSpace + day(one.on));
    }
    return out;
}

std::string joined(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names) {
        out += (out.empty() ? "" : "、") + name;
    }
    return out;
}

// What the lines of a paragraph have between them beyond their own height, so that paragraphs are as far apart.
constexpr double kParagraphGap = 3.5;

void draw(Sheet& sheet, const NoticePaper& paper, const std::string& number) {
    const bool final = paper.proof.entered.has_value();
    if (!final) {
        mark_as_pending(sheet);
    }
    put_head(sheet, paper.office, "notice", number);
    const Style body{.face = Face::song, .size = 12, .align = Align::both, .spread = 1.2};
    Style first = body;
    first.align = Align::left;
    sheet.flow(word("to", {paper.unit}), first, kParagraphGap);
    Style indented = body;
    indented.indent = 24;
    sheet.flow(word("notice_says", {paper.case_no, paper.quota_type, std::to_string(paper.count), paper.entry_mode,
                                    day(paper.valid_until)}),
               indented, final ? mm(4) : kParagraphGap);
    if (!final) {
        indented.face = Face::song_bold;
        sheet.flow(word("notice_pending"), indented, mm(4));
    }
    put_fields(sheet, fields_of(paper));
    sheet.y += mm(4);
    const std::vector<std::string> lines = decided_lines(paper.decided);
    const bool beside = fits_beside(sheet, lines);
    if (!beside) {
        put_decided(sheet, paper.decided);
    }
    put_signature(sheet, paper.office, day(paper.decided_on), final, beside ? lines : std::vector<std::string>());
    if (!paper.copies.empty()) {
        sheet.flow(word("copies", {joined(paper.copies)}), {.face = Face::song, .size = 10.5}, mm(3));
    }
    put_proof(sheet, paper.proof);
}

}  // namespace

Result<Bytes> quota_notice(const NoticePaper& paper) {
    ZJ_CHECK(check(paper));
    ZJ_TRY(const std::string number, number_of(paper));
    const std::string title = word("notice");
    return print(title, paper.proof.made_at, title + "  " + number, [&](Sheet& sheet) { draw(sheet, paper, number); });
}

}  // namespace zj::paper
