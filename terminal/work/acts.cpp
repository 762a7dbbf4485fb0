// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/acts.hpp"

#include <algorithm>

#include "shared/model/confirmation.hpp"
#include "shared/model/masking.hpp"
#include "terminal/work/batch.hpp"
#include "terminal/work/views.hpp"

namespace zj::work {

namespace {

// What a pending act is about, in a word that people use.
std::string about(vault::Vault& vault, const codec::Value& pending) {
    const codec::Value* body = pending.find("body");
    if (body == nullptr) {
        return {};
    }
    if (const std::string of(body->str_or("of")); !of.empty()) {  // lines of a plan may be called alike
        return name_of_record(vault, of) + " (" + of + ")";
    }
    if (const codec::Value* unit = body->find("unit"); unit != nullptr && unit->is_object()) {
        return std::string(unit->str_or("unit_code"));
    }
    if (const auto identity = identity_of(vault, body->str_or("person")); identity && body->str_or("name").empty()) {
        return std::string(identity->str_or("name"));
    }
    for (const char* member : {"name", "person", "matter", "device"}) {
        if (!body->str_or(member).empty()) {
            return std::string(body->str_or(member));
        }
    }
    return {};
}

codec::Value cancellation(const std::string& key) {
    return codec::Object{{"do", "cancel"}, {"pending", key}, {"base", codec::Object{}}};
}

codec::Value second_signature(vault::Vault& vault, const Pending& pending) {
    return model::confirmation_of(pending.key, pending.value)
        .set("base", base_for(vault, model::confirmation_names(pending.key, pending.value)));
}

Result<Pending> find(vault::Vault& vault, const std::string& reference) {
    const auto all = all_pending(vault);
    for (const Pending& one : all) {
        if (one.key == reference || one.key == "pending/" + reference) {
            return one;
        }
    }
    if (const auto on = find_case(vault, reference)) {
        for (const Pending& one : all) {
            if (one.value.str_or("case") == on->key) {
                return one;
            }
        }
    }
    std::vector<Pending> named;
    std::copy_if(all.begin(), all.end(), std::back_inserter(named),
                 [&](const Pending& one) { return about(vault, one.value) == reference; });
    if (named.size() == 1) {
        return named[0];
    }
    return fail(named.empty() ? "pending.none" : "pending.several", reference, "no open act goes by this here",
                {reference});
}

// Also one that the county keeps where this device does not look, which its author knows by the outbox: whether it is
// still open is the county's to say.
Result<std::string> own_or_known(vault::Vault& vault, const std::string& reference) {
    const auto known = find(vault, reference);
    if (known) {
        return std::string(known->key);
    }
    for (const vault::Sent& sent : vault.outbox()) {
        for (const std::string& key : proposed_by(vault, sent)) {
            if (!key.empty() && (key == reference || key == "pending/" + reference)) {
                return std::string(key);
            }
        }
    }
    return known.error();
}

bool allowed(const std::vector<std::string>& roles, const Pending& pending) {
    const codec::Array& needs = pending.value.items("needs");
    return roles.empty() || needs.empty() ||
           std::any_of(roles.begin(), roles.end(), [&](const std::string& role) { return contains(needs, role); });
}

}  // namespace

codec::Value pending_line(vault::Vault& vault, const Pending& pending) {
    codec::Value out = codec::Object{{"pending", pending.key},
                                     {"act", pending.value.str_or("act")},
                                     {"by", pending.value.str_or("by")},
                                     {"needs", pending.value.items("needs")},
                                     {"about", about(vault, pending.value)},
                                     {"confirm_sent", pending.confirm_signed},
                                     {"local", pending.local}};
    for (const char* member : {"case", "expires"}) {
        if (!pending.value.str_or(member).empty()) {
            out.set(member, pending.value.str_or(member));
        }
    }
    // What is signed for must be seen first: whose ticket it is, and what it opens.
    static const codec::Value kNothing;
    const codec::Value* body = pending.value.find("body");
    for (const char* member : {"kind", "name", "unit", "roles", "scopes", "device"}) {
        const codec::Value* value = (body == nullptr ? kNothing : *body).find(member);
        if (value != nullptr && (value->is_array() || (value->is_string() && !value->string().empty()))) {
            out.set(member, *value);
        }
    }
    if (body != nullptr) {
        out.set("body", model::with_numbers_masked(*body));
    }
    return out;
}

namespace {

// The sign-offs of a batch in one change set, for it was submitted in one: those that another person wrote and that
// this person's roles allow. Empty where no batch goes by this.
Result<codec::Array> confirm_batch(const Context& context, const std::string& reference) {
    ZJ_TRY(const std::vector<Case> batch, cases_of_batch(context.vault, reference));
    const auto roles = my_roles(context.vault);
    std::vector<codec::Value> intents;
    codec::Array items;
    for (const Pending& one : batch.empty() ? std::vector<Pending>() : all_pending(context.vault)) {
        const bool of_batch =
            std::any_of(batch.begin(), batch.end(), [&](const Case& on) { return on.key == one.value.str_or("case"); });
        if (!of_batch || one.confirm_signed || !allowed(roles, one) ||
            one.value.str_or("by") == context.vault.person().person) {
            continue;
        }
        intents.push_back(second_signature(context.vault, one));
        items.push_back(codec::Object{{"pending", one.key}, {"case", one.value.str_or("case")}});
    }
    if (intents.empty()) {
        return batch.empty() ? Result<codec::Array>(codec::Array{}) : fail("batch.nothing", reference);
    }
    ZJ_TRY(const codec::Value done, sign(context.vault, std::move(intents)));
    for (codec::Value& item : items) {
        item.set("seq", done.int_or("seq")).set("change_set", done.str_or("change_set")).set("state", "signed");
    }
    return items;
}

}  // namespace

Result<codec::Value> confirm(const Context& context, const std::vector<std::string>& references) {
    codec::Array items;
    for (const std::string& reference : references) {
        ZJ_TRY(const codec::Array of_batch, confirm_batch(context, reference));
        if (!of_batch.empty()) {
            items.insert(items.end(), of_batch.begin(), of_batch.end());
            continue;
        }
        ZJ_TRY(const Pending pending, find(context.vault, reference));
        if (pending.value.str_or("by") == context.vault.person().person) {
            return fail("pending.own", pending.key, "nobody confirms an act of their own");
        }
        if (pending.confirm_signed) {
            items.push_back(pending_line(context.vault, pending));
            continue;
        }
        ZJ_TRY(codec::Value done, sign(context.vault, {second_signature(context.vault, pending)}));
        items.push_back(done.set("pending", pending.key));
    }
    return codec::Value(codec::Object{{"confirmed", items.size()}, {"items", std::move(items)}});
}

Result<codec::Value> confirm_all(const Context& context) {
    const auto roles = my_roles(context.vault);
    codec::Array items;
    std::vector<Pending> open = all_pending(context.vault);
    std::erase_if(open, [&](const Pending& one) {
        return one.confirm_signed || one.value.str_or("by") == context.vault.person().person || !allowed(roles, one);
    });
    for (std::size_t i = 0; i < open.size() && !context.stopped(); ++i) {
        context.tell("confirm", i, open.size());
        ZJ_TRY(codec::Value done, sign(context.vault, {second_signature(context.vault, open[i])}));
        items.push_back(done.set("pending", open[i].key));
    }
    return codec::Value(
        codec::Object{{"confirmed", items.size()}, {"left", open.size() - items.size()}, {"items", std::move(items)}});
}

Result<codec::Value> cancel(const Context& context, const std::vector<std::string>& references) {
    codec::Array items;
    for (const std::string& reference : references) {
        ZJ_TRY(const std::string key, own_or_known(context.vault, reference));
        ZJ_TRY(codec::Value done, sign(context.vault, {cancellation(key)}));
        items.push_back(done.set("pending", key));
    }
    return codec::Value(codec::Object{{"cancelled", items.size()}, {"items", std::move(items)}});
}

}  // namespace zj::work
