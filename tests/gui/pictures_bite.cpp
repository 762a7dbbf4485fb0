// SPDX-License-Identifier: Apache-2.0
// A comparison that cannot fail is a defect, and one that fails at nothing is soon ignored: on the real drawings, what
// it must see and what it must let pass. Needs a display.
#include <catch2/catch_test_macros.hpp>

#include <unistd.h>
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <random>
#include <set>

#include "terminal/ui/widgets.hpp"
#include "tests/gui/accepted.hpp"
#include "tests/gui/gallery.hpp"

using namespace zj;

namespace {

struct Drawn {
    gui::Shot shot;
    gui::Picture picture;
    std::vector<ui::Mapped> map;
};

std::vector<Drawn> draw(const std::vector<gui::Shot>& shots) {
    std::vector<Drawn> out;
    const auto shown =
        gui::show(shots, [&](const gui::Shot& shot, gui::Picture&& picture, const std::vector<ui::Mapped>& map) {
            out.push_back({shot, std::move(picture), map});
        });
    if (!shown) {
        FAIL(to_string(shown.error()));
    }
    REQUIRE(out.size() == shots.size());
    return out;
}

// The first state of each desk, in Chinese, light and dark, and the style page.
std::vector<gui::Shot> some_shots() {
    std::vector<gui::Shot> out;
    std::set<std::string> seen;
    for (gui::Shot& shot : gui::all_shots("")) {
        if (shot.lang == texts::Lang::zh && seen.insert(shot.sheet()).second) {
            out.push_back(std::move(shot));
        }
    }
    return out;
}

// As it comes back from the repository.
gui::Picture kept(const gui::Picture& drawn) {
    const std::string path =
        (std::filesystem::temp_directory_path() / ("zj_pictures_bite." + std::to_string(::getpid()) + ".png")).string();
    REQUIRE(gui::write_small_png(path, gui::shrink(drawn)).has_value());
    const auto out = gui::read_png(path);
    std::filesystem::remove(path);
    REQUIRE(out.has_value());
    return *out;
}

bool passes(const gui::Picture& accepted, const gui::Picture& drawn) {
    return gui::compare(accepted, gui::shrink(drawn)).passes();
}

// Every channel of every pixel by up to `everywhere`; where neighbours differ, as at the edges of glyphs, by up to
// `edges`.
gui::Picture noisy(const gui::Picture& picture, int everywhere, int edges, unsigned seed) {
    std::mt19937 random(seed);
    gui::Picture out = picture;
    for (int y = 0; y < picture.height; ++y) {
        for (int x = 0; x + 1 < picture.width; ++x) {
            const std::uint8_t *here = picture.at(x, y), *next = picture.at(x + 1, y);
            const int most = std::equal(here, here + 3, next) ? everywhere : edges;
            for (int c = 0; c < 3; ++c) {
                const int by = static_cast<int>(random() % static_cast<unsigned>(2 * most + 1)) - most;
                out.at(x, y)[c] = static_cast<std::uint8_t>(std::clamp(here[c] + by, 0, 255));
            }
        }
    }
    return out;
}

// What is in `r`, `by` pixels to the right; the column before it stands where it was.
gui::Picture moved(const gui::Picture& picture, const ui::Rect& r, int by) {
    gui::Picture out = picture;
    const int left = std::max(static_cast<int>(r.x), by), right = std::min(static_cast<int>(r.right()), out.width - by);
    for (int y = std::max(static_cast<int>(r.y), 0); y < std::min(static_cast<int>(r.bottom()), out.height); ++y) {
        for (int x = left - by; x < right; ++x) {
            std::copy_n(picture.at(x, y), 3, out.at(x + by, y));
        }
    }
    return out;
}

// One colour a step further in one channel, wherever it stands unmixed.
gui::Picture recoloured(const gui::Picture& picture, ui::Rgba colour, int channel, int step) {
    const std::uint8_t from[3] = {colour.r, colour.g, colour.b};
    gui::Picture out = picture;
    for (std::size_t i = 0; i < out.rgb.size(); i += 3) {
        if (std::equal(from, from + 3, out.rgb.begin() + static_cast<std::ptrdiff_t>(i))) {
            std::uint8_t& to = out.rgb[i + static_cast<std::size_t>(channel)];
            to = static_cast<std::uint8_t>(to > 127 ? to - step : to + step);
        }
    }
    return out;
}

// A card with a caption and a button above a desk.
struct Planted {
    std::string caption, label;
    float right = 0;  // pixels
};

gui::Shot with(const gui::Shot& desk, const Planted& planted) {
    gui::Shot out = desk;
    out.draw = [draw = desk.draw, planted](ui::Ui& ui) {
        draw(ui);
        const ui::Ui::Layer layer = ui.layer();
        ui::Rect card{ui.em(20) + planted.right, ui.em(16), ui.em(24), ui.em(6)};
        ui.fill({ui.em(18), ui.em(14), ui.em(28), ui.em(10)}, ui::Token::surface_raised);
        ui.text(card.cut_top(ui.em(2)), planted.caption, ui::kCaptionText);
        const ui::Button spec;
        ui::button(ui, "planted",
                   card.cut_left(ui::button_width(ui, planted.label, spec)).middle(ui.em(6), ui.em(2.4F)),
                   planted.label, spec);
    };
    return out;
}

}  // namespace

