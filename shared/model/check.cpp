// SPDX-License-Identifier: Apache-2.0
// Parsing and signatures, before any register is looked at; and the door, which decides whether a number is consumed.
#include <algorithm>

#include "shared/base/limits.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/model/judge.hpp"

namespace zj::model {
namespace {

std::optional<crypto::VerifyKey> key_in(const codec::Value& intent, std::string_view member) {
    const auto bytes = codec::from_base64(intent.str_or(member));
    crypto::VerifyKey key;
    if (!bytes || bytes->size() != key.bytes.size()) {
        return std::nullopt;
    }
    std::copy(bytes->begin(), bytes->end(), key.bytes.begin());
    return key;
}

bool introduces_keys(const codec::Value& intent) {
    const std::string_view what = intent.str_or("do");
    return what == "identity.enrol" || what == "identity.join";
}

void read_bodies(const log::ChangeSet& change_set, Checked& out) {
    const auto fault = [&](const char* code, std::size_t i, std::string detail) {
        if (!out.body_fault) {
            out.body_fault = fail(code, "/bodies/" + std::to_string(i), std::move(detail));
        }
    };
    std::size_t bytes = 0;
    if (change_set.bodies.size() != out.header.intents.size()) {
        fault("D4", change_set.bodies.size(), "as many bodies as commitments are needed");
    }
    for (std::size_t i = 0; i < change_set.bodies.size() && i < out.header.intents.size(); ++i) {
        const log::Body& body = change_set.bodies[i];
        bytes += body.bytes.size();
        if (body.bytes.size() > limits::kBodyBytesMax || bytes > limits::kBodiesBytesMax) {
            fault("D6", i, "larger than a body may be");
            continue;
        }
        if (body.commitment() != out.header.intents[i]) {
            fault("D4", i, "not the body that the header commits to");
            continue;
        }
        auto intent = codec::parse_canonical(body.bytes, limits::kBodyBytesMax);
        if (!intent || !intent->is_object()) {
            fault("D4", i, intent ? "no object" : to_string(intent.error()));
            continue;
        }
        out.intents.push_back(std::move(*intent));
    }
    if (out.body_fault) {
        out.intents.clear();  // all or nothing
    }
}

}  // namespace

Checked check(const log::ChangeSet& change_set, KeyFinder& keys) {
    Checked out;
    const Bytes signed_bytes = change_set.envelope.pae();
    out.id = crypto::sha256(signed_bytes);
    if (change_set.envelope.payload_type != log::kChangeSetType) {
        out.header_fault = fail("header.type", {}, "not a change set");
        return out;
    }
    auto header = log::parse_header(change_set.envelope.payload);
    if (!header) {
        out.header_fault = header.error();
        return out;
    }
    out.header_ok = true;
    out.header = std::move(*header);
    out.commitments = out.header.intents;
    read_bodies(change_set, out);

    // Keys by their id: from the log so far, or introduced by this very change set.
    std::optional<crypto::VerifyKey> device = keys.find(out.header.device), person = keys.find(out.header.key), ticket;
    for (const codec::Value& intent : out.intents) {
        if (!introduces_keys(intent)) {
            continue;
        }
        for (const char* member : {"sign", "person_key"}) {
            if (const auto key = key_in(intent, member)) {
                if (key->id() == out.header.device) {
                    device = key;
                }
                if (key->id() == out.header.key) {
                    person = key;
                }
            }
        }
        ticket = key_in(intent, "ticket");
    }
    const auto good = [&](const std::optional<crypto::VerifyKey>& key) {
        const crypto::Signature* signature = key ? change_set.envelope.signature_of(key->id()) : nullptr;
        return signature != nullptr && key->verify(signed_bytes, *signature);
    };
    out.device_signed = device && device->id() == out.header.device && good(device);
    out.person_signed = person && person->id() == out.header.key && good(person);
    out.ticket_signed = good(ticket);
    return out;
}

DoorAnswer at_door(const Checked& checked, Registers& registers) {
    const auto refused = [](const char* code) {
        return DoorAnswer{DoorAnswer::refused, 0, code};
    };
    if (!checked.header_ok) {
        return refused("door.header");
    }
    const log::Header& header = checked.header;
    const Found root = registers.get("system/root");
    if (root.presence != Presence::present || root.record->value.str_or("county") != header.county ||
        root.record->value.int_or("epoch") != header.epoch) {
        return refused("door.county");
    }
    if (!checked.device_signed) {
        return refused("door.signature");
    }

    const ChainHead head = registers.chain(header.device);
    const Found device = registers.get("device/" + header.device);
    if (device.presence != Presence::present) {
        // Enrolment: an unknown device is let in only with the one-time key of a ticket the county knows. A used or
        // expired ticket gets its verdict in the log, so that both sides of a race are recorded.
        if (head.seq != 0 || header.seq != 1 || !checked.ticket_signed || checked.intents.size() != 1) {
            return refused("door.device");
        }
        const auto key = key_in(checked.intents.front(), "ticket");
        if (!key || checked.intents.front().str_or("do") != "identity.enrol" || log::ticket_id(*key) != header.prev) {
            return refused("door.ticket");
        }
        if (registers.get("ticket/" + codec::hex(header.prev)).presence != Presence::present) {
            return refused("door.ticket");
        }
        return {DoorAnswer::append, 0, {}};
    }
    if (device.record->value.str_or("state") == "frozen") {
        return refused("door.frozen");
    }
    if (device.record->value.str_or("state") != "live") {
        return refused("door.revoked");
    }
    if (header.seq <= head.seq) {
        return {DoorAnswer::fork, head.seq + 1, {}};
    }
    if (header.seq > head.seq + 1) {
        return {DoorAnswer::expected, head.seq + 1, {}};
    }
    if (header.prev != head.id) {
        return {DoorAnswer::fork, head.seq + 1, {}};
    }
    return {DoorAnswer::append, 0, {}};
}

}  // namespace zj::model
