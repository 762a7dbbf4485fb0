// SPDX-License-Identifier: Apache-2.0
// Founding: what stands in the folder, who can read it, and that nothing of the root key is left on the gateway.
#include "gateway/ops/init.hpp"

#include <sys/stat.h>

#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <mutex>
#include <set>
#include <thread>

#include "gateway/ops/bundle.hpp"
#include "gateway/ops/check.hpp"
#include "gateway/ops/folder.hpp"
#include "gateway/ops/orders.hpp"
#include "gateway/ops/root_key.hpp"
#include "gateway/ops/status.hpp"
#include "shared/codec/json.hpp"
#include "tests/support/show_result.hpp"
#include "tests/unit/store/folder.hpp"

using namespace zj;

namespace {

struct FixedClock final : Clock {
    Time time{1'795'392'000'000};
    Time now() override { return time; }
};

constexpr crypto::Argon2Cost kWeak{8, 1};  // tests do not pay for the real one

struct Ground {
    store::Folder temp;
    FixedClock clock;
    SeededRandom random{11};
    std::string folder = temp.file("county");

    ops::Founding founding() const {
        ops::Founding out;
        out.folder = folder;
        out.county = "421125";
        out.name = "浠水县";
        out.address = "127.0.0.1:8443";
        out.root_file = temp.file("root.txt");
        out.cost = kWeak;
        return out;
    }
    codec::Value found() {
        auto made = ops::init(founding(), clock, random);
        REQUIRE(made.has_value());
        return *made;
    }
    std::string refused(const ops::Founding& founding) {
        const auto made = ops::init(founding, clock, random);
        return made ? std::string() : made.error().code;
    }
};

std::vector<std::string> files_of(const std::string& folder) {
    std::vector<std::string> out;
    for (const auto& item : std::filesystem::recursive_directory_iterator(folder)) {
        out.push_back(item.path().string());
    }
    return out;
}

}  // namespace

TEST_CASE("a founded county has its keys, tickets and statement, readable by nobody else") {
    Ground g;
    const codec::Value told = g.found();
    const std::string fingerprint(told.str_or("fingerprint"));
    CHECK(store::slurp(g.temp.file("root.txt")) == fingerprint + "\n");
    std::set<std::string> names;
    for (const std::string& path : files_of(g.folder)) {
        struct stat status{};
        REQUIRE(::stat(path.c_str(), &status) == 0);
        INFO(path);
        CHECK((status.st_mode & 077) == 0);
        names.insert(path.substr(g.folder.size() + 1));
    }
    for (const char* name :
         {"county.json", "county.db", "keys/database", "keys/log", "keys/bundle", "keys/tls.pem", "keys/tls.key.pem",
          "tickets/admin-1.txt", "tickets/admin-2.txt", "root-key.json", "root-passphrase.txt"}) {
        CHECK(names.contains(name));
    }
    CHECK_FALSE(std::filesystem::exists(g.folder + ".founding"));
    const auto county = ops::open_county(g.folder, 1, g.clock, g.random);
    REQUIRE(county.has_value());
    CHECK((*county)->size() == 1);
    CHECK((*county)->origin() == "zhijian/421125/1");
    const auto statements = log::verify_roots((*county)->roots(), fingerprint);
    REQUIRE(statements.has_value());
    CHECK(statements->front().tickets.size() == 2);
    const auto ticket = log::parse_ticket(store::slurp(g.folder + "/tickets/admin-1.txt"));
    REQUIRE(ticket.has_value());
    CHECK(ticket->gateway == "127.0.0.1:8443");
    CHECK(crypto::SigningKey::from_seed(ticket->seed).verify_key() == statements->front().tickets[0].one_time);
    CHECK(statements->front().tickets[0].expires == g.clock.time + 7 * kDayMs);
}

