// SPDX-License-Identifier: Apache-2.0
// Whom a unit calls about its case (domain.md 6.9, 8: step, holder and phone). Identities of the office and the
// departments belong to their own scopes and hold more than that (standing, sanctions, who changed them), so what every
// terminal may know of such an officer stands in a record of its own.
#include <string>

#include "shared/model/rules/1/rules.hpp"

namespace zj::model::rules1 {
namespace {

// Units' people are known to their unit and the office alone; administrators, operators and auditors to nobody here.
bool told_to_all(const Catalogue& catalogue, std::string_view role) {
    return catalogue.role_business(role) && catalogue.role_scope(role) != "unit";
}

Array roles_on_duty(const Catalogue& catalogue, const Value* identity) {
    Array out;
    if (identity == nullptr || identity->str_or("state") != "live") {
        return out;
    }
    for (const Value& role : identity->items("roles")) {
        if (role.is_string() && told_to_all(catalogue, role.string())) {
            out.push_back(role);
        }
    }
    return out;
}

}  // namespace

void tell_duty(Work& work, const Catalogue& catalogue, std::string_view person) {
    const std::string key = "duty/" + std::string(person);
    const Value* identity = work.get("identity/" + std::string(person));
    Array roles = roles_on_duty(catalogue, identity);
    const Value* stands = work.get(key);
    if (roles.empty() && stands == nullptr) {
        return;
    }
    // Whoever is off duty leaves neither name nor number behind in the registers.
    const bool on = !roles.empty();
    Value told = Object{{"name", on ? identity->str_or("name") : std::string_view()},
                        {"phone", on ? identity->str_or("phone") : std::string_view()},
                        {"roles", std::move(roles)}};
    if (stands == nullptr || !(*stands == told)) {
        work.put(key, "public", std::move(told));
    }
}

}  // namespace zj::model::rules1
