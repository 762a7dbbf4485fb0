// SPDX-License-Identifier: Apache-2.0
// Headless frames: no window, no graphics; every desk in every state and language at several sizes.
#include <imgui.h>
#include <catch2/catch_test_macros.hpp>

#include <set>

#include "terminal/platform/fonts.hpp"
#include "tests/gui/fixtures.hpp"
#include "tests/gui/style_page.hpp"

using namespace zj;

namespace {

// A renderer that takes every texture and draws nothing.
void take_textures() {
    for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
        if (texture->Status == ImTextureStatus_WantCreate || texture->Status == ImTextureStatus_WantUpdates) {
            texture->SetTexID(1);
            texture->SetStatus(ImTextureStatus_OK);
        }
    }
}

class Headless {
public:
    Headless() {
        ImGui::CreateContext();
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = io.LogFilename = nullptr;
        io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
        auto fonts = platform::load_fonts();
        REQUIRE(fonts.has_value());
        ui_ = std::make_unique<ui::Ui>(*fonts);
    }
    Headless(const Headless&) = delete;
    Headless& operator=(const Headless&) = delete;
    ~Headless() {
        for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
            texture->SetTexID(ImTextureID_Invalid);
            texture->SetStatus(ImTextureStatus_Destroyed);
        }
        ImGui::DestroyContext();
    }

    // Some frames, as after input; what is in the map of the last.
    std::vector<ui::Mapped> frames(float width, float height, float em, texts::Lang lang,
                                   const std::function<void(ui::Ui&)>& draw) {
        for (int i = 0; i < 4; ++i) {
            ImGuiIO& io = ImGui::GetIO();
            io.DisplaySize = {width, height};
            io.DeltaTime = 1.0F / 60;
            ImGui::NewFrame();
            ui::Frame frame{width, height, em, lang, ui::Mode::light, gui::fixed_now(), 1'000'000, nullptr};
            ui_->begin(frame);
            draw(*ui_);
            ui_->end();
            ImGui::Render();
            take_textures();
        }
        auto out = ui_->map();
        ui_->forget();
        return out;
    }

private:
    std::unique_ptr<ui::Ui> ui_;
};

}  // namespace

TEST_CASE("every desk in every state draws in both languages, at the sizes of the design and at 200 per cent") {
    Headless headless;
    for (const gui::Fixture& fixture : gui::all_fixtures()) {
        for (const auto lang : {texts::Lang::zh, texts::Lang::en}) {
            INFO(fixture.desk << " " << fixture.state);
            for (const float em : {20.0F, 30.0F, 40.0F}) {
                const auto map = headless.frames(1280, 800, em, lang, fixture.draw);
                std::set<std::string> ids;
                for (const ui::Mapped& one : map) {
                    INFO(one.id << " at " << em << " pixels an em: " << one.rect.x << " " << one.rect.y << " "
                                << one.rect.w << " " << one.rect.h);
                    CHECK(ids.insert(one.id).second);  // an id names one thing
                    CHECK(
                        (one.rect.x >= -1 && one.rect.y >= -1 && one.rect.right() <= 1281 && one.rect.bottom() <= 801));
                }
            }
            static_cast<void>(headless.frames(1920, 1080, 20, lang, fixture.draw));
        }
    }
}

TEST_CASE("a character of the body text is as wide as the em is, so that layout in ems holds") {
    Headless headless;
    static_cast<void>(headless.frames(1280, 800, 20, texts::Lang::zh, [](ui::Ui& ui) {
        CHECK(ui.width_of("编") == 20);
        CHECK(ui.width_of("0") == ui.width_of("8"));
    }));
}
