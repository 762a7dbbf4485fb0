// SPDX-License-Identifier: Apache-2.0
#include "shared/oversight/reform.hpp"

#include <algorithm>
#include <set>

#include "shared/oversight/recount.hpp"

namespace zj::oversight {

namespace {

using codec::Array;
using codec::Object;
using codec::Value;

bool leads(std::string_view staff_class) {
    return !staff_class.empty() && staff_class != "none";
}

class Analysing {
public:
    Analysing(const Index& index, const model::Catalogue& catalogue, const ReformDraft& draft)
        : tables_(index.tables()), catalogue_(catalogue), draft_(draft) {}

    Result<ReformAnalysis> run() {
        ZJ_CHECK(units());
        lines_as_they_are();
        ZJ_CHECK(moves());
        lines_as_drafted();
        totals();
        for (const Mover& mover : out_.movers) {
            arrive(mover);
        }
        ends();
        accounts();
        return std::move(out_);
    }

private:
    Result<> units() {
        for (std::size_t i = 0; i < draft_.units.size(); ++i) {
            const DraftUnit& unit = draft_.units[i];
            const std::string where = "/units/" + std::to_string(i);
            if (!drafted_.emplace(unit.code, &unit).second) {
                return fail("reform.twice", where, {}, {unit.code});
            }
            const bool whole = !unit.name.empty() && !unit.nature.empty() && !unit.category.empty();
            if (find_in(tables_.units, unit.code) == nullptr && !whole) {
                return fail("reform.unit", where, {}, {unit.code});
            }
            touched_.insert(unit.code);
        }
        for (std::size_t i = 0; i < draft_.moves.size(); ++i) {
            for (const std::string* code : {&draft_.moves[i].from, &draft_.moves[i].to}) {
                if (find_in(tables_.units, *code) == nullptr && !drafted_.contains(*code)) {
                    return fail("reform.unit", "/moves/" + std::to_string(i), {}, {*code});
                }
                touched_.insert(*code);
            }
        }
        return {};
    }

    void lines_as_they_are() {
        for (const auto& [key, line] : tables_.ledgers) {
            if (touched_.contains(key.first)) {
                out_.lines[{std::string(line.unit), std::string(line.type)}] = {
                    {line.h, line.h}, {line.a, line.a}, line.r, line.t};
            }
        }
        for (const auto& [key, line] : tables_.posts) {
            if (touched_.contains(key.first)) {
                out_.posts[{std::string(line.unit), std::string(line.level)}] = {{line.auth, line.auth},
                                                                                 {line.actual, line.actual}};
            }
        }
    }

    void lines_as_drafted() {
        for (auto& [key, line] : out_.lines) {
            if (const auto at = drafted_.find(key.first); at != drafted_.end() && at->second->ends) {
                line.h.after = 0;
            }
        }
        for (auto& [key, line] : out_.posts) {
            if (const auto at = drafted_.find(key.first); at != drafted_.end() && at->second->ends) {
                line.auth.after = 0;
            }
        }
        for (const DraftUnit& unit : draft_.units) {
            for (const auto& [type, h] : unit.quota) {
                out_.lines[{unit.code, type}].h.after = h;
            }
            for (const auto& [level, auth] : unit.posts) {
                out_.posts[{unit.code, level}].auth.after = auth;
            }
        }
    }

    Result<> moves() {
        for (std::size_t i = 0; i < draft_.moves.size(); ++i) {
            const DraftMove& move = draft_.moves[i];
            std::set<std::string, std::less<>> named(move.persons.begin(), move.persons.end());
            const auto* keys = find_in(tables_.persons_of, move.from);
            for (std::size_t n = 0; keys != nullptr && n < keys->size(); ++n) {
                const Person& person = tables_.persons.find((*keys)[n])->second;
                if (person.state != "active" || (!move.persons.empty() && named.erase(std::string(person.key)) == 0)) {
                    continue;
                }
                if ((move.inner.empty() || move.inner == person.inner) &&
                    (move.quota_type.empty() || move.quota_type == person.quota_type)) {
                    moved(person, move);
                }
            }
            if (!named.empty()) {
                return fail("reform.person", "/moves/" + std::to_string(i) + "/persons", {}, {*named.begin()});
            }
        }
        std::sort(out_.movers.begin(), out_.movers.end(), [](const Mover& a, const Mover& b) { return a.key < b.key; });
        return {};
    }

