// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <filesystem>
#include <fstream>

#include <unistd.h>
#include <catch2/catch_test_macros.hpp>

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/log/note.hpp"
#include "tests/support/show_result.hpp"
#include "tests/unit/model/core_words.hpp"
#include "tests/unit/verify/ground.hpp"

using namespace zj;
using namespace zj::test;
using verify::Check;

namespace {

// A county of which there is only the root statement, and its one entry.
BundleParts parts_of_root(const log::RootStatement& statement, const crypto::SigningKey& root, Time at,
                          std::string_view via, SeededRandom& random) {
    BundleParts parts = parts_of_lived();
    parts.entries.resize(1);
    parts.blobs.clear();
    log::SignedRoot genesis{{std::string(log::kRootType), log::write_root_statement(statement), {}},
                            lived().county.catalogue_text()};
    genesis.envelope.signatures.push_back({codec::base64(root.verify_key().bytes), root.sign(genesis.envelope.pae())});
    parts.roots = {genesis};
    parts.origin = log::origin_of(statement.county, statement.epoch, statement.simulated.has_value());
    struct Counters final : model::ScopeCounters {
        std::uint64_t last(std::string_view) override { return 0; }
        void set_last(std::string_view, std::uint64_t) override {}
    } counters;
    model::MemoryRegisters registers;
    model::Judge judge;
    const auto sealed = model::seal(judge.root(registers, genesis, statement, at), log::EntryKind::root, 0,
                                    statement.rules, at, via, genesis.envelope.id(), counters, random);
    parts.entries[0] = {sealed.entry_bytes, {}, sealed.records, sealed.scopes};
    return parts;
}

}  // namespace

TEST_CASE("a true bundle is verified, every check to its end") {
    BundleParts parts = parts_of_lived();
    verify::MemoryFiles files = parts.write();
    const verify::Report report = verified(files);
    INFO(to_text(report));
    CHECK(report.passed());
    CHECK(report.findings_total == 0);
    CHECK(report.entries == parts.entries.size());
    CHECK(report.changes > 50);
    CHECK(report.signatures >= 2 * report.changes);
    CHECK(report.blobs == parts.blobs.size());
    CHECK(report.blobs > 0);
    CHECK(report.absent.empty());
    for (const Check check :
         {Check::files, Check::roots, Check::entries, Check::headers, Check::contents, Check::replay, Check::times}) {
        CHECK(report.done[static_cast<std::size_t>(check)]);
        CHECK(report.checked[static_cast<std::size_t>(check)] > 0);
    }
    // The life is one worth auditing.
    for (const char* verdict : {"applied", "refused"}) {
        CHECK(report.verdicts.at(verdict) > 0);
    }
    CHECK(!report.demonstration);
    CHECK(to_text(report).find("VERIFIED") != std::string::npos);
    CHECK(to_text(report).find("NOT VERIFIED") == std::string::npos);
    CHECK(to_value(report).bool_or("ok"));
}

TEST_CASE("the number of threads changes nothing") {
    verify::MemoryFiles files = parts_of_lived().write();
    std::string before;
    for (const unsigned threads : {1U, 2U, 5U, 0U}) {
        verify::Options options;
        options.root = lived().county.fingerprint();
        options.threads = threads;
        const std::string now = codec::write_json(to_value(*verify::verify_bundle(files, options)));
        CHECK((before.empty() || now == before));
        before = now;
    }
}

TEST_CASE("without a fingerprint trust is not established") {
    verify::MemoryFiles files = parts_of_lived().write();
    const verify::Report report = *verify::verify_bundle(files, {});
    CHECK(!report.passed());
    CHECK(report.findings_total == 0);  // all else is checked
    CHECK(report.fingerprint == lived().county.fingerprint());
    CHECK(to_text(report).find("TRUST IS NOT ESTABLISHED") != std::string::npos);
    CHECK(to_text(report).find("NOT VERIFIED") != std::string::npos);
}

TEST_CASE("another county's fingerprint is not this county's") {
    verify::MemoryFiles files = parts_of_lived().write();
    CHECK(first_of(verified(files, std::string(64, 'a'))) == "root.fingerprint root/000001.json");
    CHECK(!verified(files, "").passed());
}

