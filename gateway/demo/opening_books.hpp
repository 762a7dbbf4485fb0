// SPDX-License-Identifier: Apache-2.0
#pragma once
// The demonstration county: the units of assets/demo filled with synthetic people, as the six tables that
// `zhijian-terminal import-opening` reads (model/opening.hpp), and planted.csv, which tells what is wrong in them on
// purpose. The same seed and day give the same bytes. Nobody in it is real: ID numbers carry the division 429099, which
// was never assigned. Numbers whose sequence is below 100 are never drawn; stories and tests take theirs from there.

#include <cstdint>
#include <map>
#include <string>

#include "shared/base/result.hpp"
#include "shared/base/time.hpp"

namespace zj::demo {

// The day on which the county stands where the caller has none of its own.
inline constexpr Date kDemoDay{20758};  // 2026-11-01

// File name → bytes. "demo.data" where assets/demo is at fault.
Result<std::map<std::string, std::string, std::less<>>> demonstration(std::uint64_t seed, Date today = kDemoDay);

// Writes the files of `demonstration` into `folder`, which is made where it is missing; each file is there whole or not
// at all. "file.write".
Result<> write_opening(const std::string& folder, std::uint64_t seed, Date today = kDemoDay);

}  // namespace zj::demo
