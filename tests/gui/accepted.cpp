// SPDX-License-Identifier: Apache-2.0
#include "tests/gui/accepted.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace zj::gui {

namespace {

bool of_desk(const std::string& sheet, const std::string& desk) {
    return desk.empty() || sheet.starts_with(desk + ".");
}

// "form.empty.zh.light" of the sheet "form.zh.light".
std::string name_in(const std::string& sheet, const std::string& state) {
    const std::size_t dot = sheet.find('.');
    return sheet.substr(0, dot) + "." + state + sheet.substr(std::min(dot, sheet.size()));
}

}  // namespace

Result<Accepted> Accepted::read(const std::string& folder) {
    Accepted out;
    out.folder_ = folder;
    std::ifstream states(folder + "/states");
    for (std::string line; std::getline(states, line);) {
        std::istringstream words(line);
        std::string sheet, state;
        words >> sheet;
        Sheet& into = out.sheets_[sheet];
        while (words >> state) {
            into.states.push_back(state);
        }
        ZJ_TRY(const Picture whole, read_png(out.path(sheet)));
        const int count = static_cast<int>(into.states.size());
        if (count == 0 || whole.width % count != 0) {
            return fail("picture.sheet", out.path(sheet), "its width does not fit the states listed");
        }
        for (int i = 0; i < count; ++i) {
            into.pictures.push_back(part(whole, i * (whole.width / count), whole.width / count));
        }
    }
    return out;
}

const Picture* Accepted::find(const Shot& shot) const {
    const auto sheet = sheets_.find(shot.sheet());
    if (sheet == sheets_.end()) {
        return nullptr;
    }
    const auto& states = sheet->second.states;
    const auto at = std::find(states.begin(), states.end(), shot.state);
    return at == states.end() ? nullptr : &sheet->second.pictures[static_cast<std::size_t>(at - states.begin())];
}

std::vector<std::string> Accepted::left_over(const std::vector<Shot>& shots, const std::string& desk) const {
    std::set<std::string> drawn;
    for (const Shot& shot : shots) {
        drawn.insert(shot.name());
    }
    std::vector<std::string> out;
    for (const auto& [name, sheet] : sheets_) {
        for (const std::string& state : sheet.states) {
            if (of_desk(name, desk) && !drawn.contains(name_in(name, state))) {
                out.push_back(name_in(name, state));
            }
        }
    }
    return out;
}

Result<std::vector<std::string>> Accepted::accept(const std::vector<Shot>& shots, const std::vector<Picture>& kept,
                                                  const std::string& desk) {
    ZJ_ASSERT(shots.size() == kept.size());
    std::map<std::string, Sheet> drawn;
    std::set<std::string> changed;
    for (std::size_t i = 0; i < shots.size(); ++i) {
        Sheet& sheet = drawn[shots[i].sheet()];
        sheet.states.push_back(shots[i].state);
        sheet.pictures.push_back(kept[i]);
        const Picture* before = find(shots[i]);
        if (before == nullptr || !compare(*before, kept[i]).passes()) {
            changed.insert(shots[i].sheet());
        }
    }
    std::error_code error;
    std::filesystem::create_directories(folder_, error);
    std::vector<std::string> out;
    for (auto it = sheets_.begin(); it != sheets_.end();) {
        if (of_desk(it->first, desk) && !drawn.contains(it->first)) {
            std::filesystem::remove(path(it->first), error);
            out.push_back(it->first);
            it = sheets_.erase(it);
        } else {
            ++it;
        }
    }
    for (auto& [name, sheet] : drawn) {
        if (!changed.contains(name) && sheets_[name].states == sheet.states) {
            continue;
        }
        ZJ_CHECK(write_small_png(path(name), side_by_side(sheet.pictures)));
        sheets_[name] = std::move(sheet);
        out.push_back(name);
    }
    ZJ_CHECK(write_states());
    return out;
}

Result<> Accepted::write_states() const {
    std::ofstream file(folder_ + "/states");
    for (const auto& [name, sheet] : sheets_) {
        file << name;
        for (const std::string& state : sheet.states) {
            file << ' ' << state;
        }
        file << '\n';
    }
    file.close();
    if (!file) {
        return fail("picture.file", folder_ + "/states", "cannot be written");
    }
    return {};
}

}  // namespace zj::gui
