// SPDX-License-Identifier: Apache-2.0
// What people do about a warning (domain.md 7): 核实 → 整改 → 销号, or 误报 with its reason. Warnings themselves are
// found from the registers at any time (shared/oversight); only what was done about one is a record, by the warning's
// id.
#include "shared/model/rules/1/cases.hpp"
#include "shared/model/rules/1/flows.hpp"

namespace zj::model::rules1 {
namespace {

constexpr std::size_t kIdBytesMax = 200;
constexpr std::size_t kRoleBytesMax = 40;
constexpr std::size_t kDigestBytesMax = 64;
// The newest are kept: a warning that is moved around more often than this is told by its state.
constexpr std::size_t kActsMax = 32;

struct Step {
    std::string id, act, reason;
    std::optional<std::string> owner, due;
    std::optional<std::string> digest;  // of the evidence that was looked at
};

bool is_hex(std::string_view text) {
    return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Outcome read_step(const Act& act, Step& out) {
    codec::Reader r(act.intent);
    read_head(r);
    out.id = r.string("warning", kIdBytesMax, 1);
    out.act = r.choice("act", {"verify", "assign", "rectify", "close", "false"});
    const bool ends = out.act == "close" || out.act == "false";
    out.reason = r.string("reason", kReasonBytesMax, ends ? 1 : 0);
    out.owner = r.string_if("owner", kRoleBytesMax);
    out.due = date_if(r, "due");
    out.digest = r.string_if("digest", kDigestBytesMax);
    if (r.ok() && out.digest && (out.digest->empty() || !is_hex(*out.digest))) {
        r.fault("digest", "json.choice", "hex digits");
    }
    const std::string_view scope = out.owner ? act.catalogue.role_scope(*out.owner) : std::string_view{};
    if (r.ok() && ends && !out.digest) {
        r.fault("digest", "json.missing", "of the evidence that was looked at");
    }
    if (r.ok() && out.owner && (scope.empty() || scope == "unit")) {  // units receive no warnings to answer
        r.fault("owner", "catalogue.role", "a role of the office, a department or the inspection");
    } else if (r.ok() && out.act == "assign" && (!out.owner || !out.due)) {
        r.fault(out.owner ? "due" : "owner", "json.missing", "to whom and until when");
    } else if (r.ok() && out.act != "assign" && out.act != "rectify" && (out.owner || out.due)) {
        r.fault(out.owner ? "owner" : "due", "json.unknown", "of an assignment");
    }
    const auto whole = r.finish();
    return whole ? applied() : malformed(whole.error());
}

// A new warning is verified first, and one that was ended is verified anew where it shows again.
Outcome state_allows(const std::string& state, const std::string& act) {
    const bool in_hand = state == "verified" || state == "rectifying";
    const bool fits = act == "verify" ? !in_hand : act == "rectify" ? state == "verified" : in_hand;
    return fits ? applied() : refuse("G8", act + " does not fit " + (state.empty() ? "a new warning" : state));
}

std::string_view state_after(std::string_view act, std::string_view before) {
    return act == "verify"    ? "verified"
           : act == "rectify" ? "rectifying"
           : act == "close"   ? "closed"
           : act == "false"   ? "false"
                              : before;
}

void note(Act& act, Value& warning, const Step& step) {
    Object item{
        {"act", step.act}, {"person", act.author.person}, {"name", act.author.name}, {"at", format_time(act.at)}};
    for (const auto& [member, text] :
         {std::pair{"owner", &step.owner}, std::pair{"due", &step.due}, std::pair{"digest", &step.digest}}) {
        if (*text) {
            item[member] = **text;
            warning.set(member, **text);
        }
    }
    if (!step.reason.empty()) {
        item["reason"] = step.reason;
    }
    Array& acts = warning.object()["acts"].array();
    acts.push_back(std::move(item));
    if (acts.size() > kActsMax) {
        acts.erase(acts.begin());
    }
}

// The inspection and the office handle all warnings; who one is assigned to says that it is being put right.
Outcome may_handle(Act& act, const Step& step, const std::string& key) {
    if (step.act == "rectify") {
        const Value* warning = act.work.get(key);
        const std::string owner(warning == nullptr ? std::string_view{} : warning->str_or("owner"));
        if (!owner.empty()) {
            return act.need_role({"inspector", "ob_clerk", "ob_section", "ob_deputy", owner});
        }
    }
    return act.need_role({"inspector", "ob_clerk", "ob_section", "ob_deputy"});
}

}  // namespace

Outcome warning_act(Act& act) {
    Step step;
    ZJ_RULE(read_step(act, step));
    const std::string key = named_key("warning", step.id);
    ZJ_RULE(may_handle(act, step, key));
    // Version 0 is shown where nothing has been done about it yet.
    ZJ_RULE(fresh(act, {{key, Freshness::exact, {}, {}}}));
    const Value* before = act.work.get(key);
    const std::string state(before == nullptr ? std::string_view{} : before->str_or("state"));
    if (before == nullptr && act.work.hidden(key)) {
        return applied();
    }
    ZJ_RULE(state_allows(state, step.act));
    if ((step.act == "close" || step.act == "false") && before->str_or("verified_by") == act.author.person) {
        return refuse("B8", "who verified it does not end it");
    }
    if (before == nullptr) {
        // Accounts and certificates are the administrators' (domain.md 7, W22); what else is found tells them nothing.
        const std::string scope = step.id.starts_with("W22/") ? "admin" : "inspect";
        act.work.put(key, scope, Object{{"id", step.id}, {"acts", Array{}}, {"trail", fresh_trail(act)}});
    }
    Value& warning = act.work.edit(key);
    warning.set("state", state_after(step.act, state));
    if (step.act == "verify") {
        warning.set("verified_by", act.author.person);
    }
    note(act, warning, step);
    touch(act, key);
    return applied();
}

}  // namespace zj::model::rules1
