// SPDX-License-Identifier: Apache-2.0
#pragma once
// The accepted pictures of a folder. A file is a sheet: the states of a desk in one language and mode, side by side, so
// that what they have in common is packed once. The file "states" tells which they are, a line a sheet.

#include <map>
#include <string>
#include <vector>

#include "tests/gui/gallery.hpp"

namespace zj::gui {

class Accepted {
public:
    // An empty or missing folder is one without pictures.
    static Result<Accepted> read(const std::string& folder);
    const Picture* find(const Shot& shot) const;
    // Names of those that none of the shots is; of the sheets of one desk where it is named.
    std::vector<std::string> left_over(const std::vector<Shot>& shots, const std::string& desk) const;
    // Every sheet of which a picture is new or does not pass is written anew, those without a shot are removed: a
    // redraw that passes changes no file. Names of what was written or removed.
    Result<std::vector<std::string>> accept(const std::vector<Shot>& shots, const std::vector<Picture>& kept,
                                            const std::string& desk);

private:
    struct Sheet {
        std::vector<std::string> states;
        std::vector<Picture> pictures;
    };
    Result<> write_states() const;
    std::string path(const std::string& sheet) const { return folder_ + "/" + sheet + ".png"; }

    std::string folder_;
    std::map<std::string, Sheet> sheets_;
};

}  // namespace zj::gui
