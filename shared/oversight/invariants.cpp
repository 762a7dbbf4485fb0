// SPDX-License-Identifier: Apache-2.0
#include "shared/oversight/invariants.hpp"

#include <algorithm>
#include <set>

#include "shared/oversight/recount.hpp"
#include "shared/oversight/rules.hpp"

namespace zj::oversight {

namespace {

using std::to_string;

constexpr int kAppendOnly = 10, kFreeze = 11;

void differ(Invariant& out, std::string record, std::string_view text, std::vector<std::string> args) {
    ++out.differences;
    if (out.evidence.size() < kEvidenceMax) {
        out.evidence.push_back({std::move(record), std::string(text), std::move(args)});
    }
}

std::string line_key(std::string_view kind, const PairKey& key) {
    return std::string(kind) + "/" + std::string(key.first) + "/" + std::string(key.second);
}

// What a register says against what was counted.
void same(Invariant& out, const std::string& record, std::string_view what, std::int64_t told, std::int64_t counted) {
    if (told != counted) {
        differ(out, record, "evidence.invariant.count", {std::string(what), to_string(told), to_string(counted)});
    }
}

// Lines that people, grants or cases stand on and that the register does not have.
template <class Lines, class Counted>
void none_missing(Invariant& out, std::string_view kind, const Lines& lines, const Counted& counted) {
    for (const auto& [key, line] : counted) {
        if (!lines.contains(key) && line.a + line.r + line.o > 0) {
            differ(out, line_key(kind, key), "evidence.invariant.missing", {to_string(line.a), to_string(line.r)});
        }
    }
}

// 1: A is the people; so are O those of them who leave, and the posts those who lead.
Invariant actual(const Ground& g, const Recount& counted) {
    Invariant out{1, true, 0, {}};
    for (const auto& [key, line] : g.tables().ledgers) {
        const auto* now = find_in(counted.lines, key);
        const Recount::Line should = now == nullptr ? Recount::Line{} : *now;
        same(out, line_key("ledger", key), "A", line.a, should.a);
        same(out, line_key("ledger", key), "O", line.o, should.o);
    }
    for (const auto& [key, line] : g.tables().posts) {
        const auto* now = find_in(counted.posts, key);
        same(out, line_key("posts", key), "A", line.actual, now == nullptr ? 0 : now->a);
    }
    none_missing(out, "ledger", g.tables().ledgers, counted.lines);
    return out;
}

// 2
Invariant one_quota(const Ground& g) {
    Invariant out{2, true, 0, {}};
    for (const auto& [id, number] : g.tables().numbers) {
        std::int64_t active = 0;
        for (const Text key : number.persons) {
            const Person& p = g.tables().persons.find(key)->second;
            active += p.state == "active" ? 1 : 0;
        }
        if (active > 1) {
            differ(out, "idno/" + std::string(id), "evidence.invariant.rows",
                   {std::string(number.masked), to_string(active)});
        }
    }
    for (const auto& [key, p] : g.tables().persons) {
        if (p.occupies() && p.quota_type.empty()) {
            differ(out, std::string(key), "evidence.invariant.no_quota", {std::string(p.name)});
        }
    }
    return out;
}

// 3, as the lines stand: what took more must have had a decision, or stood above when the books were opened.
Invariant usable(const Ground& g) {
    Invariant out{3, true, 0, {}};
    std::set<PairKey> decided;
    for (const auto& [key, grant] : g.tables().grants) {
        if (grant.over_quota) {
            decided.insert({grant.unit, grant.quota_type});
        }
    }
    for (const auto& [key, line] : g.tables().ledgers) {
        if (line.usable() < 0 && !line.over_quota && !decided.contains(key)) {
            differ(out, line_key("ledger", key), "evidence.ledger",
                   {code_arg("quota", line.type), to_string(line.h), to_string(line.a), to_string(line.r)});
        }
    }
    return out;
}

// 4: where a ceiling is set.
Invariant ceilings(const Ground& g, const Recount& counted) {
    Invariant out{4, true, 0, {}};
    for (const auto& [group, total] : g.tables().totals) {
        const auto* sum = find_in(counted.h_total, group);
        const std::int64_t h = sum == nullptr ? 0 : *sum;
        const std::string record = "total/" + std::string(group);
        same(out, record, "H", total.h, h);
        const bool fits =
            !total.ceiling || (group == "admin" ? h + total.reserve == *total.ceiling : h <= *total.ceiling);
        if (!fits) {
            differ(out, record, "evidence.W19.total",
                   {to_string(h), to_string(total.reserve), to_string(*total.ceiling)});
        }
    }
    return out;
}

bool closed(const Ground& g, Text key) {
    const Case* c = find_in(g.tables().cases, key);
    return key.empty() || (c != nullptr && c->state == "approved");
}

// 5: who was there when the books were opened has no case. What is lent stands with its document.
Invariant grounds(const Ground& g) {
    Invariant out{5, true, 0, {}};
    for (const auto& [key, line] : g.tables().ledgers) {
        if ((line.h > 0 && line.doc.empty()) || line.cut_without_doc) {
            differ(out, line_key("ledger", key), "evidence.W19.cut", {code_arg("quota", line.type), to_string(line.h)});
        }
    }
    for (const auto& [key, line] : g.tables().ledgers) {
        std::int64_t lent = 0;
        for (const Loan& loan : line.lent) {
            lent += loan.count;
        }
        same(out, line_key("ledger", key), "T", line.t, lent);
    }
    for (const auto& [key, p] : g.tables().persons) {
        if (!closed(g, p.entry_case) || !closed(g, p.exit_case)) {
            differ(out, std::string(key), "evidence.invariant.open_case", {std::string(p.name)});
        }
    }
    return out;
}

// 6: each row that a transfer made has the one that it ended, and none has two.
Invariant transfers(const Ground& g) {
    Invariant out{6, true, 0, {}};
    std::set<Text> ended;
    for (const auto& [key, p] : g.tables().persons) {
        if (p.moved_from.empty()) {
            continue;
        }
        const Person* from = find_in(g.tables().persons, p.moved_from);
        const bool paired =
            from != nullptr && from->state == "out" && (from->exit_mode == "03" || from->exit_mode == "10");
        if (!paired || !ended.insert(p.moved_from).second) {
            differ(out, std::string(key), "evidence.invariant.moved", {std::string(p.name)});
        }
    }
    return out;
}

// 7
Invariant allowed_types(const Ground& g) {
    Invariant out{7, true, 0, {}};
    for (const auto& [key, line] : g.tables().ledgers) {
        const Unit* unit = find_in(g.tables().units, line.unit);
        if (unit != nullptr && line.h + line.a > 0 &&
            !g.catalogue.quota_allowed(unit->nature, unit->category, line.type)) {
            differ(out, line_key("ledger", key), "evidence.invariant.type",
                   {unit_arg(line.unit), code_arg("quota", line.type)});
        }
    }
    return out;
}

// 8: and R is what open grants and cases in hand reserve.
Invariant reserved(const Ground& g, const Recount& counted) {
    Invariant out{8, true, 0, {}};
    for (const auto& [key, grant] : g.tables().grants) {
        const auto* entries = find_in(counted.entries, key);
        same(out, std::string(key), "R", grant.reserved, entries == nullptr ? 0 : *entries);
        if (grant.used > grant.count) {
            differ(out, std::string(key), "evidence.invariant.slots", {to_string(grant.used), to_string(grant.count)});
        }
    }
    for (const auto& [key, line] : g.tables().ledgers) {
        const auto* now = find_in(counted.lines, key);
        same(out, line_key("ledger", key), "R", line.r, now == nullptr ? 0 : now->r);
    }
    for (const auto& [key, line] : g.tables().posts) {
        const auto* now = find_in(counted.posts, key);
        same(out, line_key("posts", key), "R", line.reserved, now == nullptr ? 0 : now->r);
    }
    return out;
}

// 9
Invariant chains(const Ground& g) {
    Invariant out{9, true, 0, {}};
    for (const auto& [id, stages] : g.tables().stages) {
        const std::string exit = "case/" + std::string(id);
        const bool of_exit = g.tables().cases.contains(exit);
        Findings broken;
        broken_chain(g, id, of_exit ? exit : "grant/" + std::string(id), broken);
        for (const Finding& one : broken) {
            differ(out, one.evidence.front().record, one.evidence.front().text, one.evidence.front().args);
        }
    }
    return out;
}

}  // namespace

std::vector<Invariant> invariants(const Index& index, const model::Catalogue& catalogue, Date today) {
    const Ground g(index, catalogue, today);
    const Recount counted = recount(index);
    return {actual(g, counted),
            one_quota(g),
            usable(g),
            ceilings(g, counted),
            grounds(g),
            transfers(g),
            allowed_types(g),
            reserved(g, counted),
            chains(g),
            {kAppendOnly, false, 0, {}},
            {kFreeze, false, 0, {}}};
}

}  // namespace zj::oversight
