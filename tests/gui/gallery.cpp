// SPDX-License-Identifier: Apache-2.0
#include "tests/gui/gallery.hpp"

#include <memory>

#include "shared/base/system_time.hpp"
#include "terminal/platform/window.hpp"
#include "tests/gui/fixtures.hpp"
#include "tests/gui/style_page.hpp"

namespace zj::gui {

namespace {

constexpr int kFrames = 6;  // until focus, sizes and scrolling have settled

std::string ending(const Shot& shot) {
    return (shot.lang == texts::Lang::zh ? ".zh." : ".en.") + std::string(ui::name_of(shot.mode));
}

class Gallery final : public platform::Screen {
public:
    Gallery(platform::Window& window, const std::vector<Shot>& shots, const Shown& shown)
        : window_(window), shots_(shots), shown_(shown) {}

    ui::Frame next_frame(ui::Frame basis) override {
        const Shot& shot = shots_[at_];
        basis.lang = shot.lang;
        basis.mode = shot.mode;
        basis.now = fixed_now();
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
    void after(const ui::Ui& ui, std::uint64_t /*frames*/, double /*work_ms*/) override {
        if (++frame_ < kFrames) {
            return;
        }
        Picture picture;
        picture.rgb = window_.pixels(picture.width, picture.height);
        shown_(shots_[at_], std::move(picture), ui.map());
        frame_ = 0;
        ++at_;
    }
    bool wants_to_close() override { return at_ == shots_.size(); }
    void on_close() override { at_ = shots_.size(); }

private:
    platform::Window& window_;
    const std::vector<Shot>& shots_;
    const Shown& shown_;
    std::size_t at_ = 0;
    int frame_ = 0;
};

}  // namespace

std::string Shot::sheet() const {
    return desk + ending(*this);
}

std::string Shot::name() const {
    return desk + "." + state + ending(*this);
}

std::vector<Shot> all_shots(const std::string& desk) {
    std::vector<Shot> out;
    const auto wanted = [&](const std::string& one) {
        return desk.empty() || desk == one;
    };
    if (wanted("style")) {
        auto style = std::make_shared<StylePage>();
        for (const auto mode : {ui::Mode::light, ui::Mode::dark, ui::Mode::contrast}) {
            out.push_back({"style", "page", texts::Lang::zh, mode, [style](ui::Ui& ui) {
                               gui::draw(ui, *style);
                           }});
        }
    }
    for (const Fixture& fixture : all_fixtures()) {
        if (!wanted(fixture.desk)) {
            continue;
        }
        for (const auto lang : {texts::Lang::zh, texts::Lang::en}) {
            for (const auto mode : {ui::Mode::light, ui::Mode::dark}) {
                out.push_back({fixture.desk, fixture.state, lang, mode, fixture.draw});
            }
        }
    }
    return out;
}

Result<> show(const std::vector<Shot>& shots, const Shown& shown) {
    ZJ_TRY(const auto window, platform::Window::open({"zj_screens"}));
    Gallery gallery(*window, shots, shown);
    SystemClock clock;
    window->run(gallery, clock);
    return {};
}

}  // namespace zj::gui
