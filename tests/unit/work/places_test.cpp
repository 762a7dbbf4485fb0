// SPDX-License-Identifier: Apache-2.0
// Which of the machine's folders a desk may look into.

#include "terminal/work/places.hpp"

#include <algorithm>

#include "assets/texts.hpp"
#include "tests/unit/work/ground.hpp"

using namespace zj;
using namespace zj::work;
using namespace zj::work::test;
namespace fs = std::filesystem;

namespace {

using For = job::Browse::For;

// A scan folder, a folder of sticks with one in it, and something private beside them.
struct Machine {
    Folder home;
    fs::path scans = home.path / "scans", media = home.path / "media", stick = media / "usb",
             secret = home.path / "own";
    Places places{{scans.string()}, {media.string()}};

    Machine() {
        for (const fs::path& folder : {scans, stick, secret}) {
            fs::create_directories(folder);
        }
        home.write("own/key.pdf", "private");
    }
    Result<reply::Places> look(const fs::path& folder) const { return places.look({folder.string(), For::documents}); }
    std::vector<std::string> names(const fs::path& folder, For what = For::documents) const {
        std::vector<std::string> out;
        for (const reply::Place& place : must(places.look({folder.string(), what})).places) {
            out.push_back(place.name);
        }
        return out;
    }
};

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("the places are the folders that the operator named and the sticks that are in") {
    Machine on;
    CHECK(on.names("") == Names{"scans", "usb"});
    fs::create_directories(on.media / "second");
    fs::create_directory_symlink(on.secret, on.media / "link");
    CHECK(must(on.look("")).places.size() == 3);
    fs::remove_all(on.stick);
    fs::remove_all(on.scans);
    CHECK(on.names("") == Names{"second"});
}

TEST_CASE("a folder shows folders first, then documents, newest first, and nothing else") {
    Machine on;
    fs::create_directories(on.scans / "2026");
    fs::create_directories(on.scans / ".trash");
    const auto now = fs::file_time_type::clock::now();
    for (const auto& [name, age] : {std::pair("old.PDF", 60), std::pair("new.jpg", 1), std::pair("mid.tiff", 30)}) {
        on.home.write(std::string("scans/") + name, "12345");
        fs::last_write_time(on.scans / name, now - std::chrono::minutes(age));
    }
    on.home.write("scans/run.sh", "x");
    on.home.write("scans/.hidden.pdf", "x");
    CHECK(on.names(on.scans) == Names{"2026", "new.jpg", "mid.tiff", "old.PDF"});
    const auto shown = must(on.look(on.scans));
    CHECK(shown.places[0].folder);
    CHECK(shown.places[1].size == 5);
}

TEST_CASE("who looks for a ticket is shown texts, and no documents") {
    Machine on;
    on.home.write("media/usb/ticket.txt", "zj1-");
    on.home.write("media/usb/a.pdf", "x");
    fs::create_directories(on.stick / "2026");
    CHECK(on.names(on.stick, For::tickets) == Names{"2026", "ticket.txt"});
    CHECK(on.names(on.stick) == Names{"2026", "a.pdf"});
}

TEST_CASE("what lies outside is refused, by whatever way it is named") {
    Machine on;
    const auto refused = [&](const fs::path& path) {
        return code_of(on.places.permitted(path.string())) == "place.outside" &&
               code_of(on.look(path)) == "place.outside";
    };
    CHECK(refused(on.secret));
    CHECK(refused(on.home.path));
    CHECK(refused(on.media));  // only what is mounted below it
    CHECK(refused(on.scans / ".." / "own"));
    CHECK(refused(on.scans / "gone"));
    fs::create_directories(on.home.path / "scans-of-others");
    CHECK(refused(on.home.path / "scans-of-others"));  // begins alike
    fs::create_directory_symlink(on.secret, on.scans / "own");
    fs::create_symlink(on.secret / "key.pdf", on.stick / "key.pdf");
    CHECK(refused(on.scans / "own"));
    CHECK(refused(on.scans / "own" / "key.pdf"));
    CHECK(refused(on.stick / "key.pdf"));
    on.home.write("media/usb/a.pdf", "x");
    CHECK(must(on.places.permitted((on.stick / "a.pdf").string())) == fs::canonical(on.stick / "a.pdf").string());
}

TEST_CASE("a link within a place shows what it leads to by its real path, and a file is no folder to look into") {
    Machine on;
    on.home.write("scans/a.pdf", "x");
    fs::create_symlink(on.scans / "a.pdf", on.stick / "b.pdf");
    CHECK(must(on.places.permitted((on.stick / "b.pdf").string())) == fs::canonical(on.scans / "a.pdf").string());
    CHECK(code_of(on.look(on.scans / "a.pdf")) == "place.read");
}

TEST_CASE("a stick full of photographs shows two thousand of them") {
    Machine on;
    for (std::size_t i = 0; i < Places::kPlacesMax + 5; ++i) {
        on.home.write("media/usb/" + std::to_string(i) + ".jpg", "");
    }
    on.home.write("media/usb/newest.pdf", "");
    fs::last_write_time(on.stick / "newest.pdf", fs::file_time_type::clock::now() + std::chrono::hours(1));
    const auto names = on.names(on.stick);
    CHECK(names.size() == Places::kPlacesMax);
    CHECK(std::count(names.begin(), names.end(), "newest.pdf") == 1);
}

TEST_CASE("what a desk may be told of places, papers, window and fonts has words of its own in both languages") {
    for (const char* code : {"place.outside", "place.read", "vault.locked", "window.display", "window.gl",
                             "font.missing", "grant.none", "paper.many", "paper.refused", "paper.unproved"}) {
        for (const auto lang : {texts::Lang::zh, texts::Lang::en}) {
            INFO(code);
            const auto codes = texts::error_codes(lang);
            CHECK(std::find(codes.begin(), codes.end(), code) != codes.end());
        }
    }
}
