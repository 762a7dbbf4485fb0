// SPDX-License-Identifier: Apache-2.0
#include "terminal/desk/one_case/one_case_desk.hpp"

namespace zj::desk {

namespace {

Effects ask(OneCaseDesk& desk) {
    desk.view.error.reset();
    return desk.key.empty() ? Effects{} : effects(Do{work::job::Case{desk.key}, &desk.view.wait});
}

// What a signature is about, for the dialog: the keys are the shell's to say.
std::vector<std::pair<std::string, std::string>> about(const work::CaseRow& row) {
    std::vector<std::pair<std::string, std::string>> out{{"one_case.sign.case", row.case_no},
                                                         {"cases.unit", row.unit_name}};
    if (row.case_no.empty()) {
        out.erase(out.begin());
    }
    if (!row.subject.empty()) {
        out.emplace_back("one_case.sign.subject", row.subject);
    }
    return out;
}

AskToSign confirm(const work::CaseView& view) {
    AskToSign out;
    out.title = "one_case.sign.confirm";
    out.question = "one_case.sign.confirm.then";
    out.lines = about(view.row);
    work::job::Confirm job;
    job.pending.push_back(*view.pending);
    out.job = std::move(job);
    return out;
}

AskToSign withdraw(const work::CaseView& view) {
    AskToSign out;
    out.title = "one_case.sign.withdraw";
    out.question = "one_case.sign.withdraw.then";
    out.lines = about(view.row);
    work::job::Withdraw job;
    job.on = view.row.key;
    out.job = std::move(job);
    out.wants_reason = true;
    return out;
}

struct Update {
    OneCaseDesk& desk;

    const work::CaseView* view() const { return desk.view.value ? &*desk.view.value : nullptr; }

    Effects operator()(const one_case_intent::Back& /*back*/) const {
        if (desk.proof) {
            desk.proof = false;
            return {};
        }
        return effects(Go{Place::cases, desk.key});
    }
    Effects operator()(const one_case_intent::Retry& /*retry*/) const { return ask(desk); }
    Effects operator()(const one_case_intent::Answer& /*answer*/) const {
        return view() != nullptr && view()->can_answer ? effects(Go{Place::form, desk.key}) : Effects{};
    }
    Effects operator()(const one_case_intent::Confirm& /*confirm*/) const {
        return view() != nullptr && view()->can_confirm && view()->pending ? effects(confirm(*view())) : Effects{};
    }
    Effects operator()(const one_case_intent::Review& /*review*/) const { return effects(Go{Place::review, desk.key}); }
    Effects operator()(const one_case_intent::Withdraw& /*withdraw*/) const {
        return view() != nullptr && view()->can_withdraw ? effects(withdraw(*view())) : Effects{};
    }
    Effects operator()(const one_case_intent::SyncNow& /*sync*/) const {
        return effects(Do{work::job::Sync{}, nullptr});
    }
    Effects operator()(const one_case_intent::Print& print) const {
        return desk.printing ? Effects{} : effects(Do{work::job::Paper{print.kind, desk.key}, &desk.printing});
    }
    Effects operator()(const one_case_intent::Proof& proof) const {
        desk.proof = proof.open;
        return {};
    }
    Effects operator()(const one_case_intent::Page& page) const {
        return view() != nullptr ? move(desk.preview, *view(), page.move) : Effects{};
    }
};

}  // namespace

bool gives_notice(const work::CaseView& view) {
    return !view.grant.empty() && view.row.matter == "USE" && view.row.state == "approved";
}

NextStep next_step(const work::CaseView& view) {
    if (view.can_answer) {
        return NextStep::answer;
    }
    if (view.can_confirm && view.pending) {
        return NextStep::confirm;
    }
    if (view.can_decide) {
        return NextStep::review;
    }
    if (view.row.local || view.own_waits) {
        return NextStep::sync;
    }
    if (gives_notice(view)) {
        return NextStep::notice;
    }
    return view.receipts.empty() ? NextStep::none : NextStep::receipt;
}

Effects enter(OneCaseDesk& desk, const Go& go) {
    if (go.key != desk.key) {
        desk = {};
        desk.key = go.key;
    }
    desk.proof = false;
    desk.preview = {};
    return ask(desk);
}

Effects refresh(OneCaseDesk& desk) {
    return ask(desk);
}

Effects update(OneCaseDesk& desk, OneCaseIntent&& intent) {
    return std::visit(Update{desk}, intent);
}

Effects receive(OneCaseDesk& desk, work::Reply& reply) {
    if (receive(desk.preview, reply)) {
        return {};
    }
    if (auto* fresh = std::get_if<work::reply::Case>(&reply.what)) {
        desk.view.take(reply.to, std::move(fresh->view));
    } else if (auto* paper = std::get_if<work::reply::Paper>(&reply.what)) {
        if (desk.printing.ends_with(reply.to)) {
            return effects(Toast{"one_case.printed", {paper->path}, Toast::Kind::good});
        }
    } else if (std::holds_alternative<work::reply::Signed>(reply.what)) {
        return desk.key.empty() ? Effects{} : ask(desk);
    } else if (auto* failed = std::get_if<work::reply::Failed>(&reply.what)) {
        if (desk.printing.ends_with(reply.to)) {
            return effects(Toast{"one_case.not_printed", {}, Toast::Kind::bad, failed->error});
        }
        desk.view.fail(reply.to, failed->error);
    }
    return {};
}

}  // namespace zj::desk
