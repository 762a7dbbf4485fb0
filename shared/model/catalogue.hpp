// SPDX-License-Identifier: Apache-2.0
#pragma once
// The matters catalogue: forms, materials, layers, limits, code lists, who sees which record kind, policy and calendar.
// Data in assets/, validated here, put in force by a root statement or an act of two, and carried by the log as record
// system/catalogue (architecture.md; domain.md 4 and 10).

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/codec/value.hpp"
#include "shared/model/catalogue_chain.hpp"

namespace zj::model {

struct Text2 {
    std::string zh, en;
};

// A condition over the fields of a form: every listed field has one of the listed values (`any`: one of the fields
// does). Empty = always. Values compare as text ("true", "3", "" for an absent field); a list (changes) matches by any
// of its items.
struct Condition {
    struct Term {
        std::string field;
        std::vector<std::string> any_of;
        bool negate = false;
    };
    std::vector<Term> terms;
    bool any = false;
    bool holds(const codec::Value& fields) const;
};

enum class FieldType {
    text,
    line,
    integer,
    boolean,
    date,
    month,
    code,
    doc_no,
    id_no,
    uscc,
    unit,
    person,
    grant,
    plan,
    changes,
    map,
    rows
};

struct Field {
    std::string key;
    Text2 label;
    std::string section;
    FieldType type = FieldType::line;
    std::string list;  // code list of FieldType::code
    std::size_t chars_max = 100;
    std::int64_t min = 0, max = 0;      // integer
    std::optional<Condition> required;  // absent = optional
    std::optional<Condition> only;      // where it does not hold, the field has no place in the form
    bool locked = false;
    bool computed = false;  // shown, never sent
    bool may_end = false;   // column of FieldType::changes: an item without a new value takes the old one away
    // What one row of FieldType::rows holds; of FieldType::changes, the items that may be changed (none: those of IN).
    // Only scalar types; a required column is required in every row.
    std::vector<Field> columns;
    std::size_t rows_max = 0;  // rows of FieldType::rows
    const Field* column(std::string_view key) const;
};

struct Slot {
    std::string key;
    Text2 label;
    std::optional<Condition> required;
};

// A check across fields, by name:
//   id_agrees [id_no, sex, birth, document]  sex and birth agree with the number, unless the document (档案认定) is
//   there (birth only)
//   not_before [later, earlier]              dates
//   years_after [later, earlier] n           at least n years between two dates
//   next_month [month, date]                 the month after the date’s
//   no_space [line…]                         no space inside
//   one_of [code]  where `when` holds and the field is filled, one of `any_of`; `label` says why
struct FormRule {
    std::string rule;
    std::vector<std::string> fields;
    int n = 0;
    Condition when;
    std::vector<std::string> any_of;
    Text2 label;
};

struct Section {
    std::string key;
    Text2 label;
};

struct Layer {
    std::string step;  // first_review, second_review …
    Text2 label;
    std::string role;
    int limit_half_days = 1;
    std::optional<Condition> when;  // absent = always
};

struct Limit {
    int half_days = 1;
    Condition when;
};

struct Matter {
    std::string code;  // ORG USE IN OUT MOVE MOD; the further flows PLAN SETUP
    Text2 label;
    std::string summary_zh, summary_en;
    bool open = true;   // false: can be filled, checked and previewed, not yet submitted
    bool flow = false;  // a further flow (domain.md 6) rather than one of the six matters
    // The office may submit it for the unit: what an approval or a warning asks for (domain.md 4.1, 4.4).
    bool ex_officio = false;
    std::string confirm_role;  // who signs off at the unit
    int limit_half_days = 6;   // of the whole case; the first of `limits` that holds says another
    std::vector<Limit> limits;
    std::vector<Section> sections;  // in the order of the form
    std::vector<Field> fields;
    std::vector<Slot> materials;
    std::vector<Layer> layers;
    std::vector<FormRule> rules;
    const Field* field(std::string_view key) const;
    const Slot* slot(std::string_view key) const;
    bool tabular() const;  // has a table among its fields: filled by a file, no desk of the window draws one yet
    std::vector<const Slot*> required_slots(const codec::Value& fields) const;
    std::vector<const Layer*> layers_for(const codec::Value& fields) const;
    int half_days_for(const codec::Value& fields) const;
};

struct CodeItem {
    std::string code;
    Text2 label;
    std::string std_code;  // in the national standard that the list names, where it differs from ours
};

class Catalogue {
public:
    // "catalogue.*" or json.* with the pointer of the fault.
    static Result<std::shared_ptr<const Catalogue>> load(std::string_view json);
    static Result<std::shared_ptr<const Catalogue>> from(const codec::Value& value);

