// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/forms.hpp"

#include <algorithm>

#include "terminal/work/batch.hpp"
#include "terminal/work/filled.hpp"
#include "terminal/work/preview.hpp"

namespace zj::work {

namespace {

// Fields whose value differs from the case's.
codec::Value changed_fields(const codec::Value& before, const codec::Value& after) {
    codec::Value out;
    for (const auto& [key, value] : after.object()) {
        const codec::Value* old = before.find(key);
        if (old == nullptr || !(*old == value)) {
            out.set(key, value);
        }
    }
    return out;
}

}  // namespace

Result<codec::Value> submit(const Context& context, const Submission& submission, FormFaults& faults) {
    vault::Vault& vault = context.vault;
    ZJ_TRY(const auto catalogue, vault.catalogue());
    ZJ_TRY(Filled filled, read_form(submission.text));
    ZJ_TRY(const model::Matter* matter, matter_of(*catalogue, filled.matter));
    if (filled.persons) {
        return submit_batch(context, submission, std::move(filled), faults);
    }
    filled.fields = model::normalise_form(*matter, std::move(filled.fields));
    const Attached attached = attach(context, filled, submission, {}, faults.faults);
    check(*catalogue, *matter, filled, filled.fields, attached.materials, faults.faults);
    if (!faults.faults.empty()) {
        return faulty(faults);
    }
    if (!matter->open && !submission.preview) {
        return fail("matter.closed", filled.matter, "not open for submission", {filled.matter});
    }
    const std::string unit = filled.unit.empty() ? my_unit(vault) : filled.unit;
    if (unit.empty()) {
        return fail("form.missing", "/unit", "the person has no unit, and the form names none");
    }
    std::vector<std::string> named = named_records(*matter, filled.fields);
    named.push_back("unit/" + unit);
    const codec::Value intent =
        codec::Object{{"do", "case.submit"},     {"matter", filled.matter},         {"unit", unit},
                      {"fields", filled.fields}, {"materials", attached.materials}, {"note", filled.note},
                      {"urgent", filled.urgent}, {"base", base_for(vault, named)}};
    context.tell("preview");
    const bool again = !submission.preview && signed_before(vault, {intent});
    const Foretold foretold = again ? Foretold() : foretell(vault, {intent});
    if (submission.preview) {
        return codec::Value(
            codec::Object{{"matter", filled.matter}, {"preview", to_value(foretold)}, {"fields", filled.fields}});
    }
    ZJ_CHECK(worth_signing(foretold, "unit/" + unit));
    ZJ_TRY(codec::Value out, sign_with(context, attached, {intent}, submission.draft));
    const std::string key = record_of(vault, out, "case");
    if (!again) {
        out.set("preview", to_value(foretold));
    }
    return out.set("case", key)
        .set("n", vault.count_of_case(key).value_or(0))
        .set("matter", filled.matter)
        .set("waits_for", matter->confirm_role);
}

// A held amendment is settled by one that writes all that it writes, also what the case says already.
void add_held_fields(vault::Vault& vault, const Case& on, const codec::Value& all, codec::Value& changed) {
    const codec::Value* mark = on.value.find("held");
    const auto held = mark != nullptr ? vault.record(mark->str_or("outcome")) : std::nullopt;
    if (!held) {
        return;
    }
    for (const codec::Value& intent : held->value.items("intents")) {
        const codec::Value* fields = intent.find("fields");
        if (intent.str_or("do") != "case.amend" || intent.str_or("case") != on.key || fields == nullptr ||
            !fields->is_object()) {
            continue;
        }
        for (const auto& [key, value] : fields->object()) {
            if (const codec::Value* stands = all.find(key)) {
                changed.set(key, *stands);
            }
        }
    }
}

Result<codec::Value> amend(const Context& context, std::string_view reference, const Submission& submission,
                           FormFaults& faults) {
    vault::Vault& vault = context.vault;
    ZJ_TRY(const auto catalogue, vault.catalogue());
    ZJ_TRY(const Case on, find_case(vault, reference));
    ZJ_TRY(Filled filled, read_form(submission.text));
    ZJ_TRY(const model::Matter* matter, matter_of(*catalogue, on.value.str_or("matter")));
    const codec::Value* before = on.value.find("fields");
    const codec::Value old = before == nullptr ? codec::Value() : *before;
    codec::Value changed = changed_fields(old, model::normalise_form(*matter, std::move(filled.fields)));
    codec::Value all = old;
    for (const auto& [key, value] : changed.object()) {
        all.set(key, value);
    }
    add_held_fields(vault, on, all, changed);
    faults.faults = model::check_form(*catalogue, *matter, all, on.value.items("materials"));
    if (!faults.faults.empty()) {
        return faulty(faults);
    }
    if (changed.object().empty()) {
        return fail("form.same", on.key, "no field differs from the case's");
    }
    const codec::Value intent =
        codec::Object{{"do", "case.amend"}, {"case", on.key}, {"fields", changed}, {"base", base_for(vault, {on.key})}};
    const Foretold foretold = signed_before(vault, {intent}) ? Foretold() : foretell(vault, {intent});
    ZJ_TRY(codec::Value out, sign(vault, {intent}));
    return out.set("case", on.key).set("fields", changed).set("preview", to_value(foretold));
}

Result<codec::Value> answer(const Context& context, std::string_view reference, const Submission& submission,
                            FormFaults& faults) {
    vault::Vault& vault = context.vault;
    ZJ_TRY(const auto catalogue, vault.catalogue());
    ZJ_TRY(const Case on, find_case(vault, reference));
    ZJ_TRY(Filled filled, read_form(submission.text));
    ZJ_TRY(const model::Matter* matter, matter_of(*catalogue, on.value.str_or("matter")));
    const codec::Array& sent = on.value.items("materials");
    const Attached attached = attach(context, filled, submission, sent, faults.faults);
    codec::Array materials = attached.materials;
    // A slot that the answer does not mention keeps what was sent.
    for (const codec::Value& old : sent) {
        if (std::none_of(materials.begin(), materials.end(),
                         [&](const codec::Value& m) { return m.str_or("slot") == old.str_or("slot"); })) {
            materials.push_back(old);
        }
    }
    const codec::Value* before = on.value.find("fields");
    codec::Value all = before == nullptr ? codec::Value() : *before;
    const codec::Value changed = changed_fields(all, model::normalise_form(*matter, std::move(filled.fields)));
    for (const auto& [key, value] : changed.object()) {
        all.set(key, value);
    }
    check(*catalogue, *matter, filled, all, materials, faults.faults);
    if (!faults.faults.empty()) {
        return faulty(faults);
    }
    const codec::Value intent = codec::Object{{"do", "case.answer"}, {"case", on.key},
                                              {"fields", changed},   {"materials", std::move(materials)},
                                              {"note", filled.note}, {"base", base_for(vault, {on.key})}};
    if (submission.preview) {
        return codec::Value(codec::Object{{"case", on.key}, {"preview", to_value(foretell(vault, {intent}))}});
    }
    if (!on.local && !signed_before(vault, {intent})) {
        ZJ_CHECK(worth_signing(foretell(vault, {intent}), on.key));
    }
    ZJ_TRY(codec::Value out, sign_with(context, attached, {intent}, submission.draft));
    return out.set("case", on.key);
}

Result<codec::Value> withdraw(const Context& context, std::string_view reference, const std::string& reason) {
    ZJ_TRY(const Case on, find_case(context.vault, reference));
    const codec::Value intent =
        codec::Object{{"do", "case.withdraw"}, {"case", on.key}, {"reason", reason}, {"base", codec::Object{}}};
    if (!on.local && !signed_before(context.vault, {intent})) {
        ZJ_CHECK(worth_signing(foretell(context.vault, {intent}), on.key));
    }
    ZJ_TRY(codec::Value out, sign(context.vault, {intent}));
    return out.set("case", on.key);
}

}  // namespace zj::work
