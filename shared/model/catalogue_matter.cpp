// SPDX-License-Identifier: Apache-2.0
#include "shared/model/catalogue_matter.hpp"

#include <algorithm>

#include "shared/model/catalogue_field.hpp"
#include "shared/model/catalogue_read.hpp"

namespace zj::model {

namespace {

using codec::Array;
using codec::Reader;
using codec::Value;

// Several times ours, as the bounds of catalogue_read.hpp.
constexpr std::size_t kFieldsMax = 200;
constexpr std::size_t kSlotsMax = 40;
constexpr std::size_t kLayersMax = 10;
constexpr std::size_t kRuleFieldsMax = 10;

// name → number of fields at least and at most
struct RuleShape {
    std::string_view name;
    std::size_t fields_min, fields_max;
};
constexpr RuleShape kRules[] = {{"id_agrees", 3, 4},  {"not_before", 2, 2}, {"years_after", 2, 2},
                                {"next_month", 2, 2}, {"no_space", 1, 10},  {"one_of", 1, 1}};

Result<> check_role(const Catalogue& so_far, std::string_view role, const std::string& at) {
    return so_far.role_scope(role).empty() ? Result<>(fail("catalogue.role", at)) : Result<>();
}

Result<> check_codes(const Catalogue& so_far, const Field& field, const std::vector<std::string>& codes,
                     const std::string& at) {
    for (const std::string& code : codes) {
        if (so_far.code(field.list, code) == nullptr) {
            return fail("catalogue.code", at, "no " + code + " in list " + field.list);
        }
    }
    return codes.empty() ? Result<>(fail("catalogue.rule", at)) : Result<>();
}

Result<> read_sections(const Array& sections, const std::string& at, Matter& m) {
    for (std::size_t i = 0; i < sections.size(); ++i) {
        Reader s(sections[i], index_pointer(at + "/sections", i));
        Section section;
        section.key = read_key(s, "key");
        section.label = read_label(s);
        ZJ_CHECK(s.finish());
        m.sections.push_back(std::move(section));
    }
    return {};
}

Result<> read_fields(const Catalogue& so_far, const Array& fields, const std::string& at, Matter& m) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        ZJ_CHECK(read_field(so_far, fields[i], index_pointer(at + "/fields", i), m));
    }
    // Conditions name any field of the form, so they are read once all fields are known.
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const std::string field_at = index_pointer(at + "/fields", i);
        ZJ_CHECK(read_when(so_far, fields[i], "required", field_at, m, m.fields[i].required));
        ZJ_CHECK(read_when(so_far, fields[i], "only", field_at, m, m.fields[i].only));
    }
    return {};
}

Result<> read_limit(const Catalogue& so_far, const Value& value, const std::string& at, Matter& m) {
    Reader r(value, at);
    Limit limit;
    limit.half_days = static_cast<int>(r.integer("half_days", 1, 1000));
    const Value& when = r.any("when");
    ZJ_CHECK(r.finish());
    ZJ_CHECK(read_condition(so_far, when, at + "/when", m, limit.when));
    m.limits.push_back(std::move(limit));
    return {};
}

Result<> read_materials(const Catalogue& so_far, const Array& materials, const std::string& at, Matter& m) {
    for (std::size_t i = 0; i < materials.size(); ++i) {
        const std::string slot_at = index_pointer(at + "/materials", i);
        Reader s(materials[i], slot_at);
        Slot slot;
        slot.key = read_key(s, "key");
        slot.label = read_label(s);
        if (s.has("required")) {
            s.any("required");
        }
        if (s.ok() && m.slot(slot.key) != nullptr) {
            s.fault("key", "catalogue.duplicate");
        }
        ZJ_CHECK(s.finish());
        ZJ_CHECK(read_when(so_far, materials[i], "required", slot_at, m, slot.required));
        m.materials.push_back(std::move(slot));
    }
    return {};
}

Result<> read_layer(const Catalogue& so_far, const Value& value, const std::string& at, Matter& m) {
    Reader r(value, at);
    Layer layer;
    layer.step = read_key(r, "step");
    layer.label = read_label(r);
    layer.role = r.string("role", kKeyBytesMax, 1);
    layer.limit_half_days = static_cast<int>(r.integer("limit_half_days", 1, 1000));
    const bool conditional = r.has("when");
    const Value* when = conditional ? &r.any("when") : nullptr;
    if (r.ok() && std::any_of(m.layers.begin(), m.layers.end(), [&](const Layer& l) { return l.step == layer.step; })) {
        r.fault("step", "catalogue.duplicate");
    }
    ZJ_CHECK(r.finish());
    // A case is decided in the office; a superior endorses by its consent, a layer of it would hold the case for
    // ever.
    if (so_far.role_scope(layer.role) != "office") {
        return fail("catalogue.role", at + "/role");
    }
    if (when != nullptr) {
        Condition condition;
        ZJ_CHECK(read_condition(so_far, *when, at + "/when", m, condition));
        layer.when = std::move(condition);
    }
    m.layers.push_back(std::move(layer));
    return {};
}

