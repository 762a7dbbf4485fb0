// SPDX-License-Identifier: Apache-2.0
// 期初建账: the books of one unit, written once, from a body that another officer confirms (INTENTS.md, register.open).
#include <algorithm>
#include <map>
#include <set>

#include "shared/model/checks.hpp"
#include "shared/model/opening.hpp"
#include "shared/model/opening_guards.hpp"
#include "shared/model/rules/1/cases.hpp"

namespace zj::model::rules1 {
namespace {

enum class Kind { text, names, unit, code, date, doc, boolean, count };

struct Member {
    const char* key;
    Kind kind;
    const char* list;  // code list of Kind::code
    bool required;
};

constexpr std::size_t kTextBytes = 2000;  // duties of a unit; everything else is shorter
constexpr std::size_t kInnerMax = 100;
constexpr std::size_t kPlanMax = 200;
constexpr std::size_t kGrantsMax = 200;
constexpr std::int64_t kCountMax = 100'000;
constexpr const char* kLevels[] = {"chief", "deputy", "inner_chief", "inner_deputy"};

constexpr Member kUnit[] = {{"unit_code", Kind::unit, "", true},
                            {"name", Kind::text, "", true},
                            {"short_name", Kind::text, "", true},
                            {"other_names", Kind::names, "", false},
                            {"rank", Kind::code, "rank", true},
                            {"nature", Kind::code, "nature", true},
                            {"category", Kind::code, "category", true},
                            {"system", Kind::code, "system", true},
                            {"parent", Kind::unit, "", false},
                            {"uscc", Kind::text, "", false},
                            {"division", Kind::text, "", true},
                            {"funding", Kind::code, "funding", false},
                            {"inst_class", Kind::code, "inst_class", false},
                            {"is_cangong", Kind::boolean, "", true},
                            {"cangong_doc", Kind::doc, "", false},
                            {"founded_on", Kind::date, "", true},
                            {"founded_doc", Kind::doc, "", true},
                            {"duties", Kind::text, "", false},
                            {"state", Kind::code, "unit_state", true}};

constexpr Member kInner[] = {{"name", Kind::text, "", true},
                             {"rank", Kind::code, "rank", false},
                             {"quota", Kind::count, "", false},
                             {"chief", Kind::count, "", false},
                             {"deputy", Kind::count, "", false}};

constexpr Member kQuota[] = {
    {"h", Kind::count, "", true}, {"doc", Kind::doc, "", true}, {"over_quota", Kind::boolean, "", false}};

constexpr Member kPosts[] = {{"auth", Kind::count, "", true}, {"over_posts", Kind::boolean, "", false}};

constexpr Member kPerson[] = {{"name", Kind::text, "", true},
                              {"id_no", Kind::text, "", true},
                              {"sex", Kind::code, "sex", true},
                              {"birth", Kind::date, "", true},
                              {"birth_doc", Kind::doc, "", false},
                              {"ethnic", Kind::code, "ethnic", true},
                              {"native_place", Kind::text, "", false},
                              {"politics", Kind::code, "politics", true},
                              {"edu", Kind::code, "edu", true},
                              {"degree", Kind::code, "degree", true},
                              {"school", Kind::text, "", false},
                              {"major", Kind::text, "", false},
                              {"grad_on", Kind::date, "", false},
                              {"work_since", Kind::date, "", true},
                              {"inner", Kind::text, "", true},
                              {"quota_type", Kind::code, "quota", true},
                              {"funding", Kind::code, "funding", true},
                              {"post_kind", Kind::code, "post_kind", false},
                              {"post_grade", Kind::code, "post_grade", false},
                              {"staff_class", Kind::code, "staff_class", true},
                              {"post_name", Kind::text, "", true},
                              {"post_since", Kind::date, "", true},
                              {"above_rank", Kind::boolean, "", true},
                              {"above_rank_doc", Kind::doc, "", false},
                              {"leader_level", Kind::code, "level", true},
                              {"rank_level", Kind::code, "rank_level", false},
                              {"title", Kind::text, "", false},
                              {"cs_registered", Kind::boolean, "", true},
                              {"entry_mode", Kind::code, "entry", true},
                              {"entry_from", Kind::text, "", false},
                              {"entered_on", Kind::date, "", true},
                              {"quota_since", Kind::date, "", true},
                              {"quota_doc", Kind::doc, "", true},
                              {"status", Kind::code, "roster", true},
                              {"off_reason", Kind::code, "off", false},
                              {"pay_unit", Kind::unit, "", false},
                              {"fin_funded", Kind::boolean, "", true}};

constexpr Member kPlan[] = {{"year", Kind::count, "", true},           {"no", Kind::count, "", true},
                            {"quota_type", Kind::code, "quota", true}, {"entry_mode", Kind::code, "entry", true},
                            {"count", Kind::count, "", true},          {"reason", Kind::text, "", true}};

constexpr Member kGrant[] = {{"grant_no", Kind::text, "", true},
                             {"quota_type", Kind::code, "quota", true},
                             {"entry_mode", Kind::code, "entry", true},
                             {"count", Kind::count, "", true},
                             {"used", Kind::count, "", true},
                             {"valid_until", Kind::date, "", true},
                             {"doc", Kind::doc, "", true}};

bool is_text(const Value& value) {
    return value.is_string() && !value.string().empty() && value.string().size() <= kTextBytes;
}

bool names_fit(const Value& value) {
    return value.is_array() && value.array().size() <= kOpeningOtherNamesMax &&
           std::all_of(value.array().begin(), value.array().end(), is_text);
}

const char* fault_of(const Catalogue& catalogue, const Member& member, const Value& value) {
    switch (member.kind) {
        case Kind::boolean:
            return value.is_bool() ? nullptr : "a boolean is needed";
        case Kind::count:
            return value.is_int() && value.integer() >= 0 && value.integer() <= kCountMax ? nullptr
                                                                                          : "a count is needed";
        case Kind::names:
            return names_fit(value) ? nullptr : "a list of names is needed";
        default:
            break;
    }
    if (!is_text(value)) {
        return "a text is needed";
    }
    switch (member.kind) {
        case Kind::unit:
            return is_unit_code(value.string()) ? nullptr : "the code of a unit is needed";
        case Kind::code:
            return catalogue.code(member.list, value.string()) != nullptr ? nullptr : "not in the code list";
        case Kind::date:
            return parse_date(value.string()) ? nullptr : "a date is needed";
        case Kind::doc:
            return valid_doc_number(value.string()) ? nullptr : "a document number is needed";
        default:
            return nullptr;
    }
}

// Exactly these members; `also` names further ones that the caller reads itself.
Outcome members_fit(const Catalogue& catalogue, const Value& value, std::span<const Member> members,
                    const std::string& pointer, std::string_view also = {}) {
    if (!value.is_object()) {
        return malformed(bad_member(pointer, "an object is needed"));
    }
    std::size_t known = also.empty() || value.find(also) == nullptr ? 0 : 1;
    for (const Member& member : members) {
        const Value* found = value.find(member.key);
        if (found == nullptr) {
            if (member.required) {
                return malformed(bad_member(pointer + "/" + member.key, "missing"));
            }
            continue;
        }
        ++known;
        if (const char* fault = fault_of(catalogue, member, *found)) {
            return malformed(bad_member(pointer + "/" + member.key, fault));
        }
    }
    return known == value.object().size() ? applied() : malformed(bad_member(pointer, "an unknown member"));
}

std::string at_index(const std::string& pointer, std::size_t i) {
    return pointer + "/" + std::to_string(i);
}

struct Counts {
    std::map<std::string, std::int64_t> actual, reserved;  // by quota type
    std::map<std::string, std::int64_t> leaders;           // by staff class
};

// One reading of a unit's books against themselves.
class Books {
public:
    Books(const Catalogue& catalogue, const Value& body) : catalogue_(catalogue), body_(body) {}

