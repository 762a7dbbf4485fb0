// SPDX-License-Identifier: Apache-2.0
#include "gateway/app/answers.hpp"

#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <utility>

#include "assets/texts.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"

namespace zj::app {

namespace {

using codec::Object;
using codec::Value;

std::atomic<bool> interrupted{false};

}  // namespace

bool show_progress(std::string_view stage, std::uint64_t done, std::uint64_t total) {
    if (isatty(STDERR_FILENO) != 0) {
        std::fprintf(stderr, "\r\033[K%.*s %llu/%llu", static_cast<int>(stage.size()), stage.data(),
                     static_cast<unsigned long long>(done), static_cast<unsigned long long>(total));
    }
    return !interrupted;
}

void clear_progress() {
    if (isatty(STDERR_FILENO) != 0) {
        std::fputs("\r\033[K", stderr);
    }
}

void mind_signals(bool serving) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    if (serving) {
        pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // before any thread: serve() waits for them
    } else {
        std::signal(SIGINT, [](int) { interrupted = true; });
    }
    std::signal(SIGPIPE, SIG_IGN);
}

int report(const Error& error, const Arguments& arguments) {
    const bool one = !arguments.lang.empty();
    const texts::Lang lang = texts::lang_from(arguments.lang);
    if (arguments.json) {
        const texts::Explained zh = texts::explain(error, texts::Lang::zh), en = texts::explain(error, texts::Lang::en);
        const auto both = [&](const std::string& a, const std::string& b) {
            return !one ? a + " / " + b : lang == texts::Lang::zh ? a : b;
        };
        Value told = Object{{"code", error.code},
                            {"what", both(zh.what, en.what)},
                            {"means", both(zh.means, en.means)},
                            {"do", both(zh.todo, en.todo)}};
        if (!error.where.empty()) {
            told.set("where", error.where);
        }
        std::printf("%s\n", codec::write_json(Object{{"ok", false}, {"error", std::move(told)}}).c_str());
    }
    std::fprintf(stderr, "%s\n[%s]\n",
                 codec::for_screen(one ? texts::for_people(error, lang) : texts::for_people(error)).c_str(),
                 codec::for_screen(to_string(error)).c_str());
    return error.code.starts_with("usage") ? 2 : 1;
}

void print(Value answer, const Arguments& arguments) {
    if (arguments.json) {
        answer.set("ok", true);
        std::printf("%s\n", codec::write_json(answer).c_str());
    } else {
        std::fputs(codec::for_screen(codec::write_json_pretty(answer)).c_str(), stdout);
    }
}

}  // namespace zj::app
