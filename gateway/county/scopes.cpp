// SPDX-License-Identifier: Apache-2.0
#include "gateway/county/state.hpp"

namespace zj::county {

Result<> Scopes::load(store::Database& db) {
    store::Statement rows = db.prepare("SELECT scope, name, last FROM scopes");
    for (;;) {
        ZJ_TRY(const bool row, rows.step());
        if (!row) {
            return {};
        }
        scopes_[std::string(rows.text(1))] = {rows.integer(0), static_cast<std::uint64_t>(rows.integer(2)), true};
    }
}

std::uint64_t Scopes::last(std::string_view scope) {
    const auto at = scopes_.find(scope);
    return at == scopes_.end() ? 0 : at->second.last;
}

void Scopes::set_last(std::string_view scope, std::uint64_t n) {
    auto at = scopes_.find(scope);
    if (at == scopes_.end()) {
        const auto id = static_cast<std::int64_t>(scopes_.size()) + 1;
        at = scopes_.emplace(std::string(scope), Scope{id, 0, false}).first;
    }
    before_.try_emplace(at->first, at->second.last);
    at->second.last = n;
}

std::int64_t Scopes::id(std::string_view scope) {
    const auto at = scopes_.find(scope);
    return at == scopes_.end() ? 0 : at->second.id;
}

Result<> Scopes::store_changed(store::Database& db) {
    for (const auto& [name, before] : before_) {
        const Scope& scope = scopes_.find(name)->second;
        ZJ_CHECK(db.prepare("INSERT INTO scopes(scope, name, last) VALUES(?1, ?2, ?3) ON CONFLICT(scope) DO UPDATE SET "
                            "last = excluded.last")
                     .bind(1, scope.id)
                     .bind(2, std::string_view(name))
                     .bind(3, static_cast<std::int64_t>(scope.last))
                     .run());
    }
    return {};
}

void Scopes::keep() {
    for (const auto& [name, before] : before_) {
        scopes_.find(name)->second.stored = true;
    }
    before_.clear();
}

void Scopes::forget() {
    for (const auto& [name, before] : before_) {
        scopes_.find(name)->second.last = before;
    }
    std::erase_if(scopes_, [](const auto& scope) { return !scope.second.stored; });
    before_.clear();
}

}  // namespace zj::county
