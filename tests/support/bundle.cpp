// SPDX-License-Identifier: Apache-2.0
#include "tests/support/bundle.hpp"

#include <map>
#include <set>

#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/log/merkle.hpp"
#include "shared/log/note.hpp"
#include "shared/verify/decode.hpp"

namespace zj::test {

using codec::Array;
using codec::Object;
using codec::Value;

namespace {

std::string line(Value value) {
    return codec::write_json(value) + "\n";
}

std::string numbered(std::size_t n) {
    const std::string digits = std::to_string(n);
    return "root/" + std::string(6 - digits.size(), '0') + digits;
}

Value bodies_line(const log::ChangeSet& change_set, std::int64_t index) {
    Array bodies;
    for (const log::Body& body : change_set.bodies) {
        bodies.push_back(Object{{"body", body.bytes}, {"salt", codec::base64(body.salt)}});
    }
    return Object{{"bodies", std::move(bodies)}, {"index", index}};
}

Value records_line(const BundlePart& part, std::int64_t index) {
    Array records, scopes;
    for (const log::SaltedRecord& record : part.records) {
        records.push_back(Object{{"record", record.bytes}, {"salt", codec::base64(record.salt)}});
    }
    for (const log::ScopeItem& item : part.scopes) {
        scopes.push_back(Object{
            {"n", static_cast<std::int64_t>(item.n)}, {"salt", codec::base64(item.salt)}, {"scope", item.scope}});
    }
    return Object{{"index", index}, {"records", std::move(records)}, {"scopes", std::move(scopes)}};
}

// What the tests' county attaches (materials_for): a document whose text follows from slot and mark.
void collect_blobs(const log::ChangeSet& change_set, std::set<std::string>& out) {
    for (const log::Body& body : change_set.bodies) {
        const auto intent = codec::parse_json(body.bytes);
        if (!intent) {
            continue;
        }
        for (const Value& material : intent->items("materials")) {
            const std::string text = std::string(material.str_or("slot")) + " paper";
            if (codec::hex(crypto::sha256(text)) == material.str_or("sha256")) {
                out.insert(text);
            }
        }
    }
}

}  // namespace

void BundlePart::commit() {
    std::vector<Hash> of_records, of_scopes;
    for (const log::SaltedRecord& record : records) {
        of_records.push_back(record.commitment());
    }
    for (const log::ScopeItem& item : scopes) {
        of_scopes.push_back(item.commitment());
    }
    change_entry([&](log::Entry& e) {
        e.effects = log::root_of(of_records);
        e.scopes = log::root_of(of_scopes);
    });
}

BundleParts bundle_of(const County& county) {
    BundleParts out;
    out.roots = {county.signed_root()};
    out.log_key = county.log_key().clone();
    const log::RootStatement& statement = county.statement();
    out.origin = log::origin_of(statement.county, statement.epoch, statement.simulated.has_value());
    std::set<std::string> blobs;
    for (const Kept& kept : county.entries()) {
        out.entries.push_back({kept.sealed.entry_bytes, kept.change_set, kept.sealed.records, kept.sealed.scopes});
        if (kept.change_set) {
            collect_blobs(*kept.change_set, blobs);
        }
    }
    out.blobs.assign(blobs.begin(), blobs.end());
    return out;
}

verify::MemoryFiles BundleParts::write() const {
    std::map<std::string, std::string> texts;
    for (std::size_t i = 0; i < roots.size(); ++i) {
        texts[numbered(i + 1) + ".json"] = line(log::to_value(roots[i].envelope));
        if (!roots[i].catalogue.empty()) {
            texts[numbered(i + 1) + ".catalogue.json"] = roots[i].catalogue;
        }
    }
    log::Tree tree;
    std::map<std::string, std::uint64_t> last;
    std::map<std::string, Hash> current;
    texts["headers.ndjson"];
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const BundlePart& part = entries[i];
        const auto index = static_cast<std::int64_t>(i);
        texts["entries.ndjson"] += part.entry + "\n";
        tree.append(log::leaf_hash(as_bytes(part.entry)));
        texts["vouchers/leaves"] += codec::hex(tree.leaf(i)) + "\n";
        if (part.change_set) {
            texts["headers.ndjson"] +=
                line(Object{{"envelope", log::to_value(part.change_set->envelope)}, {"index", index}});
            texts[verify::shard_path("bodies", i)] += line(bodies_line(*part.change_set, index));
        }
        texts[verify::shard_path("records", i)] += line(records_line(part, index));
        for (const log::ScopeItem& item : part.scopes) {
            last[item.scope] = item.n;
        }
        for (const log::SaltedRecord& record : part.records) {
            current[std::string(codec::parse_json(record.bytes, limits::kRecordBytesMax)->str_or("key"))] =
                record.commitment();
        }
    }
    texts["checkpoint"] = checkpoint.empty()
                              ? log::sign_checkpoint({origin, tree.size(), tree.root()}, log_key) + cosignatures
                              : checkpoint;
    for (const auto& [scope, n] : last) {
        texts["vouchers/scope-heads.ndjson"] +=
            line(Object{{"head", log::sign_scope_head(origin, {tree.size(), tree.root(), scope, n}, log_key)}});
    }
    std::vector<Hash> commitments;
    for (const auto& [key, commitment] : current) {
        commitments.push_back(commitment);
    }
    const Value stated = Object{{"digest", codec::base64(model::register_digest(commitments))},
                                {"records", current.size()},
                                {"size", static_cast<std::int64_t>(tree.size())}};
    texts["vouchers/registers.json"] = line(Object{{"note", log::sign_answer(origin + "/bundle", stated, log_key)}});
    for (const std::string& blob : blobs) {
        texts["blobs/" + codec::hex(crypto::sha256(blob))] = blob;
    }
    verify::MemoryFiles files;
    for (auto& [path, text] : texts) {
        files.put(path, std::move(text));
    }
    sign_manifest(files, origin, log_key);
    return files;
}

void sign_manifest(verify::MemoryFiles& files, const std::string& origin, const crypto::SigningKey& log_key) {
    files.remove("manifest");
    std::string text = origin + "/bundle\nzhijian-bundle-v1\n";
    for (const std::string& path : *files.list()) {
        text += codec::hex(*files.sha256(path)) + " " + std::to_string(*files.size(path)) + " " + path + "\n";
    }
    files.put("manifest", log::sign_note(text, origin + "/bundle", log_key));
}

}  // namespace zj::test
