// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/places.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>

namespace zj::work {

namespace {

namespace fs = std::filesystem;

// What the files are called that somebody may look for; what they are, their bytes say when they are taken.
bool is_wanted(const fs::path& path, job::Browse::For what) {
    constexpr std::array<std::string_view, 8> kDocuments{".pdf", ".jpg",  ".jpeg", ".png",
                                                         ".tif", ".tiff", ".ofd",  ".jpe"};
    constexpr std::array<std::string_view, 2> kTickets{".ticket", ".txt"};
    std::string ending = path.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return what == job::Browse::For::tickets
               ? std::find(kTickets.begin(), kTickets.end(), ending) != kTickets.end()
               : std::find(kDocuments.begin(), kDocuments.end(), ending) != kDocuments.end();
}

Time changed(const fs::directory_entry& entry) {
    std::error_code ignored;
    const auto at = std::chrono::file_clock::to_sys(entry.last_write_time(ignored));
    return {std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count()};
}

std::string real(const std::string& path) {
    std::error_code error;
    const fs::path out = fs::canonical(path, error);
    return error ? std::string() : out.string();
}

bool within(const std::string& path, const std::string& root) {
    return path == root || path.starts_with(root.ends_with('/') ? root : root + "/");
}

}  // namespace

Places::Places(std::vector<std::string> named, std::vector<std::string> media)
    : named_(std::move(named)), media_(std::move(media)) {}

std::vector<std::string> Places::roots() const {
    std::vector<std::string> out;
    for (const std::string& folder : named_) {
        if (std::string path = real(folder); !path.empty()) {
            out.push_back(std::move(path));
        }
    }
    for (const std::string& folder : media_) {
        std::error_code error;
        for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
            std::error_code ignored;
            if (at->is_directory(ignored) && !at->is_symlink(ignored)) {
                out.push_back(at->path().string());
            }
        }
    }
    return out;
}

Result<std::string> Places::permitted(const std::string& path) const {
    std::string found = real(path);
    const auto all = roots();
    if (found.empty() || std::none_of(all.begin(), all.end(), [&](const auto& root) { return within(found, root); })) {
        return fail("place.outside", path, "not in a place from which documents may be taken", {path});
    }
    return found;
}

Result<reply::Places> Places::look(const job::Browse& where) const {
    reply::Places out;
    if (where.folder.empty()) {
        for (const std::string& root : roots()) {
            out.places.push_back({root, fs::path(root).filename().string(), true, 0, {}});
        }
        return out;
    }
    ZJ_TRY(const std::string path, permitted(where.folder));
    out.folder = path;
    std::error_code error;
    std::size_t looked_at = 0;
    for (fs::directory_iterator at(path, error), end; !error && at != end && looked_at < kNamesMax;
         at.increment(error)) {
        ++looked_at;
        std::error_code ignored;
        const bool is_folder = at->is_directory(ignored);
        const std::string name = at->path().filename().string();
        if (name.starts_with('.') || (!is_folder && (!at->is_regular_file(ignored) || !is_wanted(name, where.what)))) {
            continue;
        }
        const auto size = is_folder ? 0 : static_cast<std::int64_t>(at->file_size(ignored));
        out.places.push_back({at->path().string(), name, is_folder, size, changed(*at)});
    }
    if (error) {
        return fail("place.read", path, error.message(), {path});
    }
    std::sort(out.places.begin(), out.places.end(), [](const reply::Place& a, const reply::Place& b) {
        return a.folder != b.folder ? a.folder : a.changed != b.changed ? a.changed > b.changed : a.name < b.name;
    });
    out.places.resize(std::min(out.places.size(), kPlacesMax));
    return out;
}

}  // namespace zj::work
