// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/disk.hpp"

#include <filesystem>

namespace zj::sim {

namespace fs = std::filesystem;

void Fuse::step(std::string_view name) {
    if (left_ == 0 || --left_ > 0) {
        return;
    }
    on_burn_(name);
    throw Crash{};
}

void copy_folder(const std::string& from, const std::string& to) {
    fs::remove_all(to);
    fs::create_directories(fs::path(to).parent_path());
    fs::copy(from, to, fs::copy_options::recursive);
}

void move_folder(const std::string& from, const std::string& to) {
    fs::remove_all(to);
    fs::rename(from, to);
}

void make_folder(const std::string& folder) {
    fs::create_directories(folder);
}

void remove_folder(const std::string& folder) {
    fs::remove_all(folder);
}

bool folder_exists(const std::string& folder) {
    return fs::exists(folder);
}

}  // namespace zj::sim
