// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the program says: answers on stdout, faults and progress on stderr, in the languages asked for.

#include <cstdint>
#include <string_view>

#include "gateway/app/arguments.hpp"
#include "shared/base/result.hpp"
#include "shared/codec/value.hpp"

namespace zj::app {

// On a terminal only. False once the person has interrupted.
bool show_progress(std::string_view stage, std::uint64_t done, std::uint64_t total);
void clear_progress();
// SIGTERM and SIGINT end serving; elsewhere SIGINT cancels what shows progress. Before any thread.
void mind_signals(bool serving);

// The exit code: 2 for wrong usage, else 1.
int report(const Error& error, const Arguments& arguments);
void print(codec::Value answer, const Arguments& arguments);

}  // namespace zj::app
