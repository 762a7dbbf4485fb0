// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/network.hpp"

namespace zj::sim {

namespace {

// One character becomes another, as a hostile gateway or a bad cable between two proxies would have it.
void damage(std::string& body, Dice& dice) {
    if (body.empty()) {
        return;
    }
    char& c = body[dice.below(body.size())];
    const char other = "0123456789abcdefABCDEF+/\"{}"[dice.below(27)];
    c = c == other ? 'x' : other;
}

}  // namespace

bool is_hello(const sync::Request& request) {
    return request.target.starts_with("/v1/hello");
}

std::vector<Delivery> Network::send(const Packet& packet) {
    const std::int64_t soon = dice_.between(5, 80);
    if (calm_) {
        return {{soon, packet}};
    }
    std::vector<Delivery> out;
    if (dice_.chance(plan_.drop)) {
        ++faults_;
        return out;
    }
    out.push_back({soon, packet});
    if (dice_.chance(plan_.slow)) {
        ++faults_;
        out[0].after_ms = dice_.between(1, 3 * 3600) * kSecondMs / 4;
    }
    if (!packet.to_gateway && dice_.chance(plan_.corrupt)) {
        ++faults_;
        damage(out[0].packet.response.body, dice_);
    }
    if (dice_.chance(plan_.duplicate)) {
        ++faults_;
        out.push_back({dice_.between(1, 2 * 3600) * kSecondMs / 2, packet});
    }
    return out;
}

}  // namespace zj::sim
