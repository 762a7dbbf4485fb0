// SPDX-License-Identifier: Apache-2.0
#include "terminal/desk/first_run/first_run_desk.hpp"

#include <algorithm>

#include "shared/log/root_statement.hpp"
#include "terminal/vault/passphrase.hpp"

namespace zj::desk {

namespace {

constexpr const char* kTicket = "first_run.ticket";

void look_again(FirstRunDesk& desk) {
    const auto ticket = log::parse_ticket(desk.ticket.text());
    desk.gateway = ticket ? ticket->gateway : std::string();
    desk.strength = strength_of(desk.passphrase.view());
    desk.same = !desk.again.empty() && desk.again.view() == desk.passphrase.view();
}

Effects update_one(FirstRunDesk& desk, const first_run::Edited& /*intent*/) {
    desk.error.reset();
    look_again(desk);
    return {};
}

Effects update_one(FirstRunDesk& desk, const first_run::Pick& /*intent*/) {
    desk.picking = true;
    return effects(Do{work::job::Browse{{}, work::job::Browse::For::tickets}, &desk.places.wait});
}

Effects update_one(FirstRunDesk& desk, const first_run::Look& intent) {
    if (intent.folder) {
        return effects(Do{work::job::Browse{intent.path, work::job::Browse::For::tickets}, &desk.places.wait});
    }
    return effects(Do{work::job::ReadTicket{intent.path}, &desk.reading});
}

Effects update_one(FirstRunDesk& desk, const first_run::ClosePicker& /*intent*/) {
    desk.picking = false;
    return effects(FocusOn{kTicket});
}

Effects update_one(FirstRunDesk& desk, const first_run::Draw& /*intent*/) {
    return effects(Do{work::job::Draw{}, &desk.drawing});
}

// The filled button is never dead: it leads to what is missing first.
Effects update_one(FirstRunDesk& desk, const first_run::Enrol& /*intent*/) {
    if (desk.enrolling) {
        return {};
    }
    look_again(desk);
    if (desk.gateway.empty()) {
        return effects(FocusOn{kTicket});
    }
    if (desk.device.text().empty()) {
        return effects(FocusOn{"first_run.device"});
    }
    if (desk.strength <= Strength::weak) {
        return effects(FocusOn{"first_run.passphrase"});
    }
    if (!desk.same) {
        return effects(FocusOn{"first_run.again"});
    }
    desk.error.reset();
    const std::string& text = desk.ticket.text();
    work::job::Enrol job;
    job.ticket = crypto::Secret::from(as_bytes(text));
    job.passphrase = crypto::Secret::from(as_bytes(desk.passphrase.view()));
    job.alias = desk.alias.text();
    job.device_name = desk.device.text();
    return effects(Do{std::move(job), &desk.enrolling});
}

Effects update_one(FirstRunDesk& /*desk*/, first_run::Language& intent) {
    return effects(Prefs{std::move(intent.lang), {}, 0});
}

Effects failed(FirstRunDesk& desk, std::uint64_t to, const Error& error) {
    if (desk.places.fail(to, error)) {
        return {};
    }
    if (desk.reading.ends_with(to)) {
        desk.places.error = error;
    } else if (desk.enrolling.ends_with(to)) {
        desk.error = error;
        const bool ticket = error.code.starts_with("ticket") || error.code.starts_with("door");
        return effects(FocusOn{ticket ? kTicket : "first_run.enrol"});
    } else {
        desk.drawing.ends_with(to);
    }
    return {};
}

}  // namespace

Strength strength_of(std::string_view passphrase) {
    if (passphrase.empty()) {
        return Strength::none;
    }
    if (!vault::check_passphrase(crypto::Secret::from(as_bytes(passphrase)))) {
        return Strength::weak;
    }
    return ui::count_characters(passphrase) >= 20 ? Strength::strong : Strength::good;
}

Effects enter(FirstRunDesk& desk, const Go& /*go*/) {
    desk = {};
    desk.device.chars_max = desk.alias.chars_max = 40;
    return effects(FocusOn{kTicket});
}

Effects update(FirstRunDesk& desk, FirstRunIntent&& intent) {
    return std::visit([&](auto& one) { return update_one(desk, one); }, intent);
}

Effects receive(FirstRunDesk& desk, work::Reply& reply) {
    if (auto* places = std::get_if<work::reply::Places>(&reply.what)) {
        desk.places.take(reply.to, std::move(*places));
    } else if (auto* text = std::get_if<work::reply::TicketText>(&reply.what);
               text != nullptr && desk.reading.ends_with(reply.to)) {
        std::string ticket(text->text.text());
        ticket.erase(ticket.find_last_not_of(" \r\n\t") + 1);
        desk.ticket.set(std::move(ticket));
        desk.picking = false;
        look_again(desk);
        return effects(FocusOn{desk.device.text().empty() ? "first_run.device" : "first_run.passphrase"});
    } else if (auto* drawn = std::get_if<work::reply::Drawn>(&reply.what);
               drawn != nullptr && desk.drawing.ends_with(reply.to)) {
        desk.drawn = std::move(drawn->passphrase);
        desk.passphrase.clear();
        desk.again.clear();
        look_again(desk);
        return effects(FocusOn{"first_run.passphrase"});
    } else if (auto* progress = std::get_if<work::reply::Progress>(&reply.what);
               progress != nullptr && desk.enrolling && reply.to == desk.enrolling.number) {
        desk.stage = progress->stage;
    } else if (std::holds_alternative<work::reply::Unlocked>(reply.what)) {
        desk = {};  // what was typed here is not needed any more
    } else if (auto* error = std::get_if<work::reply::Failed>(&reply.what)) {
        return failed(desk, reply.to, error->error);
    }
    return {};
}

}  // namespace zj::desk
