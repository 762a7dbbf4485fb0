// SPDX-License-Identifier: Apache-2.0
#pragma once
// A terminal and its county on one line, whose answers a test may change.

#include <catch2/catch_test_macros.hpp>
#include <functional>
#include <optional>
#include <string>

#include "shared/codec/json.hpp"
#include "tests/unit/sync/ground.hpp"

namespace zj::sync::test {

struct Pair {
    ToyCounty county;
    Person clerk{1};
    ToyVault vault{county, clerk, {kUnitScope, "office"}};
    Line line{county, clerk};
    explicit Pair(bool enrolled = true) {
        if (enrolled) {
            county.admit(clerk, {kUnitScope, "office"});
        }
    }
    // A change set with a document of two chunks, which the county knows of.
    void attach() {
        const log::ChangeSet set = vault.sign("with a document");
        vault.attach(set, "application", {"one", "two"});
        county.attachments[vault.documents.begin()->first] = {kUnitScope, {"one", "two"}, {}};
    }
    std::string run(TerminalSession::Options options = {}) {
        const auto ended = line.run(vault, options);
        return ended ? "" : ended.error().code;
    }
    // The next answer to such a request is changed; the session must end with `code`, keep evidence where that says
    // "forged", store nothing more, and the one after it must be as if nothing had happened.
    void refuse(const std::string& target, const std::function<Response(Response)>& change, const std::string& code) {
        bool hit = false;
        std::size_t receipts = 0, stored = 0, notes = 0;
        line.hook = [&](std::uint64_t, const Request& request, Response response) -> std::optional<Response> {
            if (request.target.starts_with(target) && !hit) {
                hit = true;
                receipts = vault.receipts();
                stored = vault.stored[kUnitScope].size() + vault.stored["office"].size();
                notes = vault.notes.size();
                return change(std::move(response));
            }
            return response;
        };
        CHECK(run() == code);
        CHECK(hit);
        CHECK(vault.receipts() == receipts);
        CHECK(vault.stored[kUnitScope].size() + vault.stored["office"].size() == stored);
        CHECK(vault.notes.size() == notes);
        CHECK(vault.evidence.empty() == (code != "sync.forged"));
        CHECK(vault.shown == "waiting: " + code);
        line.hook = nullptr;
        CHECK(run().empty());
        CHECK(converged(county, vault));
    }
};

inline Response edited(Response response, const std::function<void(codec::Value&)>& edit) {
    codec::Value value = *codec::parse_json(response.body, 1 << 24);
    edit(value);
    response.body = codec::write_json(value);
    return response;
}

}  // namespace zj::sync::test
