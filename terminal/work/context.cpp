// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/context.hpp"

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <iterator>
#include <map>

#include "shared/codec/text.hpp"
#include "shared/model/checks.hpp"

namespace zj::work {

namespace {

// The acts of two and the roles that confirm them (INTENTS.md), for pending acts that the county has not seen yet. What
// the office reverses of the commission's is confirmed by the commission, as the pending record will say.
struct ActOfTwo {
    std::string_view act;
    std::initializer_list<std::string_view> needs;
};
const ActOfTwo kActsOfTwo[] = {{"case.submit", {}},  // the matter says
                               {"register.open", {"ob_clerk", "ob_section", "ob_deputy", "ob_head"}},
                               {"identity.ticket", {"sysadmin"}},
                               {"identity.grant", {"sysadmin"}},
                               {"identity.handover", {"unit_head"}},
                               {"device.freeze", {"sysadmin"}},
                               {"case.reverse", {"ob_head"}},
                               {"opening.reverse", {"ob_head"}},
                               {"ceiling.set", {"ob_head"}},
                               {"sanction.impose", {"ob_head"}},
                               {"sanction.lift", {"ob_head"}},
                               {"revolving.lend", {"ob_head"}},
                               {"revolving.end", {"ob_head"}},
                               {"person.retire", {"ob_section"}},
                               {"person.roster", {"ob_section"}},
                               {"person.outside", {"ob_section"}}};

const ActOfTwo* act_of_two(std::string_view act) {
    const auto at =
        std::find_if(std::begin(kActsOfTwo), std::end(kActsOfTwo), [&](const ActOfTwo& one) { return one.act == act; });
    return at == std::end(kActsOfTwo) ? nullptr : at;
}

codec::Array needs_of(vault::Vault& vault, const codec::Value& intent) {
    const std::string_view act = intent.str_or("do");
    if (act == "case.submit") {
        const auto catalogue = vault.catalogue();
        const model::Matter* matter = catalogue ? (*catalogue)->matter(intent.str_or("matter")) : nullptr;
        return {matter != nullptr ? matter->confirm_role : std::string("unit_head")};
    }
    const ActOfTwo* known = act_of_two(act);
    return known == nullptr ? codec::Array{} : codec::Array(known->needs.begin(), known->needs.end());
}

codec::Value local_case(const vault::Sent& sent, const codec::Value& intent) {
    codec::Value out = codec::Object{{"matter", intent.str_or("matter")},
                                     {"unit", intent.str_or("unit")},
                                     {"state", sent.state == "refused" ? "refused" : "signed"},
                                     {"clerk", sent.person},
                                     {"written_at", format_time(sent.signed_at)}};
    if (const codec::Value* fields = intent.find("fields")) {
        out.set("fields", *fields);
    }
    return out.set("materials", intent.items("materials"));
}

}  // namespace

bool contains(const codec::Array& texts, std::string_view text) {
    return std::any_of(texts.begin(), texts.end(),
                       [&](const codec::Value& v) { return v.is_string() && v.string() == text; });
}

codec::Array to_array(const std::vector<std::string>& texts) {
    return {texts.begin(), texts.end()};
}

codec::Value base_for(vault::Vault& vault, const std::vector<std::string>& keys) {
    log::Bases bases;
    for (const std::string& key : keys) {
        bases[key] = vault.base_of(key);
    }
    return log::to_value(bases);
}

bool goes_by(std::string_view key, std::string_view reference) {
    const std::string_view id = key.substr(key.find('/') + 1);
    return key == reference || id == reference || (reference.size() >= kStartMin && id.starts_with(reference));
}

Result<Case> case_of(vault::Vault& vault, const vault::CaseEntry& entry) {
    Case out{entry.key, {}, entry.local, entry.n > 0 ? std::optional(entry.n) : std::nullopt};
    if (!entry.local) {
        if (auto record = vault.record(entry.key)) {
            out.value = std::move(record->value);
            return out;
        }
    } else if (const auto sent = vault.sent(entry.seq)) {
        for (std::size_t i = 0; i < sent->intents.size(); ++i) {
            if (log::record_key("case", vault.county(), vault.device(), sent->seq, i) == entry.key) {
                out.value = local_case(*sent, sent->intents[i]);
                return out;
            }
        }
    }
    return fail("case.none", entry.key, "the index names it, but nothing is there", {entry.key});
}

Result<Case> find_case(vault::Vault& vault, std::string_view reference) {
    const auto none = [&] {
        return fail("case.none", std::string(reference), "no case goes by this here", {std::string(reference)});
    };
    std::string key = reference.starts_with("case/") ? std::string(reference) : "case/" + std::string(reference);
    if (reference.starts_with('#')) {
        std::int64_t n = 0;
        const auto digits = reference.substr(1);
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), n);
        const bool whole = read.ec == std::errc() && read.ptr == digits.data() + digits.size();
        key = whole ? vault.case_by_count(n).value_or(std::string()) : std::string();
    }
    if (const auto known = vault.case_entry(key)) {
        return case_of(vault, *known);
    }
    std::map<std::string, vault::CaseEntry> matches;
    for (vault::CaseEntry& one : vault.cases_numbered(reference)) {
        matches.try_emplace(one.key, std::move(one));
    }
    if (reference.size() >= kStartMin && !reference.starts_with('#')) {
        for (vault::CaseEntry& one : vault.cases_starting("case/" + std::string(reference))) {
            matches.try_emplace(one.key, std::move(one));
        }
    }
    if (matches.size() > 1) {
        return fail("case.several", std::string(reference), "several cases begin like this", {std::string(reference)});
    }
    return matches.empty() ? none() : case_of(vault, matches.begin()->second);
}

