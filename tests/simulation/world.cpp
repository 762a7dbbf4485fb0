// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/world.hpp"

#include "shared/codec/text.hpp"
#include "tests/simulation/checks.hpp"

namespace zj::sim {

namespace {

constexpr std::int64_t kMinuteMs = 60 * kSecondMs;
constexpr std::int64_t kPatienceMs = 20 * kSecondMs;  // how long a terminal waits for an answer
constexpr std::uint64_t kStepsMax = 60;               // durable steps until a fuse burns

}  // namespace

World::World(const Ground& ground, const std::string& folder, const Plan& plan, Trace& trace, History& history)
    : env_{plan, trace, history, ground.start},
      dice_(plan.seed, 2),
      line_dice_(plan.seed, 4),
      network_(plan, line_dice_),
      gateway_(env_, ground, folder + "/county"),
      actors_(env_, ground) {
    for (std::size_t i = 0; i < kTerminals; ++i) {
        terminals_.push_back(
            std::make_unique<TerminalHost>(env_, i, folder + "/t" + std::to_string(i), ground.people[i]));
    }
}

void World::after(std::int64_t ms, std::function<void()> what) {
    events_.push({env_.now + ms, ++order_, std::move(what)});
}

void World::run_until(Time end) {
    while (!events_.empty() && events_.top().at <= end) {
        const Event event = events_.top();
        events_.pop();
        env_.now = event.at;
        event.what();
    }
    env_.now = std::max(env_.now, end);
}

void World::run() {
    gateway_.start();
    for (const auto& host : terminals_) {
        host->start();
    }
    trouble();
    calm();
}

void World::trouble() {
    keep_ticking();
    for (const auto& host : terminals_) {
        keep_syncing(*host);
    }
    Time at = env_.now;
    for (int i = 0; i < env_.plan.acts; ++i) {
        at = at + dice_.between(1, 2 * env_.plan.act_gap_ms);
        run_until(at);
        crash_something();
        people_act();
    }
    run_until(at + kHourMs);
}

void World::people_act() {
    actors_.act(*terminals_[dice_.below(kTerminals)]);
}

void World::crash_something() {
    if (dice_.chance(env_.plan.crash_gateway)) {
        gateway_.arm(1 + dice_.below(kStepsMax));
    }
    if (dice_.chance(env_.plan.crash_terminal)) {
        terminals_[dice_.below(kTerminals)]->arm(1 + dice_.below(kStepsMax));
    }
    if (dice_.chance(env_.plan.power_off)) {
        const std::uint64_t which = dice_.below(kTerminals + 1);
        which == kTerminals ? gateway_.power_off() : terminals_[which]->power_off();
    }
}

void World::keep_syncing(TerminalHost& host) {
    after(dice_.between(1, 3 * env_.plan.act_gap_ms), [this, &host] {
        if (calm_) {
            return;
        }
        host.start();  // where it died, somebody has switched it on again
        send(host.begin());
        keep_syncing(host);
    });
}

void World::keep_ticking() {
    after(10 * kMinuteMs, [this] {
        if (!gateway_.up() && dice_.chance(300)) {
            gateway_.start();
        }
        if (!still_) {
            gateway_.tick();
        }
        keep_ticking();
    });
}

void World::send(std::optional<Packet> packet) {
    if (!packet) {
        return;
    }
    const std::string what = packet->request.method + " " + packet->request.target + " " +
                             codec::hex(crypto::sha256(packet->request.body)).substr(0, 12);
    env_.trace.note(env_.now, "t" + std::to_string(packet->terminal), "asks " + what);
    for (Delivery& delivery : network_.send(*packet)) {
        after(delivery.after_ms, [this, packet = std::move(delivery.packet)] { deliver(packet); });
    }
    after(kPatienceMs,
          [this, packet = *packet] { terminals_[packet.terminal]->on_silence(packet.connection, packet.number); });
}

void World::deliver(const Packet& packet) {
    TerminalHost& host = *terminals_[packet.terminal];
    if (!packet.to_gateway) {
        send(host.on_response(packet));
        return;
    }
    if (is_hello(packet.request) && packet.connection < host.connection()) {
        return;  // that connection is closed
    }
    const auto response = gateway_.handle(packet.request, host.tls());
    if (!response) {
        return;
    }
    env_.trace.note(
        env_.now, "gateway",
        "answers " + std::to_string(response->status) + " " + codec::hex(crypto::sha256(response->body)).substr(0, 12));
    Packet back = packet;
    back.to_gateway = false;
    back.request = {};
    back.response = *response;
    for (Delivery& delivery : network_.send(back)) {
        after(delivery.after_ms, [this, answer = std::move(delivery.packet)] { deliver(answer); });
    }
}

void World::calm() {
    calm_ = true;
    network_.calm();
    gateway_.arm(0);
    for (const auto& host : terminals_) {
        host->arm(0);
    }
    env_.trace.note(env_.now, "world", "the faults end");
    // What was still under way arrives; whoever waits for what was lost gives up.
    run_until(env_.now + 3 * kHourMs);
    gateway_.start();
    for (const auto& host : terminals_) {
        host->start();
    }
    for (int round = 0; round < kSyncsAfterFaults; ++round) {
        // All are compared after the last round: what the clock adds to the log during it would reach only some of
        // them.
        still_ = round == kSyncsAfterFaults - 1;
        for (const auto& host : terminals_) {
            const std::uint64_t before = host->synced();
            send(host->begin());
            for (int minutes = 0; host->syncing() && minutes < 60; ++minutes) {
                run_until(env_.now + kMinuteMs);
            }
            if (host->synced() == before) {
                env_.trace.note(env_.now, host->name(), "did not come to the end of its sync");
            }
        }
    }
}

Outcome run_seed(const Ground& ground, const std::string& folder, const Plan& plan, bool verbose) {
    copy_folder(ground.folder, folder);
    Outcome out;
    Trace trace(verbose);
    {
        World world(ground, folder, plan, trace, out.history);
        world.run();
        if (world.gateway().up()) {
            check_county(ground, world, out);
            for (std::size_t i = 0; i < kTerminals; ++i) {
                check_terminal(ground, world, i, out);
            }
            check_history(ground, world, out);
        } else {
            out.faults.push_back("the gateway is down at the end");
        }
        for (const std::string& alarm : out.history.alarms) {
            out.faults.push_back(alarm);
        }
        out.messages_hurt = world.network().faults();
    }
    remove_folder(folder);
    out.lines = trace.lines();
    out.trace = trace.finish();
    return out;
}

}  // namespace zj::sim
