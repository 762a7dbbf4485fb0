// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/batch.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "shared/model/checks.hpp"
#include "terminal/work/batch_rows.hpp"
#include "terminal/work/cases.hpp"
#include "terminal/work/preview.hpp"

namespace zj::work {

namespace {

using codec::Array;
using codec::Object;
using codec::Value;

// Cases are read from the index in steps of so many.
constexpr std::size_t kPage = 500;

// Whether the unit's own record, which its terminals have, knows the organ that the person comes to: the slip of typed
// lists, and the county would refuse the whole batch for it.
bool organ_known(const Value* unit, std::string_view organ) {
    if (unit == nullptr || organ.empty() || organ == unit->str_or("name")) {
        return true;
    }
    const Array& organs = unit->items("inner");
    return std::any_of(organs.begin(), organs.end(), [&](const Value& one) { return one.str_or("name") == organ; });
}

// All faults of all rows, each once: what holds for all is wrong in every row.
void check_rows(const Context& context, const model::Catalogue& catalogue, const model::Matter& matter,
                const Filled& filled, const BatchRows& list, const Array& materials, const Value* unit,
                std::vector<model::FormFault>& faults) {
    std::set<std::string> told, persons;
    for (std::size_t i = 0; i < list.rows.size(); ++i) {
        const BatchRow& row = list.rows[i];
        context.tell("check", i, list.rows.size());
        std::vector<model::FormFault> found;
        check(catalogue, matter, filled, row.fields, materials, found);
        if (!organ_known(unit, row.fields.str_or("to_inner"))) {
            found.push_back({"/fields/to_inner", "form.batch_inner", {std::string(row.fields.str_or("to_inner"))}});
        }
        if (const std::string number(row.fields.str_or("person_id_no"));
            !number.empty() && !persons.insert(number).second) {
            found.push_back({"/fields/person_id_no", "form.batch_twice", {}});
        }
        for (model::FormFault& fault : found) {
            fault.pointer = place_in_batch(row, filled.fields, fault.pointer);
            if (told.insert(fault.pointer + " " + fault.code).second) {
                faults.push_back(std::move(fault));
            }
        }
    }
}

std::vector<Value> intents_of(vault::Vault& vault, const model::Matter& matter, const Filled& filled,
                              const std::string& unit, const BatchRows& list, const Array& materials) {
    std::vector<Value> out;
    for (const BatchRow& row : list.rows) {
        std::vector<std::string> named = named_records(matter, row.fields);
        named.push_back("unit/" + unit);
        out.push_back(Object{{"do", "case.submit"},
                             {"matter", filled.matter},
                             {"unit", unit},
                             {"fields", row.fields},
                             {"materials", materials},
                             {"note", filled.note},
                             {"urgent", filled.urgent},
                             {"base", base_for(vault, named)}});
    }
    return out;
}

Array made_cases(vault::Vault& vault, const Value& answer, const BatchRows& list) {
    Array out;
    for (std::size_t i = 0; i < list.rows.size(); ++i) {
        const std::string key = log::record_key("case", vault.county(), vault.device(),
                                                static_cast<std::uint64_t>(answer.int_or("seq")), i);
        out.push_back(Object{{"case", key},
                             {"n", vault.count_of_case(key).value_or(0)},
                             {"name", list.rows[i].fields.str_or("person_name")}});
    }
    return out;
}

std::string_view batch_of(const Value& on) {
    const Value* fields = on.find("fields");
    return fields == nullptr ? std::string_view() : fields->str_or("batch_id");
}

// Each case of a batch that this device knows.
Result<> each_case(vault::Vault& vault, const std::function<void(Case)>& take) {
    vault::CaseFilter filter;
    filter.matter = "MOVE";
    for (std::size_t first = 0;; first += kPage) {
        const auto page = vault.cases(filter, first, kPage);
        for (const vault::CaseEntry& entry : page) {
            ZJ_TRY(Case one, case_of(vault, entry));
            if (!batch_of(one.value).empty()) {
                take(std::move(one));
            }
        }
        if (page.size() < kPage) {
            return {};
        }
    }
}

Value states_of(const std::map<std::string, std::int64_t>& states) {
    Value out;
    for (const auto& [state, n] : states) {
        out.set(state, n);
    }
    return out;
}

}  // namespace

Result<Value> submit_batch(const Context& context, const Submission& submission, Filled filled, FormFaults& faults) {
    vault::Vault& vault = context.vault;
    ZJ_TRY(const auto catalogue, vault.catalogue());
    ZJ_TRY(const model::Matter* matter, matter_of(*catalogue, filled.matter));
    if (filled.matter != "MOVE" || filled.fields.str_or("kind") != "reform") {
        return fail("form.batch", "/fields/kind");
    }
    const std::string unit = filled.unit.empty() ? my_unit(vault) : filled.unit;
    if (unit.empty()) {
        return fail("form.missing", "/unit", "the person has no unit, and the form names none");
    }
    ZJ_TRY(const BatchRows list, read_batch_rows(*catalogue, *matter, filled, submission, faults.faults));
    const Attached attached = attach(context, filled, submission, {}, faults.faults);
    const auto record = vault.record("unit/" + unit);
    check_rows(context, *catalogue, *matter, filled, list, attached.materials, record ? &record->value : nullptr,
               faults.faults);
    if (!faults.faults.empty()) {
        return faulty(faults);
    }
    const std::vector<Value> intents = intents_of(vault, *matter, filled, unit, list, attached.materials);
    const std::string batch(list.rows.front().fields.str_or("batch_id"));
    context.tell("preview");
    const bool again = !submission.preview && signed_before(vault, intents);
    const Foretold foretold = again ? Foretold() : foretell(vault, intents);
    Value about = Object{{"matter", filled.matter},
                         {"batch", batch},
                         {"count", list.rows.size()},
                         {"passed_over", to_array(list.passed_over)}};
    if (submission.preview) {
        return about.set("preview", to_value(foretold));
    }
    ZJ_CHECK(worth_signing(foretold, "unit/" + unit));
    ZJ_TRY(Value out, sign_with(context, attached, intents, submission.draft));
    if (!again) {
        out.set("preview", to_value(foretold));
    }
    for (const auto& [member, value] : about.object()) {
        out.set(member, value);
    }
    return out.set("cases", made_cases(vault, out, list)).set("waits_for", matter->confirm_role);
}

Result<std::vector<Case>> cases_of_batch(vault::Vault& vault, std::string_view document) {
    const std::string wanted = model::normalise_doc_number(document);
    std::vector<Case> out;
    if (!model::valid_doc_number(wanted)) {
        return out;
    }
    ZJ_CHECK(each_case(vault, [&](Case one) {
        if (batch_of(one.value) == wanted) {
            out.push_back(std::move(one));
        }
    }));
    std::sort(out.begin(), out.end(), [](const Case& a, const Case& b) { return a.key < b.key; });
    return out;
}

Result<Array> batch_lines(vault::Vault& vault) {
    struct Seen {
        std::set<std::string> units;
        std::map<std::string, std::int64_t> states;
        std::int64_t count = 0;
    };
    std::map<std::string, Seen> lines;
    ZJ_CHECK(each_case(vault, [&](const Case& one) {
        Seen& line = lines[std::string(batch_of(one.value))];
        line.units.insert(std::string(one.value.str_or("unit")));
        ++line.states[std::string(one.value.str_or("state"))];
        ++line.count;
    }));
    Array out;
    for (const auto& [batch, line] : lines) {
        out.push_back(Object{{"key", batch},
                             {"units", to_array({line.units.begin(), line.units.end()})},
                             {"count", line.count},
                             {"states", states_of(line.states)}});
    }
    return out;
}

Value batch_shown(vault::Vault& vault, const model::Catalogue& catalogue, std::string_view document,
                  const std::vector<Case>& cases) {
    Array items;
    std::map<std::string, std::int64_t> states;
    for (const Case& one : cases) {
        ++states[std::string(one.value.str_or("state"))];
        const Value* fields = one.value.find("fields");
        Value line = Object{{"case", one.key},
                            {"matter", one.value.str_or("matter")},
                            {"unit", one.value.str_or("unit")},
                            {"name", fields->str_or("person_name")},
                            {"giving_unit", fields->str_or("giving_unit")},
                            {"to_inner", fields->str_or("to_inner")},
                            {"state", one.value.str_or("state")},
                            {"waits_for", role_in_charge(catalogue, one.value)},
                            {"local", one.local}};
        for (const char* member : {"case_no", "step", "received_at", "closed_at"}) {
            if (!one.value.str_or(member).empty()) {
                line.set(member, one.value.str_or(member));
            }
        }
        if (one.count) {
            line.set("n", *one.count);
        }
        // What this device has signed on it, each with its receipt once the county has answered.
        Array receipts;
        for (const vault::Sent& sent : vault.sent_on(one.key)) {
            receipts.push_back(sent_line(sent));
        }
        items.push_back(line.set("receipts", std::move(receipts)));
    }
    return Object{{"batch", model::normalise_doc_number(document)},
                  {"count", items.size()},
                  {"states", states_of(states)},
                  {"items", std::move(items)}};
}

Result<Value> decide_batch(const Context& context, const std::vector<Case>& cases, const Decision& decision) {
    ZJ_TRY(const auto catalogue, context.vault.catalogue());
    const std::vector<std::string> roles = my_roles(context.vault);
    std::vector<Value> intents;
    Array decided;
    std::size_t fetched = 0;
    for (const Case& one : cases) {
        const std::string role = role_in_charge(*catalogue, one.value);
        if (one.local || std::find(roles.begin(), roles.end(), role) == roles.end()) {
            continue;
        }
        ZJ_TRY(DecisionSigned made, decision_intent(context, *catalogue, one, decision));
        fetched += made.fetched;
        intents.push_back(std::move(made.intent));
        decided.emplace_back(one.key);
    }
    if (intents.empty()) {
        return fail("batch.nothing", std::string(batch_of(cases.front().value)));
    }
    ZJ_TRY(Value out, sign_decisions(context, std::move(intents), std::string(batch_of(cases.front().value))));
    return out.set("batch", batch_of(cases.front().value))
        .set("act", decision.act)
        .set("count", decided.size())
        .set("cases", std::move(decided))
        .set("chunks_fetched", fetched);
}

}  // namespace zj::work