TEST_CASE("a redraw passes, and so does the noise of another FreeType or Mesa") {
    const auto first = draw(some_shots()), second = draw(some_shots());
    gui::Difference largest;
    for (std::size_t i = 0; i < first.size(); ++i) {
        INFO(first[i].shot.name());
        CHECK(first[i].picture == second[i].picture);  // to the last bit, on one machine
        const gui::Picture accepted = kept(first[i].picture);
        CHECK(passes(accepted, second[i].picture));
        CHECK(passes(accepted, noisy(second[i].picture, 2, 2, 1)));
        const gui::Picture worse = noisy(second[i].picture, 2, 16, 2);
        CHECK(passes(accepted, worse));
        const auto found = gui::compare(accepted, gui::shrink(worse));
        largest.pixel = std::max(largest.pixel, found.pixel);
        largest.tile = std::max(largest.tile, found.tile);
    }
    std::cout << "noise: a pixel by " << largest.pixel << " of " << gui::kPixelMax << ", a tile by " << largest.tile
              << " of " << gui::kTileMax << "\n";
}

TEST_CASE("of a hundred widgets that move by four pixels at most one is not seen") {
    int widgets = 0, unseen = 0;
    for (const Drawn& one : draw(some_shots())) {
        const gui::Picture accepted = kept(one.picture);
        for (const ui::Mapped& widget : one.map) {
            const gui::Picture further = moved(one.picture, widget.rect, 4);
            if (further == one.picture) {
                continue;  // nothing is drawn there, or it is covered
            }
            ++widgets;
            if (passes(accepted, further)) {
                ++unseen;  // nearly empty: a faint outline
                std::cout << "not seen: " << one.shot.name() << " " << widget.id << "\n";
            }
        }
    }
    std::cout << widgets << " widgets moved, " << unseen << " not seen\n";
    CHECK(unseen * 100 <= widgets);
    CHECK(widgets > 100);
}

