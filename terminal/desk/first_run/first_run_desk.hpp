// SPDX-License-Identifier: Apache-2.0
#pragma once
// First run: the county's ticket, typed or from a stick, makes this folder a device and its person; the passphrase is
// set here and its strength told.

#include "terminal/desk/desk.hpp"
#include "terminal/ui/edit.hpp"

namespace zj::desk {

enum class Strength : std::uint8_t { none, weak, good, strong };
// As the vault will judge it (vault/passphrase.hpp); strong from 20 characters or six words.
Strength strength_of(std::string_view passphrase);

struct FirstRunDesk {
    ui::Edit ticket, device, alias;
    ui::SecretEdit passphrase, again;
    bool shown = false, shown_again = false;
    bool picking = false;  // a file is being chosen
    Loaded<work::reply::Places> places;
    Wait reading, drawing, enrolling;
    crypto::Secret drawn;  // five words, shown until the passphrase is set
    std::string stage;     // of the enrolment
    std::optional<Error> error;

    // Told anew at every edit.
    std::string gateway;  // of a good ticket; empty: it is none
    Strength strength = Strength::none;
    bool same = false;  // both passphrases
};

namespace first_run {
struct Edited {};
struct Pick {};  // the picker, at its beginning
struct Look {
    std::string path;
    bool folder = false;
};
struct ClosePicker {};
struct Draw {};
struct Enrol {};
struct Language {
    std::string lang;
};
}  // namespace first_run
using FirstRunIntent = std::variant<first_run::Edited, first_run::Pick, first_run::Look, first_run::ClosePicker,
                                    first_run::Draw, first_run::Enrol, first_run::Language>;

Effects enter(FirstRunDesk& desk, const Go& go);
Effects update(FirstRunDesk& desk, FirstRunIntent&& intent);
Effects receive(FirstRunDesk& desk, work::Reply& reply);

}  // namespace zj::desk
