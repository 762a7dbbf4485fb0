// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/bundle.hpp"

#include <algorithm>

#include "shared/codec/json.hpp"
#include "shared/codec/reader.hpp"
#include "shared/codec/text.hpp"
#include "shared/sync/answers.hpp"
#include "shared/sync/paths.hpp"
#include "terminal/work/courier_file.hpp"
#include "terminal/work/sync.hpp"

namespace zj::work {

namespace {

// One export's change sets: ten pushes' worth.
constexpr std::size_t kExportCountMax = 10 * limits::kPushCountMax;
constexpr std::size_t kExportBytesMax = 8 * limits::kPushBytesMax;

Error forged(const Error& inner) {
    return fail("sync.forged", {}, to_string(inner));
}

std::string message(codec::Value value) {
    return codec::write_json(value);
}

// --- out

Result<> add_changes(CourierWriter& out, const std::vector<log::ChangeSet>& change_sets) {
    std::string lines;
    const auto flush = [&]() -> Result<> {
        const std::string text = message(codec::Object{{"kind", "changes"}, {"lines", lines}});
        lines.clear();
        return out.add(text);
    };
    for (const log::ChangeSet& change_set : change_sets) {
        const std::string line = log::write_change_set(change_set) + "\n";
        if (!lines.empty() && lines.size() + line.size() > limits::kPushBytesMax) {
            ZJ_CHECK(flush());
        }
        lines += line;
    }
    return lines.empty() ? Result<>() : flush();
}

Result<std::size_t> add_documents(const Context& context, CourierWriter& out) {
    const auto blobs = context.vault.undelivered_blobs();
    std::size_t chunks = 0;
    for (std::size_t i = 0; i < blobs.size(); ++i) {
        for (std::uint64_t n = 0; n < blobs[i].chunks; ++n) {
            if (context.stopped()) {
                return fail("sync.stopped", "export", "stopped; the half-written file was removed");
            }
            context.tell("export", i, blobs.size());
            ZJ_TRY(const Bytes bytes, context.vault.read_chunk(blobs[i].name, n));
            ZJ_CHECK(out.add(message(codec::Object{{"kind", "chunk"},
                                                   {"change_set", codec::hex(blobs[i].name.change_set)},
                                                   {"slot", blobs[i].name.slot},
                                                   {"sha256", codec::hex(blobs[i].name.sha256)},
                                                   {"n", static_cast<std::int64_t>(n)}})));
            ZJ_CHECK(out.add(as_text(bytes)));
            ++chunks;
        }
    }
    return chunks;
}

// --- in

class Import {
public:
    Import(vault::Vault& vault, const std::string& path) : vault_(vault), path_(path) {}

    Result<> take(std::string_view text) {
        ZJ_TRY(const codec::Value value, codec::parse_json(text, kCourierFrameMax));
        const std::string kind(value.str_or("kind"));
        if ((kind == "about") == begun_) {
            return syntax("the first message, and no other, says what it is about");
        }
        codec::Reader r(value);
        r.string("kind", 16);
        return kind == "about"        ? about(r)
               : kind == "roots"      ? roots(r)
               : kind == "checkpoint" ? checkpoint(r)
               : kind == "answers"    ? answers(r)
               : kind == "feed"       ? feed(r)
                                      : syntax("a message of an unknown kind");
    }

    bool stale() const { return stale_; }
    std::size_t receipts() const { return receipts_; }

private:
    Error syntax(const char* why) const { return fail("courier.syntax", path_, why); }

    Result<> about(codec::Reader& r) {
        begun_ = true;
        const std::string county = r.string("county", 64), device = r.string("device", 64), to = r.string("to", 16);
        ZJ_CHECK(r.finish());
        if (county != vault_.county() || device != vault_.device() || to != "device") {
            return fail("courier.other", path_, "not for this device of this county");
        }
        return renew_trust(vault_.roots());
    }

    // The chain from the fingerprint on this device's ticket decides whose signatures count.
    Result<> renew_trust(const std::vector<log::SignedRoot>& all) {
        auto statements = log::verify_roots(all, vault_.root_fingerprint());
        if (!statements) {
            return forged(statements.error());
        }
        origin_ = sync::origin_of(*statements);
        log_key_ = statements->back().log_key;
        return {};
    }

    Result<> roots(codec::Reader& r) {
        std::vector<log::SignedRoot> all = vault_.roots(), fresh;
        for (const codec::Value& line : r.array("roots", 1000)) {
            ZJ_TRY(log::SignedRoot root,
                   log::parse_signed_root(line.is_string() ? std::string_view(line.string()) : std::string_view()));
            ZJ_TRY(const log::RootStatement statement, log::parse_root_statement(root.envelope.payload));
            if (static_cast<std::size_t>(statement.number) == all.size() + 1) {
                all.push_back(root);
                fresh.push_back(std::move(root));
            }
        }
        ZJ_CHECK(r.finish());
        ZJ_CHECK(renew_trust(all));
        return vault_.store_roots(fresh);
    }

