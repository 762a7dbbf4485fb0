// SPDX-License-Identifier: Apache-2.0
#include "gateway/ops/references.hpp"

#include <algorithm>

#include "shared/codec/text.hpp"

namespace zj::ops {

References::References(const crypto::SigningKey& log_key)
    : key_(crypto::derive(log_key.seed(), "zhijian-reference-v1")) {}

std::string References::of(std::string_view key) const {
    for (const std::string_view kind : {"idno/", "pay/"}) {
        // pay/<month>/<code> is the record of a unit's month and names nobody.
        const std::string_view id = key.substr(std::min(kind.size(), key.size()));
        if (key.starts_with(kind) && id.find('/') == id.npos) {
            const crypto::Secret keyed = crypto::derive(key_, "idno", as_bytes(id));
            Hash digest;
            std::copy_n(keyed.view().begin(), digest.bytes.size(), digest.bytes.begin());
            return std::string(kind) + codec::short_id(digest);
        }
    }
    return std::string(key);
}

std::string References::of(const oversight::Finding& finding) const {
    const std::size_t rest = finding.rule.size() + 1 + finding.subject.size();
    return finding.rule + "/" + of(finding.subject) + finding.id.substr(std::min(rest, finding.id.size()));
}

}  // namespace zj::ops
