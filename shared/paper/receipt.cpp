// SPDX-License-Identifier: Apache-2.0
#include "shared/paper/bounds.hpp"
#include "shared/paper/paper.hpp"
#include "shared/paper/parts.hpp"
#include "shared/paper/table.hpp"

#include "shared/codec/text.hpp"

namespace zj::paper {

namespace {

constexpr std::size_t kHashShown = 16;  // enough to tell the files of one case apart; the whole is in the log

Result<> check(const ReceiptPaper& paper) {
    ZJ_CHECK(check_texts({{"/office", paper.office, true, kNameBytesMax},
                          {"/number", paper.number, true, kNumberBytesMax},
                          {"/unit", paper.unit},
                          {"/matter", paper.matter},
                          {"/subject", paper.subject, false},
                          {"/clerk", paper.clerk},
                          {"/head", paper.head, false},
                          {"/limit", paper.limit, false},
                          {"/phone", paper.phone, false},
                          {"/note", paper.note, false}}));
    if (paper.materials.size() > kRowsMax) {
        return fail("paper.content", "/materials");
    }
    for (const Material& material : paper.materials) {
        ZJ_CHECK(check_texts({{"/materials", material.name}}));
    }
    if (paper.received_at.has_value() != paper.proof.entered.has_value()) {
        return fail("paper.content", "/received_at");
    }
    return check_proof(paper.proof);
}

std::vector<Field> fields_of(const ReceiptPaper& paper) {
    return {{word("unit"), paper.unit, true},
            {word("matter"), paper.matter},
            {word("number"), paper.number},
            {word("subject"), paper.subject, true},
            {word("clerk"), paper.clerk},
            {word("head"), paper.head},
            {word("signed_at"), minute(paper.signed_at)},
            {word("received_at"), paper.received_at ? minute(*paper.received_at) : word("pending")},
            {word("limit"), paper.limit},
            {word("phone"), paper.phone},
            {word("note"), paper.note, true}};
}

void put_materials(Sheet& sheet, const std::vector<Material>& materials) {
    if (materials.empty()) {
        return;
    }
    sheet.y += mm(5);
    sheet.need(mm(25));
    sheet.flow(word("materials", {std::to_string(materials.size())}), {.face = Face::hei_bold, .size = 10.5}, mm(1.5));
    std::vector<std::vector<std::string>> rows;
    for (const Material& one : materials) {
        std::string hash = codec::hex(one.sha256).substr(0, kHashShown);
        for (std::size_t at = 12; at > 0; at -= 4) {
            hash.insert(at, " ");
        }
        rows.push_back(
            {std::to_string(rows.size() + 1), one.name, one.pages > 0 ? std::to_string(one.pages) : "—", hash});
    }
    put_grid(sheet,
             {{word("row"), 0.09, Face::song, Align::centre},
              {word("material"), 0.51},
              {word("pages"), 0.1, Face::song, Align::centre},
              {word("hash"), 0.3, Face::mono, Align::centre}},
             rows);
}

void draw(Sheet& sheet, const ReceiptPaper& paper) {
    const bool final = paper.proof.entered.has_value();
    if (!final) {
        mark_as_pending(sheet);
    }
    put_head(sheet, paper.office, "receipt", {});
    const Style body{.face = Face::song, .size = 12, .align = Align::both, .spread = 1.2, .indent = 24};
    if (final) {
        sheet.flow(word("receipt_says",
                        {paper.unit, paper.matter, minute(*paper.received_at), std::to_string(paper.materials.size())}),
                   body, mm(4));
    } else {
        sheet.flow(word("receipt_pending", {paper.unit, paper.matter, minute(paper.signed_at)}), body, mm(4));
    }
    put_fields(sheet, fields_of(paper));
    put_materials(sheet, paper.materials);
    if (final) {
        sheet.y += mm(4);
        put_signature(sheet, paper.office, day(date_of(*paper.received_at)), true);
    }
    put_proof(sheet, paper.proof);
}

}  // namespace

Result<Bytes> receipt(const ReceiptPaper& paper) {
    ZJ_CHECK(check(paper));
    const std::string title = word("receipt");
    return print(title, paper.proof.made_at, title + "  " + paper.number, [&](Sheet& sheet) { draw(sheet, paper); });
}

}  // namespace zj::paper
