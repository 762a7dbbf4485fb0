// SPDX-License-Identifier: Apache-2.0
// Reads and validates a catalogue: every member known, every reference resolved, Chinese and English everywhere. What
// loads can be drawn, filled, checked and judged without further tests.
#include <algorithm>
#include <set>

#include "shared/codec/json.hpp"
#include "shared/codec/reader.hpp"
#include "shared/model/catalogue.hpp"
#include "shared/model/catalogue_matter.hpp"
#include "shared/model/catalogue_read.hpp"

namespace zj::model {

namespace {

using codec::Array;
using codec::Reader;
using codec::Value;

// Several times ours, as the bounds of catalogue_read.hpp.
constexpr std::size_t kMattersMax = 32;
constexpr std::size_t kListsMax = 100;
constexpr std::size_t kDaysMax = 2000;

constexpr std::string_view kScopes[] = {"unit",  "office", "org",     "hr",    "fin",
                                        "admin", "ops",    "inspect", "audit", "public"};

bool known_scope(std::string_view scope) {
    return std::find(std::begin(kScopes), std::end(kScopes), scope) != std::end(kScopes);
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
            ZJ_CHECK(read_matter(out, matters[i], at, matter));
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
