// SPDX-License-Identifier: Apache-2.0
// The rules across the fields of a form (FormRule), one at a time: forms ask all of theirs, and what a register is to
// hold asks those of the form of entry.
#include <algorithm>

#include "shared/model/catalogue.hpp"
#include "shared/model/characters.hpp"
#include "shared/model/checks.hpp"

namespace zj::model {

namespace {

using codec::Value;

class RuleCheck {
public:
    std::vector<FormFault> run(const FormRule& rule, const Value& fields) {
        tell(rule, fields);
        return std::move(faults_);
    }

private:
    void tell(const FormRule& rule, const Value& fields) {
        const std::string& first = rule.fields[0];
        const std::string at = "/fields/" + first;
        const std::string_view text = fields.str_or(first);
        if (rule.rule == "no_space") {
            for (const std::string& key : rule.fields) {
                const auto characters = decode_characters(fields.str_or(key));
                if (characters && std::any_of(characters->begin(), characters->end(), is_space)) {
                    add("/fields/" + key, "form.space");
                }
            }
        } else if (rule.rule == "id_agrees") {
            check_id_agrees(rule, fields);
        } else if (rule.rule == "one_of") {
            const bool fits =
                text.empty() || std::find(rule.any_of.begin(), rule.any_of.end(), text) != rule.any_of.end();
            if (!fits && rule.when.holds(fields)) {
                add(at, "form.one_of", {rule.label.zh, rule.label.en});
            }
        } else if (rule.rule == "next_month") {
            const auto date = parse_date(fields.str_or(rule.fields[1]));
            if (date && valid_month(text) && format_date(add_months(*date, 1)).substr(0, 7) != text) {
                add(at, "form.next_month", {format_date(add_months(*date, 1)).substr(0, 7)});
            }
        } else {
            const auto later = parse_date(text), earlier = parse_date(fields.str_or(rule.fields[1]));
            if (!later || !earlier) {
                return;
            }
            if (rule.rule == "not_before" && *later < *earlier) {
                add(at, "form.order", {format_date(*earlier)});
            } else if (rule.rule == "years_after" && *later < add_months(*earlier, 12 * rule.n)) {
                add(at, "form.years_after", {std::to_string(rule.n), format_date(*earlier)});
            }
        }
    }

    void add(std::string pointer, std::string code, std::vector<std::string> args = {}) {
        faults_.push_back({std::move(pointer), std::move(code), std::move(args)});
    }

    void check_id_agrees(const FormRule& rule, const Value& fields) {
        const auto id = parse_id_number(fields.str_or(rule.fields[0]));
        if (!id) {
            return;  // told by the field itself
        }
        const std::string_view sex = fields.str_or(rule.fields[1]), birth = fields.str_or(rule.fields[2]);
        if (!sex.empty() && sex != (id->sex == Sex::male ? "1" : "2")) {
            add("/fields/" + rule.fields[1], "form.id_sex");
        }
        const bool documented = rule.fields.size() > 3 && fields.find(rule.fields[3]) != nullptr;
        if (!birth.empty() && birth != format_date(id->birth) && !documented) {
            add("/fields/" + rule.fields[2], "form.id_birth");
        }
    }

    std::vector<FormFault> faults_;
};

}  // namespace

std::vector<FormFault> check_rule(const FormRule& rule, const Value& fields) {
    return RuleCheck().run(rule, fields);
}

}  // namespace zj::model
