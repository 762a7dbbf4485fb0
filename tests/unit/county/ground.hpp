// SPDX-License-Identifier: Apache-2.0
#pragma once
// A county database in a folder of its own, and people of a founded county who sign for it.

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/county/county.hpp"
#include "tests/unit/model/case_world.hpp"
#include "tests/unit/store/folder.hpp"

namespace zj::county::test {

struct SetClock final : Clock {
    Time time;
    Time now() override { return time; }
};

struct Crash {};

class Ground {
public:
    Ground();  // founded
    // As after a crash: what was not durable is gone.
    void reopen();
    // By another key the same file; null where it does not open.
    Result<std::unique_ptr<County>> open(const std::string& path, bool create = false);

    // n change sets of a clerk, signed one after the other and not delivered.
    std::vector<log::ChangeSet> work(const std::string& clerk, std::size_t n);
    std::vector<sync::PushAnswer> push(const std::vector<log::ChangeSet>& change_sets);
    const std::string& device(const std::string& alias) { return world.county.device_of(alias).id; }
    std::string path() const { return folder.file("county.db"); }

    zj::test::CaseWorld world;
    store::Folder folder;
    SetClock clock;
    SeededRandom salts{7};
    std::string crash_at;                                // name of a step
    std::function<void(std::string_view step)> at_step;  // besides
    std::size_t group_written_max = CountyOptions{}.group_written_max;
    bool full_sync = false;
    std::unique_ptr<County> county;
};

// "receipt", "expected 4", "later clock.behind" …
std::string told(const sync::PushAnswer& answer);
std::vector<std::string> told(const std::vector<sync::PushAnswer>& answers);

}  // namespace zj::county::test
