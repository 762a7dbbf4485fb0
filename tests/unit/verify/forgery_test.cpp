// SPDX-License-Identifier: Apache-2.0
// What somebody without the log key can do to a bundle, and what a county with the log key can do to its log.
#include <catch2/catch_test_macros.hpp>

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/log/note.hpp"
#include "tests/support/show_result.hpp"
#include "tests/unit/verify/ground.hpp"

using namespace zj;
using namespace zj::test;

namespace {

verify::MemoryFiles files_of_lived() {
    return parts_of_lived().write();
}

std::size_t last_change(const BundleParts& parts, log::Verdict verdict = log::Verdict::applied) {
    return last_entry(parts, [&](const BundlePart& part, const log::Entry& entry) {
        return part.change_set && entry.verdict == verdict;
    });
}

// A lie of the county's, signed like the truth: the first finding must be `rule` at entry `n`.
void found(const BundleParts& parts, const std::string& rule, std::optional<std::size_t> n, const std::string& file) {
    verify::MemoryFiles files = parts.write();
    const verify::Report report = verified(files);
    INFO(to_text(report));
    CHECK(!report.passed());
    CHECK(first_of(report) == rule + " " + file + (n ? " " + std::to_string(*n) : std::string()));
}

void renumber(BundleParts& parts) {
    for (std::size_t i = 0; i < parts.entries.size(); ++i) {
        parts.entries[i].change_entry([&](log::Entry& e) { e.index = i; });
    }
}

}  // namespace

TEST_CASE("a file that the log key lists and nobody reads is named") {
    for (const char* path : {"root/000009.json", "bodies/000009.ndjson", "vouchers/more", "notes.txt"}) {
        INFO(path);
        BundleParts parts = parts_of_lived();
        verify::MemoryFiles files = parts.write();
        files.put(path, "x\n");
        sign_manifest(files, parts.origin, parts.log_key);
        const verify::Report report = verified(files);
        CHECK(first_of(report) == std::string("bundle.stranger ") + path);
        CHECK(!report.passed());
    }
}

TEST_CASE("a missing, extra, renamed or swapped file is named") {
    const std::vector<std::string> all = *files_of_lived().list();
    for (const std::string& path : all) {
        INFO(path);
        verify::MemoryFiles files = files_of_lived();
        files.remove(path);
        verify::Report report = verified(files);
        CHECK(!report.passed());
        CHECK(report.findings.at(0).file == path);

        files = files_of_lived();
        files.put(path + ".copy", "x");
        report = verified(files);
        CHECK(first_of(report) == "bundle.unlisted " + path + ".copy");

        files = files_of_lived();
        const std::string bytes = files.at(path);
        files.remove(path);
        files.put(path + "x", bytes);
        report = verified(files);
        CHECK(report.findings.at(0).file == path);
        CHECK((path == "manifest" || report.findings_total >= 2));
    }
    for (std::size_t i = 1; i < all.size(); ++i) {
        verify::MemoryFiles files = files_of_lived();
        std::swap(files.at(all[i - 1]), files.at(all[i]));
        const verify::Report report = verified(files);
        INFO(all[i - 1] << " for " << all[i]);
        CHECK(!report.passed());
        CHECK((report.findings.at(0).file == all[i - 1] || report.findings.at(0).file == all[i]));
    }
    verify::MemoryFiles files = files_of_lived();
    files.put("root/000002.json", "{}\n");
    CHECK(!verified(files).passed());
    verify::MemoryFiles none;
    CHECK(first_of(verified(none)) == "manifest.missing manifest");
}

