// SPDX-License-Identifier: Apache-2.0
// Reads and validates a catalogue: every member known, every reference resolved, Chinese and English everywhere. What
// loads can be drawn, filled, checked and judged without further tests.
#include <algorithm>
#include <set>

#include "shared/codec/json.hpp"
#include "shared/codec/reader.hpp"
#include "shared/model/catalogue.hpp"

namespace zj::model {

namespace {

using codec::Array;
using codec::Reader;
using codec::Value;

// Bounds of a catalogue: several times ours, so that a hostile one cannot grow a terminal's memory or a form beyond
// use.
constexpr std::size_t kMattersMax = 32;
constexpr std::size_t kFieldsMax = 200;
constexpr std::size_t kColumnsMax = 40;
constexpr std::size_t kRowsMax = 200;
constexpr std::size_t kSlotsMax = 40;
constexpr std::size_t kLayersMax = 10;
constexpr std::size_t kTermsMax = 10;
constexpr std::size_t kListsMax = 100;
constexpr std::size_t kItemsMax = 1000;
constexpr std::size_t kDaysMax = 2000;
constexpr std::size_t kKeyBytesMax = 40;
constexpr std::size_t kLabelBytesMax = 200;
constexpr std::size_t kCharsMax = 4000;

constexpr std::pair<std::string_view, FieldType> kFieldTypes[] = {
    {"text", FieldType::text},       {"line", FieldType::line},     {"integer", FieldType::integer},
    {"boolean", FieldType::boolean}, {"date", FieldType::date},     {"month", FieldType::month},
    {"code", FieldType::code},       {"doc_no", FieldType::doc_no}, {"id_no", FieldType::id_no},
    {"uscc", FieldType::uscc},       {"unit", FieldType::unit},     {"person", FieldType::person},
    {"grant", FieldType::grant},     {"plan", FieldType::plan},     {"changes", FieldType::changes},
    {"map", FieldType::map},         {"rows", FieldType::rows},
};

// What a cell of a table may be: one value that stands for itself.
bool scalar(FieldType type) {
    return type != FieldType::changes && type != FieldType::map && type != FieldType::rows;
}

// name → number of fields at least and at most
struct RuleShape {
    std::string_view name;
    std::size_t fields_min, fields_max;
};
constexpr RuleShape kRules[] = {{"id_agrees", 3, 4},  {"not_before", 2, 2}, {"years_after", 2, 2},
                                {"next_month", 2, 2}, {"no_space", 1, 10},  {"one_of", 1, 1}};

constexpr std::string_view kScopes[] = {"unit",  "office", "org",     "hr",    "fin",
                                        "admin", "ops",    "inspect", "audit", "public"};

bool known_scope(std::string_view scope) {
    return std::find(std::begin(kScopes), std::end(kScopes), scope) != std::end(kScopes);
}

std::string index_pointer(const std::string& pointer, std::size_t index) {
    return pointer + "/" + std::to_string(index);
}

bool plain_key(std::string_view key) {
    return !key.empty() && key.size() <= kKeyBytesMax && std::all_of(key.begin(), key.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    });
}

Text2 read_label(Reader& r) {
    Text2 out;
    out.zh = r.string("zh", kLabelBytesMax, 1);
    out.en = r.string("en", kLabelBytesMax, 1);
    return out;
}

std::string read_key(Reader& r, std::string_view member) {
    std::string key = r.string(member, kKeyBytesMax, 1);
    if (r.ok() && !plain_key(key)) {
        r.fault(member, "catalogue.key", "a key has letters, digits, dots and underscores");
    }
    return key;
}

}  // namespace

struct CatalogueLoader {
    const Value& root;
    Catalogue out;