    // Everything that follows hangs under this one. An older bundle than what came by network says nothing new.
    Result<> checkpoint(codec::Reader& r) {
        const std::string note = r.string("checkpoint", 16 * 1024);
        const auto from = static_cast<std::uint64_t>(r.integer("from", 0, codec::kIntegerMax));
        const log::Proof path = sync::read_path(r, "consistency");
        ZJ_CHECK(r.finish());
        auto brought = log::open_checkpoint(note, origin_, log_key_);
        if (!brought) {
            return forged(brought.error());
        }
        const auto held = vault_.checkpoint();
        if (held && brought->size < held->size) {
            stale_ = true;
            return {};
        }
        if (held && held->size > 0) {
            if (from != held->size && brought->size != held->size) {
                return fail("courier.gap", path_,
                            "it continues size " + std::to_string(from) + ", held is " + std::to_string(held->size));
            }
            const log::Proof none;
            const auto shown = log::verify_consistency(held->size, brought->size, held->root, brought->root,
                                                       brought->size == held->size ? none : path);
            if (!shown) {
                static_cast<void>(vault_.keep_evidence(to_string(shown.error()), path_, note));
                return forged(shown.error());
            }
        }
        ZJ_CHECK(vault_.store_checkpoint(*brought, note));
        brought_ = *brought;
        return {};
    }

    Result<> under_the_checkpoint(const std::string& note) const {
        auto at = log::open_checkpoint(note, origin_, log_key_);
        if (!at || !brought_ || !(*at == *brought_)) {
            return fail("courier.syntax", path_, "a message under another checkpoint than the bundle's");
        }
        return {};
    }

    Result<> answers(codec::Reader& r) {
        const codec::Array& lines = r.array("lines", kExportCountMax);
        if (stale_) {
            return {};
        }
        ZJ_CHECK(r.finish());
        std::vector<sync::PushAnswer> good;
        for (const codec::Value& line : lines) {
            ZJ_TRY(sync::PushAnswer answer,
                   sync::parse_push_answer(line.is_string() ? std::string_view(line.string()) : std::string_view()));
            if (answer.state != "receipt" || !answer.receipt) {
                return syntax("an answer without a receipt");  // what is refused at the door travels signed, by network
            }
            const auto entry = log::verify_receipt(*answer.receipt, origin_, log_key_);
            if (!entry || entry->change_set != answer.id) {
                return forged(entry ? fail("receipt.bound") : entry.error());
            }
            ZJ_TRY(const log::TlogProof proof, log::parse_tlog_proof(answer.receipt->proof));
            ZJ_CHECK(under_the_checkpoint(proof.checkpoint));
            good.push_back(std::move(answer));
        }
        receipts_ += good.size();
        return vault_.store_answers(good);
    }

    Result<> feed(codec::Reader& r) {
        const std::string body = r.string("page", kCourierFrameMax);
        ZJ_CHECK(r.finish());
        if (stale_) {
            return {};
        }
        ZJ_TRY(const sync::FeedPage page, sync::parse_feed_page(body));
        const auto mine = vault_.scopes();
        if (std::find(mine.begin(), mine.end(), page.scope) == mine.end()) {
            return fail("courier.other", path_, "a scope that is not this device's");
        }
        ZJ_CHECK(under_the_checkpoint(page.checkpoint));
        const std::uint64_t position = vault_.feed_position(page.scope);
        const std::uint64_t after = page.items.empty() ? position : page.items.front().scope.n - 1;
        if (after > position) {
            return fail("courier.gap", page.scope,
                        "it starts after number " + std::to_string(after) + ", here is " + std::to_string(position));
        }
        auto items = sync::verify_feed_page(page, after, origin_, log_key_);
        if (!items) {
            static_cast<void>(vault_.keep_evidence(to_string(items.error()), path_, body));
            return forged(items.error());
        }
        return vault_.store_feed(page.scope, page, *items);
    }

    vault::Vault& vault_;
    const std::string& path_;
    bool begun_ = false, stale_ = false;
    std::string origin_;
    crypto::VerifyKey log_key_;
    std::optional<log::Checkpoint> brought_;
    std::size_t receipts_ = 0;
};

}  // namespace

Result<codec::Value> export_bundle(const Context& context, const std::string& path) {
    vault::Vault& vault = context.vault;
    const auto root = vault.root();
    ZJ_ASSERT(root);
    ZJ_TRY(const auto change_sets, vault.unsent(kExportCountMax, kExportBytesMax));
    if (change_sets.empty() && vault.undelivered_count() == 0) {
        return fail("courier.nothing", path, "everything is with the county already");
    }
    ZJ_TRY(CourierWriter out, CourierWriter::create(path, root->bundle_key));
    ZJ_CHECK(out.add(message(
        codec::Object{{"kind", "about"}, {"county", vault.county()}, {"device", vault.device()}, {"to", "county"}})));
    ZJ_TRY(const sync::Hello hello, vault.next_hello());
    ZJ_CHECK(out.add(message(codec::Object{{"kind", "hello"}, {"envelope", log::to_value(vault.sign_hello(hello))}})));
    ZJ_CHECK(add_changes(out, change_sets));
    ZJ_TRY(const std::size_t chunks, add_documents(context, out));
    ZJ_CHECK(out.finish());
    return codec::Value(codec::Object{{"file", path},
                                      {"change_sets", change_sets.size()},
                                      {"chunks", chunks},
                                      {"bytes", out.bytes()},
                                      {"outbox", outbox_summary(vault)}});
}

Result<codec::Value> import_bundle(const Context& context, const std::string& path) {
    vault::Vault& vault = context.vault;
    const std::int64_t before = vault.positions();
    Import import(vault, path);
    std::uint64_t messages = 0;
    ZJ_CHECK(read_courier_file(path, vault.bundle_key(), [&](std::string_view text) -> Result<> {
        if (context.stopped()) {
            return fail("sync.stopped", "import", "stopped between two messages");
        }
        context.tell("import", ++messages);
        return import.take(text);
    }));
    return codec::Value(codec::Object{{"file", path},
                                      {"stale", import.stale()},
                                      {"receipts", import.receipts()},
                                      {"fetched", vault.positions() - before},
                                      {"outbox", outbox_summary(vault)}});
}

}  // namespace zj::work