TEST_CASE("a manifest is sorted, safe, of its version and signed by the log key alone") {
    const BundleParts parts = parts_of_lived();
    const auto found_with = [&](auto change, const crypto::SigningKey& key) {
        verify::MemoryFiles files = parts.write();
        std::string text = log::parse_note(files.at("manifest"))->text;
        change(text);
        files.put("manifest", log::sign_note(text, parts.origin + "/bundle", key));
        return first_of(verified(files));
    };
    const auto replaced = [&](const char* from, const char* to) {
        return found_with([&](std::string& text) { text.replace(text.find(from), std::string_view(from).size(), to); },
                          parts.log_key);
    };
    SeededRandom random(5);
    CHECK(found_with([](std::string&) {}, parts.log_key) == "nothing");
    CHECK(found_with([](std::string&) {}, crypto::SigningKey::generate(random)) == "manifest.signature manifest");
    CHECK(replaced("zhijian-bundle-v1", "zhijian-bundle-v2") == "manifest.version manifest");
    CHECK(replaced("/1/bundle", "/2/bundle") == "manifest.signature manifest");
    CHECK(replaced(" checkpoint\n", " ../checkpoint\n") == "manifest.syntax manifest");
    CHECK(replaced(" checkpoint\n", " /checkpoint\n") == "manifest.syntax manifest");
    CHECK(replaced(" checkpoint\n", " manifest\n") == "manifest.syntax manifest");
    CHECK(replaced(" checkpoint\n", " check point\n") == "manifest.syntax manifest");
    CHECK(replaced(" checkpoint\n", " zheckpoint\n") == "manifest.syntax manifest");  // not sorted
    CHECK(found_with([](std::string& text) { text += "more\n"; }, parts.log_key) == "manifest.syntax manifest");
    CHECK(found_with([](std::string& text) { text = text.substr(0, text.find('\n') + 1); }, parts.log_key) ==
          "manifest.syntax manifest");
}

TEST_CASE("a signature that is forged, taken away or somebody else's is found at its entry") {
    for (const std::size_t which : {std::size_t{0}, std::size_t{1}}) {
        const char* const rule = which == 0 ? "header.device_signature" : "header.person_signature";
        BundleParts parts = parts_of_lived();
        const std::size_t n = last_change(parts);
        const auto truth = parts.entries[n].change_set->envelope.signatures;
        auto& signatures = parts.entries[n].change_set->envelope.signatures;
        signatures[which].signature.bytes[3] ^= 1;
        found(parts, rule, n, "headers.ndjson");
        signatures = truth;
        signatures.erase(signatures.begin() + static_cast<std::ptrdiff_t>(which));
        found(parts, rule, n, "headers.ndjson");
        signatures = truth;
        signatures[which].signature = truth[1 - which].signature;
        found(parts, rule, n, "headers.ndjson");
        signatures = truth;
        signatures[which].keyid = truth[1 - which].keyid;
        found(parts, rule, n, "headers.ndjson");
    }
}

TEST_CASE("a header that is not the entry's is found") {
    BundleParts parts = parts_of_lived();
    const std::size_t n = last_change(parts);
    auto& envelope = parts.entries[n].change_set->envelope;
    const std::size_t at = envelope.payload.find("\"elapsed_ms\":0");
    REQUIRE(at != std::string::npos);
    envelope.payload[at + 13] = '1';
    found(parts, "header.id", n, "headers.ndjson");
    // Another change set's header in its place, truly signed.
    parts = parts_of_lived();
    std::size_t other = n - 1;
    while (!parts.entries[other].change_set) {
        --other;
    }
    parts.entries[n].change_set->envelope = parts.entries[other].change_set->envelope;
    found(parts, "header.id", n, "headers.ndjson");
}

