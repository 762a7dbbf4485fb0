// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a closing of a stage says, read by the catalogue's chain (assets/matters/chain.json); inside of rules version 1
// only.

#include <string>
#include <string_view>

#include "shared/model/catalogue_chain.hpp"
#include "shared/model/rules/1/rules.hpp"

namespace zj::model::rules1 {

// {grant, stage, record} of an entry, {case, stage, record} of an exit.
struct Closing {
    std::string subject;  // grant/<id> or case/<id>
    bool exit = false;
    const ChainStage* stage = nullptr;  // of the catalogue in force; never null after read_closing
    const Value* record = nullptr;      // as signed
};
// B3: the intent's own members; the record is read once it is known that the stage is closed by hand.
Outcome read_closing(const Act& act, Closing& out);
// B3: every member that the stage asks for, none that it does not know. `out` is what is kept of it.
Outcome read_stage_record(const Closing& closing, Object& out);
// G23: what pay was approved for is complete, and for nobody else. Puts the pay beside the persons of the stage.
Outcome pay_complete(const Array& persons, Object& record);

}  // namespace zj::model::rules1