    Result<> load() {
        Reader r(root);
        out.number_ = r.integer("number", 1, 1'000'000);
        const Array& matters = r.array("matters", kMattersMax);
        const Array& codes = r.array("codes", kListsMax);
        const Value& scopes = r.object("scopes");
        const Value& policy = r.object("policy");
        const Array& quota = r.array("quota_by_nature", kItemsMax);
        const Value& roles = r.object("roles");
        const Value& calendar = r.object("calendar");
        const Value& chain = r.object("chain");
        const Value& archive = r.object("archive");
        ZJ_CHECK(r.finish());
        ZJ_CHECK(read_codes(codes));
        ZJ_CHECK(read_roles(roles));
        ZJ_CHECK(read_scopes(scopes));
        ZJ_CHECK(read_policy(policy));
        ZJ_CHECK(read_quota_rules(quota));
        ZJ_CHECK(read_calendar(calendar));
        ZJ_TRY(out.chain_, chains_from(chain));
        ZJ_TRY(out.archive_, archive_from(archive));
        for (std::size_t i = 0; i < matters.size(); ++i) {
            const std::string at = index_pointer("/matters", i);
            Matter matter;
            ZJ_CHECK(read_matter(matters[i], at, matter));
            if (out.matter(matter.code) != nullptr) {
                return fail("catalogue.duplicate", at + "/code");
            }
            out.matters_.push_back(std::move(matter));
        }
        ZJ_CHECK(check_changes_lists());
        ZJ_CHECK(check_policy_matters());
        return check_archive();
    }

    Result<> read_codes(const Array& lists) {
        for (std::size_t i = 0; i < lists.size(); ++i) {
            const std::string at = index_pointer("/codes", i);
            Reader r(lists[i], at);
            const std::string name = read_key(r, "list");
            const Text2 label = read_label(r);
            r.string_if("standard", kLabelBytesMax);
            const Array& items = r.array("items", kItemsMax);
            if (r.ok() && out.codes(name) != nullptr) {
                r.fault("list", "catalogue.duplicate");
            }
            ZJ_CHECK(r.finish());
            std::vector<CodeItem> read;
            std::set<std::string> seen;
            for (std::size_t k = 0; k < items.size(); ++k) {
                Reader item(items[k], index_pointer(at + "/items", k));
                CodeItem code;
                code.code = read_key(item, "code");
                code.label = read_label(item);
                code.std_code = item.string_if("std_code", kKeyBytesMax).value_or("");
                if (item.ok() && !seen.insert(code.code).second) {
                    item.fault("code", "catalogue.duplicate");
                }
                ZJ_CHECK(item.finish());
                read.push_back(std::move(code));
            }
            if (read.empty()) {
                return fail("catalogue.empty", at + "/items");
            }
            out.codes_.emplace_back(name, std::move(read));
            out.list_labels_.emplace_back(name, label);
        }
        return {};
    }

    Result<> read_roles(const Value& roles) {
        for (const auto& [role, value] : roles.object()) {
            Reader r(value, "/roles/" + role);
            const std::string scope = r.string("scope", kKeyBytesMax, 1);
            r.boolean("business");
            read_label(r);
            if (r.ok() && (!known_scope(scope) || scope == "public" || !plain_key(role))) {
                r.fault("scope", "catalogue.scope");
            }
            ZJ_CHECK(r.finish());
        }
        out.roles_ = roles;
        return {};
    }

    Result<> read_scopes(const Value& scopes) {
        for (const auto& [kind, value] : scopes.object()) {
            const std::string at = "/scopes/" + kind;
            if (!value.is_array()) {
                return fail("json.type", at);
            }
            for (const Value& scope : value.array()) {
                if (!scope.is_string() || !known_scope(scope.string()) || scope.string() == "unit") {
                    return fail("catalogue.scope", at);
                }
            }
        }
        out.scopes_ = scopes;
        return {};
    }

