// SPDX-License-Identifier: Apache-2.0
// A package that the county itself changed and sealed anew, or whose log says other than what was signed. Each lie is
// found by the code of what it breaks.
#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/verify/forged.hpp"

namespace zj::test {
namespace {

TEST_CASE("the county's seal does not make good what its log does not say") {
    using Change = std::function<void(Forged&)>;
    const std::vector<std::pair<const char*, Change>> lies{
        {"checkpoint.signature",
         [](Forged& g) {
             spoil(g.files, package::kCheckpoint);
         }},
        {"root.signature",
         [](Forged& g) {
             edit(g.files, package::root_path(1, ".json"),
                  [](Object& root) { root["payload"] = codec::base64(as_bytes("{}")); });
         }},
        {"root.catalogue",
         [](Forged& g) {
             spoil(g.files, package::root_path(1, ".catalogue.json"));
         }},
        {"root.unlogged",
         [](Forged& g) {
             g.drop(0);
         }},
        {"merkle.proof",
         [](Forged& g) {
             replace(g.files[part_path(Part::receipt, g.decision)], R"(\"via\":\"net\")", R"(\"via\":\"usb\")");
         }},
        {"header.id",
         [](Forged& g) {
             edit(g.files, part_path(Part::change_set, g.decision), [&](Object& shown) {
                 Object& envelope = shown["envelope"].object();
                 std::string payload(as_text(*codec::from_base64(envelope["payload"].string())));
                 replace(payload, R"("elapsed_ms":0)", R"("elapsed_ms":1)");
                 envelope["payload"] = codec::base64(as_bytes(payload));
             });
         }},
        {"header.device_signature",
         [](Forged& g) {
             edit(g.files, part_path(Part::change_set, g.decision), [](Object& shown) {
                 Array& signatures = shown["envelope"].object()["signatures"].array();
                 signatures[0].set("sig", signatures[1].str_or("sig"));
             });
         }},
        {"header.person_signature",
         [](Forged& g) {
             edit(g.files, part_path(Part::change_set, g.decision),
                  [](Object& shown) { shown["envelope"].object()["signatures"].array().pop_back(); });
         }},
        {"body.commitment",
         [](Forged& g) {
             edit(g.files, part_path(Part::change_set, g.f.talk), [](Object& shown) {
                 Object& body = first(shown, "bodies");
                 std::string text = body["body"].string();
                 replace(text, "请", "不");
                 body["body"] = text;
             });
         }},
        {"records.commitment",
         [](Forged& g) {
             edit(g.files, part_path(Part::records, g.closing), [](Object& shown) {
                 Object& record = first(shown, "records");
                 std::string text = record["record"].string();
                 replace(text, "YB-0001", "YB-0002");
                 record["record"] = text;
             });
         }},
        {"package.course",
         [](Forged& g) {
             g.drop(g.decision);
         }},
        {"package.course",
         [](Forged& g) {
             g.files.erase(part_path(Part::change_set, g.decision));
         }},
        {"package.course",
         [](Forged& g) {
             edit(g.files, part_path(Part::change_set, g.decision), [](Object& shown) { shown["bodies"] = Array{}; });
         }},
        {"package.course",
         [](Forged& g) {
             g.drop(g.closing);
         }},
        {"package.part",
         [](Forged& g) {
             g.files[part_path(Part::records, g.closing)].pop_back();
         }},
        {"attachment.unknown",
         [](Forged& g) {
             spoil(g.files, path_of(g.files, "data/attachments/003"));
         }},
        {"attachment.hash",
         [](Forged& g) {
             std::swap(g.files[path_of(g.files, "data/attachments/003")],
                       g.files[path_of(g.files, "data/attachments/004")]);
         }},
        {"package.metadata",
         [](Forged& g) {
             g.files.erase(path_of(g.files, "data/attachments/003"));
         }},
        {"package.metadata",
         [](Forged& g) {
             replace(g.files[package::kMetadata], "30年", "10年");
         }},
        {"package.cover",
         [](Forged& g) {
             g.files[package::kCover] = "a letter";
         }},
        {"package.stranger",
         [](Forged& g) {
             g.files["data/log/letter"] = "x";
         }},
    };
    for (const auto& [rule, lie] : lies) {
        Forged g;
        lie(g);
        const verify::PackageReport report = g.sealed();
        INFO(rule);
        CAPTURE(told(report));
        CHECK(names(report, rule));
        CHECK(!report.passed());
    }
}

TEST_CASE("where the root asks for witnesses the checkpoint has them, and a statement that is no entry is told") {
    Forged g;
    SeededRandom random(4);
    const auto root = crypto::SigningKey::generate(random), witness = crypto::SigningKey::generate(random);
    log::RootStatement statement = g.f.world.county.statement();
    statement.witnesses = {{"witness.example/1", witness.verify_key()}};
    statement.quorum = 1;
    log::Envelope envelope{std::string(log::kRootType), log::write_root_statement(statement), {}};
    envelope.signatures.push_back({codec::base64(root.verify_key().bytes), root.sign(envelope.pae())});
    g.files[package::root_path(1, ".json")] = codec::write_json(log::to_value(envelope)) + "\n";
    seal_anew(g.files, g.f.world.county);
    const verify::PackageReport report = verified(g.files, log::fingerprint(root.verify_key()));
    CHECK(names(report, "checkpoint.quorum"));
    CHECK(names(report, "root.id"));
}

TEST_CASE("a part larger than any may be is not read") {
    for (const auto& [path, rule] : {std::pair{part_path(Part::records, Forged().decision), "bundle.size"},
                                     std::pair{part_path(Part::change_set, Forged().decision), "bundle.size"},
                                     std::pair{std::string(package::kCheckpoint), "checkpoint.signature"}}) {
        Forged g;
        g.files[path] += std::string(package::kPartBytesMax, ' ') + "\n";
        INFO(path);
        CHECK(names(g.sealed(), rule));
    }
}

TEST_CASE("information, declaration and seal are held to the rest") {
    Forged g;
    const std::string origin = "zhijian/421125/1";
    Value other = *codec::parse_json(g.files.at(package::kMetadata));
    const auto retag = [&](const Value& metadata, std::uint64_t bytes) {
        package::Manifest payload;
        for (const auto& [path, text] : g.files) {
            if (path.starts_with("data/")) {
                payload[path] = crypto::sha256(std::string_view(text));
            }
        }
        for (auto& [path, text] : package::tag_files(payload, bytes, metadata, origin, g.f.world.county.log_key())) {
            g.files[path] = text;
        }
        return verified(g.files);
    };
    CHECK(told(retag(other, 7)) == std::vector<std::string>{"bag.info bag-info.txt"});
    other.object()["archived"].set("key", "archive/" + g.f.village.substr(5));
    CHECK(names(retag(other, 7), "package.course"));
    g.files = g.f.package(g.f.town);
    g.files[package::kDeclaration] = "BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n";
    list_anew(g.files);
    CHECK(told(verified(g.files)) == std::vector<std::string>{"bag.declaration bagit.txt"});
}

TEST_CASE("more than the case's own is refused, though the log says it") {
    Forged g;
    const Kept& talk = g.f.world.county.entries()[g.f.talk];
    edit(g.files, part_path(Part::change_set, g.f.talk), [&](Object& shown) {
        const log::Body& hidden = talk.change_set->bodies[0];
        Array& bodies = shown["bodies"].array();
        bodies.insert(bodies.begin(), Object{{"body", hidden.bytes}, {"n", 0}, {"salt", codec::base64(hidden.salt)}});
    });
    CHECK(told(g.sealed()) == std::vector<std::string>{"package.scope " + part_path(Part::change_set, g.f.talk)});
    Forged h;
    std::vector<std::size_t> all(talk.sealed.records.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        all[i] = i;
    }
    h.files[part_path(Part::records, h.f.talk)] =
        codec::write_json(to_value(package::show(talk.sealed.records, all))) + "\n";
    CHECK(told(h.sealed()) == std::vector<std::string>{"package.scope " + part_path(Part::records, h.f.talk)});
}

TEST_CASE("without the record that shows a key its signatures are worth nothing") {
    Forged g;
    const Value metadata = *codec::parse_json(g.files.at(package::kMetadata));
    const std::string device(metadata.items("course")[0].str_or("device"));
    for (const auto& [path, text] : PackageFiles(g.files)) {
        if (path.starts_with("data/records/") && text.find("device/" + device + "\\\"") != std::string::npos) {
            g.drop(*package::part_in(Part::records, path));
        }
    }
    CHECK(names(g.sealed(), "package.key"));
}

TEST_CASE("a log that says other than what was signed is found in the package too") {
    Filed& f = filed();
    const auto lied = [&](std::string_view about, std::string_view from, std::string_view to) {
        const PackageFiles files =
            package_of(f.world.county, f.town, f.contents, [&](std::size_t, std::vector<log::SaltedRecord>& records) {
                for (log::SaltedRecord& record : records) {
                    const bool meant = record.bytes.starts_with(R"({"key":")" + std::string(about));
                    if (const std::size_t at = record.bytes.find(from); meant && at != std::string::npos) {
                        record.bytes.replace(at, from.size(), to);
                    }
                }
            });
        return told(verified(files));
    };
    CHECK(lied("none", "x", "y").empty());
    const std::string archive = "archive/" + f.town.substr(5);
    const std::string closing = part_path(Part::records, Forged().closing);
    CHECK(lied(archive, R"("pages":2)", R"("pages":3)") == std::vector<std::string>{"archive.items " + closing});
    const std::string deputy = f.world.county.person("ob-deputy").id, head = f.world.county.person("ob-head").id;
    const std::vector<std::string> other_author = lied(f.town, R"("person":")" + deputy, R"("person":")" + head);
    REQUIRE(!other_author.empty());
    CHECK(other_author.front().starts_with("package.author"));
    const std::string key = "key/" + f.world.county.person("head-a").key.verify_key().id();
    CHECK(lied(key, R"("person":")" + f.world.county.person("head-a").id, R"("person":")" + head).front() ==
          "package.key " + part_path(Part::change_set, Forged().submit + 1));
    const std::string sha256 = codec::hex(crypto::sha256(std::string_view("minutes paper")));
    CHECK(lied(f.town, R"("sha256":")" + sha256, R"("sha256":")" + std::string(64, '9')).front() ==
          "archive.materials " + closing);
}

}  // namespace
}  // namespace zj::test
