// SPDX-License-Identifier: Apache-2.0
#include "terminal/app/desktop.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <thread>

#include "shared/codec/json.hpp"
#include "shared/crypto/stack.hpp"
#include "terminal/desk/shell/frame.hpp"
#include "terminal/platform/window.hpp"
#include "terminal/preview/preview.hpp"
#include "terminal/ui/map_text.hpp"
#include "terminal/ui/pinyin.hpp"
#include "terminal/vault/files.hpp"
#include "terminal/work/store_thread.hpp"

namespace zj::app {

namespace {

constexpr std::size_t kPrefsBytesMax = 4096;  // three short members
constexpr std::size_t kTexturesMax = 24;      // pages looked at; more would fill a small chip's memory
constexpr std::int64_t kMinuteMs = 60'000;

// Replies on their way from the store thread to the window.
class Inbox {
public:
    void put(work::Reply reply) {
        {
            const std::scoped_lock lock(mutex_);
            replies_.push_back(std::move(reply));
        }
        platform::wake();
    }
    std::vector<work::Reply> take() {
        const std::scoped_lock lock(mutex_);
        return std::exchange(replies_, {});
    }

private:
    std::mutex mutex_;
    std::vector<work::Reply> replies_;
};

// Language, look and size: of the device, in the vault's folder once there is one; nothing secret.
desk::Preferences read_prefs(const std::string& folder, const std::string& lang) {
    desk::Preferences out;
    if (const auto bytes = vault::read_file(folder + "/prefs.json", kPrefsBytesMax)) {
        if (const auto value = codec::parse_json(as_text(*bytes)); value && value->is_object()) {
            out.lang = texts::lang_from(value->str_or("lang", "zh"));
            out.mode = ui::mode_from(value->str_or("mode"));
            out.scale = static_cast<int>(
                std::clamp<std::int64_t>(value->int_or("scale", 100), desk::kScaleMin, desk::kScaleMax));
        }
    }
    if (!lang.empty()) {
        out.lang = texts::lang_from(lang);
    }
    return out;
}

void write_prefs(const std::string& folder, const desk::Preferences& prefs) {
    if (vault::Vault::present(folder)) {
        // Best effort: without it the next start looks as the last but one.
        static_cast<void>(vault::write_file(
            folder + "/prefs.json",
            as_bytes(codec::write_json(codec::Object{{"lang", prefs.lang == texts::Lang::zh ? "zh" : "en"},
                                                     {"mode", ui::name_of(prefs.mode)},
                                                     {"scale", prefs.scale}}))));
    }
}

// One line for each frame, for whoever measures the window: desk, number, when it was on the screen (monotonic), our
// own work, the driver's, all in µs, and whether a job was on its way. No content.
class FrameLog {
public:
    explicit FrameLog(const char* path) : file_(path == nullptr ? nullptr : std::fopen(path, "wbe"), std::fclose) {}
    void add(std::string_view desk, std::uint64_t frame, double work_ms, double show_ms, bool busy) {
        if (file_ == nullptr) {
            return;
        }
        const auto us = [](double ms) {
            return static_cast<long long>(ms * 1000);
        };
        std::fprintf(file_.get(), "%.*s %llu %lld %lld %lld %d\n", static_cast<int>(desk.size()), desk.data(),
                     static_cast<unsigned long long>(frame),
                     us(static_cast<double>(std::chrono::steady_clock::now().time_since_epoch().count()) / 1e6),
                     us(work_ms), us(show_ms), busy ? 1 : 0);
        std::fflush(file_.get());
    }

private:
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
};

class Desktop final : public platform::Screen {
public:
    Desktop(platform::Window& window, Inbox& inbox, std::string folder, const Globals& globals, int lock_after_s)
        : window_(window),
          inbox_(inbox),
          folder_(std::move(folder)),
          frame_log_(std::getenv("ZJ_FRAME_LOG")) {  // NOLINT(concurrency-mt-unsafe): before any other thread
        const char* map = std::getenv("ZJ_UI_MAP");  // NOLINT(concurrency-mt-unsafe): before any other thread
        map_path_ = map == nullptr ? std::string() : std::string(map);
        shell_.prefs = read_prefs(folder_, globals.lang);
        shell_.lock_after_ms = std::int64_t{lock_after_s} * 1000;
    }