    void moved(const Person& person, const DraftMove& move) {
        if (!gone_.insert(person.key).second) {
            return;
        }
        const auto or_as_is = [](const std::string& said, Text is) {
            return said.empty() ? std::string(is) : said;
        };
        Mover mover{person.key,
                    person.name,
                    person.unit,
                    person.inner,
                    person.quota_type,
                    person.staff_class,
                    move.to,
                    or_as_is(move.to_inner, person.inner),
                    or_as_is(move.to_quota_type, person.quota_type),
                    or_as_is(move.to_staff_class, person.staff_class)};
        if (person.occupies()) {
            --out_.lines[{move.from, std::string(person.quota_type)}].a.after;
            ++out_.lines[{move.to, mover.to_quota_type}].a.after;
            if (leads(person.staff_class)) {
                --out_.posts[{move.from, std::string(person.staff_class)}].actual.after;
            }
            if (leads(mover.to_staff_class)) {
                ++out_.posts[{move.to, mover.to_staff_class}].actual.after;
            }
        }
        out_.movers.push_back(std::move(mover));
    }

    void totals() {
        for (const auto& [group, total] : tables_.totals) {
            out_.totals[std::string(group)] = {{total.h, total.h}, total.ceiling, total.reserve};
        }
        for (const auto& [key, line] : out_.lines) {
            const auto at = out_.totals.find(std::string(total_group(key.second)));
            if (at != out_.totals.end()) {
                at->second.h.after += line.h.after - line.h.before;
            }
        }
        for (const auto& [group, total] : out_.totals) {
            // 行政 is the province's figure with what is kept in reserve; 事业 stays below its own (domain.md 3.2-4).
            const std::int64_t held = group == "admin" ? total.reserve : 0;
            if (total.ceiling && total.h.after + held > *total.ceiling) {
                stop("total", "total/" + group, {std::to_string(total.h.after + held), std::to_string(*total.ceiling)});
            }
        }
    }

    // Where the person comes to: may the unit hold the type, is the organ there, is nothing of theirs under way.
    void arrive(const Mover& mover) {
        const std::string person(mover.key), name(mover.name);
        const auto at = drafted_.find(mover.to);
        const DraftUnit* draft = at == drafted_.end() ? nullptr : at->second;
        const Unit* unit = find_in(tables_.units, mover.to);
        const auto of_unit = [&](std::string DraftUnit::* said, Text Unit::* is) {
            return draft != nullptr && !(draft->*said).empty() ? draft->*said
                   : unit == nullptr                           ? std::string()
                                                               : std::string(unit->*is);
        };
        const std::string nature = of_unit(&DraftUnit::nature, &Unit::nature);
        const std::string category = of_unit(&DraftUnit::category, &Unit::category);
        const Person& row = tables_.persons.find(mover.key)->second;
        if (row.occupies() && !catalogue_.quota_allowed(nature, category, mover.to_quota_type)) {
            stop("type", person, {name, mover.to_quota_type, mover.to});
        }
        const auto has = [&](const auto* one) {
            return one != nullptr && (mover.to_inner == one->name || std::find(one->organs.begin(), one->organs.end(),
                                                                               mover.to_inner) != one->organs.end());
        };
        const bool there = has(unit) || has(draft);
        if (!there) {
            stop("organ", person, {name, mover.to_inner, mover.to});
        }
        if (!row.open_case.empty()) {
            stop("in_hand", person, {name, std::string(row.open_case)});
        }
    }

