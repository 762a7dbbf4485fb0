// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "shared/codec/text.hpp"
#include "shared/log/root_statement.hpp"

namespace zj::log {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::string_view kPrefix = "zj1-";
constexpr std::size_t kGroup = 5;  // characters between dashes: what one reads and types at once
constexpr std::size_t kChecksum = 4;
constexpr std::size_t kFixed = 1 + 32 + 32 + 8 + 1;
constexpr std::size_t kGatewayMax = 255;

Error syntax(const char* why) {
    return fail("ticket.syntax", {}, why);
}

}  // namespace

Ticket Ticket::clone() const {
    return {seed.clone(), root_fingerprint, gateway, expires};
}

crypto::Secret write_ticket(const Ticket& ticket) {
    ZJ_ASSERT(ticket.seed.size() == 32 && ticket.gateway.size() <= kGatewayMax);
    crypto::Secret bytes(kFixed + ticket.gateway.size() + kChecksum);
    auto out = bytes.bytes();
    std::size_t at = 0;
    const auto put = [&](ByteView part) {
        std::copy(part.begin(), part.end(), out.begin() + static_cast<std::ptrdiff_t>(at));
        at += part.size();
    };
    const auto put_byte = [&](std::uint8_t b) {
        out[at++] = b;
    };
    put_byte(kVersion);
    put(ticket.seed.view());
    put(ticket.root_fingerprint.view());
    for (int shift = 56; shift >= 0; shift -= 8) {
        put_byte(static_cast<std::uint8_t>(static_cast<std::uint64_t>(ticket.expires.ms) >> shift));
    }
    put_byte(static_cast<std::uint8_t>(ticket.gateway.size()));
    put(as_bytes(ticket.gateway));
    const Hash sum = crypto::sha256(bytes.view().first(at));
    put(sum.view().first(kChecksum));

    std::string digits = codec::crockford32(bytes.view());
    const std::size_t groups = (digits.size() + kGroup - 1) / kGroup;
    crypto::Secret text(kPrefix.size() + digits.size() + groups - 1);
    auto chars = text.bytes();
    std::copy(kPrefix.begin(), kPrefix.end(), chars.begin());
    std::size_t to = kPrefix.size();
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i != 0 && i % kGroup == 0) {
            chars[to++] = '-';
        }
        chars[to++] = static_cast<std::uint8_t>(digits[i]);
    }
    crypto::wipe({reinterpret_cast<std::uint8_t*>(digits.data()), digits.size()});
    return text;
}

Result<Ticket> parse_ticket(std::string_view text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) {
        text.remove_suffix(1);
    }
    while (!text.empty() && text.front() == ' ') {
        text.remove_prefix(1);
    }
    if (text.size() < kPrefix.size() || (text[0] != 'z' && text[0] != 'Z') || (text[1] != 'j' && text[1] != 'J') ||
        text[3] != '-') {
        return syntax("a ticket begins with zj1-");
    }
    if (text[2] != '1') {
        return fail("ticket.version", {}, "a ticket of another version");
    }
    auto plain = codec::from_crockford32(text.substr(kPrefix.size()));
    if (!plain) {
        return syntax(plain.error().detail.c_str());
    }
    const crypto::Secret bytes = crypto::Secret::from(*plain);
    crypto::wipe(*plain);
    const ByteView in = bytes.view();
    if (in.size() < kFixed + kChecksum) {
        return syntax("too short");
    }
    const std::size_t body = in.size() - kChecksum;
    const Hash sum = crypto::sha256(in.first(body));
    if (!std::equal(sum.bytes.begin(), sum.bytes.begin() + kChecksum, in.begin() + static_cast<std::ptrdiff_t>(body))) {
        return fail("ticket.checksum", {}, "a character is wrong or missing");
    }
    if (in[0] != kVersion) {
        return fail("ticket.version", {}, "a ticket of another version");
    }
    Ticket out;
    out.seed = crypto::Secret::from(in.subspan(1, 32));
    std::copy_n(in.begin() + 33, 32, out.root_fingerprint.bytes.begin());
    std::uint64_t ms = 0;
    for (std::size_t i = 65; i < 73; ++i) {
        ms = (ms << 8) | in[i];
    }
    out.expires = {static_cast<std::int64_t>(ms)};
    if (kFixed + in[73] != body) {
        return syntax("the gateway's address has another length");
    }
    out.gateway = as_text(in.subspan(kFixed, in[73]));
    return out;
}

Hash ticket_id(const crypto::VerifyKey& one_time) {
    return crypto::sha256("zhijian-ticket-v1\n", one_time.bytes);
}

}  // namespace zj::log
