// SPDX-License-Identifier: Apache-2.0
#include "shared/verify/package_keys.hpp"

#include "shared/codec/text.hpp"
#include "shared/verify/package_parts.hpp"

namespace zj::verify {
namespace {

using package::Part;

void check_signature(const std::optional<crypto::VerifyKey>& key, const log::Envelope& envelope,
                     const std::string& path, const char* rule, PackageReport& report) {
    if (!key) {
        return report.find(PackageCheck::headers, path, "package.key", std::string("no record shows its key: ") + rule);
    }
    const crypto::Signature* signature = envelope.signature_of(key->id());
    if (signature == nullptr || !key->verify(envelope.pae(), *signature)) {
        return report.find(PackageCheck::headers, path, rule, "not signed by the key that its header names");
    }
    ++report.signatures;
}

}  // namespace

void ShownKeys::take(const log::Record& record) {
    const bool device = record.key.starts_with("device/");
    if (!device && !record.key.starts_with("key/")) {
        return;
    }
    const auto bytes = codec::hash_from_base64(record.value.str_or(device ? "sign" : "public"));
    if (!bytes) {
        return;
    }
    const crypto::VerifyKey key{bytes->bytes};
    if (key.id() == std::string_view(record.key).substr(record.key.find('/') + 1)) {
        keys_.emplace(std::pair(record.key, std::string(device ? std::string_view() : record.value.str_or("person"))),
                      key);
    }
}

std::optional<crypto::VerifyKey> ShownKeys::find(const std::string& record_key, const std::string& holder) const {
    const auto found = keys_.find({record_key, holder});
    return found == keys_.end() ? std::nullopt : std::optional(found->second);
}

void check_signatures(PackageReport& report, const PackageLog& read) {
    ShownKeys keys;
    for (const auto& [index, one] : read.entries) {
        for (const log::Record& record : one.records) {
            keys.take(record);
        }
    }
    for (const auto& [index, one] : read.entries) {
        if (!one.change_set || !one.header) {
            continue;
        }
        const std::string path = package::part_path(Part::change_set, index);
        const log::Envelope& envelope = one.change_set->envelope;
        check_signature(keys.device(one.header->device), envelope, path, "header.device_signature", report);
        check_signature(keys.person(one.header->key, one.header->person), envelope, path, "header.person_signature",
                        report);
    }
    report.done[static_cast<std::size_t>(PackageCheck::headers)] = true;
}

}  // namespace zj::verify