    void begin(work::StoreThread& store) {
        store_ = &store;
        shell_.now_ms = platform::monotonic_ms();
        shell_.ask = [this](work::Job job) {
            return store_->ask(std::move(job));
        };
        desk::start(shell_);
    }

    ui::Frame next_frame(ui::Frame basis) override {
        shell_.now_ms = basis.ticks_ms;
        for (work::Reply& reply : inbox_.take()) {
            desk::receive(shell_, std::move(reply));
        }
        desk::tick(shell_);
        if (store_->next_due_ms() <= shell_.now_ms) {
            store_->tick();
        }
        take_pictures();
        if (std::exchange(shell_.prefs_changed, false)) {
            write_prefs(folder_, shell_.prefs);
        }
        basis.lang = shell_.prefs.lang;
        basis.mode = shell_.prefs.mode;
        basis.em = std::round(basis.em * static_cast<float>(shell_.prefs.scale) / 100.0F);
        if (!shell_.here) {
            basis.clipboard = nullptr;  // nothing is copied from or pasted into a locked desk
        }
        return basis;
    }

    void draw(ui::Ui& ui) override {
        if (ui.touched()) {
            desk::touched(shell_);
        }
        if (!shell_.here) {
            drop_pictures();
            crypto::wipe_stack();  // nobody is there: nothing of the last person stays in what calls have left
        }
        desk::draw_frame(ui, shell_);
    }

    std::int64_t next_deadline_ms(std::int64_t now_ms) override {
        const std::int64_t to_minute = kMinuteMs - clock_.now().ms % kMinuteMs + 1;
        return std::min({now_ms + to_minute, desk::next_due_ms(shell_), store_->next_due_ms()});
    }

    void after(const ui::Ui& ui, std::uint64_t frames, double work_ms) override {
        if (map_path_.empty()) {
            return;
        }
        const ui::MapHead head{desk_name(),  shell_.prefs.lang == texts::Lang::zh ? "zh" : "en",
                               ui.focused(), store_->busy(),
                               frames,       work_ms};
        const std::string text = ui::map_text(head, ui.map());
        // Whole or not at all, and not synced: it is for whoever looks on, and every frame replaces it.
        const std::string part = map_path_ + ".part";
        if (std::FILE* file = std::fopen(part.c_str(), "wb")) {
            const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
            if (std::fclose(file) == 0 && written) {
                static_cast<void>(std::rename(part.c_str(), map_path_.c_str()));
            }
        }
    }

    void shown(std::uint64_t frames, double work_ms, double show_ms) override {
        frame_log_.add(desk_name(), frames, work_ms, show_ms, store_->busy());
    }

    bool wants_to_close() override {
        if (stop && !closes_) {
            on_close();
        }
        return closes_;
    }
    void on_close() override {
        desk::lock_up(shell_);  // saves what is typed, closes the vault; the store thread does it before it ends
        closes_ = true;
    }

private:
    std::string_view desk_name() const { return shell_.locking ? "locking" : desk::name_of(shell_.place); }
    void take_pictures() {
        for (work::reply::Picture& picture : std::exchange(shell_.pictures, {})) {
            const std::string name = picture.sha256 + "/" + std::to_string(picture.page);
            if (!shell_.textures.contains(name)) {
                if (shell_.textures.size() >= kTexturesMax) {
                    drop_pictures();
                }
                shell_.textures[name] = window_.make_texture(picture.width, picture.height, picture.rgba);
            }
            crypto::wipe(picture.rgba);
        }
    }
    void drop_pictures() {
        for (const auto& [name, texture] : std::exchange(shell_.textures, {})) {
            window_.drop_texture(texture);
        }
    }

