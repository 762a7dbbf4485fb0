// SPDX-License-Identifier: Apache-2.0
#include "shared/paper/card.hpp"

#include <algorithm>

#include "shared/paper/bounds.hpp"
#include "shared/paper/parts.hpp"
#include "shared/paper/table.hpp"

namespace zj::paper {

namespace {

Result<> check(const QuotaCard& card) {
    ZJ_CHECK(check_texts({{"/office", card.office, true, kNameBytesMax},
                          {"/number", card.number, true, kNumberBytesMax},
                          {"/name", card.name, true, kNameBytesMax},
                          {"/note", card.note, false}}));
    for (const auto* facts : {&card.person, &card.quota}) {
        for (const CardFact& one : *facts) {
            ZJ_CHECK(check_texts({{"/facts", one.label}, {"/facts", one.value, false}}));
        }
    }
    if (card.changes.empty()) {
        return fail("paper.content", "/changes");
    }
    for (const CardChange& one : card.changes) {
        ZJ_CHECK(check_texts({{"/changes", one.matter},
                              {"/changes", one.change, false},
                              {"/changes", one.unit, false},
                              {"/changes", one.quota_type, false},
                              {"/changes", one.doc_no, false},
                              {"/changes", one.case_no, false},
                              {"/changes", one.handler, false}}));
    }
    return card.proof.entered ? check_proof(card.proof) : Result<>(fail("paper.content", "/proof/entered"));
}

std::string lines(const std::string& first, const std::string& second) {
    return first + (first.empty() || second.empty() ? "" : "\n") + second;
}

void put_heading(Sheet& sheet, const std::string& text) {
    sheet.need(mm(24));
    sheet.flow(text, {.face = Face::hei_bold, .size = 11.5}, mm(1.8));
}

void put_facts(Sheet& sheet, const std::string& heading, const std::vector<CardFact>& facts) {
    put_heading(sheet, heading);
    std::vector<Field> fields;
    fields.reserve(facts.size());
    for (const CardFact& one : facts) {
        fields.push_back({one.label, one.value, one.wide});
    }
    put_fields(sheet, fields);
    sheet.y += mm(5);
}

void put_changes(Sheet& sheet, const std::vector<CardChange>& changes) {
    put_heading(sheet, word("card_changes", {std::to_string(changes.size())}));
    const std::size_t left = changes.size() - std::min(changes.size(), kCardRowsMax);
    std::vector<std::vector<std::string>> rows;
    if (left > 0) {
        rows.push_back({"…", word("card_left", {std::to_string(left)}), "", "", ""});
    }
    for (std::size_t i = left; i < changes.size(); ++i) {
        const CardChange& one = changes[i];
        rows.push_back({format_date(one.on), lines(one.matter, one.change), lines(one.unit, one.quota_type),
                        lines(one.doc_no, one.case_no), one.handler.empty() ? "—" : one.handler});
    }
    put_grid(sheet,
             {{word("card_on"), 0.15, Face::song, Align::centre},
              {word("card_change"), 0.26},
              {word("card_place"), 0.21},
              {word("card_by"), 0.27},
              {word("card_handler"), 0.11, Face::song, Align::centre}},
             rows);
}

void draw(Sheet& sheet, const QuotaCard& card) {
    put_head(sheet, card.office, "card", card.number);
    put_facts(sheet, word("card_person"), card.person);
    put_facts(sheet, word("card_quota"), card.quota);
    if (!card.note.empty()) {
        sheet.y -= mm(3.4);  // under the facts that it is about
        sheet.flow(card.note, {.face = Face::song, .size = 9, .grey = 0.3}, mm(4));
    }
    put_changes(sheet, card.changes);
    sheet.y += mm(4);
    put_proof(sheet, card.proof);
}

}  // namespace

Result<Bytes> quota_card(const QuotaCard& card) {
    ZJ_CHECK(check(card));
    return print(word("card") + " " + card.name, card.proof.made_at, card.number,
                 [&](Sheet& sheet) { draw(sheet, card); });
}

}  // namespace zj::paper
