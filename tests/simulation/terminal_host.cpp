// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/terminal_host.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"

namespace zj::sim {

class TerminalHost::Port final : public sync::VaultPort {
public:
    explicit Port(TerminalHost& host) : host_(host), vault_(*host.vault_) {}

    std::string root_fingerprint() override { return vault_.root_fingerprint(); }
    std::string device() override { return vault_.device(); }
    log::Envelope sign_hello(const sync::Hello& hello) override { return vault_.sign_hello(hello); }
    std::vector<log::SignedRoot> roots() override { return vault_.roots(); }
    Result<> store_roots(const std::vector<log::SignedRoot>& roots) override { return vault_.store_roots(roots); }
    std::optional<log::Checkpoint> checkpoint() override { return vault_.checkpoint(); }
    Result<> store_checkpoint(const log::Checkpoint& checkpoint, const std::string& note) override {
        ZJ_CHECK(vault_.store_checkpoint(checkpoint, note));
        host_.env_.history.checkpoints.insert(note);
        return {};
    }
    Result<sync::Hello> next_hello() override { return vault_.next_hello(); }
    void outbox_state(const std::string& state, const std::string& cause) override {
        vault_.outbox_state(state, cause);
    }
    Result<std::vector<log::ChangeSet>> unsent(std::size_t count_max, std::size_t bytes_max) override {
        return vault_.unsent(count_max, bytes_max);
    }
    Result<> store_answers(const std::vector<sync::PushAnswer>& answers) override {
        ZJ_CHECK(vault_.store_answers(answers));
        for (const sync::PushAnswer& answer : answers) {
            if (answer.receipt) {
                host_.env_.history.acknowledged.push_back({host_.index_, answer.id, *answer.receipt});
            }
        }
        return {};
    }
    std::vector<std::string> scopes() override { return vault_.scopes(); }
    std::uint64_t feed_position(const std::string& scope) override { return vault_.feed_position(scope); }
    Result<> store_feed(const std::string& scope, const sync::FeedPage& page,
                        const std::vector<sync::VerifiedItem>& items) override {
        if (host_.env_.plan.plant == Plant::terminal_drops_record && host_.dice_.chance(200)) {
            std::vector<sync::VerifiedItem> fewer = items;
            for (sync::VerifiedItem& item : fewer) {
                item.records.clear();
                item.salted.clear();
            }
            return vault_.store_feed(scope, page, fewer);
        }
        return vault_.store_feed(scope, page, items);
    }
    std::vector<sync::PendingBlob> pending_blobs() override { return vault_.pending_blobs(); }
    Result<Bytes> read_chunk(const sync::BlobName& name, std::uint64_t chunk) override {
        return vault_.read_chunk(name, chunk);
    }
    Result<> store_blob_note(const sync::BlobName& name, const std::string& note) override {
        return vault_.store_blob_note(name, note);
    }
    Result<> keep_evidence(const std::string& what, const std::string& target, const std::string& body) override {
        return vault_.keep_evidence(what, target, body);
    }

private:
    TerminalHost& host_;
    vault::Vault& vault_;
};

TerminalHost::TerminalHost(Env& env, std::size_t index, std::string folder, std::vector<std::string> people)
    : env_(env),
      index_(index),
      name_("t" + std::to_string(index)),
      folder_(std::move(folder)),
      who_(people.front()),
      people_(std::move(people)),
      clock_(env, env.plan.skew_ms[index]),
      dice_(env.plan.seed, 20 + index),
      fuse_([this](std::string_view step) {
          env_.trace.note(env_.now, name_, std::string("dies before ").append(step));
          image();
      }) {}

TerminalHost::~TerminalHost() {
    session_.reset();
}

void TerminalHost::image() {
    // Planted: the number just signed was not on the disk yet, though it may have been sent.
    if (env_.plan.plant == Plant::terminal_forgets_commit && folder_exists(folder_ + ".before")) {
        move_folder(folder_ + ".before", folder_ + ".image");
        return;
    }
    copy_folder(folder_, folder_ + ".image");
}

void TerminalHost::died() {
    ++env_.history.crashes;
    fuse_.arm(0);
    session_.reset();
    port_.reset();
    vault_.reset();
    waiting_ = false;
    move_folder(folder_ + ".image", folder_);
}

bool TerminalHost::guarded(const std::function<void()>& work) {
    try {
        work();
        return true;
    } catch (const Crash&) {
        died();
        return false;
    }
}

void TerminalHost::start() {
    if (up()) {
        return;
    }
    vault::Settings settings;
    settings.clock = &clock_;
    settings.random = &dice_.random();
    settings.cost = cheap_cost();
    settings.uptime_ms = [this] {
        return env_.now.ms - kStartMs;
    };
    settings.fault = fuse_.seam();
    guarded([&] {
        auto opened = vault::Vault::open(folder_, who_, passphrase(), std::move(settings));
        if (!opened) {
            env_.history.alarm(name_ + " does not open: " + to_string(opened.error()));
            return;
        }
        vault_ = std::move(*opened);
        tls_ = *crypto::certificate_key(vault_->tls_certificate().certificate_pem);
        env_.trace.note(env_.now, name_, "opened by " + who_ + ", next number " + std::to_string(vault_->next_seq()));
    });
}

void TerminalHost::power_off() {
    if (up()) {
        env_.trace.note(env_.now, name_, "loses power");
        image();
        died();
    }
}

bool TerminalHost::unlock(const std::string& who) {
    if (!up() || who == who_) {
        return up();
    }
    if (syncing()) {
        return false;
    }
    who_ = who;
    if (!guarded([&] { vault_.reset(); })) {
        return false;
    }
    start();
    return up();
}

bool TerminalHost::sign(std::vector<codec::Value> intents, std::string_view what) {
    if (env_.plan.plant == Plant::terminal_forgets_commit) {
        copy_folder(folder_, folder_ + ".before");
    }
    return guarded([&] {
        const auto made = vault_->sign({std::move(intents), std::nullopt});
        if (!made) {
            env_.history.alarm(name_ + " cannot sign: " + to_string(made.error()));
            return;
        }
        ++env_.history.acts;
        env_.history.signed_.emplace(made->id(), name_);
        env_.trace.note(env_.now, name_,
                        who_ + " signs " + std::string(what) + " " + codec::hex(made->id()).substr(0, 12));
    });
}

std::optional<vault::Document> TerminalHost::document(const std::string& content) {
    const std::string path = folder_ + ".pdf";
    std::ofstream(path, std::ios::binary) << "%PDF-1.4\n" << content << "\n%%EOF\n";
    std::optional<vault::Document> out;
    guarded([&] {
        auto seen = vault_->look_at(path, "材料");
        const auto stored = seen ? vault_->store_document(path, *seen) : Result<>(seen.error());
        if (!stored) {
            env_.history.alarm(name_ + " cannot store a document: " + to_string(stored.error()));
        } else {
            out = std::move(*seen);
        }
    });
    return out;
}

// --- the session
// -----------------------------------------------------------------------------------------------------------------

std::optional<Packet> TerminalHost::begin() {
    if (!up() || syncing()) {
        return std::nullopt;
    }
    ++connection_;
    number_ = 0;
    ++env_.history.sessions;
    sync::TerminalSession::Options options;
    options.push_count = env_.plan.push_count;
    options.feed_limit = env_.plan.feed_limit;
    port_ = std::make_unique<Port>(*this);
    session_ = std::make_unique<sync::TerminalSession>(*port_, options);
    return next();
}

std::optional<Packet> TerminalHost::next() {
    std::optional<sync::Request> request;
    if (!guarded([&] { request = session_->next(); })) {
        return std::nullopt;
    }
    if (!request) {
        ++synced_;
        ++env_.history.sessions_done;
        end("synced");
        return std::nullopt;
    }
    asked_ = *request;
    waiting_ = true;
    Packet packet;
    packet.terminal = index_;
    packet.connection = connection_;
    packet.number = ++number_;
    packet.request = std::move(*request);
    return packet;
}

void TerminalHost::end(std::string_view how) {
    env_.trace.note(env_.now, name_,
                    std::string("session ").append(std::to_string(connection_)).append(" ").append(how));
    session_.reset();
    port_.reset();
    waiting_ = false;
}

bool TerminalHost::waits_for(std::uint64_t connection, std::uint64_t number) const {
    return waiting_ && connection == connection_ && number == number_;
}

std::optional<Packet> TerminalHost::on_response(const Packet& packet) {
    if (!up() || !waits_for(packet.connection, packet.number)) {
        return std::nullopt;  // of a session that has ended: nobody listens any more
    }
    waiting_ = false;
    if (env_.plan.plant == Plant::terminal_trusts_answers && asked_.target.starts_with("/v1/changes")) {
        std::vector<sync::PushAnswer> answers;
        std::string_view rest = packet.response.body;
        while (!rest.empty()) {
            const std::size_t newline = std::min(rest.find('\n'), rest.size());
            if (auto answer = sync::parse_push_answer(rest.substr(0, newline))) {
                answers.push_back(std::move(*answer));
            }
            rest.remove_prefix(std::min(newline + 1, rest.size()));
        }
        if (!guarded([&] { static_cast<void>(port_->store_answers(answers)); })) {
            return std::nullopt;
        }
    }
    std::optional<Error> refused;
    const bool alive = guarded([&] {
        if (const auto taken = session_->on_response(packet.response); !taken) {
            refused = taken.error();
        }
    });
    if (!alive) {
        return std::nullopt;
    }
    if (refused) {
        // A damaged answer must be refused, and is; anything else is something that an honest county never says.
        const bool ours = env_.plan.corrupt > 0 || refused->code.starts_with("net.");
        if (!ours || refused->code == "sync.frozen" || refused->code == "sync.behind") {
            env_.history.alarm(name_ + " was refused: " + to_string(*refused) + " to " + asked_.method + " " +
                               asked_.target);
        }
        end("refused: " + to_string(*refused));
        return std::nullopt;
    }
    return next();
}

void TerminalHost::on_silence(std::uint64_t connection, std::uint64_t number) {
    if (!up() || !waits_for(connection, number)) {
        return;
    }
    if (!guarded([&] { session_->on_lost(); })) {
        return;
    }
    end("lost at " + asked_.method + " " + asked_.target.substr(0, 24));
    if (env_.plan.plant == Plant::terminal_signs_again && asked_.target.starts_with("/v1/changes")) {
        sign_again();
    }
}

// Planted: "no answer" is taken for "did not arrive".
void TerminalHost::sign_again() {
    guarded([&] {
        for (const vault::Sent& sent : vault_->outbox()) {
            if (!sent.receipt && sent.seq > 1 && sent.person == vault_->person().person) {
                static_cast<void>(vault_->sign({sent.intents, std::nullopt}));
            }
        }
    });
}

}  // namespace zj::sim