    Outcome check() {
        ZJ_RULE(unit());
        ZJ_RULE(quota());
        ZJ_RULE(posts());
        ZJ_RULE(persons());
        ZJ_RULE(plan());
        ZJ_RULE(grants());
        return sums();
    }
    const Counts& counts() const { return counts_; }

private:
    const Value& part(std::string_view name) const { return *body_.find(name); }

    Outcome unit() {
        ZJ_RULE(members_fit(catalogue_, part("unit"), kUnit, "/unit", "inner"));
        const Array& inner = part("unit").items("inner");
        if (part("unit").find("inner") == nullptr || inner.size() > kInnerMax) {
            return malformed(bad_member("/unit/inner", "a list of inner organs is needed"));
        }
        for (std::size_t i = 0; i < inner.size(); ++i) {
            ZJ_RULE(members_fit(catalogue_, inner[i], kInner, at_index("/unit/inner", i)));
        }
        ZJ_RULE(guarded(unit_faults(part("unit")), "/unit"));
        const std::string_view uscc = part("unit").str_or("uscc");
        return uscc.empty() || valid_credit_code(uscc) ? applied()
                                                       : malformed(bad_member("/unit/uscc", "no valid credit code"));
    }

    static Outcome guarded(const std::vector<GuardFault>& faults, const std::string& at) {
        return faults.empty() ? applied()
                              : malformed(bad_member(at + "/" + faults.front().member, faults.front().code));
    }