Result<> read_layers(const Catalogue& so_far, const Array& layers, const std::string& at, Matter& m) {
    for (std::size_t i = 0; i < layers.size(); ++i) {
        ZJ_CHECK(read_layer(so_far, layers[i], index_pointer(at + "/layers", i), m));
    }
    if (m.layers.empty() || m.layers.front().when) {
        return fail("catalogue.layers", at + "/layers", "the first layer is always there");
    }
    return {};
}

Result<> read_rule(const Catalogue& so_far, const Value& value, const std::string& at, Matter& m) {
    Reader r(value, at);
    FormRule rule;
    rule.rule = r.string("rule", kKeyBytesMax, 1);
    rule.fields = r.strings("fields", kRuleFieldsMax, kKeyBytesMax);
    rule.n = static_cast<int>(r.integer_if("n", 0, 200).value_or(0));
    const bool chooses = rule.rule == "one_of";
    const Value* when = chooses ? &r.any("when") : nullptr;
    if (chooses) {
        rule.any_of = r.strings("any_of", kItemsMax, kKeyBytesMax);
        rule.label = read_label(r);
    }
    ZJ_CHECK(r.finish());
    const auto shape =
        std::find_if(std::begin(kRules), std::end(kRules), [&](const RuleShape& s) { return s.name == rule.rule; });
    if (shape == std::end(kRules) || rule.fields.size() < shape->fields_min || rule.fields.size() > shape->fields_max) {
        return fail("catalogue.rule", at);
    }
    for (const std::string& key : rule.fields) {
        if (m.field(key) == nullptr) {
            return fail("catalogue.rule", at + "/fields", "no field " + key);
        }
    }
    if (chooses) {
        ZJ_CHECK(read_condition(so_far, *when, at + "/when", m, rule.when));
        ZJ_CHECK(check_codes(so_far, *m.field(rule.fields[0]), rule.any_of, at + "/any_of"));
    }
    m.rules.push_back(std::move(rule));
    return {};
}

}  // namespace

Result<> read_matter(const Catalogue& so_far, const Value& value, const std::string& at, Matter& m) {
    Reader r(value, at);
    m.code = read_key(r, "code");
    m.label = read_label(r);
    const Value& summary = r.object("summary");
    m.open = r.boolean("open");
    m.flow = r.boolean_if("flow", false);
    m.ex_officio = r.boolean_if("ex_officio", false);
    m.confirm_role = r.string("confirm_role", kKeyBytesMax, 1);
    m.limit_half_days = static_cast<int>(r.integer("limit_half_days", 1, 1000));
    const Array* limits = r.array_if("limits", kLayersMax);
    const Array& sections = r.array("sections", kFieldsMax);
    const Array& fields = r.array("fields", kFieldsMax);
    const Array& materials = r.array("materials", kSlotsMax);
    const Array& layers = r.array("layers", kLayersMax);
    const Array& rules = r.array("rules", kFieldsMax);
    ZJ_CHECK(r.finish());
    ZJ_CHECK(check_role(so_far, m.confirm_role, at + "/confirm_role"));
    {
        Reader s(summary, at + "/summary");
        m.summary_zh = s.string("zh", 1000, 1);
        m.summary_en = s.string("en", 1000, 1);
        ZJ_CHECK(s.finish());
    }
    ZJ_CHECK(read_sections(sections, at, m));
    ZJ_CHECK(read_fields(so_far, fields, at, m));
    for (std::size_t i = 0; limits != nullptr && i < limits->size(); ++i) {
        ZJ_CHECK(read_limit(so_far, (*limits)[i], index_pointer(at + "/limits", i), m));
    }
    ZJ_CHECK(read_materials(so_far, materials, at, m));
    ZJ_CHECK(read_layers(so_far, layers, at, m));
    for (std::size_t i = 0; i < rules.size(); ++i) {
        ZJ_CHECK(read_rule(so_far, rules[i], index_pointer(at + "/rules", i), m));
    }
    return {};
}

}  // namespace zj::model