TEST_CASE("the root key comes out only with its passphrase, and stands in no other file") {
    Ground g;
    const codec::Value told = g.found();
    const std::string wrapped = store::slurp(g.folder + "/root-key.json");
    const std::string passphrase = store::slurp(g.folder + "/root-passphrase.txt");
    CHECK(passphrase.size() >= 32);
    const auto root = ops::open_root_key(wrapped, crypto::Secret::from(as_bytes(passphrase)));
    REQUIRE(root.has_value());
    CHECK(log::fingerprint(root->verify_key()) == told.str_or("fingerprint"));
    const auto wrong = ops::open_root_key(wrapped, crypto::Secret::from(as_bytes("another passphrase")));
    REQUIRE_FALSE(wrong.has_value());
    CHECK(wrong.error().code == "crypto.open");
    const crypto::Secret secret = root->seed();
    const std::string seed(secret.text());
    for (const std::string& path : files_of(g.folder)) {
        if (std::filesystem::is_regular_file(path)) {
            INFO(path);
            CHECK(store::slurp(path).find(seed) == std::string::npos);
        }
    }
}

TEST_CASE("a root key file that was changed anywhere is not opened") {
    SeededRandom random(3);
    const crypto::SigningKey root = crypto::SigningKey::generate(random);
    const crypto::Secret passphrase = ops::draw_passphrase(random);
    const std::string text = ops::wrap_root_key(root, passphrase, kWeak, random).value();
    REQUIRE(ops::open_root_key(text, passphrase).has_value());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != ' ' && text[i] != '\n') {
            std::string changed = text;
            changed[i] = changed[i] == '1' ? '2' : '1';
            INFO(i);
            CHECK_FALSE(ops::open_root_key(changed, passphrase).has_value());
        }
    }
}

TEST_CASE("a founding that was cut off is no county, and the next one begins anew") {
    Ground g;
    REQUIRE(store::make_folder(g.folder + ".founding").has_value());
    REQUIRE(store::make_folder(g.folder + ".founding/keys").has_value());
    REQUIRE(store::write_file(g.folder + ".founding/keys/log", as_bytes("left")).has_value());
    CHECK(ops::read_facts(g.folder).error().code == "gateway.missing");
    const codec::Value told = g.found();
    CHECK(store::slurp(g.temp.file("root.txt")) == std::string(told.str_or("fingerprint")) + "\n");
    CHECK(ops::open_county(g.folder, 1, g.clock, g.random).has_value());
}

TEST_CASE("a refused founding leaves no secrets and no other county's fingerprint behind") {
    Ground g;
    SECTION("the folder has something in it") {
        REQUIRE(store::make_folder(g.folder).has_value());
        REQUIRE(store::write_file(g.folder + "/theirs", as_bytes("x")).has_value());
        CHECK(g.refused(g.founding()) == "file.exists");
        CHECK_FALSE(std::filesystem::exists(g.temp.file("root.txt")));
    }
    SECTION("the file for the fingerprint cannot be written") {
        ops::Founding founding = g.founding();
        founding.root_file = g.temp.file("nowhere") + "/root.txt";
        CHECK(g.refused(founding).starts_with("file."));
        CHECK_FALSE(std::filesystem::exists(g.folder));
    }
    SECTION("the file for the fingerprint is another county's") {
        REQUIRE(store::write_file(g.temp.file("root.txt"), as_bytes("theirs\n")).has_value());
        CHECK(g.refused(g.founding()) == "file.exists");
        CHECK(store::slurp(g.temp.file("root.txt")) == "theirs\n");
        CHECK_FALSE(std::filesystem::exists(g.folder));
    }
    CHECK_FALSE(std::filesystem::exists(g.folder + ".founding"));
}

