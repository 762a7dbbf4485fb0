// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "shared/oversight/statistics.hpp"

namespace zj::oversight {

namespace {

void add(QuotaFigures& to, const Ledger& line) {
    to.h += line.h;
    to.a += line.a;
    to.r += line.r;
    to.o += line.o;
    to.t += line.t;
    to.vacant += std::max<std::int64_t>(0, line.h - line.a);
    to.over += std::max<std::int64_t>(0, line.a - line.authorised());
}

void add(Ratio& to, const Plan& line) {
    to.n += line.used;
    to.of += line.count;
}

bool has_entry_document(const Person& person) {
    static const std::size_t kBit = [] {
        const auto& members = person_members();
        return static_cast<std::size_t>(std::find(members.begin(), members.end(), "quota_doc") - members.begin());
    }();
    return (person.filled >> kBit & 1) != 0;
}

void add(Rosters& to, const Person& person) {
    to.on_quota += person.occupies() && has_entry_document(person) ? 1 : 0;
    to.off_duty += person.status == "2" ? 1 : 0;
    to.retired += person.status == "3" ? 1 : 0;
    to.outside += person.status == "4" ? 1 : 0;
}

void add(AnnualRow& to, const AnnualRow& row) {
    to.h += row.h;
    to.a += row.a;
    to.rosters.on_quota += row.rosters.on_quota;
    to.rosters.off_duty += row.rosters.off_duty;
    to.rosters.retired += row.rosters.retired;
    to.rosters.outside += row.rosters.outside;
}

// What ledger and roster say of each quota type of one unit.
std::map<std::string, Disagreement> compared(const Index& index, Text unit, AnnualRow& row) {
    std::map<std::string, Disagreement> out;
    const auto& ledgers = index.tables().ledgers;
    for (auto at = ledgers.lower_bound({unit, Text{}}); at != ledgers.end() && at->first.first == unit; ++at) {
        out[std::string(at->second.type)].ledger = at->second.a;
        row.h += at->second.h;
        row.a += at->second.a;
    }
    const auto* keys = find_in(index.tables().persons_of, unit);
    for (std::size_t i = 0; keys != nullptr && i < keys->size(); ++i) {
        const Person& person = index.tables().persons.find((*keys)[i])->second;
        add(row.rosters, person);
        if (!person.occupies()) {
            continue;
        }
        Disagreement& type = out[std::string(person.quota_type)];
        if (has_entry_document(person)) {
            ++type.roster;
        } else {
            type.without_doc.emplace_back(person.key);
        }
    }
    return out;
}

}  // namespace

QuotaStatistics quota_statistics(const Index& index, const Filter& filter) {
    QuotaStatistics out;
    for (const auto& [key, line] : index.tables().ledgers) {
        if (!filter.takes_unit(index, line.unit)) {
            continue;
        }
        const Unit* unit = find_in(index.tables().units, line.unit);
        add(out.all, line);
        add(out.by_type[std::string(line.type)], line);
        add(out.by_unit[std::string(line.unit)], line);
        add(out.by_system[unit == nullptr ? std::string() : std::string(unit->system)], line);
    }
    for (const auto& [key, line] : index.tables().posts) {
        if (filter.takes_unit(index, line.unit)) {
            PostFigures& level = out.posts[std::string(line.level)];
            level.auth += line.auth;
            level.actual += line.actual;
            level.vacant += std::max<std::int64_t>(0, line.auth - line.actual);
            level.over += std::max<std::int64_t>(0, line.actual - line.auth);
        }
    }
    return out;
}

PlanStatistics plan_statistics(const Index& index, std::int64_t year, const Filter& filter) {
    PlanStatistics out;
    for (const auto& [key, line] : index.tables().plans) {
        if (line.year == year && filter.takes_unit(index, line.unit)) {
            add(out.all, line);
            add(out.by_type[std::string(line.quota_type)], line);
            add(out.by_unit[std::string(line.unit)], line);
        }
    }
    return out;
}

AnnualTable annual_table(const Index& index, const Filter& filter) {
    AnnualTable out;
    for (const auto& [code, unit] : index.tables().units) {
        if (!filter.takes_unit(index, code)) {
            continue;
        }
        AnnualRow row;
        row.unit = code;
        row.name = unit.name;
        for (auto& [type, both] : compared(index, code, row)) {
            if (both.ledger != both.roster) {
                both.unit = code;
                both.quota_type = type;
                out.disagreements.push_back(std::move(both));
            }
        }
        add(out.sum, row);
        out.units.push_back(std::move(row));
    }
    return out;
}

}  // namespace zj::oversight
