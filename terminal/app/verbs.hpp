// SPDX-License-Identifier: Apache-2.0
#pragma once
// The verbs of zhijian-terminal: their options, and which use case each calls. The list is that of README.md.

#include <functional>
#include <vector>

#include "terminal/app/session.hpp"

namespace CLI {
class App;
}

namespace zj::app {

struct Verb {
    CLI::App* command = nullptr;
    std::function<Result<codec::Value>(Session&)> run;
    bool prints_json = false;  // a form is JSON for people too
};

void declare_globals(CLI::App& app, Globals& globals);
std::vector<Verb> declare_verbs(CLI::App& app);

}  // namespace zj::app
