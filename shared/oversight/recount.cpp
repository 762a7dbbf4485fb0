// SPDX-License-Identifier: Apache-2.0
#include "shared/oversight/recount.hpp"

namespace zj::oversight {

namespace {

bool leads(Text staff_class) {
    return !staff_class.empty() && staff_class != "none";
}

// What is in hand holds what it asked for: not before its receipt, nor while it is back with its unit.
bool holds_something(const Case& c) {
    return c.state == "received" || c.state == "in_review" || c.state == "paused";
}

void count_person(const Index& index, const Person& p, Recount& out) {
    if (!p.occupies()) {
        return;
    }
    Recount::Line& line = out.lines[{p.unit, p.quota_type}];
    ++line.a;
    if (leads(p.staff_class)) {
        ++out.posts[{p.unit, p.staff_class}].a;
    }
    // A move within the unit's quota leaves none behind.
    const Case* leaving = find_in(index.tables().cases, p.open_case);
    const bool stays = leaving != nullptr && (leaving->mode == "inner" || leaving->mode == "post");
    line.o += !p.open_case.empty() && !stays ? 1 : 0;
}

void reserve(Recount& out, Text unit, Text quota_type, Text staff_class, std::int64_t n) {
    if (!quota_type.empty()) {
        out.lines[{unit, quota_type}].r += n;
    }
    if (leads(staff_class)) {
        out.posts[{unit, staff_class}].r += n;
    }
}

void count_case(const Index& index, const Case& c, Recount& out) {
    if (!holds_something(c)) {
        return;
    }
    if (c.matter == "USE") {
        reserve(out, c.unit, c.quota_type, c.staff_class, c.count);
    } else if (c.matter == "IN" || (c.matter == "MOVE" && c.mode == "cross")) {
        ++out.entries[c.grant];
    } else if (c.matter == "MOVE" && c.mode == "reform") {
        reserve(out, c.unit, c.quota_type, c.staff_class, 1);
    } else if (c.matter == "MOVE" && c.mode == "quota") {
        reserve(out, c.unit, c.quota_type, {}, 1);
    } else if (c.matter == "MOVE" && c.mode == "post") {
        const Person* p = find_in(index.tables().persons, c.person);
        const bool same = p != nullptr && p->staff_class == c.staff_class;
        reserve(out, c.unit, {}, same ? Text{} : c.staff_class, 1);
    }
}

}  // namespace

Text total_group(Text quota_type) {
    return quota_type.starts_with('1') ? "admin" : quota_type.starts_with('2') ? "institution" : Text{};
}

Recount recount(const Index& index) {
    const Tables& tables = index.tables();
    Recount out;
    for (const auto& [key, person] : tables.persons) {
        count_person(index, person, out);
    }
    for (const auto& [key, grant] : tables.grants) {
        // An ended grant has given back all but what entries in hand rest on.
        const std::int64_t held = grant.state == "open" ? grant.count - grant.used : grant.reserved;
        reserve(out, grant.unit, grant.quota_type, grant.staff_class, held);
    }
    for (const auto& [key, c] : tables.cases) {
        count_case(index, c, out);
    }
    for (const auto& [key, line] : tables.ledgers) {
        out.h_total[total_group(line.type)] += line.h;
    }
    return out;
}

}  // namespace zj::oversight
