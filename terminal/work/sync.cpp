// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/sync.hpp"

#include <algorithm>

#include "shared/sync/session.hpp"

namespace zj::work {

namespace {

// Of the newest refusals that are told; all stand in `list outbox`.
constexpr std::size_t kRefusedShown = 20;

std::size_t unsent_count(vault::Vault& vault) {
    return static_cast<std::size_t>(vault.outbox_counts().waiting);
}

Result<> run(const Context& context, Line& line, sync::TerminalSession& session) {
    while (auto request = session.next()) {
        if (context.stopped()) {
            session.on_lost();
            return fail("sync.stopped", session.progress().stage, "stopped between two requests");
        }
        const sync::Progress& at = session.progress();
        context.tell(at.stage, at.done, at.total);
        const auto response = line.send(*request);
        if (!response) {
            session.on_lost();
            return response.error();
        }
        ZJ_CHECK(session.on_response(*response));
    }
    return session.result();
}

}  // namespace

codec::Value outbox_summary(vault::Vault& vault) {
    const vault::OutboxCounts counts = vault.outbox_counts();
    const std::int64_t waiting = counts.waiting, materials = vault.undelivered_count();
    codec::Array refused;
    for (const vault::Sent& sent : vault.outbox_refused(kRefusedShown)) {
        refused.push_back(codec::Object{{"seq", static_cast<std::int64_t>(sent.seq)},
                                        {"code", sent.code},
                                        {"do", sent.intents.empty() ? "" : sent.intents[0].str_or("do")}});
    }
    return codec::Object{{"waiting", waiting},
                         {"materials_waiting", materials},
                         {"held", counts.held},
                         {"refused", std::move(refused)},
                         {"safe_off", waiting == 0 && materials == 0}};
}

Result<codec::Value> sync_now(const Context& context, const SyncOptions& options) {
    vault::Vault& vault = context.vault;
    const std::size_t unsent_before = unsent_count(vault);
    const std::int64_t positions_before = vault.positions();
    context.tell("connect");
    ZJ_TRY(const std::unique_ptr<Line> line, context.line());
    sync::TerminalSession::Options session_options;
    session_options.blobs = options.materials;
    sync::TerminalSession session(vault, session_options);
    ZJ_CHECK(run(context, *line, session));
    const auto checkpoint = vault.checkpoint();
    codec::Value out = codec::Object{{"sent", unsent_before - std::min(unsent_before, unsent_count(vault))},
                                     {"fetched", vault.positions() - positions_before},
                                     {"size", static_cast<std::int64_t>(checkpoint ? checkpoint->size : 0)},
                                     {"demonstration", vault.demonstration()},
                                     {"outbox", outbox_summary(vault)}};
    if (!session.held_back().empty()) {
        out.set("held_back", session.held_back());
    }
    return out;
}

}  // namespace zj::work
