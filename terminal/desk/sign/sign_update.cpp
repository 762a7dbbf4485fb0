// SPDX-License-Identifier: Apache-2.0
#include "terminal/desk/sign/sign_dialog.hpp"

namespace zj::desk {

namespace {

constexpr const char* kPassphrase = "sign.passphrase";

// The reason that the person has typed here, and a passphrase of its own for the job.
work::Job filled(SignDialog& dialog) {
    work::Job job = std::move(dialog.ask.job);
    crypto::Secret passphrase = dialog.passphrase.take();
    std::visit(
        [&](auto& one) {
            using T = std::decay_t<decltype(one)>;
            if constexpr (requires { one.passphrase = std::move(passphrase); } &&
                          !std::is_same_v<T, work::job::Enrol> && !std::is_same_v<T, work::job::Unlock>) {
                one.passphrase = std::move(passphrase);
            }
        },
        job);
    if (auto* withdraw = std::get_if<work::job::Withdraw>(&job)) {
        withdraw->reason = dialog.reason.text();
    }
    return job;
}

// A job is moved away to be done; what it says is needed again where it fails.
work::Job same_again(const work::Job& job) {
    if (const auto* one = std::get_if<work::job::SignDraft>(&job)) {
        return work::job::SignDraft{one->id, {}};
    }
    if (const auto* one = std::get_if<work::job::Confirm>(&job)) {
        return work::job::Confirm{one->pending, {}};
    }
    if (const auto* one = std::get_if<work::job::Decide>(&job)) {
        return work::job::Decide{one->cases, one->decision, {}};
    }
    if (const auto* one = std::get_if<work::job::Withdraw>(&job)) {
        return work::job::Withdraw{one->on, one->reason, {}};
    }
    ZJ_ASSERT(!"a job that is signed");
    return work::job::Here{};
}

Toast told(const work::reply::Signed& done) {
    if (!done.failed.empty()) {
        return {"sign.some.failed",
                {std::to_string(done.count), std::to_string(done.failed.size())},
                Toast::Kind::bad,
                done.failed.front().second};
    }
    if (done.number) {
        return {"sign.done.n", {std::to_string(*done.number)}, Toast::Kind::good, {}};
    }
    return done.count > 1 ? Toast{"sign.done.several", {std::to_string(done.count)}, Toast::Kind::good, {}}
                          : Toast{"sign.done", {}, Toast::Kind::good, {}};
}

}  // namespace

SignDialog::SignDialog(AskToSign what) : ask(std::move(what)) {
    reason.chars_max = 500;  // as the county takes it
}

Effects update(SignDialog& dialog, SignIntent&& intent, bool& closes) {
    if (std::holds_alternative<sign::Stop>(intent)) {
        const bool may = dialog.may_stop();
        dialog.stopping = dialog.stopping || may;
        return may ? effects(Do{work::job::StopDeciding{}, nullptr}) : Effects{};
    }
    if (dialog.signing) {
        return {};  // it cannot be taken back any more
    }
    if (std::holds_alternative<sign::Back>(intent)) {
        closes = true;
        return {};
    }
    if (dialog.ask.wants_reason && dialog.reason.text().find_first_not_of(" \n\t") == std::string::npos) {
        return effects(FocusOn{"sign.reason"});
    }
    if (dialog.passphrase.empty()) {
        return effects(FocusOn{kPassphrase});
    }
    dialog.error.reset();
    work::Job again = same_again(dialog.ask.job);
    work::Job job = filled(dialog);
    dialog.ask.job = std::move(again);
    return effects(Do{std::move(job), &dialog.signing});
}

Effects receive(SignDialog& dialog, work::Reply& reply, bool& closes) {
    if (auto* progress = std::get_if<work::reply::Progress>(&reply.what);
        progress != nullptr && dialog.signing && reply.to == dialog.signing.number) {
        if (progress->stage == "decide") {
            dialog.done = progress->done;
            dialog.total = progress->total;
        }
        return {};
    }
    if (auto* done = std::get_if<work::reply::Signed>(&reply.what);
        done != nullptr && dialog.signing && reply.to == dialog.signing.number) {
        dialog.signing.ends_with(reply.to);
        closes = true;
        return effects(told(*done));
    }
    if (auto* failed = std::get_if<work::reply::Failed>(&reply.what);
        failed != nullptr && dialog.signing.ends_with(reply.to)) {
        dialog.error = failed->error;
        dialog.stopping = false;
        return effects(FocusOn{kPassphrase});
    }
    return {};
}

}  // namespace zj::desk
