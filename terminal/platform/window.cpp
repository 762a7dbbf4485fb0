// SPDX-License-Identifier: Apache-2.0
#include "terminal/platform/window.hpp"

#include <imgui.h>
#include <imgui_impl_glfw.h>
#include <imgui_impl_opengl3.h>
#include <imgui_internal.h>
#include <malloc.h>
#include <time.h>

// After ImGui's own, which brings the OpenGL loader.
#include <GLFW/glfw3.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "shared/crypto/secret.hpp"
#include "terminal/platform/fonts.hpp"

namespace zj::platform {

namespace {

// After input: lists that opened, focus that moved and sizes that were measured show in the second and third frame.
constexpr int kFramesAfterInput = 3;
constexpr float kEmAtFull = 20.0F;  // pixels at 100 % on a plain monitor

double clock_ms(clockid_t clock) {
    timespec time{};
    ::clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

// Of this thread: sleeping, and whoever else has the processor, do not count.
double cpu_ms() {
    return clock_ms(CLOCK_THREAD_CPUTIME_ID);
}

// What was typed must not stay in freed memory.
void* allocate(std::size_t size, void* /*user*/) {
    return std::malloc(size);  // NOLINT(cppcoreguidelines-no-malloc): ImGui's interface
}

void release(void* data, void* /*user*/) {
    if (data != nullptr) {
        crypto::wipe({static_cast<std::uint8_t*>(data), ::malloc_usable_size(data)});
        std::free(data);  // NOLINT(cppcoreguidelines-no-malloc)
    }
}

class GlfwClipboard final : public ui::Clipboard {
public:
    explicit GlfwClipboard(GLFWwindow* window) : window_(window) {}
    std::string get() override {
        const char* text = glfwGetClipboardString(window_);
        return text == nullptr ? std::string() : std::string(text);
    }
    void set(const std::string& text) override {
        wipe_held();
        glfwSetClipboardString(window_, text.c_str());
        holds_ = !text.empty();
    }
    // What was copied goes with the person who copied it.
    void forget() {
        if (holds_) {
            wipe_held();
            glfwSetClipboardString(window_, "");
            holds_ = false;
        }
    }

private:
    // GLFW hands out its own copy as long as no other program has copied, and frees it without zeroing.
    void wipe_held() {
        const char* text = holds_ ? glfwGetClipboardString(window_) : nullptr;
        if (text != nullptr) {
            crypto::wipe({reinterpret_cast<std::uint8_t*>(const_cast<char*>(text)), std::strlen(text)});
        }
    }

    GLFWwindow* window_;
    bool holds_ = false;  // something of ours was copied since the last forget()
};

class GlfwWindow final : public Window {
public:
    explicit GlfwWindow(GLFWwindow* window) : window_(window), clipboard_(window) {}
    GlfwWindow(const GlfwWindow&) = delete;
    GlfwWindow& operator=(const GlfwWindow&) = delete;
    ~GlfwWindow() override {
        ImGui_ImplOpenGL3_Shutdown();
        ImGui_ImplGlfw_Shutdown();
        ImGui::DestroyContext();
        glfwDestroyWindow(window_);
        glfwTerminate();
    }

    Result<> prepare() {
        glfwMakeContextCurrent(window_);
        glfwSwapInterval(1);
        ImGui::SetAllocatorFunctions(allocate, release);
        ImGui::CreateContext();
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.LogFilename = nullptr;
        io.ConfigFlags = ImGuiConfigFlags_NoMouseCursorChange;
        if (!ImGui_ImplGlfw_InitForOpenGL(window_, true) || !ImGui_ImplOpenGL3_Init("#version 150")) {
            return fail("window.gl", {}, "OpenGL 3.2 cannot be used");
        }
        ZJ_TRY(const ui::Fonts fonts, load_fonts());
        ui_ = std::make_unique<ui::Ui>(fonts);
        return {};
    }

    void run(Screen& screen, Clock& clock) override {
        int frames_left = kFramesAfterInput;
        std::uint64_t frames = 0;
        glfwSetWindowUserPointer(window_, &frames_left);
        while (!screen.wants_to_close()) {
            const double before = cpu_ms();  // reading events is work, too
            wait(screen, frames_left);
            if (glfwWindowShouldClose(window_) != 0) {
                glfwSetWindowShouldClose(window_, GLFW_FALSE);
                screen.on_close();
            }
            prepare_frame(screen, clock);
            const double work = cpu_ms() - before;
            double show = -clock_ms(CLOCK_MONOTONIC);
            show_frame();
            show += clock_ms(CLOCK_MONOTONIC);
            screen.after(*ui_, ++frames, work);
            show -= clock_ms(CLOCK_MONOTONIC);
            glfwSwapBuffers(window_);
            screen.shown(frames, work, show + clock_ms(CLOCK_MONOTONIC));
            frames_left = std::max(frames_left - 1, ui_->wants_frame() || queued() ? 1 : 0);
        }
    }

    std::uint64_t make_texture(int width, int height, const std::vector<std::uint8_t>& rgba) override {
        ZJ_ASSERT(rgba.size() == static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4);
        GLuint texture = 0;
        glGenTextures(1, &texture);
        glBindTexture(GL_TEXTURE_2D, texture);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
        glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, rgba.data());
        return texture;
    }

    void drop_texture(std::uint64_t texture) override {
        const auto name = static_cast<GLuint>(texture);
        glDeleteTextures(1, &name);
    }

    std::vector<std::uint8_t> pixels(int& width, int& height) override {
        glfwGetFramebufferSize(window_, &width, &height);
        const std::size_t row = static_cast<std::size_t>(width) * 3;
        std::vector<std::uint8_t> upside_down(row * static_cast<std::size_t>(height)), out;
        glPixelStorei(GL_PACK_ALIGNMENT, 1);
        glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE, upside_down.data());
        for (int y = height - 1; y >= 0; --y) {
            const auto begin = upside_down.begin() + static_cast<std::ptrdiff_t>(row * static_cast<std::size_t>(y));
            out.insert(out.end(), begin, begin + static_cast<std::ptrdiff_t>(row));
        }
        return out;
    }

private:
    // Sleeps until something happens or is due. Every event is followed by a few frames.
    void wait(Screen& screen, int& frames_left) {
        if (frames_left > 0) {
            glfwPollEvents();
        } else {
            const std::int64_t now = monotonic_ms(), due = screen.next_deadline_ms(now);
            if (due > now) {
                glfwWaitEventsTimeout(static_cast<double>(due - now) / 1000.0);
            } else {
                glfwPollEvents();
            }
            frames_left = monotonic_ms() >= due ? 1 : 0;
            // Woken for something: events are queued in ImGui, or a worker has posted a reply.
            frames_left = queued() || frames_left == 0 ? kFramesAfterInput : frames_left;
        }
        if (queued()) {
            frames_left = kFramesAfterInput;
        }
    }

