// SPDX-License-Identifier: Apache-2.0
#pragma once
// The registers as they stood at the end of any day (domain.md 3, 8: any-day view from one source): a row a unit with
// its accounts, leader posts and rosters, and of one unit the persons and its history; and what the log wrote of one
// record, version by version.

#include <string>

#include "gateway/county/county.hpp"
#include "gateway/ops/folder.hpp"

namespace zj::ops {

struct RegistersAsked {
    Date on;
    std::string unit;      // code; empty: all units
    bool persons = false;  // rows of persons of all units too; of one unit they are always told
};
// {"on","size","sum":{h,a,r,o,…},"units":[{"code","name",…,"quota":{type:{h,a,r,o,t,vacant,usable,doc}},"posts":{level:…},
// "rosters":{on_quota,off_duty,retired,outside,without_doc},"persons"?:{roster:[…]},"history"?}]}. `sum` is what
// report() counts of the same day. ID numbers are masked. "registers.unit": no such unit on that day.
Result<codec::Value> registers(county::County& county, const CountyFacts& facts, const RegistersAsked& asked);

// The newest `newest` versions of a record of the registers, cases and flows, newest first:
// {"key","versions":[{"version", "entry","at","change_set","record"}],"more"}. ID numbers are masked. "history.kind": a
// record of people's accounts or of the judge's own work; "record.none".
Result<codec::Value> history(county::County& county, const std::string& key, std::size_t newest);

}  // namespace zj::ops