TEST_CASE("a bundle in a folder reads as in memory, and links in it are refused") {
    verify::MemoryFiles files = parts_of_lived().write();
    std::string name = (std::filesystem::temp_directory_path() / "zj-verify-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    const std::filesystem::path folder = name;
    for (const std::string& path : *files.list()) {
        std::filesystem::create_directories((folder / path).parent_path());
        const std::string bytes = *files.read(path, std::size_t{1} << 30);
        std::ofstream(folder / path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }
    const auto on_disk = verify::open_folder(name);
    CHECK(*on_disk->list() == *files.list());
    verify::Options options;
    options.root = lived().county.fingerprint();
    CHECK(verify::verify_bundle(*on_disk, options)->passed());
    const auto slash = verify::open_folder(name + "/");
    CHECK(verify::verify_bundle(*slash, options)->passed());

    std::filesystem::create_symlink("checkpoint", folder / "link");
    CHECK(verify::verify_bundle(*on_disk, options).error().code == "bundle.kind");
    std::filesystem::remove(folder / "link");
    std::filesystem::rename(folder / "checkpoint", folder / "elsewhere");
    std::filesystem::create_symlink("elsewhere", folder / "checkpoint");
    CHECK(!verify::verify_bundle(*on_disk, options));
    std::filesystem::remove_all(folder);
    CHECK(verify::verify_bundle(*on_disk, options).error().code == "bundle.folder");
}

TEST_CASE("a checkpoint from before is continued, or the log is another") {
    BundleParts parts = parts_of_lived();
    verify::MemoryFiles files = parts.write();
    log::Tree tree;
    for (const BundlePart& part : parts.entries) {
        tree.append(log::leaf_hash(as_bytes(part.entry)));
    }
    const auto found = [&](const log::Checkpoint& older, const crypto::SigningKey& key) {
        verify::Options options;
        options.root = lived().county.fingerprint();
        options.threads = 1;
        options.older_checkpoints = {log::sign_checkpoint(older, key)};
        return first_of(*verify::verify_bundle(files, options));
    };
    CHECK(found({parts.origin, 10, tree.root(10)}, parts.log_key) == "nothing");
    CHECK(found({parts.origin, tree.size(), tree.root()}, parts.log_key) == "nothing");
    CHECK(found({parts.origin, 10, tree.root(11)}, parts.log_key) == "checkpoint.consistency checkpoint");
    CHECK(found({parts.origin, tree.size() + 1, tree.root()}, parts.log_key) == "checkpoint.consistency checkpoint");
    SeededRandom random(9);
    CHECK(found({parts.origin, 10, tree.root(10)}, crypto::SigningKey::generate(random)) ==
          "note.signature checkpoint");
}

TEST_CASE("attachments that are not in the bundle are listed") {
    BundleParts parts = parts_of_lived();
    const std::string gone = parts.blobs.back();
    parts.blobs.pop_back();
    verify::MemoryFiles files = parts.write();
    const verify::Report report = verified(files);
    CHECK(report.passed());
    CHECK(report.absent == std::vector<std::string>{codec::hex(crypto::sha256(gone))});
    parts.blobs.push_back("a document that nobody named");
    files = parts.write();
    CHECK(first_of(verified(files)).starts_with("blob.unknown blobs/"));
}

TEST_CASE("a demonstration county verifies under its fingerprint, and says what it is") {
    // The same county but for its first statement.
    log::RootStatement statement = lived().county.statement();
    statement.simulated = log::Simulated{1, statement.issued_at + (-kDayMs), statement.issued_at + (-1)};
    SeededRandom random(3);
    const auto root = crypto::SigningKey::generate(random);
    const auto written = [&](Time at, const char* via) {
        return parts_of_root(statement, root, at, via, random).write();
    };
    const std::string print = log::fingerprint(root.verify_key());
    verify::MemoryFiles files = written(statement.issued_at, "local");
    const verify::Report report = verified(files, print);
    INFO(to_text(report));
    CHECK(report.passed());
    CHECK(report.demonstration);
    CHECK(to_value(report).bool_or("demonstration"));
    CHECK(to_text(report).find("DEMONSTRATION COUNTY") != std::string::npos);
    CHECK(to_text(report).find("no entry has simulated time") != std::string::npos);
    // Nobody gave a fingerprint: not looked at without the flag, and never trusted.
    CHECK(first_of(*verify::verify_bundle(files, {})) == "root.demo root/000001.json 0");
    verify::Options flag;
    flag.allow_demo = true;
    const verify::Report looked = *verify::verify_bundle(files, flag);
    CHECK(looked.findings_total == 0);
    CHECK(!looked.passed());

    files = written(statement.issued_at + (-2000), "simulated");
    const verify::Report simulated = verified(files, print);
    CHECK(simulated.passed());
    CHECK(simulated.simulated_until == 1);
    CHECK(to_text(simulated).find("entries 1–1: simulated time, vouched for by nobody") != std::string::npos);
    files = written(statement.issued_at, "simulated");
    CHECK(names(verified(files, print), "entry.simulated"));
}

TEST_CASE("what the device layer refused is refused again by who verifies") {
    CaseWorld w;
    County& county = w.county;
    const auto harmless = [&] {
        return county.intent("cancel").set("pending", "pending/none");
    };
    codec::Value large = harmless();
    large.set("pending", std::string(limits::kBodyBytesMax + 1, 'x'));
    CHECK(told(county.act("clerk-a", {large})) == "refused D6");
    log::ChangeSet set = county.sign("clerk-a", {harmless()});
    set.envelope.signatures.pop_back();
    CHECK(told(county.deliver(set)) == "refused D1");
    set = county.sign("clerk-a", {harmless()});
    set.bodies[0].bytes += " ";
    CHECK(told(county.deliver(set)) == "refused D4");
    set = county.sign("clerk-a", {harmless()});
    set.bodies.clear();
    CHECK(told(county.deliver(set)) == "refused D4");

    // A join that is refused shows a key that no register holds; then that person signs on the same device.
    const auto one_time = open_ticket(county, {"person", "", "", {"ob_section"}, {}});
    const std::string person = person_on(county, one_time);
    const crypto::SigningKey key = crypto::SigningKey::generate(county.random());
    Device& device = county.device_of("clerk-a");
    const auto signed_as = [&](const codec::Value& intent, const crypto::SigningKey* ticket) {
        log::Header header = next_header(county, "clerk-a");
        header.person = ticket != nullptr ? county.person("clerk-b").id : person;  // another than the ticket names
        header.key = key.verify_key().id();
        log::ChangeSet made = log::make_change_set(header, {intent}, {&device.sign, &key, ticket}, county.random());
        ++device.seq;
        device.last = made.id();
        return made;
    };
    const codec::Value join = codec::Object{{"do", "identity.join"},
                                            {"base", codec::Value()},
                                            {"ticket", codec::base64(one_time.verify_key().bytes)},
                                            {"person_key", codec::base64(key.verify_key().bytes)}};
    CHECK(told(county.deliver(signed_as(join, &one_time))) == "refused B9");
    CHECK(told(county.deliver(signed_as(harmless(), nullptr))) == "refused D2");

    verify::MemoryFiles files = bundle_of(county).write();
    const verify::Report report = verified(files, county.fingerprint());
    INFO(to_text(report));
    CHECK(report.passed());
    // What nothing shows to have come so is listed for the auditor to ask about, and never shown as the author's.
    const auto noted = [&](std::string_view rule) {
        return std::ranges::count(report.notes, rule, &verify::Finding::rule);
    };
    CHECK(noted("person.unsigned") == 1);
    CHECK(noted("body.foreign") == 2);
    const auto note = std::ranges::find(report.notes, "body.foreign", &verify::Finding::rule);
    CHECK(verify::read_entry(files, *note->entry)->bodies.array().empty());
}

TEST_CASE("a log under rules that this program does not know is not called verified") {
    log::RootStatement statement = lived().county.statement();
    statement.rules = model::kNewestRules + 1;
    SeededRandom random(5);
    const auto root = crypto::SigningKey::generate(random);
    verify::MemoryFiles files = parts_of_root(statement, root, statement.issued_at, "local", random).write();
    CHECK(names(verified(files, log::fingerprint(root.verify_key())), "rules.unknown"));
}

TEST_CASE("witnesses cosign as the root asks") {
    log::RootStatement statement = lived().county.statement();
    SeededRandom random(4);
    const auto root = crypto::SigningKey::generate(random), witness = crypto::SigningKey::generate(random),
               stranger = crypto::SigningKey::generate(random);
    statement.witnesses = {{"witness.example/1", witness.verify_key()}};
    statement.quorum = 1;
    BundleParts parts = parts_of_root(statement, root, statement.issued_at, "local", random);
    log::Tree tree;
    tree.append(log::leaf_hash(as_bytes(parts.entries[0].entry)));
    const std::string text = log::checkpoint_text({parts.origin, 1, tree.root()});
    const auto cosign = [&](const crypto::SigningKey& key, const std::string& signed_text, std::int64_t time) {
        const std::string name = "witness.example/1";
        Bytes typed{'\n', 0x04};
        typed.insert(typed.end(), witness.verify_key().bytes.begin(), witness.verify_key().bytes.end());
        const Hash hash = crypto::sha256(name, typed);
        Bytes tail(hash.bytes.begin(), hash.bytes.begin() + 4);
        for (int shift = 56; shift >= 0; shift -= 8) {
            tail.push_back(static_cast<std::uint8_t>(time >> shift));
        }
        const auto signature = key.sign(as_bytes("cosignature/v1\ntime " + std::to_string(time) + "\n" + signed_text));
        tail.insert(tail.end(), signature.bytes.begin(), signature.bytes.end());
        return "— " + name + " " + codec::base64(tail) + "\n";
    };
    const auto found = [&](const std::string& cosignatures) {
        parts.cosignatures = cosignatures;
        verify::MemoryFiles files = parts.write();
        return first_of(verified(files, log::fingerprint(root.verify_key())));
    };
    CHECK(found("") == "checkpoint.quorum checkpoint");
    CHECK(found(cosign(witness, text, 77)) == "nothing");
    CHECK(found(cosign(witness, text, 77) + cosign(witness, text, 78)) == "nothing");
    CHECK(found(cosign(stranger, text, 77)) == "checkpoint.cosignature checkpoint");
    CHECK(found(cosign(witness, "other\n", 77)) == "checkpoint.cosignature checkpoint");
    // A cosignature long after the last entry fails nothing, but is told.
    const std::int64_t late = (statement.issued_at.ms + 8 * kDayMs) / kSecondMs;
    CHECK(found(cosign(witness, text, late)) == "nothing");
    verify::MemoryFiles with_late = parts.write();
    const verify::Report told_late = verified(with_late, log::fingerprint(root.verify_key()));
    REQUIRE(told_late.notes_total == 1);
    CHECK(told_late.notes.at(0).rule == "cosignature.late");
    // An ordinary signature of the witness is no cosignature.
    const std::string plain = log::sign_note(text, "witness.example/1", witness);
    CHECK(found(plain.substr(plain.rfind("\n\n") + 2)) == "checkpoint.quorum checkpoint");
}

TEST_CASE("one entry is shown and proved") {
    BundleParts parts = parts_of_lived();
    verify::MemoryFiles files = parts.write();
    const std::size_t n =
        last_entry(parts, [](const BundlePart& part, const log::Entry&) { return part.change_set.has_value(); });
    const auto shown = verify::read_entry(files, n);
    REQUIRE(shown);
    CHECK(shown->entry == parts.entries[n].entry);
    CHECK(shown->header == parts.entries[n].change_set->envelope.payload);
    CHECK(shown->bodies.array().size() == parts.entries[n].change_set->bodies.size());
    const auto proof = verify::prove_entry(files, n);
    REQUIRE(proof);
    CHECK(log::verify_receipt({parts.entries[n].entry, *proof}, parts.origin, parts.log_key.verify_key()));
    CHECK(verify::read_entry(files, parts.entries.size()).error().code == "entry.none");

    const std::string records = files.at("records/000000.ndjson"), entries = files.at("entries.ndjson");
    const auto changed = [&](const char* path, std::size_t line) {
        std::string& text = files.at(path);
        std::size_t at = 0;
        for (; line > 0; --line) {
            at = text.find('\n', at) + 1;
        }
        at = text.find("\\\"version\\\":", at);
        text[at + 3] = 'X';
    };
    changed("records/000000.ndjson", n);
    CHECK(verify::read_entry(files, n).error().code == "entry.parts");
    CHECK(verify::read_entry(files, n - 1));
    files.at("records/000000.ndjson") = records;
    files.at("entries.ndjson").back() = ' ';
    files.at("entries.ndjson") += '\n';
    CHECK(verify::read_entry(files, n).error().code == "entry.checkpoint");
    CHECK(verify::prove_entry(files, n).error().code == "entry.checkpoint");
    files.at("entries.ndjson") = entries;
    CHECK(verify::prove_entry(files, parts.entries.size()).error().code == "entry.none");
}

TEST_CASE("a verification can be cancelled") {
    verify::MemoryFiles files = parts_of_lived().write();
    for (const char* stage : {"files", "replay"}) {
        verify::Options options;
        options.root = lived().county.fingerprint();
        options.progress = [&](const std::string& now, std::uint64_t, std::uint64_t) {
            return now != stage;
        };
        CHECK(verify::verify_bundle(files, options).error().code == "verify.cancelled");
    }
}