    // Each value stands beside its reason in the data; the program wants the values only. A policy is a number, or says
    // which matters it is about.
    Result<> read_policy(const Value& policy) {
        codec::Object values;
        for (const auto& [name, value] : policy.object()) {
            Reader r(value, "/policy/" + name);
            if (r.has("matters")) {
                const std::vector<std::string> matters = r.strings("matters", kMattersMax, kKeyBytesMax);
                values[name] = Value(Array(matters.begin(), matters.end()));
            } else {
                values[name] = Value(r.integer("value", -codec::kIntegerMax, codec::kIntegerMax));
            }
            r.string("reason", 1000, 1);
            ZJ_CHECK(r.finish());
        }
        out.policy_ = Value(std::move(values));
        return {};
    }

    Result<> read_quota_rules(const Array& rules) {
        for (std::size_t i = 0; i < rules.size(); ++i) {
            const std::string at = index_pointer("/quota_by_nature", i);
            Reader r(rules[i], at);
            Catalogue::QuotaRule rule;
            rule.natures = r.strings("natures", kItemsMax, kKeyBytesMax);
            rule.categories = r.strings("categories", kItemsMax, kKeyBytesMax);
            rule.types = r.strings("types", kItemsMax, kKeyBytesMax);
            ZJ_CHECK(r.finish());
            ZJ_CHECK(check_codes("nature", rule.natures, at + "/natures"));
            ZJ_CHECK(check_codes("category", rule.categories, at + "/categories"));
            ZJ_CHECK(check_codes("quota", rule.types, at + "/types"));
            out.quota_rules_.push_back(std::move(rule));
        }
        return {};
    }

    Result<> check_codes(std::string_view list, const std::vector<std::string>& codes, const std::string& at) {
        for (const std::string& code : codes) {
            if (out.code(list, code) == nullptr) {
                return fail("catalogue.code", at, "no " + code + " in list " + std::string(list));
            }
        }
        return {};
    }

    Result<> read_calendar(const Value& calendar) {
        Reader r(calendar, "/calendar");
        const Array& holidays = r.array("holidays", kDaysMax);
        const std::vector<std::string> workdays = r.strings("workdays", kDaysMax, 10);
        r.string("note", 2000, 1);
        ZJ_CHECK(r.finish());
        for (std::size_t i = 0; i < holidays.size(); ++i) {
            Reader h(holidays[i], index_pointer("/calendar/holidays", i));
            const std::string from_text = h.string("from", 10), to_text = h.string("to", 10);
            read_label(h);
            h.boolean_if("assumed", false);
            ZJ_CHECK(h.finish());
            ZJ_TRY(const Date from, parse_date(from_text));
            ZJ_TRY(const Date to, parse_date(to_text));
            if (to < from || to.days - from.days > 31) {
                return fail("catalogue.calendar", h.pointer("to"));
            }
            for (Date d = from; d <= to; ++d.days) {
                out.holidays_.push_back(d);
            }
        }
        for (const std::string& text : workdays) {
            ZJ_TRY(const Date day, parse_date(text));
            out.extra_workdays_.push_back(day);
        }
        std::sort(out.holidays_.begin(), out.holidays_.end());
        std::sort(out.extra_workdays_.begin(), out.extra_workdays_.end());
        out.calendar_ = calendar;
        return {};
    }

