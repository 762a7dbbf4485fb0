// SPDX-License-Identifier: Apache-2.0
#pragma once
// 签名确认: what is being signed, what follows from it, and the passphrase again, so that nobody signs at a desk that
// somebody else has left open. One for all desks; the shell shows it and posts the job.

#include "terminal/desk/desk.hpp"
#include "terminal/ui/edit.hpp"

namespace zj::desk {

struct SignDialog {
    AskToSign ask;
    ui::SecretEdit passphrase;
    bool shown = false;
    ui::Edit reason;
    Wait signing;
    std::optional<Error> error;
    std::size_t done = 0, total = 0;  // of several decisions
    bool stopping = false;

    bool may_stop() const { return signing && !stopping && std::holds_alternative<work::job::Decide>(ask.job); }

    explicit SignDialog(AskToSign what);
};

namespace sign {
struct Sign {};
struct Back {};
struct Stop {};  // signing several, after the one that is under way
}  // namespace sign
using SignIntent = std::variant<sign::Sign, sign::Back, sign::Stop>;

// Of a Sign: the job with passphrase and reason, or where to go on typing.
Effects update(SignDialog& dialog, SignIntent&& intent, bool& closes);
// Takes the replies of its job; `closes` where it was signed. Then effects tell what became of it.
Effects receive(SignDialog& dialog, work::Reply& reply, bool& closes);

}  // namespace zj::desk
