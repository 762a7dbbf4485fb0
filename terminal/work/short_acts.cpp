// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/short_acts.hpp"

#include "shared/model/checks.hpp"
#include "terminal/work/flow.hpp"

namespace zj::work {

namespace {

using codec::Object;
using codec::Value;

// The one record of this kind of which `named` is true; "<kind>.none" or "<kind>.several" otherwise.
template <typename Named>
Result<log::Record> the_one(vault::Vault& vault, const std::string& kind, std::string_view reference, Named named) {
    std::optional<log::Record> found;
    for (log::Record& record : vault.records(kind + "/")) {
        if (!named(record)) {
            continue;
        }
        if (found) {
            return fail(kind + ".several", std::string(reference), {}, {std::string(reference)});
        }
        found = std::move(record);
    }
    if (!found) {
        return fail(kind + ".none", std::string(reference), {}, {std::string(reference)});
    }
    return std::move(*found);
}

Result<log::Record> find_person(vault::Vault& vault, std::string_view reference) {
    return the_one(vault, "person", reference, [&](const log::Record& record) {
        return goes_by(record.key, reference) ||
               (record.value.str_or("name") == reference &&
                (record.value.str_or("state") == "active" || !record.value.str_or("status").empty()));
    });
}

std::string own_unit(const Context& context) {
    const auto self = context.vault.record("identity/" + context.vault.person().person);
    return std::string(self ? self->value.str_or("unit") : std::string_view{});
}

}  // namespace

Result<Value> consent(const Context& context, std::string_view reference, const std::string& act,
                      const std::string& reason, bool preview) {
    ZJ_TRY(const log::Record asked, the_one(context.vault, "consent", reference, [&](const log::Record& record) {
               return goes_by(record.key, reference) || record.value.str_or("case") == reference;
           }));
    std::vector<std::string> keys{asked.key};
    const Value* about = asked.value.find("about");
    // Only a transfer is about a person of the unit that is asked.
    if (const std::string person(about == nullptr ? "" : about->str_or("person")); !person.empty()) {
        keys.push_back(person);
    }
    Value intent = Object{{"do", "case.consent"}, {"consent", asked.key}, {"act", act}};
    if (!reason.empty()) {
        intent.set("reason", reason);
    }
    return sign_intent(context, std::move(intent), keys, preview);
}

Result<Value> message(const Context& context, std::string_view case_reference, const std::string& text, bool preview) {
    ZJ_TRY(const Case on, find_case(context.vault, case_reference));
    return sign_intent(context, Object{{"do", "case.message"}, {"case", on.key}, {"text", text}}, {}, preview);
}

Result<Value> urge(const Context& context, std::string_view case_reference, bool preview) {
    ZJ_TRY(const Case on, find_case(context.vault, case_reference));
    return sign_intent(context, Object{{"do", "case.urge"}, {"case", on.key}}, {}, preview);
}

Result<Value> reverse_case(const Context& context, std::string_view reference, const std::string& reason,
                           const std::string& doc_no, bool preview) {
    Value intent = Object{{"reason", reason}, {"doc_no", model::normalise_doc_number(doc_no)}};
    if (const std::string key(reference); key.starts_with("grant/") || key.starts_with("plan/")) {
        return sign_intent(context, intent.set("do", "opening.reverse").set("of", key), {key}, preview);
    }
    ZJ_TRY(const Case on, find_case(context.vault, reference));
    return sign_intent(context, intent.set("do", "case.reverse").set("case", on.key), {on.key}, preview);
}

Result<Value> retire(const Context& context, const RetireWish& wish, bool preview) {
    if ((wish.months == 0) == wish.on.empty() || wish.on.empty() != wish.doc_no.empty()) {
        return fail("retire.what", wish.person, "months, or a date and the paper that sets it");
    }
    ZJ_TRY(const log::Record person, find_person(context.vault, wish.person));
    Value intent = Object{{"do", "person.retire"}, {"person", person.key}};
    if (wish.on.empty()) {
        intent.set("flex", wish.months);
    } else {
        intent.set("retire_override", wish.on).set("doc_no", model::normalise_doc_number(wish.doc_no));
    }
    return sign_intent(context, std::move(intent), {person.key}, preview);
}

Result<Value> place(const Context& context, const std::string& reference, const std::string& unit,
                    const std::string& since, bool preview) {
    ZJ_TRY(const log::Record person, find_person(context.vault, reference));
    return sign_intent(context,
                       Object{{"do", "person.place"}, {"person", person.key}, {"work_unit", unit}, {"since", since}},
                       {person.key}, preview);
}

Result<Value> roster(const Context& context, const RosterMove& move, bool preview) {
    ZJ_TRY(const log::Record person, find_person(context.vault, move.person));
    Value intent = Object{{"do", "person.roster"},
                          {"person", person.key},
                          {"status", move.to == "none" ? std::string{} : move.to},
                          {"on", move.on},
                          {"reason", move.reason}};
    if (!move.off_reason.empty()) {
        intent.set("off_reason", move.off_reason);
    }
    if (!move.doc_no.empty()) {
        intent.set("doc_no", model::normalise_doc_number(move.doc_no));
    }
    return sign_intent(context, std::move(intent), {person.key}, preview);
}

Result<Value> outside(const Context& context, const Outsider& who, bool preview) {
    const std::string unit = own_unit(context);
    Value intent = Object{{"do", "person.outside"}, {"unit", unit},
                          {"name", who.name},       {"id_no", who.id_no},
                          {"inner", who.inner},     {"post_name", who.post_name},
                          {"since", who.since},     {"doc_no", model::normalise_doc_number(who.doc_no)}};
    return sign_intent(context, std::move(intent), {"unit/" + unit}, preview);
}

Result<Value> handover(const Context& context, const std::string& successor, bool preview) {
    const vault::Slot* slot = context.vault.slots().find(successor);
    if (slot == nullptr) {
        return fail("as.unknown", successor, "nobody of this device, or several", {successor});
    }
    return sign_intent(
        context, Object{{"do", "identity.handover"}, {"unit", own_unit(context)}, {"to", "key/" + slot->key.id()}}, {},
        preview);
}

}  // namespace zj::work
