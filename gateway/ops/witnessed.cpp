// SPDX-License-Identifier: Apache-2.0
#include "gateway/ops/witnessed.hpp"

#include "shared/log/note.hpp"

namespace zj::ops {

Result<Witnessed> witnessed(const std::vector<log::SignedRoot>& roots, const std::string& checkpoint) {
    ZJ_TRY(const log::RootStatement newest, log::parse_root_statement(roots.back().envelope.payload));
    std::vector<log::NoteVerifier> witnesses;
    for (const log::Witness& witness : newest.witnesses) {
        witnesses.push_back({witness.name, witness.key});
    }
    ZJ_TRY(const auto cosigned, log::open_cosignatures(checkpoint, witnesses));
    return Witnessed{static_cast<int>(cosigned.size()), static_cast<int>(newest.quorum)};
}

}  // namespace zj::ops