    void ends() {
        for (const auto& [code, unit] : drafted_) {
            const auto* keys = unit->ends ? find_in(tables_.persons_of, code) : nullptr;
            for (std::size_t i = 0; keys != nullptr && i < keys->size(); ++i) {
                const Person& person = tables_.persons.find((*keys)[i])->second;
                if (person.state == "active" && !gone_.contains(person.key)) {
                    stop("left", std::string(person.key), {std::string(person.name), code});
                }
            }
        }
    }

    void accounts() {
        for (const auto& [key, line] : out_.lines) {
            const std::string record = "ledger/" + key.first + "/" + key.second;
            const auto at = drafted_.find(key.first);
            const bool ending = at != drafted_.end() && at->second->ends;
            if (line.lacking() > 0) {
                stop("lacking", record, {key.first, key.second, std::to_string(line.lacking())});
            }
            if (ending && line.h.after > 0) {
                stop("quota_left", record, {key.first, key.second, std::to_string(line.h.after)});
            }
        }
        for (const auto& [key, line] : out_.posts) {
            if (line.over() > 0) {
                stop("posts_over", "posts/" + key.first + "/" + key.second,
                     {key.first, key.second, std::to_string(line.over())});
            }
        }
    }

    void stop(const char* what, std::string record, std::vector<std::string> args) {
        out_.obstacles.push_back({what, std::move(record), std::move(args)});
    }

    const Tables& tables_;
    const model::Catalogue& catalogue_;
    const ReformDraft& draft_;
    std::map<std::string, const DraftUnit*, std::less<>> drafted_;
    std::set<std::string, std::less<>> touched_;
    std::set<Text> gone_;
    ReformAnalysis out_;
};

Value change(const Change& one) {
    return Object{{"before", one.before}, {"after", one.after}};
}

}  // namespace

Result<ReformAnalysis> analyse_reform(const Index& index, const model::Catalogue& catalogue, const ReformDraft& draft) {
    return Analysing(index, catalogue, draft).run();
}

Value to_value(const ReformAnalysis& analysis) {
    Array movers, lines, posts, obstacles;
    for (const Mover& one : analysis.movers) {
        movers.push_back(Object{{"person", one.key},
                                {"name", one.name},
                                {"from", one.from},
                                {"inner", one.inner},
                                {"quota_type", one.quota_type},
                                {"staff_class", one.staff_class},
                                {"to", one.to},
                                {"to_inner", one.to_inner},
                                {"to_quota_type", one.to_quota_type},
                                {"to_staff_class", one.to_staff_class}});
    }
    for (const auto& [key, line] : analysis.lines) {
        lines.push_back(Object{{"unit", key.first},
                               {"quota_type", key.second},
                               {"h", change(line.h)},
                               {"a", change(line.a)},
                               {"r", line.r},
                               {"t", line.t},
                               {"lacking", line.lacking()}});
    }
    for (const auto& [key, line] : analysis.posts) {
        posts.push_back(Object{{"unit", key.first},
                               {"level", key.second},
                               {"auth", change(line.auth)},
                               {"actual", change(line.actual)},
                               {"over", line.over()}});
    }
    for (const Obstacle& one : analysis.obstacles) {
        obstacles.push_back(Object{{"what", one.what}, {"record", one.record}});
    }
    Value totals;
    for (const auto& [group, total] : analysis.totals) {
        Value line = Object{{"h", change(total.h)}, {"reserve", total.reserve}};
        if (total.ceiling) {
            line.set("ceiling", *total.ceiling);
        }
        totals.set(group, std::move(line));
    }
    return Object{{"moves", movers.size()},    {"movers", std::move(movers)}, {"ledger", std::move(lines)},
                  {"posts", std::move(posts)}, {"totals", std::move(totals)}, {"obstacles", std::move(obstacles)}};
}

}  // namespace zj::oversight
