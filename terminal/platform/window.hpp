// SPDX-License-Identifier: Apache-2.0
#pragma once
// The window: GLFW, OpenGL, Dear ImGui, and a loop that draws when something happened and sleeps otherwise. One window
// a process, UI thread only, but wake().

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "terminal/ui/ui.hpp"

namespace zj::platform {

// What the loop draws.
class Screen {
public:
    virtual ~Screen() = default;
    // Before the first frame and whenever the window's own size or scale changed: pixels of one em.
    virtual ui::Frame next_frame(ui::Frame basis) = 0;  // fills in language, mode, clipboard; may change em
    virtual void draw(ui::Ui& ui) = 0;
    // When something is due although nobody touches anything: the minute, a toast's end, the lock. Monotonic ms.
    virtual std::int64_t next_deadline_ms(std::int64_t now_ms) = 0;
    // `work_ms`: our own work for it (events, update, draw lists), as processor time of the UI thread, without what the
    // graphics driver does.
    virtual void after(const ui::Ui& ui, std::uint64_t frames, double work_ms) = 0;  // a frame has been drawn
    // It is on the screen. `show_ms`: what the driver took for that, as time that passed.
    virtual void shown(std::uint64_t /*frames*/, double /*work_ms*/, double /*show_ms*/) {}
    virtual bool wants_to_close() = 0;
    virtual void on_close() = 0;  // the person asks the window to close
};

struct WindowOptions {
    std::string title;
    int width = 1280, height = 800;
    bool full_screen = false;
};

class Window {
public:
    // "window.display" where there is none, "window.gl" without OpenGL 3.2, "font.missing".
    static Result<std::unique_ptr<Window>> open(const WindowOptions& options);
    virtual ~Window() = default;
    virtual void run(Screen& screen, Clock& clock) = 0;
    // Pictures that widgets draw by number (previews). REQUIRES: rgba has 4 bytes a pixel.
    virtual std::uint64_t make_texture(int width, int height, const std::vector<std::uint8_t>& rgba) = 0;
    virtual void drop_texture(std::uint64_t texture) = 0;
    // What the frame shows, from the top, 3 bytes a pixel; called in Screen::after().
    virtual std::vector<std::uint8_t> pixels(int& width, int& height) = 0;
};

// From any thread: the loop draws again.
void wake();
std::int64_t monotonic_ms();

}  // namespace zj::platform
