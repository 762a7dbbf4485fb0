// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>

#include "shared/codec/text.hpp"
#include "shared/log/root_statement.hpp"
#include "tests/support/show_result.hpp"

using namespace zj;
using namespace zj::log;

namespace {

Ticket a_ticket(std::string gateway = "gateway.county:8443") {
    Ticket out;
    SeededRandom random(1);
    out.seed = crypto::Secret(32);
    random.fill(out.seed.bytes());
    out.root_fingerprint = crypto::sha256("root");
    out.gateway = std::move(gateway);
    out.expires = *parse_time("2026-11-30T09:00:00.000+08:00");
    return out;
}

std::string text_of(const Ticket& ticket) {
    return std::string(write_ticket(ticket).text());
}

// A ticket's text over any bytes, with a checksum that fits.
std::string over(Bytes bytes) {
    const Hash sum = crypto::sha256(ByteView(bytes));
    bytes.insert(bytes.end(), sum.bytes.begin(), sum.bytes.begin() + 4);
    return "zj1-" + codec::crockford32(bytes);
}

}  // namespace

TEST_CASE("a ticket reads back from its groups, as typed or pasted") {
    for (const char* gateway : {"", "127.0.0.1:8443", "gateway.county:8443"}) {
        const Ticket ticket = a_ticket(gateway);
        const std::string text = text_of(ticket);
        CHECK(text.starts_with("zj1-"));
        CHECK(text.find_first_not_of("0123456789ABCDEFGHJKMNPQRSTVWXYZ-", 4) == std::string::npos);
        CHECK(text[9] == '-');
        std::string lower = text;
        for (char& c : lower) {
            c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        }
        std::string plain = text;
        std::erase(plain, '-');
        plain.insert(3, "-");
        for (const std::string& typed : {text, "  " + text + " \r\n", lower, plain}) {
            const auto back = parse_ticket(typed);
            REQUIRE(back);
            CHECK(back->seed.equals(ticket.seed));
            CHECK(back->root_fingerprint == ticket.root_fingerprint);
            CHECK(back->gateway == ticket.gateway);
            CHECK(back->expires == ticket.expires);
        }
    }
    const Ticket one = a_ticket();
    CHECK(one.clone().seed.equals(one.seed));
}

TEST_CASE("any wrong character of a ticket is found") {
    const std::string text = text_of(a_ticket());
    for (std::size_t i = 0; i < text.size(); ++i) {
        for (const char c : {'0', '1', '7', 'A', 'Z', 'U', '*'}) {
            std::string bad = text;
            bad[i] = c;
            const auto read = parse_ticket(bad);
            if (read && bad != text && i >= 2) {  // Z and J are read as z and j
                FAIL("character " << i << " as " << c);
            }
        }
    }
    std::string swapped = text;
    std::swap(swapped[4], swapped[5]);
    CHECK(!parse_ticket(swapped));
    CHECK(!parse_ticket(text.substr(0, text.size() - 1)));
    CHECK(!parse_ticket(text.substr(0, text.size() - 8)));
    CHECK(!parse_ticket(text + "00000000"));
}

TEST_CASE("a ticket says what is wrong with it") {
    const std::string text = text_of(a_ticket());
    CHECK(parse_ticket("").error().code == "ticket.syntax");
    CHECK(parse_ticket("zj1-").error().code == "ticket.syntax");
    CHECK(parse_ticket("hello").error().code == "ticket.syntax");
    CHECK(parse_ticket("zj2-" + text.substr(4)).error().code == "ticket.version");
    CHECK(parse_ticket("zj1-" + text.substr(5)).error().code.starts_with("ticket."));
    CHECK(parse_ticket("zj1-UUUUU").error().code == "ticket.syntax");
    std::string bad = text;
    bad[10] = bad[10] == '7' ? '8' : '7';
    CHECK(parse_ticket(bad).error().code == "ticket.checksum");

    Bytes bytes(74);  // version, seed, fingerprint, expiry, length of the address
    bytes[0] = 1;
    CHECK(parse_ticket(over(bytes)));
    bytes[0] = 2;
    CHECK(parse_ticket(over(bytes)).error().code == "ticket.version");
    bytes[0] = 1;
    bytes[73] = 1;
    CHECK(parse_ticket(over(bytes)).error().code == "ticket.syntax");
    bytes.push_back('x');
    CHECK(parse_ticket(over(bytes))->gateway == "x");
    bytes.push_back('y');
    CHECK(parse_ticket(over(bytes)).error().code == "ticket.syntax");
    bytes.resize(73);
    CHECK(parse_ticket(over(bytes)).error().code == "ticket.syntax");
}

TEST_CASE("the longest address fits, and a ticket goes by its public key") {
    const Ticket ticket = a_ticket(std::string(255, 'g'));
    CHECK(parse_ticket(text_of(ticket))->gateway.size() == 255);
    const auto key = crypto::SigningKey::from_seed(ticket.seed).verify_key();
    CHECK(ticket_id(key) == crypto::sha256("zhijian-ticket-v1\n", key.bytes));
}