    Outcome quota() {
        for (const auto& [type, line] : part("quota").object()) {
            ZJ_RULE(members_fit(catalogue_, line, kQuota, "/quota/" + type));
            if (!catalogue_.quota_allowed(part("unit").str_or("nature"), part("unit").str_or("category"), type)) {
                return refuse("G2", "/quota/" + type);
            }
        }
        return applied();
    }

    Outcome posts() {
        for (const char* level : kLevels) {
            if (part("posts").find(level) == nullptr) {
                return malformed(bad_member("/posts", "all four levels are needed"));
            }
            ZJ_RULE(members_fit(catalogue_, *part("posts").find(level), kPosts, std::string("/posts/") + level));
        }
        return part("posts").object().size() == std::size(kLevels)
                   ? applied()
                   : malformed(bad_member("/posts", "an unknown level"));
    }

    Outcome persons() {
        std::set<std::string_view> numbers;
        const Array& all = part("persons").array();
        for (std::size_t i = 0; i < all.size(); ++i) {
            const std::string at = at_index("/persons", i);
            ZJ_RULE(members_fit(catalogue_, all[i], kPerson, at));
            ZJ_RULE(person(all[i], at));
            if (!numbers.insert(all[i].str_or("id_no")).second) {
                return malformed(bad_member(at + "/id_no", "twice in these books"));
            }
        }
        return applied();
    }

    Outcome person(const Value& p, const std::string& at) {
        if (!parse_id_number(p.str_or("id_no"))) {
            return malformed(bad_member(at + "/id_no", "no valid number"));
        }
        ZJ_RULE(guarded(person_faults(catalogue_, part("unit"), p), at));
        const std::string type(p.str_or("quota_type"));
        if (part("quota").find(type) == nullptr) {
            return refuse("G2", at + "/quota_type: the unit has no such line");
        }
        if (p.str_or("status") == "1") {
            ++counts_.actual[type];
            ++counts_.leaders[std::string(p.str_or("staff_class"))];
        }
        return applied();
    }

    Outcome line_held(const Value& item, const std::string& at) {
        return part("quota").find(item.str_or("quota_type")) != nullptr
                   ? applied()
                   : refuse("G2", at + "/quota_type: the unit has no such line");
    }

    Outcome plan() {
        std::set<std::pair<std::int64_t, std::int64_t>> seen;
        const Array& all = part("plan").array();
        for (std::size_t i = 0; i < all.size(); ++i) {
            const std::string at = at_index("/plan", i);
            ZJ_RULE(members_fit(catalogue_, all[i], kPlan, at));
            if (const std::int64_t no = all[i].int_or("no"); no < 1 || no > kPlanLinesMax) {
                return malformed(bad_member(at + "/no", "a number from 1 to " + std::to_string(kPlanLinesMax)));
            }
            ZJ_RULE(line_held(all[i], at));
            if (!seen.emplace(all[i].int_or("year"), all[i].int_or("no")).second) {
                return malformed(bad_member(at + "/no", "twice in these books"));
            }
        }
        return applied();
    }

    Outcome grants() {
        std::set<std::string_view> seen;
        const Array& all = part("grants").array();
        for (std::size_t i = 0; i < all.size(); ++i) {
            const std::string at = at_index("/grants", i);
            ZJ_RULE(members_fit(catalogue_, all[i], kGrant, at));
            ZJ_RULE(line_held(all[i], at));
            const std::int64_t left = all[i].int_or("count") - all[i].int_or("used");
            if (left < 0) {
                return malformed(bad_member(at + "/used", "more than the count"));
            }
            if (!seen.insert(all[i].str_or("grant_no")).second) {
                return malformed(bad_member(at + "/grant_no", "twice in these books"));
            }
            counts_.reserved[std::string(all[i].str_or("quota_type"))] += left;
        }
        return applied();
    }

