// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/context.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include "shared/codec/text.hpp"

namespace zj::work {

namespace {

std::string_view id_part(std::string_view key) {
    const auto slash = key.find('/');
    return slash == key.npos ? key : key.substr(slash + 1);
}

// The acts of two and the roles that confirm them, for pending acts that the county has not seen yet.
codec::Array needs_of(vault::Vault& vault, const codec::Value& intent) {
    const std::string_view act = intent.str_or("do");
    if (act == "case.submit") {
        const auto catalogue = vault.catalogue();
        const model::Matter* matter = catalogue ? (*catalogue)->matter(intent.str_or("matter")) : nullptr;
        return {matter != nullptr ? matter->confirm_role : std::string("unit_head")};
    }
    if (act == "register.open") {
        return {"ob_clerk", "ob_section", "ob_deputy", "ob_head"};
    }
    return {"sysadmin"};
}

bool is_act_of_two(std::string_view act) {
    return act == "case.submit" || act == "register.open" || act == "identity.ticket" || act == "identity.grant" ||
           act == "device.freeze";
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

std::vector<Case> all_cases(vault::Vault& vault) {
    std::map<std::string, Case> found;
    for (const log::Record& record : vault.records("case/")) {
        found[record.key] = {record.key, record.value, false, vault.count_of_case(record.key)};
    }
    for (const vault::Sent& sent : vault.outbox()) {
        for (std::size_t i = 0; i < sent.intents.size(); ++i) {
            if (sent.intents[i].str_or("do") != "case.submit") {
                continue;
            }
            const std::string key = log::record_key("case", vault.county(), vault.device(), sent.seq, i);
            if (!found.contains(key)) {
                found[key] = {key, local_case(sent, sent.intents[i]), true, vault.count_of_case(key)};
            }
        }
    }
    std::vector<Case> out;
    for (auto& [key, one] : found) {
        out.push_back(std::move(one));
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const Case& a, const Case& b) { return a.count.value_or(0) > b.count.value_or(0); });
    return out;
}

Result<Case> find_case(vault::Vault& vault, std::string_view reference) {
    const auto none = [&] {
        return fail("case.none", std::string(reference), "no case goes by this here", {std::string(reference)});
    };
    std::optional<std::string> wanted;
    if (reference.starts_with('#')) {
        std::int64_t n = 0;
        const auto digits = reference.substr(1);
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), n);
        wanted =
            read.ec == std::errc() && read.ptr == digits.data() + digits.size() ? vault.case_by_count(n) : std::nullopt;
        if (!wanted) {
            return none();
        }
    }
    std::vector<Case> matches;
    for (Case& one : all_cases(vault)) {
        const std::string_view id = id_part(one.key);
        if (wanted ? one.key == *wanted : one.key == reference || id == reference) {
            return std::move(one);
        }
        if ((reference.size() >= 4 && id.starts_with(reference)) ||
            (!reference.empty() && one.value.str_or("case_no") == reference)) {
            matches.push_back(std::move(one));
        }
    }
    if (matches.size() > 1) {
        return fail("case.several", std::string(reference), "several cases begin like this", {std::string(reference)});
    }
    if (matches.empty()) {
        return none();
    }
    return std::move(matches[0]);
}

std::vector<Pending> all_pending(vault::Vault& vault) {
    std::map<std::string, Pending> found;
    for (const log::Record& record : vault.records("pending/")) {
        if (record.value.str_or("state") == "open") {
            found[record.key] = {record.key, record.value, false, false};
        }
    }
    const auto sent_all = vault.outbox();
    for (const vault::Sent& sent : sent_all) {
        if (sent.state == "refused" || sent.in_feed) {
            continue;
        }
        for (std::size_t i = 0; i < sent.intents.size(); ++i) {
            const codec::Value& intent = sent.intents[i];
            const std::string_view act = intent.str_or("do");
            if (is_act_of_two(act)) {
                const std::string key = log::record_key("pending", vault.county(), vault.device(), sent.seq, i);
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

Result<codec::Value> sign(vault::Vault& vault, std::vector<codec::Value> intents) {
    if (auto before = signed_before(vault, intents)) {
        return std::move(*before);
    }
    vault::Vault::Work work;
    work.intents = std::move(intents);
    ZJ_TRY(const log::ChangeSet made, vault.sign(work));
    return signed_answer(made);
}

}  // namespace zj::work
