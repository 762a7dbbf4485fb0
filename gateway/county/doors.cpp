// SPDX-License-Identifier: Apache-2.0
// Outside of the log: hello counters, closed doors, and what was noticed.
#include "gateway/county/state.hpp"
#include "shared/codec/text.hpp"

namespace zj::county {

namespace {

// Newest incidents of each kind that are kept in full; all stay in the counts. A noisy device must not fill the disk,
// nor push out what was noticed of others in another way.
constexpr std::int64_t kIncidentsMax = 1000;
// Two envelopes with full headers are some 40 KiB.
constexpr std::size_t kEvidenceBytesMax = 64 * 1024;
// Does not heal by itself: told until somebody has looked.
constexpr std::string_view kUnreadable = "store.corrupt";

// In the caller's transaction.
Result<> keep_incident(store::Database& db, std::int64_t at, const Noticed& noticed) {
    ZJ_CHECK(db.prepare("INSERT INTO incidents(at, kind, device, detail, evidence) VALUES(?1, ?2, ?3, ?4, ?5)")
                 .bind(1, at)
                 .bind(2, std::string_view(noticed.kind))
                 .bind(3, std::string_view(noticed.device))
                 .bind(4, std::string_view(noticed.detail))
                 .bind(5, std::string_view(noticed.evidence).substr(0, kEvidenceBytesMax))
                 .run());
    return db
        .prepare(
            "DELETE FROM incidents WHERE kind = ?1 AND id <= (SELECT id FROM incidents WHERE kind = ?1 ORDER BY id "
            "DESC LIMIT 1 OFFSET ?2)")
        .bind(1, std::string_view(noticed.kind))
        .bind(2, kIncidentsMax)
        .run();
}

Result<> count_incidents(store::Database& db, std::string_view kind, std::string_view device, std::int64_t n) {
    return db
        .prepare(
            "INSERT INTO incident_counts(kind, device, n) VALUES(?1, ?2, ?3) ON CONFLICT(kind, device) DO UPDATE "
            "SET n = n + excluded.n")
        .bind(1, kind)
        .bind(2, device)
        .bind(3, n)
        .run();
}

}  // namespace

void County::State::note_device(const log::Record& record) {
    if (record.key.starts_with("device/")) {
        devices[record.key.substr(7)] = record.value.str_or("state") == "live";
    }
}

Result<> County::State::told(Result<> done) {
    if (done) {
        if (trouble && trouble->code != kUnreadable) {
            trouble.reset();
        }
        return done;
    }
    stopped = stopped || db.lost();
    for (const std::string_view ours : {"store.", "county.", "clock.", "rules."}) {
        if (done.error().code.starts_with(ours)) {
            trouble = done.error();
        }
    }
    return done;
}

Result<> County::State::probe() {
    if (!trouble || trouble->code == kUnreadable) {
        return {};
    }
    if (trouble->code.starts_with("store.")) {
        return note_incidents({}, {{{"store", {}}, 1}});
    }
    trouble.reset();
    return {};
}

Result<> County::State::note_incidents(const std::vector<Noticed>& kept, const NoticeCounts& counts) {
    const std::int64_t at = clock.now().ms;
    return write([&]() -> Result<> {
        for (const auto& [what, n] : counts) {
            ZJ_CHECK(count_incidents(db, what.first, what.second, n));
        }
        for (const Noticed& noticed : kept) {
            ZJ_CHECK(keep_incident(db, at, noticed));
        }
        return {};
    });
}

// The door and why it was closed are durable together.
Result<> County::State::close_door(const std::string& device, std::string_view why, std::string_view evidence) {
    const std::int64_t at = clock.now().ms;
    auto closed = write([&]() -> Result<> {
        ZJ_CHECK(db.prepare("INSERT INTO doors(device, at, why) VALUES(?1, ?2, ?3) ON CONFLICT(device) DO NOTHING")
                     .bind(1, std::string_view(device))
                     .bind(2, at)
                     .bind(3, why)
                     .run());
        ZJ_CHECK(count_incidents(db, why, device, 1));
        return keep_incident(
            db, at, {std::string(why), device, "the door is closed until people have looked", std::string(evidence)});
    });
    if (closed) {
        closed_doors.insert(device);
    }
    return closed;
}

Result<> County::note_session(const std::string& device, std::uint64_t session, const Hash& random) {
    const std::lock_guard lock(state_->head);
    State& s = *state_;
    auto noted = guarded([&]() -> Result<> {
        const auto known = s.standing(device);
        if (!known) {
            return fail("door.device", device, "no such device");
        }
        if (session > 0 && session == known->last_session && random == known->last_session_random) {
            return {};  // a retry
        }
        if (session <= known->last_session) {
            ZJ_CHECK(s.close_door(device, "replayed",
                                  "session " + std::to_string(session) + ", random " + codec::hex(random) +
                                      "; known: session " + std::to_string(known->last_session) + ", random " +
                                      codec::hex(known->last_session_random)));
            return fail("door.replayed", device, "a session counter came twice");
        }
        return s.write([&] {
            return s.db
                .prepare(
                    "INSERT INTO sessions(device, session, random, at) VALUES(?1, ?2, ?3, ?4) ON CONFLICT(device) DO "
                    "UPDATE SET session = excluded.session, random = excluded.random, at = excluded.at")
                .bind(1, std::string_view(device))
                .bind(2, static_cast<std::int64_t>(session))
                .bind(3, random.view())
                .bind(4, s.clock.now().ms)
                .run();
        });
    });
    return noted ? noted : s.told(std::move(noted));  // a retry writes nothing, and says nothing of the disk
}

Result<> County::freeze_door(const std::string& device, const std::string& why, const std::string& evidence) {
    const std::lock_guard lock(state_->head);
    return state_->close_door(device, why, evidence);
}

Result<> County::open_door(const std::string& device) {
    const std::lock_guard lock(state_->head);
    State& s = *state_;
    if (!s.closed_doors.contains(device)) {
        return fail("door.open", device, "the door of this device is not closed", {device});
    }
    ZJ_CHECK(s.write(
        [&] { return s.db.prepare("DELETE FROM doors WHERE device = ?1").bind(1, std::string_view(device)).run(); }));
    s.closed_doors.erase(device);
    return {};
}

void County::note_incident(std::string_view kind, std::string_view device, std::string_view detail,
                           std::string_view evidence) {
    const std::lock_guard lock(state_->head);
    // Only remembered: a disk that is full must not keep the gateway from answering.
    static_cast<void>(
        state_->note_incidents({{std::string(kind), std::string(device), std::string(detail), std::string(evidence)}},
                               {{{std::string(kind), std::string(device)}, 1}}));
}

Result<std::string> County::fork_evidence(const std::string& device) {
    const std::lock_guard lock(state_->head);
    store::Statement row = state_->db.prepare(
        "SELECT evidence FROM incidents WHERE kind = 'fork' AND device = ?1 ORDER BY id DESC LIMIT 1");
    row.bind(1, std::string_view(device));
    ZJ_TRY(const bool found, row.step());
    return found ? std::string(row.text(0)) : std::string();
}

Result<std::vector<Incident>> County::incidents(std::size_t newest) {
    const std::lock_guard lock(state_->head);
    store::Statement rows =
        state_->db.prepare("SELECT id, at, kind, device, detail, evidence FROM incidents ORDER BY id DESC LIMIT ?1");
    rows.bind(1, static_cast<std::int64_t>(newest));
    std::vector<Incident> out;
    for (;;) {
        ZJ_TRY(const bool row, rows.step());
        if (!row) {
            return out;
        }
        out.push_back({rows.integer(0), Time{rows.integer(1)}, std::string(rows.text(2)), std::string(rows.text(3)),
                       std::string(rows.text(4)), std::string(rows.text(5))});
    }
}

}  // namespace zj::county
