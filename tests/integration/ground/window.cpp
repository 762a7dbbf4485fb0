// SPDX-License-Identifier: Apache-2.0
// Opens a window, draws Chinese text with rare characters, and reads the picture back: each character must leave its
// own ink. Exits 0 if it does, 1 with a sentence if not.

#include <imgui.h>
#include <imgui_impl_glfw.h>
#include <imgui_impl_opengl3.h>

#include <GLFW/glfw3.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <set>
#include <string>
#include <vector>

namespace {

constexpr const char* kFont = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc";
constexpr int kSimplifiedChineseFace = 2;
constexpr int kWidth = 640;
constexpr int kHeight = 240;
constexpr float kSize = 64.0F;
constexpr float kCell = 80.0F;
// The last one is in no font: it must draw the fallback, which shows that the check can tell a missing glyph.
constexpr std::array<const char*, 7> kTexts{"编", "制", "𠮷", "㛃", "䶮", "", "\U0010FFFD"};

int fail(const char* what) {
    std::fprintf(stderr, "ground_window: %s\n", what);
    return 1;
}

// The pixels of one cell, as ink or not, left to right and top to bottom.
std::string ink(const std::vector<std::uint8_t>& pixels, std::size_t cell) {
    std::string out;
    for (std::size_t y = 20; y < 120; ++y) {
        for (std::size_t x = 0; x < static_cast<std::size_t>(kCell); ++x) {
            const std::size_t row = static_cast<std::size_t>(kHeight) - 1 - y;
            const std::size_t column = static_cast<std::size_t>(kCell) * cell + x;
            out += pixels[(row * static_cast<std::size_t>(kWidth) + column) * 3] > 128 ? '#' : '.';
        }
    }
    return out;
}

int draw() {
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    ImFontConfig config;
    config.FontNo = kSimplifiedChineseFace;
    if (io.Fonts->AddFontFromFileTTF(kFont, kSize, &config) == nullptr) {
        return fail("Noto Sans CJK could not be loaded (package fonts-noto-cjk)");
    }
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(kWidth) * kHeight * 3);
    // Textures arrive with the first frame, so that the third surely shows every glyph.
    for (int frame = 0; frame < 3; ++frame) {
        glfwPollEvents();
        ImGui_ImplOpenGL3_NewFrame();
        ImGui_ImplGlfw_NewFrame();
        ImGui::NewFrame();
        ImDrawList* list = ImGui::GetBackgroundDrawList();
        for (std::size_t i = 0; i < kTexts.size(); ++i) {
            list->AddText(ImVec2(kCell * static_cast<float>(i) + 4.0F, 30.0F), IM_COL32_WHITE, kTexts[i]);
        }
        ImGui::Render();
        glViewport(0, 0, kWidth, kHeight);
        glClearColor(0, 0, 0, 1);
        glClear(GL_COLOR_BUFFER_BIT);
        ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
        glPixelStorei(GL_PACK_ALIGNMENT, 1);
        glReadPixels(0, 0, kWidth, kHeight, GL_RGB, GL_UNSIGNED_BYTE, pixels.data());
    }
    const std::string empty = ink(pixels, 5);
    const std::string fallback = ink(pixels, 6);
    if (empty.find('#') != std::string::npos) {
        return fail("the empty cell is not empty: the picture is not what was drawn");
    }
    std::set<std::string> seen{fallback};
    for (std::size_t i = 0; i < 5; ++i) {
        const std::string shape = ink(pixels, i);
        std::size_t count = 0;
        for (const char c : shape) {
            count += c == '#' ? 1 : 0;
        }
        std::printf("%s: %zu pixels of ink\n", kTexts[i], count);
        if (count < 200 || count > 4000) {
            return fail("a character left too little or too much ink");
        }
        if (!seen.insert(shape).second) {
            return fail("two characters look the same: a glyph is missing");
        }
    }
    return 0;
}

}  // namespace

int main() {
    if (glfwInit() == GLFW_FALSE) {
        return fail("GLFW found no display; run it with tests/support/with_display");
    }
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 2);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_RESIZABLE, GLFW_FALSE);
    GLFWwindow* window = glfwCreateWindow(kWidth, kHeight, "ground", nullptr, nullptr);
    if (window == nullptr) {
        glfwTerminate();
        return fail("no window with OpenGL 3.2");
    }
    glfwMakeContextCurrent(window);
    ImGui::CreateContext();
    ImGui_ImplGlfw_InitForOpenGL(window, true);
    ImGui_ImplOpenGL3_Init("#version 150");
    const int result = draw();
    ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplGlfw_Shutdown();
    ImGui::DestroyContext();
    glfwDestroyWindow(window);
    glfwTerminate();
    return result;
}