TEST_CASE("another verdict, code, time or way than the judge's is found") {
    BundleParts parts = parts_of_lived();
    const std::size_t applied = last_change(parts), refused = last_change(parts, log::Verdict::refused);
    parts.entries[applied].change_entry([](log::Entry& e) {
        e.verdict = log::Verdict::refused;
        e.code = "B1";
    });
    found(parts, "replay.verdict", applied, "entries.ndjson");
    parts = parts_of_lived();
    parts.entries[refused].change_entry([](log::Entry& e) {
        e.verdict = log::Verdict::applied;
        e.code.clear();
    });
    found(parts, "replay.verdict", refused, "entries.ndjson");
    parts = parts_of_lived();
    parts.entries[refused].change_entry([](log::Entry& e) { e.code = "G1"; });
    found(parts, "replay.verdict", refused, "entries.ndjson");
    parts = parts_of_lived();
    parts.entries[applied].change_entry([](log::Entry& e) { e.received_at = e.received_at + (-kDayMs); });
    found(parts, "entry.time", applied, "entries.ndjson");
    parts = parts_of_lived();
    parts.entries[applied].change_entry([](log::Entry& e) { e.via = "simulated"; });
    found(parts, "entry.simulated", applied, "entries.ndjson");
    parts = parts_of_lived();
    parts.entries[applied].change_entry([](log::Entry& e) { e.via = "local"; });
    found(parts, "entry.via", applied, "entries.ndjson");
    parts = parts_of_lived();
    parts.entries[applied].change_entry([](log::Entry& e) { e.rules = 2; });
    found(parts, "entry.rules", applied, "entries.ndjson");
    parts = parts_of_lived();
    parts.entries[applied].change_entry([](log::Entry& e) { e.index += 1; });
    found(parts, "entry.index", applied, "entries.ndjson");
    parts = parts_of_lived();
    parts.entries[applied].change_entry([](log::Entry& e) { e.change_set->bytes[0] ^= 1; });
    found(parts, "header.id", applied, "headers.ndjson");
    parts = parts_of_lived();
    parts.entries[applied].entry += " ";
    found(parts, "json.not_canonical", applied, "entries.ndjson");
}

TEST_CASE("other effects than the judge's are found, committed to or not") {
    BundleParts parts = parts_of_lived();
    const std::size_t n = last_change(parts);
    auto& records = parts.entries[n].records;
    REQUIRE(!records.empty());
    const auto truth = records;
    const std::string file = "records/000000.ndjson";
    const auto changed = [](const log::SaltedRecord& record) {
        log::Record read = *log::parse_record(record.bytes);
        read.value.set("zz", "more");
        return log::SaltedRecord{record.salt, log::write_record(read)};
    };
    records.back() = changed(truth.back());
    found(parts, "records.commitment", n, file);
    parts.entries[n].commit();
    found(parts, "replay.record", n, file);
    records = truth;
    records.pop_back();
    parts.entries[n].commit();
    found(parts, "replay.effects", n, file);
    records = truth;
    records.push_back(truth.back());
    parts.entries[n].commit();
    found(parts, "replay.effects", n, file);
    records = truth;
    records.back().salt[0] ^= 1;
    found(parts, "records.commitment", n, file);
    // Another salt, committed to, is another log, but a true one.
    parts.entries[n].commit();
    verify::MemoryFiles files = parts.write();
    CHECK(verified(files).passed());
}

TEST_CASE("scopes that are withheld, invented or numbered otherwise are found") {
    BundleParts parts = parts_of_lived();
    const std::size_t n = last_change(parts);
    auto& scopes = parts.entries[n].scopes;
    const auto truth = scopes;
    const std::string file = "records/000000.ndjson";
    REQUIRE(scopes.size() > 1);
    scopes.pop_back();
    parts.entries[n].commit();
    found(parts, "replay.scopes", n, file);
    scopes = truth;
    scopes.back().n += 1;
    found(parts, "scopes.commitment", n, file);
    parts.entries[n].commit();
    found(parts, "replay.scope_number", n, file);
    scopes = truth;
    scopes.push_back({{1}, "unit/999999999", 1});
    parts.entries[n].commit();
    found(parts, "replay.scopes", n, file);
}

TEST_CASE("a body that is missing or another is found at its entry") {
    BundleParts parts = parts_of_lived();
    const std::size_t n = last_change(parts);
    auto& bodies = parts.entries[n].change_set->bodies;
    const auto truth = bodies;
    bodies.clear();
    found(parts, "D4", n, "bodies/000000.ndjson");
    bodies = truth;
    bodies[0].bytes += " ";
    found(parts, "D4", n, "bodies/000000.ndjson");
    bodies = truth;
    bodies[0].salt[0] ^= 1;
    found(parts, "D4", n, "bodies/000000.ndjson");
    bodies = truth;
    bodies.push_back(truth[0]);
    found(parts, "D4", n, "bodies/000000.ndjson");
}

