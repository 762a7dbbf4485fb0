// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "shared/crypto/crypto.hpp"
#include "shared/model/judge.hpp"

namespace zj::model {

bool visible(std::string_view scope, const log::Record& record, const codec::Value& scope_table) {
    if (scope == "audit" || scope == record.owner) {
        return true;
    }
    const std::string_view kind = std::string_view(record.key).substr(0, record.key.find('/'));
    for (const codec::Value& also : scope_table.items(kind)) {
        if (!also.is_string()) {
            continue;
        }
        if (also.string() == scope || also.string() == "public") {
            return true;
        }
    }
    return record.owner == "public";
}

Sealed seal(const Judgement& judgement, log::EntryKind kind, std::uint64_t index, std::int64_t rules, Time received_at,
            std::string_view via, std::optional<Hash> change_set, ScopeCounters& counters, Random& salts) {
    Sealed out;
    std::vector<Hash> commitments;
    out.records.reserve(judgement.effects.size());
    for (const RecordPtr& record : judgement.effects) {
        log::SaltedRecord salted;
        salts.fill(salted.salt);
        salted.bytes = log::write_record(*record);
        commitments.push_back(salted.commitment());
        out.records.push_back(std::move(salted));
    }
    std::vector<Hash> scope_commitments;
    for (const std::string& scope : judgement.scopes) {
        log::ScopeItem item;
        salts.fill(item.salt);
        item.scope = scope;
        item.n = counters.last(scope) + 1;
        counters.set_last(scope, item.n);
        scope_commitments.push_back(item.commitment());
        out.scopes.push_back(std::move(item));
    }
    out.entry = {index,
                 kind,
                 received_at,
                 std::string(via),
                 rules,
                 change_set,
                 judgement.verdict,
                 judgement.code,
                 log::root_of(commitments),
                 log::root_of(scope_commitments)};
    out.entry_bytes = log::write_entry(out.entry);
    return out;
}

Hash register_digest(const std::vector<Hash>& commitments_in_key_order) {
    crypto::Sha256 sum;
    for (const Hash& c : commitments_in_key_order) {
        sum.update(c.view());
    }
    return sum.finish();
}

}  // namespace zj::model
