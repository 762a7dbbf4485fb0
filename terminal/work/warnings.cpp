// SPDX-License-Identifier: Apache-2.0
#include "terminal/work/warnings.hpp"

#include <algorithm>
#include <tuple>

#include "assets/texts.hpp"
#include "shared/model/named_key.hpp"
#include "shared/oversight/warnings.hpp"
#include "terminal/work/flow.hpp"
#include "terminal/work/records_index.hpp"

namespace zj::work {

namespace {

using codec::Array;
using codec::Object;
using codec::Value;

struct Seen {
    std::shared_ptr<const model::Catalogue> catalogue;
    oversight::Index index;
    oversight::Warnings warnings;
    Date today;
};

Result<Seen> look(const Context& context) {
    vault::Vault& vault = context.vault;
    Seen out{nullptr, index_of(vault), {}, date_of(vault.now())};
    ZJ_TRY(out.catalogue, vault.catalogue());
    out.warnings.recompute(out.index, *out.catalogue, out.today);
    return out;
}

Array evidence_of(const oversight::Finding& finding, const Seen& seen) {
    return oversight::shown_evidence(finding, seen.index, *seen.catalogue,
                                     [](const std::string& record) { return record; });  // as the log calls it
}

Value line(const oversight::Shown& one, const Seen& seen) {
    const oversight::Finding& finding = one.finding;
    Value out = Object{{"id", finding.id},
                       {"rule", finding.rule},
                       {"zh", texts::term("warning." + finding.rule, texts::Lang::zh)},
                       {"en", texts::term("warning." + finding.rule, texts::Lang::en)},
                       {"level", oversight::level_name(finding.level)},
                       {"unit", finding.unit},
                       {"since", format_date(finding.since)},
                       {"due", format_date(one.due)},
                       {"owner", one.owner},
                       {"state", oversight::handled_name(one.handled)},
                       {"digest", finding.digest()},
                       {"evidence", evidence_of(finding, seen)}};
    if (!one.reason.empty()) {
        out.set("reason", one.reason);
    }
    if (one.reopened) {
        out.set("reopened", true);
    }
    return out;
}

bool asked_for(const WarningQuery& query, const oversight::Shown& one) {
    const auto fits = [](const std::string& asked, std::string_view is) {
        return asked.empty() || asked == is;
    };
    return fits(query.rule, one.finding.rule) && fits(query.unit, one.finding.unit) && fits(query.owner, one.owner) &&
           fits(query.state, oversight::handled_name(one.handled)) &&
           fits(query.level, oversight::level_name(one.finding.level));
}

}  // namespace

Result<Value> warnings(const Context& context, const WarningQuery& query) {
    ZJ_TRY(const Seen seen, look(context));
    std::vector<oversight::Shown> all = oversight::shown(seen.warnings, seen.index);
    std::erase_if(all, [&](const oversight::Shown& one) { return !asked_for(query, one); });
    std::sort(all.begin(), all.end(), [](const oversight::Shown& a, const oversight::Shown& b) {
        return std::tuple(b.finding.level, a.finding.since.days, a.finding.id) <
               std::tuple(a.finding.level, b.finding.since.days, b.finding.id);
    });
    auto at = all.begin();
    if (!query.after.empty()) {
        at = std::find_if(all.begin(), all.end(),
                          [&](const oversight::Shown& one) { return one.finding.id == query.after; });
        if (at == all.end()) {
            return fail("list.cursor", query.after, "no such place in this list any more", {query.after});
        }
        ++at;
    }
    Array items;
    for (; at != all.end() && items.size() < query.limit; ++at) {
        items.push_back(line(*at, seen));
    }
    const std::string next = at == all.end() || items.empty() ? std::string() : std::string(items.back().str_or("id"));
    const auto checkpoint = context.vault.checkpoint();
    return Value(Object{{"items", std::move(items)},
                        {"next", next},
                        {"on", format_date(seen.today)},
                        {"as_of", static_cast<std::int64_t>(checkpoint ? checkpoint->size : 0)}});
}

Result<Value> handle_warning(const Context& context, const WarningStep& step, bool preview) {
    ZJ_TRY(const Seen seen, look(context));
    const auto found = seen.warnings.findings().find(step.id);
    const bool stands = found != seen.warnings.findings().end();
    const std::string key = model::named_key("warning", step.id);
    if (!stands && !context.vault.record(key)) {
        return fail("warning.none", step.id, {}, {step.id});
    }
    Value intent = Object{{"do", "warning.act"}, {"warning", step.id}, {"act", step.act}, {"reason", step.reason}};
    if (!step.owner.empty()) {
        intent.set("owner", step.owner);
    }
    if (!step.due.empty()) {
        intent.set("due", step.due);
    }
    if (stands) {  // one that has gone is closed on what was seen before
        intent.set("digest", found->second.digest());
    }
    return sign_intent(context, std::move(intent), {key}, preview);
}

}  // namespace zj::work
