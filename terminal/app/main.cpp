// SPDX-License-Identifier: Apache-2.0
// zhijian-terminal: the terminal by verbs (README.md). Exit 0 done, 1 refused or failed, 2 wrong usage.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <cstdio>

#include "shared/codec/json.hpp"
#include "shared/crypto/crypto.hpp"
#include "terminal/app/desktop.hpp"
#include "terminal/app/output.hpp"
#include "terminal/app/verbs.hpp"

namespace {

using namespace zj;

int report(const Error& error, const codec::Array& faults, const app::Globals& globals) {
    std::fputs(app::text_error(error, faults, globals.lang).c_str(), stderr);
    if (globals.json) {
        std::fputs(app::json_error(error, faults, globals.lang).c_str(), stdout);
    }
    return error.code.starts_with("usage") ? 2 : 1;
}

void print(const codec::Value& answer, bool prints_json, const app::Globals& globals) {
    const std::string text = globals.json  ? app::json_answer(answer)
                             : prints_json ? codec::write_json_pretty(answer)
                                           : app::text_answer(answer, globals.lang);
    std::fwrite(text.data(), 1, text.size(), stdout);
}

// The first one asks; whoever presses Ctrl-C again wants the program gone, which loses nothing either.
void on_signal(int signal) {
    if (app::stop.exchange(true)) {
        std::signal(signal, SIG_DFL);
        std::raise(signal);
    }
}

}  // namespace

int main(int argc, char** argv) {
    app::Globals globals;
    if (auto started = crypto::start(); !started) {
        return report(started.error(), {}, globals);
    }
    const auto hardened = crypto::harden_process();
    std::signal(SIGINT, on_signal);
    std::signal(SIGTERM, on_signal);
    std::signal(SIGPIPE, SIG_IGN);

    CLI::App cli{"zhijian-terminal 指尖终端: establishment business without a network 离线机构编制业务终端"};
    cli.set_version_flag("--version", "zhijian-terminal 0.1.0");
    app::WindowWishes wishes;
    app::declare_globals(cli, globals);
    app::declare_window(cli, wishes);
    const std::vector<app::Verb> verbs = app::declare_verbs(cli);
    try {
        cli.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) {
            return cli.exit(error);  // --help, --version
        }
        return report(app::usage_error(error), {}, app::globals_said(argc, argv));
    }
    if (!hardened) {
        std::fputs(app::text_error(hardened.error(), {}, globals.lang).c_str(), stderr);
    }
    if (globals.test_kdf) {
        std::fprintf(stderr, "--test-kdf: %s\n", app::word("notice.test_kdf", globals.lang).c_str());
    }
    if (cli.get_subcommands().empty()) {
        std::signal(SIGINT, SIG_DFL);
        std::signal(SIGTERM, SIG_DFL);
        const auto shown = app::run_window(globals, wishes);
        return shown ? 0 : report(shown.error(), {}, globals);
    }
    const auto verb = std::find_if(verbs.begin(), verbs.end(), [](const app::Verb& v) { return v.command->parsed(); });
    app::Session session(globals);
    const auto answer = vault::told([&] { return verb->run(session); });
    app::end_progress();
    if (!answer) {
        return report(answer.error(), session.faults, globals);
    }
    print(*answer, verb->prints_json, globals);
    return std::fflush(stdout) == 0 ? 0 : 1;
}
