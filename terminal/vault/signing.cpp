// SPDX-License-Identifier: Apache-2.0
// Signing, and what becomes of what was signed: the outbox. The durable order stands in vault.hpp.

#include <algorithm>

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "terminal/vault/vault.hpp"

namespace zj::vault {

namespace {

bool one_of(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

codec::Array as_array(const std::vector<std::string>& texts) {
    return {texts.begin(), texts.end()};
}

// SHA-256 and slots of the documents that an intent names.
std::vector<std::pair<std::string, Hash>> documents_of(const codec::Value& intent) {
    std::vector<std::pair<std::string, Hash>> out;
    if (one_of(intent.str_or("do"), {"case.submit", "case.answer"})) {
        for (const codec::Value& material : intent.items("materials")) {
            if (const auto hash = codec::hash_from_hex(material.str_or("sha256"))) {
                out.emplace_back(material.str_or("slot"), *hash);
            }
        }
    }
    return out;
}

}  // namespace

std::vector<std::string> written_keys(const codec::Value& intent, std::string_view county, std::string_view device,
                                      std::uint64_t seq, std::size_t index) {
    const std::string_view act = intent.str_or("do");
    std::vector<std::string> out;
    if (one_of(act, {"confirm", "cancel", "case.amend", "case.answer", "case.decide", "identity.revoke"})) {
        if (const codec::Value* base = intent.find("base"); base != nullptr && base->is_object()) {
            for (const auto& [key, versions] : base->object()) {
                out.push_back(key);
            }
        }
    } else if (act == "case.withdraw") {
        out.emplace_back(intent.str_or("case"));
    }
    if (act == "case.submit") {
        out.push_back(log::record_key("case", county, device, seq, index));
    }
    if (one_of(act, {"case.submit", "register.open", "identity.ticket", "identity.grant", "device.freeze"})) {
        out.push_back(log::record_key("pending", county, device, seq, index));
    }
    return out;
}

std::uint64_t Vault::next_seq() {
    Rows row = read("SELECT ifnull(max(seq), 0) FROM outbox");
    return (row.next() ? static_cast<std::uint64_t>(row.integer(0)) : 0) + 1;
}

Result<log::Header> Vault::next_header(const Signer& signer) {
    log::Header header;
    const auto newest = root();
    ZJ_ASSERT(newest);
    header.county = county();
    header.epoch = newest->epoch;
    header.device = device();
    header.person = signer.person;
    header.key = signer.key->verify_key().id();
    header.seq = next_seq();
    if (signer.prev) {
        header.prev = *signer.prev;
    } else {
        Rows last = read("SELECT id FROM outbox ORDER BY seq DESC LIMIT 1");
        if (!last.next()) {
            damaged("no number 1");
        }
        std::ranges::copy(last.blob(0), header.prev.bytes.begin());
    }
    header.written_at = now();
    // Powered-on time since the checkpoint: a lower bound, since what ran before a restart is not known.
    const std::int64_t uptime = settings_.uptime_ms ? settings_.uptime_ms() : 0;
    const std::int64_t base = number("uptime.base");
    header.elapsed_ms = std::max<std::int64_t>(0, uptime >= base ? uptime - base : uptime);
    if (const auto seen = checkpoint()) {
        header.seen.size = seen->size;
        header.seen.root = seen->root;
    } else {
        header.seen.root = log::empty_root();
    }
    for (const std::string& scope : scopes()) {
        if (const std::uint64_t n = feed_position(scope); n > 0) {
            header.seen.scopes.emplace_back(scope, n);
        }
    }
    header.rules = newest->rules;
    header.catalogue = newest->catalogue;
    if (const auto rules = record("system/rules")) {
        header.rules = rules->value.int_or("number", header.rules);
    }
    if (const auto in_force = catalogue_in_force()) {
        header.catalogue = *in_force;
    }
    return header;
}

std::int64_t Vault::version_of(std::string_view key) {
    Rows row = read("SELECT version FROM record WHERE key = ?1", key);
    return row.next() ? row.integer(0) : 0;
}

std::optional<Hash> Vault::catalogue_in_force() {
    const std::int64_t version = version_of(kCatalogueKey);
    if (version != in_force_.version) {
        in_force_ = {version, std::nullopt};
        if (const auto named = record(kCatalogueKey)) {
            const std::string text(named->value.str_or("sha256"));
            const auto hex = codec::hash_from_hex(text), base64 = codec::hash_from_base64(text);
            in_force_.sha256 = hex ? std::optional(*hex) : base64 ? std::optional(*base64) : std::nullopt;
        }
    }
    return in_force_.sha256;
}

Result<log::ChangeSet> Vault::sign(const Work& work) {
    const Signer signer = work.signer ? *work.signer : Signer{person_id_, &person_key_, nullptr, std::nullopt};
    ZJ_TRY(const log::Header header, next_header(signer));
    step("sign");
    const log::ChangeSet made =
        log::make_change_set(header, work.intents, {&*device_key_, signer.key, signer.ticket}, *settings_.random);
    std::size_t bytes = 0;
    for (const log::Body& body : made.bodies) {
        bytes += body.bytes.size();
        if (body.bytes.size() > limits::kBodyBytesMax) {
            return fail("sign.size", {}, "one intent is larger than the county takes");
        }
    }
    if (bytes > limits::kBodiesBytesMax || made.envelope.payload.size() > limits::kHeaderBytesMax ||
        made.bodies.size() > limits::kIntentsMax) {
        return fail("sign.size", {}, "one change set is larger than the county takes");
    }
    const ChangeSetId id = made.id();
    const auto seq = static_cast<std::int64_t>(header.seq);
    std::vector<std::string> writes;
    const auto commit = [&]() -> Result<> {
        for (std::size_t i = 0; i < work.intents.size(); ++i) {
            const codec::Value& intent = work.intents[i];
            for (std::string& key : written_keys(intent, county(), device(), header.seq, i)) {
                writes.push_back(std::move(key));
            }
            if (intent.str_or("do") == "case.submit") {
                ZJ_CHECK(db_->prepare("INSERT INTO own_case(n, key) SELECT ifnull(max(n), 0) + 1, ?1 FROM own_case")
                             .bind(1, log::record_key("case", county(), device(), header.seq, i))
                             .run());
            }
            for (const auto& [slot, hash] : documents_of(intent)) {
                // Documents that this device does not hold were sent by another, under the change set that first named
                // them.
                ZJ_CHECK(
                    db_->prepare(
                           "INSERT OR IGNORE INTO named(change_set, slot, sha256) SELECT ?1, ?2, sha256 FROM document "
                           "WHERE sha256 = ?3")
                        .bind(1, id.view())
                        .bind(2, slot)
                        .bind(3, hash.view())
                        .run());
                ZJ_CHECK(db_->prepare("UPDATE document SET loose = 0 WHERE sha256 = ?1 AND loose = 1")
                             .bind(1, hash.view())
                             .run());
            }
        }
        ZJ_CHECK(note_clock(header.written_at));
        ZJ_CHECK(
            db_->prepare(
                   "INSERT INTO outbox(seq, id, person, signed_at, line, writes, state) VALUES(?1, ?2, ?3, ?4, ?5, "
                   "?6, 'signed')")
                .bind(1, seq)
                .bind(2, id.view())
                .bind(3, signer.person)
                .bind(4, header.written_at.ms)
                .bind(5, log::write_change_set(made))
                .bind(6, codec::write_json(as_array(writes)))
                .run());
        Sent row;
        row.seq = header.seq;
        row.person = signer.person;
        row.signed_at = header.written_at;
        row.state = "signed";
        row.intents = work.intents;
        row.writes = writes;
        ZJ_CHECK(index_sent(row));
        return work.ends_draft == 0 ? Result<>() : forget_draft(work.ends_draft);
    };
    ZJ_CHECK(transaction(commit));
    ZJ_CHECK(write_witness());
    return made;
}

Result<std::vector<log::ChangeSet>> Vault::unsent(std::size_t count_max, std::size_t bytes_max) {
    ZJ_CHECK(witness_->sync());
    std::vector<log::ChangeSet> out;
    std::size_t bytes = 0;
    std::int64_t last = 0;
    {
        Rows row = read("SELECT seq, line FROM outbox WHERE receipt IS NULL ORDER BY seq");
        while (out.size() < count_max && row.next()) {
            bytes += row.text(1).size();
            if (bytes > bytes_max && !out.empty()) {
                break;
            }
            auto change_set = log::parse_change_set(row.text(1));
            if (!change_set) {
                damaged("a change set of the outbox");
            }
            out.push_back(std::move(*change_set));
            last = row.integer(0);
        }
    }
    if (!out.empty()) {
        // "sent" from the moment that the line may have it; only shown.
        static_cast<void>(transaction([&]() -> Result<> {
            return db_->prepare("UPDATE outbox SET state = 'sent', cause = '' WHERE receipt IS NULL AND seq <= ?1")
                .bind(1, last)
                .run();
        }));
    }
    return out;
}

Result<> Vault::store_answers(const std::vector<sync::PushAnswer>& answers) {
    const auto write = [&]() -> Result<> {
        for (const sync::PushAnswer& answer : answers) {
            if (answer.state == "receipt" && answer.receipt) {
                ZJ_TRY(const log::Entry entry, log::parse_entry(answer.receipt->entry));
                const std::string verdict(log::to_text(entry.verdict));
                // A refused one has no effects that a feed could bring.
                ZJ_CHECK(db_->prepare("UPDATE outbox SET state = ?2, code = ?3, entry = ?4, receipt = ?5, cause = '', "
                                      "in_feed = max(in_feed, ?6) WHERE id = ?1 AND receipt IS NULL")
                             .bind(1, answer.id.view())
                             .bind(2, verdict)
                             .bind(3, entry.code)
                             .bind(4, static_cast<std::int64_t>(entry.index) + 1)
                             .bind(5, codec::write_json(log::to_value(*answer.receipt)))
                             .bind(6, std::int64_t{entry.verdict == log::Verdict::refused ? 1 : 0})
                             .run());
                ZJ_CHECK(raise_clock(entry.received_at));
            } else {
                const std::string cause = answer.state == "expected" ? "expected " + std::to_string(answer.expected_seq)
                                                                     : answer.state + " " + answer.code;
                ZJ_CHECK(
                    db_->prepare("UPDATE outbox SET state = 'signed', cause = ?2 WHERE id = ?1 AND receipt IS NULL")
                        .bind(1, answer.id.view())
                        .bind(2, cause)
                        .run());
            }
        }
        return {};
    };
    ZJ_CHECK(transaction(write));
    return settle_slots();
}

Sent Vault::sent_in(const Rows& row) const {
    Sent sent;
    sent.seq = static_cast<std::uint64_t>(row.integer(0));
    std::ranges::copy(row.blob(1), sent.id.bytes.begin());
    sent.person = row.text(2);
    sent.signed_at = {row.integer(3)};
    const auto change_set = log::parse_change_set(row.text(4));
    const auto writes = codec::parse_json(row.text(5));
    if (!change_set || !writes || !writes->is_array()) {
        damaged("a change set of the outbox");
    }
    for (const log::Body& body : change_set->bodies) {
        auto intent = codec::parse_json(body.bytes);
        sent.intents.push_back(intent ? std::move(*intent) : codec::Value());
        sent.commitments.push_back(body.commitment());
    }
    for (const codec::Value& key : writes->array()) {
        sent.writes.push_back(key.is_string() ? key.string() : std::string());
    }
    sent.state = row.text(6);
    sent.code = row.text(7);
    sent.entry = row.integer(8) > 0 ? static_cast<std::uint64_t>(row.integer(8) - 1) : 0;
    sent.receipt = row.integer(9) != 0;
    sent.in_feed = row.integer(10) != 0;
    sent.cause = row.text(11);
    return sent;
}

#define ZJ_SENT                                                                                                \
    "SELECT outbox.seq, id, person, signed_at, line, outbox.writes, state, code, entry, receipt IS NOT NULL, " \
    "in_feed, cause "                                                                                          \
    "FROM outbox "

std::vector<Sent> Vault::sent_all(Rows rows) {
    std::vector<Sent> out;
    while (rows.next()) {
        out.push_back(sent_in(rows));
    }
    return out;
}

std::vector<Sent> Vault::outbox() {
    return sent_all(read(ZJ_SENT "ORDER BY seq"));
}

std::vector<Sent> Vault::outbox_open() {
    return sent_all(read(ZJ_SENT "WHERE in_feed = 0 ORDER BY seq"));
}

std::vector<Sent> Vault::outbox_open(std::string_view prefix) {
    std::string end(prefix);
    ++end.back();
    return sent_all(read(ZJ_SENT "WHERE seq IN (SELECT seq FROM own_act WHERE open = 1 AND writes = 1 "
                                 "AND key >= ?1 AND key < ?2) ORDER BY seq",
                         prefix, std::string_view(end)));
}

std::vector<Sent> Vault::outbox_page(std::uint64_t after, std::string_view state, std::size_t count_max) {
    return sent_all(read(ZJ_SENT "WHERE seq > ?1 AND (?2 = '' OR state = ?2) ORDER BY seq LIMIT ?3",
                         static_cast<std::int64_t>(after), state, static_cast<std::int64_t>(count_max)));
}

std::vector<Sent> Vault::outbox_waiting(std::size_t count_max) {
    return sent_all(read(ZJ_SENT "WHERE receipt IS NULL ORDER BY seq LIMIT ?1", static_cast<std::int64_t>(count_max)));
}

std::vector<Sent> Vault::outbox_refused(std::size_t count_max) {
    return sent_all(
        read(ZJ_SENT "WHERE state = 'refused' ORDER BY seq DESC LIMIT ?1", static_cast<std::int64_t>(count_max)));
}

std::vector<Sent> Vault::sent_on(std::string_view key) {
    return sent_all(
        read(ZJ_SENT "JOIN own_act ON own_act.seq = outbox.seq WHERE own_act.key = ?1 ORDER BY outbox.seq", key));
}

std::optional<Sent> Vault::sent(std::uint64_t seq) {
    Rows row = read(ZJ_SENT "WHERE seq = ?1", static_cast<std::int64_t>(seq));
    return row.next() ? std::optional(sent_in(row)) : std::nullopt;
}

std::optional<Sent> Vault::sent_by_id(const ChangeSetId& id) {
    Rows row = read(ZJ_SENT "WHERE id = ?1", id.view());
    return row.next() ? std::optional(sent_in(row)) : std::nullopt;
}

std::optional<Sent> Vault::last_sent() {
    Rows row = read(ZJ_SENT "ORDER BY seq DESC LIMIT 1");
    return row.next() ? std::optional(sent_in(row)) : std::nullopt;
}

std::pair<std::uint64_t, ChangeSetId> Vault::last_judged() {
    std::pair<std::uint64_t, ChangeSetId> out;
    Rows row = read("SELECT seq, id FROM outbox WHERE receipt IS NOT NULL ORDER BY seq DESC LIMIT 1");
    if (row.next()) {
        out.first = static_cast<std::uint64_t>(row.integer(0));
        std::ranges::copy(row.blob(1), out.second.bytes.begin());
    }
    return out;
}

OutboxCounts Vault::outbox_counts() {
    OutboxCounts out;
    Rows row = read(
        "SELECT (SELECT count(*) FROM outbox WHERE receipt IS NULL), (SELECT count(*) FROM outbox WHERE in_feed = 0 "
        "AND "
        "state = 'held')");
    if (row.next()) {
        out.waiting = row.integer(0);
        out.held = row.integer(1);
    }
    return out;
}

std::int64_t Vault::receipts_since(std::uint64_t entry) {
    Rows row = read("SELECT count(*) FROM outbox WHERE entry > 0 AND entry > ?1", static_cast<std::int64_t>(entry));
    return row.next() ? row.integer(0) : 0;
}

std::optional<codec::Value> Vault::receipt(std::uint64_t seq) {
    Rows row = read("SELECT receipt FROM outbox WHERE seq = ?1", static_cast<std::int64_t>(seq));
    if (!row.next() || row.is_null(0)) {
        return std::nullopt;
    }
    auto value = codec::parse_json(row.text(0));
    if (!value) {
        damaged("a receipt");
    }
    return std::move(*value);
}

bool Vault::enrolled() {
    return read("SELECT 1 FROM outbox WHERE seq = 1 AND receipt IS NOT NULL AND state IN ('applied', 'merged')").next();
}

log::Base Vault::base_of(std::string_view key) {
    const auto known = record(key);
    return {known ? known->version : 0, own_unjudged(key)};
}

}  // namespace zj::vault
