// SPDX-License-Identifier: Apache-2.0
#pragma once
// How verbs are declared, for the sources that do it.

#include <CLI/CLI.hpp>
#include <utility>
#include <vector>

#include "terminal/app/verbs.hpp"

namespace zj::app {

using Answer = Result<codec::Value>;

// Adds verbs one after the other; options live as long as the verb.
class Declaring {
public:
    explicit Declaring(CLI::App& app) : app_(app) {}

    CLI::App& verb(const char* name, const char* text, std::function<Answer(Session&)> run, bool prints_json = false) {
        CLI::App* command = app_.add_subcommand(name, text);
        command->fallthrough();  // --json may stand after the verb
        command->set_version_flag("--version", app_.version());
        verbs.push_back({command, std::move(run), prints_json});
        return *command;
    }

    std::vector<Verb> verbs;

private:
    CLI::App& app_;
};

void add_loads(Declaring& declare);  // import-payroll, import-budget: load_verbs.cpp
void add_search(Declaring& declare);
void add_warnings(Declaring& declare);
void add_reviews(Declaring& declare);
void add_acts(Declaring& declare);  // consent, message, urge, reverse, retire: act_verbs.cpp

}  // namespace zj::app