    platform::Window& window_;
    Inbox& inbox_;
    std::string folder_, map_path_;
    FrameLog frame_log_;
    SystemClock clock_;
    desk::Shell shell_;
    work::StoreThread* store_ = nullptr;
    bool closes_ = false;
};

Result<work::reply::Picture> render(const work::job::Preview& job, ByteView bytes, const std::atomic<bool>& stop) {
    ZJ_TRY(preview::Picture picture, preview::render(bytes, job.media_type, job.page, job.width, job.height, &stop));
    return work::reply::Picture{job.sha256,    job.page,       picture.pages,
                                picture.width, picture.height, std::move(picture.rgba)};
}

Result<platform::WindowOptions> window_options(const WindowWishes& wishes) {
    platform::WindowOptions out;
    out.title = "指尖 Zhijian";
    out.full_screen = wishes.full_screen;
    if (wishes.size.empty()) {
        return out;
    }
    const char *begin = wishes.size.data(), *end = begin + wishes.size.size();
    const auto width = std::from_chars(begin, end, out.width);
    const bool split = width.ec == std::errc() && width.ptr != end && *width.ptr == 'x';
    const auto height = split ? std::from_chars(width.ptr + 1, end, out.height) : width;
    if (!split || height.ec != std::errc() || height.ptr != end || out.width < 640 || out.height < 480 ||
        out.width > 16'384 || out.height > 16'384) {
        return fail("usage.value", "--size", "not WIDTHxHEIGHT", {"--size"});
    }
    return out;
}

// SIGINT, SIGTERM and SIGHUP (the end of the session) close the window as a person would: what is typed is saved, the
// vault closed. They are blocked in every thread and taken by one of its own, since a handler could not wake the loop.
class Signals {
public:
    explicit Signals(std::function<void()> on_signal) : on_signal_(std::move(on_signal)) {
        sigemptyset(&set_);
        sigaddset(&set_, SIGINT);
        sigaddset(&set_, SIGTERM);
        sigaddset(&set_, SIGHUP);
        sigaddset(&set_, SIGUSR2);  // ends the thread
        pthread_sigmask(SIG_BLOCK, &set_, nullptr);
        thread_ = std::thread([this] {
            int signal = 0;
            while (sigwait(&set_, &signal) == 0 && signal != SIGUSR2) {
                on_signal_();
            }
        });
    }
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;
    ~Signals() {
        pthread_kill(thread_.native_handle(), SIGUSR2);
        thread_.join();
    }

private:
    std::function<void()> on_signal_;
    sigset_t set_{};
    std::thread thread_;
};

}  // namespace

Result<> run_window(const Globals& globals, const WindowWishes& wishes) {
    // Before any other thread starts, so that all of them leave these signals alone.
    const Signals signals([] {
        stop = true;
        platform::wake();
    });
    ZJ_TRY(const platform::WindowOptions options, window_options(wishes));
    ZJ_TRY(const std::unique_ptr<platform::Window> window, platform::Window::open(options));
    SystemClock clock;
    crypto::SystemRandom random;
    Inbox inbox;
    const std::string folder = vault_folder(globals);
    work::StoreSettings settings;
    settings.folder = folder;
    settings.gateway = globals.gateway;
    settings.demo = wishes.demo;
    settings.places = wishes.places;
    settings.papers = wishes.papers.empty() ? folder + "-papers" : wishes.papers;
    settings.vault = vault_settings(globals, clock, random);
    settings.post = [&inbox](work::Reply reply) {
        inbox.put(std::move(reply));
    };
    settings.monotonic_ms = platform::monotonic_ms;
    settings.render = render;
    Desktop desktop(*window, inbox, folder, globals, wishes.lock_after_s);
    work::StoreThread store(std::move(settings));
    desktop.begin(store);
    // ICU reads its rules for a tenth of a second at the first word; the first form would stand still for it.
    const std::jthread reads_pinyin([] { static_cast<void>(ui::pinyin_words("编")); });
    window->run(desktop, clock);
    return {};
}

}  // namespace zj::app
