// SPDX-License-Identifier: Apache-2.0
#include "gateway/app/verbs.hpp"

#include <utility>

#include "gateway/ops/folder.hpp"

namespace zj::app {

Verbs::Verbs(CLI::App& app, Arguments& arguments) : app_(app), a_(arguments) {
    founding();
    serving();
    reading();
    noticing();
    filing();
    keeping();
    ordering();
}

CLI::App* Verbs::add(const char* name, const char* about, Run run) {
    CLI::App* command = app_.add_subcommand(name, about);
    command->set_version_flag("--version", kVersion);
    command->add_option("--dir", a_.folder, "folder of the county 县库目录")->required();
    command->add_flag("--json", a_.json, "one JSON object on stdout 输出 JSON");
    command->fallthrough();  // --lang may stand before or after the verb
    all_.push_back({command, std::move(run)});
    return command;
}

Result<std::unique_ptr<county::County>> open(const Arguments& arguments, Clock& clock, Random& random) {
    return ops::open_county(arguments.folder, 1, clock, random);
}

}  // namespace zj::app
