// SPDX-License-Identifier: Apache-2.0
// What /healthz and /metrics say of a county, and when the process that serves it must end.
#include "gateway/ops/service.hpp"

#include <catch2/catch_test_macros.hpp>
#include <filesystem>

#include "gateway/ops/folder.hpp"
#include "gateway/ops/init.hpp"
#include "tests/support/show_result.hpp"
#include "tests/unit/store/folder.hpp"
#include "tests/unit/store/full_disk.hpp"

using namespace zj;

namespace {

struct FixedClock final : Clock {
    Time time{1'795'392'000'000};
    Time now() override { return time; }
};

struct Ground {
    store::Folder temp;
    FixedClock clock;
    SeededRandom random{11};
    std::unique_ptr<county::County> county;
    ops::Journal journal{clock};
    std::optional<ops::Service> service;
    http::Traffic traffic;

    Ground() {
        ops::Founding founding;
        founding.folder = temp.file("county");
        founding.county = "421125";
        founding.name = "浠水县";
        founding.address = "127.0.0.1:8443";
        founding.cost = {8, 1};
        REQUIRE(ops::init(founding, clock, random).has_value());
        county = ops::open_county(founding.folder, 1, clock, random).value();
        service.emplace(*county, journal);
    }
    std::string health() {
        const auto page = service->ops("/healthz", traffic);
        return std::to_string(page->status) + " " + page->body;
    }
};

}  // namespace

TEST_CASE("a disk without room is told from the first write that failed, and over once a write goes through") {
    Ground g;
    REQUIRE(g.service->look().has_value());
    CHECK(g.health() == "200 {\"ok\":true,\"size\":1}\n");
    {
        const store::FullDisk full(0);
        g.county->note_incident("test", {}, "a write that finds no room", {});
        CHECK(g.service->look().has_value());
        CHECK(g.health() == "503 {\"code\":\"store.full\",\"ok\":false,\"size\":1}\n");
        // No tick is due, so nothing of the log waits: it is not healthy all the same.
        CHECK(!g.service->advance().has_value());
        CHECK(g.health().starts_with("503 "));
    }
    CHECK(g.service->advance().has_value());
    CHECK(g.health().starts_with("200 "));
}

TEST_CASE("metrics count what the county holds") {
    Ground g;
    const auto page = g.service->ops("/metrics", g.traffic);
    REQUIRE(page);
    for (const char* line : {"zhijian_log_entries 1\n", "zhijian_cases_open 0\n", "zhijian_held 0\n",
                             "zhijian_devices_live 0\n", "zhijian_blobs_incomplete 0\n"}) {
        CHECK(page->body.find(line) != std::string::npos);
    }
}
