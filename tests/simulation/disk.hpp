// SPDX-License-Identifier: Apache-2.0
#pragma once
// Crashes: a fuse that burns at some durable step, and folders whose bytes at that moment are what the next start
// finds, as after kill -9.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "shared/store/database.hpp"

namespace zj::sim {

struct Crash {};  // thrown through a store; its object must then be dropped

class Fuse {
public:
    // `on_burn` runs before the throw, while the files are as the crash leaves them.
    explicit Fuse(std::function<void(std::string_view step)> on_burn) : on_burn_(std::move(on_burn)) {}
    void arm(std::uint64_t steps) { left_ = steps; }  // burns at the steps-th step from now; 0 = never
    void step(std::string_view name);
    store::FaultSeam seam() {
        return [this](std::string_view name) {
            step(name);
        };
    }

private:
    std::function<void(std::string_view)> on_burn_;
    std::uint64_t left_ = 0;
};

void copy_folder(const std::string& from, const std::string& to);  // `to` is replaced
void move_folder(const std::string& from, const std::string& to);  // `to` is replaced
void make_folder(const std::string& folder);
void remove_folder(const std::string& folder);
bool folder_exists(const std::string& folder);

}  // namespace zj::sim
