// SPDX-License-Identifier: Apache-2.0
#pragma once
// The verbs of zhijian-terminal: their options, and which use case each calls. The list is that of README.md.

#include <functional>
#include <vector>

#include "terminal/app/desktop.hpp"
#include "terminal/app/session.hpp"

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace zj::app {

struct Verb {
    CLI::App* command = nullptr;
    std::function<Result<codec::Value>(Session&)> run;
    bool prints_json = false;  // a form is JSON for people too
};

// How to answer a command line that cannot be read: --json and --lang wherever they stand in it.
Globals globals_said(int argc, const char* const* argv);
void declare_globals(CLI::App& app, Globals& globals);
void declare_window(CLI::App& app, WindowWishes& wishes);  // what stands without a verb
std::vector<Verb> declare_verbs(CLI::App& app);
// What the command line's parser says in English only, as an error with texts: "usage", "usage.*".
Error usage_error(const CLI::ParseError& error);

}  // namespace zj::app
