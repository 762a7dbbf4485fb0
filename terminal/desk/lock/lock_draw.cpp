// SPDX-License-Identifier: Apache-2.0
#include "terminal/desk/lock/lock_draw.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "terminal/desk/words.hpp"
#include "terminal/ui/field.hpp"
#include "terminal/ui/widgets.hpp"

namespace zj::desk {

using namespace ui;

namespace {

constexpr float kCover = 0.375F;  // of the width
const Style kOnRail{size::kBody, false, Token::on_rail, Align::left};
const Style kOnRailMuted{size::kBody, false, Token::on_rail_muted, Align::left};

// A hall of seats, some free, one in cinnabar: the picture of what the program is about.
void draw_hall(Ui& ui, const Rect& r) {
    constexpr std::array<int, 7> kFree{12, 20, 43, 66, 74, 103, 109}, kReserved{76, 106, 116, 117};
    constexpr int kColumns = 17, kRows = 7, kOurs = 61;
    const float pitch = r.w / kColumns, height = std::min(ui.em(1.8F), r.h / kRows);
    for (int i = 0; i < kColumns * kRows; ++i) {
        const Rect seat{r.x + static_cast<float>(i % kColumns) * pitch, r.y + static_cast<float>(i / kColumns) * height,
                        pitch * 0.62F, height * 0.72F};
        const bool free = std::find(kFree.begin(), kFree.end(), i) != kFree.end();
        const bool reserved = std::find(kReserved.begin(), kReserved.end(), i) != kReserved.end();
        if (free || reserved) {
            ui.outline(seat, Token::rail_line, 2, 0.1F);
            if (reserved) {
                ui.line({seat.x + seat.w * 0.25F, seat.bottom() - seat.h * 0.15F},
                        {seat.right() - seat.w * 0.25F, seat.y + seat.h * 0.15F}, Token::rail_line, 1.5F);
            }
        } else {
            ui.fill(seat, i == kOurs ? Token::seal : Token::rail_selected, 0.1F);
        }
    }
}

void health_row(Ui& ui, Rect& column, Icon icon, std::string_view key, std::string_view value, bool strong) {
    Rect row = column.cut_top(ui.em(2.2F));
    ui.line({row.x, row.y}, {row.right(), row.y}, Token::rail_line);
    ui.icon_in(row.cut_left(ui.em(1.2F)), icon, 1.2F, Token::on_rail);
    row.cut_left(ui.em(0.7F));
    ui.text(row.cut_left(ui.em(ui.zh() ? 4.8F : 5.4F)), ui.tr(key), kOnRailMuted);
    ui.text(row, value, {size::kBody, strong, Token::on_rail, Align::left});
}

void draw_health(Ui& ui, Rect column, const work::reply::People& known) {
    const bool safe = true;  // locked: everything typed and signed is on the disk
    health_row(ui, column, Icon::monitor, "lock.device",
               known.device_name.empty() ? ui.tr("lock.device.unnamed") : known.device_name, false);
    health_row(ui, column, Icon::lock, "lock.vault", ui.tr("lock.vault.locked"), false);
    if (known.known) {
        health_row(ui, column, Icon::refresh_cw, "lock.synced",
                   known.last_sync ? day_and_time(*known.last_sync) : ui.tr("lock.synced.never"), false);
        const std::size_t n = known.waiting;
        health_row(ui, column, Icon::upload, "lock.queue",
                   n == 0 ? ui.tr("strip.queue.none") : ui.tr("lock.queue.some", {std::to_string(n)}), false);
    }
    health_row(ui, column, Icon::power, "lock.power", ui.tr("strip.safe"), safe);
}

struct Card {
    std::string id, name, second;
    bool chosen;
};

bool person_card(Ui& ui, const Rect& r, const Card& card) {
    const Press press = ui.press(card.id, r);
    ui.fill(r, card.chosen ? Token::selection : Token::surface_raised, size::kRadiusCard);
    ui.outline(r, card.chosen ? Token::accent : Token::line_strong, card.chosen ? 2 : 1, size::kRadiusCard);
    if (press.ring) {
        ui.focus_ring(r, size::kRadiusCard);
    }
    Rect body = r.inset(ui.em(0.8F), 0);
    const Vec disc = body.cut_left(ui.em(2.6F)).centre();
    ui.disc(disc, ui.em(1.3F), card.chosen ? Token::accent : Token::surface_sunken);
    const std::string initial = card.name.substr(0, next_character(card.name, 0));
    ui.text({disc.x - ui.em(1.3F), disc.y - ui.em(1.3F), ui.em(2.6F), ui.em(2.6F)}, initial,
            {size::kSection, true, card.chosen ? Token::on_accent : Token::text, Align::centre});
    body.cut_left(ui.em(0.8F));
    if (card.chosen) {
        ui.icon_in(body.cut_right(ui.em(1.4F)), Icon::circle_check, 1.4F, Token::accent);
    }
    Rect lines = body.middle(body.w, ui.em(2.7F));
    ui.text(lines.cut_top(ui.em(1.35F)), card.name, kBold);
    ui.text(lines, card.second, kMuted);
    return press.pressed;
}

void draw_language(Ui& ui, const Rect& r, std::optional<LockIntent>& out) {
    const std::vector<std::string> names{"中文", "English"};
    Rect right = r;
    const Rect place = right.cut_right(segmented_width(ui, names));
    if (const auto pressed = segmented(ui, "lang", place.middle(place.w, ui.em(2.2F)), names, ui.zh() ? 0 : 1)) {
        out = lock::Language{*pressed == 0 ? "zh" : "en"};
    }
    right.cut_right(ui.em(0.6F));
    ui.icon_in(right.cut_right(ui.em(1.2F)), Icon::globe, 1.2F, Token::text_muted);
}

void draw_passphrase(Ui& ui, Rect& column, LockDesk& desk, const std::string& name, std::optional<LockIntent>& out) {
    ui.text(column.cut_top(ui.em(1.5F)), ui.tr("lock.passphrase.of", {name}), kBold);
    column.cut_top(ui.em(0.3F));
    Rect row = column.cut_top(ui.em(2.8F));
    const std::string word = ui.tr(desk.unlocking ? "lock.unlocking" : "lock.unlock");
    const Rect place =
        row.cut_right(std::max(ui.em(9), button_width(ui, word, {Kind::primary, Icon::none, true, true})));
    row.cut_right(ui.em(0.6F));
    Field field;
    field.bare = true;
    field.state = desk.error ? FieldState::error : FieldState::rest;
    if (secret_field(ui, "passphrase", row, desk.passphrase, desk.shown, field).entered) {
        out = lock::Unlock{};
    }
    if (button(ui, "unlock", place, word, {Kind::primary, Icon::none, true, static_cast<bool>(desk.unlocking)})) {
        out = lock::Unlock{};
    }
    column.cut_top(ui.em(0.4F));
    if (desk.error) {
        const texts::Explained e = texts::explain(*desk.error, ui.lang());
        banner(ui, column, Tone::danger, Icon::circle_x, e.what, e.means + " " + e.todo);
    } else {
        Rect hint = column.cut_top(ui.em(1.6F));
        ui.icon_in(hint.cut_left(ui.em(1.2F)), Icon::clock, 1.0F, Token::text_muted);
        hint.cut_left(ui.em(0.3F));
        ui.text(hint, ui.tr("lock.backoff"), kMuted);
    }
}

}  // namespace

Rect draw_cover(Ui& ui, Rect page, const work::reply::People* known) {
    Rect cover = page.cut_left(std::round(page.w * kCover));
    ui.fill(cover, Token::rail_bg);
    if (ui.frame().mode == Mode::contrast) {
        ui.line({cover.right() - 1, cover.y}, {cover.right() - 1, cover.bottom()}, Token::line);
    }
    cover = cover.inset(std::min(ui.em(2.4F), cover.w * 0.1F), ui.em(2.4F));
    Rect brand = cover.cut_top(ui.em(3.2F));
    seal_mark(ui, brand.cut_left(ui.em(3.2F)));
    brand.cut_left(ui.em(0.8F));
    ui.text(brand.cut_top(ui.em(2)), ui.tr("app.name"), coloured(kTitleText, Token::on_rail));
    if (const std::string about = ui.tr("app.about"); ui.width_of(about) <= brand.w) {
        ui.text(brand, about, kOnRailMuted);
    }
    const bool health = known != nullptr && known->present;
    const float foot = ui.em(health ? (known->known ? 11.0F : 6.6F) : 0);
    Rect below = cover.cut_bottom(foot + ui.em(3.6F));
    Rect clock = below.cut_top(ui.em(2.6F));
    ui.text(clock.cut_left(ui.em(7)), clock_text(ui.frame().now), {size::kFigure, true, Token::on_rail, Align::left});
    const std::string date = date_with_weekday(ui.frame().now, ui.lang());
    ui.text(clock.moved(0, ui.em(0.4F)),
            ui.width_of(date) <= clock.w ? date : day_with_weekday(ui.frame().now, ui.lang()),
            aligned(kOnRail, Align::right));
    below.cut_top(ui.em(0.5F));
    if (health) {
        draw_health(ui, below, *known);
    }
    if (cover.h > ui.em(16)) {
        draw_hall(ui, cover.middle(cover.w, ui.em(12.6F)));
    }
    return page;
}

std::optional<LockIntent> draw(Ui& ui, Rect page, const Around& /*around*/, LockDesk& desk) {
    const auto scope = ui.scope("lock");
    std::optional<LockIntent> out;
    const work::reply::People* people = desk.people.value ? &*desk.people.value : nullptr;
    Rect body = draw_cover(ui, page, people).inset(ui.em(3.2F), ui.em(1.6F));
    Rect top = body.cut_top(ui.em(3));
    Rect unit = top;
    unit.w *= 0.55F;
    ui.text(unit, people == nullptr ? std::string() : people->unit_name, kMuted);
    draw_language(ui, top, out);
    Rect foot = body.cut_bottom(ui.em(2.6F));
    divider(ui, foot);
    const std::string forgotten = ui.tr("lock.forgotten"), version = ui.tr("app.version", {ZJ_VERSION});
    if (ui.width_of(forgotten) + ui.em(1) + ui.width_of(version) <= foot.w) {
        ui.text(foot.cut_right(ui.em(7)), version, aligned(kMuted, Align::right));
    }
    ui.text(foot, forgotten, kMuted);
    if (people == nullptr) {
        desk.people.error ? static_cast<void>(error_state(ui, body, *desk.people.error, false))
                          : loading_rows(ui, body, desk.people.wait.since_ms, 3);
        return out;
    }
    // On a low page cards are lower, so that more than one is seen.
    const bool low = body.h < ui.em(20);
    const float card_h = low ? 3.2F : 5, pitch = low ? 3.5F : 5.8F;
    body.cut_top(ui.em(low ? 0.4F : 2.2F));
    ui.text(body.cut_top(ui.em(low ? 2.0F : 2.4F)), ui.tr(people->persons.size() > 1 ? "lock.choose" : "lock.welcome"),
            kTitleText);
    body.cut_top(ui.em(low ? 0.4F : 0.6F));
    const int columns = body.w >= ui.em(28) ? 2 : 1;
    const auto n = static_cast<int>(people->persons.size());
    const int rows = (n + columns - 1) / columns;
    const float cards = std::min(ui.em(pitch) * static_cast<float>(rows), body.h - ui.em(low ? 8 : 9));
    const Rect list = body.cut_top(cards);
    Rect at = ui.begin_scroll("people", list);
    for (int i = 0; i < n; ++i) {
        const work::reply::PersonCard& person = people->persons[static_cast<std::size_t>(i)];
        Rect line{at.x, at.y + static_cast<float>(i / columns) * ui.em(pitch), at.w, ui.em(card_h)};
        const Rect card = line.column(i % columns, columns, ui.em(0.8F));
        if (person_card(
                ui, card,
                {"person." + person.alias, person.name, person.alias, static_cast<std::size_t>(i) == desk.chosen})) {
            out = lock::Choose{static_cast<std::size_t>(i)};
        }
    }
    ui.end_scroll(ui.em(pitch) * static_cast<float>(rows));
    body.cut_top(ui.em(low ? 0.8F : 1.2F));
    if (desk.chosen < people->persons.size()) {
        draw_passphrase(ui, body, desk, people->persons[desk.chosen].name, out);
    }
    return out;
}

}  // namespace zj::desk
