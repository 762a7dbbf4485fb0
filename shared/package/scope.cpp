// SPDX-License-Identifier: Apache-2.0
#include "shared/package/scope.hpp"

#include <algorithm>

#include "shared/codec/text.hpp"

namespace zj::package {
namespace {

constexpr std::string_view kOutcome = "outcome/";

}  // namespace

CaseScope::CaseScope(std::string_view case_key)
    : case_(case_key), id_(case_key.substr(std::min(case_key.find('/') + 1, case_key.size()))) {}

bool CaseScope::owns(const log::Record& record) const {
    const std::string_view key = record.key;
    if (key.starts_with("pending/")) {
        // An act of two on the case says so in its body while it is open; its later versions go by their key.
        const codec::Value* body = record.value.find("body");
        return record.value.str_or("case") == case_ || pendings_.contains(key) ||
               (body != nullptr && body->str_or("case") == case_);
    }
    if (key.starts_with(kOutcome)) {
        return held_.contains(key) && !settled_as(record).empty();  // while it is held it keeps all bodies, others' too
    }
    return key == case_ || key == archive_key() || key == "consent/" + id_ || key.starts_with("stage/" + id_ + "/");
}

bool CaseScope::owns_after_closing(const log::Record& record) const {
    const bool reverses = record.key.starts_with("pending/") && record.value.str_or("act") == "case.reverse";
    return record.key == case_ || ((reverses || record.key.starts_with(kOutcome)) && owns(record));
}

void CaseScope::note(const log::Record& record) {
    if (record.key.starts_with("pending/")) {
        pendings_.insert(record.key);
    }
}

void CaseScope::note_held(const ChangeSetId& id, const log::Header& header, std::size_t i) {
    held_.insert(outcome_key(id));
    pendings_.insert(log::record_key("pending", header.county, header.device, header.seq, i));
}

std::string_view settled_as(const log::Record& record) {
    const std::string_view state = record.value.str_or("state");
    return record.key.starts_with(kOutcome) && state != "held" ? state : std::string_view();
}

std::string outcome_key(const ChangeSetId& id) {
    return std::string(kOutcome) + codec::hex(id);
}

bool CaseScope::owns(const codec::Value& intent, const log::Header& header, std::size_t i) const {
    const std::string_view what = intent.str_or("do");
    if (what == "case.submit") {
        return log::record_key("case", header.county, header.device, header.seq, i) == case_;
    }
    if (what == "confirm" || what == "cancel") {
        return pendings_.contains(intent.str_or("pending"));
    }
    return intent.str_or("case") == case_ || intent.str_or("consent") == "consent/" + id_;
}

bool moved_by_others(const log::Record& before, const log::Record& after) {
    codec::Object rest_before = before.value.object(), rest_after = after.value.object();
    for (const char* member : {"held", "trail"}) {
        rest_before.erase(member);
        rest_after.erase(member);
    }
    return before.key == after.key && rest_before == rest_after;
}

}  // namespace zj::package