    static bool queued() { return ImGui::GetCurrentContext()->InputEventsQueue.Size > 0; }

    void prepare_frame(Screen& screen, Clock& clock) {
        float scale = 1, unused = 1;
        glfwGetWindowContentScale(window_, &scale, &unused);
        ImGui_ImplOpenGL3_NewFrame();
        ImGui_ImplGlfw_NewFrame();
        const ImVector<ImGuiInputEvent> later = hold_back();
        ImGui::NewFrame();
        for (const ImGuiInputEvent& event : later) {
            ImGui::GetCurrentContext()->InputEventsQueue.push_back(event);
        }
        ui::Frame frame;
        frame.width = ImGui::GetIO().DisplaySize.x;
        frame.height = ImGui::GetIO().DisplaySize.y;
        frame.em = std::round(kEmAtFull * scale);
        frame.now = clock.now();
        frame.ticks_ms = monotonic_ms();
        frame.clipboard = &clipboard_;
        frame = screen.next_frame(frame);
        if (frame.clipboard == nullptr) {
            clipboard_.forget();
        }
        ui_->begin(frame);
        screen.draw(*ui_);
        ui_->end();
        ImGui::Render();
        forget_typed();
    }

    void show_frame() {
        int width = 0, height = 0;
        glfwGetFramebufferSize(window_, &width, &height);
        const ui::Rgba page = ui::theme(ui_->frame().mode)[ui::Token::surface];
        glViewport(0, 0, width, height);
        glClearColor(static_cast<float>(page.r) / 255, static_cast<float>(page.g) / 255,
                     static_cast<float>(page.b) / 255, 1);
        glClear(GL_COLOR_BUFFER_BIT);
        ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    }