TEST_CASE("nothing is founded over a county or another folder, and what cannot be founded is told") {
    Ground g;
    g.found();
    const std::string before = store::slurp(g.folder + "/keys/log");
    CHECK(g.refused(g.founding()) == "gateway.exists");
    CHECK(store::slurp(g.folder + "/keys/log") == before);
    ops::Founding other = g.founding();
    other.folder = g.temp.file("other");
    std::filesystem::create_directories(other.folder + "/something");
    CHECK(g.refused(other) == "file.exists");
    other.folder = g.temp.file("third");
    for (const char* address : {"127.0.0.1", "127.0.0.1:", ":8443", "a b:1", "host:0", "host:65536", "host:8443x"}) {
        other.address = address;
        CHECK(g.refused(other) == "usage.address");
    }
    other.address = "127.0.0.1:1";
    other.county = "42112";
    CHECK(g.refused(other) == "usage.county");
    other.county = "421125";
    other.root_passphrase = crypto::Secret::from(as_bytes("short"));
    CHECK(g.refused(other) == "passphrase.weak");
    other.root_passphrase = {};
    other.seed = 5;  // a real county is drawn from nothing that anybody could name
    CHECK(g.refused(other) == "usage.demo");
    other.demo = true;
    other.seed = ops::kSeedMax + 1;
    CHECK(g.refused(other) == "usage.seed");
    CHECK_FALSE(std::filesystem::exists(other.folder));
}

TEST_CASE("the largest seed founds a demonstration county, and a county without a simulated year tells of none") {
    Ground g;
    ops::Founding founding = g.founding();
    founding.demo = true;
    founding.seed = ops::kSeedMax;
    const auto made = ops::init(founding, g.clock, g.random);
    REQUIRE(made.has_value());
    CHECK(made->find("planted") == nullptr);
    CHECK(made->find("year") == nullptr);
    CHECK(std::filesystem::exists(made->str_or("opening")));
}

TEST_CASE("a passphrase that people gave is used and written nowhere") {
    Ground g;
    ops::Founding founding = g.founding();
    const std::string words = "five words that people made up";
    founding.root_passphrase = crypto::Secret::from(as_bytes(words));
    REQUIRE(ops::init(founding, g.clock, g.random).has_value());
    CHECK_FALSE(std::filesystem::exists(g.folder + "/root-passphrase.txt"));
    CHECK(ops::open_root_key(store::slurp(g.folder + "/root-key.json"), founding.root_passphrase).has_value());
}

TEST_CASE("a fresh county can be bundled, copied and checked, also while it is served") {
    Ground g;
    g.found();
    const std::string bundle = g.temp.file("bundle"), copy = g.temp.file("copy.db");
    {
        const auto lock = ops::lock_county(g.folder);  // as a process that serves holds it
        REQUIRE(lock.has_value());
        CHECK(ops::lock_county(g.folder).error().code == "gateway.busy");
        const auto county = ops::open_county(g.folder, 1, g.clock, g.random);
        REQUIRE(county.has_value());
        REQUIRE(ops::write_bundle(**county, bundle, {}).has_value());
        CHECK(ops::write_bundle(**county, bundle, {}).error().code == "file.exists");
        const auto checked = ops::check(g.folder, {true, false}, {}, g.clock, g.random);
        REQUIRE(checked.has_value());
        CHECK(checked->str_or("checked") == "copy");
        CHECK_FALSE(std::filesystem::exists(g.folder + "/check-copy.db"));
        CHECK(ops::check(g.folder, {false, true}, {}, g.clock, g.random).error().code == "gateway.busy");
        const auto backed = ops::backup(g.folder, copy, {}, g.clock, g.random);
        REQUIRE(backed.has_value());
        CHECK(backed->int_or("size") == 1);
        CHECK(ops::backup(g.folder, copy, {}, g.clock, g.random).error().code == "file.exists");
    }
    const auto checked = ops::check(g.folder, {false, true}, {}, g.clock, g.random);
    REQUIRE(checked.has_value());
    CHECK(checked->str_or("checked") == "database");
    const auto cancelled = ops::check(
        g.folder, {}, [](std::string_view, std::uint64_t, std::uint64_t) { return false; }, g.clock, g.random);
    CHECK(cancelled.error().code == "county.cancelled");
    CHECK(std::filesystem::exists(bundle + "/headers.ndjson"));
    CHECK_FALSE(std::filesystem::exists(bundle + ".part"));
}

