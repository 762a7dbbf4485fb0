// SPDX-License-Identifier: Apache-2.0
// The intents of one change set, all or nothing.
#include <algorithm>

#include "shared/model/rules/1/flows.hpp"
#include "shared/model/rules/1/personal.hpp"
#include "shared/model/rules/1/rules.hpp"

namespace zj::model::rules1 {
namespace {

struct Kind {
    std::string_view name;
    Outcome (*run)(Act&);
};

// Enrolment and joining need signatures too, so the judge calls them itself.
constexpr std::string_view kOfJudge[] = {"identity.enrol", "identity.join"};
constexpr Kind kKinds[] = {{"identity.ticket", ticket},
                           {"identity.grant", grant_roles},
                           {"identity.revoke", revoke},
                           {"identity.handover", propose_handover},
                           {"device.freeze", freeze},
                           {"confirm", confirm},
                           {"cancel", cancel},
                           {"register.open", open_register},
                           {"case.submit", submit},
                           {"case.amend", amend},
                           {"case.answer", answer},
                           {"case.decide", decide},
                           {"case.withdraw", withdraw},
                           {"case.message", message},
                           {"case.consent", consent},
                           {"case.reverse", reverse},
                           {"opening.reverse", reverse_opening},
                           {"stage.close", close_stage},
                           {"doc.register", register_doc},
                           {"doc.void", void_doc},
                           {"doc.file", file_doc},
                           {"case.urge", urge},
                           {"sanction.impose", impose},
                           {"sanction.lift", lift},
                           {"pay.load", load_pay},
                           {"budget.load", load_budget},
                           {"leave.record", record_leave},
                           {"pay.revise", revise_pay},
                           {"person.retire", propose_retire},
                           {"person.place", place_person},
                           {"person.roster", propose_roster},
                           {"person.outside", propose_outside},
                           {"ceiling.set", set_ceiling},
                           {"revolving.lend", lend_revolving},
                           {"revolving.end", end_revolving},
                           {"review.open", open_review},
                           {"review.cancel", cancel_review},
                           {"review.check", check_review},
                           {"review.sign", sign_review},
                           {"review.accept", accept_review},
                           {"warning.act", warning_act},
                           {"archive.close", close_archive},
                           {"archive.file", file_archive}};

Outcome run_one(Act& act) {
    const Value* base = act.intent.find("base");
    if (base == nullptr) {
        return refuse("B1", "no base");
    }
    auto bases = log::bases_from(*base, "/base");
    if (!bases) {
        return malformed(bases.error());
    }
    act.bases = std::move(*bases);
    ZJ_RULE(predecessors(act));
    const std::string_view name = act.intent.str_or("do");
    const auto kind = std::ranges::find(kKinds, name, &Kind::name);
    return kind == std::end(kKinds) ? refuse("D7", std::string(name.substr(0, 40))) : kind->run(act);
}

}  // namespace

bool known_intent(std::string_view name) {
    return std::ranges::find(kOfJudge, name) != std::end(kOfJudge) ||
           std::ranges::find(kKinds, name, &Kind::name) != std::end(kKinds);
}

void read_head(codec::Reader& reader) {
    reader.string("do", 40);
    reader.object("base");
}

Outcome run_intents(Work& work, const Catalogue& catalogue, Time at, std::string_view county, const Author& author,
                    const std::vector<const Value*>& intents, const std::vector<Hash>& commitments, std::string* scope,
                    std::optional<Time> held_at) {
    const Work::Mark mark = work.mark();
    Outcome whole = applied();
    std::string unit;
    for (std::size_t i = 0; i < intents.size(); ++i) {
        Act act{work, catalogue, at, county, author, *intents[i], i, commitments[i], {}, false, {}, {}, held_at};
        Outcome one = run_one(act);
        if (scope != nullptr && scope->empty()) {
            *scope = act.scope;
        }
        if (one.good() && !unit.empty() && !act.unit.empty() && act.unit != unit) {
            one = refuse("B4", unit + " and " + act.unit);
        }
        if (!one.good()) {
            work.rollback(mark);
            return one;
        }
        if (one.verdict == Verdict::merged || act.merged) {
            whole = merged();
        }
        if (unit.empty()) {
            unit = act.unit;
        }
    }
    return whole;
}

}  // namespace zj::model::rules1
