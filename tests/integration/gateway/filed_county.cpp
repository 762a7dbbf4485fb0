// SPDX-License-Identifier: Apache-2.0
// zj_filed_county DIR: writes DIR/county, a county's folder as a gateway keeps it, with three closed files in its log;
// DIR/papers, the office's own papers with others among them; and DIR/facts.json, what the test wants to know.
#include <algorithm>
#include <cstdio>
#include <string>

#include "gateway/ops/folder.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/store/files.hpp"
#include "tests/unit/verify/filed.hpp"

namespace {

using namespace zj;

struct SetClock final : Clock {
    Time time;
    Time now() override { return time; }
};

constexpr const char* kFormPaper = "%PDF-1.5 approval form";

Result<std::unique_ptr<county::County>> found(const std::string& folder, const test::County& county, Clock& clock,
                                              Random& random) {
    Bytes key(32);
    random.fill(key);
    ZJ_CHECK(store::make_folder(ops::path_in(folder, "keys")));
    ZJ_CHECK(store::write_file(ops::path_in(folder, "keys/database"), key));
    ZJ_CHECK(store::write_file(ops::path_in(folder, "keys/log"), county.log_key().seed().view()));
    ZJ_CHECK(ops::write_facts(folder,
                              {"421125", county.statement().county_name, "127.0.0.1:1", county.fingerprint(), false}));
    county::CountyOptions options;
    options.path = ops::path_in(folder, "county.db");
    options.create = true;
    return county::County::open(std::move(options), crypto::Secret::from(key), county.log_key().clone(), clock, random);
}

// The documents that a change set attaches, as its terminal uploads them after it.
Result<> upload(county::County& county, const log::ChangeSet& change_set, const std::vector<std::string>& contents) {
    for (const log::Body& body : change_set.bodies) {
        ZJ_TRY(const codec::Value intent, codec::parse_json(body.bytes));
        if (intent.str_or("do") != "case.submit") {
            continue;
        }
        for (const codec::Value& material : intent.items("materials")) {
            ZJ_TRY(const Hash sha256, codec::hash_from_hex(material.str_or("sha256")));
            const auto content = std::ranges::find_if(
                contents, [&](const std::string& one) { return crypto::sha256(std::string_view(one)) == sha256; });
            if (content != contents.end()) {
                ZJ_CHECK(county.put_chunk({change_set.id(), std::string(material.str_or("slot")), sha256}, 0,
                                          as_bytes(*content)));
            }
        }
    }
    return {};
}

Result<> write(const std::string& folder) {
    test::Filed& filed = test::filed();
    SetClock clock;
    SeededRandom random(11);
    clock.time = filed.world.county.entries().front().sealed.entry.received_at;
    ZJ_TRY(const auto county, found(folder + "/county", filed.world.county, clock, random));
    for (const test::Kept& kept : filed.world.county.entries()) {
        clock.time = kept.sealed.entry.received_at;
        if (kept.root) {
            ZJ_CHECK(county->append_root(*kept.root));
        } else if (kept.change_set) {
            const auto answers = county->push({*kept.change_set}, "net");
            if (answers.front().state != "receipt") {
                return fail("test.push", std::to_string(kept.sealed.entry.index), answers.front().code);
            }
            ZJ_CHECK(upload(*county, *kept.change_set, filed.contents));
        }
    }
    ZJ_CHECK(store::make_folder(folder + "/papers"));
    ZJ_CHECK(store::write_file(folder + "/papers/scan-17", as_bytes(kFormPaper)));
    ZJ_CHECK(store::write_file(folder + "/papers/letter.pdf", as_bytes("%PDF-1.5 of something else")));
    const codec::Value facts = codec::Object{{"root", filed.world.county.fingerprint()},
                                             {"town", filed.town},
                                             {"town_no", filed.world.text(filed.town, "case_no")},
                                             {"open", filed.other},
                                             {"village", filed.village},
                                             {"waited", filed.waited}};
    return store::write_file(folder + "/facts.json", as_bytes(codec::write_json(facts)));
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2 || !crypto::start()) {
        std::fputs("zj_filed_county DIR\n", stderr);
        return 2;
    }
    const auto written = write(argv[1]);
    if (!written) {
        std::fprintf(stderr, "%s\n", to_string(written.error()).c_str());
    }
    return written ? 0 : 1;
}
