// SPDX-License-Identifier: Apache-2.0
// zj_stored_warnings DIR: what another system of the county would read of its stored warnings, while the gateway
// serves:
// {"on","size","states":{id: state}}; {} where none were looked for yet.
#include <cstdio>

#include "gateway/county/schema.hpp"
#include "gateway/ops/folder.hpp"
#include "shared/codec/json.hpp"

namespace {

using namespace zj;
using codec::Object;
using codec::Value;

Result<Value> stored(const std::string& folder) {
    ZJ_TRY(const ops::Keys keys, ops::read_keys(folder));
    ZJ_TRY(store::Database db,
           store::Database::open(ops::path_in(folder, "county.db"), keys.database, county::migrations(), {}));
    Object out, states;
    ZJ_CHECK(db.reading([&]() -> Result<> {
        store::Statement run = db.prepare("SELECT on_day, size FROM warning_run");
        ZJ_TRY(const bool found, run.step());
        if (!found) {
            return {};
        }
        out["on"] = std::string(run.text(0));
        out["size"] = run.integer(1);
        store::Statement rows = db.prepare("SELECT id, state FROM warning_finding");
        for (;;) {
            ZJ_TRY(const bool row, rows.step());
            if (!row) {
                return {};
            }
            states[std::string(rows.text(0))] = std::string(rows.text(1));
        }
    }));
    out["states"] = std::move(states);
    return Value(std::move(out));
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2 || !crypto::start()) {
        return 2;
    }
    const auto told = stored(arguments[1]);
    std::printf("%s\n", (told ? codec::write_json(*told) : to_string(told.error())).c_str());
    return told ? 0 : 1;
}