    // domain.md 3.2-3: what is taken stays within what is authorised, unless the books say that it does not.
    Outcome sums() {
        for (const auto& [type, line] : part("quota").object()) {
            if (counts_.actual[type] + counts_.reserved[type] > line.int_or("h") && !line.bool_or("over_quota")) {
                return refuse("G1", "/quota/" + type + ": more are taken than authorised");
            }
        }
        for (const char* level : kLevels) {
            const Value& post = *part("posts").find(level);
            if (counts_.leaders[level] > post.int_or("auth") && !post.bool_or("over_posts")) {
                return refuse("G3", std::string("/posts/") + level + ": more are taken than authorised");
            }
        }
        return applied();
    }

    const Catalogue& catalogue_;
    const Value& body_;
    Counts counts_;
};

Outcome parts_fit(const Value& intent) {
    codec::Reader r(intent);
    read_head(r);
    r.object("unit");
    r.object("quota");
    r.object("posts");
    r.array("persons", kOpeningPersonsMax);
    r.array("plan", kPlanMax);
    r.array("grants", kGrantsMax);
    const auto read = r.finish();
    return read ? applied() : malformed(read.error());
}

Outcome not_open_yet(Work& work, std::string_view unit) {
    return work.has("unit/" + std::string(unit)) ? refuse("B10", "the books of this unit are open") : applied();
}

// A unit that has ended before its books are opened may be called as another is now.
Outcome name_of_its_own(Act& act, const Value& body) {
    const Value& unit = *body.find("unit");
    const bool there = unit.str_or("state") == "1" || unit.str_or("state") == "4";
    return there ? short_name_free(act, unit.str_or("short_name"), unit.str_or("unit_code")) : applied();
}

// A superior may be opened later; whoever closes a circle is refused.
Outcome superiors_fit(Act& act, const Value& body) {
    const Value& unit = *body.find("unit");
    const bool loop =
        superiors_loop(unit.str_or("unit_code"), std::string(unit.str_or("parent")), [&](const std::string& of) {
            const Value* above = act.work.get(unit_scope(of));
            return above == nullptr ? std::string{} : std::string(above->str_or("parent"));
        });
    return loop ? malformed(bad_member("/unit/parent", "the unit would be its own superior")) : applied();
}

// The county's totals must have room for the unit (domain.md 3.2-4).
Outcome totals_fit(Act& act, const Value& body) {
    std::int64_t admin = 0, institution = 0;
    for (const auto& [type, line] : body.find("quota")->object()) {
        const std::string_view group = total_group(type);
        (group == "admin" ? admin : institution) += group.empty() ? 0 : line.int_or("h");
    }
    ZJ_RULE(room_in_total(act, "10", admin));
    return room_in_total(act, "20", institution);
}

void put_lines(Act& act, const Value& body, const Counts& counts, const std::string& unit, const std::string& owner) {
    for (const auto& [type, line] : body.find("quota")->object()) {
        const auto a = counts.actual.find(type), r = counts.reserved.find(type);
        const std::int64_t actual = a == counts.actual.end() ? 0 : a->second;
        const std::int64_t reserved = r == counts.reserved.end() ? 0 : r->second;
        const std::string key = ledger_key(unit, type);
        act.work.put(key, owner, Object{{"h", 0}, {"a", 0}, {"r", 0}, {"o", 0}, {"t", 0}, {"held", Array{}}});
        post_quota(act.work, act.catalogue, act.at, unit, type, {.a = actual, .r = reserved, .h = line.int_or("h")},
                   {"opening", {}, act.author.person, line.str_or("doc"), true});  // as the books say
        post_total(act.work, type, line.int_or("h"));
        if (line.bool_or("over_quota")) {
            act.work.edit(key).set("over_quota", true);
        }
    }
    for (const char* level : kLevels) {
        const auto taken = counts.leaders.find(level);
        Value posts = *body.find("posts")->find(level);
        posts.set("actual", taken == counts.leaders.end() ? 0 : taken->second).set("reserved", 0);
        act.work.put(posts_key(unit, level), owner, std::move(posts));
    }
    for (const Value& line : body.items("plan")) {
        Value plan = line;
        plan.set("used", 0).set("reserved", 0);
        act.work.put(
            "plan/" + unit + "/" + std::to_string(line.int_or("year")) + "-" + std::to_string(line.int_or("no")), owner,
            std::move(plan));
    }
}

std::string_view state_of(std::string_view status) {
    return status == "1" ? "active" : status == "3" ? "retired" : "out";
}

Outcome put_persons(Act& act, const Value& body, const std::string& unit, const std::string& owner) {
    std::size_t n = 0;
    for (const Value& row : body.items("persons")) {
        const std::string key = act.new_key("person", n++), id = idno_key(act.county, row.str_or("id_no"));
        const std::string_view state = state_of(row.str_or("status"));
        if (const Value* known = act.work.get(id); known != nullptr && known->str_or("state") != "free") {
            return refuse("B10", "a person of these books is active elsewhere");
        }
        Value person = row;
        person.set("unit", unit).set("state", state).set("trail", fresh_trail(act));
        if (state != "retired") {
            set_retire_on(act.catalogue, person);
        }
        act.work.put(key, owner, std::move(person));
        act.work.put(id, "office",
                     Object{{"person", key}, {"unit", unit}, {"state", state == "active" ? "active" : "free"}});
    }
    return applied();
}

void put_grants(Act& act, const Value& body, const std::string& unit, const std::string& owner) {
    std::size_t n = 0;
    for (const Value& row : body.items("grants")) {
        const std::string key = act.new_key("grant", n++);
        const std::int64_t left = row.int_or("count") - row.int_or("used");
        const auto until = parse_date(row.str_or("valid_until"));
        Value grant = row;
        grant.set("unit", unit).set("staff_class", "none").set("state", left > 0 ? "open" : "used");
        grant.set("trail", fresh_trail(act));
        act.work.put(key, owner, std::move(grant));
        if (left == 0) {
            continue;
        }
        add_due(act.work, act.at, Date{until->days + 1}, key);
        holder(act.work, ledger_key(unit, row.str_or("quota_type")), key, left);
        act.work.put(stage_key(key, 1), owner,
                     Object{{"stage", 1},
                            {"state", "closed"},
                            {"owner", "office"},
                            {"record", Object{{"doc_no", row.str_or("doc")}}},
                            {"by", act.author.person},
                            {"at", format_time(act.at)}});
        open_stage(act, key, 2, stage_owner(row.str_or("quota_type"), "none"), unit);
    }
}

}  // namespace

Outcome open_register(Act& act) {
    ZJ_RULE(act.need_role({"ob_clerk"}));
    ZJ_RULE(parts_fit(act.intent));
    ZJ_RULE(fresh(act, {}));
    ZJ_RULE(Books(act.catalogue, act.intent).check());
    const std::string_view unit = act.intent.find("unit")->str_or("unit_code");
    ZJ_RULE(not_open_yet(act.work, unit));
    ZJ_RULE(name_of_its_own(act, act.intent));
    ZJ_RULE(superiors_fit(act, act.intent));
    act.unit = unit;
    Value body = act.intent;
    body.object().erase("base");
    make_pending(act, "register.open", {"ob_clerk", "ob_section", "ob_deputy", "ob_head"}, std::move(body), {},
                 "office");
    return applied();
}

Outcome opening_confirmed(Act& act, const Value& body) {
    const Value& facts = *body.find("unit");
    const std::string unit(facts.str_or("unit_code")), owner = unit_scope(unit);
    ZJ_RULE(not_open_yet(act.work, unit));
    Books books(act.catalogue, body);
    ZJ_RULE(books.check());  // the catalogue may have changed since
    ZJ_RULE(name_of_its_own(act, body));
    ZJ_RULE(superiors_fit(act, body));
    ZJ_RULE(totals_fit(act, body));
    Value record = facts;
    record.set("opened_at", format_time(act.at)).set("trail", fresh_trail(act));
    act.work.put("unit/" + unit, owner, std::move(record));
    take_short_name(act, unit);
    put_lines(act, body, books.counts(), unit, owner);
    ZJ_RULE(put_persons(act, body, unit, owner));
    put_grants(act, body, unit, owner);
    act.unit = unit;
    return applied();
}

}  // namespace zj::model::rules1