    Result<> read_matter(const Value& value, const std::string& at, Matter& m) {
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
        ZJ_CHECK(check_role(m.confirm_role, at + "/confirm_role"));
        {
            Reader s(summary, at + "/summary");
            m.summary_zh = s.string("zh", 1000, 1);
            m.summary_en = s.string("en", 1000, 1);
            ZJ_CHECK(s.finish());
        }
        for (std::size_t i = 0; i < sections.size(); ++i) {
            Reader s(sections[i], index_pointer(at + "/sections", i));
            Section section;
            section.key = read_key(s, "key");
            section.label = read_label(s);
            ZJ_CHECK(s.finish());
            m.sections.push_back(std::move(section));
        }
        for (std::size_t i = 0; i < fields.size(); ++i) {
            ZJ_CHECK(read_field(fields[i], index_pointer(at + "/fields", i), m));
        }
        // Conditions name any field of the form, so they are read once all fields are known.
        for (std::size_t i = 0; i < fields.size(); ++i) {
            const std::string field_at = index_pointer(at + "/fields", i);
            ZJ_CHECK(read_when(fields[i], "required", field_at, m, m.fields[i].required));
            ZJ_CHECK(read_when(fields[i], "only", field_at, m, m.fields[i].only));
        }
        for (std::size_t i = 0; limits != nullptr && i < limits->size(); ++i) {
            ZJ_CHECK(read_limit((*limits)[i], index_pointer(at + "/limits", i), m));
        }
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
            ZJ_CHECK(read_when(materials[i], "required", slot_at, m, slot.required));
            m.materials.push_back(std::move(slot));
        }
        for (std::size_t i = 0; i < layers.size(); ++i) {
            ZJ_CHECK(read_layer(layers[i], index_pointer(at + "/layers", i), m));
        }
        if (m.layers.empty() || m.layers.front().when) {
            return fail("catalogue.layers", at + "/layers", "the first layer is always there");
        }
        for (std::size_t i = 0; i < rules.size(); ++i) {
            ZJ_CHECK(read_rule(rules[i], index_pointer(at + "/rules", i), m));
        }
        return {};
    }

    Result<> check_role(std::string_view role, const std::string& at) {
        return out.role_scope(role).empty() ? Result<>(fail("catalogue.role", at)) : Result<>();
    }

    // What a field and a column of a table have in common.
    Field read_typed(Reader& r) {
        Field f;
        f.key = read_key(r, "key");
        f.label = read_label(r);
        const std::string type = r.string("type", kKeyBytesMax, 1);
        f.list = r.string_if("list", kKeyBytesMax).value_or("");
        f.chars_max = static_cast<std::size_t>(r.integer_if("chars_max", 1, kCharsMax).value_or(100));
        f.min = r.integer_if("min", 0, codec::kIntegerMax).value_or(0);
        f.max = r.integer_if("max", 0, codec::kIntegerMax).value_or(0);
        f.may_end = r.boolean_if("may_end", false);
        if (r.has("required")) {
            r.any("required");
        }
        if (!r.ok()) {
            return f;
        }
        const auto known = std::find_if(std::begin(kFieldTypes), std::end(kFieldTypes),
                                        [&](const auto& entry) { return entry.first == type; });
        if (known == std::end(kFieldTypes)) {
            r.fault("type", "catalogue.type");
            return f;
        }
        f.type = known->second;
        const bool listed = f.type == FieldType::code || f.type == FieldType::changes;
        if (listed != !f.list.empty() || (listed && out.codes(f.list) == nullptr)) {
            r.fault("list", "catalogue.list");
        } else if (f.type == FieldType::integer && f.min > f.max) {
            r.fault("max", "json.range");
        }
        return f;
    }

    Result<> read_field(const Value& value, const std::string& at, Matter& m) {
        Reader r(value, at);
        Field f = read_typed(r);
        f.section = read_key(r, "section");
        f.locked = r.boolean_if("locked", false);
        f.computed = r.boolean_if("computed", false);
        f.rows_max = static_cast<std::size_t>(r.integer_if("rows_max", 1, kRowsMax).value_or(0));
        if (r.has("only")) {
            r.any("only");
        }
        const Array* columns = r.has("columns") ? &r.array("columns", kColumnsMax) : nullptr;
        if (r.ok()) {
            const bool table = f.type == FieldType::rows;
            if (m.field(f.key) != nullptr) {
                r.fault("key", "catalogue.duplicate");
            } else if (std::none_of(m.sections.begin(), m.sections.end(),
                                    [&](const Section& s) { return s.key == f.section; })) {
                r.fault("section", "catalogue.section");
            } else if (table != (f.rows_max > 0) || (table && columns == nullptr) ||
                       (columns != nullptr && !table && f.type != FieldType::changes)) {
                r.fault("columns", "catalogue.columns");
            }
        }
        ZJ_CHECK(r.finish());
        for (std::size_t i = 0; columns != nullptr && i < columns->size(); ++i) {
            ZJ_CHECK(read_column((*columns)[i], index_pointer(at + "/columns", i), f));
        }
        m.fields.push_back(std::move(f));
        return {};
    }

    Result<> read_column(const Value& value, const std::string& at, Field& table) {
        Reader r(value, at);
        Field column = read_typed(r);
        if (r.ok()) {
            if (!scalar(column.type)) {
                r.fault("type", "catalogue.type");
            } else if (table.column(column.key) != nullptr) {
                r.fault("key", "catalogue.duplicate");
            } else if (r.has("required") && !value.find("required")->is_bool()) {
                r.fault("required", "catalogue.condition");
            }
        }
        ZJ_CHECK(r.finish());
        if (value.bool_or("required")) {
            column.required = Condition{};
        }
        table.columns.push_back(std::move(column));
        return {};
    }

    // "required" or "only": true | false | condition; absent = false.
    Result<> read_when(const Value& owner, const char* member, const std::string& at, const Matter& m,
                       std::optional<Condition>& into) {
        const Value* value = owner.find(member);
        if (value == nullptr || (value->is_bool() && !value->boolean())) {
            return {};
        }
        if (value->is_bool()) {
            into = Condition{};
            return {};
        }
        Condition condition;
        ZJ_CHECK(read_condition(*value, at + "/" + member, m, condition));
        into = std::move(condition);
        return {};
    }

    // [term…] or {"any": [term…]}; a term is {"field", "any_of": […]} or {"field", "none_of": […]}.
    Result<> read_condition(const Value& value, const std::string& at, const Matter& m, Condition& into) {
        const Array* terms = nullptr;
        if (value.is_array()) {
            terms = &value.array();
        } else {
            Reader r(value, at);
            terms = &r.array("any", kTermsMax);
            into.any = true;
            ZJ_CHECK(r.finish());
        }
        if (terms->empty() || terms->size() > kTermsMax) {
            return fail("catalogue.condition", at);
        }
        for (std::size_t i = 0; i < terms->size(); ++i) {
            Reader r((*terms)[i], index_pointer(at, i));
            Condition::Term term;
            term.field = r.string("field", kKeyBytesMax, 1);
            term.negate = r.has("none_of");
            const std::string_view member = term.negate ? "none_of" : "any_of";
            term.any_of = r.strings(member, kItemsMax, kKeyBytesMax);
            ZJ_CHECK(r.finish());
            const Field* field = m.field(term.field);
            if (field == nullptr || term.any_of.empty()) {
                return fail("catalogue.condition", r.pointer("field"));
            }
            if (!field->list.empty()) {
                for (const std::string& code : term.any_of) {
                    if (!code.empty() && out.code(field->list, code) == nullptr) {
                        return fail("catalogue.code", r.pointer(member), "no " + code + " in list " + field->list);
                    }
                }
            }
            into.terms.push_back(std::move(term));
        }
        return {};
    }

    Result<> check_codes(const Field& field, const std::vector<std::string>& codes, const std::string& at) {
        for (const std::string& code : codes) {
            if (out.code(field.list, code) == nullptr) {
                return fail("catalogue.code", at, "no " + code + " in list " + field.list);
            }
        }
        return codes.empty() ? Result<>(fail("catalogue.rule", at)) : Result<>();
    }

    Result<> read_limit(const Value& value, const std::string& at, Matter& m) {
        Reader r(value, at);
        Limit limit;
        limit.half_days = static_cast<int>(r.integer("half_days", 1, 1000));
        const Value& when = r.any("when");
        ZJ_CHECK(r.finish());
        ZJ_CHECK(read_condition(when, at + "/when", m, limit.when));
        m.limits.push_back(std::move(limit));
        return {};
    }

    Result<> read_layer(const Value& value, const std::string& at, Matter& m) {
        Reader r(value, at);
        Layer layer;
        layer.step = read_key(r, "step");
        layer.label = read_label(r);
        layer.role = r.string("role", kKeyBytesMax, 1);
        layer.limit_half_days = static_cast<int>(r.integer("limit_half_days", 1, 1000));
        const bool conditional = r.has("when");
        const Value* when = conditional ? &r.any("when") : nullptr;
        if (r.ok() &&
            std::any_of(m.layers.begin(), m.layers.end(), [&](const Layer& l) { return l.step == layer.step; })) {
            r.fault("step", "catalogue.duplicate");
        }
        ZJ_CHECK(r.finish());
        // A case is decided in the office; a superior endorses by its consent, a layer of it would hold the case for
        // ever.
        if (out.role_scope(layer.role) != "office") {
            return fail("catalogue.role", at + "/role");
        }
        if (when != nullptr) {
            Condition condition;
            ZJ_CHECK(read_condition(*when, at + "/when", m, condition));
            layer.when = std::move(condition);
        }
        m.layers.push_back(std::move(layer));
        return {};
    }

    Result<> read_rule(const Value& value, const std::string& at, Matter& m) {
        Reader r(value, at);
        FormRule rule;
        rule.rule = r.string("rule", kKeyBytesMax, 1);
        rule.fields = r.strings("fields", kTermsMax, kKeyBytesMax);
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
        if (shape == std::end(kRules) || rule.fields.size() < shape->fields_min ||
            rule.fields.size() > shape->fields_max) {
            return fail("catalogue.rule", at);
        }
        for (const std::string& key : rule.fields) {
            if (m.field(key) == nullptr) {
                return fail("catalogue.rule", at + "/fields", "no field " + key);
            }
        }
        if (chooses) {
            ZJ_CHECK(read_condition(*when, at + "/when", m, rule.when));
            ZJ_CHECK(check_codes(*m.field(rule.fields[0]), rule.any_of, at + "/any_of"));
        }
        m.rules.push_back(std::move(rule));
        return {};
    }

    Result<> check_policy_matters() {
        for (const auto& [name, value] : out.policy_.object()) {
            for (const Value& code : value.is_array() ? value.array() : Array{}) {
                if (out.matter(code.string()) == nullptr) {
                    return fail("catalogue.rule", "/policy/" + name, "no matter " + code.string());
                }
            }
        }
        return {};
    }

    // Every matter's closed cases can be filed.
    Result<> check_archive() {
        for (std::size_t i = 0; i < out.matters_.size(); ++i) {
            if (out.archive_.of(out.matters_[i].code) == nullptr) {
                return fail("catalogue.archive", index_pointer("/matters", i), "no class for its files");
            }
        }
        return {};
    }

    // Items of a list of changes are columns of the field, or fields of the person form (IN): these say how a new value
    // is checked.
    Result<> check_changes_lists() {
        for (std::size_t i = 0; i < out.matters_.size(); ++i) {
            for (const Field& field : out.matters_[i].fields) {
                if (field.type != FieldType::changes) {
                    continue;
                }
                for (const CodeItem& item : *out.codes(field.list)) {
                    if (out.changed_field(field, item.code) == nullptr) {
                        return fail("catalogue.list", index_pointer("/matters", i), "no field " + item.code);
                    }
                }
            }
        }
        return {};
    }
};

Result<std::shared_ptr<const Catalogue>> Catalogue::from(const codec::Value& value) {
    CatalogueLoader loader{value, {}};
    ZJ_CHECK(loader.load());
    return std::make_shared<const Catalogue>(std::move(loader.out));
}

Result<std::shared_ptr<const Catalogue>> Catalogue::load(std::string_view json) {
    ZJ_TRY(const codec::Value value, codec::parse_json(json, limits::kCatalogueBytesMax));
    return from(value);
}

}  // namespace zj::model
