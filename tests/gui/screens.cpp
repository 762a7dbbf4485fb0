// SPDX-License-Identifier: Apache-2.0
// zj_screens OUT [DESK]: draws the style page and every desk in every state, zh and en, light and dark, and writes a
// picture of each to OUT as PPM. tests/gui/sheet makes the contact sheet of them.
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "shared/base/system_time.hpp"
#include "shared/crypto/crypto.hpp"
#include "terminal/platform/window.hpp"
#include "tests/gui/fixtures.hpp"
#include "tests/gui/style_page.hpp"

namespace {

using namespace zj;

constexpr int kFrames = 6;  // until focus, sizes and scrolling have settled

struct Shot {
    std::string name;
    texts::Lang lang;
    ui::Mode mode;
    std::function<void(ui::Ui&)> draw;
};

class Gallery final : public platform::Screen {
public:
    Gallery(std::string folder, std::vector<Shot> shots) : folder_(std::move(folder)), shots_(std::move(shots)) {}
    platform::Window* window = nullptr;

    ui::Frame next_frame(ui::Frame basis) override {
        const Shot& shot = shots_[at_];
        basis.lang = shot.lang;
        basis.mode = shot.mode;
        basis.now = gui::fixed_now();
        basis.ticks_ms = 1'000'000;
        return basis;
    }
    void draw(ui::Ui& ui) override {
        if (frame_ == 0) {
            ui.forget();
        }
        shots_[at_].draw(ui);
        ui.want_frame();
    }
    std::int64_t next_deadline_ms(std::int64_t now_ms) override { return now_ms; }
    void after(const ui::Ui& /*ui*/, std::uint64_t /*frames*/, double /*work_ms*/) override {
        if (++frame_ < kFrames) {
            return;
        }
        write();
        frame_ = 0;
        ++at_;
    }
    bool wants_to_close() override { return at_ == shots_.size(); }
    void on_close() override { at_ = shots_.size(); }

private:
    void write() {
        int width = 0, height = 0;
        const auto pixels = window->pixels(width, height);
        const std::string path = folder_ + "/" + shots_[at_].name + ".ppm";
        std::FILE* file = std::fopen(path.c_str(), "wb");
        if (file == nullptr) {
            std::perror(path.c_str());
            std::exit(1);
        }
        std::fprintf(file, "P6\n%d %d\n255\n", width, height);
        std::fwrite(pixels.data(), 1, pixels.size(), file);
        std::fclose(file);
    }

    std::string folder_;
    std::vector<Shot> shots_;
    std::size_t at_ = 0;
    int frame_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2 || argc > 3 || !crypto::start()) {
        std::fprintf(stderr, "usage: zj_screens OUT [DESK]\n");
        return 2;
    }
    std::vector<Shot> shots;
    auto style = std::make_shared<gui::StylePage>();
    for (const auto mode : {ui::Mode::light, ui::Mode::dark, ui::Mode::contrast}) {
        shots.push_back({"style." + std::string(ui::name_of(mode)), texts::Lang::zh, mode, [style](ui::Ui& ui) {
                             gui::draw(ui, *style);
                         }});
    }
    for (const gui::Fixture& fixture : gui::all_fixtures()) {
        if (argc == 3 && fixture.desk != argv[2]) {
            continue;
        }
        for (const auto lang : {texts::Lang::zh, texts::Lang::en}) {
            for (const auto mode : {ui::Mode::light, ui::Mode::dark}) {
                shots.push_back({fixture.desk + "." + fixture.state + (lang == texts::Lang::zh ? ".zh." : ".en.") +
                                     std::string(ui::name_of(mode)),
                                 lang, mode, fixture.draw});
            }
        }
    }
    Gallery gallery(argv[1], std::move(shots));
    auto window = platform::Window::open({"zj_screens"});
    if (!window) {
        std::fprintf(stderr, "%s\n", to_string(window.error()).c_str());
        return 1;
    }
    gallery.window = window->get();
    SystemClock clock;
    (*window)->run(gallery, clock);
    return 0;
}
