// SPDX-License-Identifier: Apache-2.0
#include "gateway/ops/folder.hpp"

#include "shared/codec/json.hpp"
#include "shared/codec/reader.hpp"
#include "shared/store/files.hpp"

namespace zj::ops {

namespace {

constexpr std::size_t kFactsBytesMax = 16 * 1024;

Result<crypto::Secret> read_secret(const std::string& path) {
    ZJ_TRY(Bytes bytes, store::read_file(path, 64));
    crypto::Secret out = crypto::Secret::from(bytes);
    crypto::wipe(bytes);
    if (out.size() != 32) {
        return fail("gateway.key", path, "a key file has 32 bytes");
    }
    return out;
}

}  // namespace

std::string path_in(const std::string& folder, std::string_view file) {
    return folder + "/" + std::string(file);
}

std::string without_slash(std::string folder) {
    while (folder.size() > 1 && folder.back() == '/') {
        folder.pop_back();
    }
    return folder;
}

Result<> write_facts(const std::string& folder, const CountyFacts& facts) {
    const codec::Value value = codec::Object{{"v", 1},
                                             {"county", facts.county},
                                             {"name", facts.name},
                                             {"address", facts.address},
                                             {"fingerprint", facts.fingerprint},
                                             {"demo", facts.demo}};
    return store::write_file(path_in(folder, "county.json"), as_bytes(codec::write_json_pretty(value)));
}

Result<CountyFacts> read_facts(const std::string& folder) {
    const std::string path = path_in(folder, "county.json");
    if (!store::exists(path)) {
        return fail("gateway.missing", folder, "no county was founded here", {folder});
    }
    ZJ_TRY(const Bytes bytes, store::read_file(path, kFactsBytesMax));
    ZJ_TRY(const codec::Value value, codec::parse_json(as_text(bytes), kFactsBytesMax));
    codec::Reader r(value);
    CountyFacts out;
    r.integer("v", 1, 1);
    out.county = r.string("county", 64, 1);
    out.name = r.string("name", 200, 1);
    out.address = r.string("address", 300, 1);
    out.fingerprint = r.string("fingerprint", 64, 64);
    out.demo = r.boolean("demo");
    ZJ_CHECK(r.finish());
    return out;
}

Result<Keys> read_keys(const std::string& folder) {
    Keys out;
    ZJ_TRY(out.database, read_secret(path_in(folder, "keys/database")));
    ZJ_TRY(const crypto::Secret seed, read_secret(path_in(folder, "keys/log")));
    out.log = crypto::SigningKey::from_seed(seed);
    return out;
}

Result<std::unique_ptr<county::County>> open_county(const std::string& folder, unsigned threads, Clock& clock,
                                                    Random& random) {
    ZJ_CHECK(read_facts(folder));
    ZJ_TRY(Keys keys, read_keys(folder));
    county::CountyOptions options;
    options.path = path_in(folder, "county.db");
    options.threads = threads;
    return county::County::open(std::move(options), keys.database, std::move(keys.log), clock, random);
}

Result<county::WarningTable> open_warnings(const std::string& folder) {
    ZJ_TRY(const Keys keys, read_keys(folder));
    return county::WarningTable::open(path_in(folder, "county.db"), keys.database);
}

Result<store::FolderLock> lock_county(const std::string& folder) {
    auto lock = store::FolderLock::take(path_in(folder, "lock"));
    if (!lock && lock.error().code == "file.busy") {
        return fail("gateway.busy", folder, lock.error().detail, lock.error().args);
    }
    return lock;
}

}  // namespace zj::ops
