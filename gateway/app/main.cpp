// SPDX-License-Identifier: Apache-2.0
// zhijian-gateway: founding, serving and looking after a county. Exit 0 done, 1 refused or failed, 2 wrong usage.
#include <sys/stat.h>

#include <cstdio>

#include "gateway/app/answers.hpp"
#include "gateway/app/verbs.hpp"
#include "shared/base/system_time.hpp"

namespace {

using namespace zj;

int run(const app::Verbs& verbs, const app::Arguments& arguments) {
    SystemClock clock;
    crypto::SystemRandom random;
    for (const app::Verb& verb : verbs.all()) {
        if (verb.command->parsed()) {
            auto answer = verb.run(clock, random);
            app::clear_progress();
            if (!answer) {
                return app::report(answer.error(), arguments);
            }
            app::print(std::move(*answer), arguments);
            return 0;
        }
    }
    return 2;
}

}  // namespace

int main(int argc, char** argv) {
    ::umask(077);  // keys, tickets, bundles: nobody else's
    app::Arguments arguments;
    if (auto started = crypto::start(); !started) {
        return app::report(started.error(), arguments);
    }
    CLI::App cli{"zhijian-gateway 指尖网关: sequencer and judge of a county 县级网关"};
    cli.set_version_flag("--version", app::kVersion);
    cli.require_subcommand(1);
    cli.add_option("--lang", arguments.lang, "zh or en; both where absent 语言")->check(CLI::IsMember({"zh", "en"}));
    const app::Verbs verbs(cli, arguments);
    try {
        cli.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return cli.exit(error) == 0 ? 0 : 2;
    }
    // Core dumps off, memory locked as far as allowed; what could not be had is said and no reason to stop.
    if (const auto hardened = crypto::harden_process(); !hardened) {
        std::fprintf(stderr, "%s\n", to_string(hardened.error()).c_str());
    }
    app::mind_signals(cli.got_subcommand("serve"));
    return run(verbs, arguments);
}
