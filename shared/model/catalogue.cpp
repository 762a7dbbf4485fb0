// SPDX-License-Identifier: Apache-2.0
#include "shared/model/catalogue.hpp"

#include <algorithm>
#include "shared/model/checks.hpp"

namespace zj::model {

namespace {

// How a value compares in a condition.
std::string plain(const codec::Value& value) {
    if (value.is_string()) {
        return value.string();
    }
    if (value.is_bool()) {
        return value.boolean() ? "true" : "false";
    }
    return value.is_int() ? std::to_string(value.integer()) : std::string();
}

bool contains(const std::vector<std::string>& list, std::string_view text) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

bool term_holds(const Condition::Term& term, const codec::Value& fields) {
    const codec::Value* value = fields.find(term.field);
    bool found = false;
    if (value == nullptr) {
        found = contains(term.any_of, "");
    } else if (value->is_array()) {
        found = std::any_of(value->array().begin(), value->array().end(), [&](const codec::Value& item) {
            return contains(term.any_of, item.is_object() ? std::string(item.str_or("field")) : plain(item));
        });
    } else {
        found = contains(term.any_of, plain(*value));
    }
    return found != term.negate;
}

template <class T, class Key>
const T* find_by(const std::vector<T>& list, std::string_view key, Key member) {
    const auto at = std::find_if(list.begin(), list.end(), [&](const T& item) { return item.*member == key; });
    return at == list.end() ? nullptr : &*at;
}

}  // namespace

bool Condition::holds(const codec::Value& fields) const {
    const auto test = [&](const Term& term) {
        return term_holds(term, fields);
    };
    return any ? terms.empty() || std::any_of(terms.begin(), terms.end(), test)
               : std::all_of(terms.begin(), terms.end(), test);
}

const Field* Field::column(std::string_view wanted) const {
    return find_by(columns, wanted, &Field::key);
}

const Field* Matter::field(std::string_view key) const {
    return find_by(fields, key, &Field::key);
}

const Slot* Matter::slot(std::string_view key) const {
    return find_by(materials, key, &Slot::key);
}

bool Matter::tabular() const {
    return std::any_of(fields.begin(), fields.end(), [](const Field& f) { return f.type == FieldType::rows; });
}

std::vector<const Slot*> Matter::required_slots(const codec::Value& values) const {
    std::vector<const Slot*> out;
    for (const Slot& slot : materials) {
        if (slot.required && slot.required->holds(values)) {
            out.push_back(&slot);
        }
    }
    return out;
}

std::vector<const Layer*> Matter::layers_for(const codec::Value& values) const {
    std::vector<const Layer*> out;
    for (const Layer& layer : layers) {
        if (!layer.when || layer.when->holds(values)) {
            out.push_back(&layer);
        }
    }
    return out;
}

int Matter::half_days_for(const codec::Value& values) const {
    for (const Limit& limit : limits) {
        if (limit.when.holds(values)) {
            return limit.half_days;
        }
    }
    return limit_half_days;
}

std::vector<const Matter*> Catalogue::main_matters() const {
    std::vector<const Matter*> out;
    for (const Matter& one : matters_) {
        if (!one.flow) {
            out.push_back(&one);
        }
    }
    return out;
}

const Matter* Catalogue::matter(std::string_view code) const {
    return find_by(matters_, code, &Matter::code);
}

const std::vector<CodeItem>* Catalogue::codes(std::string_view list) const {
    const auto* found = find_by(codes_, list, &std::pair<std::string, std::vector<CodeItem>>::first);
    return found == nullptr ? nullptr : &found->second;
}

const CodeItem* Catalogue::code(std::string_view list, std::string_view code) const {
    const auto* items = codes(list);
    return items == nullptr ? nullptr : find_by(*items, code, &CodeItem::code);
}

const Text2* Catalogue::list_label(std::string_view list) const {
    const auto* found = find_by(list_labels_, list, &std::pair<std::string, Text2>::first);
    return found == nullptr ? nullptr : &found->second;
}

std::int64_t Catalogue::policy_int(std::string_view name) const {
    const codec::Value* value = policy_.find(name);
    ZJ_ASSERT(value != nullptr && value->is_int());
    return value->integer();
}

bool Catalogue::late_stops(std::string_view matter) const {
    const auto& matters = policy_.items("late_unit_stops");
    return std::any_of(matters.begin(), matters.end(), [&](const codec::Value& one) { return one.string() == matter; });
}

std::string_view Catalogue::role_scope(std::string_view role) const {
    const codec::Value* found = roles_.find(role);
    return found == nullptr ? std::string_view{} : found->str_or("scope");
}

bool Catalogue::device_scope(std::string_view scope) const {
    constexpr std::string_view kUnit = "unit/";
    if (scope.starts_with(kUnit)) {
        return is_unit_code(scope.substr(kUnit.size()));
    }
    const auto& roles = roles_.object();
    return scope != "unit" && std::any_of(roles.begin(), roles.end(),
                                          [&](const auto& role) { return role.second.str_or("scope") == scope; });
}

bool Catalogue::role_business(std::string_view role) const {
    const codec::Value* found = roles_.find(role);
    return found != nullptr && found->bool_or("business");
}

bool Catalogue::quota_allowed(std::string_view nature, std::string_view category, std::string_view quota_type) const {
    for (const QuotaRule& rule : quota_rules_) {
        if ((rule.natures.empty() || contains(rule.natures, nature)) &&
            (rule.categories.empty() || contains(rule.categories, category))) {
            return contains(rule.types, quota_type);
        }
    }
    return false;
}

const Field* Catalogue::changed_field(const Field& changes, std::string_view name) const {
    if (!changes.columns.empty()) {
        return changes.column(name);
    }
    const Matter* form = matter("IN");
    return form == nullptr ? nullptr : form->field(name);
}

bool Catalogue::is_workday(Date d) const {
    if (std::binary_search(extra_workdays_.begin(), extra_workdays_.end(), d)) {
        return true;
    }
    // Day 0 was a Thursday; days before 1970 do not occur in the log.
    const int weekday = ((d.days + 3) % 7 + 7) % 7;  // 0 = Monday
    return weekday < 5 && !std::binary_search(holidays_.begin(), holidays_.end(), d);
}

}  // namespace zj::model
