// SPDX-License-Identifier: Apache-2.0
// Headless frames: no window, no graphics; every desk in every state and language at several sizes.
#include <imgui.h>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cctype>
#include <set>

#include "terminal/desk/words.hpp"
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

    std::vector<ui::Ui::Told> texts(float width, float height, float em, texts::Lang lang,
                                    const std::function<void(ui::Ui&)>& draw) {
        std::vector<ui::Ui::Told> out;
        ui_->tell_texts(&out);
        static_cast<void>(frames(width, height, em, lang, draw));
        ui_->tell_texts(nullptr);
        return out;
    }

private:
    std::unique_ptr<ui::Ui> ui_;
};

// What the program itself says: the string tables, and labels of the catalogue. What begins as one of them, before its
// first {0}, is taken for it.
class OurWords {
public:
    explicit OurWords(texts::Lang lang) {
        for (const std::string& key : texts::term_keys(lang)) {
            take(texts::term(key, lang));
        }
        for (const std::string& code : texts::error_codes(lang)) {
            take(texts::explain(fail(code, std::string(kArgument)), lang).what);
        }
        for (const model::Matter& matter : gui::clerk().catalogue->matters()) {
            take(desk::label(matter.label, lang));
            for (const auto& section : matter.sections) {
                take(desk::label(section.label, lang));
            }
            for (const auto& field : matter.fields) {
                take(desk::label(field.label, lang));
            }
            for (const auto& slot : matter.materials) {
                take(desk::label(slot.label, lang));
            }
        }
    }
    bool has(const std::string& text) const {
        return whole_.contains(text) || std::ranges::any_of(beginnings_, [&](const std::string& beginning) {
                   return text.starts_with(beginning);
               });
    }

private:
    static constexpr std::string_view kArgument = "{0}";
    void take(const std::string& text) {
        const std::size_t at = text.find('{');
        if (at == text.npos) {
            whole_.insert(text);
        } else if (at >= 6) {  // shorter ones say too little
            beginnings_.insert(text.substr(0, at));
        }
    }
    std::set<std::string> whole_, beginnings_;
};

// As the string table names its words: what has none is drawn as it is called.
bool is_key(const std::string& text) {
    const bool key =
        text.find('.') != text.npos && text.find(' ') == text.npos &&
        std::ranges::all_of(text, [](unsigned char c) { return std::isalnum(c) != 0 || c == '.' || c == '_'; });
    return key && std::isalpha(static_cast<unsigned char>(text[0])) != 0 && text.back() != '.' &&
           !text.ends_with(".pdf") && !text.ends_with(".ticket");
}

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

TEST_CASE(
    "at the size of the design no word of ours is cut, only what people have written, and no key stands for a word") {
    Headless headless;
    const OurWords ours[] = {OurWords(texts::Lang::zh), OurWords(texts::Lang::en)};
    CHECK(ours[1].has("Post and person"));
    CHECK(is_key("home.act.other"));
    CHECK(ours[1].has("The gateway cannot be reached (10.20.0.8:8443)."));
    CHECK_FALSE(ours[1].has("农业技术推广岗"));
    std::set<std::string> told;
    for (const gui::Fixture& fixture : gui::all_fixtures()) {
        for (const auto lang : {texts::Lang::zh, texts::Lang::en}) {
            for (const ui::Ui::Told& one : headless.texts(1280, 800, 20, lang, fixture.draw)) {
                if (is_key(one.text) || (one.cut && ours[static_cast<int>(lang)].has(one.text))) {
                    told.insert(fixture.desk + "." + fixture.state + ": " + one.text);
                }
            }
        }
    }
    for (const std::string& one : told) {
        UNSCOPED_INFO(one);
    }
    CHECK(told.empty());
}

TEST_CASE("a character of the body text is as wide as the em is, so that layout in ems holds") {
    Headless headless;
    static_cast<void>(headless.frames(1280, 800, 20, texts::Lang::zh, [](ui::Ui& ui) {
        CHECK(ui.width_of("编") == 20);
        CHECK(ui.width_of("0") == ui.width_of("8"));
    }));
}
