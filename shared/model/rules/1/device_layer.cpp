// SPDX-License-Identifier: Apache-2.0
// What is wrong with a change set before anyone looks at its business: D1–D9, and C9 for authors whose standing has
// ended.
#include <algorithm>

#include "shared/codec/text.hpp"
#include "shared/model/rules/1/rules.hpp"

namespace zj::model::rules1 {
namespace {

Outcome intents_fit(const Checked& checked) {
    if (checked.intents.empty()) {
        return refuse("D7", "no intents");
    }
    for (const Value& intent : checked.intents) {
        const std::string_view name = intent.str_or("do");
        if (!known_intent(name)) {
            return refuse("D7", "unknown intent " + std::string(name.substr(0, 40)));
        }
        const bool alone = name == "identity.enrol" || name == "identity.join" || name == "register.open";
        if (alone && checked.intents.size() > 1) {
            return refuse("D7", std::string(name) + " stands alone");
        }
        if ((name == "identity.enrol") != (checked.header.seq == 1)) {
            return refuse("D7", "enrolment is number 1 and nothing else is");
        }
    }
    return applied();
}

// Of an ended key or standing: what a thief may have signed is refused, and what was signed after a handover; what
// somebody signed before leaving waits.
Outcome ended(std::string_view reason) {
    const std::string told = "ended: " + std::string(reason);
    return is_theft(reason) || reason == kHandoverReason ? refuse("C9", told) : hold("C9", {}, {}, told);
}

// The person's key, certified on this very device.
Outcome key_in_force(Work& work, const Author& author) {
    const std::string key = "key/" + author.key;
    const Value* value = work.get(key);
    if (value == nullptr) {
        return applied();  // hidden from this vault
    }
    if (value->str_or("person") != author.person || value->str_or("device") != author.device) {
        return refuse("D2", "the key is another person's or another device's");
    }
    if (value->str_or("state") == "live") {
        return applied();
    }
    return ended(value->str_or("reason"));
}

// What may wait for a unit head's word when its author has left; decisions never do.
bool may_wait(const Checked& checked) {
    return std::all_of(checked.intents.begin(), checked.intents.end(), [](const Value& intent) {
        const std::string_view name = intent.str_or("do");
        return name == "case.submit" || name == "case.amend" || name == "case.answer" || name == "case.message" ||
               name == "case.withdraw";
    });
}

}  // namespace

bool is_do(const Checked& checked, std::string_view name) {
    return checked.intents.size() == 1 && checked.intents[0].str_or("do") == name;
}

Outcome load_author(Work& work, Author& author) {
    const std::string device_key = "device/" + author.device, identity_key = "identity/" + author.person;
    if (const Value* device = work.get(device_key)) {
        author.scopes = strings_of(device->items("scopes"));
    } else {
        author.assumed = true;
    }
    const Value* identity = work.get(identity_key);
    if (identity == nullptr) {
        author.assumed = work.hidden(identity_key);
        return author.assumed ? applied() : refuse("D3", "unknown person");
    }
    author.name = identity->str_or("name");
    author.unit = identity->str_or("unit");
    author.roles = strings_of(identity->items("roles"));
    const std::string_view state = identity->str_or("state");
    if (state == "live") {
        return applied();
    }
    return ended(identity->str_or("reason"));
}

bool is_theft(std::string_view reason) {
    return reason == "compromised" || reason == "lost";
}

Outcome still_trusted(Work& work, const Author& author) {
    for (const std::string& subject : {"identity/" + author.person, "device/" + author.device, "key/" + author.key}) {
        const Value* value = work.get(subject);
        if (value != nullptr && is_theft(value->str_or("reason"))) {
            return refuse("C9", subject + " ended: " + std::string(value->str_or("reason")));
        }
    }
    return applied();
}

Outcome device_layer(Work& work, const Checked& checked, const ChainHead& chain, std::int64_t rules, Author& author) {
    const log::Header& header = checked.header;
    author = {header.device, header.person, header.key, header.seq, checked.id, {}, {}, {}, {}, false};
    if (header.rules < 1 || header.rules > rules) {
        return refuse("D8", "rules " + std::to_string(header.rules));
    }
    if (checked.body_fault) {
        return refuse(checked.body_fault->code == "D4" ? "D4" : "D6", to_string(*checked.body_fault));
    }
    ZJ_RULE(intents_fit(checked));
    const bool enrolling = is_do(checked, "identity.enrol"), joining = is_do(checked, "identity.join");
    // The registers say first whether the key is known: who has merely seen it, in a change set that was refused, must
    // come to the same verdict as who has not.
    if (const std::string key = "key/" + author.key; !enrolling && !joining && !work.has(key) && !work.hidden(key)) {
        return refuse("D2", "unknown key");
    }
    if (!checked.person_signed) {
        return refuse("D1");
    }
    if (header.seen.size < chain.seen_size) {
        return refuse("D5", "had seen " + std::to_string(chain.seen_size) + " before");
    }
    if (enrolling) {
        return applied();
    }
    Outcome worst = joining ? applied() : key_in_force(work, author);
    if (worst.verdict == Verdict::refused) {
        return worst;
    }
    Outcome standing = load_author(work, author);
    if (standing.verdict == Verdict::refused) {
        return standing;
    }
    if (!standing.good()) {
        worst = standing;
    }
    if (!worst.good() && !may_wait(checked)) {
        return refuse("C9", worst.detail);
    }
    return worst;
}

bool Author::has(const Catalogue& catalogue, std::string_view role) const {
    return assumed || (contains(roles, role) && contains(scopes, scope_of(catalogue, role)));
}

std::string Author::scope_of(const Catalogue& catalogue, std::string_view role) const {
    const std::string_view scope = catalogue.role_scope(role);
    return scope == "unit" ? unit_scope(unit) : std::string(scope);
}

}  // namespace zj::model::rules1
