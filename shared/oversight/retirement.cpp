// SPDX-License-Identifier: Apache-2.0
#include "shared/oversight/retirement.hpp"

namespace zj::oversight {

namespace {

constexpr std::int64_t kElasticMonthsMax = 36;

int old_age_years(model::RetireCategory category) {
    return category == model::RetireCategory::male60 ? 60 : category == model::RetireCategory::female55 ? 55 : 50;
}

Date first_of_month(Date day) {
    const Ymd ymd = ymd_of(day);
    return date_from({ymd.year, ymd.month, 1});
}

bool is_leader(Text staff_class) {
    return !staff_class.empty() && staff_class != "none";
}

}  // namespace

bool must_leave_when_due(const Person& person) {
    const bool civil_quota = person.quota_type == "10" || person.quota_type == "11" || person.quota_type == "21";
    return person.cs_registered || civil_quota || is_leader(person.staff_class) || person.post_kind == "1";
}

Result<Date> elastic_month(model::RetireCategory category, Date birth, std::int64_t months, bool must_leave) {
    const Date statutory = model::retire_month(category, birth);
    if (months == 0) {
        return statutory;
    }
    const Date old_age = add_months(first_of_month(birth), old_age_years(category) * 12);
    if (old_age <= date_from({2024, 12, 31})) {
        return fail("retire.old_rule");
    }
    if (months < -kElasticMonthsMax || months > kElasticMonthsMax) {
        return fail("retire.span");
    }
    if (months > 0 && must_leave) {
        return fail("retire.must_leave");
    }
    const Date chosen = add_months(statutory, static_cast<int>(months));
    if (chosen < old_age) {
        return fail("retire.below_old_age");
    }
    return chosen;
}

std::optional<Retirement> retirement_of(const Person& person, const model::Catalogue& catalogue) {
    if (!person.retire_on && !person.birth) {
        return std::nullopt;
    }
    const model::RetireCategory category = model::retire_category(
        catalogue, {person.sex, person.leader_level, person.title, person.post_kind, person.quota_type});
    Retirement out;
    out.statutory = first_of_month(person.retire_on ? *person.retire_on : model::retire_month(category, *person.birth));
    out.on = out.statutory;
    if (person.retire_override) {
        out.on = first_of_month(*person.retire_override);
        out.by = RetireBy::hand;
    } else if (person.flex_months != 0 && person.birth) {
        if (const auto chosen =
                elastic_month(category, *person.birth, person.flex_months, must_leave_when_due(person))) {
            out.on = *chosen;
            out.by = RetireBy::choice;
        }
    }
    return out;
}

}  // namespace zj::oversight
