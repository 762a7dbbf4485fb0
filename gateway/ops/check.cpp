// SPDX-License-Identifier: Apache-2.0
#include "gateway/ops/check.hpp"

#include <algorithm>
#include <filesystem>

#include "gateway/ops/folder.hpp"
#include "gateway/ops/overview.hpp"
#include "shared/codec/text.hpp"

namespace zj::ops {

namespace {

using codec::Object;
using codec::Value;
using Opened = std::unique_ptr<county::County>;

Result<Opened> open_copy(const std::string& path, const std::string& folder, Clock& clock, Random& random) {
    ZJ_TRY(Keys keys, read_keys(folder));
    county::CountyOptions options;
    options.path = path;
    return county::County::open(std::move(options), keys.database, std::move(keys.log), clock, random);
}

Result<> copy_to(const std::string& path, const std::string& folder, const county::Progress& progress, Clock& clock,
                 Random& random) {
    ZJ_TRY(const Keys keys, read_keys(folder));
    ZJ_TRY(const Opened county, open_county(folder, 1, clock, random));
    return county->backup(path, keys.database, [&](int percent) {
        return !progress || progress("copy", static_cast<std::uint64_t>(percent), 100);
    });
}

void remove_database(const std::string& path) {
    std::error_code ignored;
    for (const char* end : {"", "-wal", "-shm"}) {
        std::filesystem::remove(path + end, ignored);
    }
}

// The first ones tell the story.
constexpr std::size_t kAstrayMax = 50;

Result<> check_warnings(county::County& county, county::WarningTable& table, const CountyFacts& facts) {
    ZJ_TRY(std::vector<std::string> astray, findings_astray(county, table, facts));
    astray.resize(std::min(astray.size(), kAstrayMax));
    return astray.empty() ? Result<>() : Result<>(fail("county.warnings", {}, astray.front(), astray));
}

Result<Value> check_opened(county::County& county, county::WarningTable& table, const CountyFacts& facts,
                           const Checking& checking, const char* what, const county::Progress& progress) {
    ZJ_CHECK(county.check(checking.replay, progress));
    ZJ_CHECK(check_warnings(county, table, facts));
    return Value(Object{{"checked", what}, {"replayed", checking.replay}, {"size", county.size()}});
}

// Its writer goes on meanwhile, and a comparison wants one moment.
Result<Value> check_copy(const std::string& folder, const CountyFacts& facts, const Checking& checking,
                         const county::Progress& progress, Clock& clock, Random& random) {
    ZJ_TRY(const store::FolderLock lock, store::FolderLock::take(path_in(folder, "check.lock")));
    const std::string path = path_in(folder, "check-copy.db");
    remove_database(path);
    auto done = [&]() -> Result<Value> {
        ZJ_CHECK(copy_to(path, folder, progress, clock, random));
        ZJ_TRY(const Opened county, open_copy(path, folder, clock, random));
        ZJ_TRY(const Keys keys, read_keys(folder));
        ZJ_TRY(county::WarningTable table, county::WarningTable::open(path, keys.database));
        return check_opened(*county, table, facts, checking, "copy", progress);
    }();
    remove_database(path);
    return done;
}

}  // namespace

Result<Value> check(const std::string& folder, const Checking& checking, const county::Progress& progress, Clock& clock,
                    Random& random) {
    ZJ_TRY(const CountyFacts facts, read_facts(folder));
    const auto lock = lock_county(folder);
    if (!lock) {
        const bool served = lock.error().code == "gateway.busy";
        return served && !checking.rebuild ? check_copy(folder, facts, checking, progress, clock, random)
                                           : Result<Value>(lock.error());
    }
    ZJ_TRY(const Opened county, open_county(folder, 1, clock, random));
    ZJ_TRY(county::WarningTable table, open_warnings(folder));
    if (checking.rebuild) {
        ZJ_CHECK(county->rebuild_projections());
        ZJ_CHECK(refresh_findings(*county, table, facts, date_of(clock.now())));
    }
    return check_opened(*county, table, facts, checking, "database", progress);
}

Result<Value> backup(const std::string& folder, const std::string& out, const county::Progress& progress, Clock& clock,
                     Random& random) {
    ZJ_CHECK(read_facts(folder));
    if (store::exists(out)) {
        return fail("file.exists", out, "a backup replaces nothing", {out});
    }
    ZJ_CHECK(copy_to(out, folder, progress, clock, random));
    ZJ_TRY(const Opened copy, open_copy(out, folder, clock, random));
    ZJ_TRY(const county::CountySummary head, copy->summary());
    std::error_code error;
    const auto bytes = std::filesystem::file_size(out, error);
    if (error) {
        return fail("file.io", out, error.message(), {out, error.message()});
    }
    return Value(Object{{"out", out},
                        {"bytes", static_cast<std::int64_t>(bytes)},
                        {"size", static_cast<std::int64_t>(head.size)},
                        {"root", codec::base64(head.root)}});
}

}  // namespace zj::ops
