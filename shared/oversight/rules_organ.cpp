// SPDX-License-Identifier: Apache-2.0
// Organs: decisions that are not carried out, and facts that are empty: W18 W24 (domain.md 7).
#include <algorithm>

#include "shared/model/post_rank.hpp"
#include "shared/oversight/rules.hpp"

namespace zj::oversight {

namespace {

// Absent while there is time left.
std::optional<Date> stale_since(const Ground& g, std::optional<Date> effective) {
    const auto days = static_cast<std::int32_t>(g.policy("ruling_days", 30));
    const bool stale = effective && g.today.days - effective->days > days;
    return stale ? std::optional(Date{effective->days + days + 1}) : std::nullopt;
}

// A new organ carries its ruling out by being there.
bool founded_by(const Ground& g, const Ruling& r) {
    const auto& units = g.tables().units;
    return std::any_of(units.begin(), units.end(),
                       [&](const auto& one) { return !r.doc_no.empty() && one.second.founded_doc == r.doc_no; });
}

bool stands_in_organ(const Unit& unit, const Person& p) {
    return std::find(unit.organs.begin(), unit.organs.end(), p.inner) != unit.organs.end();
}

// In the unit itself, by a name that it may have had before, or in an organ of it, where those who lead the unit do not
// stand (domain.md 3.4).
bool placed(const Unit& unit, const Person& p) {
    const bool itself = p.inner.empty() || std::find(unit.names.begin(), unit.names.end(), p.inner) != unit.names.end();
    return itself || (!model::leads_unit(p.staff_class) && stands_in_organ(unit, p));
}

}  // namespace

void stale_ruling(const Ground& g, const Ruling& r, Findings& out) {
    const auto since = stale_since(g, r.effective_on);
    if (!r.open || !since || (r.kind == "new" && founded_by(g, r))) {
        return;
    }
    for (const Text unit : r.units_left) {
        out.push_back(g.found(
            "W18", r.key, unit, Level::yellow, *since,
            {{std::string(r.key), "evidence.W18", {std::string(r.doc_no), format_date(*r.effective_on)}}}, unit));
    }
}

void stale_places(const Ground& g, Text code, Findings& out) {
    const Unit* unit = find_in(g.tables().units, code);
    const auto* keys = find_in(g.tables().persons_of, code);
    const auto since = unit == nullptr ? std::nullopt : stale_since(g, unit->organs_changed_on);
    if (!since || keys == nullptr) {
        return;
    }
    std::vector<Evidence> evidence;
    for (const Text key : *keys) {
        const Person& p = g.tables().persons.find(key)->second;
        if (p.occupies() && !placed(*unit, p)) {
            evidence.push_back({std::string(key),
                                stands_in_organ(*unit, p) ? "evidence.W18.leader" : "evidence.W18.place",
                                {std::string(p.name), std::string(p.inner)}});
        }
    }
    if (!evidence.empty()) {
        out.push_back(
            g.found("W18", "unit/" + std::string(code), code, Level::yellow, *since, std::move(evidence), "place"));
    }
}

void empty_facts(const Ground& g, Text code, Findings& out) {
    const Unit* unit = find_in(g.tables().units, code);
    const bool there = unit != nullptr && (unit->state == "1" || unit->state == "4");
    if (!there || !unit->opened_on || unit->empty.empty()) {
        return;
    }
    const std::string subject = "unit/" + std::string(code);
    std::vector<Evidence> evidence;
    for (const std::string& member : unit->empty) {
        evidence.push_back({subject, "evidence.W24", {code_arg("unit_field", member)}});
    }
    out.push_back(g.found("W24", subject, code, Level::notice, *unit->opened_on, std::move(evidence)));
}

}  // namespace zj::oversight