TEST_CASE(
    "check tells a stored warning that the log does not give, here and on a copy, until they are found from scratch") {
    Ground g;
    g.found();
    const auto code = [&](bool rebuild) {
        const auto checked = ops::check(g.folder, {false, rebuild}, {}, g.clock, g.random);
        return checked ? std::string() : checked.error().code;
    };
    CHECK(code(false).empty());  // nobody has looked for any
    CHECK(code(true).empty());
    {
        auto table = ops::open_warnings(g.folder);
        REQUIRE(table.has_value());
        const auto run = table->run();
        REQUIRE(run->has_value());
        county::FindingRow row;
        row.id = "W01/unit/none";
        REQUIRE(table->write({{row}, {}}, **run).has_value());
    }
    CHECK(code(false) == "county.warnings");
    {
        const auto lock = ops::lock_county(g.folder);
        REQUIRE(lock.has_value());
        CHECK(code(false) == "county.warnings");
    }
    CHECK(code(true).empty());
    CHECK(code(false).empty());
}

TEST_CASE("an order is carried out by whoever may write: here, or by the process that serves") {
    Ground g;
    g.found();
    CHECK(ops::give_order(g.folder, {"open-door", "nobody"}, g.clock, g.random).error().code == "door.open");
    g.clock.time.ms += 40 * kDayMs;  // longer than a stop is believed
    {
        const auto county = ops::open_county(g.folder, 1, g.clock, g.random);
        CHECK((*county)->advance().error().code == "clock.ahead");
    }
    const auto confirmed = ops::give_order(g.folder, {"confirm-time", {}}, g.clock, g.random);
    REQUIRE(confirmed.has_value());
    CHECK(confirmed->int_or("ticks") > 40);

    const auto lock = ops::lock_county(g.folder);
    const auto county = ops::open_county(g.folder, 1, g.clock, g.random);
    REQUIRE(ops::clear_orders(g.folder).has_value());
    ops::Journal journal(g.clock);
    g.clock.time.ms += 40 * kDayMs;
    bool stop = false;
    std::mutex stopped;
    std::thread serving([&] {
        for (bool done = false; !done;) {
            ops::take_orders(g.folder, **county, journal);
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
            const std::lock_guard guard(stopped);
            done = stop;
        }
    });
    SeededRandom other(12);
    FixedClock later;
    later.time = g.clock.time;
    const auto ticks = ops::give_order(g.folder, {"confirm-time", {}}, later, other);
    const auto closed = ops::give_order(g.folder, {"open-door", "nobody"}, later, other);
    {
        const std::lock_guard guard(stopped);
        stop = true;
    }
    serving.join();
    REQUIRE(ticks.has_value());
    CHECK(ticks->int_or("ticks") > 40);
    REQUIRE_FALSE(closed.has_value());
    CHECK(closed.error().code == "door.open");
    CHECK(closed.error().args == std::vector<std::string>{"nobody"});
    CHECK(std::filesystem::is_empty(g.folder + "/orders"));
}

TEST_CASE("a file in the orders folder that is no order is answered and removed") {
    Ground g;
    g.found();
    const auto county = ops::open_county(g.folder, 1, g.clock, g.random);
    REQUIRE(ops::clear_orders(g.folder).has_value());
    REQUIRE(store::write_file(g.folder + "/orders/a.order", as_bytes("{\"do\":\"sign\",\"device\":\"\"}")).has_value());
    ops::Journal journal(g.clock);
    ops::take_orders(g.folder, **county, journal);
    CHECK_FALSE(std::filesystem::exists(g.folder + "/orders/a.order"));
    CHECK(store::slurp(g.folder + "/orders/a.answer").find("json.choice") != std::string::npos);
}

TEST_CASE("status tells counts and registers, and masks ID numbers") {
    Ground g;
    g.found();
    const auto county = ops::open_county(g.folder, 1, g.clock, g.random);
    const auto facts = ops::read_facts(g.folder);
    const auto told = ops::status(**county, facts.value(), true);
    REQUIRE(told.has_value());
    CHECK(told->int_or("size") == 1);
    CHECK(told->str_or("county") == "421125");
    CHECK(told->find("registers")->find("persons")->array().empty());
}
