// SPDX-License-Identifier: Apache-2.0
// A package that was changed: by one byte, by somebody who lists it anew, by the county itself that seals it anew. Each
// change is found by the code of what it breaks.
#include <algorithm>
#include <functional>

#include <catch2/catch_test_macros.hpp>

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/package/layout.hpp"
#include "tests/unit/verify/filed.hpp"

namespace zj::test {
namespace {

using package::Part;
using package::part_path;

// The one byte in the middle of a file.
void spoil(PackageFiles& files, const std::string& path) {
    std::string& text = files.at(path);
    text[text.size() / 2] ^= 1;
}

void replace(std::string& text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
}

// A member of a part, changed and written again.
void edit(PackageFiles& files, const std::string& path, const std::function<void(Object&)>& change) {
    Value value = *codec::parse_json(files.at(path), package::kPartBytesMax);
    change(value.object());
    files[path] = codec::write_json(value) + "\n";
}

Object& first(Object& part, const char* list) {
    return part[list].array().front().object();
}

std::uint64_t entry_of(const PackageFiles& files, std::size_t step) {
    const Value metadata = *codec::parse_json(files.at(package::kMetadata));
    return static_cast<std::uint64_t>(metadata.items("course")[step].int_or("entry"));
}

struct Forged {
    Filed& f = filed();
    PackageFiles files = f.package(f.town);
    std::uint64_t submit = entry_of(files, 0), decision = entry_of(files, 3), closing = entry_of(files, 7);

    // As the county: what is left is what it says.
    verify::PackageReport sealed() {
        seal_anew(files, f.world.county);
        return verified(files);
    }
    void drop(std::uint64_t index) {
        for (const Part part : {Part::receipt, Part::change_set, Part::records}) {
            files.erase(part_path(part, index));
        }
    }
};

TEST_CASE("one byte of any file is found without looking into it") {
    Forged g;
    for (const auto& [path, text] : PackageFiles(g.files)) {
        PackageFiles spoilt = g.files;
        spoil(spoilt, path);
        INFO(path);
        const verify::PackageReport report = verified(spoilt);
        CHECK(!report.passed());
        CHECK((names(report, "bag.hash") || names(report, "bag.manifest") || names(report, "bag.missing")));
    }
}

TEST_CASE("a missing and an added file are named") {
    Forged g;
    PackageFiles more = g.files;
    for (const auto& [path, text] : g.files) {
        PackageFiles fewer = g.files;
        fewer.erase(path);
        INFO(path);
        CHECK(!verified(fewer).passed());
    }
    more["data/attachments/999-x.pdf"] = "%PDF-";
    CHECK(names(verified(more), "bag.unlisted"));
    more = g.files;
    more["note.txt"] = "x";
    CHECK(names(verified(more), "bag.unlisted"));
    list_anew(more);
    CHECK(told(verified(more)) == std::vector<std::string>{"package.stranger note.txt"});
}

TEST_CASE("whoever lists a changed package anew has no seal for it") {
    Forged g;
    for (const auto& [path, text] : PackageFiles(g.files)) {
        if (!path.starts_with("data/")) {
            continue;
        }
        PackageFiles spoilt = g.files;
        spoil(spoilt, path);
        list_anew(spoilt);
        INFO(path);
        const verify::PackageReport report = verified(spoilt);
        CHECK(!names(report, "bag.hash"));
        CHECK((names(report, "seal.hash") || report.found[1] > 0));  // without the roots no seal is read
    }
    spoil(g.files, package::kSeal);
    list_anew(g.files);
    CHECK(told(verified(g.files)) == std::vector<std::string>{"seal.signature seal.txt"});
    g.files = g.f.package(g.f.town);
    replace(g.files[package::kBagInfo], "J021-WS", "J022-WS");
    list_anew(g.files);
    CHECK(names(verified(g.files), "seal.hash"));
}

TEST_CASE("a package is of one county and one case: parts of another have no place in it") {
    Forged g;
    const PackageFiles village = g.f.package(g.f.village);
    PackageFiles swapped = g.files;
    swapped[package::kSeal] = village.at(package::kSeal);
    list_anew(swapped);
    CHECK(names(verified(swapped), "seal.hash"));
    const Value theirs = *codec::parse_json(village.at(package::kMetadata));
    const auto their_submit = static_cast<std::uint64_t>(theirs.items("course")[0].int_or("entry"));
    for (const auto& [part, rule] :
         {std::pair{Part::receipt, "receipt.place"}, std::pair{Part::change_set, "header.id"},
          std::pair{Part::records, "records.commitment"}}) {
        Forged one;
        one.files[part_path(part, one.submit)] = village.at(part_path(part, their_submit));
        INFO(rule);
        CHECK(names(one.sealed(), rule));
    }
    for (const auto& [path, text] : village) {  // all of theirs beside all of ours
        g.files.emplace(path, text);
    }
    CHECK(names(g.sealed(), "package.scope"));
    County other(2);
    const verify::PackageReport foreign = verified(Forged().files, other.fingerprint());
    CHECK(told(foreign) == std::vector<std::string>{"root.fingerprint data/log/root/000001.json"});
}

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