    const std::vector<Matter>& matters() const { return matters_; }
    std::vector<const Matter*> main_matters() const;  // the six, without the further flows
    const Matter* matter(std::string_view code) const;
    const std::vector<CodeItem>* codes(std::string_view list) const;
    const CodeItem* code(std::string_view list, std::string_view code) const;
    const codec::Value& scopes() const { return scopes_; }  // {"<record kind>": ["office", …]}
    const codec::Value& policy() const {
        return policy_;
    }  // integers by name: grant_valid_months, confirm_term_days, …; lists of matters: late_unit_stops
    std::int64_t policy_int(std::string_view name) const;  // REQUIRES: known name, of an integer
    // Whether a unit with late exits gets nothing of this matter until they are done (domain.md 4.4).
    bool late_stops(std::string_view matter) const;
    std::int64_t number() const { return number_; }
    // Which scope a role works in: "unit" roles in their own unit's scope, others in office, org, hr, fin, admin, ops,
    // inspect, audit. Empty for an unknown role.
    std::string_view role_scope(std::string_view role) const;
    // Roles that handle, see or decide business; administrators, operators and auditors hold none of them.
    bool role_business(std::string_view role) const;
    // What a ticket may certify a device for: the scopes of roles, and those of units.
    bool device_scope(std::string_view scope) const;
    const codec::Value& roles() const { return roles_; }  // {"<role>": {"scope", "zh", "en", "business"}}
    // Whether a unit of this nature and category may hold this quota type (domain.md 3.2-7).
    bool quota_allowed(std::string_view nature, std::string_view category, std::string_view quota_type) const;
    const Text2* list_label(std::string_view list) const;
    // What a value of FieldType::changes calls `name`: a column of the field, or a field of the person form (IN). Null
    // where neither has it.
    const Field* changed_field(const Field& changes, std::string_view name) const;
    const Chains& chain() const { return chain_; }
    const ArchiveRules& archive() const { return archive_; }
    bool is_workday(Date d) const;  // weekends and the holiday calendar

private:
    friend struct CatalogueLoader;
    std::int64_t number_ = 1;
    std::vector<Matter> matters_;
    std::vector<std::pair<std::string, std::vector<CodeItem>>> codes_;
    std::vector<std::pair<std::string, Text2>> list_labels_;  // beside codes_
    codec::Value scopes_, policy_, roles_, calendar_;
    Chains chain_;
    ArchiveRules archive_;
    struct QuotaRule {
        std::vector<std::string> natures, categories,
            types;  // an empty list matches all; the first rule that matches decides
    };
    std::vector<QuotaRule> quota_rules_;
    std::vector<Date> holidays_, extra_workdays_;  // sorted
};

// What is wrong with a filled form: every fault at once, so that a clerk is told completely and once.
struct FormFault {
    std::string pointer;  // /fields/quota_type, /materials/application
    std::string code;     // form.*, see assets/i18n/errors.en.json
    std::vector<std::string> args;
};
// `fields` and `materials` as in a case.submit intent. Normalises nothing; see normalise_form().
std::vector<FormFault> check_form(const Catalogue& catalogue, const Matter& matter, const codec::Value& fields,
                                  const codec::Array& materials);
// One of the rules across fields by itself, whatever else is wrong: the opening books and a changed person must fit the
// form of entry too. Says nothing of fields that are not there.
std::vector<FormFault> check_rule(const FormRule& rule, const codec::Value& fields);
// Half-width digits, x to X in id numbers, [] and () to 〔〕 in document numbers, trimmed lines: what a terminal does
// before signing.
codec::Value normalise_form(const Matter& matter, codec::Value fields);

}  // namespace zj::model
