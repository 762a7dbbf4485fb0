// SPDX-License-Identifier: Apache-2.0
// The terminal's side against a child that was taken over (rogue_preview.cpp): it is believed nothing, outlives nothing
// and reaches nothing.
#include <sys/wait.h>

#include <cerrno>
#include <chrono>
#include <thread>

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/preview/documents.hpp"

using namespace zj;
using namespace zj::preview;
using namespace zj::preview::test;
using namespace std::chrono_literals;

namespace {

Result<Picture> tricked(std::string_view trick, std::chrono::milliseconds time_max = 10s,
                        const std::atomic<bool>* stop = nullptr) {
    const auto beside = std::filesystem::read_symlink("/proc/self/exe").parent_path();
    return render_with({beside / "rogue_preview", time_max}, as_bytes(trick), "image/png", 0, 20, 20, stop);
}

std::string code(const Result<Picture>& result) {
    return result ? "a picture" : result.error().code;
}

bool no_child_is_left() {
    return ::waitpid(-1, nullptr, WNOHANG) < 0 && errno == ECHILD;
}

std::size_t open_descriptors() {
    const std::filesystem::directory_iterator all("/proc/self/fd");
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

}  // namespace

TEST_CASE("a child that answers within the bounds is believed") {
    const auto picture = tricked("honest");
    REQUIRE(picture);
    CHECK((picture->width == 1 && picture->height == 1 && picture->rgba.size() == 4));
}

TEST_CASE("an answer beyond the bounds of the request is none") {
    for (const char* trick : {"silent", "no magic", "too wide", "too high", "no width", "negative", "no pages",
                              "too many pages", "no such status"}) {
        INFO(trick);
        CHECK(code(tricked(trick)) == "preview.stopped");
    }
    CHECK(code(tricked("ask for a password")) == "preview.locked");
}

TEST_CASE("an answer of a child that does not end well is none") {
    for (const char* trick : {"killed", "answer, then die", "answer, then fail"}) {
        INFO(trick);
        CHECK(code(tricked(trick)) == "preview.stopped");
    }
}

TEST_CASE("a child that takes too long is ended, also after it has answered") {
    for (const char* trick : {"sleep", "answer, then sleep"}) {
        const auto from = std::chrono::steady_clock::now();
        CHECK(code(tricked(trick, 200ms)) == "preview.timeout");
        CHECK(std::chrono::steady_clock::now() - from < 5s);
        CHECK(no_child_is_left());
    }
}

TEST_CASE("whoever does not want the picture any more has not to wait for it") {
    std::atomic<bool> stop = false;
    std::jthread soon([&] {
        std::this_thread::sleep_for(100ms);
        stop = true;
    });
    const auto from = std::chrono::steady_clock::now();
    CHECK(code(tricked("sleep", 30s, &stop)) == "preview.cancelled");
    CHECK(std::chrono::steady_clock::now() - from < 5s);
    CHECK(no_child_is_left());
    CHECK(code(tricked("honest", 30s, &stop)) == "preview.cancelled");
}

TEST_CASE("the child can change neither the document nor the size of the memory between them") {
    for (const char* trick : {"change the document", "make the memory smaller", "make the memory larger"}) {
        INFO(trick);
        CHECK(tricked(trick).has_value());
    }
}

TEST_CASE("the child sees no environment and no descriptor but its own three") {
    CHECK(tricked("look round").has_value());
}

TEST_CASE("a preview leaves no descriptor and no child behind, however it ends") {
    (void)tricked("honest");
    const std::size_t before = open_descriptors();
    for (const char* trick : {"honest", "silent", "killed"}) {
        for (int i = 0; i < 5; ++i) {
            (void)tricked(trick);
        }
    }
    (void)tricked("sleep", 1ms);
    (void)render_with({"/nonexistent"}, Bytes{1}, "image/png", 0, 20, 20, nullptr);
    CHECK(open_descriptors() == before);
    CHECK(no_child_is_left());
}
