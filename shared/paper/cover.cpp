// SPDX-License-Identifier: Apache-2.0
#include "shared/paper/cover.hpp"

#include "shared/codec/text.hpp"
#include "shared/paper/bounds.hpp"
#include "shared/paper/parts.hpp"
#include "shared/paper/table.hpp"

namespace zj::paper {

namespace {

Result<> check(const ArchiveCover& cover) {
    ZJ_CHECK(check_texts({{"/office", cover.office, true, kNameBytesMax},
                          {"/archive_no", cover.archive_no, true, kNumberBytesMax},
                          {"/title", cover.title},
                          {"/unit", cover.unit},
                          {"/matter", cover.matter},
                          {"/case_no", cover.case_no},
                          {"/fonds", cover.fonds},
                          {"/file_class", cover.file_class},
                          {"/retention", cover.retention},
                          {"/year", cover.year},
                          {"/doc_no", cover.doc_no, false},
                          {"/note", cover.note, false},
                          {"/secrecy", cover.secrecy, false},
                          {"/fingerprint", cover.fingerprint, true, kNumberBytesMax}}));
    if (cover.items.size() > kFileRowsMax) {
        return fail("paper.content", "/items");
    }
    for (const CoverItem& one : cover.items) {
        ZJ_CHECK(check_texts({{"/items", one.title},
                              {"/items", one.responsible},
                              {"/items", one.kind, false},
                              {"/items", one.doc_no, false},
                              {"/items", one.doc_date, false}}));
    }
    for (const CoverStep& one : cover.course) {
        ZJ_CHECK(check_texts({{"/course", one.step}, {"/course", one.person, false}, {"/course", one.result}}));
    }
    return cover.proof.entered ? check_proof(cover.proof) : Result<>(fail("paper.content", "/proof/entered"));
}

int pages_of(const ArchiveCover& cover) {
    int out = 0;
    for (const CoverItem& one : cover.items) {
        out += one.pages;
    }
    return out;
}

// The outside of the file: read from a shelf, so the number and the title are large.
void put_outside(Sheet& sheet, const ArchiveCover& cover) {
    sheet.y = kTop + mm(22);
    sheet.flow(cover.office, {.face = Face::song, .size = 17, .align = Align::centre, .letter_space = 1.5}, mm(12));
    sheet.flow(word("cover"), {.face = Face::song_bold, .size = 40, .align = Align::centre, .letter_space = 16},
               mm(14));
    sheet.flow(cover.archive_no, {.face = Face::hei, .size = 17, .align = Align::centre, .letter_space = 0.6}, mm(16));
    sheet.line(kLeft, sheet.y, kRight, sheet.y, 1.6);
    sheet.line(kLeft, sheet.y + 2.4, kRight, sheet.y + 2.4, 0.5);
    sheet.y += mm(12);
    sheet.flow(cover.title, {.face = Face::song_bold, .size = 20, .align = Align::centre, .spread = 1.25}, mm(14));
    put_fields(sheet, {{word("responsible"), cover.office, true},
                       {word("unit"), cover.unit, true},
                       {word("matter"), cover.matter},
                       {word("case_no"), cover.case_no},
                       {word("doc_no"), cover.doc_no, true},
                       {word("fonds"), cover.fonds},
                       {word("fonds_year"), cover.year},
                       {word("file_class"), cover.file_class},
                       {word("retention"), cover.retention},
                       {word("secrecy"), cover.secrecy},
                       {word("period"), word("from_to", {day(date_of(cover.from)), day(date_of(cover.to))}), true},
                       {word("file_items"), word("count_items", {std::to_string(cover.items.size())})},
                       {word("file_pages"), word("count_pages", {std::to_string(pages_of(cover))})},
                       {word("note"), cover.note, true}});
}

// 9f2c 4b1a 0011 2233: enough to tell the documents of one file apart; the whole stands in the metadata.
std::string short_hash(const Hash& hash) {
    std::string out = codec::hex(hash).substr(0, 16);
    for (const std::size_t at : {12, 8, 4}) {
        out.insert(at, at == 8 ? "\n" : " ");
    }
    return out;
}

std::string two_lines(const std::string& first, const std::string& second) {
    return first + (first.empty() || second.empty() ? "" : "\n") + second;
}

void put_heading(Sheet& sheet, const std::string& text) {
    sheet.need(mm(30));
    sheet.flow(text, {.face = Face::hei_bold, .size = 12}, mm(2));
}

void put_contents(Sheet& sheet, const ArchiveCover& cover) {
    put_heading(sheet, word("contents", {std::to_string(cover.items.size())}));
    std::vector<std::vector<std::string>> rows;
    for (const CoverItem& one : cover.items) {
        rows.push_back({std::to_string(rows.size() + 1),
                        two_lines(two_lines(one.title, one.kind), one.here ? "" : word("on_paper")), one.responsible,
                        two_lines(one.doc_no, one.doc_date), std::to_string(one.pages), short_hash(one.sha256)});
    }
    put_grid(sheet,
             {{word("row"), 0.08, Face::song, Align::centre},
              {word("file_title"), 0.22},
              {word("responsible"), 0.22},
              {word("doc_no_date"), 0.26},
              {word("pages"), 0.08, Face::song, Align::centre},
              {word("digest"), 0.14, Face::mono, Align::centre}},
             rows);
}

void put_course(Sheet& sheet, const ArchiveCover& cover) {
    sheet.y += mm(7);
    put_heading(sheet, word("course"));
    std::vector<std::vector<std::string>> rows;
    const std::size_t all = cover.course.size();
    const std::size_t left = all > kCourseRowsMax ? all - kCourseRowsMax : 0, first = (all - left) / 2;
    for (std::size_t i = 0; i < all; ++i) {
        const CoverStep& one = cover.course[i];
        if (left == 0 || i < first || i >= first + left) {
            rows.push_back({minute(one.at), one.step, one.person.empty() ? "—" : one.person, one.result,
                            std::to_string(one.entry)});
        } else if (i == first) {
            rows.push_back({"…", word("course_left", {std::to_string(left)}), "", "", ""});
        }
    }
    put_grid(sheet,
             {{word("course_at"), 0.3},
              {word("course_step"), 0.2},
              {word("decided_by"), 0.24},
              {word("course_result"), 0.13, Face::song, Align::centre},
              {word("course_entry"), 0.13, Face::song, Align::centre}},
             rows);
}

void draw(Sheet& sheet, const ArchiveCover& cover) {
    put_outside(sheet, cover);
    sheet.next_page();
    put_contents(sheet, cover);
    put_course(sheet, cover);
    sheet.y += mm(5);
    const Style small{.face = Face::song, .size = 9.5, .grey = 0.2};
    sheet.flow(word("package_how"), {.face = Face::mono, .size = 8.5, .grey = 0.2}, mm(0.8));
    sheet.flow(word("package_root"), small, mm(0.8));
    sheet.flow(cover.fingerprint, {.face = Face::mono, .size = 8}, mm(3));
    if (sheet.substituted()) {
        sheet.flow(word("no_glyph"), small, mm(3));
    }
    put_proof(sheet, cover.proof);
}

}  // namespace

Result<Bytes> archive_cover(const ArchiveCover& cover) {
    ZJ_CHECK(check(cover));
    return print(word("cover") + " " + cover.archive_no, cover.proof.made_at, cover.archive_no,
                 [&](Sheet& sheet) { draw(sheet, cover); }, {.pages_max = kCoverPagesMax, .substitute = true});
}

}  // namespace zj::paper
