// SPDX-License-Identifier: Apache-2.0
#include "shared/oversight/warnings.hpp"

#include <algorithm>
#include <iterator>
#include <ranges>

#include "shared/oversight/rules.hpp"

namespace zj::oversight {

namespace {

void about_unit(const Ground& g, Text unit, Findings& out) {
    over_quota(g, unit, out);
    over_posts(g, unit, out);
    over_budget(g, unit, out);
    heads_differ(g, unit, out);
    cut_without_doc(g, unit, out);
    long_vacancy(g, unit, out);
    stale_places(g, unit, out);
    empty_facts(g, unit, out);
    lapsing_loans(g, unit, out);
}

void about_person(const Ground& g, const Person& person, Findings& out) {
    over_rank(g, person, out);
    over_age(g, person, out);
    mixed_quota(g, person, out);
    contradicts(g, person, out);
    long_leave(g, person, out);
    empty_members(g, person, out);
}

void about_number(const Ground& g, const Number& number, Findings& out) {
    paid_off_register(g, number, out);
    on_register_unpaid(g, number, out);
    paid_twice(g, number, out);
    paid_after_end(g, number, out);
    paid_elsewhere(g, number, out);
    paid_as_approved(g, number, out);
}

// Stages of a grant and of an exit have keys alike. Those of an exit say so, for who receives no cases; a case that is
// there claims its own.
bool of_exit(const Ground& g, std::string_view id) {
    const auto* stages = find_in(g.tables().stages, id);
    const bool told = stages != nullptr &&
                      std::any_of(stages->begin(), stages->end(), [](const auto& one) { return one.second.of_exit; });
    return told || find_in(g.tables().cases, "case/" + std::string(id)) != nullptr;
}

void about_grant(const Ground& g, std::string_view subject, std::string_view id, Findings& out) {
    if (const Grant* grant = find_in(g.tables().grants, subject)) {
        lapsing_grant(g, *grant, out);
    }
    if (!of_exit(g, id)) {
        broken_chain(g, id, subject, out);
    }
}

void about_case(const Ground& g, std::string_view subject, std::string_view id, Findings& out) {
    if (of_exit(g, id)) {
        broken_chain(g, id, subject, out);
    }
    if (const Case* c = find_in(g.tables().cases, subject)) {
        late_report(g, *c, out);
        case_overdue(g, *c, out);
        slow_exit(g, *c, id, out);
    }
}

Findings about(const Ground& g, std::string_view subject) {
    const auto slash = subject.find('/');
    const std::string_view kind = subject.substr(0, slash);
    const std::string_view id = slash == subject.npos ? std::string_view{} : subject.substr(slash + 1);
    const Tables& tables = g.tables();
    Findings out;
    if (kind == "unit") {
        about_unit(g, id, out);
    } else if (kind == "person") {
        if (const Person* person = find_in(tables.persons, subject)) {
            about_person(g, *person, out);
        }
    } else if (kind == "pay") {
        if (const Number* number = find_in(tables.numbers, id)) {
            about_number(g, *number, out);
        }
    } else if (kind == "case") {
        about_case(g, subject, id, out);
    } else if (kind == "grant") {
        about_grant(g, subject, id, out);
    } else if (kind == "ruling") {
        if (const Ruling* ruling = find_in(tables.rulings, subject)) {
            stale_ruling(g, *ruling, out);
        }
    } else if (kind == "device") {
        account_risks(g, id, out);
    } else if (kind == "county") {
        over_ceiling(g, out);
    }
    return out;
}

Handled handled_of(Text state) {
    return state == "verified"     ? Handled::verified
           : state == "rectifying" ? Handled::rectifying
           : state == "closed"     ? Handled::closed
           : state == "false"      ? Handled::dismissed
                                   : Handled::fresh;
}

// Told by the digest that the closing act names; one that names none is outdone by evidence from after its day.
bool changed_since(const Finding& finding, const Handling& handling) {
    return handling.digest.empty() ? handling.acted_on && finding.newest > *handling.acted_on
                                   : handling.digest != finding.digest();
}

Shown shown_as(const Finding& finding, const Handling* handling) {
    Shown out{finding, Handled::fresh, finding.owner, {}, finding.due, false};
    if (handling == nullptr) {
        return out;
    }
    out.handled = handled_of(handling->state);
    out.reason = handling->reason;
    if (!handling->owner.empty()) {
        out.owner = handling->owner;
    }
    out.due = handling->due.value_or(out.due);
    const bool ended = out.handled == Handled::closed || out.handled == Handled::dismissed;
    if (ended && changed_since(finding, *handling)) {
        out.handled = Handled::fresh;
        out.reopened = true;
    }
    return out;
}

}  // namespace

std::vector<Finding> evaluate(const Index& index, const model::Catalogue& catalogue, std::string_view subject,
                              Date today) {
    return about(Ground(index, catalogue, today), subject);
}

void Warnings::put(std::vector<Finding> findings, std::string_view subject) {
    if (const auto before = by_subject_.find(subject); before != by_subject_.end()) {
        for (const std::string& id : before->second) {
            findings_.erase(id);
        }
        by_subject_.erase(before);
    }
    if (findings.empty()) {
        return;
    }
    std::vector<std::string>& ids = by_subject_[std::string(subject)];
    for (Finding& finding : findings) {
        ids.push_back(finding.id);
        findings_[ids.back()] = std::move(finding);
    }
}

void Warnings::recompute(const Index& index, const model::Catalogue& catalogue, Date today) {
    findings_.clear();
    by_subject_.clear();
    const Ground ground(index, catalogue, today);
    for (const std::string& subject : index.subjects()) {
        put(about(ground, subject), subject);
    }
    catalogue_ = catalogue.number();
    day_ = today;
    begun_ = true;
}

void Warnings::add_ids(std::string_view subject, std::vector<std::string>& out) const {
    if (const auto* ids = find_in(by_subject_, subject)) {
        out.insert(out.end(), ids->begin(), ids->end());
    }
}

std::vector<std::string> Warnings::update(const Index& index, const model::Catalogue& catalogue,
                                          const std::vector<std::string>& touched, Date today) {
    std::vector<std::string> out;
    if (!begun_ || day_ != today || catalogue_ != catalogue.number()) {
        std::ranges::copy(std::views::keys(findings_), std::back_inserter(out));
        recompute(index, catalogue, today);
        std::ranges::copy(std::views::keys(findings_), std::back_inserter(out));
    } else {
        const Ground ground(index, catalogue, today);
        for (const std::string& subject : touched) {
            add_ids(subject, out);
            put(about(ground, subject), subject);
            add_ids(subject, out);
        }
    }
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

std::string_view handled_name(Handled handled) {
    switch (handled) {
        case Handled::fresh:
            return "new";
        case Handled::verified:
            return "verified";
        case Handled::rectifying:
            return "rectifying";
        case Handled::closed:
            return "closed";
        case Handled::dismissed:
            return "false";
    }
    return {};
}

Shown shown(const Finding& finding, const Index& index) {
    return shown_as(finding, find_in(index.tables().handlings, std::string_view(finding.id)));
}

std::vector<Shown> shown(const Warnings& warnings, const Index& index) {
    std::vector<Shown> out;
    for (const auto& [id, finding] : warnings.findings()) {
        out.push_back(shown(finding, index));
    }
    return out;
}

std::vector<std::string> cured(const Warnings& warnings, const Index& index) {
    std::vector<std::string> out;
    for (const auto& [id, handling] : index.tables().handlings) {
        const Handled handled = handled_of(handling.state);
        const bool running = handled == Handled::verified || handled == Handled::rectifying;
        if (running && !warnings.findings().contains(std::string(id))) {
            out.emplace_back(id);
        }
    }
    return out;
}

}  // namespace zj::oversight