TEST_CASE("a county that goes round its judge is found") {
    // It grants by hand what was refused.
    BundleParts parts = parts_of_lived();
    const std::size_t n = last_change(parts, log::Verdict::refused);
    std::size_t rich = n - 1;
    while (parts.entries[rich].records.empty() || !parts.entries[rich].change_set) {
        --rich;
    }
    parts.entries[n].records = parts.entries[rich].records;
    parts.entries[n].change_entry([](log::Entry& e) {
        e.verdict = log::Verdict::applied;
        e.code.clear();
    });
    parts.entries[n].commit();
    found(parts, "replay.verdict", n, "entries.ndjson");

    // A record that no entry should have written, in a tick.
    parts = parts_of_lived();
    const std::size_t tick = last_entry(
        parts, [](const BundlePart&, const log::Entry& entry) { return entry.kind == log::EntryKind::tick; });
    REQUIRE(tick > 0);
    parts.entries[tick].records.push_back(parts.entries[rich].records.back());
    parts.entries[tick].commit();
    found(parts, "replay.effects", tick, "records/000000.ndjson");
}

TEST_CASE("an entry that is dropped, repeated, moved or of a stranger is found") {
    BundleParts parts = parts_of_lived();
    const std::size_t size = parts.entries.size();
    // Of a device that signs again later: the gap shows at its next number.
    const std::size_t n = last_entry(parts, [&](const BundlePart& part, const log::Entry& entry) {
        return part.change_set && entry.index + 1 < size &&
               log::parse_header(part.change_set->envelope.payload)->seq > 1 &&
               parts.entries[entry.index + 1].change_set;
    });
    BundleParts lie = parts_of_lived();
    lie.entries.erase(lie.entries.begin() + static_cast<std::ptrdiff_t>(n));
    renumber(lie);
    verify::MemoryFiles files = lie.write();
    CHECK(!verified(files).passed());

    lie = parts_of_lived();
    lie.entries.push_back(lie.entries[n]);
    renumber(lie);
    lie.entries.back().change_entry(
        [&](log::Entry& e) { e.received_at = log::parse_entry(lie.entries[size - 1].entry)->received_at; });
    found(lie, "header.sequence", size, "headers.ndjson");

    lie = parts_of_lived();
    std::swap(lie.entries[n], lie.entries[n + 1]);
    renumber(lie);
    files = lie.write();
    CHECK(!verified(files).passed());

    // A device that never enrolled.
    lie = parts_of_lived();
    SeededRandom random(6);
    const auto device = crypto::SigningKey::generate(random), person = crypto::SigningKey::generate(random);
    log::Header header = *log::parse_header(lie.entries[n].change_set->envelope.payload);
    header.device = device.verify_key().id();
    header.key = person.verify_key().id();
    header.seq = 1;
    lie.entries.push_back(lie.entries[n]);
    lie.entries.back().change_set =
        log::make_change_set(header, {codec::Object{{"do", "case.message"}, {"base", codec::Object{}}}},
                             {&device, &person, nullptr}, random);
    renumber(lie);
    lie.entries.back().change_entry([&](log::Entry& e) {
        e.change_set = lie.entries.back().change_set->id();
        e.received_at = log::parse_entry(lie.entries[size - 1].entry)->received_at;
    });
    found(lie, "header.device_signature", size, "headers.ndjson");
}

TEST_CASE("a tick that was left out or came at another time is found") {
    BundleParts parts = parts_of_lived();
    const std::size_t tick = last_entry(
        parts, [](const BundlePart&, const log::Entry& entry) { return entry.kind == log::EntryKind::tick; });
    REQUIRE(tick > 0);
    BundleParts lie = parts_of_lived();
    lie.entries.erase(lie.entries.begin() + static_cast<std::ptrdiff_t>(tick));
    renumber(lie);
    verify::MemoryFiles files = lie.write();
    CHECK(names(verified(files), "tick.missing"));
    parts.entries[tick].change_entry([](log::Entry& e) { e.received_at = e.received_at + 1; });
    found(parts, "tick.boundary", tick, "entries.ndjson");
    parts = parts_of_lived();
    parts.entries[tick].change_entry([](log::Entry& e) { e.change_set = Hash{}; });
    found(parts, "entry.change_set", tick, "entries.ndjson");
}

