// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/county/ground.hpp"

namespace zj::county::test {

std::string told(const sync::PushAnswer& answer) {
    std::string out = answer.state;
    if (!answer.code.empty()) {
        out += " " + answer.code;
    }
    return answer.state == "expected" ? out + " " + std::to_string(answer.expected_seq) : out;
}

std::vector<std::string> told(const std::vector<sync::PushAnswer>& answers) {
    std::vector<std::string> out;
    for (const sync::PushAnswer& answer : answers) {
        out.push_back(told(answer));
    }
    return out;
}

Ground::Ground() {
    clock.time = world.county.entries().front().sealed.entry.received_at;
    auto opened = open(path(), true);
    INFO((opened ? std::string() : to_string(opened.error())));
    REQUIRE(opened.has_value());
    county = std::move(*opened);
    for (const zj::test::Kept& kept : world.county.entries()) {
        clock.time = kept.sealed.entry.received_at;
        if (kept.root) {
            REQUIRE(county->append_root(*kept.root).has_value());
        } else if (kept.change_set) {
            REQUIRE(told(push({*kept.change_set}).front()) == "receipt");
        }
    }
    REQUIRE(county->size() == world.county.entries().size());
}

Result<std::unique_ptr<County>> Ground::open(const std::string& path, bool create) {
    CountyOptions options;
    options.path = path;
    options.create = create;
    options.page_cache_kib = 8 * 1024;
    options.full_sync = full_sync;
    options.group_written_max = group_written_max;
    options.fault = [this](std::string_view step) {
        if (at_step) {
            at_step(step);
        }
        if (step == crash_at) {
            throw Crash();
        }
    };
    return County::open(std::move(options), store::key_of(1), world.county.log_key().clone(), clock, salts);
}

void Ground::reopen() {
    crash_at.clear();
    county.reset();
    auto opened = open(path());
    INFO((opened ? std::string() : to_string(opened.error())));
    REQUIRE(opened.has_value());
    county = std::move(*opened);
}

std::vector<log::ChangeSet> Ground::work(const std::string& clerk, std::size_t n) {
    const std::string unit = clerk == "clerk-v" ? zj::test::kVillage : zj::test::kTown;
    std::vector<log::ChangeSet> out;
    for (std::size_t i = 0; i < n; ++i) {
        out.push_back(world.submit_offline(clerk, world.form("USE", unit, zj::test::use_form_fields(unit))));
    }
    return out;
}

std::vector<sync::PushAnswer> Ground::push(const std::vector<log::ChangeSet>& change_sets) {
    return county->push(change_sets, "net");
}

}  // namespace zj::county::test
