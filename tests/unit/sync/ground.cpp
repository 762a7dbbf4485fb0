// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/sync/ground.hpp"

#include <algorithm>

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"

namespace zj::sync::test {

namespace {

crypto::VerifyKey key_from(const codec::Value& value, std::string_view member) {
    crypto::VerifyKey key;
    if (const auto bytes = codec::from_base64(value.str_or(member)); bytes && bytes->size() == key.bytes.size()) {
        std::copy(bytes->begin(), bytes->end(), key.bytes.begin());
    }
    return key;
}

}  // namespace

Person::Person(std::uint64_t seed) {
    SeededRandom random(seed);
    sign = crypto::SigningKey::generate(random);
    tls = crypto::SigningKey::generate(random);
    person = crypto::SigningKey::generate(random);
}

// --- county

ToyCounty::ToyCounty() {
    root_key_ = std::make_shared<crypto::SigningKey>(crypto::SigningKey::generate(random_));
    fingerprint = log::fingerprint(root_key_->verify_key());
    add_root();
    append(std::nullopt, {kUnitScope, "office"});
}

void ToyCounty::add_root() {
    log_key_ = std::make_shared<crypto::SigningKey>(crypto::SigningKey::generate(random_));
    const std::string catalogue = "{}";
    log::RootStatement statement;
    statement.number = static_cast<std::int64_t>(roots_.size()) + 1;
    if (!roots_.empty()) {
        statement.prev = roots_.back().envelope.id();
    }
    statement.county = "421125";
    statement.county_name = "浠水县";
    statement.issued_at = kNow;
    statement.log_key = log_key_->verify_key();
    statement.catalogue = crypto::sha256(catalogue);
    log::Envelope envelope{std::string(log::kRootType), log::write_root_statement(statement), {}};
    envelope.signatures.push_back({codec::base64(root_key_->verify_key().bytes), root_key_->sign(envelope.pae())});
    roots_.push_back({envelope, roots_.empty() ? catalogue : std::string()});
}

void ToyCounty::append(std::optional<Hash> change_set, const std::vector<std::string>& scopes, log::Verdict verdict,
                       const std::string& code) {
    Stored out;
    out.change_set = change_set;
    std::vector<Hash> effects, numbers;
    for (const std::string& scope : scopes) {
        log::Record record{"case/" + std::to_string(tree.size()) + scope.substr(0, 4), 1, 1, scope, codec::Value()};
        log::SaltedRecord salted;
        random_.fill(salted.salt);
        salted.bytes = log::write_record(record);
        effects.push_back(salted.commitment());
        out.records.push_back(std::move(salted));
        log::ScopeItem item;
        random_.fill(item.salt);
        item.scope = scope;
        item.n = numbered[scope].size() + 1;
        numbered[scope].push_back(tree.size());
        numbers.push_back(item.commitment());
        out.scopes.push_back(std::move(item));
    }
    out.entry.index = tree.size();
    out.entry.kind = change_set ? log::EntryKind::change : log::EntryKind::tick;
    out.entry.received_at = kNow;
    out.entry.change_set = change_set;
    out.entry.verdict = verdict;
    out.entry.code = verdict == log::Verdict::applied ? "" : code;
    out.entry.effects = log::root_of(effects);
    out.entry.scopes = log::root_of(numbers);
    out.bytes = log::write_entry(out.entry);
    tree.append(log::leaf_hash(as_bytes(out.bytes)));
    entries.push_back(std::move(out));
}

void ToyCounty::admit(const Person& who, std::vector<std::string> scopes) {
    devices[who.id()] = {who.id(), "live", std::move(scopes), who.sign.verify_key(), 0, 0, {}};
    by_tls[who.tls.verify_key()] = who.id();
}

std::string ToyCounty::signed_checkpoint(std::uint64_t size) {
    return log::sign_checkpoint({origin(), size, tree.root(size)}, *log_key_);
}

log::Receipt ToyCounty::receipt(std::uint64_t index, std::optional<std::uint64_t> at) {
    const std::uint64_t size = at.value_or(tree.size());
    return {entries[index].bytes, log::write_tlog_proof({index, tree.inclusion(index, size), signed_checkpoint(size)})};
}

Result<log::Proof> ToyCounty::consistency(std::uint64_t old_size, std::uint64_t new_size) {
    return tree.consistency(old_size, new_size);
}

std::optional<DeviceStanding> ToyCounty::device_by_tls(const crypto::VerifyKey& tls) {
    const auto at = by_tls.find(tls);
    return at == by_tls.end() ? std::nullopt : device(at->second);
}

std::optional<DeviceStanding> ToyCounty::device(const std::string& id) {
    const auto at = devices.find(id);
    return at == devices.end() ? std::nullopt : std::optional(at->second);
}

Result<> ToyCounty::note_session(const std::string& device, std::uint64_t session, const Hash& random) {
    DeviceStanding& standing = devices.at(device);
    if (session == standing.last_session && random == standing.last_session_random) {
        return {};
    }
    if (session <= standing.last_session) {
        ZJ_CHECK(freeze_door(device, "replayed", {}));
        return fail("door.replayed");
    }
    standing.last_session = session;
    standing.last_session_random = random;
    return {};
}

Result<> ToyCounty::freeze_door(const std::string& device, const std::string& why, const std::string&) {
    devices.at(device).state = "frozen";
    closed_doors.push_back(why);
    return {};
}

std::vector<PushAnswer> ToyCounty::push(const std::vector<log::ChangeSet>& change_sets, std::string_view) {
    std::vector<PushAnswer> out;
    for (const log::ChangeSet& set : change_sets) {
        PushAnswer answer;
        answer.id = set.id();
        const auto header = log::parse_header(set.envelope.payload);
        if (const auto known = known_.find(answer.id); known != known_.end()) {
            answer.state = "receipt";
        } else if (const auto planned = answer_with.find(answer.id); planned != answer_with.end()) {
            answer = planned->second;
        } else if (!header) {
            answer.state = "refused";
            answer.code = "door.header";
        } else {
            if (header->seq == 1 && !devices.contains(header->device)) {
                const auto body = codec::parse_json(set.bodies.at(0).bytes);
                devices[header->device] = {
                    header->device, "live", {kUnitScope, "office"}, key_from(*body, "sign"), 0, 0, {}};
                by_tls[key_from(*body, "tls")] = header->device;
            }
            DeviceStanding& standing = devices.at(header->device);
            if (header->seq != standing.last_seq + 1) {
                answer.state = "expected";
                answer.expected_seq = standing.last_seq + 1;
            } else {
                standing.last_seq = header->seq;
                known_[answer.id] = tree.size();
                append(answer.id, {kUnitScope, "office"},
                       refuse_with.empty() ? log::Verdict::applied : log::Verdict::refused, refuse_with);
                answer.state = "receipt";
            }
        }
        out.push_back(std::move(answer));
    }
    // One commit, so one checkpoint for all.
    for (PushAnswer& answer : out) {
        if (answer.state == "receipt") {
            answer.receipt = receipt(known_.at(answer.id));
        }
    }
    return out;
}

Result<FeedPage> ToyCounty::feed(const std::string& scope, std::uint64_t after, std::size_t limit) {
    if (down) {
        return fail("store.io", {}, "the disk does not answer");
    }
    return page(scope, after, limit);
}

FeedPage ToyCounty::page(const std::string& scope, std::uint64_t after, std::size_t limit) {
    FeedPage out;
    out.scope = scope;
    out.checkpoint = checkpoint();
    const auto& list = numbered[scope];
    for (std::uint64_t n = after; n < list.size() && out.items.size() < limit; ++n) {
        const Stored& stored_entry = entries[list[n]];
        FeedItem item;
        item.entry = stored_entry.bytes;
        item.path = tree.inclusion(list[n], tree.size());
        std::vector<Hash> numbers, effects;
        for (const log::ScopeItem& one : stored_entry.scopes) {
            numbers.push_back(one.commitment());
        }
        for (const log::SaltedRecord& one : stored_entry.records) {
            effects.push_back(one.commitment());
        }
        for (std::size_t i = 0; i < stored_entry.scopes.size(); ++i) {
            if (stored_entry.scopes[i].scope == scope) {
                item.scope = stored_entry.scopes[i];
                item.scope_index = i;
                item.scope_count = numbers.size();
                item.scope_path = log::path_in(numbers, i);
                item.records.push_back({stored_entry.records[i], i, effects.size(), log::path_in(effects, i)});
            }
        }
        out.items.push_back(std::move(item));
    }
    out.more = after + out.items.size() < list.size();
    out.head = log::sign_scope_head(origin(), {tree.size(), tree.root(), scope, list.size()}, *log_key_);
    return out;
}

std::optional<codec::Value> ToyCounty::ticket(const Hash& ticket_id) {
    const auto at = tickets.find(ticket_id);
    return at == tickets.end() ? std::nullopt : std::optional(at->second);
}

const ToyCounty::Blob* ToyCounty::find(const BlobName& name) const {
    const auto at = attachments.find(name);
    return at == attachments.end() ? nullptr : &at->second;
}

Result<BlobStatus> ToyCounty::blob_status(const BlobName& name) {
    const Blob* blob = find(name);
    if (blob == nullptr) {
        return fail("blob.unknown");
    }
    BlobStatus out;
    out.chunks = blob->chunks.size();
    for (std::uint64_t i = 0; i < out.chunks; ++i) {
        if (!blob->have.contains(i)) {
            out.missing.push_back(i);
        }
    }
    return out;
}

Result<> ToyCounty::put_chunk(const BlobName& name, std::uint64_t chunk, ByteView bytes) {
    const Blob* blob = find(name);
    if (blob == nullptr) {
        return fail("blob.unknown");
    }
    if (chunk >= blob->chunks.size()) {
        return fail("blob.size");
    }
    if (blob->chunks[chunk] != as_text(bytes)) {
        return fail("blob.hash");
    }
    attachments[name].have.insert(chunk);
    return {};
}

Result<Bytes> ToyCounty::get_chunk(const BlobName& name, std::uint64_t chunk) {
    const Blob* blob = find(name);
    if (blob == nullptr || !blob->have.contains(chunk)) {
        return fail("blob.missing");
    }
    return to_bytes(blob->chunks[chunk]);
}

Result<BlobOwner> ToyCounty::blob_owner(const BlobName& name) {
    const Blob* blob = find(name);
    return blob == nullptr ? Result<BlobOwner>(fail("blob.unknown"))
                           : Result<BlobOwner>(BlobOwner{blob->scope, blob->device});
}

Result<bool> ToyCounty::blob_readable(const BlobName& name, const std::string& scope) {
    ZJ_TRY(const BlobOwner owner, blob_owner(name));
    return owner.scope == scope || scope == "office";
}

// --- vault

ToyVault::ToyVault(const ToyCounty& county, const Person& who, std::vector<std::string> scopes)
    : fingerprint(county.fingerprint), who_(who), scopes_(std::move(scopes)) {
    held_roots = const_cast<ToyCounty&>(county).roots();
    codec::Value enrol;
    enrol.set("tls", codec::base64(who.tls.verify_key().bytes)).set("sign", codec::base64(who.sign.verify_key().bytes));
    sign(codec::write_json(enrol));
}

log::ChangeSet ToyVault::sign(const std::string& text) {
    log::Header header;
    header.county = "421125";
    header.device = who_.id();
    header.person = "person-1";
    header.key = who_.person.verify_key().id();
    header.seq = outbox.size() + 1;
    header.prev = outbox.empty() ? Hash() : outbox.back().change_set.id();
    header.written_at = kNow;
    header.seen.root = log::empty_root();
    auto parsed = codec::parse_json(text);
    codec::Value body;
    if (parsed) {
        body = std::move(*parsed);
    } else {
        body.set("text", text);
    }
    outbox.push_back({log::make_change_set(header, {body}, {&who_.sign, &who_.person, nullptr}, random), {}, {}});
    return outbox.back().change_set;
}

void ToyVault::attach(const log::ChangeSet& change_set, const std::string& slot, std::vector<std::string> chunks) {
    std::string whole;
    for (const std::string& chunk : chunks) {
        whole += chunk;
    }
    documents[{change_set.id(), slot, crypto::sha256(whole)}] = std::move(chunks);
}

std::size_t ToyVault::receipts() const {
    return static_cast<std::size_t>(
        std::count_if(outbox.begin(), outbox.end(), [](const Own& own) { return own.receipt.has_value(); }));
}

Result<> ToyVault::durable(const std::function<void()>& store) {
    ++steps;
    const bool hit = fault.kind != Fault::none && steps == fault.at;
    if (!hit || fault.kind == Fault::after) {
        store();
    }
    if (hit) {
        return fail("vault.io", {}, "planted at step " + std::to_string(steps));
    }
    return {};
}

log::Envelope ToyVault::sign_hello(const Hello& hello) {
    log::Envelope out{std::string(kHelloType), write_hello(hello), {}};
    out.sign(who_.sign);
    return out;
}

Result<> ToyVault::store_roots(const std::vector<log::SignedRoot>& roots) {
    return durable([&] { held_roots.insert(held_roots.end(), roots.begin(), roots.end()); });
}

Result<> ToyVault::store_checkpoint(const log::Checkpoint& checkpoint, const std::string&) {
    ZJ_ASSERT(!held || checkpoint.size >= held->size);
    return durable([&] { held = checkpoint; });
}

Result<Hello> ToyVault::next_hello() {
    Hello hello;
    hello.device = device();
    random.fill(hello.random.bytes);
    hello.checkpoint_size = held ? held->size : 0;
    hello.last_seq = outbox.size();
    hello.last_id = outbox.back().change_set.id();
    ZJ_CHECK(durable([&] { ++session; }));
    hello.session = session;
    return hello;
}

void ToyVault::outbox_state(const std::string& state, const std::string& cause) {
    shown = cause.empty() ? state : state + ": " + cause;
}

Result<std::vector<log::ChangeSet>> ToyVault::unsent(std::size_t count_max, std::size_t) {
    std::vector<log::ChangeSet> out;
    for (const Own& own : outbox) {
        if (!own.receipt && out.size() < count_max) {
            out.push_back(own.change_set);
        }
    }
    return out;
}

Result<> ToyVault::store_answers(const std::vector<PushAnswer>& answers) {
    return durable([&] {
        for (const PushAnswer& answer : answers) {
            for (Own& own : outbox) {
                if (own.change_set.id() == answer.id) {
                    own.receipt = answer.receipt ? answer.receipt : own.receipt;
                    own.cause = answer.receipt ? "" : answer.state;
                }
            }
        }
    });
}

Result<> ToyVault::store_feed(const std::string& scope, const FeedPage&, const std::vector<VerifiedItem>& items) {
    return durable([&] {
        for (const VerifiedItem& item : items) {
            ZJ_ASSERT(item.n == positions[scope] + 1);
            positions[scope] = item.n;
            for (const log::Record& record : item.records) {
                stored[scope].push_back(record.key);
            }
        }
    });
}

std::vector<PendingBlob> ToyVault::pending_blobs() {
    std::vector<PendingBlob> out;
    for (const auto& [name, chunks] : documents) {
        if (!notes.contains(name)) {
            out.push_back({name, chunks.size()});
        }
    }
    return out;
}

Result<Bytes> ToyVault::read_chunk(const BlobName& name, std::uint64_t chunk) {
    const auto at = documents.find(name);
    if (at == documents.end() || chunk >= at->second.size()) {
        return fail("attachment.missing");
    }
    return to_bytes(at->second[chunk]);
}

Result<> ToyVault::store_blob_note(const BlobName& name, const std::string& note) {
    return durable([&] { notes[name] = note; });
}

Result<> ToyVault::keep_evidence(const std::string& what, const std::string&, const std::string&) {
    evidence.push_back(what);
    return {};
}

// --- line

Result<> Line::run(ToyVault& vault, TerminalSession::Options options) {
    TerminalSession session(vault, options);
    GatewaySession gateway(county_);
    const auto told = [&](Result<> result) {
        stage = session.progress().stage;
        held_back = session.held_back();
        return result;
    };
    std::uint64_t number = 0;
    while (const auto request = session.next()) {
        ++number;
        asked.push_back(request->method + " " + request->target.substr(0, request->target.find('?')));
        std::optional<Response> response;
        if (!lose_before || !lose_before(number)) {
            response = gateway.handle(*request, who_.tls.verify_key());
            if (hook) {
                response = hook(number, *request, std::move(*response));
            }
        }
        if (!response) {
            session.on_lost();
            return told(session.result());
        }
        if (auto taken = session.on_response(*response); !taken) {
            return told(taken);
        }
    }
    return told(session.result());
}

bool converged(ToyCounty& county, ToyVault& vault) {
    if (vault.receipts() != vault.outbox.size() || vault.shown != "sent") {
        return false;
    }
    std::set<ChangeSetId> once;
    for (const ToyCounty::Stored& stored : county.entries) {
        if (stored.change_set && !once.insert(*stored.change_set).second) {
            return false;
        }
    }
    for (const ToyVault::Own& own : vault.outbox) {
        const auto entry = log::parse_entry(own.receipt->entry);
        if (!once.contains(own.change_set.id()) || !entry || entry->change_set != own.change_set.id()) {
            return false;
        }
    }
    for (const std::string& scope : vault.scopes()) {
        if (vault.positions[scope] != county.numbered[scope].size() ||
            vault.stored[scope].size() != county.numbered[scope].size()) {
            return false;
        }
    }
    for (const auto& [name, chunks] : vault.documents) {
        if (!vault.notes.contains(name) || county.attachments[name].have.size() != chunks.size()) {
            return false;
        }
    }
    return vault.held && vault.held->root == county.tree.root(vault.held->size);
}

}  // namespace zj::sync::test
