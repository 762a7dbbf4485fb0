// SPDX-License-Identifier: Apache-2.0
// The facts beside a case under review and beside a form: what a reviewer would look up, as far as this device knows
// it. Each key stands in the string table; numbers and names are its arguments, codes of the judge are told in the
// words of the errors.

#include <algorithm>

#include "terminal/work/drafts.hpp"
#include "terminal/work/view_rows.hpp"

namespace zj::work {

namespace {

// Of the same person, more than anybody opens at once.
constexpr std::size_t kAboutMax = 8;

std::string text(std::int64_t n) {
    return std::to_string(n);
}

class Facts {
public:
    explicit Facts(vault::Vault& vault) : vault_(vault) {}
    std::vector<Fact> take() { return std::move(out_); }

    void add(Fact::Mark mark, const char* key, std::vector<std::string> args = {}) {
        out_.push_back({mark, key, std::move(args)});
    }

    // `own`: what this case holds of the line already.
    void seats(const std::string& unit, std::string_view quota_type, std::int64_t count, std::int64_t own) {
        const auto line = vault_.record("ledger/" + unit + "/" + std::string(quota_type));
        if (!line) {
            return quota_type.empty() ? void() : add(Fact::Mark::unknown, "fact.seats_unknown");
        }
        const Seats seats = seats_in(quota_type, line->value);
        const std::int64_t before = seats.available() + own, after = before - count;
        add(after >= 0 ? Fact::Mark::good : Fact::Mark::bad, "fact.seats", {text(before), text(after)});
        if (seats.a > seats.h) {
            add(Fact::Mark::bad, "fact.over_quota", {text(seats.a - seats.h)});
        }
    }

    void plan(std::string_view key, std::int64_t count, std::int64_t own) {
        const auto line = vault_.record(key);
        if (!line) {
            return key.empty() ? void() : add(Fact::Mark::unknown, "fact.plan_unknown");
        }
        const std::int64_t before =
            line->value.int_or("count") - line->value.int_or("used") - line->value.int_or("reserved") + own;
        add(before >= count ? Fact::Mark::good : Fact::Mark::bad, "fact.plan",
            {text(line->value.int_or("year")), text(before), text(before - count)});
    }

    void posts(const std::string& unit, std::string_view level, std::int64_t count, std::int64_t own) {
        if (level.empty() || level == "none") {
            return;
        }
        const auto line = vault_.record("posts/" + unit + "/" + std::string(level));
        if (!line) {
            return add(Fact::Mark::unknown, "fact.posts_unknown");
        }
        const std::int64_t auth = line->value.int_or("auth");
        const std::int64_t free = auth - line->value.int_or("actual") - line->value.int_or("reserved") + own;
        add(free >= count ? Fact::Mark::good : Fact::Mark::bad, "fact.posts", {text(auth), text(free)});
    }

    void grant(std::string_view key) {
        const auto grant = vault_.record(key);
        if (!grant) {
            return key.empty() ? void() : add(Fact::Mark::unknown, "fact.grant_unknown");
        }
        const bool open = grant->value.str_or("state") == "open";
        add(open ? Fact::Mark::good : Fact::Mark::bad, open ? "fact.grant" : "fact.grant_ended",
            {std::string(grant->value.str_or("grant_no")),
             text(grant->value.int_or("count") - grant->value.int_or("used")),
             std::string(grant->value.str_or("valid_until"))});
    }

    // Other open cases about the same person or unit.
    void others(std::string_view about, std::string_view self) {
        for (const vault::CaseEntry& one : vault_.cases_about(about, kAboutMax)) {
            if (one.key != self && !vault::closed_state(one.state)) {
                add(Fact::Mark::note, "fact.other_case",
                    {one.case_no.empty() ? "#" + text(one.n) : one.case_no, one.subject});
            }
        }
    }

    // Data of those on a roster beside the quota are changed as those of others are.
    void leaving(std::string_view key, std::string_view matter) {
        const auto person = vault_.record(key);
        const bool kept = person && matter == "MOD" && !person->value.str_or("status").empty();
        if (person && !kept && person->value.str_or("state") != "active") {
            add(Fact::Mark::bad, "fact.person_not_active");
        }
    }

