// SPDX-License-Identifier: Apache-2.0
// zj_rogue VAULT WHO HOST:PORT ACT: does with a real device's keys, over the real line, what no honest terminal does.
// The passphrase is a line on standard input; slots are those of --test-kdf. Prints {"answers":[{"status","body"}…]}.
//
//   broken-body  pushes the first unsent change set with a body that is not the one its header commits to
//   push         pushes the first unsent change set without a hello
//   gap          pushes the second unsent change set without the first
//   replay       says hello, says the same again (a retry), then the same counter with another random
#include <cstdio>
#include <functional>
#include <map>
#include <string>

#include "shared/base/system_time.hpp"
#include "shared/codec/json.hpp"
#include "terminal/vault/vault.hpp"
#include "terminal/work/net_line.hpp"
#include "terminal/work/passphrase_input.hpp"

namespace {

using namespace zj;

struct Rogue {
    vault::Vault& vault;
    work::Line& line;
    codec::Array answers;

    Result<> send(sync::Request request) {
        ZJ_TRY(const sync::Response response, line.send(request));
        answers.push_back(codec::Object{{"status", response.status}, {"body", response.body}});
        return {};
    }
    Result<> push(const log::ChangeSet& change_set) {
        return send({"POST", "/v1/changes", log::write_change_set(change_set) + "\n"});
    }
    Result<> hello(const sync::Hello& hello) {
        return send({"POST", "/v1/hello?roots=" + std::to_string(vault.roots().size()),
                     codec::write_json(to_value(vault.sign_hello(hello)))});
    }
};

Result<> broken_body(Rogue& rogue) {
    ZJ_TRY(auto unsent, rogue.vault.unsent(1, limits::kPushBytesMax));
    if (unsent.empty()) {
        return fail("rogue.unsent", {}, "nothing is unsent");
    }
    unsent[0].bodies.at(0).bytes.back() = ' ';
    return rogue.push(unsent[0]);
}

Result<> push(Rogue& rogue) {
    ZJ_TRY(const auto unsent, rogue.vault.unsent(1, limits::kPushBytesMax));
    return unsent.empty() ? Result<>(fail("rogue.unsent", {}, "nothing is unsent")) : rogue.push(unsent[0]);
}

Result<> gap(Rogue& rogue) {
    ZJ_TRY(const auto unsent, rogue.vault.unsent(2, limits::kPushBytesMax));
    if (unsent.size() < 2) {
        return fail("rogue.unsent", {}, "fewer than two are unsent");
    }
    return rogue.push(unsent[1]);
}

Result<> replay(Rogue& rogue) {
    ZJ_TRY(sync::Hello hello, rogue.vault.next_hello());
    ZJ_CHECK(rogue.hello(hello));
    ZJ_CHECK(rogue.hello(hello));
    rogue.vault.random().fill(hello.random.bytes);
    return rogue.hello(hello);
}

Result<codec::Value> run(char** argv) {
    SystemClock clock;
    crypto::SystemRandom random;
    vault::Settings settings;
    settings.clock = &clock;
    settings.random = &random;
    settings.uptime_ms = [] {
        return std::int64_t{0};
    };
    settings.cost.make = settings.cost.floor = crypto::kArgon2Floor;
    ZJ_TRY(const crypto::Secret passphrase, work::passphrase_from(0));
    ZJ_TRY(const auto vault, vault::Vault::open(argv[1], argv[2], passphrase, settings));
    ZJ_TRY(const auto line, work::line_of(*vault, argv[3], nullptr)());
    static const std::map<std::string, std::function<Result<>(Rogue&)>> kActs{
        {"broken-body", broken_body}, {"push", push}, {"gap", gap}, {"replay", replay}};
    const auto act = kActs.find(argv[4]);
    if (act == kActs.end()) {
        return fail("rogue.act", argv[4], "no such act");
    }
    Rogue rogue{*vault, *line, {}};
    ZJ_CHECK(act->second(rogue));
    return codec::Value(codec::Object{{"answers", std::move(rogue.answers)}});
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5 || !crypto::start()) {
        return 2;
    }
    const auto answer = run(argv);
    if (!answer) {
        std::fprintf(stderr, "%s\n", to_string(answer.error()).c_str());
        return 1;
    }
    std::printf("%s\n", codec::write_json(*answer).c_str());
    return 0;
}