TEST_CASE("a text of which a digit, a character or an ending differs is seen, and a button further right") {
    const Planted as_accepted{"本机 17 号 · 待受理", "看批复", 0};
    const std::vector<Planted> planted{{"本机 18 号 · 待受理", "看批复", 0}, {"本机 17 号 · 已受理", "看批复", 0},
                                       {"本机 17 号 · 待受…", "看批复", 0},  {"", "看批复", 0},
                                       {"本机 17 号 · 待受理", "看回复", 0}, {"本机 17 号 · 待受理", "看批复", 4}};
    for (const gui::Shot& desk : some_shots()) {
        std::vector<gui::Shot> shots{with(desk, as_accepted)};
        for (const Planted& one : planted) {
            shots.push_back(with(desk, one));
        }
        if (desk.desk != "home") {
            continue;  // the card hides the desk; light and dark of one are enough
        }
        const auto drawn = draw(shots);
        const gui::Picture accepted = kept(drawn[0].picture);
        CHECK(passes(accepted, drawn[0].picture));
        for (std::size_t i = 1; i < drawn.size(); ++i) {
            INFO(desk.name() << " " << planted[i - 1].caption << " " << planted[i - 1].label);
            const auto found = gui::compare(accepted, gui::shrink(drawn[i].picture));
            std::cout << desk.name() << " " << planted[i - 1].caption << " " << planted[i - 1].label << ": "
                      << found.pixels << " pixels, " << found.pixel << ", tile " << found.tile << "\n";
            CHECK_FALSE(found.passes());
        }
    }
}

TEST_CASE(
    "a colour of the theme that is another by a visible step is seen, in areas a small one, in text a larger one") {
    using ui::Token;
    // Of 255. Text covers so little that its colour is seen only when it is plainly another; lines of one pixel are not
    // seen at all. The theme's own test measures their contrast.
    constexpr int kAreaStep = 20, kTextStep = 64;
    const std::vector<Token> areas{
        Token::surface,      Token::surface_raised, Token::surface_sunken, Token::accent,      Token::accent_soft,
        Token::data,         Token::ok_soft,        Token::warning_soft,   Token::danger_soft, Token::pending_soft,
        Token::offline_soft, Token::held_soft,      Token::selection};
    const std::vector<Token> texts{Token::text,   Token::text_muted, Token::ok,  Token::warning,
                                   Token::danger, Token::pending,    Token::held};
    for (const Drawn& one : draw(gui::all_shots("style"))) {
        const gui::Picture accepted = kept(one.picture);
        const auto seen = [&](Token token, int step) {
            for (int channel = 0; channel < 3; ++channel) {
                INFO(one.shot.name() << " " << ui::name_of(token) << " channel " << channel);
                const auto other = recoloured(one.picture, ui::theme(one.shot.mode)[token], channel, step);
                CHECK(other != one.picture);
                CHECK_FALSE(passes(accepted, other));
            }
        };
        for (const Token token : areas) {
            seen(token, kAreaStep);
        }
        for (const Token token : texts) {
            seen(token, kTextStep);
        }
    }
}

TEST_CASE("a state without an accepted picture is found, and an accepted picture without a state") {
    const auto folder = std::filesystem::temp_directory_path() / ("zj_accepted." + std::to_string(::getpid()));
    std::filesystem::remove_all(folder);
    gui::Picture plain(8, 8), other(8, 8);
    std::fill(other.rgb.begin(), other.rgb.end(), std::uint8_t{200});
    const gui::Shot empty{"form", "empty", texts::Lang::zh, ui::Mode::light, {}};
    const gui::Shot full{"form", "full", texts::Lang::zh, ui::Mode::light, {}};
    const auto read = [&] {
        auto out = gui::Accepted::read(folder.string());
        REQUIRE(out.has_value());
        return *out;
    };
    CHECK(read().find(empty) == nullptr);
    REQUIRE(read().accept({empty}, {plain}, "")->size() == 1);
    REQUIRE(read().find(empty) != nullptr);
    CHECK(*read().find(empty) == plain);
    CHECK(read().find(full) == nullptr);
    CHECK(read().left_over({full}, "") == std::vector<std::string>{"form.empty.zh.light"});
    CHECK(read().left_over({full}, "home").empty());
    CHECK(read().accept({empty}, {plain}, "")->empty());  // what passes changes no file
    CHECK(read().accept({empty, full}, {plain, other}, "form")->size() == 1);
    CHECK(*read().find(full) == other);
    CHECK(read().left_over({empty, full}, "").empty());
    CHECK(read().accept({}, {}, "form").value() == std::vector<std::string>{"form.zh.light"});
    CHECK(std::distance(std::filesystem::directory_iterator(folder), {}) == 1);  // the list
    std::filesystem::remove_all(folder);
}
