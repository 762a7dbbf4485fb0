// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/view_rows.hpp"

#include <algorithm>

#include "terminal/work/cases.hpp"

namespace zj::work {

RowMaker::RowMaker(vault::Vault& vault, std::shared_ptr<const model::Catalogue> catalogue)
    : vault_(vault), catalogue_(std::move(catalogue)), roles_(my_roles(vault)), now_(vault.now()) {}

Result<RowMaker> RowMaker::make(vault::Vault& vault) {
    ZJ_TRY(auto catalogue, vault.catalogue());
    return RowMaker(vault, std::move(catalogue));
}

bool RowMaker::has(std::string_view role) const {
    return std::find(roles_.begin(), roles_.end(), role) != roles_.end();
}

std::string RowMaker::unit_name(const std::string& unit) {
    const auto [at, fresh] = unit_names_.try_emplace(unit);
    if (fresh && !unit.empty()) {
        if (const auto known = vault_.record("unit/" + unit)) {
            const std::string_view short_name = known->value.str_or("short_name");
            at->second = short_name.empty() ? known->value.str_or("name") : short_name;
        }
    }
    return at->second;
}

TimeLimit RowMaker::limit(const vault::CaseEntry& entry) const {
    TimeLimit out;
    const model::Matter* matter = catalogue_->matter(entry.matter);
    out.limit = entry.half_days > 0 ? entry.half_days : matter == nullptr ? 0 : matter->limit_half_days;
    out.paused = entry.state == "paused";
    if (!entry.received_at) {
        return out;
    }
    const Time to = entry.closed_at.value_or(now_);
    out.running = !entry.closed_at;
    out.used = working_half_days(*catalogue_, *entry.received_at, to);
    for (const auto& [from, until] : entry.pauses) {
        out.used -= working_half_days(*catalogue_, from, until.value_or(to));
    }
    return out;
}

CaseRow RowMaker::row(const vault::CaseEntry& entry) {
    CaseRow out;
    out.key = entry.key;
    out.case_no = entry.case_no;
    out.matter = entry.matter;
    out.unit = entry.unit;
    out.unit_name = unit_name(entry.unit);
    out.subject = entry.subject;
    out.count = entry.n > 0 ? std::optional(entry.n) : std::nullopt;
    out.state = entry.state;
    out.step = entry.step;
    out.held = entry.held;
    out.local = entry.local;
    out.role = role_in_charge(*catalogue_,
                              codec::Object{{"matter", entry.matter}, {"state", entry.state}, {"step", entry.step}});
    out.limit = limit(entry);
    out.changed_at = entry.changed_at;
    out.entry = entry.entry;
    return out;
}

CaseRow RowMaker::row_of_draft(std::string_view matter, std::string_view unit, const codec::Value& fields) {
    const codec::Value value =
        codec::Object{{"matter", matter}, {"unit", unit}, {"state", "draft"}, {"fields", fields}};
    return row(vault::case_entry_of({}, value, [&](std::string_view key) {
        const auto known = vault_.record(key);
        return known ? std::string(known->value.str_or("name")) : std::string();
    }));
}

std::vector<Waits> waits_at(vault::Vault& vault, const RowMaker& rows, const std::vector<std::string>& places) {
    std::vector<Waits> out;
    for (const std::string& place : places) {
        for (vault::CaseEntry& entry : vault.cases_at(place, kWaitingMax)) {
            const TimeLimit limit = rows.limit(entry);
            out.push_back({std::move(entry), limit});
        }
    }
    // What is paused waits for something else and comes last.
    std::stable_sort(out.begin(), out.end(), [](const Waits& a, const Waits& b) {
        const auto rank = [](const Waits& one) {
            return std::tuple(one.limit.paused, one.limit.left(), one.entry.received_at.value_or(Time{}));
        };
        return rank(a) < rank(b);
    });
    return out;
}

std::vector<std::string> layer_places(const model::Catalogue& catalogue, const std::vector<std::string>& roles) {
    std::vector<std::string> out = places_of(catalogue, roles);
    std::erase_if(out, [](const std::string& place) { return place.starts_with("returned/"); });
    return out;
}

bool may_confirm(vault::Vault& vault, const std::vector<std::string>& roles, const Pending& pending) {
    const codec::Array& needs = pending.value.items("needs");
    return !pending.confirm_signed && pending.value.str_or("by") != vault.person().person &&
           std::any_of(roles.begin(), roles.end(), [&](const std::string& role) { return contains(needs, role); });
}

std::vector<Pending> to_confirm(vault::Vault& vault, const std::vector<std::string>& roles) {
    std::vector<Pending> out = all_pending(vault);
    std::erase_if(out, [&](const Pending& one) { return !may_confirm(vault, roles, one); });
    return out;
}

Seats seats_in(std::string_view quota_type, const codec::Value& ledger) {
    return {std::string(quota_type), ledger.int_or("h"), ledger.int_or("a"),
            ledger.int_or("r"),      ledger.int_or("o"), ledger.int_or("t")};
}

std::vector<Seats> seats_of(vault::Vault& vault, const std::string& unit) {
    std::vector<Seats> out;
    if (unit.empty()) {
        return out;
    }
    const std::string prefix = "ledger/" + unit + "/";
    for (const log::Record& record : vault.records(prefix)) {
        out.push_back(seats_in(std::string_view(record.key).substr(prefix.size()), record.value));
    }
    return out;
}

std::string_view last_reason(const codec::Value& on, std::string_view act) {
    const codec::Array& steps = on.items("steps");
    const auto at =
        std::find_if(steps.rbegin(), steps.rend(), [&](const codec::Value& step) { return step.str_or("act") == act; });
    return at == steps.rend() ? std::string_view() : at->str_or("reason");
}

}  // namespace zj::work
