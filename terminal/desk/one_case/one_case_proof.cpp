// SPDX-License-Identifier: Apache-2.0
// What a receipt proves, in words a person can check: the signed set's hash in groups, its place in the county's log,
// and under which checkpoint this device has verified it.
#include "terminal/desk/case_draw.hpp"
#include "terminal/desk/one_case/one_case_draw.hpp"
#include "terminal/ui/widgets.hpp"

namespace zj::desk {

using namespace ui;

namespace {

constexpr std::size_t kGroup = 4, kGroupsPerLine = 8;

// Groups of four signs, eight to a line: as people read a number out to each other.
std::vector<std::string> hash_lines(std::string_view hash) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < hash.size(); i += kGroup) {
        if (i / kGroup % kGroupsPerLine == 0) {
            out.emplace_back();
        }
        out.back() += (out.back().empty() ? "" : " ") + std::string(hash.substr(i, kGroup));
    }
    return out;
}

struct Claim {
    bool good;
    std::string text;
};

std::vector<Claim> claims(const Ui& ui, const work::Receipt& receipt) {
    std::vector<Claim> out{{true, ui.tr("one_case.proof.entry", {std::to_string(receipt.entry)})}};
    if (receipt.verified) {
        out.push_back({true, ui.tr("one_case.proof.checkpoint", {std::to_string(receipt.checkpoint)})});
        out.push_back({true, ui.tr("one_case.proof.lasting")});
    } else {
        out.push_back({false, ui.tr("one_case.proof.waits")});
    }
    return out;
}

void draw_claim(Ui& ui, Rect& sheet, const Claim& claim) {
    const float height = ui.height_of(claim.text, sheet.w - ui.em(1.8F));
    Rect row = sheet.cut_top(height);
    ui.icon_in(row.cut_left(ui.em(1.2F)).cut_top(ui.line_height()), claim.good ? Icon::circle_check : Icon::hourglass,
               1.2F, claim.good ? Token::ok : Token::pending);
    row.cut_left(ui.em(0.6F));
    ui.paragraph(row, claim.text);
    sheet.cut_top(ui.em(0.4F));
}

}  // namespace

void proof_sheet(const CasePart& of, std::optional<OneCaseIntent>& out) {
    Ui& ui = of.ui;
    if (of.view.receipts.empty()) {
        return;
    }
    const work::Receipt& receipt = of.view.receipts.back();
    const auto layer = ui.layer();
    const auto scope = ui.scope("proof");
    const auto lines = hash_lines(receipt.change_set);
    const auto all = claims(ui, receipt);
    const float inner = std::min(ui.em(40), ui.frame().width - ui.em(1)) - ui.em(2 * size::kS6);
    float height = ui.em(2 * size::kS5 + 2.4F + 0.4F + 0.8F + 1.6F + 0.8F + 0.8F + size::kPrimary) +
                   ui.line_height() * static_cast<float>(lines.size());
    for (const Claim& claim : all) {
        height += ui.height_of(claim.text, inner - ui.em(1.8F)) + ui.em(0.4F);
    }
    Rect sheet = dialog(ui, 40, height);
    ui.text(sheet.cut_top(ui.em(2.4F)), ui.tr("one_case.proof.title"), kTitleText);
    sheet.cut_top(ui.em(0.4F));
    for (const Claim& claim : all) {
        draw_claim(ui, sheet, claim);
    }
    Rect foot = sheet.cut_bottom(ui.em(size::kPrimary));
    sheet.cut_bottom(ui.em(0.8F));
    sheet.cut_top(ui.em(0.2F));
    ui.fill(sheet, Token::surface_sunken, size::kRadius);
    Rect box = sheet.inset(ui.em(0.8F), ui.em(0.4F));
    ui.text(box.cut_top(ui.em(1.6F)), ui.tr("one_case.proof.hash"), kMuted);
    for (const std::string& line : lines) {
        ui.text(box.cut_top(ui.line_height()), line);
    }
    if (button_right(ui, "close", foot, ui.tr("one_case.proof.close"),
                     {Kind::primary, Icon::none, true, false, Chord::ctrl_enter}, size::kPrimary) ||
        ui.chord(Chord::escape)) {
        out = one_case_intent::Proof{false};
    }
}

}  // namespace zj::desk
