// SPDX-License-Identifier: Apache-2.0
// The chain of the four departments (domain.md 5): 1 编制使用 – 2 人员配备 – 3 实名上编 – 4 工资核定 – 5 经费核拨. One
// rule rules it: no later stage before the earlier one is closed (3.2-9). Stages 1 and 3 are closed by their cases.
#include <algorithm>

#include "shared/model/checks.hpp"
#include "shared/model/rules/1/cases.hpp"

namespace zj::model::rules1 {
namespace {

constexpr std::size_t kKeyBytesMax = 100;
constexpr std::int64_t kStages = 5;
constexpr std::int64_t kHiring = 2, kEntry = 3;
constexpr std::size_t kPersonsMax = 99;  // as a request may ask for

struct Closing {
    std::string grant;
    std::int64_t stage = 0;
    std::string doc_no, doc_date;
    Array persons;
};

Outcome read_record(const Value& record, Closing& out) {
    codec::Reader r(record, "/record");
    out.doc_no = r.string("doc_no", 100, 1);
    out.doc_date = r.string("doc_date", 10, 10);
    const Array& persons = r.array("persons", kPersonsMax);
    if (r.ok() && !valid_doc_number(out.doc_no)) {
        r.fault("doc_no", "form.doc_no");
    }
    if (r.ok() && !parse_date(out.doc_date)) {
        r.fault("doc_date", "form.date");
    }
    if (const auto whole = r.finish(); !whole) {
        return malformed(whole.error());
    }
    for (std::size_t i = 0; i < persons.size(); ++i) {
        codec::Reader one(persons[i], "/record/persons/" + std::to_string(i));
        const std::string name = one.string("name", 200, 1), id_no = one.string("id_no", 18, 18);
        if (one.ok() && !parse_id_number(id_no)) {
            one.fault("id_no", "form.id_no");
        }
        if (const auto whole = one.finish(); !whole) {
            return malformed(whole.error());
        }
        const bool twice = std::any_of(out.persons.begin(), out.persons.end(),
                                       [&](const Value& p) { return p.str_or("id_no") == id_no; });
        if (twice) {
            return malformed(bad_member("/record/persons/" + std::to_string(i), "listed twice"));
        }
        out.persons.push_back(Object{{"name", name}, {"id_no", id_no}});
    }
    return applied();
}

Outcome read_closing(const Act& act, Closing& out) {
    codec::Reader r(act.intent);
    read_head(r);
    out.grant = r.string("grant", kKeyBytesMax, 1);
    out.stage = r.integer("stage", 1, kStages);
    const Value& record = r.object("record");
    if (const auto whole = r.finish(); !whole) {
        return malformed(whole.error());
    }
    return read_record(record, out);
}

Outcome is_open(Act& act, const std::string& grant, std::int64_t stage) {
    if (const Value* before = act.work.get(stage_key(grant, stage - 1));
        before == nullptr || before->str_or("state") != "closed") {
        return refuse("G9", "stage " + std::to_string(stage - 1) + " is not closed");
    }
    const Value* value = act.work.get(stage_key(grant, stage));
    if (value == nullptr) {
        return refuse("G9", "stage " + std::to_string(stage) + " is not open");
    }
    return value->str_or("state") == "open" ? applied() : refuse("B10", "the stage is closed already");
}

// Who is hired: at least one person, no more than the grant has slots, and who it was asked for where it names one.
Outcome persons_fit(Act& act, const Value& grant, const Closing& c) {
    if (c.stage != kHiring) {
        return c.persons.empty() ? applied() : malformed(bad_member("/record/persons", "only stage 2 lists persons"));
    }
    const auto slots = static_cast<std::size_t>(grant.int_or("count") - grant.int_or("used"));
    if (c.persons.empty() || c.persons.size() > slots) {
        return refuse("G6", "the grant has " + std::to_string(slots) + " slots");
    }
    const std::string named = named_number(act.work, grant);
    if (!named.empty() && c.persons.front().str_or("id_no") != named) {
        return refuse("G6", "the grant names another person");
    }
    return applied();
}

void shut(Act& act, const std::string& key, Object record) {
    act.work.edit(key)
        .set("state", "closed")
        .set("record", std::move(record))
        .set("by", act.author.person)
        .set("at", format_time(act.at));
}

bool listed(const Array& persons, std::string_view id_no) {
    return std::any_of(persons.begin(), persons.end(),
                       [&](const Value& person) { return person.str_or("id_no") == id_no; });
}

const Array& persons_of(Act& act, std::string_view grant, std::int64_t stage) {
    static const Array kNone;
    const Value* value = act.work.get(stage_key(grant, stage));
    const Value* record = value == nullptr ? nullptr : value->find("record");
    return record == nullptr ? kNone : record->items("persons");
}

}  // namespace

std::string stage_key(std::string_view grant, std::int64_t stage) {
    return "stage/" + std::string(after_slash(grant)) + "/" + std::to_string(stage);
}

// 公务员, 参公 and leaders by the organisation department, the others by human resources.
std::string_view stage_owner(std::string_view quota_type, std::string_view staff_class) {
    const bool civil = quota_type == "10" || quota_type == "11" || quota_type == "21";
    return civil || is_leader(staff_class) ? "org" : "hr";
}

// Opens a stage, or lists one person more in it.
void open_stage(Act& act, std::string_view grant, std::int64_t stage, std::string_view owner, std::string_view unit,
                const Value* person) {
    const std::string key = stage_key(grant, stage);
    if (!act.work.has(key)) {
        act.work.put(key, unit_scope(unit),
                     Object{{"stage", stage}, {"state", "open"}, {"owner", owner}, {"at", format_time(act.at)}});
    }
    if (person != nullptr) {
        Value& value = act.work.edit(key);
        Value& record = value.object().try_emplace("record", Object{}).first->second;
        record.object().try_emplace("persons", Array{}).first->second.array().push_back(*person);
    }
}

Outcome close_stage(Act& act) {
    Closing c;
    ZJ_RULE(read_closing(act, c));
    const Value* grant = c.grant.starts_with("grant/") ? act.work.get(c.grant) : nullptr;
    if (grant == nullptr) {
        return act.work.hidden(c.grant) ? applied() : refuse("B6", "no such grant: " + c.grant);
    }
    if (c.stage == 1 || c.stage == kEntry) {
        return refuse("G8", "stage " + std::to_string(c.stage) + " is closed by its case");
    }
    const std::string unit(grant->str_or("unit")), quota_type(grant->str_or("quota_type")),
        staff_class(grant->str_or("staff_class"));
    ZJ_RULE(act.need_role({c.stage == kStages ? "fin" : stage_owner(quota_type, staff_class)}));
    act.unit = unit;
    ZJ_RULE(fresh(act, {{c.grant, Freshness::exact, {}, {}}}));
    ZJ_RULE(is_open(act, c.grant, c.stage));
    if (c.stage == kHiring && grant->str_or("state") != "open") {
        return refuse("G5", c.grant + " is " + std::string(grant->str_or("state")));
    }
    ZJ_RULE(persons_fit(act, *grant, c));
    Object record{{"doc_no", c.doc_no}, {"doc_date", c.doc_date}};
    if (c.stage == kHiring) {
        record["persons"] = c.persons;
    } else if (const Array& persons = persons_of(act, c.grant, c.stage); !persons.empty()) {
        record["persons"] = persons;
    }
    shut(act, stage_key(c.grant, c.stage), std::move(record));
    if (c.stage == kHiring) {
        open_stage(act, c.grant, kEntry, "office", unit, nullptr);
    } else if (c.stage < kStages) {
        open_stage(act, c.grant, c.stage + 1, "fin", unit, nullptr);
    }
    return applied();
}

Outcome stage_lists(Act& act, std::string_view grant, const Value& fields) {
    const std::string key = stage_key(grant, kHiring);
    const Value* hiring = act.work.get(key);
    if (hiring == nullptr) {
        return act.work.hidden(key) ? applied() : refuse("G9", "stage 2 is not open");
    }
    if (hiring->str_or("state") != "closed") {
        return refuse("G9", "stage 2 is not closed");
    }
    const Array& persons = persons_of(act, grant, kHiring);
    const bool there = std::any_of(persons.begin(), persons.end(), [&](const Value& person) {
        return person.str_or("id_no") == fields.str_or("id_no") && person.str_or("name") == fields.str_or("name");
    });
    return there ? applied() : refuse("G9", "stage 2 does not list the person");
}

// With the last of those that stage 2 lists, stage 3 is closed and pay is next.
void enter_stage_three(Act& act, const std::string& grant, const Value& person) {
    const Value* value = act.work.get(grant);
    const std::string unit(value->str_or("unit"));
    const std::string_view owner = stage_owner(value->str_or("quota_type"), value->str_or("staff_class"));
    open_stage(act, grant, kEntry, "office", unit, &person);
    const Array& hired = persons_of(act, grant, kHiring);
    const Array entered = persons_of(act, grant, kEntry);
    if (!std::all_of(hired.begin(), hired.end(), [&](const Value& p) { return listed(entered, p.str_or("id_no")); })) {
        return;
    }
    shut(act, stage_key(grant, kEntry), Object{{"persons", entered}});
    for (const Value& one : entered) {
        open_stage(act, grant, kEntry + 1, owner, unit, &one);
    }
}

}  // namespace zj::model::rules1
