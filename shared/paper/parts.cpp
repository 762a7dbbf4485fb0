// SPDX-License-Identifier: Apache-2.0
#include "shared/paper/parts.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

#include "assets/texts.hpp"
#include "shared/codec/text.hpp"
#include "shared/paper/bounds.hpp"
#include "shared/paper/qr.hpp"

namespace zj::paper {

namespace {

constexpr double kSealRadius = mm(21);  // county seals are 42 mm across
constexpr double kSignatureWidth = mm(82), kSignatureHeight = 2 * kSealRadius + mm(3);
constexpr double kBesideTop = mm(4), kBesideGap = mm(1.4);
constexpr double kQrSideMin = mm(30), kQrSideMax = mm(64), kModuleMin = mm(0.42);
constexpr std::size_t kHexGroup = 4, kGroupsPerLine = 8;

Style beside_style() {
    return {.face = Face::song, .size = 10.5};
}

// 9f2c 4b1a … in two lines: people compare groups of four.
std::vector<std::string> hash_lines(const Hash& hash) {
    const std::string hex = codec::hex(hash);
    std::vector<std::string> out(1);
    for (std::size_t i = 0; i < hex.size(); i += kHexGroup) {
        const std::size_t group = i / kHexGroup;
        if (group > 0 && group % kGroupsPerLine == 0) {
            out.emplace_back();
        }
        out.back() += (out.back().empty() ? "" : " ") + hex.substr(i, kHexGroup);
    }
    return out;
}

// Runs of dark modules as one rectangle each, so that no reader sees seams between them.
void draw_qr(cairo_t* cairo, const QrCode& code, double x, double y, double module) {
    cairo_set_source_rgb(cairo, 0, 0, 0);
    for (int row = 0; row < code.side; ++row) {
        for (int from = 0; from < code.side;) {
            int to = from;
            while (to < code.side && code.at(to, row)) {
                ++to;
            }
            if (to > from) {
                cairo_rectangle(cairo, x + from * module, y + row * module, (to - from) * module, module);
            }
            from = std::max(to, from + 1);
        }
    }
    cairo_fill(cairo);
}

// A pale circle that says where the seal goes.
void draw_seal_room(Sheet& sheet, double x, double y) {
    constexpr double kDash = 2.2;
    cairo_t* cairo = sheet.cairo();
    cairo_save(cairo);
    cairo_set_dash(cairo, &kDash, 1, 0);
    cairo_set_source_rgb(cairo, 0.7, 0.7, 0.7);
    cairo_set_line_width(cairo, 0.6);
    cairo_new_path(cairo);  // text leaves a point behind, which the arc would be joined to
    cairo_arc(cairo, x, y, kSealRadius, 0, 2 * std::numbers::pi);
    cairo_stroke(cairo);
    cairo_restore(cairo);
}

void draw_pending_mark(Sheet& sheet) {
    cairo_t* cairo = sheet.cairo();
    const Style pale{.face = Face::hei_bold, .size = 120, .grey = 0.94, .letter_space = 16};
    const Block across = sheet.block(word("pending"), pale, kPageWidth * 2);
    cairo_save(cairo);
    cairo_translate(cairo, kPageWidth / 2, kPageHeight / 2);
    cairo_rotate(cairo, -std::numbers::pi / 5);
    sheet.put(across, -across.widest() / 2, -across.height() / 2);
    cairo_restore(cairo);
    const Block mark = sheet.block(word("pending"), {.face = Face::hei_bold, .size = 13, .letter_space = 2}, mm(40));
    const double width = mark.widest() + 14, height = mark.height() + 6;
    const double x = kRight - width, y = mm(11);
    cairo_set_source_rgb(cairo, 0, 0, 0);
    cairo_set_line_width(cairo, 1.4);
    cairo_new_path(cairo);
    cairo_rectangle(cairo, x, y, width, height);
    cairo_stroke(cairo);
    sheet.put(mark, x + 8, y + 3);
}

struct Said {
    std::string label, text;
    Face face = Face::hei;
};

std::vector<Said> proof_lines(const Proof& proof) {
    std::vector<Said> out;
    const auto add_hash = [&](const std::string& label, const Hash& hash) {
        const std::vector<std::string> lines = hash_lines(hash);
        for (std::size_t i = 0; i < lines.size(); ++i) {
            out.push_back({i == 0 ? label : std::string(), lines[i], Face::mono});
        }
    };
    if (proof.entered) {
        const Entered& entered = *proof.entered;
        out.push_back({word("log"), word("log_entry", {std::to_string(entered.entry), proof.origin})});
        out.push_back({word("checkpoint"),
                       word("checkpoint_size", {std::to_string(entered.checkpoint), std::to_string(entered.witnesses),
                                                std::to_string(entered.quorum)})});
        add_hash(word("root"), entered.root);
    } else {
        out.push_back({word("log"), word("log_pending", {proof.origin})});
    }
    add_hash(word("change_set"), proof.change_set);
    out.push_back({word("made_by"), proof.device + kWideSpace + minute(proof.made_at)});
    return out;
}

std::vector<std::pair<Block, Block>> set_proof_lines(Sheet& sheet, const std::vector<Said>& lines, double label_width,
                                                     double text_width) {
    std::vector<std::pair<Block, Block>> out;
    for (const Said& said : lines) {
        const double size = said.face == Face::mono ? 8.0 : 8.5;
        out.emplace_back(sheet.block(said.label, {.face = Face::hei, .size = 8.5, .grey = 0.35}, label_width),
                         sheet.block(said.text, {.face = said.face, .size = size}, text_width));
    }
    return out;
}

double line_height(const Block& label, const Block& text) {
    return std::max(text.height(), label.height()) + 1.2;
}

}  // namespace

std::string word(std::string_view key, const std::vector<std::string>& args) {
    return texts::term("paper." + std::string(key), texts::Lang::zh, args);
}

std::string day(Date on) {
    const Ymd ymd = ymd_of(on);
    return word("day", {std::to_string(ymd.year), std::to_string(ymd.month), std::to_string(ymd.day)});
}

std::string minute(Time at) {
    constexpr std::size_t kClockAt = 11, kClockSize = 5;
    return day(date_of(at)) + " " + format_time(at).substr(kClockAt, kClockSize);
}

std::string capital_number(int number) {
    static constexpr std::array<const char*, 10> kDigits{"", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};
    ZJ_ASSERT(number >= 1 && number <= kCountMax);
    const auto tens = std::size_t(number) / 10, ones = std::size_t(number) % 10;
    return (tens == 0 ? std::string() : std::string(kDigits[tens]) + "拾") + kDigits[ones];
}

Result<> check_texts(const std::vector<Checked>& texts) {
    for (const Checked& one : texts) {
        if (one.text.size() > one.bytes_max || (one.required && one.text.empty()) || codec::steers_screen(one.text)) {
            return fail("paper.content", one.where);
        }
    }
    return {};
}

Result<> check_proof(const Proof& proof) {
    ZJ_CHECK(check_texts(
        {{"/proof/origin", proof.origin, true, kNameBytesMax}, {"/proof/device", proof.device, true, kNameBytesMax}}));
    if (proof.entered && (proof.entered->entry >= proof.entered->checkpoint || proof.entered->witnesses < 0 ||
                          proof.entered->quorum < 0)) {
        return fail("paper.content", "/proof/entered");
    }
    ZJ_CHECK(qr_code(proof.qr.empty() ? proof_text(proof) : proof.qr));
    return {};
}

std::string proof_text(const Proof& proof) {
    std::string out = "zhijian-paper-v1\n" + proof.origin + "\nchange-set " + codec::hex(proof.change_set) + "\n";
    if (proof.entered) {
        out += "entry " + std::to_string(proof.entered->entry) + "\ncheckpoint " +
               std::to_string(proof.entered->checkpoint) + " " + codec::base64(proof.entered->root) + "\n";
    }
    return out;
}

void put_head(Sheet& sheet, const std::string& office, std::string_view title_key, const std::string& number) {
    const std::string key(title_key);
    sheet.flow(office, {.face = Face::song, .size = 14, .align = Align::centre, .letter_space = 1.5}, mm(1.5));
    sheet.flow(word(key), {.face = Face::song_bold, .size = 25, .align = Align::centre, .letter_space = 6}, 0);
    sheet.flow(texts::term("paper." + key, texts::Lang::en),
               {.face = Face::hei, .size = 8.5, .align = Align::centre, .grey = 0.4, .letter_space = 0.4}, mm(4));
    if (!number.empty()) {
        sheet.flow(number, {.face = Face::song, .size = 12, .align = Align::centre}, mm(2.5));
    }
    sheet.line(kLeft, sheet.y, kRight, sheet.y, 1.6);
    sheet.line(kLeft, sheet.y + 2.4, kRight, sheet.y + 2.4, 0.5);
    sheet.y += mm(6);
}

void mark_as_pending(Sheet& sheet) {
    sheet.set_background(draw_pending_mark);
}

bool fits_beside(Sheet& sheet, const std::vector<std::string>& lines) {
    double height = kBesideTop;
    for (const std::string& line : lines) {
        height += sheet.block(line, beside_style(), kTextWidth - kSignatureWidth).height() + kBesideGap;
    }
    return height <= kSignatureHeight;
}

void put_signature(Sheet& sheet, const std::string& office, const std::string& day, bool final,
                   const std::vector<std::string>& beside) {
    sheet.need(kSignatureHeight);
    const double top = sheet.y, centre = top + mm(1) + kSealRadius, x = kRight - kSignatureWidth;
    if (final) {
        draw_seal_room(sheet, x + kSignatureWidth / 2, centre);
    }
    const Style style{.face = Face::song, .size = 12, .align = Align::centre};
    const Style small{.face = Face::hei, .size = 7.5, .align = Align::centre, .grey = 0.55};
    const Block name = sheet.block(office, style, kSignatureWidth), date = sheet.block(day, style, kSignatureWidth);
    const Block seal = sheet.block(word(final ? "seal_here" : "no_seal"), small, kSignatureWidth);
    const double y = centre - (name.height() + date.height()) / 2 + mm(2);
    sheet.put(seal, x, std::min(centre - kSealRadius + mm(5), y - seal.height()));
    sheet.put(name, x, y);
    sheet.put(date, x, y + name.height() + 1);
    double down = top + kBesideTop;
    for (const std::string& line : beside) {
        const Block block = sheet.block(line, beside_style(), kTextWidth - kSignatureWidth);
        sheet.put(block, kLeft, down);
        down += block.height() + kBesideGap;
    }
    sheet.y = top + kSignatureHeight;
}

void put_proof(Sheet& sheet, const Proof& proof) {
    const auto code = qr_code(proof.qr.empty() ? proof_text(proof) : proof.qr);
    if (!code) {
        sheet.failed(code.error());
        return;
    }
    const int modules = code->side + 2 * kQuietModules;
    const double side = std::clamp(modules * kModuleMin, kQrSideMin, kQrSideMax), module = side / modules;
    const double ink = code->side * module, label_width = mm(21), x = kLeft + ink + mm(6);
    const std::vector<std::pair<Block, Block>> lines =
        set_proof_lines(sheet, proof_lines(proof), label_width, kRight - x - label_width);
    double text_height = 0;
    for (const auto& [label, text] : lines) {
        text_height += line_height(label, text);
    }
    const double height = mm(8.4) + std::max(ink + mm(1), text_height) + mm(2);
    sheet.need(height);
    sheet.y = kBottom - height;
    sheet.line(kLeft, sheet.y, kRight, sheet.y, 0.9);
    sheet.y += mm(2.2);
    const Style head{.face = Face::hei_bold, .size = 9.5, .letter_space = 1};
    sheet.put(sheet.block(word("proof"), head, kTextWidth), kLeft, sheet.y);
    const Style aside{.face = Face::hei, .size = 8, .align = Align::right, .grey = 0.35};
    sheet.put(sheet.block(word("proof_how"), aside, kTextWidth), kLeft, sheet.y + 1);
    sheet.y += mm(6.2);
    // Its quiet zone reaches into the margin and into the gap beside it, which are white as well.
    draw_qr(sheet.cairo(), *code, kLeft, sheet.y + mm(1), module);
    for (const auto& [label, text] : lines) {
        sheet.put(label, x, sheet.y);
        sheet.put(text, x + label_width, sheet.y);
        sheet.y += line_height(label, text);
    }
}

}  // namespace zj::paper