TEST_CASE("checkpoint, scope heads and register digest are held against the log") {
    const BundleParts parts = parts_of_lived();
    log::Tree tree;
    for (const BundlePart& part : parts.entries) {
        tree.append(log::leaf_hash(as_bytes(part.entry)));
    }
    const auto size = tree.size();
    const auto with_checkpoint = [&](const std::string& checkpoint) {
        BundleParts lie = parts_of_lived();
        lie.checkpoint = checkpoint;
        verify::MemoryFiles files = lie.write();
        return first_of(verified(files));
    };
    SeededRandom random(7);
    CHECK(with_checkpoint(log::sign_checkpoint({parts.origin, size - 1, tree.root(size - 1)}, parts.log_key)) ==
          "checkpoint.size entries.ndjson");
    CHECK(with_checkpoint(log::sign_checkpoint({parts.origin, size, tree.root(size - 1)}, parts.log_key)) ==
          "checkpoint.root entries.ndjson");
    CHECK(with_checkpoint(log::sign_checkpoint({parts.origin, size, tree.root()},
                                               crypto::SigningKey::generate(random))) == "note.signature checkpoint");
    CHECK(with_checkpoint("rubbish\n") == "note.syntax checkpoint");

    const auto with_file = [&](const std::string& path, const std::string& bytes) {
        verify::MemoryFiles files = parts.write();
        files.put(path, bytes);
        sign_manifest(files, parts.origin, parts.log_key);
        return first_of(verified(files));
    };
    verify::MemoryFiles truth = parts.write();
    std::string heads = truth.at("vouchers/scope-heads.ndjson");
    CHECK(with_file("vouchers/scope-heads.ndjson", heads.substr(heads.find('\n') + 1)) ==
          "scope_head.number vouchers/scope-heads.ndjson");
    const auto head = [&](std::uint64_t at, std::uint64_t n) {
        return codec::write_json(codec::Object{
                   {"head", log::sign_scope_head(parts.origin, {at, tree.root(at), "admin", n}, parts.log_key)}}) +
               "\n";
    };
    CHECK(with_file("vouchers/scope-heads.ndjson", head(size, 1) + heads.substr(heads.find('\n') + 1)) ==
          "scope_head.number vouchers/scope-heads.ndjson");
    CHECK(with_file("vouchers/scope-heads.ndjson", head(size - 1, 1)) == "scope_head.size vouchers/scope-heads.ndjson");
    const codec::Value stated =
        codec::Object{{"digest", codec::base64(Hash{})}, {"records", 1}, {"size", static_cast<std::int64_t>(size)}};
    const std::string note = log::sign_answer(parts.origin + "/bundle", stated, parts.log_key);
    CHECK(with_file("vouchers/registers.json", codec::write_json(codec::Object{{"note", note}}) + "\n") ==
          "registers.digest vouchers/registers.json");
    // Lines too few or too many, listed and signed.
    std::string headers = truth.at("headers.ndjson");
    CHECK(with_file("headers.ndjson", headers + "{}\n") == "bundle.extra headers.ndjson " + std::to_string(size));
    headers.erase(headers.rfind('\n', headers.size() - 2) + 1);
    CHECK(with_file("headers.ndjson", headers).starts_with("bundle.short headers.ndjson"));
    CHECK(with_file("headers.ndjson", truth.at("headers.ndjson") + "x").starts_with("bundle.line headers.ndjson"));
}

TEST_CASE("root statements beyond the log, or entries of none, are found") {
    BundleParts parts = parts_of_lived();
    BundleParts lie = parts_of_lived();
    lie.roots.push_back(lie.roots[0]);
    found(lie, "root.chain", std::nullopt, "root/000002.json");
    lie = parts_of_lived();
    lie.entries[0].change_entry([](log::Entry& e) { e.change_set = Hash{}; });
    verify::MemoryFiles files = lie.write();
    CHECK(names(verified(files), "root.id"));
    lie = parts_of_lived();
    lie.entries.push_back(lie.entries[0]);
    renumber(lie);
    lie.entries.back().change_entry([&](log::Entry& e) {
        e.received_at = log::parse_entry(lie.entries[lie.entries.size() - 2].entry)->received_at;
    });
    found(lie, "root.unknown", lie.entries.size() - 1, "entries.ndjson");
}
