// SPDX-License-Identifier: Apache-2.0
#include "shared/package/assemble.hpp"

#include <algorithm>

#include "shared/codec/json.hpp"
#include "shared/package/layout.hpp"

namespace zj::package {
namespace {

std::string line(const codec::Value& value) {
    return codec::write_json(value) + "\n";
}

void put_roots(const std::vector<log::SignedRoot>& roots, std::map<std::string, std::string>& files) {
    for (std::size_t n = 1; n <= roots.size(); ++n) {
        files[root_path(n, ".json")] = line(log::to_value(roots[n - 1].envelope));
        if (!roots[n - 1].catalogue.empty()) {
            files[root_path(n, ".catalogue.json")] = roots[n - 1].catalogue;
        }
    }
}

Result<> put_entries(const Collected& collected, const Source& source, std::map<std::string, std::string>& files) {
    for (const auto& [index, picked] : collected.entries) {
        ZJ_TRY(const std::string proof, source.proof(index));
        files[part_path(Part::receipt, index)] = line(log::to_value(log::Receipt{picked.bytes, proof}));
        if (picked.change_set) {
            files[part_path(Part::change_set, index)] = line(to_value(*picked.change_set));
        }
        if (!picked.records.records.empty()) {
            files[part_path(Part::records, index)] = line(to_value(picked.records));
        }
    }
    return {};
}

Result<Facts> facts_of(const Collected& collected, const Source& source, const model::Catalogue& catalogue) {
    ZJ_TRY(const auto statements, log::verify_roots(source.roots, source.fingerprint));
    Facts out;
    out.origin = source.origin;
    out.fingerprint = source.fingerprint;
    out.demonstration = statements.front().simulated.has_value();
    ZJ_TRY(out.checkpoint, log::open_checkpoint(source.checkpoint, source.origin, statements.back().log_key));
    out.files = source.files;
    out.names.catalogue = &catalogue;
    if (collected.roots_before < 1 || collected.roots_before > statements.size()) {
        return fail("root.missing", {}, "no statement before the file");
    }
    out.names.county = statements[collected.roots_before - 1].county_name;
    for (const auto& [index, picked] : collected.entries) {
        for (const ShownRecord& one : picked.records.records) {
            ZJ_TRY(const log::Record record, log::parse_record(one.record.bytes));
            if (record.key.starts_with("unit/")) {
                out.names.unit = record.value.str_or("name");
            }
        }
        if (picked.of_case) {
            ZJ_TRY(CaseEntry one, case_entry(collected.scope, picked.bytes,
                                             picked.change_set ? &*picked.change_set : nullptr, picked.records));
            out.entries.push_back(std::move(one));
        }
    }
    return out;
}

}  // namespace

Result<std::shared_ptr<const model::Catalogue>> catalogue_after(const std::vector<log::SignedRoot>& roots,
                                                                std::size_t n) {
    for (std::size_t i = std::min(n, roots.size()); i-- > 0;) {
        if (!roots[i].catalogue.empty()) {
            return model::Catalogue::load(roots[i].catalogue);
        }
    }
    return fail("root.catalogue", root_path(1, ".catalogue.json"), "no statement before the file brings a catalogue");
}

Result<Assembled> assemble(const Collected& collected, const Source& source) {
    ZJ_TRY(const auto catalogue, catalogue_after(source.roots, collected.roots_before));
    ZJ_TRY(const Facts facts, facts_of(collected, source, *catalogue));
    Assembled out;
    ZJ_TRY(out.metadata, metadata_of(collected.scope, facts));
    for (const CaseEntry& one : facts.entries) {
        if (const codec::Value* act = confirmed_act(one)) {
            out.confirmed.emplace(one.entry.index, *act);
        }
    }
    out.files[kMetadata] = line(out.metadata);
    out.files[kCheckpoint] = source.checkpoint;
    put_roots(source.roots, out.files);
    ZJ_CHECK(put_entries(collected, source, out.files));
    return out;
}

std::map<std::string, std::string> tag_files(const Manifest& payload, std::uint64_t bytes, const codec::Value& metadata,
                                             const std::string& origin, const crypto::SigningKey& log_key) {
    std::map<std::string, std::string> out;
    out[kDeclaration] = bag_declaration();
    out[kBagInfo] = bag_info(metadata, bytes, payload.size());
    out[kManifest] = manifest_text(payload);
    const codec::Value* archived = metadata.find("archived");
    const Seal seal{std::string(archived == nullptr ? std::string_view() : archived->str_or("key")),
                    crypto::sha256(std::string_view(out[kManifest])), crypto::sha256(std::string_view(out[kBagInfo]))};
    out[kSeal] = sign_seal(origin, seal, log_key);
    Manifest tags;
    for (const auto& [path, text] : out) {
        tags[path] = crypto::sha256(std::string_view(text));
    }
    out[kTagManifest] = manifest_text(tags);
    return out;
}

}  // namespace zj::package
