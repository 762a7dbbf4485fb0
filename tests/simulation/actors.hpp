// SPDX-License-Identifier: Apache-2.0
#pragma once
// The people: clerks of one unit at two terminals, their head, four reviewers at the office's terminal. They act on
// what their vault shows them, which may be old, half sent or overtaken; what the county makes of it is for the judge
// to say.

#include <memory>
#include <optional>
#include <string>

#include "shared/model/catalogue.hpp"
#include "tests/simulation/terminal_host.hpp"

namespace zj::sim {

class Actors {
public:
    Actors(Env& env, const Ground& ground);
    // One person does one thing at this terminal, if there is anything to do.
    void act(TerminalHost& host);

private:
    using Value = codec::Value;
    void act_at_unit(TerminalHost& host);
    void act_at_office(TerminalHost& host);
    void submit(TerminalHost& host, std::string_view matter, Value fields, std::vector<std::string> also_named);
    void submit_out(TerminalHost& host);
    void submit_change(TerminalHost& host);
    void amend(TerminalHost& host);
    void answer(TerminalHost& host, const log::Record& returned);
    void withdraw(TerminalHost& host);
    void message(TerminalHost& host);
    void confirm(TerminalHost& host);
    void decide(TerminalHost& host, const log::Record& open);
    std::optional<codec::Array> materials(TerminalHost& host, std::string_view matter, const Value& fields);
    // A case that this terminal knows of: the county's, or one of its own that was never sent.
    std::optional<std::string> some_case(TerminalHost& host);
    Value intent(TerminalHost& host, std::string_view name, const std::vector<std::string>& named);
    std::string mark();

    Env& env_;
    Dice dice_;
    std::shared_ptr<const model::Catalogue> catalogue_;
    std::uint64_t marks_ = 0;
};

}  // namespace zj::sim