    void foretold(bool known, std::string_view verdict, const std::string& code) {
        if (!known || verdict.empty()) {
            return add(Fact::Mark::unknown, "fact.foretold_unknown");
        }
        if (verdict == "applied" || verdict == "merged") {
            return add(Fact::Mark::good, "fact.foretold_good");
        }
        add(verdict == "held" ? Fact::Mark::note : Fact::Mark::bad,
            verdict == "held" ? "fact.foretold_held" : "fact.foretold_refused", {code});
    }

    // What the matter asks about; `own`: seats that the case holds already.
    void of_matter(std::string_view matter, const std::string& unit, const codec::Value& fields, std::int64_t own) {
        if (matter == "USE") {
            const std::int64_t count = fields.int_or("count");
            seats(unit, fields.str_or("quota_type"), count, own);
            if (fields.bool_or("off_plan")) {
                add(Fact::Mark::note, "fact.off_plan");
            } else {
                plan(fields.str_or("plan_line"), count, own);
            }
            posts(unit, fields.str_or("staff_class"), count, own);
        } else if (matter == "IN") {
            grant(fields.str_or("grant_no"));
        }
        if (const std::string_view person = fields.str_or("person"); !person.empty()) {
            leaving(person, matter);
        }
    }

private:
    vault::Vault& vault_;
    std::vector<Fact> out_;
};

std::size_t missing_materials(const model::Matter& matter, const codec::Value& fields, const codec::Array& materials) {
    const auto slots = matter.required_slots(fields);
    return static_cast<std::size_t>(std::count_if(slots.begin(), slots.end(), [&](const model::Slot* slot) {
        return std::none_of(materials.begin(), materials.end(),
                            [&](const codec::Value& m) { return m.str_or("slot") == slot->key; });
    }));
}

}  // namespace

std::vector<Fact> facts_of_case(const Context& context, const RowMaker& rows, const Case& on,
                                const vault::CaseEntry& entry, const Approval& approval) {
    static const codec::Value kNone;
    const codec::Value* found = on.value.find("fields");
    const codec::Value& fields = found == nullptr ? kNone : *found;
    const std::string_view state = on.value.str_or("state");
    const model::Matter* matter = rows.catalogue().matter(entry.matter);
    Facts facts(context.vault);
    if (matter == nullptr || vault::closed_state(state)) {
        return {};
    }
    const bool holds = state == "received" || state == "in_review" || state == "paused";
    facts.of_matter(entry.matter, entry.unit, fields, holds ? fields.int_or("count") : 0);
    facts.others(entry.about, entry.key);
    if (const std::size_t missing = missing_materials(*matter, fields, on.value.items("materials")); missing > 0) {
        facts.add(Fact::Mark::bad, "fact.materials_missing", {text(static_cast<std::int64_t>(missing))});
    } else {
        facts.add(Fact::Mark::good, "fact.materials_complete",
                  {text(static_cast<std::int64_t>(on.value.items("materials").size()))});
    }
    if (on.value.int_or("round") > 0) {
        facts.add(Fact::Mark::note, "fact.returned_once");
    }
    if (on.value.bool_or("late")) {
        facts.add(Fact::Mark::bad, "fact.late");
    }
    if (on.value.bool_or("urgent")) {
        facts.add(Fact::Mark::note, "fact.urgent");
    }
    facts.foretold(approval.known, approval.verdict, approval.code);
    return facts.take();
}

std::vector<Fact> form_facts(const Context& context, const Draft& draft) {
    vault::Vault& vault = context.vault;
    const auto catalogue = vault.catalogue();
    const model::Matter* matter = catalogue ? (*catalogue)->matter(draft.matter) : nullptr;
    if (matter == nullptr) {
        return {};
    }
    const codec::Value fields = model::normalise_form(*matter, draft.fields);
    Facts facts(vault);
    facts.of_matter(draft.matter, draft.unit, fields, 0);
    if (const std::string about(fields.str_or("person")); !about.empty()) {
        facts.others(about, draft.on);
    }
    FormFaults faults;
    const auto foretold = foretell_draft(context, draft, faults);
    if (!faults.faults.empty()) {
        facts.add(Fact::Mark::note, "fact.form_faults", {text(static_cast<std::int64_t>(faults.faults.size()))});
    } else if (!foretold) {
        facts.foretold(false, {}, {});
    } else {
        facts.foretold(foretold->known, foretold->verdict, foretold->code);
    }
    return facts.take();
}

}  // namespace zj::work