    // A frame sees the modifiers as they are at its end: where a key was pressed and its modifier let go since the last
    // frame, Ctrl+L would be an L. The letting go, and what follows it, are left to the next frame.
    static ImVector<ImGuiInputEvent> hold_back() {
        ImVector<ImGuiInputEvent>& queue = ImGui::GetCurrentContext()->InputEventsQueue;
        ImVector<ImGuiInputEvent> later;
        bool any = false, moves = false;  // keys that were pressed; of those, Tab and the arrows, which Shift changes
        for (int i = 0; i < queue.Size; ++i) {
            const ImGuiInputEvent& event = queue[i];
            if (event.Type != ImGuiInputEventType_Key) {
                continue;
            }
            const ImGuiKey key = event.Key.Key;
            if (event.Key.Down) {
                any = any || (key & ImGuiMod_Mask_) == 0;
                moves = moves || (key >= ImGuiKey_Tab && key < ImGuiKey_Space);
            } else if ((key == ImGuiMod_Ctrl && any) || (key == ImGuiMod_Shift && moves)) {
                for (int rest = i; rest < queue.Size; ++rest) {
                    later.push_back(queue[rest]);
                }
                std::memset(static_cast<void*>(queue.Data + i), 0,
                            sizeof(ImGuiInputEvent) * static_cast<std::size_t>(queue.Size - i));
                queue.resize(i);
                break;
            }
        }
        return later;
    }

    // ImGui keeps the characters of a frame, and its last events, until later ones take their place.
    static void forget_typed() {
        ImGuiIO& io = ImGui::GetIO();
        std::fill_n(io.InputQueueCharacters.Data, io.InputQueueCharacters.Capacity, 0);
        io.InputQueueCharacters.resize(0);
        ImGuiContext& context = *ImGui::GetCurrentContext();
        const auto wipe = [](ImVector<ImGuiInputEvent>& events) {
            if (events.Capacity > events.Size) {
                std::memset(static_cast<void*>(events.Data + events.Size), 0,
                            sizeof(ImGuiInputEvent) * static_cast<std::size_t>(events.Capacity - events.Size));
            }
        };
        context.InputEventsTrail.resize(0);
        wipe(context.InputEventsTrail);
        wipe(context.InputEventsQueue);
    }

    GLFWwindow* window_;
    GlfwClipboard clipboard_;
    std::unique_ptr<ui::Ui> ui_;
};

}  // namespace

Result<std::unique_ptr<Window>> Window::open(const WindowOptions& options) {
    if (glfwInit() == GLFW_FALSE) {
        return fail("window.display", {}, "GLFW found no display");
    }
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 2);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
    GLFWmonitor* monitor = options.full_screen ? glfwGetPrimaryMonitor() : nullptr;
    int width = options.width, height = options.height;
    if (monitor != nullptr) {
        const GLFWvidmode* mode = glfwGetVideoMode(monitor);
        width = mode->width;
        height = mode->height;
    }
    GLFWwindow* window = glfwCreateWindow(width, height, options.title.c_str(), monitor, nullptr);
    if (window == nullptr) {
        glfwTerminate();
        return fail("window.gl", {}, "no window with OpenGL 3.2");
    }
    auto out = std::make_unique<GlfwWindow>(window);
    ZJ_CHECK(out->prepare());
    return std::unique_ptr<Window>(std::move(out));
}

void wake() {
    glfwPostEmptyEvent();
}

std::int64_t monotonic_ms() {
    timespec time{};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return std::int64_t{time.tv_sec} * 1000 + time.tv_nsec / 1'000'000;
}

}  // namespace zj::platform
