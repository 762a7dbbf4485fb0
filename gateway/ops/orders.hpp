// SPDX-License-Identifier: Apache-2.0
#pragma once
// What an operator tells a gateway that serves, across processes: a file in DIR/orders, which only the owner of the
// folder can write, and an answer beside it. Where nobody serves, the order is carried out by who gives it.
//
//   <random>.order   {"device","do"}, written whole and renamed into place
//   <random>.answer  what the giver prints, or {"error":{"args","code","detail","where"}}; removed by the giver

#include <string>

#include "gateway/county/county.hpp"
#include "gateway/ops/journal.hpp"

namespace zj::ops {

struct Order {
    std::string act;     // open-door, confirm-time
    std::string device;  // open-door
};

// open-door: people have looked into the device's trouble ("door.open" where its door is not closed). confirm-time: the
// clock is right although it jumped; the ticks that are due follow at once.
Result<codec::Value> give_order(const std::string& folder, const Order& order, Clock& clock, Random& random);

// By the process that serves: before it begins (what was ordered of an earlier one is void), and each second.
Result<> clear_orders(const std::string& folder);
void take_orders(const std::string& folder, county::County& county, Journal& journal);

}  // namespace zj::ops