std::vector<std::string> proposed_by(vault::Vault& vault, const vault::Sent& sent) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < sent.intents.size(); ++i) {
        out.push_back(act_of_two(sent.intents[i].str_or("do")) != nullptr
                          ? log::record_key("pending", vault.county(), vault.device(), sent.seq, i)
                          : std::string());
    }
    return out;
}

std::vector<Pending> all_pending(vault::Vault& vault) {
    std::map<std::string, Pending> found;
    for (const std::string& key : vault.open_pendings()) {
        if (auto record = vault.record(key)) {
            found[key] = {key, std::move(record->value), false, false};
        }
    }
    for (const vault::Sent& sent : vault.outbox_open("pending/")) {
        if (sent.state == "refused") {
            continue;
        }
        const std::vector<std::string> proposed = proposed_by(vault, sent);
        for (std::size_t i = 0; i < sent.intents.size(); ++i) {
            const codec::Value& intent = sent.intents[i];
            const std::string_view act = intent.str_or("do");
            if (const std::string& key = proposed[i]; !key.empty()) {
                if (vault.record(key)) {
                    continue;
                }
                codec::Value value =
                    codec::Object{{"act", act},        {"of", codec::base64(sent.id)},
                                  {"intent", i},       {"commitment", codec::base64(sent.commitments[i])},
                                  {"by", sent.person}, {"needs", needs_of(vault, intent)},
                                  {"state", "open"},   {"body", intent}};
                if (act == "case.submit") {
                    value.set("case", log::record_key("case", vault.county(), vault.device(), sent.seq, i));
                }
                found[key] = {key, std::move(value), true, false};
            } else if (act == "confirm" || act == "cancel") {
                if (const auto at = found.find(std::string(intent.str_or("pending"))); at != found.end()) {
                    at->second.confirm_signed = true;
                }
            }
        }
    }
    std::vector<Pending> out;
    for (auto& [key, one] : found) {
        out.push_back(std::move(one));
    }
    return out;
}

std::optional<codec::Value> identity_of(vault::Vault& vault, std::string_view person) {
    const std::string key = person.starts_with("identity/") ? std::string(person) : "identity/" + std::string(person);
    const auto record = vault.record(key);
    return record ? std::optional(record->value) : std::nullopt;
}

std::vector<std::string> my_roles(vault::Vault& vault) {
    std::vector<std::string> out;
    if (const auto identity = identity_of(vault, vault.person().person)) {
        for (const codec::Value& role : identity->items("roles")) {
            if (role.is_string()) {
                out.push_back(role.string());
            }
        }
    }
    return out;
}

std::string my_unit(vault::Vault& vault) {
    if (const auto identity = identity_of(vault, vault.person().person);
        identity && !identity->str_or("unit").empty()) {
        return std::string(identity->str_or("unit"));
    }
    for (const std::string& scope : vault.scopes()) {
        if (scope.starts_with("unit/")) {
            return scope.substr(5);
        }
    }
    return {};
}

codec::Value signed_answer(const log::ChangeSet& change_set) {
    const auto header = log::parse_header(change_set.envelope.payload);
    return codec::Object{{"seq", static_cast<std::int64_t>(header ? header->seq : 0)},
                         {"change_set", codec::hex(change_set.id())},
                         {"state", "signed"}};
}

std::optional<codec::Value> signed_before(vault::Vault& vault, const std::vector<codec::Value>& intents) {
    const auto last = vault.last_sent();
    const auto says = [](const codec::Value& intent) {
        codec::Value out = intent;
        out.object().erase("base");
        return out;
    };
    if (!last || last->receipt || last->person != vault.person().person ||
        !std::ranges::equal(last->intents, intents, {}, says, says)) {
        return std::nullopt;
    }
    return codec::Object{{"seq", static_cast<std::int64_t>(last->seq)},
                         {"change_set", codec::hex(last->id)},
                         {"state", last->state},
                         {"again", true}};
}

std::string record_of(vault::Vault& vault, const codec::Value& signed_answer, std::string_view kind) {
    return log::record_key(kind, vault.county(), vault.device(),
                           static_cast<std::uint64_t>(signed_answer.int_or("seq")), 0);
}

Result<codec::Value> sign(vault::Vault& vault, std::vector<codec::Value> intents, std::int64_t ends_draft) {
    if (auto before = signed_before(vault, intents)) {
        if (ends_draft != 0) {
            ZJ_CHECK(vault.drop_draft(ends_draft));  // filled once more, word for word
        }
        return std::move(*before);
    }
    vault::Vault::Work work;
    work.intents = std::move(intents);
    work.ends_draft = ends_draft;
    ZJ_TRY(const log::ChangeSet made, vault.sign(work));
    return signed_answer(made);
}

}  // namespace zj::work
